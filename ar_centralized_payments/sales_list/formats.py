"""The files that tax authorities take, by code, and which country takes which."""

from .belgian import BelgianListing
from .danish import DanishList
from .french import FrenchServices
from .general import GeneralList
from .german import GermanList
from .statement import Format
from .swedish import SwedishList

FORMATS: dict[str, Format] = {
    one.code: one
    for one in (
        GeneralList(),
        GermanList(),
        SwedishList(),
        DanishList(),
        BelgianListing(),
        FrenchServices(),
    )
}
#: Country code -> code of the format; other countries take the general one.
BY_COUNTRY = {"DE": "de", "SE": "se", "DK": "dk", "BE": "be", "FR": "fr"}
