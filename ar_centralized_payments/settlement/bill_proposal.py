"""Which bills to draw: open items in groups, and how far away a due date is.

Rule: bills of exchange A3, *Proposal to draw* and *Reports*.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

GROUPINGS = ("invoice", "date", "week", "total")
#: Steps of the maturity ladder: the last day of each, counted from today.
LADDER = ((-1, "overdue"), (7, "7"), (30, "30"), (60, "60"), (90, "90"))


@dataclass(frozen=True, slots=True)
class Open:
    """An open item; ``amount`` in rounding steps, negative for a credit note."""

    key: Hashable
    group: Hashable
    due: date
    amount: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """A bill to be drawn. ``group`` is what items must share: party, currency, ..."""

    group: Hashable
    due: date
    keys: tuple[Hashable, ...]
    amount: int


def propose(items, grouping: str, due: date | None = None) -> list[Proposed]:
    """Put open items together into bills.

    :param grouping: one of :data:`GROUPINGS`; *invoice*: one bill for each document;
        *date* and *week*: for each due date or ISO week; *total*: one
    :param due: the due date of *total*; empty: the latest of the items
    :return: in order of first appearance; sums of 0 or less included, for the caller
        to say why they are no bills
    """
    groups = {}
    for item in items:
        groups.setdefault((item.group, _part(item, grouping)), []).append(item)
    return [
        Proposed(
            group,
            due if due and grouping == "total" else max(item.due for item in members),
            tuple(item.key for item in members),
            sum(item.amount for item in members),
        )
        for (group, _part_key), members in groups.items()
    ]


def _part(item, grouping):
    if grouping == "invoice":
        return item.key
    if grouping == "date":
        return item.due
    return tuple(item.due.isocalendar()[:2]) if grouping == "week" else None


def ladder_step(due: date, today: date) -> str:
    """In which step of the maturity ladder a due date falls.

    >>> ladder_step(date(2026, 8, 14), date(2026, 8, 7))
    '7'
    """
    days = (due - today).days
    for last, step in LADDER:
        if days <= last:
            return step
    return "later"
