"""Remittance advices in the style in which customers send them, and how to read them.

All are about the same five documents; ``{a}`` in a text is the number of document
*a*. What is expected: a row for each line that is not empty, with its place, what it
was taken for and, where it names a document, that with the amount paid and the
discount given (``-``: none is told). Plain Python, for tests with Odoo and without.
"""

from typing import NamedTuple

#: Document -> amount open, discount available, customer's reference, payment reference.
DOCUMENTS = {
    "a": ("1234.56", "24.69", "PO-4711", "2026001001"),
    "b": ("600.00", "0", "PO-4712", "2026001019"),
    "c": ("200.00", "0", "0004713", "2026001027"),
    "d": ("15000.00", "300.00", "PO 4714", "2026001035"),
    "n": ("25.00", "0", "RMA-88", "2026001043"),
}
NUMBERS = {
    "a": "EINV/2026/00011",
    "b": "EINV/2026/00012",
    "c": "WINV/2026/00007",
    "d": "WINV/2026/00008",
    "n": "REINV/2026/00003",
}


class Advice(NamedTuple):
    """A text, who reads it, and the rows that come of it.

    ``total``: what the total line says, and what the lines come to; ``None`` where
    there is no such line.
    """

    lang: str
    currency: str
    text: str
    rows: str
    total: tuple | None = None

    def written(self, numbers):
        """The text with the documents' numbers."""
        text = self.text
        for key, number in numbers.items():
            text = text.replace("{" + key + "}", number)
        return text


