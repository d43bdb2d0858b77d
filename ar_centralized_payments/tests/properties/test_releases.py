"""What a settlement takes back of a revaluation (period close 4.8)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as some
from settlement.planner import fingerprint, make_plan
from settlement.revaluation import KIND
from settlement.values import Role
from worlds import assert_story

EXAMPLES = {
    "REV-7: example 3 unchanged, and what stood in E goes": """
        pay F source 600.00 EUR 736.62
        inv E target 600.00 EUR 723.72 standing=5.28
        > all
            F  receivable        600.00 EUR    736.62
            F  due_to E         -600.00 EUR   -736.62
            F  due_to E            0.00 EUR     12.90
            F  gain                0.00 EUR    -12.90
            E  due_from F        600.00 EUR    736.62
            E  receivable       -600.00 EUR   -736.62
            E  receivable          0.00 EUR     12.90
            E  due_from F          0.00 EUR    -12.90
            E  adjustment          0.00 EUR     -5.28
            E  unrealized_gain     0.00 EUR      5.28
    """,
    "REV-7: an open payment had been revalued, too": """
        pay F source 600.00 EUR 736.62 standing=7.62
        inv E target 600.00 EUR 723.72 standing=5.28
        > all
            F  receivable        600.00 EUR    736.62
            F  due_to E         -600.00 EUR   -736.62
            F  due_to E            0.00 EUR     12.90
            F  gain                0.00 EUR    -12.90
            F  adjustment          0.00 EUR     -7.62
            F  unrealized_gain     0.00 EUR      7.62
            E  due_from F        600.00 EUR    736.62
            E  receivable       -600.00 EUR   -736.62
            E  receivable          0.00 EUR     12.90
            E  due_from F          0.00 EUR    -12.90
            E  adjustment          0.00 EUR     -5.28
            E  unrealized_gain     0.00 EUR      5.28
    """,
    "REV-6: a part of it, inside one company": """
        pay E source 400.00 EUR 491.08
        inv E target 1,000.00 EUR 1,206.20 standing=8.80
        > all
            E  receivable          0.00 EUR      8.60
            E  gain                0.00 EUR     -8.60
            E  adjustment          0.00 EUR     -3.52
            E  unrealized_gain     0.00 EUR      3.52
            open inv             600.00 EUR    723.72
    """,
    "a direct match, which would have no entry, gets one": """
        pay E source 100.00 EUR 120.62 standing=-0.88
        inv E target 100.00 EUR 120.62 standing=-1.20
        > all
            E  adjustment          0.00 EUR      0.88
            E  unrealized_loss     0.00 EUR     -0.88
            E  adjustment          0.00 EUR      1.20
            E  unrealized_loss     0.00 EUR     -1.20
    """,
    "nothing of what a later run has booked; that run is out of date": """
        pay E source 400.00 EUR 491.08
        inv E target 1,000.00 EUR 1,206.20 standing=8.80 later=2026-12-31
        > all
            E  receivable          0.00 EUR      8.60
            E  gain                0.00 EUR     -8.60
            open inv             600.00 EUR    723.72
    """,
    "the run of the very day is not later": """
        pay E source 1,000.00 EUR 1,206.20 date=2026-03-31
        inv E target 1,000.00 EUR 1,206.20 standing=8.80 later=2026-03-31
        > all
            E  adjustment          0.00 EUR     -8.80
            E  unrealized_gain     0.00 EUR      8.80
    """,
    "a discount and what is written off release, too": """
        pay E source 97.00 EUR 117.00
        inv E target 100.00 EUR 120.62 discount=2.00/100.00 standing=2.00
        limits E over=5.00
        > all
            E  receivable         -2.00 EUR     -2.41
            E  discount            2.00 EUR      2.41
            E  receivable         -1.00 EUR     -1.21
            E  over_under          1.00 EUR      1.21
            E  adjustment          0.00 EUR     -2.00
            E  unrealized_gain     0.00 EUR      2.00
    """,
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples(name):
    assert_story(EXAMPLES[name])


def is_release(line):
    return line.kind == KIND


@given(some.requests(is_typed=True), st.data())
def test_everything_else_is_planned_as_without_it(request, data):
    """Legs, matches and every other line are the same; each release is a balanced
    pair, of the item's sign, and all of it where the item closes."""
    standings = {
        mark.item.key: data.draw(st.integers(-9999, 9999)) for mark in request.marks
    }
    revalued = replace(
        request,
        marks=tuple(
            replace(m, item=replace(m.item, standing=standings[m.item.key]))
            for m in request.marks
        ),
    )
    plain, plan = make_plan(request), make_plan(revalued)
    others = [
        (entry.branch, line)
        for entry in plan.entries
        for line in entry.lines
        if not is_release(line)
    ]
    assert others == [(e.branch, line) for e in plain.entries for line in e.lines]
    assert plan.matches == plain.matches
    assert [leg.amount_source for leg in plan.legs] == [
        leg.amount_source for leg in plain.legs
    ]
    for key, done in plan.settled.items():
        released = sum(r.amount for r in plan.releases if r.item.key == key)
        if not done.open_amount:
            assert released == standings[key]
        elif done.open_amount == done.item.amount:
            assert not released
        assert released * standings[key] >= 0
        assert abs(released) <= abs(standings[key])
    if plan.releases:
        assert fingerprint(plan) != fingerprint(plain)


@given(some.requests(), st.integers(1, 500))
def test_a_release_names_its_line(request, standing):
    revalued = replace(
        request,
        marks=tuple(
            replace(m, item=replace(m.item, standing=standing)) for m in request.marks
        ),
    )
    plan = make_plan(revalued)
    entries = {entry.branch: entry.lines for entry in plan.entries}
    for freed in plan.releases:
        lines = entries[freed.line.branch]
        adjustment, result = lines[freed.line.place : freed.line.place + 2]
        assert adjustment.account.role is Role.ADJUSTMENT
        assert result.account.role is Role.UNREALIZED_GAIN
        assert (adjustment.balance, result.balance) == (-freed.amount, freed.amount)
        assert adjustment.partner == freed.item.partner
        assert adjustment.amount == result.amount == 0
