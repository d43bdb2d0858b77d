"""Every reason for which a plan is refused, and what the plan shows all the same.

One row per code of the planner: the world, and the whole plan.
"""

from dataclasses import replace
from datetime import date

import pytest

from settlement.planner import fingerprint, make_plan
from worlds import World, assert_rows, assert_story, rows_of

REFUSALS = {
    "no_source": """
        inv E target 100.00 USD
        > all
            open inv 100.00
            refused no_source
    """,
    "no_target": """
        pay F source 100.00 USD
        > all
            open pay 100.00
            refused no_target
    """,
    "several_primaries": """
        pay F source 60.00 USD primary
        two E source 40.00 USD primary
        inv W target 60.00 USD
        > all
            F receivable 60.00
            F due_to W -60.00
            W due_from F 60.00
            W receivable -60.00
            open two 40.00
            refused several_primaries F pay
            refused several_primaries E two
    """,
    "primary_is_target": """
        pay F source 60.00 USD
        inv E target 60.00 USD primary
        > all
            F receivable 60.00
            F due_to E -60.00
            E due_from F 60.00
            E receivable -60.00
            refused primary_is_target E inv
    """,
    "amount_not_positive": """
        pay F source 60.00 USD typed=0
        inv E target 60.00 USD typed=-1.00
        > all
            F receivable 60.00
            F due_to E -60.00
            E due_from F 60.00
            E receivable -60.00
            refused amount_not_positive F pay
            refused amount_not_positive E inv
    """,
    "amount_too_large, of what is open": """
        pay F source 60.00 USD typed=60.01
        inv E target 60.00 USD typed=59.00 discount_typed=1.01
        > all
            F receivable 60.00
            F due_to E -60.00
            E due_from F 60.00
            E receivable -60.00
            refused amount_too_large F pay open=60.00
            refused amount_too_large E inv open=60.00
    """,
    "discount_negative": """
        pay F source 60.00 USD
        inv E target 60.00 USD discount_typed=-0.01
        > all
            F receivable 60.00
            F due_to E -60.00
            E due_from F 60.00
            E receivable -60.00
            refused discount_negative E inv
    """,
    "discount_on_source": """
        pay F source 60.00 USD discount_typed=1.00
        inv E target 60.00 USD
        > all
            F receivable 60.00
            F due_to E -60.00
            E due_from F 60.00
            E receivable -60.00
            refused discount_on_source F pay
    """,
    "cross_rate_not_positive": """
        pay F source 600.00 EUR 736.62
        inv E target 994.44 CAD 747.70 cross=0
        > all
            F receivable 600.00 EUR 736.62
            F due_to E -600.00 EUR -736.62
            F due_to E 0.00 EUR -11.08
            F loss 0.00 EUR 11.08
            E due_from F 600.00 EUR 736.62
            E receivable -994.44 CAD -736.62
            E receivable 0.00 CAD -11.08
            E due_from F 0.00 EUR 11.08
            refused cross_rate_not_positive E inv
    """,
    "cross_rate_on_source": """
        pay F source 60.00 USD cross=1.65
        inv E target 60.00 USD
        > all
            F receivable 60.00
            F due_to E -60.00
            E due_from F 60.00
            E receivable -60.00
            refused cross_rate_on_source F pay
    """,
    "cross_rate_several_sources": """
        pay F source 30.00 USD
        two F source 30.00 USD
        inv E target 60.00 USD cross=1.65
        > all
            F receivable 30.00
            F due_to E -30.00
            F receivable 30.00
            F due_to E -30.00
            E due_from F 30.00
            E receivable -30.00
            E due_from F 30.00
            E receivable -30.00
            refused cross_rate_several_sources E inv
    """,
    "cross_rate_own_currency, the source's": """
        pay F source 60.00 EUR 73.66
        inv E target 60.00 EUR 73.66 cross=1.65
        > all
            F receivable 60.00 EUR 73.66
            F due_to E -60.00 EUR -73.66
            E due_from F 60.00 EUR 73.66
            E receivable -60.00 EUR -73.66
            refused cross_rate_own_currency E inv
    """,
    "cross_rate_own_currency, the invoice company's": """
        pay F source 60.00 EUR 73.66
        inv E target 73.66 USD cross=1.65
        > all
            F receivable 60.00 EUR 73.66
            F due_to E -60.00 EUR -73.66
            E due_from F 60.00 EUR 73.66
            E receivable -73.66
            refused cross_rate_own_currency E inv
    """,
    "pair": """
        pay F source 60.00 USD
        inv E target 60.00 USD
        unpaired F E
        > all
            open pay 60.00
            open inv 60.00
            refused pair F other=E
    """,
    "pair: only those that are needed": """
        pay F source 60.00 USD
        inv E target 60.00 USD
        two W target 60.00 USD
        unpaired F E
        unpaired F W
        > all
            open pay 60.00
            open inv 60.00
            open two 60.00
            refused pair F other=E
    """,
    "pair: both ways of a hub at once, the rest is shown": """
        pay F source 60.00 USD primary
        two E source 40.00 USD
        inv W target 70.00 USD
        bill X target 20.00 EUR
        unpaired F W
        unpaired E F
        > all
            F receivable 24.55
            F due_to X -24.55
            X due_from F 24.55 USD 20.00
            X receivable -20.00
            open pay 35.45
            open two 40.00
            open inv 70.00
            refused pair E other=F
            refused pair F other=W
    """,
    "pair: none that a worthless leg would need": """
        pay F source 0.001 KWD 0.00
        inv X target 100.00 EUR
        unpaired F X
        > all
            open pay 0.001 KWD 0.00
            open inv 100.00
            refused nothing
    """,
    "rate: all that are missing at once": """
        pay X source 4,501.07 DKK 603.36
        inv E target 1,000.00 CAD 751.88
        rate E EUR 2026-03-25 missing
        rate E CAD 2026-03-25 missing
        rate E USD 2026-03-25 0
        > all
            open pay 4501.07 DKK 603.36
            open inv 1000.00 CAD 751.88
            refused rate E currency=EUR date=2026-03-25
            refused rate E currency=USD date=2026-03-25
            refused rate E currency=CAD date=2026-03-25
    """,
    "rate: for the exchange difference at the payment company": """
        pay X source 736.62 USD 600.00
        inv E target 600.00 EUR 723.72
        rate X EUR 2026-03-25 missing
        rate X USD 2026-03-25 missing
        > all
            refused rate X currency=USD date=2026-03-25
            refused rate X currency=EUR date=2026-03-25
    """,
    "rate: the date is the source's": """
        pay F source 600.00 EUR 723.72 date=2026-03-11
        inv E target 100.00 CAD 75.19
        rate E CAD 2026-03-11 1.33
        rate E USD 2026-03-11 1
        > all
            F receivable 62.34 EUR 75.19
            F due_to E -62.34 EUR -75.19
            E due_from F 62.34 EUR 75.19
            E receivable -100.00 CAD -75.19
            open pay 537.66 EUR 648.53
    """,
    "excess": """
        pay F source 60.00 USD
        inv E target 100.00 USD typed=70.00
        > all
            F receivable 60.00
            F due_to E -60.00
            E due_from F 60.00
            E receivable -60.00
            open inv 40.00
            refused excess E inv excess=10.00
    """,
    "excess, less the discount that is left": """
        pay F source 60.00 USD
        inv E target 100.00 USD typed=100.00 discount=2.00/100.00
        > all
            F receivable 60.00
            F due_to E -60.00
            E due_from F 60.00
            E receivable -60.00
            open inv 40.00
            refused excess E inv excess=38.00
    """,
    "a discount typed on what nothing pays": """
        pay F source 60.00 USD
        inv E target 60.00 USD discount_typed=60.00
        two E target 60.00 USD
        > all
            F receivable 60.00
            F due_to E -60.00
            E due_from F 60.00
            E receivable -60.00
            open inv 60.00
            refused discount_unpaid E inv discount=60.00
    """,
    "excess: an amount typed on what its discount closes": """
        pay F source 60.00 USD
        inv E target 60.00 USD discount=60.00/60.00 typed=10.00
        > all
            open pay 60.00
            open inv 60.00
            refused excess E inv excess=10.00
    """,
    "excess: a credit note does not earn what is left": """
        pay F source 1.00 USD
        note E source 5.00 USD note
        own F target 1.00 USD
        inv E target 10.00 USD discount=5.00/10.00 typed=10.00
        > all
            F receivable 1.00
            F due_to E -1.00
            E due_from F 1.00
            E receivable -1.00
            open own 1.00
            open inv 4.00
            refused excess E inv excess=1.50
    """,
    "amounts_disagree": """
        pay F source 100.00 USD typed=100.00
        inv X target 80.00 EUR typed=80.00
        > all
            F receivable 98.22
            F due_to X -98.22
            X due_from F 98.22 USD 80.00
            X receivable -80.00
            open pay 1.78
            refused amounts_disagree F pay left=1.78
    """,
    "amounts_disagree: not where two steps are all that is between them": """
        pay F source 100.00 USD typed=100.00
        inv X target 81.47 EUR typed=81.47
        > all
            F receivable 100.00
            F due_to X -100.00
            F due_to X -0.02
            F loss 0.02
            X due_from F 100.00 USD 81.45
            X receivable -81.45
            X receivable -0.02
            X due_from F 0.02 USD 0.02
    """,
    "nothing": """
        pay F source 0.01 USD
        inv X target 0.03 EUR discount=0.03/0.03
        > all
            open pay 0.01
            open inv 0.03
            refused nothing
    """,
}