ADVICES = {
    "dutch specification, mail with words around": Advice(
        "nl_NL",
        "EUR",
        """Geachte heer, mevrouw,

Hierbij de specificatie van onze betaling van 25 maart 2026:

Factuur {a}      € 1.209,87
Factuur {b}      €   600,00
Factuur 4713     € 200,-
Creditnota {n}   € -25,00
                 ----------
Totaal           € 1.984,87

Met vriendelijke groet,
Crediteurenadministratie
""",
        """
        1   words
        3   words
        5   read    a    1209.87   -
        6   read    b     600.00   -
        7   read    c     200.00   -
        8   read    n      25.00   -
        9   words
        10  total
        12  words
        13  words
        """,
        ("1984.87", "1984.87"),
    ),
    "german payment advice with discount columns": Advice(
        "de_DE",
        "EUR",
        """Zahlungsavis 4500012\t\t\t\t\t
Belegnr.\tIhre Rechnung\tBelegdatum\tBruttobetrag\tSkonto\tZahlbetrag
1900000017\t{a}\t10.03.2026\t1.234,56-\t24,69\t1.209,87-
1900000018\t{b}\t10.03.2026\t600,00-\t0,00\t600,00-
1900000019\t{d}\t10.03.2026\t15.000,00-\t300,00\t14.700,00-
1700000003\t{n}\t10.03.2026\t25,00\t0,00\t25,00
\t\tSumme EUR\t16.809,56-\t324,69\t16.484,87-
""",
        """
        1   words
        2   header
        3   read    a    1209.87    24.69
        4   read    b     600.00     0.00
        5   read    d   14700.00   300.00
        6   read    n      25.00     0.00
        7   total
        """,
        ("16484.87", "16484.87"),
    ),
    "norwegian, payment references, blanks for thousands": Advice(
        "nb_NO",
        "NOK",
        """Betalingsdato: 25.03.2026
KID              Fakturabeløp   Rabatt     Betalt
2026 001 001       1\u00a0234,56    24,69    1\u00a0209,87
2026001019           600,00     0,00      600,00
002026001035      15\u202f000,00   300,00   14\u202f700,00
2026001043           -25,00     0,00      -25,00
Sum betalt                             16 484,87
""",
        """
        1   words
        2   header
        3   read    a    1209.87    24.69
        4   read    b     600.00     0.00
        5   read    d   14700.00   300.00
        6   read    n      25.00     0.00
        7   total
        """,
        ("16484.87", "16484.87"),
    ),
    "french, credit notes in words, and a total that differs": Advice(
        "fr_FR",
        "EUR",
        """Madame, Monsieur,
Veuillez trouver ci-dessous le détail de notre virement.

N° facture;Date;Montant TTC;Escompte;Net à payer
{a};10/03/2026;1 234,56 EUR;24,69 EUR;1 209,87 EUR
{c};10/03/2026;200,00 EUR;;200,00 EUR
AVOIR {n};10/03/2026;(25,00) EUR;;(25,00) EUR
Frais bancaires;;;;-12,00 EUR
FA-99887;10/03/2026;80,00 EUR;;80,00 EUR
Total du virement;;;;1 472,87 EUR
""",
        """
        1   words
        2   words
        4   header
        5   read     a    1209.87   24.69
        6   read     c     200.00   -
        7   read     n      25.00   -
        8   refused  -     -12.00   -
        9   refused  -      80.00   -
        10  total
        """,
        ("1472.87", "1452.87"),
    ),
    "english, a table of pipes": Advice(
        "en_US",
        "USD",
        """**Payment details**

| Your ref | Our PO | Description | Amount (USD) |
|----------|:------:|-------------|-------------:|
| #{a}. | po4711 | March delivery, 2 pallets | 1,209.87 |
| {b} | 4712 | Chairs | 600.00 |
| {c} | | | 1.250 |
| | rma 88 | Returned 10% | 25.00 CR |
| **Total** | | | **3,034.87** |
""",
        """
        1   words
        3   header
        4   words
        5   read    a    1209.87   -
        6   read    b     600.00   -
        7   asks    c    -         -
        8   read    n      25.00   -
        9   total
        """,
        ("3034.87", None),
    ),
    "aligned blanks out of a paper": Advice(
        "en_US",
        "USD",
        """REMITTANCE ADVICE                                Page 1 of 1
Pos  Document          Date        Gross       Disc.   Payment
 1   {a}   03/10/2026   1,234.56    24.69   1,209.87
 2   {b}   03/10/2026     600.00              600.00
 3   {c}   03/10/2026     200.00    20.00     190.00
 4   {n}   03/10/2026     (25.00)            (25.00)
                                   Total    1,974.87
\f
This advice was made by a machine and is valid without signature.
""",
        """
        1   words
        2   header
        3   read    a    1209.87   24.69
        4   read    b     600.00   -
        5   asks    c    -         -
        6   read    n      25.00   -
        7   total
        9   words
        """,
        ("1974.87", None),
    ),
    "export with the sign behind": Advice(
        "en_US",
        "USD",
        """Account\tAssignment\tReference\tDoc. Date\tAmount in doc.curr.\tCurrency
100234\t20260310\t{a}\t2026-03-10\t1,209.87-\tUSD
100234\t20260310\tPO-4712\t2026-03-10\t600.00-\tUSD
100234\t20260310\tPO 4714\t2026-03-10\t14,700.00-\tEUR
100234\t20260310\t{n}\t2026-03-10\t25.00\tUSD
""",
        """
        1   header
        2   read    a    1209.87   -
        3   read    b     600.00   -
        4   read    d   14700.00   -   EUR
        5   read    n      25.00   -
        """,
    ),
    "a sheet with a mark before its text and empty rows": Advice(
        "en_US",
        "USD",
        """\ufeff,,,,\r
Remittance,,,,\r
,,,,\r
"Invoice","Date","Gross","Discount taken","Net paid"\r
"{a}",3/10/2026,"1,234.56",24.69,"1,209.87"\r
{b},3/10/2026,600.00,,600.00\r
"{d}",3/10/2026,"$15,000.00 ",$200.00,"$14,800.00 "\r
,,,,\r
,,,TOTAL,"16,609.87"\r
,,,,\r
""",
        """
        2   words
        4   header
        5   read    a    1209.87   24.69
        6   read    b     600.00   -
        7   read    d   14800.00  200.00
        9   total
        """,
        ("16609.87", "16609.87"),
    ),
}
