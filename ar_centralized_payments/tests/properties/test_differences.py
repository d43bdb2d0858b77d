"""Penny differences, over- and underpayments (section 7)."""

from dataclasses import replace

import pytest
from hypothesis import assume, given

import strategies as some
from auditor import greedy, most, payable
from laws import check_laws
from settlement.planner import fingerprint, make_plan
from settlement.values import Account, Difference, LineRef, Match, Role, Side
from worlds import PAID, World, assert_story

UNDER = {
    "underpayment within the maximum, inside one company": """
        pay F source 975.00 USD
        inv F target 1,000.00 USD discount=20.00/1,000.00
        limits F over=5.00
        > all
            F  receivable           -20.00
            F  discount              20.00
            F  receivable            -5.00
            F  over_under             5.00
    """,
    "underpayment within the maximum, across companies": """
        pay F source 975.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00
        limits E over=5.00
        > all
            F  receivable           975.00
            F  due_to E            -975.00
            E  due_from F           975.00
            E  receivable          -975.00
            E  receivable           -20.00
            E  discount              20.00
            E  receivable            -5.00
            E  over_under             5.00
    """,
    "underpayment, discount to the payment company": """
        pay F source 975.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00
        route F E discount=payment
        limits E over=5.00
        > all
            F  receivable           975.00
            F  due_to E            -975.00
            F  due_to E             -20.00
            F  discount              20.00
            E  due_from F           975.00
            E  receivable          -975.00
            E  receivable           -20.00
            E  due_from F            20.00
            E  receivable            -5.00
            E  over_under             5.00
    """,
    "underpayment above the maximum stays open": """
        pay F source 974.99 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 partial
        limits E over=5.00
        > all
            F  receivable           974.99
            F  due_to E            -974.99
            E  due_from F           974.99
            E  receivable          -974.99
            E  receivable           -19.90
            E  discount              19.90
            open   inv                   5.11
    """,
    "underpayment is judged by the invoice's company alone": """
        pay F source 975.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00
        limits F penny=9.00 over=9.00
        > all
            F  receivable           975.00
            F  due_to E            -975.00
            E  due_from F           975.00
            E  receivable          -975.00
            open   inv                  25.00
    """,
    "a penny is a penny": """
        pay F source 979.95 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00
        limits E penny=0.05 over=5.00
        > all
            F  receivable           979.95
            F  due_to E            -979.95
            E  due_from F           979.95
            E  receivable          -979.95
            E  receivable           -20.00
            E  discount              20.00
            E  receivable            -0.05
            E  penny                  0.05
    """,
    "more than a penny is an underpayment": """
        pay F source 979.94 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00
        limits E penny=0.05 over=5.00
        > all
            F  receivable           979.94
            F  due_to E            -979.94
            E  due_from F           979.94
            E  receivable          -979.94
            E  receivable           -20.00
            E  discount              20.00
            E  receivable            -0.06
            E  over_under             0.06
    """,
    "a penny maximum alone": """
        pay F source 979.94 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 partial
        limits E penny=0.05
        > all
            F  receivable           979.94
            F  due_to E            -979.94
            E  due_from F           979.94
            E  receivable          -979.94
            E  receivable           -20.00
            E  discount              20.00
            open   inv                   0.06
    """,
    "underpayment after the discount's date": """
        pay F source 996.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-03-24
        limits E over=5.00
        > all
            F  receivable           996.00
            F  due_to E            -996.00
            E  due_from F           996.00
            E  receivable          -996.00
            E  receivable            -4.00
            E  over_under             4.00
    """,
    "underpayment corrects the tax of the whole discount": """
        pay F source 975.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 parts=base:18.00,tax:2.00 \
                on=5d
        limits E over=5.00
        > all
            F  receivable           975.00
            F  due_to E            -975.00
            E  due_from F           975.00
            E  receivable          -975.00
            E  receivable           -20.00
            E  tax [tax]              2.00
            E  discount 5d [base]        18.00
            E  receivable            -5.00
            E  over_under             5.00
    """,
    "underpayment of two tiers": """
        first F source 294.00 USD date=2026-06-28
        second F source 690.00 USD date=2026-07-08
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 \
                tier2=10.00 until2=2026-07-09 date=2026-06-25
        limits E over=5.00
        > all
            F  receivable           294.00
            F  due_to E            -294.00
            F  receivable           690.00
            F  due_to E            -690.00
            E  due_from F           294.00
            E  receivable          -294.00
            E  receivable            -6.00
            E  discount               6.00
            E  due_from F           690.00
            E  receivable          -690.00
            E  receivable            -7.00
            E  discount               7.00
            E  receivable            -3.00
            E  over_under             3.00
    """,
    "underpayment of the second of two parts": """
        pay F source 975.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 partial
        limits E over=5.00
        > pay 490.00
            F  receivable           490.00
            F  due_to E            -490.00
            E  due_from F           490.00
            E  receivable          -490.00
            E  receivable           -10.00
            E  discount              10.00
            open   pay                 485.00
            open   inv                 500.00
        > rest
            F  receivable           485.00
            F  due_to E            -485.00
            E  due_from F           485.00
            E  receivable          -485.00
            E  receivable           -10.00
            E  discount              10.00
            E  receivable            -5.00
            E  over_under             5.00
    """,
    "underpayment in a foreign currency, at booked value": """
        pay F source 975.00 EUR 1,197.01
        inv E target 1,000.00 EUR 1,206.20 discount=20.00/1,000.00
        limits E over=6.03
        > all
            F  receivable           975.00 EUR      1197.01
            F  due_to E            -975.00 EUR     -1197.01
            F  due_to E               0.00 EUR        20.96
            F  gain                   0.00 EUR       -20.96
            E  due_from F           975.00 EUR      1197.01
            E  receivable          -975.00 EUR     -1197.01
            E  receivable             0.00 EUR        20.96
            E  due_from F             0.00 EUR       -20.96
            E  receivable           -20.00 EUR       -24.12
            E  discount              20.00 EUR        24.12
            E  receivable            -5.00 EUR        -6.03
            E  over_under             5.00 EUR         6.03
    """,
    "underpayment in a foreign currency is judged in the company's own": """
        pay F source 975.00 EUR 1,197.01
        inv E target 1,000.00 EUR 1,206.20 discount=20.00/1,000.00 partial
        limits E over=6.02
        > all
            F  receivable           975.00 EUR      1197.01
            F  due_to E            -975.00 EUR     -1197.01
            F  due_to E               0.00 EUR        20.96
            F  gain                   0.00 EUR       -20.96
            E  due_from F           975.00 EUR      1197.01
            E  receivable          -975.00 EUR     -1197.01
            E  receivable             0.00 EUR        20.96
            E  due_from F             0.00 EUR       -20.96
            E  receivable           -19.90 EUR       -24.00
            E  discount              19.90 EUR        24.00
            open   inv                   5.10 EUR         6.15
    """,
    "money left elsewhere is no underpayment": """
        pay F source 5,000.00 USD typed=975.00
        inv E target 1,000.00 USD discount=20.00/1,000.00 partial
        limits E over=5.00
        > all
            F  receivable           975.00
            F  due_to E            -975.00
            E  due_from F           975.00
            E  receivable          -975.00
            E  receivable           -19.90
            E  discount              19.90
            open   pay                4025.00
            open   inv                   5.10
    """,
    "an unused source is money left": """
        pay F source 975.00 USD typed=975.00
        two F source 5.00 EUR 6.14
        inv E target 1,000.00 USD typed=975.00
        limits E over=25.00
        limits F over=25.00
        > all
            F  receivable           975.00
            F  due_to E            -975.00
            E  due_from F           975.00
            E  receivable          -975.00
            open   two                   5.00 EUR         6.14
            open   inv                  25.00
    """,
    "an invoice that nothing pays is not written off": """
        pay F source 100.00 USD
        old E target 100.00 USD
        new E target 3.00 USD date=2026-03-11
        limits E over=5.00
        > all
            F  receivable           100.00
            F  due_to E            -100.00
            E  due_from F           100.00
            E  receivable          -100.00
            open   new                   3.00
    """,
    "several underpaid invoices": """
        pay F source 98.00 USD typed=98.00
        two W source 97.00 USD typed=97.00
        inv F target 100.00 USD
        new W target 100.00 USD
        limits F penny=2.00
        limits W over=3.00
        > all
            F  receivable            -2.00
            F  penny                  2.00
            W  receivable            -3.00
            W  over_under             3.00
    """,
    "what is written off is no excess": """
        pay F source 998.00 USD
        inv E target 1,000.00 USD typed=1,000.00
        limits E over=2.00
        > all
            F  receivable           998.00
            F  due_to E            -998.00
            E  due_from F           998.00
            E  receivable          -998.00
            E  receivable            -2.00
            E  over_under             2.00
    """,
    "what is not written off is an excess": """
        pay F source 998.00 USD
        inv E target 1,000.00 USD typed=1,000.00
        limits E over=1.99
        > all
            F  receivable           998.00
            F  due_to E            -998.00
            E  due_from F           998.00
            E  receivable          -998.00
            open   inv                   2.00
            refused excess E inv excess=2.00
    """,
    "underpayment beside a typed discount": """
        pay F source 965.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 discount_typed=30.00
        limits E over=5.00
        > all
            F  receivable           965.00
            F  due_to E            -965.00
            E  due_from F           965.00
            E  receivable          -965.00
            E  receivable           -30.00
            E  discount              30.00
            E  receivable            -5.00
            E  over_under             5.00
    """,
    "full settlement leaves nothing to write off": """
        pay F source 975.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 full
        limits E over=5.00
        > all
            F  receivable           975.00
            F  due_to E            -975.00
            E  due_from F           975.00
            E  receivable          -975.00
            E  receivable           -25.00
            E  discount              25.00
    """,
}

