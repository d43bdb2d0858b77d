"""Paying off what companies owe each other: the worked examples, and the laws."""

from collections import defaultdict
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from settlement.netting import (
    Owed,
    Payment,
    PayoffRole,
    ProblemCode,
    nets,
    plan_payoff,
    who_pays_whom,
)

NAMES = {
    PayoffRole.RECEIPTS: "outstanding receipts",
    PayoffRole.PAYMENTS: "outstanding payments",
    PayoffRole.GAIN: "gain",
    PayoffRole.LOSS: "loss",
}
THROUGH = (PayoffRole.DUE_TO, PayoffRole.DUE_FROM)
BANK = (PayoffRole.RECEIPTS, PayoffRole.PAYMENTS)


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
        f"{entry.company} {account_of(line)} {line.amount}/{line.value}"
        for entry in plan.entries
        for line in entry.lines
    ]


def account_of(line):
    if line.role in THROUGH:
        third = f", over from {line.third}" if line.third else ""
        return f"{line.role.value} {line.other}{third}"
    return line.account or NAMES[line.role]


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
        "E due from F, over from W 10000/10000",
        "E due to W, over from F -10000/-10000",
        "E due from F -10000/-10000",
        "E due to W 10000/10000",
        "E outstanding receipts 125500/125500",
        "E outstanding payments -14000/-14000",
        "F due from E -2500/-2500",
        "F due to E 118000/118000",
        "F due to W 10000/10000",
        "F due to E, over from W -10000/-10000",
        "F due to E 10000/10000",
        "F outstanding payments -125500/-125500",
        "W due from E -4000/-4000",
        "W due from F -10000/-10000",
        "W due from E, over from F 10000/10000",
        "W due from E -10000/-10000",
        "W outstanding receipts 14000/14000",
    ]
    assert who_pays_whom(items) == (
        Payment("E", "W", "USD", 4000),
        Payment("F", "E", "USD", 115500),
        Payment("F", "W", "USD", 10000),
    )
    assert who_pays_whom(items, "E") == (
        Payment("E", "W", "USD", 14000),
        Payment("F", "E", "USD", 125500),
    )


def test_through_a_centre_in_two_currencies():
    """F owes E 600.00 EUR booked at 723.72, E owes W 200.00 EUR booked at 241.24 in E
    and 240.00 in W, W owes F 50.00 USD; all pay through H, which owes nobody and is
    owed nothing: it takes over and pays at 1.2500, and realizes nothing."""
    items = (
        pair(1, "F", "E", 60000, 72372, currency="EUR")
        + pair(3, "E", "W", 20000, 24124, 24000, currency="EUR")
        + pair(5, "W", "F", 5000)
    )
    plan = plan_payoff(items, at("1.25"), centre="H")
    assert told(plan) == [
        "E due from F -60000/-72372",
        "E due to W 20000/24124",
        "E due from H, over from F 60000/72372",
        "E due to H, over from W -20000/-24124",
        "E due from H -60000/-72372",
        "E due to H 20000/24124",
        "E outstanding receipts 40000/50000",
        "E gain 0/-1752",
        "F due to E 60000/72372",
        "F due from W -5000/-5000",
        "F due to H, over from E -60000/-72372",
        "F due from H, over from W 5000/5000",
        "F due from H -5000/-5000",
        "F due to H 60000/72372",
        "F outstanding payments -60000/-75000",
        "F outstanding receipts 5000/5000",
        "F loss 0/2628",
        "H due to E, over from F -60000/-75000",
        "H due from E, over from W 20000/25000",
        "H due from F, over from E 60000/75000",
        "H due to F, over from W -5000/-5000",
        "H due to W, over from E -20000/-25000",
        "H due from W, over from F 5000/5000",
        "H due from E -20000/-25000",
        "H due to E 60000/75000",
        "H due from F -60000/-75000",
        "H due to F 5000/5000",
        "H due from W -5000/-5000",
        "H due to W 20000/25000",
        "H outstanding payments -40000/-50000",
        "H outstanding receipts 60000/75000",
        "H outstanding payments -5000/-5000",
        "H outstanding payments -20000/-25000",
        "H outstanding receipts 5000/5000",
        "W due from E -20000/-24000",
        "W due to F 5000/5000",
        "W due from H, over from E 20000/24000",
        "W due to H, over from F -5000/-5000",
        "W due from H -20000/-24000",
        "W due to H 5000/5000",
        "W outstanding receipts 20000/25000",
        "W outstanding payments -5000/-5000",
        "W gain 0/-1000",
    ]


def test_what_goes_over_is_worth_something_or_nothing():
    """A net value of the other sign than the amount is realized where it stands; a net
    of nothing does not go over."""
    items = [
        Owed(1, "F", "E", "x", "EUR", -100, -110),
        Owed(2, "F", "E", "x", "EUR", 99, 130),
        Owed(3, "E", "F", "y", "EUR", 1, 2),
        *pair(4, "F", "W", 50, 60, 55, "EUR"),
        *pair(6, "W", "F", 50, 56, 61, "EUR"),
    ]
    plan = plan_payoff(items, at(1), centre="H")
    entries = {entry.company: entry for entry in plan.entries}
    assert [told_line for told_line in told(plan) if told_line.startswith("F ")] == [
        "F x 100/110",
        "F x -99/-130",
        "F due from W -50/-61",
        "F due to W 50/60",
        "F due to H, over from E -1/0",
        "F due to H 1/0",
        "F outstanding payments -1/-1",
        "F loss 0/22",
    ]
    assert not [line for line in entries["W"].lines if line.role in THROUGH]


