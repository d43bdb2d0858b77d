"""Rates, steps and accounting currencies of every kind (section 4)."""

import pytest

from worlds import assert_story

CURRENCIES = {
    "a cross rate replaces the chain": """
        pay F source 600.00 EUR 736.62
        inv E target 1,000.00 CAD 751.88 cross=1.65
        > all
            F  receivable            600.00 EUR       736.62
            F  due_to E             -600.00 EUR      -736.62
            F  due_to E                0.00 EUR        -7.74
            F  loss                    0.00 EUR         7.74
            E  due_from F            600.00 EUR       736.62
            E  receivable           -990.00 CAD      -736.62
            E  receivable              0.00 CAD        -7.74
            E  due_from F              0.00 EUR         7.74
            open   inv                    10.00 CAD         7.52
    """,
    "a cross rate backward": """
        pay F source 600.00 EUR 736.62
        inv E target 825.00 CAD 620.30 cross=1.65
        > all
            F  receivable            500.00 EUR       613.85
            F  due_to E             -500.00 EUR      -613.85
            F  due_to E                0.00 EUR        -6.45
            F  loss                    0.00 EUR         6.45
            E  due_from F            500.00 EUR       613.85
            E  receivable           -825.00 CAD      -613.85
            E  receivable              0.00 CAD        -6.45
            E  due_from F              0.00 EUR         6.45
            open   pay                   100.00 EUR       122.77
    """,
    "a cross rate that fits": """
        pay F source 600.00 EUR 736.62
        inv E target 990.02 CAD 744.38 cross=1.65
        > all
            F  receivable            600.00 EUR       736.62
            F  due_to E             -600.00 EUR      -736.62
            F  due_to E                0.00 EUR        -7.76
            F  loss                    0.00 EUR         7.76
            E  due_from F            600.00 EUR       736.62
            E  receivable           -990.02 CAD      -736.62
            E  receivable              0.00 CAD        -7.76
            E  due_from F              0.00 EUR         7.76
    """,
    "a yen company pays": """
        pay J source 90,001 JPY
        inv F target 600.00 USD
        > all
            J  receivable             90001
            J  due_to F              -90001
            J  due_to F                   2
            J  gain                      -2
            F  due_from J             90001 JPY       600.01
            F  receivable           -600.01
            F  receivable              0.01
            F  due_from J                -2 JPY        -0.01
    """,
    "a yen company is paid": """
        pay F source 600.00 USD
        inv J target 100,000 JPY
        > all
            F  receivable            600.00
            F  due_to J             -600.00
            J  due_from F            600.00 USD        90000
            J  receivable            -90000
            open   inv                    10000
    """,
    "a dinar company pays a yen company in dollars": """
        pay K source 187.500 KWD
        inv J target 600.00 USD 90,100
        > all
            K  receivable           187.500
            K  due_to J            -187.500
            K  due_to J              -0.208
            K  loss                   0.208
            J  due_from K           187.500 KWD        90000
            J  receivable           -600.00 USD       -90000
            J  receivable              0.00 USD         -100
            J  due_from K             0.208 KWD          100
    """,
    "a difference worth less than a step": """
        pay J source 10.00 EUR 1,842
        inv K target 10.00 EUR 3.837
        > all
            J  receivable             10.00 EUR         1842
            J  due_to K              -10.00 EUR        -1842
            K  due_from J             10.00 EUR        3.838
            K  receivable            -10.00 EUR       -3.838
            K  receivable              0.00 EUR        0.001
            K  due_from J              0.00 EUR       -0.001
    """,
    "backward to a company that keeps its books in the source's currency": """
        pay F source 600.00 EUR 736.62
        inv X target 500.00 CAD 300.00
        > all
            F  receivable            301.68 EUR       370.37
            F  due_to X             -301.68 EUR      -370.37
            F  due_to X                1.68 EUR         2.06
            F  gain                    0.00 EUR        -2.06
            X  due_from F            301.68
            X  receivable           -500.00 CAD      -301.68
            X  receivable              0.00 CAD         1.68
            X  due_from F             -1.68
            open   pay                   298.32 EUR       366.25
    """,
    "backward through a hub that keeps its books in the source's currency": """
        pay F source 600.00 EUR 736.62
        main X source 10.00 EUR primary
        inv E target 500.00 CAD 375.94
        > all
            F  receivable            301.68 EUR       370.37
            F  due_to X             -301.68 EUR      -370.37
            X  due_from F            301.68
            X  receivable           -301.68
            X  receivable            301.68
            X  due_to E             -301.68
            X  due_to E               -4.54
            X  loss                    4.54
            E  due_from X            301.68 EUR       370.37
            E  receivable           -500.00 CAD      -370.37
            E  receivable              0.00 CAD        -5.57
            E  due_from X              4.54 EUR         5.57
            open   pay                   298.32 EUR       366.25
            open   main                   10.00
    """,
    "a source worth nothing fits two steps": """
        pay F source 0.001 KWD 0.00
        inv E target 0.02 USD
        > all
            F  receivable             0.001 KWD         0.00
            F  due_to E              -0.001 KWD         0.00
            F  due_to E               0.000 KWD        -0.02
            F  loss                   0.000 KWD         0.02
            E  due_from F             0.001 KWD         0.00
            E  receivable             -0.02
            E  due_from F             0.000 KWD         0.02
    """,
    "cash rounding pays": """
        pay C source 528.05 CHF
        inv F target 600.00 USD
        > all
            C  receivable            528.00
            C  due_to F             -528.00
            F  due_from C            528.00 CHF       600.00
            F  receivable           -600.00
            open   pay                     0.05
    """,
    "cash rounding: one step of it fits": """
        pay C source 528.05 CHF
        inv F target 600.01 USD
        > all
            C  receivable            528.05
            C  due_to F             -528.05
            C  due_to F                0.05
            C  gain                   -0.05
            F  due_from C            528.05 CHF       600.06
            F  receivable           -600.06
            F  receivable              0.05
            F  due_from C             -0.05 CHF        -0.05
    """,
    "two steps of the invoice's currency fit below": """
        pay F source 100.00 USD
        inv X target 81.43 EUR
        > all
            F  receivable            100.00
            F  due_to X             -100.00
            F  due_to X                0.02
            F  gain                   -0.02
            X  due_from F            100.00 USD        81.45
            X  receivable            -81.45
            X  receivable              0.02
            X  due_from F             -0.02 USD        -0.02
    """,
    "three steps do not fit below": """
        pay F source 100.00 USD
        inv X target 81.42 EUR
        > all
            F  receivable             99.96
            F  due_to X              -99.96
            X  due_from F             99.96 USD        81.42
            X  receivable            -81.42
            open   pay                     0.04
    """,
    "two steps fit above": """
        pay F source 100.00 USD
        inv X target 81.47 EUR
        > all
            F  receivable            100.00
            F  due_to X             -100.00
            F  due_to X               -0.02
            F  loss                    0.02
            X  due_from F            100.00 USD        81.45
            X  receivable            -81.45
            X  receivable             -0.02
            X  due_from F              0.02 USD         0.02
    """,
    "three steps do not fit above": """
        pay F source 100.00 USD
        inv X target 81.48 EUR
        > all
            F  receivable            100.00
            F  due_to X             -100.00
            X  due_from F            100.00 USD        81.45
            X  receivable            -81.45
            open   inv                     0.03
    """,
    "backward never takes more than is there, though rounding asks for it": """
        pay X source 0.09 EUR
        main F source 1.00 USD primary
        inv G target 0.07 DKK 0.04
        rate F EUR 2026-03-25 100/62
        rate F USD 2026-03-25 100/153
        rate G USD 2026-03-25 100/153
        rate G GBP 2026-03-25 100/134
        rate G DKK 2026-03-25 100/70
        > all
            X  receivable              0.09
            X  due_to F               -0.09
            F  due_from X              0.09 EUR         0.04
            F  receivable             -0.09 EUR        -0.04
            F  receivable              0.09 EUR         0.04
            F  due_to G               -0.09 EUR        -0.04
            F  due_to G                0.00 EUR         0.01
            F  gain                    0.00 EUR        -0.01
            G  due_from F              0.09 EUR         0.05
            G  receivable             -0.07 DKK        -0.05
            G  receivable              0.00 DKK         0.01
            G  due_from F              0.00 EUR        -0.01
            open   main                    1.00
    """,
    "a part fits below where one payment fits above: 4.07 cents apart": """
        pay F source 0.11 USD
        inv X target 0.07 EUR
        > all
            F  receivable              0.11
            F  due_to X               -0.11
            F  due_to X                0.02
            F  gain                   -0.02
            X  due_from F              0.11 USD         0.09
            X  receivable             -0.09
            X  receivable              0.02
            X  due_from F             -0.02 USD        -0.02
    """,
    "a part fits below where one payment fits above, in parts": """
        pay F source 0.11 USD
        inv X target 0.07 EUR
        > pay 0.06
            F  receivable              0.06
            F  due_to X               -0.06
            F  due_to X               -0.02
            F  loss                    0.02
            X  due_from F              0.06 USD         0.05
            X  receivable             -0.05
            X  receivable             -0.02
            X  due_from F              0.02 USD         0.02
            open   pay                     0.05
        > rest
            open   pay                     0.05
            refused no_target
    """,
    "cash rounding is paid": """
        pay F source 100.00 USD
        inv C target 50.05 EUR 54.05
        > all
            F  receivable             61.42
            F  due_to C              -61.42
            C  due_from F             61.42 USD        54.05
            C  receivable            -50.05 EUR       -54.05
            open   pay                    38.58
    """,
    "cash rounding in two parts": """
        pay F source 61.42 USD
        inv C target 50.05 EUR 54.05
        > pay 20.00
            F  receivable             20.00
            F  due_to C              -20.00
            C  due_from F             20.00 USD        17.60
            C  receivable            -16.29 EUR       -17.60
            open   pay                    41.42
            open   inv                    33.76 EUR        36.45
        > rest
            F  receivable             41.42
            F  due_to C              -41.42
            C  due_from F             41.42 USD        36.45
            C  receivable            -33.76 EUR       -36.45
    """,
    "one accounting currency, another transaction currency on both sides": """
        pay X source 100.00 USD 81.45
        inv Y target 66.67 GBP 83.00
        > all
            X  receivable             83.34 USD        67.88
            X  due_to Y              -83.34 USD       -67.88
            X  due_to Y                0.00 USD       -15.12
            X  loss                    0.00 USD        15.12
            Y  due_from X             83.34 USD        67.88
            Y  receivable            -66.67 GBP       -67.88
            Y  receivable              0.00 GBP       -15.12
            Y  due_from X              0.00 USD        15.12
            open   pay                    16.66 USD        13.57
    """,
    "five billion at rate 1 stay five billion": """
        pay F source 5,000,000,000.00 USD
        inv E target 5,000,000,000.00 USD
        two F source 5,000,000,000.00 CAD 3,703,703,703.70
        bill E target 5,000,000,000.00 CAD 3,703,703,703.70
        > all
            F  receivable      5000000000.00
            F  due_to E        -5000000000.00
            F  receivable      5000000000.00 CAD 3703703703.70
            F  due_to E        -5000000000.00 CAD -3703703703.70
            E  due_from F      5000000000.00
            E  receivable      -5000000000.00
            E  due_from F      5000000000.00 CAD 3703703703.70
            E  receivable      -5000000000.00 CAD -3703703703.70
    """,
}


@pytest.mark.parametrize("story", CURRENCIES.values(), ids=CURRENCIES)
def test_currencies(story):
    assert_story(story)