SPECIFIC = {
    "specific: 105.00 with 10.50 paid 95.00": """
        pay F source 95.00 USD
        inv F target 105.00 USD discount=10.50/105.00
        limits F over=0.50
        > all
            F  receivable           -10.50
            F  discount              10.50
            F  receivable             0.50
            F  over_under            -0.50
    """,
    "specific above the maximum": """
        pay F source 95.00 USD
        inv F target 105.00 USD discount=10.50/105.00
        limits F over=0.49
        > all
            F  receivable           -10.50
            F  discount              10.50
            open   pay                   0.50
    """,
    "specific across companies: 200.00 with 4.00 paid 196.30": """
        pay F source 196.30 USD
        inv E target 200.00 USD discount=4.00/200.00
        limits F over=0.30
        > all
            F  receivable           196.00
            F  due_to E            -196.00
            F  receivable             0.30
            F  over_under            -0.30
            E  due_from F           196.00
            E  receivable          -196.00
            E  receivable            -4.00
            E  discount               4.00
    """,
    "specific across companies, discount to the payment company": """
        pay F source 196.30 USD
        inv E target 200.00 USD discount=4.00/200.00
        route F E discount=payment
        limits F over=0.30
        > all
            F  receivable           196.00
            F  due_to E            -196.00
            F  due_to E              -4.00
            F  discount               4.00
            F  receivable             0.30
            F  over_under            -0.30
            E  due_from F           196.00
            E  receivable          -196.00
            E  receivable            -4.00
            E  due_from F             4.00
    """,
    "overpayment is judged by the payment's company alone": """
        pay F source 196.30 USD
        inv E target 200.00 USD discount=4.00/200.00
        limits E penny=9.00 over=9.00 unspecific
        > all
            F  receivable           196.00
            F  due_to E            -196.00
            E  due_from F           196.00
            E  receivable          -196.00
            E  receivable            -4.00
            E  discount               4.00
            open   pay                   0.30
    """,
    "an overpaid penny": """
        pay F source 196.05 USD
        inv E target 200.00 USD discount=4.00/200.00
        limits F penny=0.05 over=0.30
        > all
            F  receivable           196.00
            F  due_to E            -196.00
            F  receivable             0.05
            F  penny                 -0.05
            E  due_from F           196.00
            E  receivable          -196.00
            E  receivable            -4.00
            E  discount               4.00
    """,
}

