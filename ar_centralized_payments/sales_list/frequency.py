"""Whether a company may still report by the quarter (Directive 2006/112, Art. 263)."""

from collections.abc import Mapping
from dataclasses import dataclass

from .values import Period

#: The quarter itself and so many before it must be within the limit.
QUARTERS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class Notice:
    """From ``month`` on lists are monthly; ``elapsed`` months of its quarter are
    reported with it."""

    month: Period
    elapsed: tuple[Period, ...] = ()


def monthly_from(
    goods: Mapping[Period, int], quarter: Period, limit: int
) -> Notice | None:
    """From which month on lists have to be monthly, or ``None``.

    :param goods: goods, triangular ones included, by month, in cents
    :param limit: in cents, for each quarter
    """
    months = _months(quarter)
    total = 0
    for place, month in enumerate(months):
        total += goods.get(month, 0)
        if total > limit:
            return Notice(month, tuple(months[:place]))
    earlier = quarter
    for _quarter in range(QUARTERS_BEFORE):
        earlier = earlier.before
        if sum(goods.get(month, 0) for month in _months(earlier)) > limit:
            return Notice(months[0])
    return None


def _months(quarter: Period) -> list[Period]:
    return [Period(quarter.year, quarter.month + place) for place in range(3)]
