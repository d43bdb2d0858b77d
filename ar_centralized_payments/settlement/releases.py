"""What a settlement takes back of the revaluations of its items (period close 4.8)."""

from collections.abc import Iterable, MutableMapping
from datetime import date

from .because import Because, Figure, Rule, given, minus, part_of
from .revaluation import release, result_lines
from .values import Key, Line, LineRef, Release, Role, Settled


def book_releases(
    lines: MutableMapping[tuple, list[Line]], settled: Iterable[Settled], on: date
) -> tuple[Release, ...]:
    """Take back what revaluations booked for items, as far as they are settled.

    The realized difference and its routing are as without it: nothing but these pairs
    of lines is added, in the company of the item, which gets an entry where it had
    none.

    :param lines: (branch, company) -> the lines of its entry so far; is added to
    :param on: the date of the settlement
    """
    releases = []
    for done in settled:
        item, figure = done.item, _released(done, on)
        if figure and figure.amount:
            amount = figure.amount
            entry = lines.setdefault((item.branch, item.company), [])
            releases.append(Release(item, amount, _place(item.branch, entry)))
            role = Role.UNREALIZED_GAIN if amount > 0 else Role.UNREALIZED_LOSS
            entry += result_lines(
                item.company,
                item.partner,
                item.currency,
                role,
                -amount,
                on,
                because=Because(Rule.RELEASE, -figure, other=item.company.key),
            )
    return tuple(releases)


def _released(done: Settled, on: date) -> Figure | None:
    """Nothing where a revaluation stands on the item that is later than the settlement:
    run again, it books what is too much."""
    item = done.item
    if not item.standing or (item.revalued_on and item.revalued_on > on):
        return None
    own, company = item.company.currency, item.company.key
    standing = given(item.standing, own, company)
    left = item.standing - release(item.standing, item.amount, done.open_amount)
    part = part_of(standing, left, own, done.open_amount, item.amount)
    return minus(standing, part)


def _place(branch: Key, entry: list[Line]) -> LineRef:
    return LineRef(branch, len(entry))
