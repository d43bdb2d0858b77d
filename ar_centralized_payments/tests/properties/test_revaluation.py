"""Revaluation of open items (period close, 3 to 6): worked examples, failures, laws."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import check_because_of_items
from ledger import Ledger
from settlement.because import How, Rule
from settlement.money import Currency
from settlement.revaluation import (
    ClosingRate,
    Method,
    RevaluationRequest,
    Reversal,
    fingerprint,
    group_of,
    plan_revaluation,
    release,
    split,
)
from settlement.values import Company, Problem, Role

EUR, USD = Currency("EUR"), Currency("USD")
JPY, KWD = Currency("JPY", Fraction(1)), Currency("KWD", Fraction(1, 1000))
WORDS = {
    Role.ADJUSTMENT: "Adj",
    Role.ADJUSTMENT_DUE: "Due",
    Role.UNREALIZED_GAIN: "UG",
    Role.UNREALIZED_LOSS: "UL",
}
N, S = Reversal.NEXT_DAY, Reversal.SETTLEMENT


def steps(text, currency):
    return int(Fraction(text.replace(",", "")) / currency.step)


def request_of(ledger, day, method, rates, reversal=N, **values):
    """A request for what the ledger knows, at a rate for each currency."""
    company = ledger.company
    found = {
        (company.key, key): ClosingRate(Fraction(rate)) for key, rate in rates.items()
    }
    return RevaluationRequest(
        day,
        day,
        method,
        ledger.exposures(day),
        found,
        {company.key: reversal},
        **values,
    )


def told(entries):
    """Entries as words: company, account, value, one row after the other."""
    return [
        f"{entry.branch} {WORDS[line.account.role]} {float(line.balance * step):.10g}"
        for entry in entries
        for step in [entry.company.currency.step]
        for line in entry.lines
    ]


def run(ledger, day, rate, method=Method.STANDARD, reversal=N, currency=None):
    """Plan a run, book it in the ledger, and tell both entries."""
    currency = currency or next(iter(ledger.items.values())).currency.key
    plan = plan_revaluation(request_of(ledger, day, method, {currency: rate}, reversal))
    assert not plan.problems
    check_because_of_items(plan)
    ledger.book(plan)
    return told(plan.entries), told(plan.entries_after)


# ------------------------------------------------------------
# The worked examples
# ------------------------------------------------------------
def europe():
    ledger = Ledger(Company("X", EUR))
    ledger.invoice("inv", USD, 100000, 80000, date(2026, 1, 10))
    return ledger


JAN, FEB = date(2026, 1, 31), date(2026, 2, 28)


def test_rev_1_next_day():
    ledger = europe()
    assert run(ledger, JAN, "0.75") == (
        ["X Adj -50", "X UL 50"],
        ["X Adj 50", "X UL -50"],
    )
    assert ledger.standing("inv") == 0


def test_rev_1_settlement():
    ledger = europe()
    assert run(ledger, JAN, "0.75", reversal=S) == (["X Adj -50", "X UL 50"], [])
    assert ledger.settle("inv", 100000, date(2026, 2, 5), releases=True) == -5000
    assert ledger.standing("inv") == 0


def test_rev_1_settled_natively_waits_for_the_next_run():
    ledger = europe()
    run(ledger, JAN, "0.75", reversal=S)
    ledger.settle("inv", 100000, date(2026, 2, 5))
    assert ledger.standing("inv") == -5000
    assert run(ledger, FEB, "0.9", reversal=S) == (["X Adj 50", "X UL -50"], [])


@pytest.mark.parametrize(
    ("reversal", "first", "second"),
    [
        (N, ["X Adj -50", "X UL 50"], ["X Adj -20", "X UL 20"]),
        (S, ["X Adj -50", "X UL 50"], ["X Adj 30", "X UL -30"]),
    ],
)
def test_rev_2_two_month_ends(reversal, first, second):
    ledger = europe()
    assert run(ledger, JAN, "0.75", reversal=reversal)[0] == first
    assert run(ledger, FEB, "0.78", reversal=reversal)[0] == second
    assert (ledger.standing("inv", JAN), ledger.standing("inv", FEB)) == (-5000, -2000)
    released = ledger.settle("inv", 100000, date(2026, 3, 10), releases=True)
    assert released == (-2000 if reversal is S else 0)
    assert ledger.standing("inv") == 0


def test_rev_3_change_of_sign():
    ledger = europe()
    run(ledger, JAN, "0.75", reversal=S)
    assert run(ledger, FEB, "0.83", reversal=S) == (
        ["X Adj 30", "X UG -30", "X Adj 50", "X UL -50"],
        [],
    )
    ledger = europe()
    run(ledger, JAN, "0.75")
    assert run(ledger, FEB, "0.83") == (
        ["X Adj 30", "X UG -30"],
        ["X Adj -30", "X UG 30"],
    )


def east():
    ledger = Ledger(Company("E", USD))
    ledger.invoice("A", EUR, 100000, 120620, date(2026, 3, 10))
    ledger.invoice("B", EUR, 100000, 122770, date(2026, 3, 25))
    ledger.invoice("P", EUR, -30000, -36831, date(2026, 3, 25))
    return ledger


MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)


def test_rev_4_and_5_minimum_standard_invoice_date():
    ledger = east()
    assert run(ledger, MARCH, "1.2150", Method.MINIMUM, S) == (
        ["E Adj -12.7", "E UL 12.7"],
        [],
    )
    assert run(ledger, MARCH, "1.2150", Method.STANDARD, S) == (
        ["E Adj 12.61", "E UG -12.61"],
        [],
    )
    assert run(ledger, APRIL, "1.19", Method.INVOICE_DATE, S) == (
        ["E Adj -12.61", "E UG 12.61", "E Adj 12.7", "E UL -12.7"],
        [],
    )
    assert not any(ledger.standing(key) for key in "ABP")


def test_rev_4_and_5_next_day():
    ledger = east()
    run(ledger, MARCH, "1.2150", Method.MINIMUM)
    assert run(ledger, MARCH, "1.2150") == (
        ["E Adj 12.61", "E UG -12.61"],
        ["E Adj -12.61", "E UG 12.61"],
    )
    assert run(ledger, APRIL, "1.19", Method.INVOICE_DATE) == ([], [])


def partly_paid(reversal, releases):
    ledger = Ledger(Company("E", USD))
    ledger.invoice("inv", EUR, 100000, 120620, date(2026, 3, 10))
    assert run(ledger, MARCH, "1.2150", reversal=reversal)[0] == [
        "E Adj 8.8",
        "E UG -8.8",
    ]
    released = ledger.settle("inv", 40000, date(2026, 4, 10), releases=releases)
    return ledger, released


def test_rev_6_partly_paid():
    ledger, released = partly_paid(S, releases=True)
    assert (released, ledger.open("inv")) == (352, (60000, 72372))
    assert run(ledger, APRIL, "1.1900", reversal=S)[0] == [
        "E Adj -5.28",
        "E UG 5.28",
        "E Adj -9.72",
        "E UL 9.72",
    ]
    ledger, released = partly_paid(N, releases=True)
    assert released == 0
    assert run(ledger, APRIL, "1.1900") == (
        ["E Adj -9.72", "E UL 9.72"],
        ["E Adj 9.72", "E UL -9.72"],
    )
    ledger, _none = partly_paid(S, releases=False)
    assert run(ledger, APRIL, "1.1900", reversal=S)[0] == [
        "E Adj -8.8",
        "E UG 8.8",
        "E Adj -9.72",
        "E UL 9.72",
    ]


@pytest.mark.parametrize("reversal", [N, S])
def test_rev_9_run_late(reversal):
    may, june = date(2026, 5, 31), date(2026, 6, 10)
    ledger = Ledger(Company("M", Currency("MXN")))
    ledger.invoice("inv", USD, 100000, 3000000, date(2026, 5, 5))
    ledger.settle("inv", 100000, june)
    assert run(ledger, may, "31", reversal=reversal) == (
        ["M Adj 1000", "M UG -1000"],
        ["M Adj -1000", "M UG 1000"],
    )
    ledger = Ledger(Company("M", Currency("MXN")))
    ledger.invoice("inv", USD, 100000, 3000000, date(2026, 5, 5))
    ledger.settle("inv", 40000, june)
    after = run(ledger, may, "31", reversal=S)[1]
    assert (after, ledger.standing("inv")) == (["M Adj -400", "M UG 400"], 60000)


def test_rev_10_rate_corrected_and_a_third_run_books_nothing():
    for reversal in (N, S):
        ledger = europe()
        run(ledger, JAN, "0.75", reversal=reversal)
        at_date, after = run(ledger, JAN, "0.76", reversal=reversal)
        assert at_date == ["X Adj 10", "X UL -10"]
        assert after == (["X Adj -10", "X UL 10"] if reversal is N else [])
        assert run(ledger, JAN, "0.76", reversal=reversal) == ([], [])


@pytest.mark.parametrize(
    ("own", "currency", "amount", "value", "rate", "expected"),
    [
        (JPY, USD, "100.10", "15,000", "151.255", ["O Adj 141", "O UG -141"]),
        (KWD, USD, "1,000.00", "307.150", ".30689", ["O Adj -0.26", "O UL 0.26"]),
        (USD, JPY, "100,000", "670.12", ".0066119", ["O Adj -8.93", "O UL 8.93"]),
        (USD, KWD, "250.125", "814.36", "3.2600", ["O Adj 1.05", "O UG -1.05"]),
    ],
)
def test_rev_11_rounding(own, currency, amount, value, rate, expected):
    ledger = Ledger(Company("O", own))
    amounts = steps(amount, currency), steps(value, own)
    ledger.invoice("inv", currency, *amounts, date(2026, 3, 10))
    assert run(ledger, MARCH, rate, reversal=S) == (expected, [])


def test_rev_12_an_earlier_date():
    for reversal, at_date, after in (
        (N, ["X Adj -30", "X UL 30"], ["X Adj 30", "X UL -30"]),
        (S, ["X Adj 20", "X UL -20"], ["X Adj -20", "X UL 20"]),
    ):
        ledger = europe()
        run(ledger, JAN, "0.75", reversal=reversal)
        run(ledger, FEB, "0.78", reversal=reversal)
        done = run(ledger, date(2026, 2, 15), "0.77", reversal=reversal)
        assert done == (at_date, after)
        assert ledger.standing("inv", FEB) == -2000


def test_rev_13_two_companies_are_one_run():
    europe_, east_ = europe(), east()
    both = request_of(europe_, MARCH, Method.STANDARD, {"USD": "0.75"})
    both = replace(
        both,
        items=both.items + east_.exposures(MARCH),
        rates={**both.rates, ("E", "EUR"): ClosingRate(Fraction("1.2150"))},
        reversals={"X": N, "E": N},
    )
    plan = plan_revaluation(both)
    assert told(plan.entries) == [
        "E Adj 12.61",
        "E UG -12.61",
        "E Adj -12.7",
        "E UL 12.7",
        "X Adj -50",
        "X UL 50",
    ]
    lacking = plan_revaluation(replace(both, rates={}))
    assert (lacking.entries, lacking.valued) == ((), ())
    assert lacking.problems == (
        Problem("rate_missing", "E", details=(("currency", "EUR"), ("on", MARCH))),
        Problem("rate_missing", "X", details=(("currency", "USD"), ("on", MARCH))),
    )


def test_rev_14_the_items_decide():
    ledger = Ledger(Company("E", USD))
    for key, amount, value in (("a", 3333, 4020), ("b", 3333, 4020), ("c", 3334, 4021)):
        ledger.invoice(key, EUR, amount, value, date(2026, 3, 10))
    assert run(ledger, MARCH, "1.2150", reversal=S)[0] == ["E Adj 0.9", "E UG -0.9"]
    assert [ledger.standing(key) for key in "abc"] == [30, 30, 30]


def test_rev_15_what_companies_owe_each_other_has_an_account_of_its_own():
    ledger = Ledger(Company("X", EUR))
    ledger.invoice("owed", USD, -72372, -58949, date(2026, 3, 25))
    rate = Fraction(1) / Fraction("1.1900")
    asked = request_of(ledger, MARCH, Method.STANDARD, {"USD": rate}, S)
    owed = replace(asked.items[0], adjustment=Role.ADJUSTMENT_DUE)
    plan = plan_revaluation(replace(asked, items=(owed,)))
    assert told(plan.entries) == ["X Due -18.68", "X UL 18.68"]


@pytest.mark.parametrize(
    "before, wanted, group",
    [
        (0, 3000, Role.UNREALIZED_GAIN),
        (-5000, 3000, Role.UNREALIZED_GAIN),
        (3000, -5000, Role.UNREALIZED_LOSS),
        (-5000, -2000, Role.UNREALIZED_LOSS),
    ],
)
def test_an_item_names_the_pair_of_lines_that_books_it(before, wanted, group):
    """Where it crosses zero, the one of the sign that stands then; the pair is there,
    also the day after."""
    ledger = Ledger(Company("X", EUR))
    ledger.invoice("inv", USD, 100000, 80000, date(2026, 1, 10))
    asked = request_of(
        ledger, MARCH, Method.STANDARD, {"USD": Fraction(80000 + wanted, 100000)}
    )
    item = replace(asked.items[0], standing=before, standing_ever=before)
    plan = plan_revaluation(replace(asked, items=(item,)))
    [one] = plan.valued
    for entries, named in (
        (plan.entries, one.group_at_date),
        (plan.entries_after, one.group_afterwards),
    ):
        lines = entries[0].lines
        pairs = zip(lines[::2], lines[1::2], strict=True)
        assert named in {group_of(*pair) for pair in pairs}
    assert one.group_at_date == (item.partner, USD, Role.ADJUSTMENT, group)


def test_rev_16_value_at_amount_zero_counts():
    """An undone settlement of a later date leaves three items as of March, whose values
    sum to what the ledger says: nothing (W8)."""
    ledger = Ledger(Company("E", USD))
    ledger.invoice("inv", EUR, 60000, 72372, date(2026, 3, 10))
    ledger.invoice("settled", EUR, -60000, -73662, date(2026, 3, 25))
    ledger.invoice("exchange", EUR, 0, 1290, date(2026, 3, 25))
    plan = plan_revaluation(
        request_of(ledger, MARCH, Method.STANDARD, {"EUR": "1.2150"}, S)
    )
    assert [one.wanted for one in plan.valued] == [528, 762, -1290]
    assert told(plan.entries) == [
        "E Adj 12.9",
        "E UG -12.9",
        "E Adj -12.9",
        "E UL 12.9",
    ]


# ------------------------------------------------------------
# Refusals and warnings
# ------------------------------------------------------------
@pytest.mark.parametrize("rate", ["0", "-1.2"])
def test_a_typed_rate_must_be_positive(rate):
    plan = plan_revaluation(
        request_of(east(), MARCH, Method.STANDARD, {"EUR": rate}, S)
    )
    details = (("currency", "EUR"), ("on", MARCH))
    assert plan.problems == (Problem("rate_not_positive", "E", details=details),)
    assert not (plan.valued or plan.entries or plan.entries_after)


def test_no_rate_is_asked_where_none_decides():
    """By *invoice date*, and for an item that has a value at amount zero alone."""
    invoice_date = request_of(east(), MARCH, Method.INVOICE_DATE, {})
    assert not plan_revaluation(invoice_date).problems
    ledger = Ledger(Company("E", USD))
    ledger.invoice("exchange", EUR, 0, 860, date(2026, 3, 25))
    plan = plan_revaluation(request_of(ledger, MARCH, Method.STANDARD, {}))
    assert told(plan.entries) == ["E Adj -8.6", "E UL 8.6"]


@pytest.mark.parametrize(
    ("on", "is_old"),
    [(date(2026, 3, 24), False), (date(2026, 3, 23), True), (None, False)],
)
def test_a_rate_older_than_a_week_is_a_warning(on, is_old):
    asked = request_of(east(), MARCH, Method.STANDARD, {})
    asked = replace(asked, rates={("E", "EUR"): ClosingRate(Fraction("1.2150"), on)})
    details = (("currency", "EUR"), ("on", on))
    expected = (Problem("rate_old", "E", details=details),) if is_old else ()
    assert plan_revaluation(asked).warnings == expected


def test_a_rate_is_old_at_its_own_date():
    # The run of 31 March takes the rates of 28 February: found on the 22nd.
    asked = request_of(east(), MARCH, Method.STANDARD, {})
    found = ClosingRate(Fraction("1.2150"), date(2026, 2, 22))
    asked = replace(asked, rates={("E", "EUR"): found}, rate_date=date(2026, 2, 28))
    assert plan_revaluation(asked).warnings == ()


def test_customers_and_branches_have_lines_of_their_own():
    asked = request_of(east(), MARCH, Method.STANDARD, {"EUR": "1.2150"})
    first, second, third = asked.items
    items = (
        replace(first, partner="Northwind"),
        replace(second, partner="Wingtip"),
        replace(third, branch="E2", partner="Wingtip"),
    )
    plan = plan_revaluation(replace(asked, items=items))
    rows = [
        (entry.branch, entry.company.key, line.partner, line.balance)
        for entry in plan.entries
        for line in entry.lines
        if line.account.role is Role.ADJUSTMENT
    ]
    assert rows == [
        ("E", "E", "Northwind", 880),
        ("E", "E", "Wingtip", -1270),
        ("E2", "E", "Wingtip", 381),
    ]


def test_lines_of_the_day_after_are_of_that_day():
    plan = plan_revaluation(request_of(east(), MARCH, Method.STANDARD, {"EUR": "1.2"}))
    found = [
        {line.value_date for entry in entries for line in entry.lines}
        for entries in (plan.entries, plan.entries_after)
    ]
    assert found == [{MARCH}, {MARCH + timedelta(days=1)}]


def test_the_fingerprint_tells_another_value_and_another_rate():
    asked = request_of(east(), MARCH, Method.STANDARD, {"EUR": "1.2150"})
    first = fingerprint(plan_revaluation(asked))
    again = replace(asked, items=tuple(reversed(asked.items)))
    assert fingerprint(plan_revaluation(again)) == first
    for other in (
        replace(asked, rates={("E", "EUR"): ClosingRate(Fraction("1.2151"))}),
        replace(asked, items=asked.items[:-1]),
        replace(asked, date=asked.date - timedelta(days=1)),
    ):
        assert fingerprint(plan_revaluation(other)) != first


def test_the_fingerprint_tells_values_that_book_nothing():
    """A gain, by *minimum*."""
    ledger = Ledger(Company("E", USD))
    ledger.invoice("A", EUR, 100000, 120620, date(2026, 3, 10))
    one, other = (
        plan_revaluation(request_of(ledger, MARCH, Method.MINIMUM, {"EUR": rate}))
        for rate in ("1.2150", "1.2151")
    )
    assert not one.entries + other.entries
    assert fingerprint(one) != fingerprint(other)


def test_a_line_of_many_items_says_how_many():
    asked = request_of(east(), MARCH, Method.STANDARD, {"EUR": "1.2150"})
    first = asked.items[0]
    for count, how in ((20, How.SUM), (21, How.LISTED)):
        items = tuple(replace(first, key=number) for number in range(count))
        plan = plan_revaluation(replace(asked, items=items))
        check_because_of_items(plan)
        line = plan.entries[0].lines[0]
        assert (line.balance, line.because.balance.how) == (880 * count, how)
        assert (line.because.balance.place or count) == count


def test_why_an_item_is_revalued():
    """8.80 = 1,000.00 at 1.2150 less the 1,206.20 that are booked."""
    on = date(2026, 3, 28)
    asked = request_of(east(), MARCH, Method.STANDARD, {})
    found = {("E", "EUR"): ClosingRate(Fraction("1.2150"), on)}
    asked = replace(asked, rates=found, items=asked.items[:1])
    why = plan_revaluation(asked).entries[0].lines[0].because
    rows = [(step.how, step.amount, step.on) for step in why.balance.steps()]
    assert (why.rule, rows) == (
        Rule.REVALUATION,
        [
            (How.GIVEN, 100000, None),
            (How.RATE, 121500, on),
            (How.GIVEN, 120620, None),
            (How.MINUS, 880, None),
        ],
    )


def test_a_release_rounds_what_stays():
    # 0.05 stands on 0.02, of which 0.01 is settled: 0.03 stays.
    assert (release(5, 2, 1), release(-5, 2, 1)) == (2, -2)


# ------------------------------------------------------------
# Laws
# ------------------------------------------------------------
standings = st.integers(-(10**9), 10**9)


@given(standings, standings)
def test_a_split_keeps_each_sign_on_its_own_account(before, after):
    gain, loss = split(before, after)
    assert gain - loss == after - before
    assert max(before, 0) + gain == max(after, 0)
    assert max(-before, 0) + loss == max(-after, 0)


@given(standings, st.lists(st.integers(1, 10**6), min_size=1, max_size=8))
def test_releases_end_at_zero_and_never_overshoot(standing, amounts):
    left = sum(amounts)
    for amount in amounts:
        released = release(standing, left, left - amount)
        assert 0 <= released * (1 if standing >= 0 else -1) <= abs(standing)
        standing, left = standing - released, left - amount
    assert standing == 0


#: One step of a history: what happens, to which item, how much of it, when.
DAY = st.integers(1, 150)
EVENT = st.one_of(
    st.tuples(
        st.just("settle"),
        st.integers(0, 2),
        st.integers(1, 100),
        DAY,
        st.booleans(),
    ),
    st.tuples(
        st.just("run"),
        DAY,
        st.integers(50, 150),
        st.sampled_from(list(Method)),
        st.sampled_from(list(Reversal)),
    ),
)
ITEMS = st.lists(
    st.tuples(st.integers(-(10**6), 10**6), st.integers(80, 120)),
    min_size=1,
    max_size=3,
)
START = date(2026, 1, 1)


def history(items, events, reversal=None):
    """A ledger after the events; runs take ``reversal``, or what each of them says."""
    ledger = Ledger(Company("E", USD))
    for number, (amount, price) in enumerate(items):
        ledger.invoice(number, EUR, amount, amount * price // 100, START)
    for name, *rest in events:
        if name == "run":
            day, rate, method, own = rest
            book_run(ledger, day, rate, method, reversal or own)
        else:
            number, percent, day, releases = rest
            on = START + timedelta(days=day)
            ledger.settle_share(number % len(items), percent, on, releases)
    return ledger


def book_run(ledger, day, rate, method, reversal):
    on = START + timedelta(days=day)
    asked = request_of(ledger, on, method, {"EUR": Fraction(rate, 100)}, reversal)
    plan = plan_revaluation(asked)
    check_because_of_items(plan)
    ledger.book(plan)
    return plan


@given(ITEMS, st.lists(EVENT, max_size=10), DAY, st.integers(50, 150))
def test_after_a_run_what_was_wanted_stands_and_a_second_books_nothing(
    items, events, day, rate
):
    """L1, L2, L3: also after late, repeated, earlier and mixed runs."""
    ledger = history(items, events)
    for reversal in (*Reversal, None):
        own = reversal or Reversal.SETTLEMENT
        plan = book_run(ledger, day, rate, Method.STANDARD, own)
        for one in plan.valued:
            assert ledger.standing(one.item.key, plan.date) == one.wanted
            value = one.item.value + one.wanted
            assert value == one.value, "booked value and standing make the new value"
        again = book_run(ledger, day, rate, Method.STANDARD, own)
        assert (again.entries, again.entries_after) == ((), ())
    ledger.check()


@given(ITEMS, st.lists(EVENT, max_size=10))
def test_both_settings_have_one_balance_sheet_and_closed_items_keep_nothing(
    items, events
):
    """L4: at every date a run considered, and over the life of an item."""
    runs = {}
    for reversal in Reversal:
        ledger = history(items, events, reversal)
        dates = sorted({(event[1], event[2]) for event in events if event[0] == "run"})
        seen = []
        for day, rate in dates:
            book_run(ledger, day, rate, Method.STANDARD, reversal)
            seen.append(ledger.adjustment(START + timedelta(days=day)))
        for number in range(len(items)):
            ledger.settle_share(number, 100, START + timedelta(days=160), True)
        book_run(ledger, 165, 90, Method.STANDARD, reversal)
        assert not any(ledger.standing(key) for key in ledger.items)
        ledger.check()
        runs[reversal] = seen
    assert runs[Reversal.NEXT_DAY] == runs[Reversal.SETTLEMENT]
