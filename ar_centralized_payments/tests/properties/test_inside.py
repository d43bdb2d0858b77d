"""Source and target in one legal entity, and its branches (section 4)."""

import pytest

from worlds import assert_story

INSIDE = {
    "directly, without an entry": """
        pay F source 100.00 USD
        inv F target 80.00 USD
        > all
            open   pay                    20.00
    """,
    "directly, with a gain": """
        pay F source 100.00 EUR 122.77
        inv F target 100.00 EUR 120.62
        > all
            F  receivable              0.00 EUR         2.15
            F  gain                    0.00 EUR        -2.15
    """,
    "directly, with a loss": """
        pay F source 100.00 EUR 120.62
        inv F target 80.00 EUR 98.22
        > all
            F  receivable              0.00 EUR        -1.72
            F  loss                    0.00 EUR         1.72
            open   pay                    20.00 EUR        24.12
    """,
    "directly, with a discount": """
        pay F source 98.00 EUR 120.31
        inv F target 100.00 EUR 120.62 discount=2.00/100.00
        > all
            F  receivable              0.00 EUR         2.10
            F  gain                    0.00 EUR        -2.10
            F  receivable             -2.00 EUR        -2.41
            F  discount                2.00 EUR         2.41
    """,
    "another account": """
        pay F source 100.00 USD
        inv F target 100.00 USD account=AR2
        > all
            F  receivable            100.00
            F  receivable AR2       -100.00
    """,
    "another account and a loss": """
        pay F source 100.00 EUR 120.62 account=AR2
        inv F target 100.00 EUR 122.77
        > all
            F  receivable AR2        100.00 EUR       120.62
            F  receivable           -100.00 EUR      -120.62
            F  receivable              0.00 EUR        -2.15
            F  loss                    0.00 EUR         2.15
    """,
    "another currency": """
        pay F source 100.00 EUR 122.77
        inv F target 165.74 CAD 124.62
        > all
            F  receivable            100.00 EUR       122.77
            F  receivable           -165.74 CAD      -122.77
            F  receivable              0.00 CAD        -1.85
            F  loss                    0.00 CAD         1.85
    """,
    "the company's own currency pays another": """
        pay F source 122.77 USD
        inv F target 100.00 EUR 120.62
        > all
            F  receivable            122.77
            F  receivable           -100.00 EUR      -122.77
            F  receivable              0.00 EUR         2.15
            F  gain                    0.00 EUR        -2.15
    """,
    "another currency pays the company's own": """
        pay F source 100.00 EUR 122.77
        inv F target 122.78 USD
        > all
            F  receivable            100.00 EUR       122.77
            F  receivable           -122.77
            F  receivable             -0.01
            F  loss                    0.01
    """,
    "two branches of one root, directly": """
        pay F/north source 100.00 USD
        inv F/south target 100.00 USD
        > all
    """,
    "two branches of one root, a difference in the invoice's branch": """
        pay F/north source 100.00 EUR 122.77
        inv F/south target 100.00 EUR 120.62
        > all
            south  receivable              0.00 EUR         2.15
            south  gain                    0.00 EUR        -2.15
    """,
    "two branches of one root, two accounts": """
        pay F/north source 100.00 USD account=AR2
        inv F/south target 100.00 USD
        > all
            south  receivable AR2        100.00
            south  receivable           -100.00
    """,
    "a branch pays another company": """
        pay F/north source 600.00 EUR 736.62
        inv E/south target 600.00 EUR 723.72
        > all
            north  receivable            600.00 EUR       736.62
            north  due_to E             -600.00 EUR      -736.62
            north  due_to E                0.00 EUR        12.90
            north  gain                    0.00 EUR       -12.90
            south  due_from F            600.00 EUR       736.62
            south  receivable           -600.00 EUR      -736.62
            south  receivable              0.00 EUR        12.90
            south  due_from F              0.00 EUR       -12.90
    """,
    "a branch is the hub": """
        pay F/north source 75.00 USD primary
        note E source 25.00 USD note
        inv W target 100.00 USD
        > all
            E  receivable             25.00
            E  due_to F              -25.00
            north  due_from E             25.00
            north  receivable            -25.00
            north  receivable            100.00
            north  due_to W             -100.00
            W  due_from F            100.00
            W  receivable           -100.00
    """,
}


@pytest.mark.parametrize("story", INSIDE.values(), ids=INSIDE)
def test_inside(story):
    assert_story(story)
