"""The door of the core: a request goes in, a plan comes out.

A plan holds everything: legs, entries, what matches what, and every problem at
once. Preview and posting use the same plan.
"""

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import date

from .allocation import Board, Source, Target, allocate
from .differences import absorb
from .entries import Books
from .releases import book_releases
from .values import Difference, Key, Leg, Mark, Plan, Problem, Request, Settled, Side


def make_plan(request: Request) -> Plan:
    """Plan the settlement of a request (sections 3 and 4).

    What was typed wrong is reported and planned as if nothing had been typed, so
    that the plan shows whatever else stands in the way.
    """
    request = replace(request, marks=in_order(request.marks))
    problems = check_request(request)
    wrong = {problem.item for problem in problems if problem.code != "date_too_early"}
    marks = tuple(forget_typed(m) if m.item.key in wrong else m for m in request.marks)
    board = absorb(allocate(replace(request, marks=marks)))
    legs, differences = board.legs(), board.differences()
    books = Books(board.rates, request.routings)
    books.book(legs, board.primary)
    books.book_differences(differences)
    if books.missing:
        board.refuse_rates(books.missing)
        books = Books(board.rates, request.routings)
    problems += board.problems or check_result(board, legs)
    settled, on = settled_by(request, legs, differences), settlement_date(request)
    releases = book_releases(books.lines, settled.values(), on)
    return Plan(
        on,
        legs,
        books.entries(),
        tuple(books.matches),
        settled,
        tuple(problems),
        differences,
        releases,
    )


def fingerprint(plan: Plan) -> str:
    """A short text that differs whenever the plan books something else."""
    what = (plan.date, plan.legs, plan.entries, plan.problems)
    return hashlib.sha256(repr(what).encode()).hexdigest()[:32]


def settlement_date(request: Request) -> date | None:
    """One date for all entries: the chosen one, else the latest among the marks."""
    latest = max((mark.item.date for mark in request.marks), default=None)
    return request.date or latest


def settled_by(
    request: Request, legs: tuple[Leg, ...], differences: tuple[Difference, ...]
) -> dict[Key, Settled]:
    """What the legs and differences take from each marked item."""
    settled = {mark.item.key: Settled(mark.item) for mark in request.marks}
    for leg in legs:
        one, other = settled[leg.source.key], settled[leg.target.key]
        settled[leg.source.key] = replace(
            one,
            amount=one.amount + leg.amount_source,
            discount=one.discount + leg.source_discount,
            value=one.value + leg.value_source + leg.source_discount_value,
        )
        settled[leg.target.key] = replace(
            other,
            amount=other.amount + leg.amount_target,
            discount=other.discount + leg.discount,
            value=other.value + leg.value_settled + leg.discount_value,
        )
    for difference in differences:
        done = settled[difference.item.key]
        settled[difference.item.key] = replace(
            done,
            difference=difference.amount,
            value=done.value + difference.value,
        )
    return settled


def in_order(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks in an order that does not depend on who was marked first."""
    return tuple(
        sorted(marks, key=lambda m: (m.item.side.value, m.item.date, m.item.order))
    )


def forget_typed(mark: Mark) -> Mark:
    """The same mark as if the user had typed nothing."""
    return replace(
        mark, amount=None, discount=None, cross_rate=None, full_settlement=False
    )


def check_request(request: Request) -> list[Problem]:
    """What is wrong with the marks themselves."""
    problems = []
    counts = Counter(mark.item.key for mark in request.marks)
    problems += [Problem("twice", item=key) for key, n in counts.items() if n > 1]
    for side, code in ((Side.SOURCE, "no_source"), (Side.TARGET, "no_target")):
        if not any(mark.item.side is side for mark in request.marks):
            problems.append(Problem(code))
    primaries = [mark for mark in request.marks if mark.is_primary]
    if len(primaries) > 1:
        problems += [_at(mark, "several_primaries") for mark in primaries]
    for mark in request.marks:
        problems += check_amounts(mark)
        problems += check_cross_rate(mark, request)
        if mark.is_primary and mark.item.side is Side.TARGET:
            problems.append(_at(mark, "primary_is_target"))
    latest = max(request.marks, key=lambda mark: mark.item.date, default=None)
    if request.date and latest and request.date < latest.item.date:
        problems.append(_at(latest, "date_too_early", date=latest.item.date))
    return problems


def _at(mark: Mark, code: str, **details: object) -> Problem:
    return Problem(
        code, mark.item.branch, mark.item.key, tuple(sorted(details.items()))
    )


def check_amounts(mark: Mark) -> list[Problem]:
    """What is wrong with the amounts that the user typed on one mark."""
    item, amount, discount = mark.item, mark.amount, mark.discount
    problems = []
    if amount is not None and amount <= 0:
        problems.append(_at(mark, "amount_not_positive"))
    if discount is not None and discount < 0:
        problems.append(_at(mark, "discount_negative"))
    if discount and item.side is Side.SOURCE and not item.is_note:
        problems.append(_at(mark, "discount_on_source"))
    if mark.full_settlement and item.side is Side.SOURCE:
        problems.append(_at(mark, "full_settlement_on_source"))
    if (amount or 0) + (discount or 0) > item.amount:
        problems.append(_at(mark, "amount_too_large", open=item.amount))
    return problems


def check_cross_rate(mark: Mark, request: Request) -> list[Problem]:
    """Where a typed cross rate has no meaning (section 4)."""
    if mark.cross_rate is None:
        return []
    item = mark.item
    sources = [m.item for m in request.marks if m.item.side is Side.SOURCE]
    if mark.cross_rate <= 0:
        return [_at(mark, "cross_rate_not_positive")]
    if item.side is Side.SOURCE:
        return [_at(mark, "cross_rate_on_source")]
    if len(sources) != 1:
        return [_at(mark, "cross_rate_several_sources")]
    if item.currency in (sources[0].currency, item.company.currency):
        return [_at(mark, "cross_rate_own_currency")]
    return []


def check_result(board: Board, legs: tuple[Leg, ...]) -> list[Problem]:
    """What the legs leave undone of what the user asked for."""
    problems = [not_covered(target) for target in board.targets if target.missing]
    typed = {t.item.key for t in board.targets if t.mark.amount is not None}
    problems += [
        _at(source.mark, "amounts_disagree", left=source.left)
        for source in board.sources
        if disagrees(source, legs, typed)
    ]
    if not legs and board.sources and board.targets and not problems:
        problems.append(Problem("nothing"))
    return problems


def not_covered(target: Target) -> Problem:
    """Why what was typed on a target is not all done: no payment reaches it, so that
    a discount cannot be given (section 6); or it is more than they cover."""
    mark = target.mark
    if mark.amount is not None:
        return _at(mark, "excess", excess=target.missing)
    if mark.discount:
        return _at(mark, "discount_unpaid", discount=mark.discount)
    return _at(mark, "full_settlement_unpaid")


def disagrees(source: Source, legs: tuple[Leg, ...], typed: set[Key]) -> bool:
    """Whether a typed amount is not what its typed target in another currency takes."""
    is_left = source.mark.amount and source.left and not source.difference
    return bool(is_left) and any(
        leg.source == source.item
        and leg.target.key in typed
        and leg.target.currency != source.item.currency
        for leg in legs
    )
