"""The ten examples of section 5 and their variants, each also paid in two parts."""

import pytest

from worlds import assert_story

EXAMPLES = {
    "1": """
        pay F source 600.00 USD
        inv E target 600.00 USD
        > all
            F  receivable            600.00
            F  due_to E             -600.00
            E  due_from F            600.00
            E  receivable           -600.00
    """,
    "1 in two parts": """
        pay F source 600.00 USD
        inv E target 600.00 USD
        > pay 250.00
            F  receivable            250.00
            F  due_to E             -250.00
            E  due_from F            250.00
            E  receivable           -250.00
            open   pay                   350.00
            open   inv                   350.00
        > rest
            F  receivable            350.00
            F  due_to E             -350.00
            E  due_from F            350.00
            E  receivable           -350.00
    """,
    "2": """
        pay F source 580.00 USD
        inv E target 600.00 USD discount=20.00/600.00
        > all
            F  receivable            580.00
            F  due_to E             -580.00
            E  due_from F            580.00
            E  receivable           -580.00
            E  receivable            -20.00
            E  discount               20.00
    """,
    "2 with the discount to the payment company": """
        pay F source 580.00 USD
        inv E target 600.00 USD discount=20.00/600.00
        route F E discount=payment
        > all
            F  receivable            580.00
            F  due_to E             -580.00
            F  due_to E              -20.00
            F  discount               20.00
            E  due_from F            580.00
            E  receivable           -580.00
            E  receivable            -20.00
            E  due_from F             20.00
    """,
    "2 in two parts": """
        pay F source 580.00 USD
        inv E target 600.00 USD discount=20.00/600.00 partial
        > pay 290.00
            F  receivable            290.00
            F  due_to E             -290.00
            E  due_from F            290.00
            E  receivable           -290.00
            E  receivable            -10.00
            E  discount               10.00
            open   pay                   290.00
            open   inv                   300.00
        > rest
            F  receivable            290.00
            F  due_to E             -290.00
            E  due_from F            290.00
            E  receivable           -290.00
            E  receivable            -10.00
            E  discount               10.00
    """,
    "2 in two parts, the discount to the payment company": """
        pay F source 580.00 USD
        inv E target 600.00 USD discount=20.00/600.00 partial
        route F E discount=payment
        > pay 290.00
            F  receivable            290.00
            F  due_to E             -290.00
            F  due_to E              -10.00
            F  discount               10.00
            E  due_from F            290.00
            E  receivable           -290.00
            E  receivable            -10.00
            E  due_from F             10.00
            open   pay                   290.00
            open   inv                   300.00
        > rest
            F  receivable            290.00
            F  due_to E             -290.00
            F  due_to E              -10.00
            F  discount               10.00
            E  due_from F            290.00
            E  receivable           -290.00
            E  receivable            -10.00
            E  due_from F             10.00
    """,
    "3": """
        pay F source 600.00 EUR 736.62
        inv E target 600.00 EUR 723.72
        > all
            F  receivable            600.00 EUR       736.62
            F  due_to E             -600.00 EUR      -736.62
            F  due_to E                0.00 EUR        12.90
            F  gain                    0.00 EUR       -12.90
            E  due_from F            600.00 EUR       736.62
            E  receivable           -600.00 EUR      -736.62
            E  receivable              0.00 EUR        12.90
            E  due_from F              0.00 EUR       -12.90
    """,
    "3 with the difference to the invoice company": """
        pay F source 600.00 EUR 736.62
        inv E target 600.00 EUR 723.72
        route F E exchange=invoice
        > all
            F  receivable            600.00 EUR       736.62
            F  due_to E             -600.00 EUR      -736.62
            E  due_from F            600.00 EUR       736.62
            E  receivable           -600.00 EUR      -736.62
            E  receivable              0.00 EUR        12.90
            E  gain                    0.00 EUR       -12.90
    """,
    "3 with a loss": """
        pay F source 600.00 EUR 723.72
        inv E target 600.00 EUR 736.62
        > all
            F  receivable            600.00 EUR       723.72
            F  due_to E             -600.00 EUR      -723.72
            F  due_to E                0.00 EUR       -12.90
            F  loss                    0.00 EUR        12.90
            E  due_from F            600.00 EUR       723.72
            E  receivable           -600.00 EUR      -723.72
            E  receivable              0.00 EUR       -12.90
            E  due_from F              0.00 EUR        12.90
    """,
    "3 with a loss to the invoice company": """
        pay F source 600.00 EUR 723.72
        inv E target 600.00 EUR 736.62
        route F E exchange=invoice
        > all
            F  receivable            600.00 EUR       723.72
            F  due_to E             -600.00 EUR      -723.72
            E  due_from F            600.00 EUR       723.72
            E  receivable           -600.00 EUR      -723.72
            E  receivable              0.00 EUR       -12.90
            E  loss                    0.00 EUR        12.90
    """,
    "3 in two parts": """
        pay F source 600.00 EUR 736.62
        inv E target 600.00 EUR 723.72
        > pay 199.99
            F  receivable            199.99 EUR       245.53
            F  due_to E             -199.99 EUR      -245.53
            F  due_to E                0.00 EUR         4.30
            F  gain                    0.00 EUR        -4.30
            E  due_from F            199.99 EUR       245.53
            E  receivable           -199.99 EUR      -245.53
            E  receivable              0.00 EUR         4.30
            E  due_from F              0.00 EUR        -4.30
            open   pay                   400.01 EUR       491.09
            open   inv                   400.01 EUR       482.49
        > rest
            F  receivable            400.01 EUR       491.09
            F  due_to E             -400.01 EUR      -491.09
            F  due_to E                0.00 EUR         8.60
            F  gain                    0.00 EUR        -8.60
            E  due_from F            400.01 EUR       491.09
            E  receivable           -400.01 EUR      -491.09
            E  receivable              0.00 EUR         8.60
            E  due_from F              0.00 EUR        -8.60
    """,
    "4": """
        pay F source 626.22 EUR 768.81
        inv E target 638.22 EUR 769.82 discount=12.00/638.22
        > all
            F  receivable            626.22 EUR       768.81
            F  due_to E             -626.22 EUR      -768.81
            F  due_to E                0.00 EUR        13.46
            F  gain                    0.00 EUR       -13.46
            E  due_from F            626.22 EUR       768.81
            E  receivable           -626.22 EUR      -768.81
            E  receivable              0.00 EUR        13.46
            E  due_from F              0.00 EUR       -13.46
            E  receivable            -12.00 EUR       -14.47
            E  discount               12.00 EUR        14.47
    """,
    "4 with both swapped": """
        pay F source 626.22 EUR 768.81
        inv E target 638.22 EUR 769.82 discount=12.00/638.22
        route F E discount=payment exchange=invoice
        > all
            F  receivable            626.22 EUR       768.81
            F  due_to E             -626.22 EUR      -768.81
            F  due_to E              -12.00 EUR       -14.47
            F  discount               12.00 EUR        14.47
            E  due_from F            626.22 EUR       768.81
            E  receivable           -626.22 EUR      -768.81
            E  receivable              0.00 EUR        13.46
            E  gain                    0.00 EUR       -13.46
            E  receivable            -12.00 EUR       -14.47
            E  due_from F             12.00 EUR        14.47
    """,
    "4 with the discount to the payment company": """
        pay F source 626.22 EUR 768.81
        inv E target 638.22 EUR 769.82 discount=12.00/638.22
        route F E discount=payment
        > all
            F  receivable            626.22 EUR       768.81
            F  due_to E             -626.22 EUR      -768.81
            F  due_to E                0.00 EUR        13.46
            F  gain                    0.00 EUR       -13.46
            F  due_to E              -12.00 EUR       -14.47
            F  discount               12.00 EUR        14.47
            E  due_from F            626.22 EUR       768.81
            E  receivable           -626.22 EUR      -768.81
            E  receivable              0.00 EUR        13.46
            E  due_from F              0.00 EUR       -13.46
            E  receivable            -12.00 EUR       -14.47
            E  due_from F             12.00 EUR        14.47
    """,
    "4 with a loss": """
        pay F source 626.22 EUR 755.35
        inv E target 638.22 EUR 783.54 discount=12.00/638.22
        > all
            F  receivable            626.22 EUR       755.35
            F  due_to E             -626.22 EUR      -755.35
            F  due_to E                0.00 EUR       -13.46
            F  loss                    0.00 EUR        13.46
            E  due_from F            626.22 EUR       755.35
            E  receivable           -626.22 EUR      -755.35
            E  receivable              0.00 EUR       -13.46
            E  due_from F              0.00 EUR        13.46
            E  receivable            -12.00 EUR       -14.73
            E  discount               12.00 EUR        14.73
    """,
    "4 in two parts": """
        pay F source 626.22 EUR 768.81
        inv E target 638.22 EUR 769.82 discount=12.00/638.22 partial
        > pay 313.11
            F  receivable            313.11 EUR       384.41
            F  due_to E             -313.11 EUR      -384.41
            F  due_to E                0.00 EUR         6.74
            F  gain                    0.00 EUR        -6.74
            E  due_from F            313.11 EUR       384.41
            E  receivable           -313.11 EUR      -384.41
            E  receivable              0.00 EUR         6.74
            E  due_from F              0.00 EUR        -6.74
            E  receivable             -6.00 EUR        -7.24
            E  discount                6.00 EUR         7.24
            open   pay                   313.11 EUR       384.40
            open   inv                   319.11 EUR       384.91
        > rest
            F  receivable            313.11 EUR       384.40
            F  due_to E             -313.11 EUR      -384.40
            F  due_to E                0.00 EUR         6.73
            F  gain                    0.00 EUR        -6.73
            E  due_from F            313.11 EUR       384.40
            E  receivable           -313.11 EUR      -384.40
            E  receivable              0.00 EUR         6.73
            E  due_from F              0.00 EUR        -6.73
            E  receivable             -6.00 EUR        -7.24
            E  discount                6.00 EUR         7.24
    """,
    "4 tax included": """
        pay F source 625.46 EUR 767.88
        inv E target 638.22 EUR 769.82 discount=12.76/638.22 parts=base:12.00,tax:0.76
        > all
            F  receivable            625.46 EUR       767.88
            F  due_to E             -625.46 EUR      -767.88
            F  due_to E                0.00 EUR        13.45
            F  gain                    0.00 EUR       -13.45
            E  due_from F            625.46 EUR       767.88
            E  receivable           -625.46 EUR      -767.88
            E  receivable              0.00 EUR        13.45
            E  due_from F              0.00 EUR       -13.45
            E  receivable            -12.76 EUR       -15.39
            E  tax [tax]               0.76 EUR         0.92
            E  discount [base]        12.00 EUR        14.47
    """,
    "4 tax included, the discount to the payment company": """
        pay F source 625.46 EUR 767.88
        inv E target 638.22 EUR 769.82 discount=12.76/638.22 parts=base:12.00,tax:0.76
        route F E discount=payment
        > all
            F  receivable            625.46 EUR       767.88
            F  due_to E             -625.46 EUR      -767.88
            F  due_to E                0.00 EUR        13.45
            F  gain                    0.00 EUR       -13.45
            F  due_to E              -12.00 EUR       -14.47
            F  discount               12.00 EUR        14.47
            E  due_from F            625.46 EUR       767.88
            E  receivable           -625.46 EUR      -767.88
            E  receivable              0.00 EUR        13.45
            E  due_from F              0.00 EUR       -13.45
            E  receivable            -12.76 EUR       -15.39
            E  tax [tax]               0.76 EUR         0.92
            E  due_from F [base]       12.00 EUR        14.47
    """,
    "4 tax included, in two parts": """
        pay F source 625.46 EUR 767.88
        inv E target 638.22 EUR 769.82 discount=12.76/638.22 \
                parts=base:12.00,tax:0.76 partial
        > pay 312.73
            F  receivable            312.73 EUR       383.94
            F  due_to E             -312.73 EUR      -383.94
            F  due_to E                0.00 EUR         6.73
            F  gain                    0.00 EUR        -6.73
            E  due_from F            312.73 EUR       383.94
            E  receivable           -312.73 EUR      -383.94
            E  receivable              0.00 EUR         6.73
            E  due_from F              0.00 EUR        -6.73
            E  receivable             -6.38 EUR        -7.70
            E  tax [tax]               0.38 EUR         0.46
            E  discount [base]         6.00 EUR         7.24
            open   pay                   312.73 EUR       383.94
            open   inv                   319.11 EUR       384.91
        > rest
            F  receivable            312.73 EUR       383.94
            F  due_to E             -312.73 EUR      -383.94
            F  due_to E                0.00 EUR         6.73
            F  gain                    0.00 EUR        -6.73
            E  due_from F            312.73 EUR       383.94
            E  receivable           -312.73 EUR      -383.94
            E  receivable              0.00 EUR         6.73
            E  due_from F              0.00 EUR        -6.73
            E  receivable             -6.38 EUR        -7.70
            E  tax [tax]               0.38 EUR         0.46
            E  discount [base]         6.00 EUR         7.24
    """,
    "4 tax included, in two parts, the discount to the payment company": """
        pay F source 625.46 EUR 767.88
        inv E target 638.22 EUR 769.82 discount=12.76/638.22 \
                parts=base:12.00,tax:0.76 partial
        route F E discount=payment
        > pay 312.73
            F  receivable            312.73 EUR       383.94
            F  due_to E             -312.73 EUR      -383.94
            F  due_to E                0.00 EUR         6.73
            F  gain                    0.00 EUR        -6.73
            F  due_to E               -6.00 EUR        -7.24
            F  discount                6.00 EUR         7.24
            E  due_from F            312.73 EUR       383.94
            E  receivable           -312.73 EUR      -383.94
            E  receivable              0.00 EUR         6.73
            E  due_from F              0.00 EUR        -6.73
            E  receivable             -6.38 EUR        -7.70
            E  tax [tax]               0.38 EUR         0.46
            E  due_from F [base]        6.00 EUR         7.24
            open   pay                   312.73 EUR       383.94
            open   inv                   319.11 EUR       384.91
        > rest
            F  receivable            312.73 EUR       383.94
            F  due_to E             -312.73 EUR      -383.94
            F  due_to E                0.00 EUR         6.73
            F  gain                    0.00 EUR        -6.73
            F  due_to E               -6.00 EUR        -7.24
            F  discount                6.00 EUR         7.24
            E  due_from F            312.73 EUR       383.94
            E  receivable           -312.73 EUR      -383.94
            E  receivable              0.00 EUR         6.73
            E  due_from F              0.00 EUR        -6.73
            E  receivable             -6.38 EUR        -7.70
            E  tax [tax]               0.38 EUR         0.46
            E  due_from F [base]        6.00 EUR         7.24
    """,
    "5": """
        pay F source 75.00 USD primary
        note E source 25.00 USD note
        inv W target 100.00 USD
        > all
            E  receivable             25.00
            E  due_to F              -25.00
            F  due_from E             25.00
            F  receivable            -25.00
            F  receivable            100.00
            F  due_to W             -100.00
            W  due_from F            100.00
            W  receivable           -100.00
    """,
    "5 in two parts": """
        pay F source 75.00 USD primary
        note E source 25.00 USD note
        inv W target 100.00 USD
        > inv 60.00
            E  receivable             25.00
            E  due_to F              -25.00
            F  due_from E             25.00
            F  receivable            -25.00
            F  receivable             60.00
            F  due_to W              -60.00
            W  due_from F             60.00
            W  receivable            -60.00
            open   pay                    40.00
            open   inv                    40.00
        > rest
            F  receivable             40.00
            F  due_to W              -40.00
            W  due_from F             40.00
            W  receivable            -40.00
    """,
    "6": """
        pay F source 75.00 USD
        note E source 25.00 USD note
        inv W target 100.00 USD
        > all
            F  receivable             75.00
            F  due_to W              -75.00
            W  due_from F             75.00
            W  receivable            -75.00
            W  due_from E             25.00
            W  receivable            -25.00
            E  receivable             25.00
            E  due_to W              -25.00
    """,
    "6 in two parts": """
        pay F source 75.00 USD
        note E source 25.00 USD note
        inv W target 100.00 USD
        > inv 60.00
            F  receivable             60.00
            F  due_to W              -60.00
            W  due_from F             60.00
            W  receivable            -60.00
            open   pay                    15.00
            open   note                   25.00
            open   inv                    40.00
        > rest
            F  receivable             15.00
            F  due_to W              -15.00
            W  due_from F             15.00
            W  receivable            -15.00
            W  due_from E             25.00
            W  receivable            -25.00
            E  receivable             25.00
            E  due_to W              -25.00
    """,
    "hub: what is left over stays on the primary": """
        pay F source 75.00 USD primary
        note E source 25.00 USD note
        inv W target 90.00 USD
        > all
            E  receivable             25.00
            E  due_to F              -25.00
            F  due_from E             25.00
            F  receivable            -25.00
            F  receivable             90.00
            F  due_to W              -90.00
            W  due_from F             90.00
            W  receivable            -90.00
            open   pay                    10.00
    """,
    "hub: another payment of the hub": """
        pay F source 75.00 USD primary
        other F source 10.00 USD
        note E source 15.00 USD note
        inv W target 100.00 USD
        > all
            E  receivable             15.00
            E  due_to F              -15.00
            F  due_from E             15.00
            F  receivable            -15.00
            F  receivable            100.00
            F  due_to W             -100.00
            W  due_from F            100.00
            W  receivable           -100.00
    """,
    "hub: an invoice of the hub": """
        pay F source 50.00 USD primary
        inv F target 60.00 USD
        note E source 10.00 USD note
        > all
            E  receivable             10.00
            E  due_to F              -10.00
            F  due_from E             10.00
            F  receivable            -10.00
    """,
    "7": """
        pay F source 600.00 EUR 736.62
        inv X target 600.00 EUR
        > all
            F  receivable            600.00 EUR       736.62
            F  due_to X             -600.00 EUR      -736.62
            X  due_from F            600.00
            X  receivable           -600.00
    """,
    "7 in two parts": """
        pay F source 600.00 EUR 736.62
        inv X target 600.00 EUR
        > pay 199.99
            F  receivable            199.99 EUR       245.53
            F  due_to X             -199.99 EUR      -245.53
            X  due_from F            199.99
            X  receivable           -199.99
            open   pay                   400.01 EUR       491.09
            open   inv                   400.01
        > rest
            F  receivable            400.01 EUR       491.09
            F  due_to X             -400.01 EUR      -491.09
            X  due_from F            400.01
            X  receivable           -400.01
    """,
    "8": """
        pay F source 736.62 USD
        inv X target 600.00 EUR
        > all
            F  receivable            736.62
            F  due_to X             -736.62
            X  due_from F            736.62 USD       600.00
            X  receivable           -600.00
    """,
    "8 in two parts": """
        pay F source 736.62 USD
        inv X target 600.00 EUR
        > pay 245.54
            F  receivable            245.54
            F  due_to X             -245.54
            X  due_from F            245.54 USD       200.00
            X  receivable           -200.00
            open   pay                   491.08
            open   inv                   400.00
        > rest
            F  receivable            491.08
            F  due_to X             -491.08
            X  due_from F            491.08 USD       400.00
            X  receivable           -400.00
    """,
    "9": """
        pay X source 736.62 USD 600.00
        inv E target 600.00 EUR 723.72
        > all
            X  receivable            736.62 USD       600.00
            X  due_to E             -736.62 USD      -600.00
            X  due_to E               12.90 USD        10.51
            X  gain                    0.00 USD       -10.51
            E  due_from X            736.62
            E  receivable           -600.00 EUR      -736.62
            E  receivable              0.00 EUR        12.90
            E  due_from X            -12.90
    """,
    "9 with the difference to the invoice company": """
        pay X source 736.62 USD 600.00
        inv E target 600.00 EUR 723.72
        route X E exchange=invoice
        > all
            X  receivable            736.62 USD       600.00
            X  due_to E             -736.62 USD      -600.00
            E  due_from X            736.62
            E  receivable           -600.00 EUR      -736.62
            E  receivable              0.00 EUR        12.90
            E  gain                    0.00 EUR       -12.90
    """,
    "9 with a loss": """
        pay X source 736.62 USD 600.00
        inv E target 600.00 EUR 750.00
        > all
            X  receivable            736.62 USD       600.00
            X  due_to E             -736.62 USD      -600.00
            X  due_to E              -13.38 USD       -10.90
            X  loss                    0.00 USD        10.90
            E  due_from X            736.62
            E  receivable           -600.00 EUR      -736.62
            E  receivable              0.00 EUR       -13.38
            E  due_from X             13.38
    """,
    "9 with a discount to the payment company": """
        pay X source 724.34 USD 590.00
        inv E target 600.00 EUR 723.72 discount=10.00/600.00
        route X E discount=payment
        > all
            X  receivable            724.34 USD       590.00
            X  due_to E             -724.34 USD      -590.00
            X  due_to E               12.68 USD        10.33
            X  gain                    0.00 USD       -10.33
            X  due_to E              -10.00
            X  discount               10.00
            E  due_from X            724.34
            E  receivable           -590.00 EUR      -724.34
            E  receivable              0.00 EUR        12.68
            E  due_from X            -12.68
            E  receivable            -10.00 EUR       -12.06
            E  due_from X             10.00 EUR        12.06
    """,
    "9 in two parts": """
        pay X source 736.62 USD 600.00
        inv E target 600.00 EUR 723.72
        > pay 245.54
            X  receivable            245.54 USD       200.00
            X  due_to E             -245.54 USD      -200.00
            X  due_to E                4.30 USD         3.50
            X  gain                    0.00 USD        -3.50
            E  due_from X            245.54
            E  receivable           -200.00 EUR      -245.54
            E  receivable              0.00 EUR         4.30
            E  due_from X             -4.30
            open   pay                   491.08 USD       400.00
            open   inv                   400.00 EUR       482.48
        > rest
            X  receivable            491.08 USD       400.00
            X  due_to E             -491.08 USD      -400.00
            X  due_to E                8.60 USD         7.00
            X  gain                    0.00 USD        -7.00
            E  due_from X            491.08
            E  receivable           -400.00 EUR      -491.08
            E  receivable              0.00 EUR         8.60
            E  due_from X             -8.60
    """,
    "10": """
        pay X source 4,501.07 DKK 603.36
        inv E target 1,000.00 CAD 751.88
        > all
            X  receivable           4501.07 DKK       603.36
            X  due_to E            -4501.07 DKK      -603.36
            X  due_to E                0.00 DKK        -9.07
            X  loss                    0.00 DKK         9.07
            E  due_from X           4501.07 DKK       740.75
            E  receivable          -1000.00 CAD      -740.75
            E  receivable              0.00 CAD       -11.13
            E  due_from X              0.00 DKK        11.13
    """,
    "10 with the difference to the invoice company": """
        pay X source 4,501.07 DKK 603.36
        inv E target 1,000.00 CAD 751.88
        route X E exchange=invoice
        > all
            X  receivable           4501.07 DKK       603.36
            X  due_to E            -4501.07 DKK      -603.36
            E  due_from X           4501.07 DKK       740.75
            E  receivable          -1000.00 CAD      -740.75
            E  receivable              0.00 CAD       -11.13
            E  loss                    0.00 CAD        11.13
    """,
    "10 with a gain": """
        pay X source 4,501.07 DKK 603.36
        inv E target 1,000.00 CAD 730.00
        > all
            X  receivable           4501.07 DKK       603.36
            X  due_to E            -4501.07 DKK      -603.36
            X  due_to E                0.00 DKK         8.76
            X  gain                    0.00 DKK        -8.76
            E  due_from X           4501.07 DKK       740.75
            E  receivable          -1000.00 CAD      -740.75
            E  receivable              0.00 CAD        10.75
            E  due_from X              0.00 DKK       -10.75
    """,
    "10 with the discount to the payment company": """
        pay X source 4,501.07 DKK 603.36
        inv E target 1,010.00 CAD 759.40 discount=10.00/1,010.00
        route X E discount=payment
        > all
            X  receivable           4501.07 DKK       603.36
            X  due_to E            -4501.07 DKK      -603.36
            X  due_to E                0.00 DKK        -9.07
            X  loss                    0.00 DKK         9.07
            X  due_to E              -10.00 CAD        -6.13
            X  discount               10.00 CAD         6.13
            E  due_from X           4501.07 DKK       740.75
            E  receivable          -1000.00 CAD      -740.75
            E  receivable              0.00 CAD       -11.13
            E  due_from X              0.00 DKK        11.13
            E  receivable            -10.00 CAD        -7.52
            E  due_from X             10.00 CAD         7.52
    """,
    "10 in two parts": """
        pay X source 4,501.07 DKK 603.36
        inv E target 1,000.00 CAD 751.88
        > pay 1,500.00
            X  receivable           1500.00 DKK       201.07
            X  due_to E            -1500.00 DKK      -201.07
            X  due_to E                0.00 DKK        -3.02
            X  loss                    0.00 DKK         3.02
            E  due_from X           1500.00 DKK       246.85
            E  receivable           -333.25 CAD      -246.85
            E  receivable              0.00 CAD        -3.71
            E  due_from X              0.00 DKK         3.71
            open   pay                  3001.07 DKK       402.29
            open   inv                   666.75 CAD       501.32
        > rest
            X  receivable           3001.07 DKK       402.29
            X  due_to E            -3001.07 DKK      -402.29
            X  due_to E                0.00 DKK        -6.05
            X  loss                    0.00 DKK         6.05
            E  due_from X           3001.07 DKK       493.89
            E  receivable           -666.75 CAD      -493.89
            E  receivable              0.00 CAD        -7.43
            E  due_from X              0.00 DKK         7.43
    """,
    "10 backward, the invoice takes less": """
        pay X source 4,501.07 DKK 603.36
        inv E target 500.00 CAD 375.94
        > all
            X  receivable           2250.54 DKK       301.68
            X  due_to E            -2250.54 DKK      -301.68
            X  due_to E                0.00 DKK        -4.54
            X  loss                    0.00 DKK         4.54
            E  due_from X           2250.54 DKK       370.37
            E  receivable           -500.00 CAD      -370.37
            E  receivable              0.00 CAD        -5.57
            E  due_from X              0.00 DKK         5.57
            open   pay                  2250.53 DKK       301.68
    """,
    "10 through a hub": """
        pay X source 4,501.07 DKK 603.36
        main F source 100.00 USD primary
        inv E target 1,000.00 CAD 751.88
        > all
            X  receivable           4501.07 DKK       603.36
            X  due_to F            -4501.07 DKK      -603.36
            F  due_from X           4501.07 DKK       740.75
            F  receivable          -4501.07 DKK      -740.75
            F  receivable           4501.07 DKK       740.75
            F  due_to E            -4501.07 DKK      -740.75
            F  due_to E                0.00 DKK       -11.13
            F  loss                    0.00 DKK        11.13
            E  due_from F           4501.07 DKK       740.75
            E  receivable          -1000.00 CAD      -740.75
            E  receivable              0.00 CAD       -11.13
            E  due_from F              0.00 DKK        11.13
            open   main                  100.00
    """,
}


@pytest.mark.parametrize("story", EXAMPLES.values(), ids=EXAMPLES)
def test_examples(story):
    assert_story(story)
