"""Who settles whom: the order of section 3, the hub, and what was typed."""

import pytest

from worlds import assert_story

ORDER = {
    "own targets come before older ones elsewhere": """
        pay F source 100.00 USD
        old E target 80.00 USD date=2026-01-10
        own F target 80.00 USD
        > all
            F  receivable             20.00
            F  due_to E              -20.00
            E  due_from F             20.00
            E  receivable            -20.00
            open   old                    60.00
    """,
    "one currency meets first": """
        pay F source 100.00 USD
        old E target 81.45 EUR 98.25 date=2026-01-10
        new E target 80.00 USD
        > all
            F  receivable             80.00
            F  due_to E              -80.00
            F  receivable             20.00
            F  due_to E              -20.00
            F  due_to E                0.35
            F  gain                   -0.35
            E  due_from F             80.00
            E  receivable            -80.00
            E  due_from F             20.00
            E  receivable            -16.29 EUR       -20.00
            E  receivable              0.00 EUR         0.35
            E  due_from F             -0.35
            open   old                    65.16 EUR        78.60
    """,
    "sources by date, then number": """
        late F source 50.00 USD date=2026-03-25
        second E source 50.00 USD date=2026-03-10 order=9
        first F source 50.00 USD date=2026-03-10 order=8
        inv W target 120.00 USD
        > all
            F  receivable             50.00
            F  due_to W              -50.00
            F  receivable             20.00
            F  due_to W              -20.00
            W  due_from F             50.00
            W  receivable            -50.00
            W  due_from E             50.00
            W  receivable            -50.00
            W  due_from F             20.00
            W  receivable            -20.00
            E  receivable             50.00
            E  due_to W              -50.00
            open   late                   30.00
    """,
    "targets by date": """
        pay F source 50.00 USD
        new E target 40.00 USD date=2026-03-11
        old E target 40.00 USD date=2026-03-10
        > all
            F  receivable             40.00
            F  due_to E              -40.00
            F  receivable             10.00
            F  due_to E              -10.00
            E  due_from F             40.00
            E  receivable            -40.00
            E  due_from F             10.00
            E  receivable            -10.00
            open   new                    30.00
    """,
    "targets by the larger available discount": """
        pay F source 50.00 USD
        less E target 40.00 USD discount=1.00/40.00 due=2026-03-01
        more E target 40.00 USD discount=2.00/40.00
        > all
            F  receivable             38.00
            F  due_to E              -38.00
            F  receivable             12.00
            F  due_to E              -12.00
            E  due_from F             38.00
            E  receivable            -38.00
            E  receivable             -2.00
            E  discount                2.00
            E  due_from F             12.00
            E  receivable            -12.00
            open   less                   28.00
    """,
    "targets by due date": """
        pay F source 50.00 USD
        later E target 40.00 USD due=2026-04-30
        sooner E target 40.00 USD due=2026-04-15
        > all
            F  receivable             40.00
            F  due_to E              -40.00
            F  receivable             10.00
            F  due_to E              -10.00
            E  due_from F             40.00
            E  receivable            -40.00
            E  due_from F             10.00
            E  receivable            -10.00
            open   later                  30.00
    """,
    "targets by number": """
        pay F source 50.00 USD
        second E target 40.00 USD order=12
        first E target 40.00 USD order=11
        > all
            F  receivable             40.00
            F  due_to E              -40.00
            F  receivable             10.00
            F  due_to E              -10.00
            E  due_from F             40.00
            E  receivable            -40.00
            E  due_from F             10.00
            E  receivable            -10.00
            open   second                 30.00
    """,
    "the primary is the last source": """
        old F source 50.00 USD date=2026-01-01 primary
        new F source 50.00 USD
        inv E target 70.00 USD
        > all
            F  receivable             70.00
            F  due_to E              -70.00
            E  due_from F             70.00
            E  receivable            -70.00
            open   old                    30.00
    """,
    "no more is brought into the hub than a target takes": """
        pay F source 75.00 USD primary
        note E source 125.00 USD note
        inv W target 100.00 USD
        > all
            E  receivable            100.00
            E  due_to F             -100.00
            F  due_from E            100.00
            F  receivable           -100.00
            F  receivable            100.00
            F  due_to W             -100.00
            W  due_from F            100.00
            W  receivable           -100.00
            open   pay                    75.00
            open   note                   25.00
    """,
    "what leaves the hub in two currencies is two pairs of lines": """
        pay F source 75.00 USD primary
        note E source 25.00 EUR 30.69 note
        inv W target 100.00 USD
        > all
            E  receivable             20.36 EUR        24.99
            E  due_to F              -20.36 EUR       -24.99
            F  due_from E             20.36 EUR        24.99
            F  receivable            -20.36 EUR       -24.99
            F  receivable             75.00
            F  due_to W              -75.00
            F  receivable             20.36 EUR        24.99
            F  due_to W              -20.36 EUR       -24.99
            F  due_to W                0.00 EUR        -0.01
            F  loss                    0.00 EUR         0.01
            W  due_from F             75.00
            W  receivable            -75.00
            W  due_from F             20.36 EUR        24.99
            W  receivable            -24.99
            W  receivable             -0.01
            W  due_from F              0.00 EUR         0.01
            open   note                    4.64 EUR         5.70
    """,
    "a hub with another accounting currency": """
        pay X source 75.00 EUR primary
        note E source 25.00 EUR 30.00 note
        inv W target 100.00 EUR 120.62
        > all
            E  receivable             25.00 EUR        30.00
            E  due_to X              -25.00 EUR       -30.00
            X  due_from E             25.00
            X  receivable            -25.00
            X  receivable            100.00
            X  due_to W             -100.00
            X  due_to W                1.75
            X  gain                   -1.75
            W  due_from X            100.00 EUR       122.77
            W  receivable           -100.00 EUR      -122.77
            W  receivable              0.00 EUR         2.15
            W  due_from X             -1.75 EUR        -2.15
    """,
    "a hub with discount and difference to itself": """
        pay F source 74.00 EUR 90.85 primary
        two E source 24.00 EUR 29.46
        inv W target 100.00 EUR 120.62 discount=2.00/100.00
        route F W discount=payment
        > all
            E  receivable             24.00 EUR        29.46
            E  due_to F              -24.00 EUR       -29.46
            F  due_from E             24.00 EUR        29.46
            F  receivable            -24.00 EUR       -29.46
            F  receivable             98.00 EUR       120.31
            F  due_to W              -98.00 EUR      -120.31
            F  due_to W                0.00 EUR         2.10
            F  gain                    0.00 EUR        -2.10
            F  due_to W               -2.00 EUR        -2.41
            F  discount                2.00 EUR         2.41
            W  due_from F             98.00 EUR       120.31
            W  receivable            -98.00 EUR      -120.31
            W  receivable              0.00 EUR         2.10
            W  due_from F              0.00 EUR        -2.10
            W  receivable             -2.00 EUR        -2.41
            W  due_from F              2.00 EUR         2.41
    """,
    "the primary's date decides on rates and discounts": """
        pay F source 70.00 USD primary date=2026-03-10
        late E source 28.00 USD
        inv X target 81.25 EUR discount=1.25/81.25 until=2026-03-10
        > all
            E  receivable             28.00
            E  due_to F              -28.00
            F  due_from E             28.00
            F  receivable            -28.00
            F  receivable             96.50
            F  due_to X              -96.50
            X  due_from F             96.50 USD        80.00
            X  receivable            -80.00
            X  receivable             -1.25
            X  discount                1.25
            open   pay                     1.50
    """,
    "two booked rates, no primary: W gets what F paid": """
        pay F source 100.00 EUR 110.00 date=2026-03-20
        two E source 100.00 EUR 120.00
        inv W target 100.00 EUR 115.00
        bill V target 100.00 EUR 115.00 date=2026-03-11
        route F W exchange=invoice
        route E V exchange=invoice
        > all
            F  receivable            100.00 EUR       110.00
            F  due_to W             -100.00 EUR      -110.00
            W  due_from F            100.00 EUR       110.00
            W  receivable           -100.00 EUR      -110.00
            W  receivable              0.00 EUR        -5.00
            W  loss                    0.00 EUR         5.00
            E  receivable            100.00 EUR       120.00
            E  due_to V             -100.00 EUR      -120.00
            V  due_from E            100.00 EUR       120.00
            V  receivable           -100.00 EUR      -120.00
            V  receivable              0.00 EUR         5.00
            V  gain                    0.00 EUR        -5.00
    """,
    "two booked rates, F the primary: W gets what E paid": """
        pay F source 100.00 EUR 110.00 date=2026-03-20 primary
        two E source 100.00 EUR 120.00
        inv W target 100.00 EUR 115.00
        bill V target 100.00 EUR 115.00 date=2026-03-11
        route F W exchange=invoice
        route F V exchange=invoice
        > all
            E  receivable            100.00 EUR       120.00
            E  due_to F             -100.00 EUR      -120.00
            F  due_from E            100.00 EUR       120.00
            F  receivable           -100.00 EUR      -120.00
            F  receivable            100.00 EUR       120.00
            F  due_to W             -100.00 EUR      -120.00
            F  receivable            100.00 EUR       110.00
            F  due_to V             -100.00 EUR      -110.00
            W  due_from F            100.00 EUR       120.00
            W  receivable           -100.00 EUR      -120.00
            W  receivable              0.00 EUR         5.00
            W  gain                    0.00 EUR        -5.00
            V  due_from F            100.00 EUR       110.00
            V  receivable           -100.00 EUR      -110.00
            V  receivable              0.00 EUR        -5.00
            V  loss                    0.00 EUR         5.00
    """,
    "typed amounts first where the natural order would not keep them": """
        old F source 50.00 USD
        new E source 50.00 USD typed=50.00
        one W target 50.00 USD
        two W target 30.00 USD typed=30.00
        > all
            E  receivable             30.00
            E  due_to W              -30.00
            E  receivable             20.00
            E  due_to W              -20.00
            W  due_from E             30.00
            W  receivable            -30.00
            W  due_from E             20.00
            W  receivable            -20.00
            W  due_from F             30.00
            W  receivable            -30.00
            F  receivable             30.00
            F  due_to W              -30.00
            open   old                    20.00
    """,
    "the natural order where it keeps what is typed": """
        old F source 50.00 USD
        new E source 50.00 USD
        one W target 50.00 USD
        two X target 40.72 EUR typed=20.00
        > all
            F  receivable             50.00
            F  due_to W              -50.00
            W  due_from F             50.00
            W  receivable            -50.00
            E  receivable             24.55
            E  due_to X              -24.55
            X  due_from E             24.55 USD        20.00
            X  receivable            -20.00
            open   new                    25.45
            open   two                    20.72
    """,
    "a typed source amount that is not needed stays open": """
        pay F source 100.00 USD typed=80.00
        inv E target 50.00 USD typed=50.00
        > all
            F  receivable             50.00
            F  due_to E              -50.00
            E  due_from F             50.00
            E  receivable            -50.00
            open   pay                    50.00
    """,
    "a typed discount draws what natural order gives elsewhere": """
        pay F source 50.00 USD
        old E target 100.00 USD
        new E target 100.00 USD discount_typed=60.00
        > all
            F  receivable             40.00
            F  due_to E              -40.00
            F  receivable             10.00
            F  due_to E              -10.00
            E  due_from F             40.00
            E  receivable            -40.00
            E  receivable            -60.00
            E  discount               60.00
            E  due_from F             10.00
            E  receivable            -10.00
            open   old                    90.00
    """,
    "what was too small may fit later": """
        pay J source 100 JPY
        tiny J target 0.001 KWD 0
        inv F target 99 JPY 0.66
        > all
            J  receivable                 1
            J  receivable            -0.001 KWD           -1
            J  receivable             0.000 KWD            1
            J  gain                   0.000 KWD           -1
            J  receivable                99
            J  due_to F                 -99
            F  due_from J                99 JPY         0.66
            F  receivable               -99 JPY        -0.66
    """,
}


@pytest.mark.parametrize("story", ORDER.values(), ids=ORDER)
def test_order(story):
    assert_story(story)
