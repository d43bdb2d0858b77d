"""The parts of discounts and differences: tax and base as they are booked, analytic
distributions in proportion (section 4, *Cash discount* and *The entries*)."""

from collections import Counter
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import accumulate, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import strategies as some
from settlement.parts import (
    by_analytic,
    correction,
    cut,
    in_proportion,
    portions_in,
    split_discount,
)
from settlement.planner import make_plan
from settlement.values import DiscountPart, Portion, Role
from worlds import World, assert_story, left_open

AMOUNTS = st.integers(-(10**9), 10**9)
WEIGHTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=8)

CORRECTIONS = {
    # D, percentage, taxes, bases: corrected
    "cash rounding on the biggest tax": (735, "2", [2750], [33960], [55], [680]),
    "nothing rounded": (119, "1", [2068], [9849], [21], [98]),
    "a base that is rounded the other way": (117, "1", [1871], [9849], [19], [98]),
    "tax in the price": (6683, "10", [11598], [55231], [1160], [5523]),
    "two analytics of one tax": (
        2420, "2", [20000, 1000], [100000, 10000], [400, 20], [1800, 200],
    ),
    "tax typed by hand": (2380, "2", [19050], [99950], [381], [1999]),
    "halves of a step are rounded up": (11, "10", [5], [100], [1], [10]),
    "a percentage with decimals": (225, "2.25", [1667], [8333], [38], [187]),
    "below zero": (88, "1", [2000, -200], [9000, -2000], [20, -2], [90, -20]),
    "tax alone": (40, "2", [2000], [0], [40], [0]),
    "the largest base takes the rest": (5, "1", [], [100, 300, 100], [], [1, 3, 1]),
    "what is rounded off taxes": (5, "1", [50, 50], [100, 300], [1, 1], [1, 2]),
}  # fmt: skip


@pytest.mark.parametrize("row", CORRECTIONS.values(), ids=CORRECTIONS)
def test_corrections(row):
    discount, percentage, taxes, bases, *corrected = row
    rate = Fraction(percentage) / 100
    assert correction(discount, rate, taxes, bases) == (*corrected,)


