"""What a tax of a country's chart means for the list, read from its tax tags."""

from collections.abc import Iterable

from .values import Kind

L, T, S = Kind.GOODS, Kind.TRIANGULAR, Kind.SERVICES
#: By the scope of the tax: one tag for goods and services.
SCOPE = "by_scope"
#: By the product on the line: one tax for goods and services.
PRODUCT = "by_product"
TAGS = {
    "AT": {"AT_ZM_IGL": L, "AT_ZM_DL": S, "AT_ZM_IGL3": T},
    "BE": {"46L": L, "48s46L": L, "44": S, "48s44": S, "46T": T, "48s46T": T},
    "CZ": {"VAT 20": L, "VAT 21": S},
    "DE": {"41": L, "21": S, "42": T},
    "DK": {"R-B-MR": L, "R-C-MR": S, "R-D-MR": T},
    "ES": {"mod303[59]": SCOPE},
    "FI": {"fi_311": L, "fi_312": S, "fi_triangular": T},
    "FR": {"F2": L, "E2": S},
    "IE": {"E1": L, "ES1": S},
    "IT": {"02": SCOPE},
    "LU": {"457": L, "423": S, "018": T},
    "NL": {"3bg (omzet)": L, "3bs (omzet)": S, "3bt (omzet)": T},
    "PL": {"K_21": L, "K_12": S, "Triangular Sale": T},
    "PT": {"trp_base_7": PRODUCT},
    "SE": {"se_35": L, "se_39": S, "se_38": T},
}
#: One of these tags is also on sales that are not listed: the tax has to be for
#: customers with a VAT number in the EU.
SHARED = {("FR", "E2"), ("IT", "02"), ("PT", "trp_base_7")}


def kind_of_tax(
    country: str, tags: Iterable[str], scope: str, is_eu: bool, is_business: bool
) -> str:
    """The kind of a sales tax: a value of :class:`Kind`, ``by_product``, ``none``, or
    "" where the chart is not known.

    :param scope: ``service``, ``consu`` or ""
    :param is_eu: the tax may be for customers in the EU (services abroad have the same
        tag in Sweden)
    :param is_business: it is for those with a VAT number
    """
    known = TAGS.get(country)
    if known is None:
        return ""
    found = {
        known[tag]
        for tag in tags
        if tag in known and (is_business or (country, tag) not in SHARED)
    }
    if found & {SCOPE}:
        return (S if scope == "service" else L).value
    if found & {PRODUCT}:
        return PRODUCT
    for kind in (T, L, S):
        if kind in found and (is_eu or kind is not S):
            return kind.value
    return "none"


def tags_of(country: str) -> dict[str, Kind]:
    """The tags that stand for one kind alone: their boxes can be compared with it."""
    return {
        tag: kind
        for tag, kind in TAGS.get(country, {}).items()
        if isinstance(kind, Kind) and (country, tag) not in SHARED
    }


def kind_of_tags(country: str, tags: Iterable[str]) -> Kind | None:
    """The kind that the tags of a line stand for: triangular before goods, which have
    the same box in Poland."""
    known = tags_of(country)
    found = {known[tag] for tag in tags if tag in known}
    return next((kind for kind in (T, L, S) if kind in found), None)
