"""Texts as banks of several countries bring them, and what each of them means.

A row: text | payer's account | payer's name | amount | class | what is paid | rules
"""

from datetime import date

from matching.receipt_index import ReceiptIndex
from matching.receipt_values import Candidate, OwnPayment, Party, Payer

DAY = date(2026, 4, 20)
ACCOUNTS = {
    "nl": "NL91ABNA0417164300",  # Northwind's own
    "de": "DE89370400440532013000",  # Graphic's own
    "no": "NO9386011117947",  # Lucerne's own
    "fr": "FR7630006000011234567890189",  # Tailspin paid by it twice
    "es": "ES9121000418450200051332",  # Graphic paid by it once
    "pl": "PL61109010140000071219812874",  # Lucerne, undone once
    "be": "BE68539007547034",  # nobody's
    "-": "",
}
PARTIES = (
    Party("N", ("Northwind Traders B.V.",), (ACCOUNTS["nl"],)),
    Party("T", ("Tailspin Toys",)),
    Party("A", ("Adatum Import",)),
    Party("L", ("Lucerne Publishing AS",), (ACCOUNTS["no"],)),
    Party("G", ("Graphic Design GmbH",), (ACCOUNTS["de"],)),
)
PAYERS = (
    Payer(ACCOUNTS["fr"], "T", 2),
    Payer(ACCOUNTS["es"], "G", 1),
    Payer(ACCOUNTS["pl"], "L", 3, 1),
)


def _document(key, party, numbers, amount, **options):
    return Candidate(
        key,
        key[0],
        party,
        options.pop("currency", "EUR"),
        numbers,
        round(amount * 100),
        date(2026, 4, options.pop("due", 30)),
        **options,
    )


DOCUMENTS = (
    _document("E12", "N", ("INV/E/0012",), 500, discounts=((date(2026, 4, 22), 1000),)),
    _document("W31", "N", ("INV/W/0031",), 265, due=24),
    _document("F7", "N", ("INV/F/0007", "RF18539007547034"), 120),
    _document("EN3", "N", ("RINV/E/0003",), 25, is_note=True),
    _document("E77", "T", ("2026/00077", "+++090/9337/55493+++"), 310.40),
    _document("W77", "L", ("2026/00077",), 89.90),
    _document("F900", "L", ("F-2026-900123", "12345678903"), 1180),
    _document("F901", "L", ("F-2026-900124",), 55),
    _document("F902", "L", ("F-2026-900125",), 55),
    _document("X5", "G", ("RE-2026-10005", "1232"), 75.25),
    _document("X6", "G", ("RE-2026-10006", "210000000003139471430009017"), 1949.75),
    _document("E80", "A", ("INV/E/0080", "6000120260000123"), 133.10),
    _document("X42", "A", ("RE-2026-10042", "RF0820260042DE"), 412.30),
    _document("W77F", "A", ("FA-2026-00771", "RF11FA20260077"), 58.20),
    _document("F915", "A", ("F-2026-900915", "004202609154"), 2310),
    _document("E81", "A", ("INV/E/0081", "012345678939"), 64.15),
    _document("U88", "A", ("US-10288",), 1250),
    _document("X9", "G", ("RE-2026-10009",), 900, currency="NOK"),
)
PAYMENTS = (
    OwnPayment("P44", "N", "EUR", 33300, date(2026, 4, 18), ("PBNK1/2026/00044",)),
    OwnPayment(
        "P40", "N", "EUR", 49000, date(2026, 4, 10), ("PBNK1/2026/00040",),
        is_matched=True,
    ),
    OwnPayment("P61", "T", "EUR", 6100, date(2026, 4, 19), ("PBNK1/2026/00061",)),
)  # fmt: skip
INDEX = ReceiptIndex(DOCUMENTS, PARTIES, PAYERS, PAYMENTS)