@pytest.mark.parametrize("story", REFUSALS.values(), ids=REFUSALS)
def test_refusals(story):
    assert_story(story)


def test_twice():
    """One transaction marked twice: refused, whatever else the plan shows."""
    request = World("""
        pay F source 60.00 USD
        inv E target 60.00 USD typed=20.00
        inv E target 60.00 USD order=2
    """).request
    plan = make_plan(request)
    assert_rows([row for row in rows_of(plan) if "refused" in row], "refused twice inv")


def test_reasons_come_in_one_order_whoever_was_marked_first():
    request = World("""
        one F source 60.00 USD typed=0
        two E source 60.00 USD typed=0
        inv W target 60.00 USD cross=0
    """).request
    other = replace(request, marks=request.marks[::-1])
    assert make_plan(request).problems == make_plan(other).problems
    assert fingerprint(make_plan(request)) == fingerprint(make_plan(other))


def test_date_too_early():
    given = """
        pay F source 60.00 USD
        inv F target 60.00 USD
    """
    plan = make_plan(World(given, date=date(2026, 3, 24)).request)
    assert_rows(rows_of(plan), "refused date_too_early F pay date=2026-03-25")
    plan = make_plan(World(given, date=date(2026, 3, 25)).request)
    assert_rows(rows_of(plan), "")
    assert plan.date == date(2026, 3, 25)


def test_nothing_marked():
    plan = make_plan(World("").request)
    assert_rows(rows_of(plan), "refused no_source\nrefused no_target")
    assert plan.date is None
