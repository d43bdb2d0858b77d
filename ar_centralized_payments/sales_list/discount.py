"""A cash discount that a settlement gave, split over the kinds of its invoice."""

from collections.abc import Hashable, Mapping


def split_discount(amount: int, bases: Mapping[Hashable, int]) -> dict[Hashable, int]:
    """Give each kind its share of a discount, in cents, by the invoice's base.

    ``None`` stands for what has no kind; it has its share first. The last takes the
    rest.

    >>> split_discount(-2000, {"goods": 60000, "services": 40000})
    {'goods': -1200, 'services': -800}
    """
    whole = sum(bases.values())
    if not whole:
        return {}
    kinds = sorted(bases, key=lambda kind: (kind is not None, str(kind)))
    shares, left = {}, amount
    for kind in kinds[:-1]:
        shares[kind] = _half_up(amount * bases[kind], whole)
        left -= shares[kind]
    return {**shares, kinds[-1]: left}


def _half_up(amount: int, whole: int) -> int:
    if whole < 0:
        amount, whole = -amount, -whole
    size = (2 * abs(amount) + whole) // (2 * whole)
    return size if amount >= 0 else -size
