"""What is written off: penny differences, over- and underpayments (section 7).

A difference is written off only where that closes its transaction: an underpayment
when the money is used up, an overpayment when everything marked is paid.
"""

from collections.abc import Mapping
from dataclasses import replace

from .allocation import Board, Source, Target, value_legs, value_note
from .values import Bearer, Difference, Key, Leg, Role, Tolerance

NONE = Tolerance()


def absorb(board: Board) -> Board:
    """Write off what the companies' settings allow; a board that lacks pairs or rates
    is left alone.

    Under *Unspecific* an overpayment first makes discounts smaller: then the legs are
    made anew, as the invoice takes more.
    """
    if board.problems:
        return board
    if all(source.taking.lacking == 0 for source in board.sources):
        for target in board.targets:
            close_target(board, target)
    if not all(target.taking.lacking == 0 for target in board.targets):
        return board
    shrinks = find_shrinks(board)
    if shrinks:
        levels, board = board.levels, Board(board.request, shrinks)
        board.fill(levels)
    for source in board.sources:
        close_source(board, source)
    return board


def tolerance_of(board: Board, company: Key) -> Tolerance:
    """What a company writes off."""
    return board.request.tolerances.get(company, NONE)


def judged(tolerance: Tolerance, value: int) -> tuple[Role, Key] | None:
    """As what a difference is written off, and its account; ``None``: it stays open.

    Penny maximum 0.05, other maximum 5.00: 0.05 is a penny difference, 5.00 an over-
    or underpayment, and 5.01 stays open. A maximum of 0 writes off nothing.
    """
    for role, most, account in (
        (Role.PENNY, tolerance.penny, tolerance.penny_account),
        (Role.OVER_UNDER, tolerance.over_under, tolerance.over_under_account),
    ):
        if most and value <= most:
            return role, account
    return None


def close_target(board: Board, target: Target) -> None:
    """Write an underpayment off, by the settings of the invoice's company.

    It is tested against the open amount less the whole discount: of 1,000.00 at 2 %
    975.00 paid leaves 5.00; with a maximum of 5.00 the discount is 20.00.
    """
    if not target.legs or not target.taking.lacking:
        return
    taking = target.taking
    target.taking = replace(taking, is_closing=True)
    legs = list(value_legs(target))
    value = target.item.value
    value -= sum(leg.value_settled + leg.discount_value for leg in legs)
    target.difference = write_off(board, target, legs, value)
    if not target.difference:
        target.taking = taking


def close_source(board: Board, source: Source) -> None:
    """Write an overpayment off, by the settings of the company that was paid."""
    if not source.taking.takes or not source.taking.lacking:
        return
    if not is_offered(board, source):
        return
    legs = board.legs_of(source)
    taking = source.taking
    source.taking = replace(taking, is_closing=True)
    value = source.value
    value -= sum(leg.source_discount_value for leg in value_note(source, legs))
    source.difference = write_off(board, source, legs, value)
    if not source.difference:
        source.taking = taking


def write_off(
    board: Board, one: Source | Target, legs: list[Leg], value: int
) -> Difference | None:
    """The difference that closes a source or a target, if its company allows it."""
    found = judged(tolerance_of(board, one.item.company.key), value)
    if not found:
        return None
    role, account = found
    return Difference(
        one.item,
        role,
        account,
        one.taking.lacking,
        value,
        tuple(leg.number for leg in legs),
        max(leg.date for leg in legs),
    )


def is_offered(board: Board, source: Source) -> bool:
    """Whether the user lets the settlement have all that is left of a source.

    Not where less was typed on the source, nor where amounts typed on all targets
    leave it for something else: 995.00 typed where 990.00 close the invoice offers
    5.00 more.
    """
    if source.left < replace(source.taking, typed=None).capacity(source.tier):
        return False
    typed = [target.mark.amount for target in board.targets]
    if None in typed:
        return True
    alike = all(t.item.currency == source.item.currency for t in board.targets)
    over = sum(typed) - sum(target.taking.paid for target in board.targets)
    return alike and source.left <= over


def find_shrinks(board: Board) -> dict[Key, dict[int, int]]:
    """By how much overpayments make discounts smaller: by target and tier.

    Only under *Unspecific* in the company that was paid too much, and where the
    discount falls in that company, too; the last invoice that the source pays absorbs
    it, at most the discount of what the source pays.
    """
    shrinks: dict[Key, dict[int, int]] = {}
    legs = board.legs()
    for source in board.sources:
        company = source.item.company.key
        if not source.left or not tolerance_of(board, company).is_unspecific:
            continue
        found: dict[Key, list[Leg]] = {}
        for leg in board.legs_of(source, legs):
            if leg.discount and bears(board, leg) == company:
                found.setdefault(leg.target.key, []).append(leg)
        last = next((t for t in reversed(board.targets) if may_shrink(t, found)), None)
        if last:
            own = found[last.item.key]
            shrink = absorbed(board, source, last, own)
            places = shrinks.setdefault(last.item.key, {})
            places[own[0].tier] = places.get(own[0].tier, 0) + shrink
    return shrinks


def may_shrink(target: Target, found: Mapping[Key, list[Leg]]) -> bool:
    """Whether a target is discounted, and not by what the user typed."""
    return target.item.key in found and target.mark.discount is None


def bears(board: Board, leg: Leg) -> Key:
    """The company that the discount of a leg falls in."""
    payer, payee = leg.payer.key, leg.target.company.key
    if payer == payee:
        return payee
    routing = board.request.routings[payer, payee]
    return payer if routing.discount is Bearer.PAYMENT else payee


def absorbed(board: Board, source: Source, target: Target, legs: list[Leg]) -> int:
    """What a discount shrinks by, in the target's currency: 3.00 on 100.00 paid 98.00
    shrinks by 1.00 to 2.00."""
    most = sum(leg.discount for leg in legs)
    if target.mark.amount is not None:
        most = min(most, target.mark.amount - target.taking.paid)
    chain = board.chain(source, target)
    worth = chain.meet(source.left, source.amount, source.value, most)
    return worth.amount_target if worth else 0
