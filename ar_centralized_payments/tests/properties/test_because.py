"""Why a line is what it is: the figures beside a line make its amounts."""

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given

import laws
import strategies as some
from settlement.because import (
    Because,
    Figure,
    How,
    Rule,
    minus,
    pack,
    shown_rate,
    times,
    total,
    unpack,
)  # fmt: skip
from settlement.money import Currency, round_half_up
from settlement.planner import make_plan
from worlds import World

CENT = Fraction(1, 100)
USD, EUR = Currency("USD"), Currency("EUR")


@given(some.requests())
def test_figures_make_the_lines(request):
    laws.check_because(make_plan(request))


@given(some.requests(is_typed=True))
def test_figures_make_the_lines_of_what_is_typed(request):
    laws.check_because(make_plan(request))


@given(some.requests(is_typed=True))
def test_what_is_kept_says_the_same(request):
    for entry in make_plan(request).entries:
        for line in entry.lines:
            for why in (line.because, line.because.undone()):
                assert unpack(json.loads(json.dumps(pack(why)))) == why
            assert why.is_undone
            assert laws.signed(why.balance) == -line.balance
            assert laws.signed(why.amount) == -laws.signed(line.because.amount)


@given(some.requests())
def test_a_rate_as_shown_makes_the_amount(request):
    steps = {currency.key: currency.step for currency in some.WORTH}
    for entry in make_plan(request).entries:
        for line in entry.lines:
            for whole in line.because.figures:
                for figure in whole.steps():
                    if figure.how in (How.RATE, How.BOOKED):
                        base = figure.of[0]
                        ends = steps[base.currency], steps[figure.currency]
                        is_divisor, rate = shown_rate(figure, *ends)
                        factor = 1 / rate if is_divisor else rate
                        made = base.amount * factor * ends[0] / ends[1]
                        assert round_half_up(made) == figure.product


def figures_of(given):
    """Branch, role, rule, and the figures of the balance in order of calculation:
    how, amount, factor where it is short, rest."""
    return [
        (
            entry.branch,
            line.account.role.value,
            line.because.rule,
            [f"{step.how.value} {step.amount}" for step in steps_of(line)],
        )
        for entry in make_plan(World(given).request).entries
        for line in entry.lines
    ]


def steps_of(line):
    return [step for step in line.because.balance.steps() if step.how is not How.SAME]


def test_an_exchange_difference_and_a_discount():
    """Example 4: 13.46 = 768.81 - 755.35, and 14.47 for the discount."""
    rows = figures_of("""
        pay F source 626.22 EUR 768.81
        inv E target 638.22 EUR 769.82 discount=12.00/638.22
    """)
    used = ["g 62622", "b 76881"]
    gain = [*used, "g 62622", "b 75535", "- 1346"]
    given = ["g 62622", "e 1200", "b 1447"]
    assert rows == [
        ("F", "receivable", Rule.TAKEN, used),
        ("F", "due_to", Rule.DUE_TO, used),
        ("F", "due_to", Rule.EXCHANGE, gain),
        ("F", "gain", Rule.EXCHANGE, gain),
        ("E", "due_from", Rule.DUE_FROM, used),
        ("E", "receivable", Rule.SETTLED, used),
        ("E", "receivable", Rule.EXCHANGE_RECEIVABLE, gain),
        ("E", "due_from", Rule.EXCHANGE, gain),
        ("E", "receivable", Rule.DISCOUNT_RECEIVABLE, given),
        ("E", "discount", Rule.DISCOUNT, given),
    ]


def test_through_the_primary_payment_and_a_rest():
    """What the hub gives on is a sum; the two parts of a discount make the whole."""
    rows = figures_of("""
        pay F source 74.00 USD primary
        two E source 24.00 USD
        inv W target 100.00 USD discount=2.00/100.00
    """)
    both = ["g 2400", "g 7400", "+ 9800"]
    assert [row[2] for row in rows[:4]] == [
        Rule.THROUGH_TAKEN, Rule.THROUGH_DUE_TO, Rule.THROUGH_DUE_FROM,
        Rule.THROUGH_BROUGHT,
    ]  # fmt: skip
    assert rows[4] == ("F", "receivable", Rule.TAKEN, both)
    assert rows[-1] == (
        "W", "discount", Rule.DISCOUNT, ["g 2400", "e 49", "g 7400", "e 151", "+ 200"],
    )  # fmt: skip


def test_rules_inside_one_company():
    rows = figures_of("""
        pay E source 300.00 EUR 368.31 standing=1.00
        inv E target 600.00 USD discount=12.00/600.00 partial
        note E source 10.00 USD note discount=1.00/10.00
        limits E penny=500.00
    """)
    assert {row[2] for row in rows} == {
        Rule.INSIDE, Rule.DISCOUNT_RECEIVABLE, Rule.DISCOUNT, Rule.NOTE_DISCOUNT,
        Rule.PENNY, Rule.RELEASE,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("how", "of", "amount"),
    [(How.MINUS, (5, 2, 1), 2), (How.SUM, (5, 2, 1), 8)],
)
def test_sums_and_differences(how, of, amount):
    parts = [Figure(How.GIVEN, one, "USD") for one in of]
    made = minus(*parts) if how is How.MINUS else total(parts)
    assert (made.how, made.amount, made.computed()) == (how, amount, amount)


def test_a_figure_that_is_wrong_is_found_out():
    base = Figure(How.GIVEN, 60000, "EUR")
    rate = times(How.RATE, 73663, USD, base, (12277, 10000))
    assert (rate.rest, rate.computed()) == (1, 73663)
    wrong = Figure(How.RATE, 73663, "USD", (base,), 12277, 10000)
    assert wrong.computed() == 73662


def test_a_rate_that_has_no_short_form_is_shown_in_full():
    base = Figure(How.GIVEN, 10**16, "EUR")
    rate = times(How.RATE, round_half_up(Fraction(7 * 10**16, 3)), USD, base, (7, 3))
    assert shown_rate(rate, CENT, CENT) == (False, Fraction(7, 3))


def test_what_is_kept_is_short():
    figure = times(
        How.RATE, 73662, USD, Figure(How.GIVEN, 60000, "EUR", company="F"),
        (12277, 10000), company="E", on=date(2026, 3, 25),
    )  # fmt: skip
    because = Because(Rule.EXCHANGE, -figure, other="E", pair=("F", "E"), bearer="x")
    assert pack(because) == {
        "rule": "exchange",
        "balance": [
            "r", -1, 73662, "USD", "E", "2026-03-25", None, None, [12277, 10000],
            [["g", 1, 60000, "EUR", "F"]],
        ],
        "other": "E",
        "pair": ["F", "E"],
        "bearer": "x",
    }  # fmt: skip