UNSPECIFIC = {
    "unspecific: 105.00 with 10.50 paid 95.00": """
        pay F source 95.00 USD
        inv F target 105.00 USD discount=10.50/105.00 parts=base:9.45,tax:1.05
        limits F penny=9.00 unspecific
        > all
            F  receivable           -10.00
            F  tax [tax]              1.00
            F  discount [base]         9.00
    """,
    "unspecific: 100.00 with 3.00 paid 98.00": """
        pay F source 98.00 USD
        inv F target 100.00 USD discount=3.00/100.00
        limits F unspecific
        > all
            F  receivable            -2.00
            F  discount               2.00
    """,
    "unspecific: 105.00 paid 110.00, within the maximum": """
        pay F source 110.00 USD
        inv F target 105.00 USD discount=10.50/105.00
        limits F over=5.00 unspecific
        > all
            F  receivable             5.00
            F  over_under            -5.00
    """,
    "unspecific: 105.00 paid 110.00, above the maximum": """
        pay F source 110.00 USD
        inv F target 105.00 USD discount=10.50/105.00
        limits F over=4.99 unspecific
        > all
            open   pay                   5.00
    """,
    "unspecific across companies, discount to the payment company": """
        pay F source 196.30 USD
        inv E target 200.00 USD discount=4.00/200.00
        route F E discount=payment
        limits F over=0.30 unspecific
        > all
            F  receivable           196.30
            F  due_to E            -196.30
            F  due_to E              -3.70
            F  discount               3.70
            E  due_from F           196.30
            E  receivable          -196.30
            E  receivable            -3.70
            E  due_from F             3.70
    """,
    "unspecific across companies, discount to the invoice company: as specific": """
        pay F source 196.30 USD
        inv E target 200.00 USD discount=4.00/200.00
        limits F over=0.30 unspecific
        > all
            F  receivable           196.00
            F  due_to E            -196.00
            F  receivable             0.30
            F  over_under            -0.30
            E  due_from F           196.00
            E  receivable          -196.00
            E  receivable            -4.00
            E  discount               4.00
    """,
    "unspecific: the last of several discounted invoices absorbs it": """
        pay F source 199.00 USD
        old F target 100.00 USD discount=2.00/100.00
        new F target 100.00 USD discount=1.50/100.00 date=2026-03-11
        limits F over=1.00 unspecific
        > all
            F  receivable            -2.00
            F  discount               2.00
            F  receivable             1.00
            F  over_under            -1.00
    """,
    "unspecific: the last one only, the rest by the maxima": """
        pay F source 198.50 USD
        old F target 100.00 USD discount=2.00/100.00
        new F target 100.00 USD discount=1.00/100.00 date=2026-03-11
        plain F target 0.10 USD date=2026-03-12
        limits F over=0.40 unspecific
        > all
            F  receivable            -2.00
            F  discount               2.00
            F  receivable             0.40
            F  over_under            -0.40
    """,
    "unspecific: the last one whose discount falls in the payment company": """
        pay F source 197.00 USD
        own F target 100.00 USD discount=2.00/100.00
        other E target 100.00 USD discount=2.00/100.00 date=2026-03-11
        limits F over=1.00 unspecific
        > all
            F  receivable            -1.00
            F  discount               1.00
            F  receivable            98.00
            F  due_to E             -98.00
            E  due_from F            98.00
            E  receivable           -98.00
            E  receivable            -2.00
            E  discount               2.00
    """,
    "unspecific leaves a typed discount alone": """
        pay F source 98.00 USD
        inv F target 100.00 USD discount=3.00/100.00 discount_typed=3.00
        limits F over=1.00 unspecific
        > all
            F  receivable            -3.00
            F  discount               3.00
            F  receivable             1.00
            F  over_under            -1.00
    """,
    "unspecific: the last one whose discount was not typed": """
        pay F source 196.50 USD
        old F target 100.00 USD discount=2.00/100.00
        new F target 100.00 USD discount=2.00/100.00 discount_typed=2.00 date=2026-03-11
        limits F over=1.00 unspecific
        > all
            F  receivable            -1.50
            F  discount               1.50
            F  receivable            -2.00
            F  discount               2.00
    """,
    "unspecific: not beyond a typed amount": """
        pay F source 100.00 USD
        inv F target 100.00 USD discount=3.00/100.00 typed=98.00
        limits F unspecific
        > all
            F  receivable            -2.00
            F  discount               2.00
            open   pay                   2.00
    """,
    "unspecific: two payments of two companies, the second too much": """
        two W source 50.00 USD date=2026-03-20
        pay F source 48.00 USD
        inv E target 100.00 USD discount=4.00/100.00 partial
        route F E discount=payment
        limits F over=1.00 unspecific
        > all
            W  receivable            50.00
            W  due_to E             -50.00
            E  due_from W            50.00
            E  receivable           -50.00
            E  receivable            -2.08
            E  discount               2.08
            E  due_from F            47.92
            E  receivable           -47.92
            F  receivable            47.92
            F  due_to E             -47.92
            F  receivable             0.08
            F  over_under            -0.08
    """,
    "unspecific in two tiers: the tier that was paid too much": """
        first F source 294.00 USD date=2026-06-28
        second F source 695.00 USD date=2026-07-08
        inv F target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        limits F unspecific
        > all
            F  receivable            -6.00
            F  discount 5d            6.00
            F  receivable            -5.00
            F  discount 14d           5.00
    """,
    "unspecific in another currency": """
        pay F source 98.00 EUR 120.31
        inv F target 120.00 USD discount=2.40/120.00
        limits F unspecific
        > all
            F  receivable            97.75 EUR       120.00
            F  receivable          -120.00
            open   pay                   0.25 EUR         0.31
    """,
    "unspecific: two payments of one company, the second too much": """
        two F source 50.00 USD date=2026-03-20
        pay F source 48.00 USD
        inv F target 100.00 USD discount=4.00/100.00 partial
        limits F over=1.00 unspecific
        > all
            F  receivable            -2.00
            F  discount               2.00
    """,
    "unspecific: what the second invoice's discount cannot absorb": """
        pay F source 96.50 USD date=2026-03-20
        two F source 50.00 USD
        inv F target 100.00 USD discount=4.00/100.00 partial
        new F target 50.00 USD discount=1.00/50.00 date=2026-03-11
        limits F over=1.00 unspecific
        > all
            F  receivable            -4.00
            F  discount               4.00
            F  receivable             0.50
            F  over_under            -0.50
    """,
    "unspecific: two tiers of one company, the last shrinks first": """
        first F source 98.00 USD date=2026-03-12
        second F source 901.00 USD
        inv F target 1,000.00 USD discount=20.00/1,000.00 until=2026-03-15 on=5d \
                tier2=10.00 on2=14d
        limits F over=9.99 unspecific
        > all
            F  receivable            -1.00
            F  discount 5d            1.00
    """,
    "unspecific: an invoice that the payment has no part in absorbs nothing": """
        pay F source 98.50 USD
        euro F source 98.00 EUR 118.21
        inv F target 100.00 USD discount=2.00/100.00
        other F target 100.00 EUR 120.62 discount=2.00/100.00 date=2026-03-11
        limits F over=1.00 unspecific
        > all
            F  receivable            -1.50
            F  discount               1.50
            F  receivable            -2.00 EUR        -2.41
            F  discount               2.00 EUR         2.41
    """,
}