TEXTS = """
# Structured references
RF18 5390 0754 7034 | - | - | 120.00 | sure | F7 | 1 8
/ROC/RF18539007547034//EREF/X1 | be | N.T. | 120.00 | sure | F7 | 1 8
rf18-5390-0754-7034 | nl | Northwind Traders | 120.00 | sure | F7 | 1 5 7 8
RF19539007547034 | - | - | 120.00 | none | |
+++090/9337/55493+++ | be | Tailspin Toys | 310.40 | sure | E77 | 1 7 8
***090/9337/55493*** | - | - | 310.40 | sure | E77 | 1 8
090 9337 55493 | - | - | 310.40 | sure | E77 | 1 8
+++090/9337/55494+++ | - | - | 310.40 | none | |
KID: 12345678903 | no | LUCERNE PUBLISHING | 1180.00 | sure | F900 | 1 5 7 8
Betaling KID 12345678904 | - | - | 1180.00 | none | |
21 00000 00003 13947 14300 09017 | - | - | 1949.75 | sure | X6 | 1 8
210000000003139471430009018 | - | - | 1949.75 | none | |
Viite 1232 | de | Graphic Design | 75.25 | sure | X5 | 1 5 7 8
RF18539007547034 | de | Graphic Design | 120.00 | ask | F7 | 1 5 7 8
RF18 5390 0754 7034 deel | - | - | 60.00 | ask | F7 | 1 8
# The same, as banks of one country each bring them
/TRTP/SEPA/REMI/6000 1202 6000 0123 | be | Adatum Import | 133.10 | sure | E80 | 1 7 8
betalingskenmerk 6000120260000123 | - | - | 133.10 | sure | E80 | 1 8
betalingskenmerk 6000120260000124 | - | - | 133.10 | none | |
EREF+NOTPROVIDED SVWZ+RF0820260042DE | be | Adatum Import | 412.30 | sure | X42 | 1 7 8
EREF+RF0820260042DE KREF+20260420 | - | - | 412.30 | sure | X42 | 1 8
VIR SEPA RECU /REF RF11 FA20 2600 77 | be | Adatum Import | 58.20 | sure | W77F | 1 7 8
VIREMENT FACTURE FA-2026-00771 | - | - | 58.20 | sure | W77F | 3 8
Nettgiro KID 004202609154 | be | Adatum Import | 2310.00 | sure | F915 | 1 7 8
Innbetaling 004202609154 Lucerne | - | - | 2310.00 | sure | F915 | 1 8
+++012/3456/78939+++ | be | Adatum Import | 64.15 | sure | E81 | 1 7 8
MEDEDELING : 012345678939 | - | - | 64.15 | sure | E81 | 1 8
ACH CREDIT CCD ADATUM US-10288 | - | - | 1250.00 | sure | U88 | 3 8
WIRE IN ORIG:ADATUM INV 10288 | - | Adatum Import | 1250.00 | ask | U88 | 4 7 8
# Numbers of documents
INV/E/0012 INV/W/0031 less 2% | nl | Northwind | 755.00 | sure | E12 W31 | 3 3 5 7 8
inv e 0012, inv w 0031 | - | - | 765.00 | sure | E12 W31 | 3 3 8
INVE0012 en INVW0031 | nl | - | 755.00 | sure | E12 W31 | 3 3 5 8
Factuur INV-E-12 | nl | - | 490.00 | sure | E12 | 3 5 8
Facture INV/E/12 sans escompte | - | - | 500.00 | sure | E12 | 3 8
payment INV/W/0031 | - | - | 265.00 | sure | W31 | 3 8
INV/E/0012 -/- RINV/E/0003 | nl | - | 465.00 | sure | E12 EN3 | 3 3 5 8
INV/E/0012 INV/F/0007 RINV/E/0003 | - | - | 585.00 | sure | E12 F7 EN3 | 3 3 3 8
Rechnung RE-2026-10005 | de | Graphic Design | 75.25 | sure | X5 | 3 5 7 8
Rg. RE 2026 10005 vom 10.04.2026 | - | - | 75.25 | sure | X5 | 3 8
RE2026-10005+RE2026-10006 | - | - | 2025.00 | sure | X5 X6 | 3 3 8
SVWZ+RE-2026-10005 | de | Graphic Design | 75.25 | sure | X5 | 3 5 7 8
F-2026-900124 F-2026-900125 | no | - | 110.00 | sure | F901 F902 | 3 3 5 8
faktura f2026900123 | - | - | 1180.00 | sure | F900 | 3 8
INV/W/0031 part | nl | Northwind | 100.00 | likely | W31 | 3 5 7 8
INV/W/0031 acompte | - | - | 100.00 | ask | W31 | 3 8
INV/W/0031 plus prepayment | nl | - | 300.00 | likely | W31 | 3 5 8
INV/W/0031 | de | Graphic Design | 265.00 | ask | W31 | 3 5 7 8
INV/W/0031 | be | Tailspin Toys | 265.00 | ask | W31 | 3 7 8
INV/W/0031 | be | Somebody Else | 265.00 | sure | W31 | 3 8
INV/W/0031 RE-2026-10005 | - | - | 340.25 | ask | | 3 3 11 8
INV/W/0031 RE-2026-10005 | nl | - | 340.25 | ask | W31 X5 | 3 3 11 8 5
INV/W/0031 RE-2026-10005 | nl | - | 300.00 | ask | | 3 3 11
RE-2026-10009 | de | - | 75.00 | likely | X9 | 3 5 8
# Equal numbers in two companies
2026/00077 | - | - | 310.40 | sure | E77 | 3 8 8
2026/77 | - | - | 89.90 | sure | W77 | 3 8 8
2026/00077 | no | - | 89.90 | sure | W77 | 3 5 8
2026/00077 | - | - | 100.00 | ask | | 3
2026-00077 | fr | - | 310.40 | sure | E77 | 3 6 8
2026/00077 | no | - | 310.40 | likely | W77 | 3 5 8
# Numbers in part
900123 | no | Lucerne | 1180.00 | likely | F900 | 4 5 7 8
Ihre Nr. 10005 | de | - | 75.25 | likely | X5 | 4 5 8
Ihre Nr. 10005 | - | - | 75.25 | ask | X5 | 4 8
W/0031 | nl | - | 265.00 | likely | W31 | 4 5 8
Zahlung fuer Rechnung RE-2026-1000 | de | - | 75.25 | likely | X5 | 5 9 8
INV/W/00 | nl | - | 265.00 | likely | W31 | 4 5 8
INV/W/0031 W/0012 | nl | - | 265.00 | sure | W31 | 3 5 8
# The payer and the amount
- | nl | Northwind Traders | 490.00 | likely | E12 | 5 7 9 8
thank you | nl | - | 265.00 | likely | W31 | 5 9 8
merci | fr | - | 310.40 | likely | E77 | 6 9 8
gracias | es | - | 75.25 | none | |
dzieki | pl | - | 89.90 | none | |
salary | nl | - | 850.00 | likely | W31 E12 EN3 F7 | 5 9 8
as agreed | nl | - | 385.00 | likely | W31 F7 | 5 10 8
takk | no | - | 55.00 | ask | | 5 9
takk | no | - | 200.00 | ask | | 5
takk | no | - | 144.90 | ask | | 5
danke | - | Graphic Design GmbH | 75.25 | ask | X5 | 7 9 8
danke | - | GRAPHIC DESIGN | 1949.75 | ask | X6 | 7 9 8
virement | - | Tailspin | 310.40 | ask | E77 | 7 9 8
thank you | be | Nobody known | 265.00 | none | |
750420 20260420 10005000 | - | - | 12.00 | none | |
# Payments of our own
Payment PBNK1/2026/00044 | nl | - | 333.00 | sure | P44 | 2 5
PBNK1-2026-00044 | - | - | 333.00 | sure | P44 | 2
PBNK1/2026/00044 | de | - | 333.00 | ask | P44 | 2
PBNK1/2026/00044 | nl | - | 300.00 | ask | | 2 5
ok | fr | - | 61.00 | likely | P61 | 6 2
ok | - | Tailspin Toys | 61.00 | ask | P61 | 7 2
# Money that goes back
RETOUR PBNK1/2026/00040 | nl | - | -490.00 | likely | P40 | 2
R-transaction AC04 | nl | Northwind | -490.00 | likely | P40 | 5 7 9
chargeback | - | - | -490.00 | none | |
INV/E/0012 | nl | - | -500.00 | none | | 5
"""
