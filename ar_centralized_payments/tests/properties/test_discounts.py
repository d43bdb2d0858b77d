"""Cash discounts: what a payment earns, who bears it, which tax it corrects (6)."""

import pytest

from worlds import assert_story

DISCOUNTS = {
    "500.00 of 1,000.00 at 1 % earns 5.05": """
        pay F source 500.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 partial
        > all
            F  receivable            500.00
            F  due_to E             -500.00
            E  due_from F            500.00
            E  receivable           -500.00
            E  receivable             -5.05
            E  discount                5.05
            open   inv                   494.95
    """,
    "495.00 of 1,000.00 at 1 % earns 5.00": """
        pay F source 495.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 partial
        > all
            F  receivable            495.00
            F  due_to E             -495.00
            E  due_from F            495.00
            E  receivable           -495.00
            E  receivable             -5.00
            E  discount                5.00
            open   inv                   500.00
    """,
    "297.00 of 1,000.00 at 1 % earns 3.00, the rest later nothing": """
        pay F source 297.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 partial
        > all
            F  receivable            297.00
            F  due_to E             -297.00
            E  due_from F            297.00
            E  receivable           -297.00
            E  receivable             -3.00
            E  discount                3.00
            open   inv                   700.00
    """,
    "after the date the rest gets nothing": """
        pay F source 700.00 USD
        inv E target 700.00 USD discount=10.00/1,000.00 given=3.00 partial \
                until=2026-03-24
        > all
            F  receivable            700.00
            F  due_to E             -700.00
            E  due_from F            700.00
            E  receivable           -700.00
    """,
    "always: as if the date were met": """
        pay F source 700.00 USD
        inv E target 700.00 USD discount=10.00/1,000.00 given=3.00 partial \
                until=2099-12-31
        > all
            F  receivable            693.00
            F  due_to E             -693.00
            E  due_from F            693.00
            E  receivable           -693.00
            E  receivable             -7.00
            E  discount                7.00
            open   pay                     7.00
    """,
    "294.00 of 1,000.00 at 2 % earns 6.00": """
        pay F source 294.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 partial
        > all
            F  receivable            294.00
            F  due_to E             -294.00
            E  due_from F            294.00
            E  receivable           -294.00
            E  receivable             -6.00
            E  discount                6.00
            open   inv                   700.00
    """,
    "the second tier has 7.00 left of its 10.00": """
        pay F source 693.00 USD
        inv E target 700.00 USD discount=10.00/1,000.00 outside=300.00 partial
        > all
            F  receivable            693.00
            F  due_to E             -693.00
            E  due_from F            693.00
            E  receivable           -693.00
            E  receivable             -7.00
            E  discount                7.00
    """,
    "485.00 of 1,000.00 at 2 % earns 9.90": """
        pay F source 485.00 USD
        inv E target 1,000.00 USD discount=20.00/1,000.00 partial
        > all
            F  receivable            485.00
            F  due_to E             -485.00
            E  due_from F            485.00
            E  receivable           -485.00
            E  receivable             -9.90
            E  discount                9.90
            open   inv                   505.10
    """,
    "49.00 of 100.00 at 2 % earns 1.00": """
        pay F source 49.00 USD
        inv E target 100.00 USD discount=2.00/100.00 partial
        > all
            F  receivable             49.00
            F  due_to E              -49.00
            E  due_from F             49.00
            E  receivable            -49.00
            E  receivable             -1.00
            E  discount                1.00
            open   inv                    50.00
    """,
    "96.53 at 2 % paid 47.30 twice": """
        pay F source 94.60 USD
        inv E target 96.53 USD discount=1.93/96.53 partial
        > pay 47.30
            F  receivable             47.30
            F  due_to E              -47.30
            E  due_from F             47.30
            E  receivable            -47.30
            E  receivable             -0.97
            E  discount                0.97
            open   pay                    47.30
            open   inv                    48.26
        > rest
            F  receivable             47.30
            F  due_to E              -47.30
            E  due_from F             47.30
            E  receivable            -47.30
            E  receivable             -0.96
            E  discount                0.96
    """,
    "partial payments get none where the option is off": """
        pay F source 500.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            500.00
            F  due_to E             -500.00
            E  due_from F            500.00
            E  receivable           -500.00
            open   inv                   500.00
    """,
    "three invoices on 29 June": """
        pay F source 2,970.00 USD
        one E target 1,000.00 USD discount=10.00/1,000.00 until=2026-03-01 \
                date=2026-02-15
        two E target 1,000.00 USD discount=10.00/1,000.00 date=2026-03-20
        six E target 1,000.00 USD discount=20.00/1,000.00 date=2026-03-20
        > all
            F  receivable           1000.00
            F  due_to E            -1000.00
            F  receivable            980.00
            F  due_to E             -980.00
            F  receivable            990.00
            F  due_to E             -990.00
            E  due_from F           1000.00
            E  receivable          -1000.00
            E  due_from F            980.00
            E  receivable           -980.00
            E  receivable            -20.00
            E  discount               20.00
            E  due_from F            990.00
            E  receivable           -990.00
            E  receivable            -10.00
            E  discount               10.00
    """,
    "three invoices on 1 July": """
        pay F source 2,980.00 USD
        one E target 1,000.00 USD discount=10.00/1,000.00 until=2026-03-01 \
                date=2026-02-15
        two E target 1,000.00 USD discount=10.00/1,000.00 date=2026-03-20
        six E target 1,000.00 USD discount=10.00/1,000.00 date=2026-03-20
        > all
            F  receivable           1000.00
            F  due_to E            -1000.00
            F  receivable            990.00
            F  due_to E             -990.00
            F  receivable            990.00
            F  due_to E             -990.00
            E  due_from F           1000.00
            E  receivable          -1000.00
            E  due_from F            990.00
            E  receivable           -990.00
            E  receivable            -10.00
            E  discount               10.00
            E  due_from F            990.00
            E  receivable           -990.00
            E  receivable            -10.00
            E  discount               10.00
    """,
    "a credit note counts as settled outside": """
        note F source 100.00 USD note
        inv E target 1,000.00 USD discount=10.00/1,000.00 partial
        > all
            F  receivable            100.00
            F  due_to E             -100.00
            E  due_from F            100.00
            E  receivable           -100.00
            open   inv                   900.00
    """,
    "a credit note leaves 9.00 available": """
        pay F source 891.00 USD
        inv E target 900.00 USD discount=10.00/1,000.00 outside=100.00
        > all
            F  receivable            891.00
            F  due_to E             -891.00
            E  due_from F            891.00
            E  receivable           -891.00
            E  receivable             -9.00
            E  discount                9.00
    """,
    "a credit note beside a payment": """
        pay F source 495.00 USD date=2026-03-20
        note F source 505.00 USD note
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            495.00
            F  due_to E             -495.00
            F  receivable            500.00
            F  due_to E             -500.00
            E  due_from F            495.00
            E  receivable           -495.00
            E  receivable             -5.00
            E  discount                5.00
            E  due_from F            500.00
            E  receivable           -500.00
            open   note                    5.00
    """,
    "a credit note before a payment": """
        note F source 500.00 USD note date=2026-03-20
        pay F source 505.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00
        > all
            F  receivable            500.00
            F  due_to E             -500.00
            F  receivable            495.00
            F  due_to E             -495.00
            E  due_from F            500.00
            E  receivable           -500.00
            E  due_from F            495.00
            E  receivable           -495.00
            E  receivable             -5.00
            E  discount                5.00
            open   pay                    10.00
    """,
    "two payments, two companies, two routings": """
        pay F source 500.00 USD
        two W source 490.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00
        route W E discount=payment
        > all
            F  receivable            500.00
            F  due_to E             -500.00
            E  due_from F            500.00
            E  receivable           -500.00
            E  receivable             -5.05
            E  discount                5.05
            E  due_from W            490.00
            E  receivable           -490.00
            E  receivable             -4.95
            E  due_from W              4.95
            W  receivable            490.00
            W  due_to E             -490.00
            W  due_to E               -4.95
            W  discount                4.95
    """,
    "typed: less than it would be": """
        pay F source 990.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 discount_typed=4.00
        > all
            F  receivable            990.00
            F  due_to E             -990.00
            E  due_from F            990.00
            E  receivable           -990.00
            E  receivable             -4.00
            E  discount                4.00
            open   inv                     6.00
    """,
    "typed: more than it would be, no tax for the excess": """
        pay F source 980.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 \
                parts=base:8.00,tax:2.00 discount_typed=20.00
        > all
            F  receivable            980.00
            F  due_to E             -980.00
            E  due_from F            980.00
            E  receivable           -980.00
            E  receivable            -20.00
            E  tax [tax]               2.00
            E  discount [base]         8.00
            E  discount               10.00
    """,
    "typed: part of a payment, the tax by what is earned": """
        pay F source 495.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 partial \
                parts=base:8.00,tax:2.00 discount_typed=8.00
        > all
            F  receivable            495.00
            F  due_to E             -495.00
            E  due_from F            495.00
            E  receivable           -495.00
            E  receivable             -8.00
            E  tax [tax]               1.00
            E  discount [base]         4.00
            E  discount                3.00
            open   inv                   497.00
    """,
    "typed: part of a payment, none earned": """
        pay F source 495.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 \
                parts=base:8.00,tax:2.00 discount_typed=8.00
        > all
            F  receivable            495.00
            F  due_to E             -495.00
            E  due_from F            495.00
            E  receivable           -495.00
            E  receivable             -8.00
            E  discount                8.00
            open   inv                   497.00
    """,
    "typed: none": """
        pay F source 1,000.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 discount_typed=0
        > all
            F  receivable           1000.00
            F  due_to E            -1000.00
            E  due_from F           1000.00
            E  receivable          -1000.00
    """,
    "typed: none available": """
        note F source 980.00 USD note
        inv E target 1,000.00 USD discount=10.00/1,000.00 discount_typed=20.00
        > all
            F  receivable            980.00
            F  due_to E             -980.00
            E  due_from F            980.00
            E  receivable           -980.00
            E  receivable            -20.00
            E  discount               20.00
    """,
    "typed amount above what the discount leaves": """
        pay F source 1,000.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 typed=995.00
        > all
            F  receivable            990.00
            F  due_to E             -990.00
            E  due_from F            990.00
            E  receivable           -990.00
            E  receivable            -10.00
            E  discount               10.00
            open   pay                    10.00
    """,
    "never more than is available": """
        pay F source 485.15 USD
        inv E target 490.00 USD discount=10.00/1,000.00 given=10.00 partial
        > all
            F  receivable            485.15
            F  due_to E             -485.15
            E  due_from F            485.15
            E  receivable           -485.15
            open   inv                     4.85
    """,
    "a discount that no leg earns alone closes the invoice": """
        pay F source 0.04 USD
        inv E target 0.05 USD discount=0.01/0.10 outside=0.05
        > all
            F  receivable              0.04
            F  due_to E               -0.04
            E  due_from F              0.04
            E  receivable             -0.04
            E  receivable             -0.01
            E  discount                0.01
    """,
    "a payment closes with what an earlier one did not get": """
        pay F source 495.00 USD date=2026-03-20
        note F source 100.00 USD note
        inv E target 505.00 USD discount=10.00/1,000.00
        > all
            F  receivable            495.00
            F  due_to E             -495.00
            E  due_from F            495.00
            E  receivable           -495.00
            E  receivable            -10.00
            E  discount               10.00
            open   note                  100.00
    """,
    "a note may pay what a discount of 100 % leaves to nobody else": """
        note F source 100.00 USD note
        pay F source 100.00 USD
        inv E target 100.00 USD discount=100.00/100.00
        > all
            F  receivable            100.00
            F  due_to E             -100.00
            E  due_from F            100.00
            E  receivable           -100.00
            open   pay                   100.00
    """,
    "a credit note makes the discount beside it smaller": """
        pay F source 74.00 USD
        note E source 24.00 USD note date=2026-03-20
        inv W target 100.00 USD discount=2.00/100.00
        > all
            E  receivable             24.00
            E  due_to W              -24.00
            W  due_from E             24.00
            W  receivable            -24.00
            W  due_from F             74.00
            W  receivable            -74.00
            F  receivable             74.00
            F  due_to W              -74.00
            open   inv                     2.00
    """,
    "a discount of 100 % of which less is left than is open": """
        pay F source 5.00 USD
        note F source 100.00 USD note
        inv E target 50.00 USD discount=100.00/100.00 outside=60.00 partial
        > all
            F  receivable              5.00
            F  due_to E               -5.00
            F  receivable             45.00
            F  due_to E              -45.00
            E  due_from F              5.00
            E  receivable             -5.00
            E  due_from F             45.00
            E  receivable            -45.00
            open   note                   55.00
    """,
    "a discount that closes takes the rest of the value": """
        pay F source 0.50 EUR 0.61
        inv E target 1.00 EUR 1.01 discount=0.50/1.00
        > all
            F  receivable              0.50 EUR         0.61
            F  due_to E               -0.50 EUR        -0.61
            F  due_to E                0.00 EUR         0.10
            F  gain                    0.00 EUR        -0.10
            E  due_from F              0.50 EUR         0.61
            E  receivable             -0.50 EUR        -0.61
            E  receivable              0.00 EUR         0.10
            E  due_from F              0.00 EUR        -0.10
            E  receivable             -0.50 EUR        -0.50
            E  discount                0.50 EUR         0.50
    """,
    "several base parts cost the payment company no more than one": """
        pay X source 98.00 CAD 59.13
        inv E target 100.00 CAD 75.00 discount=2.00/100.00 parts=a:0.67,b:0.67,c:0.66
        route X E discount=payment
        > all
            X  receivable             98.00 CAD        59.13
            X  due_to E              -98.00 CAD       -59.13
            X  due_to E                0.00 CAD        -0.74
            X  loss                    0.00 CAD         0.74
            X  due_to E               -0.67 CAD        -0.41
            X  discount                0.67 CAD         0.41
            X  due_to E               -0.67 CAD        -0.41
            X  discount                0.67 CAD         0.41
            X  due_to E               -0.66 CAD        -0.40
            X  discount                0.66 CAD         0.40
            E  due_from X             98.00 CAD        72.59
            E  receivable            -98.00 CAD       -72.59
            E  receivable              0.00 CAD        -0.91
            E  due_from X              0.00 CAD         0.91
            E  receivable             -2.00 CAD        -1.50
            E  due_from X [a]          0.67 CAD         0.50
            E  due_from X [b]          0.67 CAD         0.51
            E  due_from X [c]          0.66 CAD         0.49
    """,
    "two payments round their parts": """
        pay F source 250.00 USD date=2026-03-20
        two F source 250.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 partial
        > all
            F  receivable            250.00
            F  due_to E             -250.00
            F  receivable            250.00
            F  due_to E             -250.00
            E  due_from F            250.00
            E  receivable           -250.00
            E  receivable             -2.53
            E  discount                2.53
            E  due_from F            250.00
            E  receivable           -250.00
            E  receivable             -2.52
            E  discount                2.52
            open   inv                   494.95
    """,
    "two settlements round their parts": """
        pay F source 500.00 USD
        inv E target 1,000.00 USD discount=10.00/1,000.00 partial
        > pay 250.00
            F  receivable            250.00
            F  due_to E             -250.00
            E  due_from F            250.00
            E  receivable           -250.00
            E  receivable             -2.53
            E  discount                2.53
            open   pay                   250.00
            open   inv                   747.47
        > rest
            F  receivable            250.00
            F  due_to E             -250.00
            E  due_from F            250.00
            E  receivable           -250.00
            E  receivable             -2.53
            E  discount                2.53
            open   inv                   494.94
    """,
    "tax of two rates adds up": """
        pay F source 9.00 USD
        inv E target 10.00 USD discount=1.00/10.00 \
                parts=base:0.67,tax1:0.17,tax2:0.16 partial
        > pay 3.00
            F  receivable              3.00
            F  due_to E               -3.00
            E  due_from F              3.00
            E  receivable             -3.00
            E  receivable             -0.33
            E  tax [tax1]              0.06
            E  tax [tax2]              0.05
            E  discount [base]         0.22
            open   pay                     6.00
            open   inv                     6.67
        > rest
            F  receivable              6.00
            F  due_to E               -6.00
            E  due_from F              6.00
            E  receivable             -6.00
            E  receivable             -0.67
            E  tax [tax1]              0.11
            E  tax [tax2]              0.11
            E  discount [base]         0.45
    """,
    "tax of several rates and a line below zero": """
        pay F source 108.90 EUR 133.70
        inv E target 110.00 EUR 132.68 discount=1.10/110.00 \
                parts=base1:1.20,base2:-0.20,tax1:0.12,tax2:-0.02
        route F E discount=payment
        > all
            F  receivable            108.90 EUR       133.70
            F  due_to E             -108.90 EUR      -133.70
            F  due_to E                0.00 EUR         2.35
            F  gain                    0.00 EUR        -2.35
            F  due_to E               -1.20 EUR        -1.45
            F  discount                1.20 EUR         1.45
            F  due_to E                0.20 EUR         0.24
            F  discount               -0.20 EUR        -0.24
            E  due_from F            108.90 EUR       133.70
            E  receivable           -108.90 EUR      -133.70
            E  receivable              0.00 EUR         2.35
            E  due_from F              0.00 EUR        -2.35
            E  receivable             -1.10 EUR        -1.33
            E  tax [tax1]              0.12 EUR         0.15
            E  tax [tax2]             -0.02 EUR        -0.03
            E  due_from F [base1]        1.20 EUR         1.45
            E  due_from F [base2]       -0.20 EUR        -0.24
    """,
    "a discount whose parts are all rounded away": """
        pay F source 0.99 USD
        inv E target 1.00 USD discount=0.01/1.00 parts=base:0.00,tax:0.00
        > all
            F  receivable              0.99
            F  due_to E               -0.99
            E  due_from F              0.99
            E  receivable             -0.99
            E  receivable             -0.01
            E  discount                0.01
    """,
    "a discount on tax alone": """
        pay F source 98.00 USD
        inv E target 100.00 USD discount=2.00/100.00 parts=tax:2.00
        route F E discount=payment
        > all
            F  receivable             98.00
            F  due_to E              -98.00
            E  due_from F             98.00
            E  receivable            -98.00
            E  receivable             -2.00
            E  tax [tax]               2.00
    """,
    "tax in three parts adds up": """
        pay F source 9.00 USD
        inv E target 10.00 USD discount=1.00/10.00 parts=base:0.50,tax:0.50 partial
        > pay 3.00
            F  receivable              3.00
            F  due_to E               -3.00
            E  due_from F              3.00
            E  receivable             -3.00
            E  receivable             -0.33
            E  tax [tax]               0.17
            E  discount [base]         0.16
            open   pay                     6.00
            open   inv                     6.67
        > rest
            F  receivable              6.00
            F  due_to E               -6.00
            E  due_from F              6.00
            E  receivable             -6.00
            E  receivable             -0.67
            E  tax [tax]               0.33
            E  discount [base]         0.34
    """,
    "discount in two legs of a hub, tax included": """
        pay F source 50.00 USD primary
        two E source 49.00 USD
        inv W target 100.00 USD discount=1.00/100.00 parts=base:0.67,tax:0.33
        route F W discount=payment
        > all
            E  receivable             49.00
            E  due_to F              -49.00
            F  due_from E             49.00
            F  receivable            -49.00
            F  receivable             99.00
            F  due_to W              -99.00
            F  due_to W               -0.67
            F  discount                0.67
            W  due_from F             99.00
            W  receivable            -99.00
            W  receivable             -1.00
            W  tax [tax]               0.33
            W  due_from F [base]        0.67
    """,
}


@pytest.mark.parametrize("story", DISCOUNTS.values(), ids=DISCOUNTS)
def test_discounts(story):
    assert_story(story)
