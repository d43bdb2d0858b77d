"""VAT numbers of customers: one way of writing each, and where they may be used."""

import re

from .values import Kind

#: Prefixes of numbers that are no country codes.
PREFIXES = {"GR": "EL", "GB": "XI"}
NORTHERN_IRELAND = "XI"
EU_PREFIXES = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "EL",
        "ES",
        "FI",
        "FR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "XI",
    ]
)
#: Odoo writes it for *has no number*; so do we for *had none when it was posted*.
NONE = "/"
NOT_WRITTEN = re.compile(r"[^0-9A-Z]")


def prefix_of(country: str) -> str:
    """The prefix of a country's numbers: that of Greece is EL."""
    return PREFIXES.get(country, country)


def normalize(number: str | None, country: str | None) -> str:
    """A number as it is reported: capitals and digits, with its prefix; "" for none.

    ``country``, the code of the customer's, gives the prefix where there is none.

    >>> normalize(" el 094 259.216", "GR"), normalize("094259216", "GR")
    ('EL094259216', 'EL094259216')
    >>> normalize("GR094259216", None), normalize("/", "DE"), normalize("12", None)
    ('EL094259216', '', '12')
    """
    text = NOT_WRITTEN.sub("", (number or "").upper())
    if not text:
        return ""
    given, own = prefix_of(text[:2]), prefix_of((country or "").upper())
    if given in EU_PREFIXES:
        return given + text[2:]
    # A French number may start with letters that are no prefix.
    if text[:2].isalpha() and own not in EU_PREFIXES:
        return text
    return own + text


def refusal(number: str, kind: Kind, own_country: str) -> str:
    """Why no row can have this number, as a code; "" where it can.

    >>> refusal("DE136695976", Kind.GOODS, "DE"), refusal("XI1", Kind.SERVICES, "DE")
    ('own_country', 'northern_ireland')
    """
    prefix = number[:2]
    if not number:
        return "no_number"
    if prefix == prefix_of(own_country):
        return "own_country"
    if prefix not in EU_PREFIXES:
        return "not_eu"
    if prefix == NORTHERN_IRELAND and kind is Kind.SERVICES:
        return "northern_ireland"
    return ""
