"""What a plan says beside amounts: dates, partners, links, labels, matches."""

import doctest
import importlib
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from settlement.money import round_half_up
from settlement.planner import fingerprint, make_plan
from settlement.values import LineRef, Match, Role
from worlds import World

MODULES = (
    "allocation", "because", "bill", "bill_files", "bill_proposal", "bill_worth",
    "chain", "differences", "discount", "entries", "figures", "ledger", "money",
    "netting", "parts", "payouts", "planner", "reasons", "releases", "revaluation",
    "transfers", "values",
)  # fmt: skip
EARLIER, PAID = date(2026, 3, 12), date(2026, 3, 25)
HUB = """
    pay F source 74.00 EUR 90.85 primary analytic=one
    two E source 24.00 EUR 29.46 date=2026-03-12 analytic=two
    inv W target 100.00 EUR 120.62 discount=2.00/100.00 analytic=three
    route F W discount=payment
"""


def plan_of(given, **options):
    return make_plan(World(given, **options).request)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    failed, _tried = doctest.testmod(importlib.import_module(f"settlement.{name}"))
    assert not failed


def test_every_module_of_the_core_is_known_here():
    core = importlib.import_module("settlement")
    found = {path.stem for path in Path(core.__path__[0]).glob("*.py")}
    assert found == {*MODULES, "__init__"}


def test_legs_of_a_hub():
    rows = [
        (
            leg.number, leg.source.key, leg.via and leg.via.key, leg.target.key,
            leg.payer.key, leg.is_internal, leg.date, leg.rate_date,
            leg.amount_source, leg.amount_target, leg.value_source, leg.value_via,
            leg.value_target, leg.value_settled, leg.exchange, leg.discount,
            leg.discount_value, leg.discount_taxed,
        )
        for leg in plan_of(HUB).legs
    ]  # fmt: skip
    assert rows == [
        (0, "two", "pay", "inv", "F", False, EARLIER, PAID, 2400, 2400, 2946, 2946,
         2946, 2895, 51, 49, 59, 49),
        (1, "pay", None, "inv", "F", False, PAID, PAID, 7400, 7400, 9085, None,
         9085, 8926, 159, 151, 182, 151),
    ]  # fmt: skip


def test_lines_of_a_hub():
    """Kind, partner, the company on the other side, value date, legs, analytic: that
    of the receivable, but for gains and discounts, which follow the base lines."""
    rows = [
        (
            entry.branch, line.account.role.value, line.account.key, line.kind,
            line.partner, line.other, line.value_date.day, line.legs, line.analytic,
            line.mirror,
        )
        for entry in plan_of(HUB).entries
        for line in entry.lines
    ]  # fmt: skip
    in_e, in_f, in_w = (("company", key) for key in "EFW")
    of_e, of_f, of_w = (f"customer of {key}" for key in "EFW")
    both = (0, 1)
    assert rows == [
        # E gives its payment to F: on the value date of that payment
        ("E", "receivable", "AR", "settle", of_e, "F", 12, (0,), "two", None),
        ("E", "due_to", "F", "settle", in_f, "F", 12, (0,), "two", 1),
        ("F", "due_from", "E", "settle", in_e, "E", 12, (0,), "one", 1),
        ("F", "receivable", "AR", "settle", of_f, "E", 12, (0,), "one", None),
        # F gives both to W, as one
        ("F", "receivable", "AR", "settle", of_f, "W", 25, both, "one", None),
        ("F", "due_to", "W", "settle", in_w, "W", 25, both, "one", 2),
        ("F", "due_to", "W", "exchange", in_w, "W", 25, both, "one", 3),
        ("F", "gain", None, "exchange", None, "W", 25, both, None, None),
        ("F", "due_to", "W", "discount", in_w, "W", 25, both, "one", 4),
        ("F", "discount", None, "discount", of_f, "W", 25, both, None, None),
        ("W", "due_from", "F", "settle", in_f, "F", 25, both, "three", 2),
        ("W", "receivable", "AR", "settle", of_w, "F", 25, both, "three", None),
        ("W", "receivable", "AR", "exchange", of_w, "F", 25, both, "three", None),
        ("W", "due_from", "F", "exchange", in_f, "F", 25, both, "three", 3),
        ("W", "receivable", "AR", "discount", of_w, "F", 25, both, "three", None),
        ("W", "due_from", "F", "discount", in_f, "F", 25, both, "three", 4),
    ]