OVER = {
    "overpayment of a payment in a foreign currency, at booked value": """
        pay F source 601.00 EUR 737.85
        inv E target 600.00 EUR 723.72
        limits F over=1.23
        > all
            F  receivable           600.00 EUR       736.62
            F  due_to E            -600.00 EUR      -736.62
            F  due_to E               0.00 EUR        12.90
            F  gain                   0.00 EUR       -12.90
            F  receivable             1.00 EUR         1.23
            F  over_under            -1.00 EUR        -1.23
            E  due_from F           600.00 EUR       736.62
            E  receivable          -600.00 EUR      -736.62
            E  receivable             0.00 EUR        12.90
            E  due_from F             0.00 EUR       -12.90
    """,
    "overpayment in a foreign currency is judged in the company's own": """
        pay F source 601.00 EUR 737.85
        inv E target 600.00 EUR 723.72
        limits F over=1.22
        > all
            F  receivable           600.00 EUR       736.62
            F  due_to E            -600.00 EUR      -736.62
            F  due_to E               0.00 EUR        12.90
            F  gain                   0.00 EUR       -12.90
            E  due_from F           600.00 EUR       736.62
            E  receivable          -600.00 EUR      -736.62
            E  receivable             0.00 EUR        12.90
            E  due_from F             0.00 EUR       -12.90
            open   pay                   1.00 EUR         1.23
    """,
    "overpayment of what is typed on the invoice": """
        pay F source 995.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 typed=995.00
        limits F over=5.00
        > all
            F  receivable           990.00
            F  due_to E            -990.00
            F  receivable             5.00
            F  over_under            -5.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  discount              10.00
    """,
    "a typed amount leaves what is above it for something else": """
        pay F source 995.01 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 typed=995.00
        limits F over=10.00
        > all
            F  receivable           990.00
            F  due_to E            -990.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  discount              10.00
            open   pay                   5.01
    """,
    "a typed amount of another currency leaves it, too": """
        pay F source 601.00 EUR 737.85
        inv E target 723.72 USD typed=723.72
        limits F over=20.00
        > all
            F  receivable           589.49 EUR       723.72
            F  due_to E            -589.49 EUR      -723.72
            E  due_from F           589.49 EUR       723.72
            E  receivable          -723.72
            open   pay                  11.51 EUR        14.13
    """,
    "less typed on the payment: the rest is for something else": """
        pay F source 100.00 USD typed=95.00
        inv E target 94.50 USD
        limits F over=9.00
        > all
            F  receivable            94.50
            F  due_to E             -94.50
            E  due_from F            94.50
            E  receivable           -94.50
            open   pay                   5.50
    """,
    "a payment without a part in it is no overpayment": """
        pay F source 100.00 USD
        two F source 1.00 USD date=2026-03-26
        inv E target 99.50 USD
        limits F over=1.00
        > all
            F  receivable            99.50
            F  due_to E             -99.50
            F  receivable             0.50
            F  over_under            -0.50
            E  due_from F            99.50
            E  receivable           -99.50
            open   two                   1.00
    """,
    "a primary paid too much": """
        pay F source 80.00 USD primary
        note E source 25.00 USD note
        inv W target 100.00 USD
        limits F over=5.00
        > all
            E  receivable            25.00
            E  due_to F             -25.00
            F  due_from E            25.00
            F  receivable           -25.00
            F  receivable           100.00
            F  due_to W            -100.00
            F  receivable             5.00
            F  over_under            -5.00
            W  due_from F           100.00
            W  receivable          -100.00
    """,
    "a credit note left over, with its whole discount": """
        note F source 100.00 USD note discount=1.00/100.00
        inv E target 98.50 USD
        limits F over=0.50
        > all
            F  receivable            98.50
            F  due_to E             -98.50
            F  receivable             1.00
            F  discount              -1.00
            F  receivable             0.50
            F  over_under            -0.50
            E  due_from F            98.50
            E  receivable           -98.50
    """,
    "a branch writes off in its own entry": """
        pay F/north source 100.00 USD
        inv E/south target 101.00 USD
        limits E over=1.00
        > all
            north receivable           100.00
            north due_to E            -100.00
            south due_from F           100.00
            south receivable          -100.00
            south receivable            -1.00
            south over_under             1.00
    """,
    "not while a pair is missing": """
        pay F source 99.00 USD
        inv E target 100.00 USD
        limits E over=1.00
        unpaired F E
        > all
            open   pay                  99.00
            open   inv                 100.00
            refused pair F other=E
    """,
    "what is written off of a typed payment disagrees with nothing": """
        pay F source 601.00 EUR 737.85 typed=601.00
        inv E target 723.72 USD typed=723.72
        more E target 10.00 USD
        limits F over=5.00
        > all
            F  receivable           589.49 EUR       723.72
            F  due_to E            -589.49 EUR      -723.72
            F  receivable             8.15 EUR        10.01
            F  due_to E              -8.15 EUR       -10.01
            F  due_to E               0.00 EUR         0.01
            F  gain                   0.00 EUR        -0.01
            F  receivable             3.36 EUR         4.12
            F  over_under            -3.36 EUR        -4.12
            E  due_from F           589.49 EUR       723.72
            E  receivable          -723.72
            E  due_from F             8.15 EUR        10.01
            E  receivable           -10.01
            E  receivable             0.01
            E  due_from F             0.00 EUR        -0.01
    """,
    "what is not written off of a typed payment disagrees": """
        pay F source 601.00 EUR 737.85 typed=601.00
        inv E target 723.72 USD typed=723.72
        more E target 10.00 USD
        limits F over=4.00
        > all
            F  receivable           589.49 EUR       723.72
            F  due_to E            -589.49 EUR      -723.72
            F  receivable             8.15 EUR        10.01
            F  due_to E              -8.15 EUR       -10.01
            F  due_to E               0.00 EUR         0.01
            F  gain                   0.00 EUR        -0.01
            E  due_from F           589.49 EUR       723.72
            E  receivable          -723.72
            E  due_from F             8.15 EUR        10.01
            E  receivable           -10.01
            E  receivable             0.01
            E  due_from F             0.00 EUR        -0.01
            open   pay                   3.36 EUR         4.12
            refused amounts_disagree F pay left=3.36
    """,
}


