"""Tiers, *use cash discount*, credit notes with a discount, full settlement (6)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import strategies as some
from auditor import in_turn
from laws import check_laws
from settlement.planner import make_plan
from settlement.values import Discount, Mark, Side, Tier, Use
from worlds import assert_story, left_open

TIERS = {
    "tiers of two dates, two settlements, inside one company": """
        first F source 294.00 USD date=2026-06-28
        second F source 693.00 USD date=2026-07-08
        inv F target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d partial date=2026-06-25
        > mark first inv
            F  receivable            -6.00
            F  discount 5d            6.00
            open   inv                 700.00
        > mark second inv
            F  receivable            -7.00
            F  discount 14d           7.00
    """,
    "tiers of two dates, two settlements, discount to the invoice company": """
        first F source 294.00 USD date=2026-06-28
        second F source 693.00 USD date=2026-07-08
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d partial date=2026-06-25
        > mark first inv
            F  receivable           294.00
            F  due_to E            -294.00
            E  due_from F           294.00
            E  receivable          -294.00
            E  receivable            -6.00
            E  discount 5d            6.00
            open   inv                 700.00
        > mark second inv
            F  receivable           693.00
            F  due_to E            -693.00
            E  due_from F           693.00
            E  receivable          -693.00
            E  receivable            -7.00
            E  discount 14d           7.00
    """,
    "tiers of two dates, two settlements, discount to the payment company": """
        first F source 294.00 USD date=2026-06-28
        second F source 693.00 USD date=2026-07-08
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d partial date=2026-06-25
        route F E discount=payment
        > mark first inv
            F  receivable           294.00
            F  due_to E            -294.00
            F  due_to E              -6.00
            F  discount 5d            6.00
            E  due_from F           294.00
            E  receivable          -294.00
            E  receivable            -6.00
            E  due_from F             6.00
            open   inv                 700.00
        > mark second inv
            F  receivable           693.00
            F  due_to E            -693.00
            F  due_to E              -7.00
            F  discount 14d           7.00
            E  due_from F           693.00
            E  receivable          -693.00
            E  receivable            -7.00
            E  due_from F             7.00
    """,
    "tiers of two dates in one settlement, partial payments off": """
        first F source 294.00 USD date=2026-06-28
        second F source 693.00 USD date=2026-07-08
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > all
            F  receivable           294.00
            F  due_to E            -294.00
            F  receivable           693.00
            F  due_to E            -693.00
            E  due_from F           294.00
            E  receivable          -294.00
            E  receivable            -6.00
            E  discount 5d            6.00
            E  due_from F           693.00
            E  receivable          -693.00
            E  receivable            -7.00
            E  discount 14d           7.00
    """,
    "partial payments off: what was paid in time is caught up only in its tier": """
        first F source 294.00 USD date=2026-06-28
        second F source 699.00 USD date=2026-07-08
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > mark first inv
            F  receivable           294.00
            F  due_to E            -294.00
            E  due_from F           294.00
            E  receivable          -294.00
            open   inv                 706.00
        > mark second inv
            F  receivable           698.94
            F  due_to E            -698.94
            E  due_from F           698.94
            E  receivable          -698.94
            E  receivable            -7.06
            E  discount 14d           7.06
            open   second                0.06
    """,
    "partial payments off: the closing payments catch up in each tier": """
        first F source 98.00 USD date=2026-06-28
        again F source 196.00 USD date=2026-06-29
        second F source 693.00 USD date=2026-07-08
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > mark first inv
            F  receivable            98.00
            F  due_to E             -98.00
            E  due_from F            98.00
            E  receivable           -98.00
            open   inv                 902.00
        > mark again second inv
            F  receivable           196.00
            F  due_to E            -196.00
            F  receivable           693.00
            F  due_to E            -693.00
            E  due_from F           196.00
            E  receivable          -196.00
            E  receivable            -6.00
            E  discount 5d            6.00
            E  due_from F           693.00
            E  receivable          -693.00
            E  receivable            -7.00
            E  discount 14d           7.00
    """,
    "a payment after every date pays beside two tiers": """
        first F source 294.00 USD date=2026-06-28
        second F source 198.00 USD date=2026-07-08
        late F source 501.00 USD date=2026-07-20
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d partial date=2026-06-25
        > all
            F  receivable           294.00
            F  due_to E            -294.00
            F  receivable           198.00
            F  due_to E            -198.00
            F  receivable           500.00
            F  due_to E            -500.00
            E  due_from F           294.00
            E  receivable          -294.00
            E  receivable            -6.00
            E  discount 5d            6.00
            E  due_from F           198.00
            E  receivable          -198.00
            E  receivable            -2.00
            E  discount 14d           2.00
            E  due_from F           500.00
            E  receivable          -500.00
            open   late                  1.00
    """,
    "the last day of the first tier": """
        pay F source 1,000.00 USD date=2026-06-30
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > all
            F  receivable           980.00
            F  due_to E            -980.00
            E  due_from F           980.00
            E  receivable          -980.00
            E  receivable           -20.00
            E  discount 5d           20.00
            open   pay                  20.00
    """,
    "the first day of the second tier": """
        pay F source 1,000.00 USD date=2026-07-01
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > all
            F  receivable           990.00
            F  due_to E            -990.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  discount 14d          10.00
            open   pay                  10.00
    """,
    "the day after the last tier": """
        pay F source 1,000.00 USD date=2026-07-10
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > all
            F  receivable          1000.00
            F  due_to E           -1000.00
            E  due_from F          1000.00
            E  receivable         -1000.00
    """,
    "days of grace extend the first tier": """
        pay F source 1,000.00 USD date=2026-07-02 grace=2
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > all
            F  receivable           980.00
            F  due_to E            -980.00
            E  due_from F           980.00
            E  receivable          -980.00
            E  receivable           -20.00
            E  discount 5d           20.00
            open   pay                  20.00
    """,
    "days of grace extend the second tier": """
        pay F source 1,000.00 USD date=2026-07-11 grace=2
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > all
            F  receivable           990.00
            F  due_to E            -990.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  discount 14d          10.00
            open   pay                  10.00
    """,
    "one day of grace too few": """
        pay F source 1,000.00 USD date=2026-07-12 grace=2
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > all
            F  receivable          1000.00
            F  due_to E           -1000.00
            E  due_from F          1000.00
            E  receivable         -1000.00
    """,
    "what is due after the first tier earns the second": """
        pay F source 1,000.00 USD date=2026-06-26 due_day=2026-07-05
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > all
            F  receivable           990.00
            F  due_to E            -990.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  discount 14d          10.00
            open   pay                  10.00
    """,
    "the typed date decides, whenever it is due": """
        pay F source 1,000.00 USD date=2026-06-26 due_day=2026-07-05
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        discounts 2026-06-30
        > all
            F  receivable           980.00
            F  due_to E            -980.00
            E  due_from F           980.00
            E  receivable          -980.00
            E  receivable           -20.00
            E  discount 5d           20.00
            open   pay                  20.00
    """,
    "a hub pays in two tiers, for grace is each source's own": """
        pay F source 693.00 USD date=2026-07-01 primary
        two E source 294.00 USD date=2026-07-01 grace=1
        inv W target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25 \
                parts=base:18.00,tax:2.00 parts2=base:9.00,tax:1.00
        route F W discount=payment
        > all
            E  receivable           294.00
            E  due_to F            -294.00
            F  due_from E           294.00
            F  receivable          -294.00
            F  receivable           987.00
            F  due_to W            -987.00
            F  due_to W              -5.40
            F  discount 5d            5.40
            F  due_to W              -6.30
            F  discount 14d           6.30
            W  due_from F           987.00
            W  receivable          -987.00
            W  receivable           -13.00
            W  tax [tax]              0.60
            W  due_from F [base]         5.40
            W  tax [tax]              0.70
            W  due_from F [base]         6.30
    """,
    "the primary's date decides on the tier": """
        pay F source 490.00 USD date=2026-06-30 primary
        two E source 490.00 USD date=2026-07-05
        inv W target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25
        > all
            E  receivable           490.00
            E  due_to F            -490.00
            F  due_from E           490.00
            F  receivable          -490.00
            F  receivable           980.00
            F  due_to W            -980.00
            W  due_from F           980.00
            W  receivable          -980.00
            W  receivable           -20.00
            W  discount 5d           20.00
    """,
    "two tiers in one currency foreign to both companies": """
        first F source 294.00 EUR 360.94 date=2026-03-10
        second F source 693.00 EUR 850.80 date=2026-03-25
        inv E target 1,000.00 EUR 1,206.20 discount=20.00/1,000.00 until=2026-03-15 \
                on=5d tier2=10.00 until2=2026-03-25 on2=14d partial
        > all
            F  receivable           294.00 EUR       360.94
            F  due_to E            -294.00 EUR      -360.94
            F  due_to E               0.00 EUR         6.32
            F  gain                   0.00 EUR        -6.32
            F  receivable           693.00 EUR       850.80
            F  due_to E            -693.00 EUR      -850.80
            F  due_to E               0.00 EUR        14.90
            F  gain                   0.00 EUR       -14.90
            E  due_from F           294.00 EUR       360.94
            E  receivable          -294.00 EUR      -360.94
            E  receivable             0.00 EUR         6.32
            E  due_from F             0.00 EUR        -6.32
            E  receivable            -6.00 EUR        -7.24
            E  discount 5d            6.00 EUR         7.24
            E  due_from F           693.00 EUR       850.80
            E  receivable          -693.00 EUR      -850.80
            E  receivable             0.00 EUR        14.90
            E  due_from F             0.00 EUR       -14.90
            E  receivable            -7.00 EUR        -8.44
            E  discount 14d           7.00 EUR         8.44
    """,
    "always, where partial discounts are off": """
        pay F source 297.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 until=2026-03-24 always
        > all
            F  receivable           297.00
            F  due_to E            -297.00
            E  due_from F           297.00
            E  receivable          -297.00
            E  receivable            -3.00
            E  discount               3.00
            open   inv                 700.00
    """,
    "always: the first tier at the second's date, the rest 7.00": """
        pay F source 693.00 USD
        inv E target 700.00 USD discount=10.00/1,000.00 until=2026-03-24 given=3.00 \
                always
        > all
            F  receivable           693.00
            F  due_to E            -693.00
            E  due_from F           693.00
            E  receivable          -693.00
            E  receivable            -7.00
            E  discount               7.00
    """,
    "normal: the rest after the date, 0.00": """
        pay F source 700.00 USD
        inv E target 700.00 USD discount=10.00/1,000.00 until=2026-03-24 given=3.00 \
                partial
        > all
            F  receivable           700.00
            F  due_to E            -700.00
            E  due_from F           700.00
            E  receivable          -700.00
    """,
    "always is the first tier, whichever date is met": """
        pay F source 1,000.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-03-20 on=5d \
                tier2=10.00 until2=2026-03-30 on2=14d always
        > all
            F  receivable           980.00
            F  due_to E            -980.00
            E  due_from F           980.00
            E  receivable          -980.00
            E  receivable           -20.00
            E  discount 5d           20.00
            open   pay                  20.00
    """,
    "never": """
        pay F source 1,000.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 partial never
        > all
            F  receivable          1000.00
            F  due_to E           -1000.00
            E  due_from F          1000.00
            E  receivable         -1000.00
    """,
    "never paid late leaves nothing of it": """
        pay F source 500.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 partial never
        > all
            F  receivable           500.00
            F  due_to E            -500.00
            E  due_from F           500.00
            E  receivable          -500.00
            open   inv                 500.00
    """,
    "three invoices on 29 June": """
        pay F source 2,970.00 USD date=2026-06-29
        one E target 1,000.00 USD discount=10.00/1,000.00 until=2026-05-29 \
                date=2026-05-15
        two E target 1,000.00 USD discount=10.00/1,000.00 until=2026-07-09 \
                date=2026-06-25
        six E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 \
                tier2=10.00 until2=2026-07-09 date=2026-06-25
        > all
            F  receivable          1000.00
            F  due_to E           -1000.00
            F  receivable           980.00
            F  due_to E            -980.00
            F  receivable           990.00
            F  due_to E            -990.00
            E  due_from F          1000.00
            E  receivable         -1000.00
            E  due_from F           980.00
            E  receivable          -980.00
            E  receivable           -20.00
            E  discount              20.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  discount              10.00
    """,
    "three invoices on 1 July": """
        pay F source 2,980.00 USD date=2026-07-01
        one E target 1,000.00 USD discount=10.00/1,000.00 until=2026-05-29 \
                date=2026-05-15
        two E target 1,000.00 USD discount=10.00/1,000.00 until=2026-07-09 \
                date=2026-06-25
        six E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 \
                tier2=10.00 until2=2026-07-09 date=2026-06-25
        > all
            F  receivable          1000.00
            F  due_to E           -1000.00
            F  receivable           990.00
            F  due_to E            -990.00
            F  receivable           990.00
            F  due_to E            -990.00
            E  due_from F          1000.00
            E  receivable         -1000.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  discount              10.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  discount              10.00
    """,
    "three invoices of two companies on 29 June, discount to the payment company": """
        pay F source 2,970.00 USD date=2026-06-29
        one F target 1,000.00 USD discount=10.00/1,000.00 until=2026-05-29 \
                date=2026-05-15
        two F target 1,000.00 USD discount=10.00/1,000.00 until=2026-07-09 \
                date=2026-06-25
        six E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 \
                tier2=10.00 until2=2026-07-09 date=2026-06-25
        route F E discount=payment
        > all
            F  receivable           -10.00
            F  discount              10.00
            F  receivable           980.00
            F  due_to E            -980.00
            F  due_to E             -20.00
            F  discount              20.00
            E  due_from F           980.00
            E  receivable          -980.00
            E  receivable           -20.00
            E  due_from F            20.00
    """,
    "too little for three invoices: the oldest, then the larger discount": """
        pay F source 1,490.00 USD date=2026-06-29
        one E target 1,000.00 USD discount=10.00/1,000.00 until=2026-05-29 \
                date=2026-05-15
        two E target 1,000.00 USD discount=10.00/1,000.00 until=2026-07-09 \
                date=2026-06-25
        six E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 \
                tier2=10.00 until2=2026-07-09 date=2026-06-25 partial
        > all
            F  receivable          1000.00
            F  due_to E           -1000.00
            F  receivable           490.00
            F  due_to E            -490.00
            E  due_from F          1000.00
            E  receivable         -1000.00
            E  due_from F           490.00
            E  receivable          -490.00
            E  receivable           -10.00
            E  discount              10.00
            open   two                1000.00
            open   six                 500.00
    """,
    "too little on 1 July: equal discounts, then the number": """
        pay F source 1,490.00 USD date=2026-07-01
        one E target 1,000.00 USD discount=10.00/1,000.00 until=2026-05-29 \
                date=2026-05-15
        two E target 1,000.00 USD discount=10.00/1,000.00 until=2026-07-09 \
                date=2026-06-25
        six E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 \
                tier2=10.00 until2=2026-07-09 date=2026-06-25 partial
        > all
            F  receivable          1000.00
            F  due_to E           -1000.00
            F  receivable           490.00
            F  due_to E            -490.00
            E  due_from F          1000.00
            E  receivable         -1000.00
            E  due_from F           490.00
            E  receivable          -490.00
            open   two                 510.00
            open   six                1000.00
    """,
    "three tiers, rounded each by itself, give no more than the best one": """
        first F source 0.02 USD date=2026-03-10
        second F source 0.02 USD date=2026-03-12
        third F source 0.80 USD date=2026-03-14
        inv F target 1.00 USD discount=0.20/1.00 until=2026-03-11 tier2=0.20 \
                until2=2026-03-13 tier3=0.20 until3=2026-03-15 partial
        > all
            F  receivable            -0.01
            F  discount               0.01
            F  receivable            -0.01
            F  discount               0.01
            F  receivable            -0.18
            F  discount               0.18
            open   third                 0.04
    """,
    "two payments of one settlement correct the tax together": """
        pay F source 3.00 USD date=2026-03-20
        two F source 6.00 USD
        inv E target 10.00 USD discount=1.00/10.00 parts=base:0.50,tax:0.50
        > all
            F  receivable             3.00
            F  due_to E              -3.00
            F  receivable             6.00
            F  due_to E              -6.00
            E  due_from F             3.00
            E  receivable            -3.00
            E  receivable            -0.33
            E  tax [tax]              0.17
            E  discount [base]         0.16
            E  due_from F             6.00
            E  receivable            -6.00
            E  receivable            -0.67
            E  tax [tax]              0.33
            E  discount [base]         0.34
    """,
    "a tier that closes leaves nothing to a worse one": """
        first F source 0.14 USD date=2026-03-10
        second F source 0.03 USD date=2026-03-12
        third F source 0.01 USD date=2026-03-14
        inv F target 0.22 USD discount=0.00/0.22 until=2026-03-11 tier2=0.13 \
                until2=2026-03-13 tier3=0.00 until3=2026-03-15 partial
        > all
            F  receivable            -0.05
            F  discount               0.05
            open   third                 0.01
    """,
}

NOTES = {
    "a note of 100.00 at 1 % is used as 99.00 and 1.00, inside one company": """
        note F source 100.00 USD note discount=1.00/100.00 on=notes
        inv F target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            -1.00
            F  discount               1.00
            F  receivable             1.00
            F  discount notes        -1.00
            open   inv                 900.00
    """,
    "a note of 100.00 at 1 %, across companies": """
        note F source 100.00 USD note discount=1.00/100.00
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            99.00
            F  due_to E             -99.00
            F  receivable             1.00
            F  discount              -1.00
            E  due_from F            99.00
            E  receivable           -99.00
            E  receivable            -1.00
            E  discount               1.00
            open   inv                 900.00
    """,
    "a note's discount stays where it is, the invoice's is routed": """
        note F source 100.00 USD note discount=1.00/100.00
        inv E target 1,000.00 USD discount=10.00/1,000.00
        route F E discount=payment
        > all
            F  receivable            99.00
            F  due_to E             -99.00
            F  due_to E              -1.00
            F  discount               1.00
            F  receivable             1.00
            F  discount              -1.00
            E  due_from F            99.00
            E  receivable           -99.00
            E  receivable            -1.00
            E  due_from F             1.00
            open   inv                 900.00
    """,
    "the option off: 900.00 open and 9.00 still available": """
        note F source 100.00 USD note discount=1.00/100.00 off
        inv E target 1,000.00 USD discount=10.00/1,000.00 until=2026-04-30
        pay F source 891.00 USD
        > mark note inv
            F  receivable           100.00
            F  due_to E            -100.00
            E  due_from F           100.00
            E  receivable          -100.00
            open   inv                 900.00
        > mark pay inv
            F  receivable           891.00
            F  due_to E            -891.00
            E  due_from F           891.00
            E  receivable          -891.00
            E  receivable            -9.00
            E  discount               9.00
    """,
    "always takes a note's discount where the option is off": """
        note F source 100.00 USD note discount=1.00/100.00 off always
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            99.00
            F  due_to E             -99.00
            F  receivable             1.00
            F  discount              -1.00
            E  due_from F            99.00
            E  receivable           -99.00
            E  receivable            -1.00
            E  discount               1.00
            open   inv                 900.00
    """,
    "always on the invoice is no discount of the note": """
        note F source 100.00 USD note discount=1.00/100.00 off
        inv E target 1,000.00 USD discount=10.00/1,000.00 until=2026-03-01 always
        > all
            F  receivable           100.00
            F  due_to E            -100.00
            E  due_from F           100.00
            E  receivable          -100.00
            open   inv                 900.00
    """,
    "never on the note: it counts as settled outside": """
        note F source 100.00 USD note discount=1.00/100.00 never
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable           100.00
            F  due_to E            -100.00
            E  due_from F           100.00
            E  receivable          -100.00
            open   inv                 900.00
    """,
    "a note in time pays an invoice after its date": """
        note F source 100.00 USD note discount=1.00/100.00
        inv E target 1,000.00 USD discount=10.00/1,000.00 until=2026-03-24
        > all
            F  receivable            99.00
            F  due_to E             -99.00
            F  receivable             1.00
            F  discount              -1.00
            E  due_from F            99.00
            E  receivable           -99.00
            open   inv                 901.00
    """,
    "a note after its date pays as it is": """
        note F source 100.00 USD note discount=1.00/100.00 until=2026-03-24
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable           100.00
            F  due_to E            -100.00
            E  due_from F           100.00
            E  receivable          -100.00
            open   inv                 900.00
    """,
    "note and payment close the invoice with its whole discount": """
        note F source 100.00 USD note discount=1.00/100.00
        pay F source 891.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            99.00
            F  due_to E             -99.00
            F  receivable           891.00
            F  due_to E            -891.00
            F  receivable             1.00
            F  discount              -1.00
            E  due_from F            99.00
            E  receivable           -99.00
            E  receivable            -1.00
            E  discount               1.00
            E  due_from F           891.00
            E  receivable          -891.00
            E  receivable            -9.00
            E  discount               9.00
    """,
    "a note used in part: 49.50 and 0.50": """
        note F source 100.00 USD note discount=1.00/100.00
        inv E target 50.00 USD discount=0.50/50.00
        more E target 200.00 USD discount=2.00/200.00 date=2026-03-20
        > mark note inv
            F  receivable            49.50
            F  due_to E             -49.50
            F  receivable             0.50
            F  discount              -0.50
            E  due_from F            49.50
            E  receivable           -49.50
            E  receivable            -0.50
            E  discount               0.50
            open   note                 50.00
        > rest
            F  receivable            49.50
            F  due_to E             -49.50
            F  receivable             0.50
            F  discount              -0.50
            E  due_from F            49.50
            E  receivable           -49.50
            E  receivable            -0.50
            E  discount               0.50
            open   more                150.00
    """,
    "a note for two invoices": """
        note F source 100.00 USD note discount=1.00/100.00
        inv E target 50.00 USD discount=0.50/50.00
        more W target 200.00 USD discount=2.00/200.00 date=2026-03-20
        > all
            F  receivable            49.50
            F  due_to E             -49.50
            F  receivable            49.50
            F  due_to W             -49.50
            F  receivable             1.00
            F  discount              -1.00
            E  due_from F            49.50
            E  receivable           -49.50
            E  receivable            -0.50
            E  discount               0.50
            W  due_from F            49.50
            W  receivable           -49.50
            W  receivable            -0.50
            W  discount               0.50
            open   more                150.00
    """,
    "a note's discount corrects its base and tax, in its company": """
        note F source 110.00 EUR 135.05 note discount=1.10/110.00 \
                parts=base:1.00,tax:0.10
        inv E target 1,000.00 EUR 1,206.20 discount=10.00/1,000.00
        route F E discount=payment
        > all
            F  receivable           108.90 EUR       133.70
            F  due_to E            -108.90 EUR      -133.70
            F  due_to E               0.00 EUR         2.34
            F  gain                   0.00 EUR        -2.34
            F  due_to E              -1.10 EUR        -1.33
            F  discount               1.10 EUR         1.33
            F  receivable             1.10 EUR         1.35
            F  tax [tax]             -0.10 EUR        -0.12
            F  discount [base]        -1.00 EUR        -1.23
            E  due_from F           108.90 EUR       133.70
            E  receivable          -108.90 EUR      -133.70
            E  receivable             0.00 EUR         2.34
            E  due_from F             0.00 EUR        -2.34
            E  receivable            -1.10 EUR        -1.33
            E  due_from F             1.10 EUR         1.33
            open   inv                 890.00 EUR      1073.51
    """,
    "a note's second tier, on its own account": """
        note F source 100.00 USD note discount=2.00/100.00 until=2026-03-20 on=first \
                tier2=1.00 until2=2026-03-30 on2=second
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            99.00
            F  due_to E             -99.00
            F  receivable             1.00
            F  discount second        -1.00
            E  due_from F            99.00
            E  receivable           -99.00
            E  receivable            -1.00
            E  discount               1.00
            open   inv                 900.00
    """,
    "a note through a hub": """
        pay F source 891.00 USD primary
        note E source 100.00 USD note discount=1.00/100.00
        inv W target 1,000.00 USD discount=10.00/1,000.00
        > all
            E  receivable            99.00
            E  due_to F             -99.00
            E  receivable             1.00
            E  discount              -1.00
            F  due_from E            99.00
            F  receivable           -99.00
            F  receivable           990.00
            F  due_to W            -990.00
            W  due_from F           990.00
            W  receivable          -990.00
            W  receivable           -10.00
            W  discount              10.00
    """,
    "a note without a discount in a hub, beside the primary": """
        pay F source 891.00 USD primary
        note E source 100.00 USD note
        inv W target 1,000.00 USD discount=10.00/1,000.00
        > all
            E  receivable           100.00
            E  due_to F            -100.00
            F  due_from E           100.00
            F  receivable          -100.00
            F  receivable           991.00
            F  due_to W            -991.00
            W  due_from F           991.00
            W  receivable          -991.00
            W  receivable            -9.00
            W  discount               9.00
    """,
    "a note is no partial payment, its invoice's payments are": """
        pay F source 297.00 USD
        note F source 100.00 USD note discount=1.00/100.00
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable           297.00
            F  due_to E            -297.00
            F  receivable            99.00
            F  due_to E             -99.00
            F  receivable             1.00
            F  discount              -1.00
            E  due_from F           297.00
            E  receivable          -297.00
            E  due_from F            99.00
            E  receivable           -99.00
            E  receivable            -1.00
            E  discount               1.00
            open   inv                 603.00
    """,
    "a note's discount takes the rest of the note's value": """
        note F source 1.00 EUR 1.01 note discount=0.50/1.00
        inv F target 1.00 EUR 1.01 never discount=0.50/1.00
        > all
            F  receivable             0.50 EUR         0.50
            F  discount              -0.50 EUR        -0.50
            open   inv                   0.50 EUR         0.50
    """,
    "typed: what is used of a note": """
        note F source 100.00 USD note discount=1.00/100.00 typed=49.50
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            49.50
            F  due_to E             -49.50
            F  receivable             0.50
            F  discount              -0.50
            E  due_from F            49.50
            E  receivable           -49.50
            E  receivable            -0.50
            E  discount               0.50
            open   note                 50.00
            open   inv                 950.00
    """,
    "typed: more of a note than its discount leaves": """
        note F source 100.00 USD note discount=1.00/100.00 typed=100.00
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            99.00
            F  due_to E             -99.00
            F  receivable             1.00
            F  discount              -1.00
            E  due_from F            99.00
            E  receivable           -99.00
            E  receivable            -1.00
            E  discount               1.00
            open   inv                 900.00
    """,
    "typed: a note's discount": """
        note F source 100.00 USD note discount=1.00/100.00 discount_typed=3.00
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            97.00
            F  due_to E             -97.00
            F  receivable             3.00
            F  discount              -3.00
            E  due_from F            97.00
            E  receivable           -97.00
            E  receivable            -0.98
            E  discount               0.98
            open   inv                 902.02
    """,
    "typed: a discount of a note that has none": """
        note F source 100.00 USD note discount_typed=3.00
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            97.00
            F  due_to E             -97.00
            F  receivable             3.00
            F  discount              -3.00
            E  due_from F            97.00
            E  receivable           -97.00
            E  receivable            -0.98
            E  discount               0.98
            open   inv                 902.02
    """,
    "typed: no discount of the note": """
        note F source 100.00 USD note discount=1.00/100.00 discount_typed=0
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable           100.00
            F  due_to E            -100.00
            E  due_from F           100.00
            E  receivable          -100.00
            open   inv                 900.00
    """,
}

CHOSEN = {
    "typed: less than the second tier gives, on its account": """
        pay F source 990.00 USD date=2026-07-01
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25 \
                discount_typed=4.00
        > all
            F  receivable           990.00
            F  due_to E            -990.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable            -4.00
            E  discount 14d           4.00
            open   inv                   6.00
    """,
    "typed: more than the tier gives corrects only its tax": """
        pay F source 970.00 USD date=2026-07-01
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25 \
                discount_typed=30.00 parts=base:18.00,tax:2.00 \
                parts2=base2:9.00,tax2:1.00
        > all
            F  receivable           970.00
            F  due_to E            -970.00
            E  due_from F           970.00
            E  receivable          -970.00
            E  receivable           -30.00
            E  tax [tax2]             1.00
            E  discount 14d [base2]         9.00
            E  discount 14d          20.00
    """,
    "typed: after every date, on the first tier's account": """
        pay F source 970.00 USD date=2026-07-20
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25 \
                discount_typed=30.00 parts=base:18.00,tax:2.00 \
                parts2=base2:9.00,tax2:1.00
        > all
            F  receivable           970.00
            F  due_to E            -970.00
            E  due_from F           970.00
            E  receivable          -970.00
            E  receivable           -30.00
            E  discount 5d           30.00
    """,
    "typed: for payments of two tiers and one of none": """
        first F source 294.00 USD date=2026-06-28
        second F source 490.00 USD date=2026-07-08
        late F source 196.00 USD date=2026-07-20
        inv E target 1,000.00 USD discount=20.00/1,000.00 until=2026-06-30 on=5d \
                tier2=10.00 until2=2026-07-09 on2=14d date=2026-06-25 \
                discount_typed=20.00 parts=base:18.00,tax:2.00 \
                parts2=base2:9.00,tax2:1.00
        > all
            F  receivable           294.00
            F  due_to E            -294.00
            F  receivable           490.00
            F  due_to E            -490.00
            F  receivable           196.00
            F  due_to E            -196.00
            E  due_from F           294.00
            E  receivable          -294.00
            E  receivable            -6.00
            E  tax [tax]              0.60
            E  discount 5d [base]         5.40
            E  due_from F           490.00
            E  receivable          -490.00
            E  receivable           -10.00
            E  tax [tax2]             0.50
            E  discount 14d [base2]         4.54
            E  discount 14d           4.96
            E  due_from F           196.00
            E  receivable          -196.00
            E  receivable            -4.00
            E  discount 5d            4.00
    """,
    "full settlement: 990.00 of 1,000.00, inside one company": """
        pay F source 990.00 USD
        inv F target 1,000.00 USD full
        > all
            F  receivable           -10.00
            F  discount              10.00
    """,
    "full settlement: 990.00 of 1,000.00, across companies": """
        pay F source 990.00 USD
        inv E target 1,000.00 USD full
        > all
            F  receivable           990.00
            F  due_to E            -990.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  discount              10.00
    """,
    "full settlement, discount to the payment company": """
        pay F source 990.00 USD
        inv E target 1,000.00 USD full
        route F E discount=payment
        > all
            F  receivable           990.00
            F  due_to E            -990.00
            F  due_to E             -10.00
            F  discount              10.00
            E  due_from F           990.00
            E  receivable          -990.00
            E  receivable           -10.00
            E  due_from F            10.00
    """,
    "full settlement beyond the discount corrects no more tax": """
        pay F source 970.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 on=5d \
                parts=base:18.00,tax:2.00 full partial
        > all
            F  receivable           970.00
            F  due_to E            -970.00
            E  due_from F           970.00
            E  receivable          -970.00
            E  receivable           -30.00
            E  tax [tax]              2.00
            E  discount 5d [base]        18.00
            E  discount 5d           10.00
    """,
    "full settlement closes: its payment is not partial": """
        pay F source 970.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 on=5d \
                parts=base:18.00,tax:2.00 full
        > all
            F  receivable           970.00
            F  due_to E            -970.00
            E  due_from F           970.00
            E  receivable          -970.00
            E  receivable           -30.00
            E  tax [tax]              2.00
            E  discount 5d [base]        18.00
            E  discount 5d           10.00
    """,
    "full settlement of what reaches the discount adds nothing": """
        pay F source 1,000.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 parts=base:18.00,tax:2.00 full
        > all
            F  receivable           980.00
            F  due_to E            -980.00
            E  due_from F           980.00
            E  receivable          -980.00
            E  receivable           -20.00
            E  tax [tax]              2.00
            E  discount [base]        18.00
            open   pay                  20.00
    """,
    "full settlement beside a typed amount and a typed discount": """
        pay F source 1,000.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 typed=900.00 \
                discount_typed=30.00 full
        > all
            F  receivable           900.00
            F  due_to E            -900.00
            E  due_from F           900.00
            E  receivable          -900.00
            E  receivable          -100.00
            E  discount             100.00
            open   pay                 100.00
    """,
    "full settlement of the last of two invoices": """
        pay F source 1,500.00 USD
        old E target 1,000.00 USD full
        new E target 600.00 USD date=2026-03-11 full
        > all
            F  receivable          1000.00
            F  due_to E           -1000.00
            F  receivable           500.00
            F  due_to E            -500.00
            E  due_from F          1000.00
            E  receivable         -1000.00
            E  due_from F           500.00
            E  receivable          -500.00
            E  receivable          -100.00
            E  discount             100.00
    """,
    "full settlement in a foreign currency takes the rest of the value": """
        pay F source 990.00 EUR 1,215.42
        inv E target 1,000.00 EUR 1,206.20 full
        > all
            F  receivable           990.00 EUR      1215.42
            F  due_to E            -990.00 EUR     -1215.42
            F  due_to E               0.00 EUR        21.28
            F  gain                   0.00 EUR       -21.28
            E  due_from F           990.00 EUR      1215.42
            E  receivable          -990.00 EUR     -1215.42
            E  receivable             0.00 EUR        21.28
            E  due_from F             0.00 EUR       -21.28
            E  receivable           -10.00 EUR       -12.06
            E  discount              10.00 EUR        12.06
    """,
    "full settlement of what nothing pays is refused": """
        pay F source 100.00 USD
        old E target 100.00 USD
        new E target 60.00 USD date=2026-03-11 full
        > all
            F  receivable           100.00
            F  due_to E            -100.00
            E  due_from F           100.00
            E  receivable          -100.00
            open   new                  60.00
            refused full_settlement_unpaid E new
    """,
    "full settlement belongs on the invoice": """
        pay F source 60.00 USD full
        inv E target 60.00 USD
        > all
            F  receivable            60.00
            F  due_to E             -60.00
            E  due_from F            60.00
            E  receivable           -60.00
            refused full_settlement_on_source F pay
    """,
    "the overwritten discount counts for later payments": """
        pay F source 500.00 USD
        more F source 600.00 USD date=2026-03-20
        inv E target 1,000.00 USD discount=20.00/1,000.00 partial discount_typed=15.00
        > mark more inv
            F  receivable           600.00
            F  due_to E            -600.00
            E  due_from F           600.00
            E  receivable          -600.00
            E  receivable           -15.00
            E  discount              15.00
            open   inv                 385.00
        > mark pay inv
            F  receivable           380.00
            F  due_to E            -380.00
            E  due_from F           380.00
            E  receivable          -380.00
            E  receivable            -5.00
            E  discount               5.00
            open   pay                 120.00
    """,
}


@pytest.mark.parametrize("story", TIERS.values(), ids=TIERS)
def test_tiers(story):
    assert_story(story)


@pytest.mark.parametrize("story", NOTES.values(), ids=NOTES)
def test_credit_notes(story):
    assert_story(story)


@pytest.mark.parametrize("story", CHOSEN.values(), ids=CHOSEN)
def test_what_the_user_chose(story):
    assert_story(story)


@st.composite
def one_invoice(draw, most=3, use=None):
    """A request of one invoice without a history, and one payment of 0, in one company;
    and payments in time: (amount, day)."""
    request = draw(
        some.requests(
            some.frames(currencies=some.ALL[:1], companies=2), most=1, notes=False,
            tolerant=False,
        )
    )  # fmt: skip
    payment, invoice = request.marks
    total = invoice.item.amount
    tiers = draw(
        st.lists(
            st.builds(Tier, st.integers(0, total), st.sampled_from(some.DAYS)),
            min_size=1,
            max_size=most,
        )
    )
    discount = Discount(total, tuple(tiers), draw(st.booleans()))
    marks = (
        replace(payment, item=replace(payment.item, grace_days=0), use=Use.NORMAL),
        Mark(
            replace(invoice.item, discount=discount),
            use=use or draw(st.sampled_from(Use)),
        ),
    )
    amounts = st.tuples(st.integers(1, total), st.sampled_from(some.DAYS))
    payments = draw(st.lists(amounts, min_size=1, max_size=5))
    return replace(request, marks=marks, discount_date=None), payments


def paid_one_by_one(request, payments):
    """Settle payments one after the other; return what each gave, and what is open."""
    payment, *invoices = request.marks
    discounts = []
    for amount, day in payments:
        item = replace(payment.item, amount=amount, value=amount, date=day)
        marks = (replace(payment, item=item), *invoices)
        now = replace(request, marks=marks)
        plan = make_plan(now)
        discounts.append(sum(leg.discount for leg in plan.legs))
        rest = left_open(now, plan).marks
        invoices = [mark for mark in rest if mark.item.side is Side.TARGET]
        if not invoices:
            break
    return discounts, [mark.item.amount for mark in invoices]


@given(one_invoice())
def test_all_payments_together_never_get_more_than_the_best_tier(case):
    request, payments = case
    tiers = request.marks[1].item.discount.tiers
    discounts, _open = paid_one_by_one(request, payments)
    assert sum(discounts) <= max(tier.amount for tier in tiers)


@given(one_invoice(), st.data())
def test_inside_one_tier_the_order_of_payments_is_irrelevant(case, data):
    request, payments = case
    payments = [(amount, some.DAYS[0]) for amount, _day in payments]
    others = data.draw(st.permutations(payments))
    one, open_one = paid_one_by_one(request, payments)
    other, open_other = paid_one_by_one(request, others)
    assert (sum(one), open_one) == (sum(other), open_other)


@given(one_invoice(most=1, use=Use.NORMAL))
def test_always_is_the_first_tier_in_time_and_never_is_none(case):
    """Always is as if the date were met and partial payments were given discounts."""
    request, payments = case
    payment, invoice = request.marks
    always = replace(request, marks=(payment, replace(invoice, use=Use.ALWAYS)))
    never = replace(request, marks=(payment, replace(invoice, use=Use.NEVER)))
    discount = invoice.item.discount
    tier = replace(discount.tiers[0], until=date.max)
    discount = replace(discount, tiers=(tier,), partial=True)
    met = replace(invoice, item=replace(invoice.item, discount=discount))
    in_time = replace(request, marks=(payment, met))
    assert paid_one_by_one(always, payments) == paid_one_by_one(in_time, payments)
    assert not any(paid_one_by_one(never, payments)[0])


@given(one_invoice(use=Use.NORMAL))
def test_payments_in_turn_get_what_the_auditor_says(case):
    request, payments = case
    expected, left = in_turn(request.marks[1].item.discount, payments)
    discounts, opened = paid_one_by_one(request, payments)
    assert discounts == expected[: len(discounts)]
    assert sum(opened) == left and not any(expected[len(discounts) :])


@given(one_invoice(use=Use.NORMAL))
def test_payments_of_several_tiers_get_at_once_what_they_get_in_turn(case):
    """Where discounts are given on partial payments, and each tier is paid in once: but
    for rounding, as what closes an invoice gets exactly what is available. 40 with 11
    paid 25 in time earns 9; together with 5 paid late 10, which closes it.
    """
    request, payments = case
    payment, invoice = request.marks
    tiers = sorted(invoice.item.discount.tiers, key=lambda tier: tier.until)
    discount = replace(invoice.item.discount, tiers=tuple(tiers), partial=True)
    days = {day: amount for amount, day in payments}
    payments = [(days[day], day) for day in sorted(days)]
    least = discount.total - max(tier.amount for tier in tiers)
    assume(least)
    # What a step that is paid settles at most.
    steps = Fraction(discount.total, least)
    met = [[day <= tier.until for tier in tiers] for _amount, day in payments]
    assume(len({tuple(row) for row in met}) == len(met))
    sources = [
        replace(
            payment,
            item=replace(
                payment.item, key=day, amount=amount, value=amount, date=day, order=n
            ),
            is_primary=False,
        )
        for n, (amount, day) in enumerate(payments)
    ]
    invoice = replace(invoice, item=replace(invoice.item, discount=discount))
    plan = make_plan(replace(request, marks=(*sources, invoice)))
    given, left = in_turn(discount, payments)
    done = plan.settled[invoice.item.key]
    assert abs(done.discount - sum(given)) <= len(payments) * steps
    assert abs(done.open_amount - left) <= len(payments) * steps


@given(some.dated() | some.dated(is_typed=True))
def test_plans_of_several_tiers_keep_the_laws(request):
    plan = make_plan(request)
    check_laws(request, plan)
    if not any(mark.amount or mark.discount for mark in request.marks):
        again = make_plan(left_open(request, plan))
        assert (again.legs, again.entries, again.matches) == ((), (), ())
