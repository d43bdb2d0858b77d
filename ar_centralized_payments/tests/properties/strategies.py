"""Generated requests: companies, currencies, rates, transactions and what was typed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from settlement.discount import available, earned
from settlement.money import Currency, round_half_up
from settlement.values import (
    Bearer,
    Company,
    Discount,
    DiscountPart,
    Item,
    Mark,
    Portion,
    Request,
    Routing,
    Side,
    Tier,
    Tolerance,
    Use,
)

DAYS = (date(2026, 1, 5), date(2026, 1, 20), date(2026, 2, 10))
#: What one unit is worth, and the step: common ones, and odd ones.
CURRENCIES = [
    (Currency("A"), Fraction(1)),
    (Currency("B"), Fraction("1.2277")),
    (Currency("C", Fraction(1)), Fraction(1, 150)),
    (Currency("D", Fraction(1, 1000)), Fraction("3.2")),
    (Currency("E", Fraction(1, 20)), Fraction("1.13")),
    (Currency("G", Fraction(1, 2)), Fraction("0.31")),
    (Currency("H"), Fraction(1, 24000)),
]
WORTH = dict(CURRENCIES)
COARSE = Currency("I", Fraction(10))
WORTH[COARSE] = Fraction(2)
ALL = list(WORTH)


class Frame:
    """The companies of a request, the currencies that occur, and all rates."""

    def __init__(self, companies, currencies, rates, routings):
        self.companies, self.currencies = companies, currencies
        self.rates, self.routings = rates, routings


@st.composite
def frames(draw, currencies=None, accounting=3, companies=4, steady=False):
    """Companies with their accounting currencies; rates that move and disagree.

    :param currencies: of all, or the one currency throughout
    :param accounting: how many accounting currencies at most
    :param steady: rates agree between companies and do not move
    """
    pool = currencies or draw(
        st.lists(st.sampled_from(ALL), min_size=1, max_size=4, unique=True)
    )
    own = pool[:accounting]
    count = draw(st.integers(1, companies))
    firms = [Company(n, draw(st.sampled_from(own))) for n in range(count)]
    seed = 0 if steady else draw(st.integers(0, 10**6))
    rates = {}
    for firm in firms:
        for place, day in enumerate(DAYS):
            for number, currency in enumerate(pool):
                moved = seed * (7 * firm.key + 3 * place + 1) * (number + 1) % 201
                factor = 1 if steady else Fraction(900 + moved, 1000)
                rates[firm.key, currency.key, day] = factor / WORTH[currency]
    bearers = st.sampled_from(Bearer)
    routings = {
        (one.key, two.key): Routing(draw(bearers), draw(bearers))
        for one in firms
        for two in firms
        if one != two
    }
    return Frame(firms, pool, rates, routings)


AMOUNTS = st.one_of(st.integers(1, 40), st.integers(1, 300_000))


PERCENTS = [1, 2, 3, 10, 50, 99, 100]


@st.composite
def discounts(draw, currency_amount, most=3):
    """The discount of a document of which so much is open, with a history that fits it.

    Of A, some was settled outside every tier and some inside each, which gave its
    part, or nothing where partial payments give none.

    :param most: how many tiers at most
    """
    opened = currency_amount
    partial = draw(st.booleans())
    percents = [
        draw(st.sampled_from(PERCENTS)) for _ in range(draw(st.integers(1, most)))
    ]
    until = [draw(st.sampled_from(DAYS)) for _ in percents]
    if draw(st.integers(0, 3)):
        until = list(DAYS[-len(until) :])  # one day after the other
    outside, *inside = (draw(st.integers(0, opened)) for _ in [None, *percents])
    if draw(st.booleans()):
        outside, inside = 0, [0] * len(percents)
    settled = outside + sum(inside)
    total = opened + settled
    tiers = [
        Tier(
            round_half_up(Fraction(total * percent, 100)),
            until[place],
            draw(st.sampled_from([None, f"tier {place}"])),
            settled - inside[place],
        )
        for place, percent in enumerate(percents)
    ]
    is_enabled = most == 1 or draw(st.integers(0, 3)) > 0
    whole = Discount(total, tuple(tiers), partial, is_enabled)
    for place, tier in enumerate(tiers):
        given = 0
        if partial and inside[place]:
            left = available(whole, place, 0)
            given = min(earned(whole, place, inside[place]), left, inside[place])
        parts = draw(discount_parts(tier.amount))
        tiers[place] = replace(tier, given=given, parts=parts)
        whole = replace(whole, tiers=tuple(tiers))
    return whole


@st.composite
def discount_parts(draw, amount):
    """The parts of a whole discount: none, or one of tax beside up to two of base."""
    if not amount or draw(st.booleans()):
        return ()
    tax = draw(st.integers(0, amount))
    parts = [DiscountPart("tax", tax, True)]
    first = draw(st.integers(0, amount - tax))
    parts.append(DiscountPart("base", first, portions=draw(portions(most=1))))
    if draw(st.booleans()):
        parts.insert(0, DiscountPart("other", amount - tax - first))
    return tuple(parts)


@st.composite
def portions(draw, most=3):
    """How a document's base is spread: none, or some analytic distributions."""
    weights = draw(st.lists(st.integers(-200, 2000), max_size=most))
    return tuple(
        Portion(
            draw(st.sampled_from([None, "A", "B", "C"])),
            draw(st.sampled_from([None, "A", "B"])),
            weight,
        )
        for weight in weights
    )


