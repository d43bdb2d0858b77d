"""One ledger of what was reported: regular rows, and corrections of every regime.

R(number, kind, period) is the sum of what was reported, T that of today's items. Where
they differ in a reported period, the difference is a correction; nothing else is
remembered.
"""

from collections import defaultdict
from collections.abc import Iterable

from .values import Item, Kind, Period, Rounding, Row, rounded


def changes(today: Iterable[Item], reported: Iterable[Item]) -> list[Item]:
    """What today's items bring beyond the reported ones, source by source.

    A source whose number was corrected brings two: less for the old number, more for
    the new one. What is as it was reported brings nothing.
    """
    known: dict[tuple, int] = defaultdict(int)
    for item in reported:
        known[item.key] += item.amount
    found: dict[tuple, int] = defaultdict(int)
    for item in today:
        found[item.key] += item.amount
    result = []
    for key in [*found, *(key for key in known if key not in found)]:
        source, number, kind, period = key
        amount = found.get(key, 0) - known.get(key, 0)
        if amount or key not in known:
            result.append(Item(source, number, kind, amount, period))
    return result


def totals(items: Iterable[Item]) -> dict[tuple[str, Kind, Period], int]:
    """The sum of each number, kind and period."""
    sums: dict[tuple, int] = defaultdict(int)
    for item in items:
        sums[item.number, item.kind, item.period] += item.amount
    return sums


def regular_rows(items: Iterable[Item], period: Period) -> list[Row]:
    """The rows of a period that was not reported yet: by number, then kind.

    A number whose items cancel out has a row of 0: what is filed of it is the
    format's.
    """
    groups = _by_row(item for item in items if item.period == period)
    return [
        Row(number, kind, 0, sum(item.amount for item in some), None, some)
        for (_period, number, kind), some in _in_order(groups)
    ]


def corrections(
    changed: Iterable[Item],
    reported: Iterable[Item],
    periods: Iterable[Period],
    step: int = 1,
    rounding: Rounding = Rounding.HALF_UP,
    is_by_number: bool = False,
) -> list[Row]:
    """The rows that put reported periods right: by period, number, kind.

    :param changed: what :func:`changes` found
    :param periods: those that were reported
    :param step: of the format, in cents. A difference that no filed amount shows needs
        no correction: the row is right as it stands
    :param is_by_number: the format has one row for a number and all kinds: the other
        kinds of a corrected number are repeated, without a difference
    """
    before, periods = totals(reported), {*periods}
    groups = _by_row(item for item in changed if item.period in periods)
    rows = []
    for (period, number, kind), items in _in_order(groups):
        old = before.get((number, kind, period), 0)
        new = old + sum(item.amount for item in items)
        if rounded(old, step, rounding) != rounded(new, step, rounding):
            rows.append(Row(number, kind, old, new, period, items))
    if is_by_number:
        rows += _unchanged(rows, before)
    return sorted(rows, key=lambda row: (row.origin, row.number, row.kind.order))


def _unchanged(rows: list[Row], before: dict) -> list[Row]:
    """The kinds of corrected numbers that are right."""
    numbers = {(row.origin, row.number) for row in rows}
    known = {(row.origin, row.number, row.kind) for row in rows}
    return [
        Row(number, kind, amount, amount, period)
        for (number, kind, period), amount in before.items()
        if amount
        and (period, number) in numbers
        and (period, number, kind) not in known
    ]


def _by_row(items: Iterable[Item]) -> dict[tuple, tuple[Item, ...]]:
    groups: dict[tuple, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.period, item.number, item.kind].append(item)
    return {
        key: tuple(sorted(some, key=lambda item: repr(item.source)))
        for key, some in groups.items()
    }


def _in_order(groups: dict) -> list:
    return sorted(groups.items(), key=lambda pair: (*pair[0][:2], pair[0][2].order))
