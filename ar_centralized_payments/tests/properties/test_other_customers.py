"""One customer pays for another (section 9): whose money meets what, and who is told of
it in the receivables of each company."""

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

import laws
import strategies as some
from settlement.money import Currency
from settlement.planner import make_plan
from settlement.values import Company, Item, Mark, Request, Role, Routing, Side

USD = Currency("USD")
F, E = Company("F", USD), Company("E", USD)
PAIRS = {("F", "E"): Routing(), ("E", "F"): Routing()}


def item(key, side, company, party, amount, order):
    return Item(
        key, Side(side), company, company.key, f"{party} in {company.key}", "AR", USD,
        date(2026, 3, order), date(2026, 3, order), order, amount, amount, party=party,
    )  # fmt: skip


def plan_of(*items):
    return make_plan(Request(tuple(map(Mark, items)), PAIRS, {}))


def rows(plan):
    """Company, account, partner and balance of every line."""
    return sorted(
        (entry.branch, line.account.role.value, str(line.partner), line.balance)
        for entry in plan.entries
        for line in entry.lines
    )


def test_own_documents_are_paid_first():
    """An older document of another customer waits, and so does one nearer by."""
    plan = plan_of(
        item("pay", "source", F, "northwind", 100, 5),
        item("theirs", "target", F, "wingtip", 80, 1),
        item("own", "target", E, "northwind", 70, 4),
    )
    assert [(leg.target.key, leg.amount_target) for leg in plan.legs] == [
        ("own", 70),
        ("theirs", 30),
    ]
    assert [leg.is_for_another for leg in plan.legs] == [False, True]


def test_inside_one_company_the_entry_transfers():
    """Two partners' items never meet directly."""
    plan = plan_of(
        item("pay", "source", F, "northwind", 120, 5),
        item("theirs", "target", F, "wingtip", 120, 1),
    )
    assert rows(plan) == [
        ("F", "receivable", "northwind in F", 120),
        ("F", "receivable", "wingtip in F", -120),
    ]
    met = {(match.debit, match.credit) for match in plan.matches}
    assert ("theirs", "pay") not in met
    assert len(met) == 2
    assert not any(done.open_amount for done in plan.settled.values())


def test_across_companies_each_has_its_own_customer():
    plan = plan_of(
        item("pay", "source", F, "northwind", 120, 5),
        item("theirs", "target", E, "wingtip", 120, 1),
    )
    assert rows(plan) == [
        ("E", "due_from", "('company', 'F')", 120),
        ("E", "receivable", "wingtip in E", -120),
        ("F", "due_to", "('company', 'E')", -120),
        ("F", "receivable", "northwind in F", 120),
    ]


@st.composite
def of_several(draw, **kinds):
    """A request whose transactions are of up to three customers."""
    request = draw(some.requests(**kinds))
    parties = st.sampled_from(["northwind", "wingtip", "contoso"])
    marks = []
    for mark in request.marks:
        party = draw(parties)
        partner = (party, mark.item.company.key)
        marks.append(
            replace(mark, item=replace(mark.item, partner=partner, party=party))
        )
    return replace(request, marks=tuple(marks))


def taken(plan):
    """What each partner's receivable changes by in each company, by the entries."""
    change = Counter()
    for entry in plan.entries:
        for line in entry.lines:
            if line.account.role is Role.RECEIVABLE:
                change[entry.company.key, line.partner] += line.balance
    return {key: value for key, value in change.items() if value}


def settled(plan):
    """The same, by what the partner's own documents settle."""
    change = Counter()
    for done in plan.settled.values():
        sign = 1 if done.item.side is Side.SOURCE else -1
        change[done.item.company.key, done.item.partner] += sign * done.value
    return {key: value for key, value in change.items() if value}


@given(of_several())
def test_each_receivable_changes_by_its_own_documents(request):
    plan = make_plan(request)
    assert taken(plan) == settled(plan)
    laws.check_entries(plan)
    laws.check_mirrors(plan)
    laws.check_pairs(plan)
    laws.check_matches(request, plan)
    laws.check_nothing_too_much(plan)
    laws.check_discounts(request, plan)


@given(of_several(is_typed=True))
def test_also_where_amounts_are_typed(request):
    plan = make_plan(request)
    assert taken(plan) == settled(plan)
    laws.check_matches(request, plan)


@given(of_several())
def test_the_order_of_marking_is_irrelevant(request):
    turned = replace(request, marks=request.marks[::-1])
    assert make_plan(turned) == make_plan(request)


@given(of_several())
def test_nobody_is_paid_for_while_the_own_lacks(request):
    """What a customer's own money could pay is never left for others' to be paid."""
    plan = make_plan(request)
    first = {}
    for leg in plan.legs:
        if leg.is_for_another:
            first.setdefault(leg.source.key, leg.number)
    for leg in plan.legs:
        later = leg.number > first.get(leg.source.key, leg.number)
        assert not later or leg.is_for_another or is_small(plan, leg)


def is_small(plan, leg):
    """A leg of what was too small to be worth a step of another currency before."""
    currencies = {leg.source.currency, leg.target.currency, leg.source.company.currency}
    return len(currencies | {leg.target.company.currency}) > 1