@pytest.mark.parametrize("story", UNDER.values(), ids=UNDER)
def test_underpayments(story):
    assert_story(story)


@pytest.mark.parametrize("story", SPECIFIC.values(), ids=SPECIFIC)
def test_overpayments_beside_a_discount(story):
    assert_story(story)


@pytest.mark.parametrize("story", UNSPECIFIC.values(), ids=UNSPECIFIC)
def test_overpayments_instead_of_a_discount(story):
    assert_story(story)


@pytest.mark.parametrize("story", OVER.values(), ids=OVER)
def test_overpayments(story):
    assert_story(story)


def booked(plan, role):
    """What a plan writes off as this: the difference, and each line's place."""
    [difference] = plan.differences
    assert difference.role is role
    return difference, [
        (LineRef(entry.branch, place), line)
        for entry in plan.entries
        for place, line in enumerate(entry.lines)
        if line.kind == role.value
    ]


def test_lines_of_an_overpayment():
    """Account, partner, legs, value date and match of what is written off."""
    given = """
        pay F source 100.30 USD analytic=plan
        inv E target 100.00 USD
        limits F over={}
    """
    plan = make_plan(World(given.format("1.00")).request)
    difference, [(ref, receivable), (_ref, account)] = booked(plan, Role.OVER_UNDER)
    name = "over/under account of F"
    pay = plan.settled["pay"].item
    assert difference == Difference(pay, Role.OVER_UNDER, name, 30, 30, (0,), PAID)
    assert plan.settled["pay"].difference == 30
    assert receivable.account == Account(Role.RECEIVABLE, "F", "AR")
    assert account.account == Account(Role.OVER_UNDER, "F", name)
    for line, amount in ((receivable, 30), (account, -30)):
        assert (line.amount, line.balance, line.partner) == (
            amount, amount, "customer of F",
        )  # fmt: skip
        assert (line.legs, line.other, line.mirror) == ((0,), "F", None)
        assert line.value_date == PAID
    assert (receivable.analytic, account.analytic) == ("plan", None)
    assert Match(ref, "pay", 30, 30, 30) in plan.matches
    none = make_plan(World(given.format("0.29")).request)
    assert fingerprint(plan) != fingerprint(none)