def test_a_discount_in_the_invoice_company_names_the_payer():
    plan = plan_of("""
        pay F source 580.00 USD
        inv E target 600.00 USD discount=20.00/600.00 parts=base:15.00,tax:5.00
    """)
    rows = [
        (line.account.role, line.account.company, line.account.key, line.partner,
         line.other, line.part, line.amount)
        for line in plan.entries[1].lines
        if line.kind == "discount"
    ]  # fmt: skip
    of_e = "customer of E"
    assert rows == [
        (Role.RECEIVABLE, "E", "AR", of_e, "F", None, -2000),
        (Role.TAX, "E", "tax", of_e, "F", "tax", 500),
        (Role.DISCOUNT, "E", None, of_e, "F", "base", 1500),
    ]


def test_matches_of_a_hub():
    at = LineRef
    assert plan_of(HUB).matches == (
        Match(at("E", 0), "two", 2946, 2400, 2400),
        Match(at("F", 2), at("F", 1), 2946, 2400, 2400),
        Match(at("F", 2), "pay", 9085, 7400, 7400),
        Match(at("W", 2), at("W", 1), 210, 0, 0),
        Match("inv", at("W", 1), 11821, 9800, 9800),
        Match("inv", at("W", 4), 241, 200, 200),
    )


def test_a_direct_match_names_its_leg():
    plan = plan_of("""
        pay F source 100.00 EUR 120.62
        inv F target 100.00 EUR 122.77
    """)
    assert plan.matches == (
        Match("inv", LineRef("F", 0), 215, 0, 0),
        Match("inv", "pay", 12062, 10000, 10000, leg=0),
    )


def test_the_date_is_the_latest_of_all_or_the_chosen_one():
    given = """
        pay F source 100.00 USD date=2026-03-12
        inv E target 100.00 USD date=2026-03-14
    """
    assert plan_of(given).date == date(2026, 3, 14)
    assert plan_of(given, date=date(2026, 4, 1)).date == date(2026, 4, 1)
    [leg] = plan_of(given, date=date(2026, 4, 1)).legs
    assert (leg.date, leg.rate_date) == (EARLIER, EARLIER)


def test_the_chosen_discount_date_decides():
    given = """
        pay F source 990.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 until=2026-03-20
    """
    settled = plan_of(given).settled["inv"]
    assert (settled.amount, settled.discount, settled.open_amount) == (99000, 0, 1000)
    settled = plan_of(given, discount_date=date(2026, 3, 20)).settled["inv"]
    assert (settled.amount, settled.discount, settled.open_amount) == (99000, 1000, 0)


def test_the_larger_discount_comes_first_only_while_it_is_to_be_had():
    given = """
        pay F source 40.00 USD
        less E target 40.00 USD
        more E target 40.00 USD discount=2.00/40.00 until=2026-03-20
    """
    paid = {"less": 4000, "more": 0}
    plan = plan_of(given)
    assert {key: plan.settled[key].amount for key in paid} == paid
    plan = plan_of(given, discount_date=date(2026, 3, 20))
    paid = {"less": 200, "more": 3800}
    assert {key: plan.settled[key].amount for key in paid} == paid


def test_the_fingerprint_tells_plans_apart():
    given = """
        pay F source 600.00 EUR {}
        inv E target 600.00 EUR 723.72 {}
    """
    plain = fingerprint(plan_of(given.format("736.62", "")))
    assert plain == fingerprint(plan_of(given.format("736.62", "")))
    others = {
        fingerprint(plan_of(given.format("736.63", ""))),
        fingerprint(plan_of(given.format("736.62", "account=AR2"))),
        fingerprint(plan_of(given.format("736.62", "typed=599.99"))),
        fingerprint(plan_of(given.format("736.62", ""), date=date(2026, 4, 1))),
        fingerprint(plan_of(given.format("736.62", "") + "unpaired F E")),
    }
    assert len({plain, *others}) == 6
    assert len(plain) == 32


def test_rounding_is_half_up_and_leaves_whole_numbers_alone():
    """A stored rate is a binary float: 1.005 is a hair below, and is meant as 1.005."""
    assert [round_half_up(Fraction(n, 10)) for n in (4, 5, 14, 15, -4, -5, -15)] == [
        0, 1, 1, 2, 0, -1, -2,
    ]  # fmt: skip
    assert Fraction(1.005) < Fraction("1.005")
    assert round_half_up(Fraction(1.005) * 100) == 101
    assert round_half_up(Fraction("100.49999")) == 100
    for large in (5 * 10**11, 10**15, 10**18):
        assert round_half_up(Fraction(large)) == large
        assert round_half_up(Fraction(large) + Fraction("0.49")) == large
