"""Paying off what companies owe each other: the worked examples, and the laws."""

from collections import defaultdict
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from settlement.netting import Owed, PayoffRole, ProblemCode, nets, plan_payoff

NAMES = {
    PayoffRole.RECEIPTS: "outstanding receipts",
    PayoffRole.PAYMENTS: "outstanding payments",
    PayoffRole.GAIN: "gain",
    PayoffRole.LOSS: "loss",
}


def pair(key, owing, owed, amount, value=None, value_owed=None, currency="USD"):
    """What one company owes another, in the books of both."""
    value = amount if value is None else value
    value_owed = value if value_owed is None else value_owed
    return [
        Owed(key, owing, owed, f"due to {owed}", currency, -amount, -value),
        Owed(key + 1, owed, owing, f"due from {owing}", currency, amount, value_owed),
    ]


def at(rate):
    """One rate for all companies."""
    return lambda company, currency, amount: (
        round(amount * Fraction(rate)) if currency != "USD" else amount
    )


def told(plan):
    """The entries as text: company, account, amount/value."""
    return [
        f"{entry.company} {line.account or NAMES[line.role]} {line.amount}/{line.value}"
        for entry in plan.entries
        for line in entry.lines
    ]


def test_bilateral():
    """F owes E 1,180.00, and E owes F 25.00."""
    items = pair(1, "F", "E", 118000) + pair(3, "E", "F", 2500)
    plan = plan_payoff(items, at(1))
    assert told(plan) == [
        "E due from F -118000/-118000",
        "E due to F 2500/2500",
        "E outstanding receipts 115500/115500",
        "F due from E -2500/-2500",
        "F due to E 118000/118000",
        "F outstanding payments -115500/-115500",
    ]
    assert [line.closes for entry in plan.entries for line in entry.lines] == [
        (2,),
        (3,),
        (),
        (4,),
        (1,),
        (),
    ]


def test_in_foreign_currency():
    """600.00 EUR booked at 723.72, paid at 1.2500."""
    plan = plan_payoff(pair(1, "F", "E", 60000, 72372, currency="EUR"), at("1.25"))
    assert told(plan) == [
        "E due from F -60000/-72372",
        "E outstanding receipts 60000/75000",
        "E gain 0/-2628",
        "F due to E 60000/72372",
        "F outstanding payments -60000/-75000",
        "F loss 0/2628",
    ]


def test_each_company_at_its_own_rate():
    """E keeps its books at 1.2000 on the day, F at 1.2500."""
    rates = {"E": Fraction("1.2"), "F": Fraction("1.25")}
    plan = plan_payoff(
        pair(1, "F", "E", 60000, 72372, currency="EUR"),
        lambda company, _currency, amount: round(amount * rates[company]),
    )
    assert told(plan) == [
        "E due from F -60000/-72372",
        "E outstanding receipts 60000/72000",
        "E loss 0/372",
        "F due to E 60000/72372",
        "F outstanding payments -60000/-75000",
        "F loss 0/2628",
    ]


def test_through_a_centre():
    """F owes E 1,180.00 and W 100.00, E owes F 25.00 and W 40.00: all pay through E."""
    items = (
        pair(1, "F", "E", 118000)
        + pair(3, "E", "F", 2500)
        + pair(5, "F", "W", 10000)
        + pair(7, "E", "W", 4000)
    )
    plan = plan_payoff(items, at(1), centre="E")
    assert told(plan) == [
        "E due from F -118000/-118000",
        "E due to F 2500/2500",
        "E due to W 4000/4000",
        "E outstanding receipts 125500/125500",
        "E outstanding payments -14000/-14000",
        "F due from E -2500/-2500",
        "F due to E 118000/118000",
        "F due to W 10000/10000",
        "F outstanding payments -125500/-125500",
        "W due from E -4000/-4000",
        "W due from F -10000/-10000",
        "W outstanding receipts 14000/14000",
    ]


def codes(plan):
    assert not plan.entries
    return [problem.code for problem in plan.problems]


def test_refused():
    """What is not even, has mixed signs, or is nothing; a centre without items."""
    one = pair(1, "F", "E", 100)
    assert codes(plan_payoff([], at(1))) == [ProblemCode.NOTHING]
    uneven = plan_payoff([one[0], pair(3, "F", "E", 90)[1]], at(1))
    assert codes(uneven) == [ProblemCode.UNEVEN]
    (problem,) = uneven.problems
    assert (problem.company, problem.other) == ("E", "F")
    assert (problem.amount, problem.amount_other) == (90, -100)
    assert codes(plan_payoff(one[:1], at(1))) == [ProblemCode.UNEVEN]
    assert codes(plan_payoff(one, at(1), centre="W")) == [ProblemCode.NO_CENTRE]
    mixed = [Owed(9, "F", "E", "x", "USD", -5, 5), Owed(10, "E", "F", "y", "USD", 5, 5)]
    assert codes(plan_payoff(mixed, at(1))) == [ProblemCode.SIGNS]


@st.composite
def debts(draw):
    """What some companies owe each other: mirrored in currency, valued apart."""
    items = []
    for number in range(draw(st.integers(1, 12))):
        owing, owed = draw(st.permutations("EFWX"))[:2]
        currency = draw(st.sampled_from(["USD", "EUR"]))
        amount = draw(st.integers(0, 10**6))
        values = [
            amount if currency == "USD" else draw(st.integers(0, 2 * 10**6))
            for _side in range(2)
        ]
        if amount or any(values):
            items += pair(2 * number, owing, owed, amount, *values, currency)
    return items


@given(debts(), st.sampled_from([None, "E", "F"]), st.sampled_from(["1.25", "0.8"]))
def test_laws(items, centre, rate):
    """Balanced in value, everything closed once, what one pays another receives, and
    the order of the items says nothing."""
    plan = plan_payoff(items, at(rate), centre)
    if plan.problems:
        missing = centre not in {item.company for item in items}
        assert not items or missing
        return
    closed, paid = [], defaultdict(int)
    known = {item.key: item for item in items}
    for entry in plan.entries:
        assert sum(line.value for line in entry.lines) == 0
        sums = defaultdict(int)
        for line in entry.lines:
            sums[line.currency] += line.amount
            closed += line.closes
            if line.closes:
                own = [known[key] for key in line.closes]
                assert {item.company for item in own} == {entry.company}
                assert line.amount == -sum(item.amount for item in own)
                assert line.value == -sum(item.value for item in own)
                assert len({item.value > 0 for item in own if item.value}) <= 1
            if line.role in (PayoffRole.RECEIPTS, PayoffRole.PAYMENTS):
                assert (line.amount > 0) == (line.role is PayoffRole.RECEIPTS)
                paid[entry.company, line.other, line.currency] += line.amount
        assert not any(sums.values())
    assert sorted(closed) == sorted(known)
    for (company, other, currency), amount in paid.items():
        assert paid[other, company, currency] == -amount
    if centre is None:
        assert dict(paid) == {key: net for key, net in nets(items).items() if net}
    else:
        assert all(centre in key[:2] for key in paid)
    assert plan == plan_payoff(items[::-1], at(rate), centre)
