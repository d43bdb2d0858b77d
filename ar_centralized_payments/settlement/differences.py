"""What is written off: penny differences, over- and underpayments (section 7).

A difference is written off only where that closes its transaction: an underpayment
when the money is used up, an overpayment when everything marked is paid.
"""

from collections.abc import Iterable
from dataclasses import replace

from .allocation import Board, Source, Target, value_legs, value_note
from .because import Figure, given, minus
from .values import Bearer, Difference, Item, Key, Leg, Role, Tolerance

#: Of each leg one, or none.
Figures = list[Figure | None]

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
    limits = find_limits(board)
    if limits:
        levels, board = board.levels, Board(board.request, limits)
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
    figures = [leg.figures for leg in legs]
    amounts = [f.amount_target for f in figures], [f.discount for f in figures]
    values = [f.value_settled for f in figures], [f.discount_value for f in figures]
    left = left_over(target.item, amounts, values)
    target.difference = write_off(board, target, legs, left)
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
    figures = [leg.figures for leg in value_note(source, legs)]
    amounts = [f.amount_source for f in figures], [f.source_discount for f in figures]
    values = (
        [f.value_source for f in figures],
        [f.source_discount_value for f in figures],
    )
    left = left_over(source.item, amounts, values)
    source.difference = write_off(board, source, legs, left)
    if not source.difference:
        source.taking = taking


def write_off(
    board: Board, one: Source | Target, legs: list[Leg], left: tuple[Figure, Figure]
) -> Difference | None:
    """The difference that closes a source or a target, if its company allows it.

    :param left: what is left of it, and what that is worth
    """
    amount, value = left
    found = judged(tolerance_of(board, one.item.company.key), value.amount)
    if not found:
        return None
    role, account = found
    return Difference(
        one.item,
        role,
        account,
        amount.amount,
        value.amount,
        tuple(leg.number for leg in legs),
        max(leg.date for leg in legs),
        left,
    )


def left_over(
    item: Item, amounts: Iterable[Figures], values: Iterable[Figures]
) -> tuple[Figure, Figure]:
    """What is left of an item, and of its booked value, when its legs took these."""
    company = item.company.key
    opened = given(item.amount, item.currency, company)
    booked = given(item.value, item.company.currency, company)
    return minus(opened, *in_row(amounts)), minus(booked, *in_row(values))


def in_row(groups: Iterable[Figures]) -> list[Figure]:
    """Figures of several lists, those that there are."""
    return [figure for group in groups for figure in group if figure]


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


def find_limits(board: Board) -> dict[Key, dict[int, int]]:
    """What discounts are limited to, because overpayments make them smaller: by target
    and tier.

    Only under *Unspecific* in the company that was paid too much. The last invoice
    that the source pays absorbs it: at most its discount that falls in that company.
    """
    shrinks: dict[Key, dict[int, int]] = {}
    legs = board.legs()
    for source in board.sources:
        company = source.item.company.key
        if not source.left or not tolerance_of(board, company).is_unspecific:
            continue
        found = last_discounted(board, source, legs)
        if found:
            target, given = found
            absorb_over(board, source, target, given, shrinks)
    limits = {key: dict.fromkeys(tiers, 0) for key, tiers in shrinks.items()}
    for leg in legs:
        if leg.tier in limits.get(leg.target.key, {}):
            limits[leg.target.key][leg.tier] += leg.discount
    for key, tiers in shrinks.items():
        for tier, shrink in tiers.items():
            limits[key][tier] -= shrink
    return limits


def last_discounted(
    board: Board, source: Source, legs: tuple[Leg, ...]
) -> tuple[Target, dict[int, int]] | None:
    """The last invoice that a source pays with a discount in the source's company, and
    how much that is by tier; what the user typed does not shrink."""
    company = source.item.company.key
    paid = {leg.target.key for leg in board.legs_of(source, legs)}
    given: dict[Key, dict[int, int]] = {}
    for leg in legs:
        if leg.discount and leg.target.key in paid and bears(board, leg) == company:
            tiers = given.setdefault(leg.target.key, {})
            tiers[leg.tier] = tiers.get(leg.tier, 0) + leg.discount
    for target in reversed(board.targets):
        if target.item.key in given and target.mark.discount is None:
            return target, given[target.item.key]
    return None


def absorb_over(
    board: Board,
    source: Source,
    target: Target,
    given: dict[int, int],
    shrinks: dict[Key, dict[int, int]],
) -> None:
    """Take what is left of a source off a discount, the last tier first: 3.00 on 100.00
    paid 98.00 shrinks by 1.00 to 2.00."""
    places = shrinks.setdefault(target.item.key, {})
    most = max(sum(given.values()) - sum(places.values()), 0)
    if target.mark.amount is not None:
        most = min(most, target.mark.amount - target.taking.paid)
    chain = board.chain(source, target)
    worth = chain.meet(source.left, source.amount, source.value, most)
    over = worth.amount_target if worth else 0
    for tier in sorted(given, reverse=True):
        part = min(over, max(given[tier] - places.get(tier, 0), 0))
        places[tier] = places.get(tier, 0) + part
        over -= part


def bears(board: Board, leg: Leg) -> Key:
    """The company that the discount of a leg falls in."""
    payer, payee = leg.payer.key, leg.target.company.key
    if payer == payee:
        return payee
    routing = board.request.routings[payer, payee]
    return payer if routing.discount is Bearer.PAYMENT else payee