@st.composite
def items(draw, frame, side, order, discounted=True, notes=True, tiers=3):
    """An open transaction of any company in any currency, at about today's value.

    :param tiers: how many tiers of a discount at most; with more than one, credit
        notes have discounts, too, and sources days of grace
    """
    company = draw(st.sampled_from(frame.companies))
    currency = draw(st.sampled_from(frame.currencies))
    amount = value = draw(AMOUNTS)
    if currency != company.currency:
        moved = Fraction(draw(st.integers(80, 120)), 100)
        exact = amount * currency.step * WORTH[currency] / WORTH[company.currency]
        value = round_half_up(exact * moved / company.currency.step)
    discount = None
    is_note = side is Side.SOURCE and notes and draw(st.booleans())
    may = side is Side.TARGET or (is_note and tiers > 1)
    if may and discounted and draw(st.booleans()):
        discount = draw(discounts(amount, tiers))
    return Item(
        f"{side.value} {order}",
        side,
        company,
        (company.key, draw(st.sampled_from(["root", "root", "branch"]))),
        f"customer {company.key}",
        draw(st.sampled_from(["AR", "AR", "AR2"])),
        currency,
        draw(st.sampled_from(DAYS)),
        draw(st.sampled_from(DAYS)),
        order,
        amount,
        value,
        discount,
        is_note,
        draw(st.sampled_from([None, "plan"])),
        draw(st.sampled_from([0, 0, 15, 40])) if tiers > 1 else 0,
        draw(portions()) if is_note or side is Side.TARGET else (),
    )


@st.composite
def typed(draw, mark):
    """The mark with an amount, a discount or both typed, now and then; some targets
    are to be settled in full."""
    item = mark.item
    amount = draw(st.none() | st.integers(1, item.amount))
    discount, is_full = None, False
    if item.side is Side.TARGET or item.is_note:
        discount = draw(st.none() | st.integers(0, item.amount - (amount or 0)))
    if item.side is Side.TARGET:
        is_full = draw(st.integers(0, 3)) == 0
    return replace(mark, amount=amount, discount=discount, full_settlement=is_full)


@st.composite
def tolerances(draw, frame):
    """What each company writes off: nothing, little, or much."""
    sizes = st.sampled_from([0, 1, 5, 60, 20_000])
    found = {
        company.key: Tolerance(
            draw(sizes), draw(sizes), draw(st.booleans()), "penny", "over or under"
        )
        for company in frame.companies
    }
    return found if draw(st.booleans()) else {}


@st.composite
def requests(
    draw, frame=None, is_typed=False, primary=None, most=4, tolerant=True, **kinds
):
    """A request of 1-4 sources and 1-4 targets.

    :param frame: a strategy of :class:`Frame`
    :param primary: whether one source is the primary payment (``None``: either)
    :param tolerant: whether companies may write differences off
    """
    world = draw(frame if frame is not None else frames())
    sources = draw(st.integers(1, most))
    targets = draw(st.integers(1, most))
    marks = [
        Mark(draw(items(world, Side.SOURCE, order, **kinds)))
        for order in range(sources)
    ] + [
        Mark(draw(items(world, Side.TARGET, order, **kinds)))
        for order in range(sources, sources + targets)
    ]
    if draw(st.booleans()) if primary is None else primary:
        place = draw(st.integers(0, sources - 1))
        marks[place] = replace(marks[place], is_primary=True)
    if kinds.get("tiers", 3) > 1:
        uses = st.sampled_from([Use.NORMAL, Use.NORMAL, Use.ALWAYS, Use.NEVER])
        marks = [replace(mark, use=draw(uses)) for mark in marks]
    if is_typed:
        marks = [draw(typed(mark)) for mark in marks]
    chosen = None
    if kinds.get("notes", True) and draw(st.integers(0, 2)) == 0:
        chosen = draw(st.sampled_from(DAYS))
    return Request(
        tuple(marks),
        world.routings,
        world.rates,
        None,
        discount_date=chosen,
        tolerances=draw(tolerances(world)) if tolerant else {},
    )


@st.composite
def dated(draw, **kinds):
    """A request whose targets have discounts with a tier for each of the days, and
    whose sources, from these days, decide for themselves."""
    request = draw(requests(primary=False, **kinds))
    marks = []
    for mark in request.marks:
        item = replace(mark.item, is_note=False, grace_days=0)
        discount = None
        if item.side is Side.TARGET:
            discount = draw(discounts(item.amount))
            tiers = zip(discount.tiers, DAYS, strict=False)
            tiers = tuple(replace(tier, until=day) for tier, day in tiers)
            discount = replace(discount, tiers=tiers, is_enabled=True)
        item = replace(item, discount=discount)
        typed_discount = mark.discount if discount else None
        marks.append(replace(mark, item=item, use=Use.NORMAL, discount=typed_discount))
    return replace(request, marks=tuple(marks), discount_date=None)