def codes(plan):
    assert not plan.entries
    return [problem.code for problem in plan.problems]


def test_refused():
    """What is not even, has mixed signs, or is nothing."""
    one = pair(1, "F", "E", 100)
    assert codes(plan_payoff([], at(1))) == [ProblemCode.NOTHING]
    uneven = plan_payoff([one[0], pair(3, "F", "E", 90)[1]], at(1))
    assert codes(uneven) == [ProblemCode.UNEVEN]
    (problem,) = uneven.problems
    assert (problem.company, problem.other) == ("E", "F")
    assert (problem.amount, problem.amount_other) == (90, -100)
    assert codes(plan_payoff(one[:1], at(1))) == [ProblemCode.UNEVEN]
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


CENTRES = st.sampled_from([None, "E", "F", "H"])
RATES = st.sampled_from(["1.25", "0.8", "1.2277"])


@given(debts(), CENTRES, RATES)
def test_laws(items, centre, rate):
    """Balanced in value, everything closed once, what one pays another receives at the
    rate of the day, and the order of the items says nothing."""
    plan = plan_payoff(items, at(rate), centre)
    if plan.problems:
        assert not items
        return
    closed, paid = [], defaultdict(int)
    known = {item.key: item for item in items}
    for entry in plan.entries:
        assert sum(line.value for line in entry.lines) == 0
        sums = defaultdict(int)
        for line in entry.lines:
            sums[line.currency] += line.amount
            assert line.amount * line.value >= 0
            if line.role is PayoffRole.ITEM:
                closed += line.closes
                own = [known[key] for key in line.closes]
                assert {item.company for item in own} == {entry.company}
                assert line.amount == -sum(item.amount for item in own)
                assert line.value == -sum(item.value for item in own)
                assert len({item.value > 0 for item in own if item.value}) <= 1
            if line.role in BANK:
                assert (line.amount > 0) == (line.role is PayoffRole.RECEIPTS)
                assert line.value == at(rate)(None, line.currency, line.amount)
                paid[entry.company, line.other, line.currency] += line.amount
        assert not any(sums.values())
    assert sorted(closed) == sorted(known)
    for (company, other, currency), amount in paid.items():
        assert paid[other, company, currency] == -amount
    if centre is None:
        assert dict(paid) == {key: net for key, net in nets(items).items() if net}
    else:
        assert all(centre in key[:2] for key in paid)
    assert set(who_pays_whom(items, centre)) == {
        Payment(company, other, currency, -amount)
        for (company, other, currency), amount in paid.items()
        if amount < 0
    }
    assert plan == plan_payoff(items[::-1], at(rate), centre)


@given(debts(), CENTRES, RATES)
def test_laws_of_what_goes_over(items, centre, rate):
    """The accounts of the pairs with the centre: what goes over is closed once and
    whole, stands in both books alike, of the net with each other company, and nothing
    is left on them; a company realizes by a centre what it realizes by itself, but for
    the rounding of what is paid."""
    plan = plan_payoff(items, at(rate), centre)
    mirrors, found = {}, {}
    for entry in plan.entries:
        lines = [line for line in entry.lines if line.role in THROUGH]
        opened = {line.key: line for line in lines if line.third}
        assert len(opened) == sum(1 for line in lines if line.third)
        keys = [key for line in lines for key in line.closes]
        assert sorted(keys) == sorted(opened)
        for line in lines:
            assert centre in (entry.company, line.other) and line.account is None
            if not line.third:
                some = [opened[key] for key in line.closes]
                assert {(key[0], key[1], key[3]) for key in line.closes} == {
                    (line.role.value, line.other, line.currency)
                }
                assert line.amount == -sum(one.amount for one in some)
                assert line.value == -sum(one.value for one in some)
        for line in opened.values():
            assert (line.amount > 0) == (line.role is PayoffRole.DUE_FROM)
            mirrors[entry.company, line.other, line.third, line.currency] = line.amount
            if entry.company != centre:
                found[entry.company, line.third, line.currency] = line.amount
            else:
                assert line.value == at(rate)(None, line.currency, line.amount)
    for (company, other, third, currency), amount in mirrors.items():
        assert mirrors[other, company, third, currency] == -amount
    outside = {
        key: net
        for key, net in nets(items).items()
        if net and centre is not None and centre not in key[:2]
    }
    assert found == outside
    alone, together = (
        realized(plan_payoff(items, at(rate), c)) for c in (None, centre)
    )
    payments = 2 * len({*nets(items)}) + 2
    for company in {*alone, *together}:
        assert abs(alone[company] - together[company]) <= payments


def realized(plan):
    """company -> what it gains (less than 0) or loses."""
    sums = defaultdict(int)
    for entry in plan.entries:
        for line in entry.lines:
            if line.role in (PayoffRole.GAIN, PayoffRole.LOSS):
                assert (line.value > 0) == (line.role is PayoffRole.LOSS)
                sums[entry.company] += line.value
    return sums