def half_up(number):
    """A fraction, rounded as an accountant would write it."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(
    st.integers(0, 10**9),
    st.integers(0, 10000),
    st.lists(AMOUNTS, max_size=5),
    st.lists(AMOUNTS, min_size=1, max_size=8),
)
def test_a_correction_is_the_discount_and_each_tax_its_share(
    discount, percent, taxes, bases
):
    """The tax is worked out by decimals; each base is within a step of its share, but
    for one of the largest."""
    rate = Fraction(percent, 10000)
    of_taxes, of_bases = correction(discount, rate, taxes, bases)
    assert sum(of_taxes) + sum(of_bases) == discount
    assert of_taxes == [half_up(rate * tax) for tax in taxes]
    pairs = zip(bases, of_bases, strict=True)
    off = [base for base, got in pairs if abs(got - rate * base) > 1]
    assert len(off) <= 1
    assert all(abs(base) == max(map(abs, bases)) for base in off)


@given(WEIGHTS, st.data())
def test_however_a_whole_is_cut_its_parts_end_where_they_would_at_once(weights, data):
    whole = sum(weights)
    rest = data.draw(st.integers(0, len(weights) - 1))
    marks = sorted(data.draw(st.sets(st.integers(0, whole), max_size=5)) | {0, whole})
    had = [0] * len(weights)
    for before, upto in pairwise(marks):
        parts = cut(weights, before, upto - before, rest)
        assert sum(parts) == upto - before
        had = [one + part for one, part in zip(had, parts, strict=True)]
        for place, (weight, got) in enumerate(zip(weights, had, strict=True)):
            off = abs(got - Fraction(weight * upto, whole))
            assert off <= Fraction(len(weights) if place == rest else 1, 2)
    assert had == weights


@given(some.discount_parts(100), st.lists(st.integers(1, 99), max_size=5, unique=True))
def test_a_discount_in_pieces_corrects_the_tax_like_a_whole_one(parts, marks):
    assume(sum(part.amount for part in parts) == 100)
    had = dict.fromkeys((part.key for part in parts), 0)
    marks = [0, *sorted(marks), 100]
    for before, upto in pairwise(marks):
        now = upto - before
        rows = split_discount(parts, now + 3, 2 * now + 6, now, before)
        assert sum(amount for _part, amount, _value in rows) == now + 3
        assert sum(value for _part, _amount, value in rows) == 2 * now + 6
        for part, amount, value in rows:
            assert value == 2 * amount
            if part.key is not None:
                had[part.key] += amount
            else:
                assert amount == 3
    assert had == {part.key: part.amount for part in parts}


@given(
    st.lists(st.integers(-1000, 1000), min_size=1, max_size=6),
    st.integers(-(10**6), 10**6),
    st.integers(-(10**6), 10**6),
)
def test_analytics_make_the_whole_and_are_proportional(weights, amount, value):
    assume(any(weights))
    by_key = dict(enumerate(weights))
    rows = by_analytic(by_key, amount, value)
    assert [key for key, *_amounts in rows] == [*by_key]
    assert sum(part for _key, part, _value in rows) == amount
    assert sum(part for _key, _amount, part in rows) == value
    counted = in_proportion(weights)
    whole = sum(counted)
    for weight, (_key, part, _value) in zip(counted, rows, strict=True):
        exact = Fraction(weight * amount, whole)
        assert abs(part - exact) <= Fraction(len(weights), 2)
        assert abs(exact) <= 2 * abs(amount)
    if not amount:
        for weight, (_key, _amount, part) in zip(counted, rows, strict=True):
            assert abs(part - Fraction(weight * value, whole)) <= 1


@given(WEIGHTS, st.data())
def test_analytics_of_parts_end_where_they_would_at_once(weights, data):
    by_key, whole = dict(enumerate(weights)), data.draw(st.integers(1, 10**6))
    pieces = data.draw(st.lists(st.integers(0, whole // 3), max_size=3))
    pieces.append(whole - sum(pieces))
    had = dict.fromkeys(by_key, 0)
    for before, now in zip(accumulate([0, *pieces]), pieces, strict=False):
        for key, part, value in by_analytic(by_key, now, now, before):
            assert part == value
            had[key] += part
    assert had == {key: part for key, part, _v in by_analytic(by_key, whole, whole)}


def test_what_another_company_may_use():
    portions = (
        Portion("A", "A", 100),
        Portion("B", None, 20),
        Portion("C", None, 3),
        Portion("D", "D", 0),
    )
    assert portions_in(portions, True) == {"A": 100, "B": 20, "C": 3}
    assert portions_in(portions, False) == {"A": 100, None: 23}
    assert portions_in((), True) == portions_in(portions[3:], False) == {None: 1}
    gone = (Portion("A", None, 5), Portion("B", None, -5))
    assert portions_in(gone, False) == {None: 1}


# ------------------------------------------------------------
# In plans
# ------------------------------------------------------------
RESULTS = (Role.DISCOUNT, Role.GAIN, Role.LOSS, Role.PENNY, Role.OVER_UNDER)
BASES = "bases=A:1,000.00;B/-:100.00"


def analytics(plan):
    """What is booked on profit and loss, by company, role and distribution."""
    return [
        (entry.company.key, line.account.role.value, line.analytic, line.balance)
        for entry in plan.entries
        for line in entry.lines
        if line.account.role in RESULTS
    ]


PLANS = {
    "a discount in the invoice's company": (
        f"""
        pay F source 1,188.00 USD
        inv E target 1,210.00 USD discount=22.00/1,210.00 {BASES}
        """,
        [("E", "discount", "A", 2000), ("E", "discount", "B", 200)],
    ),
    "borne by the company of the payment: what is shared": (
        f"""
        pay F source 1,188.00 USD
        inv E target 1,210.00 USD discount=22.00/1,210.00 {BASES}
        route F E discount=payment
        """,
        [("F", "discount", "A", 2000), ("F", "discount", None, 200)],
    ),
    "a credit note's": (
        f"""
        note W source 1,210.00 USD note discount=22.00/1,210.00 {BASES}
        inv E target 2,000.00 USD
        """,
        [("W", "discount", "A", -2000), ("W", "discount", "B", -200)],
    ),
    "typed, without terms": (
        f"""
        pay F source 1,177.00 USD
        inv E target 1,210.00 USD discount_typed=33.00 {BASES}
        """,
        [("E", "discount", "A", 3000), ("E", "discount", "B", 300)],
    ),
    "typed beyond the terms: the base as it is taxed, the rest in proportion": (
        f"""
        pay F source 1,177.00 USD
        inv E target 1,210.00 USD discount=24.20/1,210.00 parts=base:22.00,tax:2.20 \
                discount_typed=35.20 {BASES}
        """,
        [
            ("E", "discount", "A", 2000), ("E", "discount", "B", 200),
            ("E", "discount", "A", 1000), ("E", "discount", "B", 100),
        ],
    ),
    "a gain of each company": (
        f"""
        pay F source 1,100.00 EUR 1,350.47
        inv E target 1,100.00 EUR 1,326.82 {BASES}
        route F E exchange=invoice
        """,
        [("E", "gain", "A", -2150), ("E", "gain", "B", -215)],
    ),
    "a loss of the payment's company": (
        f"""
        pay F source 1,100.00 EUR 1,326.82
        inv E target 1,100.00 EUR 1,350.47 {BASES}
        """,
        [("F", "loss", "A", 2150), ("F", "loss", None, 215)],
    ),
    "an underpayment": (
        f"""
        pay F source 1,097.80 USD
        inv E target 1,100.00 USD {BASES}
        limits E over=5.00
        """,
        [("E", "over_under", "A", 200), ("E", "over_under", "B", 20)],
    ),
    "an overpayment by a note": (
        f"""
        note F source 1,100.00 USD note {BASES}
        inv E target 1,099.89 USD
        limits F penny=0.50
        """,
        [("F", "penny", "A", -10), ("F", "penny", "B", -1)],
    ),
    "an overpayment by a payment": (
        f"""
        pay F source 1,100.11 USD analytic=plan
        inv E target 1,100.00 USD {BASES}
        limits F penny=0.50
        """,
        [("F", "penny", None, -11)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", PLANS.values(), ids=PLANS)
def test_analytics_of_a_plan(row):
    given_, expected = row
    assert analytics(make_plan(World(given_).request)) == expected


THREE = {
    "borne by the invoice's company": ("E", """
        pay F source 396.00 USD
        two F source 396.00 USD
        three F source 396.00 USD
        all E target 1,210.00 USD discount=22.00/1,210.00 partial \
                bases=A:1,000.00;B:100.00
    """),
    "borne by the payment's company": ("F", """
        pay F source 396.00 USD
        two F source 396.00 USD
        three F source 396.00 USD
        all E target 1,210.00 USD discount=22.00/1,210.00 partial \
                bases=A:1,000.00;B:100.00
        route F E discount=payment
    """),
    "a credit note's": ("W", """
        one E target 396.00 USD
        two E target 396.00 USD
        three E target 396.00 USD
        all W source 1,210.00 USD note discount=22.00/1,210.00 \
                bases=A:1,000.00;B:100.00
    """),
}  # fmt: skip


@pytest.mark.parametrize("row", THREE.values(), ids=THREE)
def test_a_discount_in_three_parts_has_the_analytics_of_one(row):
    """22.00 as 7.33, 7.33 and 7.34: 20.00 and 2.00 in all, in one settlement or in
    three."""
    letter, world = row
    request = World(world).request
    *others, whole = request.marks
    at_once = sums_of(make_plan(request), letter)
    assert {key: abs(total) for key, total in at_once.items()} == {"A": 2000, "B": 200}
    pieces = []
    for other in others:
        plan = make_plan(replace(request, marks=(other, whole)))
        pieces.append(sums_of(plan, letter))
        left = left_open(replace(request, marks=(other, whole)), plan)
        whole = next((m for m in left.marks if m.item.key == "all"), None)
    assert whole is None
    sign = -1 if letter == "W" else 1
    assert pieces == [
        {"A": sign * a, "B": sign * b} for a, b in ((666, 67), (667, 66), (667, 67))
    ]


def sums_of(plan, letter):
    """What is booked of each distribution; all in one company."""
    sums = Counter()
    for company, _role, key, balance in analytics(plan):
        assert company == letter
        sums[key] += balance
    return sums


def test_what_corrected_tax_is_none_of_what_is_plain():
    """0.07 were given by a tier that corrects tax; 0.06 typed after it are plain."""
    plan = make_plan(
        World(f"""
        pay F source 100.00 USD
        inv E target 1,100.00 USD discount=22.00/1,210.00 until=2026-03-24 given=0.07 \
                parts=base:20.00,tax:2.00 discount_typed=0.06 {BASES}
        """).request
    )
    assert analytics(plan) == [("E", "discount", "A", 5), ("E", "discount", "B", 1)]


def test_the_largest_base_takes_the_rest_of_each_piece():
    """0.07 of 24.20: 0.01 of tax, 0.01 of the smaller base, 0.05 of the larger one."""
    terms = (
        DiscountPart("large", 2000),
        DiscountPart("small", 200),
        DiscountPart("tax", 220, True),
    )
    rows = split_discount(terms, 7, 7, 7, 0)
    assert [(part.key, *amounts) for part, *amounts in rows] == [
        ("tax", 1, 1), ("large", 5, 5), ("small", 1, 1),
    ]  # fmt: skip


PARTS = {
    "a part of a discount that is paid without one first": """
        pay F source 1,166.20 USD
        inv E target 1,190.00 USD discount=23.80/1,190.00 parts=tax:3.80,base:20.00
        > pay 1,160.00
            F  receivable           1160.00
            F  due_to E            -1160.00
            E  due_from F           1160.00
            E  receivable          -1160.00
            open   pay                     6.20
            open   inv                    30.00
        > rest
            F  receivable              6.20
            F  due_to E               -6.20
            E  due_from F              6.20
            E  receivable             -6.20
            E  receivable            -23.80
            E  tax [tax]               3.80
            E  discount [base]        20.00
    """,
}


@pytest.mark.parametrize("story", PARTS.values(), ids=PARTS)
def test_parts_of_a_payment(story):
    assert_story(story)


def test_a_base_line_has_its_own_distribution_where_it_is_corrected():
    portions = tuple((Portion(key, None, 1),) for key in "AB")
    parts = (
        DiscountPart("tax", 200, True),
        DiscountPart("one", 2000, False, portions[0]),
        DiscountPart("two", 200, False, portions[1]),
    )
    request = World("""
        pay F source 1,186.00 USD
        inv E target 1,210.00 USD discount=24.00/1,210.00 bases=A:1,000.00;B:100.00
    """).request
    pay, inv = request.marks
    [tier] = inv.item.discount.tiers
    discount = replace(inv.item.discount, tiers=(replace(tier, parts=parts),))
    inv = replace(inv, item=replace(inv.item, discount=discount))
    plan = make_plan(replace(request, marks=(pay, inv)))
    assert analytics(plan) == [
        ("E", "discount", "A", 2000), ("E", "discount", "B", 200),
    ]  # fmt: skip