def test_lines_of_an_underpayment():
    """On the value date of the last payment; all its legs are named."""
    plan = make_plan(
        World("""
        pay F source 50.00 USD date=2026-03-20
        two W source 49.95 USD
        inv E target 100.00 USD analytic=plan
        limits E penny=0.05
        """).request
    )
    difference, [(ref, receivable), (_ref, account)] = booked(plan, Role.PENNY)
    name = "penny account of E"
    inv = plan.settled["inv"].item
    assert difference == Difference(inv, Role.PENNY, name, 5, 5, (0, 1), PAID)
    assert plan.settled["inv"].difference == 5
    assert account.account == Account(Role.PENNY, "E", name)
    for line, amount in ((receivable, -5), (account, 5)):
        assert (line.amount, line.balance, line.partner) == (
            amount, amount, "customer of E",
        )  # fmt: skip
        assert (line.legs, line.other) == ((0, 1), "E")
        assert line.value_date == PAID
    assert (receivable.analytic, account.analytic) == ("plan", None)
    assert Match("inv", ref, 5, 5, 5) in plan.matches


ONE_CURRENCY = some.frames(currencies=some.ALL[:1])


def in_time(request, **changes):
    """The request with each company's settings changed, paid inside every tier."""
    tolerances = {
        key: replace(tolerance, **changes)
        for key, tolerance in request.tolerances.items()
    }
    return replace(request, tolerances=tolerances, discount_date=some.DAYS[0])


