"""Whether an amount is what some documents come to (rules 8 to 10).

Discounts are those of the day on which the money came; a credit note takes off.
"""

from __future__ import annotations

from dataclasses import dataclass

from .combinations import MOST_DOCUMENTS, Unproven, combinations
from .receipt_values import Mark

#: Discounts of which each may have been taken, or not.
MOST_DISCOUNTS = 10


@dataclass(frozen=True, slots=True)
class Sum:
    """How documents come to an amount.

    ``code``: ``exact`` (each in full), ``discount`` (with all or some discounts),
    ``over`` or ``under`` (within what differences may be). ``parts``: of each document
    (open amount, discount taken); ``difference``: amount less what they come to.
    """

    code: str
    marks: tuple[Mark, ...]
    parts: tuple[tuple[int, int], ...]
    difference: int = 0


def is_comparable(receipt, documents):
    """Whether all are in the receipt's currency."""
    return all(one.currency == receipt.currency for one in documents)


def sum_of(receipt, documents):
    """How the amount is what documents come to, or ``None``.

    :return: :class:`Sum`
    """
    if not documents or not is_comparable(receipt, documents):
        return None
    gross = sum(one.sign * one.open for one in documents)
    discounts = [one.discount_on(receipt.date) for one in documents]
    if gross == receipt.amount:
        return _sum("exact", documents, discounts, ())
    all_places = tuple(place for place, some in enumerate(discounts) if some)
    net = gross - sum(
        one.sign * some for one, some in zip(documents, discounts, strict=True)
    )
    if net == receipt.amount:
        return _sum("discount", documents, discounts, all_places)
    places = _discounts_taken(documents, discounts, gross - receipt.amount)
    if places:
        return _sum("discount", documents, discounts, places)
    return _within_limits(receipt, documents, discounts, net)


def _discounts_taken(documents, discounts, wanted):
    """Places of the discounts that make up a difference, where only these do."""
    places = [place for place, some in enumerate(discounts) if some]
    if not 0 < len(places) <= MOST_DISCOUNTS:
        return ()
    values = [documents[place].sign * discounts[place] for place in places]
    # So few are always tried to the end.
    ways = combinations(values, wanted)
    return tuple(places[n] for n in ways[0]) if len(ways) == 1 else ()


def _within_limits(receipt, documents, discounts, net):
    difference = receipt.amount - net
    limits = receipt.limits
    if not net > 0 or not -limits.under <= difference <= limits.over:
        return None
    places = tuple(place for place, some in enumerate(discounts) if some)
    code = "over" if difference > 0 else "under"
    return _sum(code, documents, discounts, places, difference)


def _sum(code, documents, discounts, taken, difference=0):
    """Marks are left to the rules of settling, but where a discount that is available
    was not taken."""
    marks, parts = [], []
    for place, (one, discount) in enumerate(zip(documents, discounts, strict=True)):
        if discount and place not in taken:
            marks.append(Mark(one.key, one.open, 0))
        else:
            marks.append(Mark(one.key))
        parts.append((one.sign * one.open, discount if place in taken else 0))
    return Sum(code, tuple(marks), tuple(parts), difference)


def single_documents(receipt, documents):
    """The documents of which each alone is the amount (rule 9)."""
    found = []
    for one in documents:
        if one.currency != receipt.currency or one.is_note:
            continue
        if receipt.amount in (one.open, one.open - one.discount_on(receipt.date)):
            found.append(one)
    return found


def only_combination(receipt, documents):
    """The one combination of open documents that comes to the amount (rule 10).

    :return: the documents, several; empty where there is none, or more than one
    """
    fitting = [one for one in documents if one.currency == receipt.currency]
    if not 1 < len(fitting) <= MOST_DOCUMENTS:
        return ()
    ways = set()
    for is_net in (True, False):
        values = [
            one.sign * (one.open - (one.discount_on(receipt.date) if is_net else 0))
            for one in fitting
        ]
        try:
            ways.update(combinations(values, receipt.amount))
        except Unproven:
            return ()
    ways = [way for way in ways if len(way) > 1]
    return tuple(fitting[place] for place in ways[0]) if len(ways) == 1 else ()