@given(some.requests(ONE_CURRENCY, notes=False, tiers=1))
def test_in_one_currency_what_is_small_is_written_off(request):
    request = in_time(request, is_unspecific=False)
    plan = make_plan(request)
    check_laws(request, plan)
    left = {key: done.open_amount for key, done in plan.settled.items()}
    assert left == greedy(request)


INSIDE = some.frames(currencies=some.ALL[:1], companies=1)


@given(some.requests(INSIDE, most=1, notes=False, tiers=1))
def test_inside_a_company_an_overpayment_makes_the_discount_smaller(request):
    """Paid 95.00, an invoice of 105.00 with 10.50 gets 10.00; 110.00: 0, and 5.00 are
    left, which the maxima judge."""
    request = in_time(request, is_unspecific=True)
    paid, invoice = (mark.item for mark in request.marks)
    least = payable(invoice)
    assume(0 < least <= paid.amount and request.tolerances)
    plan = make_plan(request)
    check_laws(request, plan)
    discount = min(max(invoice.amount - paid.amount, 0), invoice.amount - least)
    over = max(paid.amount - invoice.amount, 0)
    limit = most(request, paid)
    assert plan.settled[invoice.key].discount == discount
    assert not plan.settled[invoice.key].open_amount
    assert plan.settled[paid.key].difference == (over if over <= limit else 0)


@given(some.requests(is_typed=True))
def test_what_is_written_off_is_open_without_the_settings(request):
    """Settings change what is written off, and under *Specific* nothing else: who pays
    whom is the same, and the discount of what is written off is the whole one."""
    request = in_time(request, is_unspecific=False)
    plan, plain = make_plan(request), make_plan(replace(request, tolerances={}))
    paid, paid_plainly = (
        [(leg.source.key, leg.target.key, leg.amount_source) for leg in each.legs]
        for each in (plan, plain)
    )
    assert paid == paid_plainly
    written_off = {difference.item.key for difference in plan.differences}
    for key, done in plan.settled.items():
        if key in written_off:
            assert plain.settled[key].open_amount >= done.difference
        else:
            assert done == plain.settled[key]


@given(some.requests(ONE_CURRENCY) | some.requests(ONE_CURRENCY, is_typed=True))
def test_unspecific_only_makes_discounts_smaller(request):
    """What is closed under *Specific* is closed, by more money and less discount."""
    specific, unspecific = (
        replace(
            request,
            tolerances={
                key: replace(tolerance, is_unspecific=is_unspecific)
                for key, tolerance in request.tolerances.items()
            },
        )
        for is_unspecific in (False, True)
    )
    plan, other = make_plan(specific), make_plan(unspecific)
    check_laws(unspecific, other)
    for key, done in other.settled.items():
        before = plan.settled[key]
        if done.item.side is Side.TARGET:
            assert done.discount <= before.discount
            assert done.amount - before.amount == before.discount - done.discount
            assert done.open_amount == before.open_amount
        else:
            assert done.amount >= before.amount
    assert plan.problems == other.problems
