"""What customers send, and what it is read as: whole advices, and a line per rule."""

import doctest
import importlib
import re
import time
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advices import ADVICES, DOCUMENTS, NUMBERS
from matching import lines
from matching.advice import parse, read_advice
from matching.figures import Figure, meaning_of
from matching.index import Index, sieve_key_of
from matching.lines import TooMuchError
from matching.values import Document, Notation, Standing
from matching.words import Role, role_of

LANGUAGES = {
    "en_US": (".", ","),
    "nl_NL": (",", "."),
    "de_DE": (",", "."),
    "nb_NO": (",", "\u00a0"),
    "fr_FR": (",", "\u202f"),
}
SIGNS = {
    sign: frozenset({code})
    for sign, code in {
        "USD": "USD", "$": "USD", "EUR": "EUR", "€": "EUR", "NOK": "NOK", "KR": "NOK",
    }.items()
}  # fmt: skip


def documents(*more):
    found = []
    for key, (due, discount, ref, payment_reference) in DOCUMENTS.items():
        amount = Decimal(due)
        found.append(
            Document(
                key,
                (NUMBERS[key], payment_reference, ref),
                amount,
                Decimal(discount),
                amount,
                is_note=key == "n",
            )
        )
    return found + list(more)


def read(text, lang="en_US", step="0.01", some=None):
    notation = Notation(*LANGUAGES[lang], Decimal(step), SIGNS)
    return read_advice(parse(text, notation), documents() if some is None else some)


def told(row):
    """A row as a table has it: what it was taken for, documents, amounts, reason."""
    words = [row.taken.value]
    if row.documents or row.taken.value == "refused":
        words += ["".join(row.documents) or "-", amount(row.amount)]
        words.append(amount(row.discount))
    return [*words, *filter(None, [row.reason])]


def amount(number):
    return "-" if number is None else f"{number:.2f}"


def rows_of(text):
    return [line.split() for line in text.strip().splitlines()]


MATCHING = Path(importlib.import_module("matching").__file__).parent


@pytest.mark.parametrize("name", sorted(p.stem for p in MATCHING.glob("*.py")))
def test_examples_in_docstrings(name):
    failed, _tried = doctest.testmod(importlib.import_module(f"matching.{name}"))
    assert not failed


@pytest.mark.parametrize("name", ADVICES)
def test_whole_advices(name):
    advice = ADVICES[name]
    found = read(advice.written(NUMBERS), advice.lang)
    expected = rows_of(advice.rows)
    rows = [[str(row.place), *told(row)] for row in found.rows]
    rows = [row[: len(want)] for row, want in zip(rows, expected, strict=True)]
    assert rows == [want[: 2 if len(want) == 2 else 5] for want in expected]
    totals = [
        (f"{one.said:.2f}", one.found if one.found is None else f"{one.found:.2f}")
        for one in found.totals
    ]
    assert totals == ([advice.total] if advice.total else [])


@pytest.mark.parametrize("name", ADVICES)
def test_a_document_found_by_the_search_is_found_by_its_sieve_key(name):
    advice = ADVICES[name]
    text = parse(advice.written(NUMBERS), Notation(*LANGUAGES[advice.lang]))
    named = {key for row in rows_of(advice.rows) if len(row) > 3 for key in row[2]}
    for document in documents():
        if document.key in named:
            keys = {sieve_key_of(number) for number in document.numbers}
            assert keys & text.sieve_keys, document.key


#: What a line says to an American reader -> how it is read.
LINES = {
    # Numbers
    "EINV/2026/00012": "read b - -",
    "#einv-2026-00012.": "read b - -",
    "EINV/2026/12": "read b - -",
    "Inv. no. EINV202600012": "read b - -",
    "po4714": "read d - -",
    "Our invoice no: 4713": "read c - -",
    "2026 001 027": "read c - -",
    "invoice 2026 001 027, 200.00": "read c 200.00 -",
    "EINV/2026/99999": "refused - - - unknown",
    "99999": "refused - - - unknown",
    "Invoice 99\t5.00": "refused - 5.00 - unknown",
    "99999;5.00": "refused - 5.00 - unknown",
    "Invoice INV-77: 100.00": "refused - 100.00 - unknown",
    "99;5.00": "refused - 5.00 - unknown",
    "Invoice 99 5.00": "refused - 5.00 - unknown",
    "Chairs;5.00": "refused - 5.00 - nothing",
    "EINV/2026/00012, WINV/2026/00007": "asks bc - - numbers",
    "EINV/2026/00012 and EINV/2026/00011 1,800.00": "asks ba 1800.00 - numbers",
    "EINV/2026/00012;PO-4712;600.00": "read b 600.00 -",
    "7;EINV/2026/00012;600.00": "read b 600.00 -",
    # Sentences
    "Dear Sir, we thank you for invoice EINV/2026/00012": "asks b - - words",
    "EINV/2026/00012 was short, we deduct 25.00": "asks b 25.00 - words",
    "EINV/2026/00012 for chairs 600.00": "read b 600.00 -",
    "EINV/2026/00012 much": "asks b - - words",
    "EINV/2026/00012;n/a": "asks b - - words",
    "EINV/2026/00012;Chairs;600.00": "read b 600.00 -",
    "EINV/2026/00012;Chairs;500.00": "read b 500.00 -",
    "EINV/2026/00012 of 03/10/2026 USD 500.00": "read b 500.00 -",
    "EINV/2026/00012 - $ 500.00": "read b 500.00 -",
    "EINV/2026/00012 $ - 500.00": "refused b -500.00 - sign",
    "RMA-88 ( 25.00 )": "read n 25.00 -",
    "WINV/2026/00008 1,234.56": "read d 1234.56 -",
    "WINV/2026/00008;1,234": "read d 1234.00 -",
    "WINV/2026/00008;1,000": "read d 1000.00 -",
    "WINV/2026/00008;15.000": "asks d - - readings",
    "Our transfer of 25 March 2026: USD 775.00": "words",
    "Please find our remittance advice AB-12 for the goods you sent 5.00": "words",
    "Phone +31 20 555 1234": "words",
    "We gave a discount of 2% on AB-1": "words",
    "Regards": "words",
    "-----": "words",
    # Amounts
    "EINV/2026/00012\t(25.00)": "refused b -25.00 - sign",
    "EINV/2026/00012\t-600.00": "read b 600.00 -",
    "EINV/2026/00012;0": "refused b 0.00 - sign",
    "REINV/2026/00003 25.00-": "read n 25.00 -",
    "REINV/2026/00003 25.00": "read n 25.00 -",
    "RMA-88;$25.00 CR": "read n 25.00 -",
    "RMA-88;(USD 25.00)": "read n 25.00 -",
    "RMA-88 CR 25.00": "read n 25.00 -",
    "RMA-88;0.00": "refused n 0.00 - sign",
    "EINV/2026/00012;600.00 DR": "read b 600.00 -",
    "EINV/2026/00012;500.00 DR": "read b 500.00 -",
    "EINV/2026/00012;500.00 CR": "refused b -500.00 - sign",
    "EINV/2026/00012;\u2212500.00": "refused b -500.00 - sign",
    "EINV/2026/00012;\u2013500.00": "refused b -500.00 - sign",
    "EINV/2026/00012;+600.00": "read b 600.00 -",
    "EINV/2026/00012;USD;600.00": "read b 600.00 -",
    "EINV/2026/00012 500,-": "read b 500.00 -",
    "EINV/2026/00012;12.345": "asks b - - readings",
    "EINV/2026/00012;1.000": "asks b - - readings",
    "EINV/2026/00012;12.3456": "refused b - - decimals",
    "EINV/2026/00012;500.0000": "read b 500.00 -",
    "EINV/2026/00012;500,50": "asks b - - readings",
    "EINV/2026/00012;600,00": "read b 600.00 -",
    "EINV/2026/00011;1.234,56": "read a 1234.56 -",
    "EINV/2026/00011;1.200,56": "asks a - - readings",
    "WINV/2026/00008;1,23,456.00": "read d 123456.00 -",
    "WINV/2026/00008;0,123.00": "asks d - - words",
    "WINV/2026/00008;1,2345": "refused d - - decimals",
    "WINV/2026/00008;1234567890123456789": "asks d - - words",
    "WINV/2026/00008;12%": "asks d - - words",
    # Several amounts
    "EINV/2026/00011;1,234.56;24.69;1,209.87": "read a 1209.87 24.69",
    "EINV/2026/00011;1,234.56;-24.69;1,209.87": "read a 1209.87 24.69",
    "EINV/2026/00011;1,234.56;24.69": "read a 1209.87 24.69",
    "EINV/2026/00011;1,234.56;1,209.87": "read a 1209.87 -",
    "EINV/2026/00011;1,214.56;20.00": "read a 1214.56 20.00",
    "EINV/2026/00011;20.00;1,214.56": "read a 1214.56 20.00",
    "EINV/2026/00011;1,234.56;1,000.00": "read a 1000.00 -",
    "EINV/2026/00011;1,234.56;100.00": "asks a - - amounts",
    "EINV/2026/00012;600.00;300.00": "read b 300.00 -",
    "EINV/2026/00012;600.00;299.99": "asks b - - amounts",
    "EINV/2026/00011;5,000.00;1,209.87": "read a 1209.87 -",
    "EINV/2026/00011;5,000.00;1,234.56": "read a 1234.56 -",
    "EINV/2026/00011;500.00;500.00": "read a 500.00 -",
    "EINV/2026/00011;1;2": "asks a - - amounts",
    "EINV/2026/00011;30;500.00": "read a 500.00 -",
    "EINV/2026/00011;1,020.30;214.26;1,234.56": "read a 1234.56 -",
    "EINV/2026/00011;1.00;2.00;4.00": "asks a - - amounts",
    "EINV/2026/00012;700.00;10.00;690.00": "read b 690.00 10.00",
    "1;EINV/2026/00012": "read b - -",
    # Commas and blanks that may part or join
    "EINV/2026/00011,1,234.56": "read a 1234.56 -",
    "EINV/2026/00011,1,000.00": "read a 1000.00 -",
    "EINV/2026/00012,600,600": "read b 600.00 -",
    "4713,200.00": "read c 200.00 -",
    '"EINV/2026/00012","600.00"': "read b 600.00 -",
    "EINV/2026/00011 1 209.87": "read a 1209.87 -",
    "EINV/2026/00011 1 209.00": "asks a - - amounts",
    "EINV/2026/00011   1 209.00": "asks a - - amounts",
    "EINV/2026/00012 12 600.00": "read b 600.00 -",
    "EINV/2026/00011;1 209.00": "read a 1209.00 -",
    "EINV/2026/00011  1 000 000 000 000 000 000 000": "asks a - - amounts",
}


@pytest.mark.parametrize("text", LINES)
def test_lines(text):
    (row,) = read(text).rows
    assert " ".join(told(row)) == LINES[text]


@pytest.mark.parametrize(
    ("lang", "step", "text", "expected"),
    [
        ("de_DE", "0.01", "EINV/2026/00011;1.234,56", "read a 1234.56 -"),
        ("de_DE", "0.01", "EINV/2026/00011;1000.5", "read a 1000.50 -"),
        ("de_DE", "0.01", "EINV/2026/00011;1.000", "read a 1000.00 -"),
        ("de_DE", "0.01", "EINV/2026/00011;1,000.50", "asks a - - readings"),
        ("de_DE", "0.01", "EINV/2026/00011;1,000", "asks a - - readings"),
        ("fr_FR", "0.01", "EINV/2026/00011;1 209,87", "read a 1209.87 -"),
        ("fr_FR", "0.01", "EINV/2026/00011 1 209,00", "read a 1209.00 -"),
        ("fr_FR", "0.01", "EINV/2026/00011;1.209,00", "read a 1209.00 -"),
        ("fr_FR", "0.01", "EINV/2026/00011;1.209", "asks a - - readings"),
        ("en_US", "0.01", "EINV/2026/00011;1'209.00", "read a 1209.00 -"),
        ("en_US", "1", "EINV/2026/00012;12.5", "refused b - - decimals"),
        ("en_US", "1", "EINV/2026/00012;12.500", "asks b - - readings"),
        ("en_US", "1", "EINV/2026/00012;500", "read b 500.00 -"),
        ("en_US", "0.05", "EINV/2026/00012;12.34", "refused b - - decimals"),
        ("en_US", "0.001", "EINV/2026/00012;1.234", "asks b - - readings"),
        ("en_US", "0.001", "WINV/2026/00008;15.000", "read d 15000.00 -"),
    ],
)
def test_languages_and_currencies(lang, step, text, expected):
    (row,) = read(text, lang, step).rows
    assert " ".join(told(row)) == expected


def test_options_of_what_asks():
    assert read("EINV/2026/00012;1.000").rows[0].options == (1, 1000)
    assert read("EINV/2026/00011 1 209.00").rows[0].options == (1209, 209)


def test_an_advice_of_another_language_is_known_by_what_closes_a_document():
    text = "EINV/2026/00011;1.209,87\nEINV/2026/00012;500,00\nWINV/2026/00008;1.000"
    assert [told(row) for row in read(text).rows] == [
        ["read", "a", "1209.87", "-"],
        ["read", "b", "500.00", "-"],
        ["read", "d", "1000.00", "-"],
    ]
    for line in ("4713;20.55", "4713;1,200.55"):
        reasons = [row.reason for row in read(f"{text}\n{line}").rows]
        assert reasons == ["readings", "readings", "readings", ""], line


def test_signs_of_the_senders_books():
    text = "EINV/2026/00012;{}500.00\n4713;{}100.00\nRMA-88;{}25.00\nTotal;{}575.00"
    for signs, taken in (
        ("--+-", ["read", "read", "read", "total"]),
        ("--+ ", ["read", "read", "read", "total"]),
        ("---+", ["refused", "refused", "read", "total"]),
        ("-+++", ["refused", "read", "read", "total"]),
    ):
        found = read(text.format(*signs))
        assert [row.taken.value for row in found.rows] == taken, signs
    assert told(read("EINV/2026/00012;-500.00").rows[0])[-1] == "sign"
    assert told(read("RMA-88;-25.00").rows[0]) == ["read", "n", "25.00", "-"]


def test_totals():
    part = "EINV/2026/00012;600.00\nSubtotal;600.00\n4713;200.00\nSubtotal;200.00\n"
    found = read(part + "Total;800.00\nTotal;900.00\nTotal;1.234")
    assert [(one.place, one.found) for one in found.totals] == [
        (2, 600), (4, 200), (5, 800), (6, 800),
    ]  # fmt: skip
    assert [row.reason for row in found.rows] == ["", "", "", "", "", "differs", ""]
    assert read("EINV/2026/00011\nTotal 1,209.87").totals[0].found == Decimal("1209.87")
    assert read("Total;1.00;2.00").totals[0].said == 2
    assert read("Total;1.00;2.00;4.00").totals[0].said == 4


def test_a_total_in_a_sentence_is_none():
    assert read("Your total claims against us are 5.00").totals == []


def test_an_amount_below_a_number_may_be_its_own():
    rows = read("EINV/2026/00012\nAmount 500.00\n4713\nRegards").rows
    assert [row.reason for row in rows] == ["below", "", "", ""]


HEADED = {
    "Invoice;Gross;Discount\nRMA-88;-25.00;1.00": "read n 24.00 1.00",
    "Invoice;Amount\n4713;100.00": "read c 100.00 -",
    "Invoice Amount\n4713 100.00": "read c 100.00 -",
    "Invoice,Amount\n4713,100.00": "read c 100.00 -",
    "Invoice;Amount\n4713;": "read c - -",
    "Invoice;Amount\n4713;much": "asks c - - words",
    "Invoice;Note;Amount\n4713;much;": "read c - -",
    "Invoice;Date;Gross;Discount\n4713;;200.00;20.00": "read c 180.00 20.00",
    "Invoice;Gross\n4713;200.00": "read c 200.00 -",
    "Invoice;Discount;Amount\nPO4711;24.69;1,209.87": "read a 1209.87 24.69",
    "Invoice;Discount;Amount\nPO4711;24.69;1,234.56": "read a 1209.87 24.69",
    "Invoice;Discount;Amount\nPO4711;34.56;1,244.43": "read a 1209.87 34.56",
    "Invoice;Discount;Amount\nPO4711;20.00;1,000.00": "asks a - - amounts",
    "Invoice;Discount;Amount\nPO4711;0.00;1,000.00": "read a 1000.00 0.00",
    "Invoice;Gross;Discount;Net\n4713;200.00;20.00;170.00": "asks c - - sum",
    "Invoice;Gross;Discount;Net\n4713;200.00;1.250;170.00": "asks c - - readings",
    "Invoice;Discount\n4713;20.00": "read c - -",
    "Invoice;Amount;Amount\n4713;200.00;200.00": "read c 200.00 -",
    "Invoice;Paid;Balance\n4713;150.00;50.00": "read c 150.00 -",
    "Invoice;Date;Net\n4713;;4712": "read c 4712.00 -",
    "Reference;Description;Amount\nRMA-88;4713;25.00": "read n 25.00 -",
    "Invoice;Amount\nChairs;": "words",
    "Invoice;Amount\nChairs;5.00": "refused - 5.00 - nothing",
    "Invoice;Amount (EUR)\n4713;5.00": "read c 5.00 -",
    "Invoice   Gross   Net\n4713   150.00": "read c 150.00 -",
    "The goods of invoices; and amounts we paid you for it\n4713;1.00": "read c 1.00 -",
    "Kind regards;\n4713": "read c - -",
    "Invoice;Chairs;Tables;Lamps;Beds\n4713;1.00": "read c 1.00 -",
}


@pytest.mark.parametrize("text", HEADED)
def test_headings(text):
    row = read(text).rows[-1]
    assert " ".join(told(row)) == HEADED[text]


def test_the_currency_of_a_heading_or_a_cell():
    assert read("Invoice;Amount (EUR)\n4713;5.00").rows[1].currency == "EUR"
    assert read("Invoice;Currency;Amount\n4713;NOK;5.00").rows[1].currency == "NOK"
    assert read("4713;kr. 5.00").rows[0].currency == "KR"


def test_a_sign_that_parts_thousands_is_no_decimal_point():
    figure = Figure("1.234.500")
    assert meaning_of(figure, Notation()).options == (Decimal(1234500),)
    assert meaning_of(figure, Notation(",", ".")).own == Decimal(1234500)


def test_the_longest_number_of_some_words():
    short, long = (Document(number, (number,)) for number in ("AB 1", "AB 1 2"))
    index = Index([short, long])
    assert index.find_parts(["AB", "1", "2"]) == (3, (long,))
    assert index.find_parts(["AB", "1", "3"]) == (2, (short,))


def test_a_few_digits_name_nothing_beside_a_whole_number():
    some = documents(Document("z", ("12",), Decimal(5)))
    (row,) = read("EINV/2026/00012;12;600.00", some=some).rows
    assert told(row) == ["read", "b", "600.00", "-"]
    (row,) = read("12;5.00", some=some).rows
    assert told(row) == ["read", "z", "5.00", "-"]


def test_a_short_stem_is_a_word_of_its_own():
    assert role_of("No") is Role.NUMBER
    assert role_of("Annotation") is None


def test_documents_with_one_number():
    twins = [Document(key, ("SAME-1",), Decimal(40)) for key in "xy"]
    (row,) = read("SAME-1;40.00", some=twins).rows
    assert told(row) == ["asks", "xy", "40.00", "-", "several"]
    (row,) = read("SAME-1;4713", some=[*twins, *documents()]).rows
    assert told(row)[-1] == "numbers"
    orders = [
        Document("x", ("INV/1", "ORDER-9"), Decimal(40)),
        Document("y", ("INV/2", "ORDER-9"), Decimal(40)),
    ]
    (row,) = read("ORDER-9;INV/2;40.00", some=orders).rows
    assert told(row) == ["read", "y", "40.00", "-"]


def test_noughts_count_where_two_documents_are_left_without():
    some = [Document("x", ("00077",)), Document("y", ("0077",))]
    assert read("77;5.00", some=some).rows[0].documents == ()
    assert read("077;5.00", some=some[:1]).rows[0].documents == ("x",)
    assert read("0077;5.00", some=some).rows[0].documents == ("y",)


def test_what_can_be_paid_comes_first():
    def document(key, standing, number="AB-1"):
        return Document(key, (number,), Decimal(5), standing=standing)

    some = [
        document("x", Standing.CLOSED),
        document("y", Standing.OTHERS),
        document("z", Standing.OPEN, "AB-01"),
    ]
    assert told(read("AB-1;5.00", some=some).rows[0])[:2] == ["read", "z"]
    assert told(read("AB-1;5.00", some=some[:2]).rows[0]) == [
        "refused", "y", "5.00", "-", "others",
    ]  # fmt: skip
    assert told(read("AB-1", some=some[:1]).rows[0])[-1] == "closed"


def test_numbers_that_look_like_something_else():
    some = [
        Document("day", ("10.03.2026",), Decimal(5)),
        Document("sum", ("500.00",), Decimal(5)),
        Document("year", ("2026",), Decimal(5)),
        Document("word", ("MAY",), Decimal(5)),
        Document("few", ("12",), Decimal(5)),
        Document("many", ("40000",), Decimal(5)),
    ]
    for text, documents_found in (
        ("10.03.2026", ("day",)),
        ("10/03/2026", ()),
        ("Invoice 10.03.2026", ("day",)),
        ("500.00", ("sum",)),
        ("50,000;1", ()),
        ("2026", ("year",)),
        ("on 25 March 2026 we may pay", ()),
        ("invoice 2026", ("year",)),
        ("may", ("word",)),
        ("12", ("few",)),
        ("ref 12", ("few",)),
        ("12 pallets", ()),
        ("we pay 400.00", ()),
        ("we pay 40000", ("many",)),
    ):
        assert read(text, some=some).rows[0].documents == documents_found, text


def test_numbers_of_other_alphabets():
    some = [
        Document("x", ("ФАКТУРА",), Decimal(5)),
        Document("y", ("請求書〇",), Decimal(5)),
    ]
    assert read("ФАКТУРА;5.00", some=some).rows[0].documents == ("x",)
    assert read("請求書〇;5.00", some=some).rows[0].documents == ("y",)
    text = parse("ФАКТУРА;5.00;;-", Notation())
    assert text.odd_numbers == {"ФАКТУРА"}


def test_what_is_no_text_goes_with_a_word():
    for sign in ("\ufeff", "\x00", "\ud800", "\u200b", "\u202e", "\u00ad"):
        found = read(f"{sign}EINV/2026/{sign}00012;6{sign}00.00")
        assert told(found.rows[0]) == ["read", "b", "600.00", "-"]
        assert found.is_cleaned
        assert sign not in found.rows[0].text
    assert not read("EINV/2026/00012").is_cleaned
    assert read("\ufeff;;\n").rows == []
    assert read("").heading == ""


def test_bounds():
    parted = partial(parse, notation=Notation())
    for kind, text in (
        ("characters", "a" * (lines.MOST_CHARACTERS + 1)),
        ("lines", "a\n" * (lines.MOST_LINES + 1)),
        ("words", "a b " * (lines.MOST_WORDS // 2 + 1)),
    ):
        with pytest.raises(TooMuchError) as caught:
            parted(text)
        assert caught.value.kind == kind
        assert caught.value.count > caught.value.most
    assert len(parted("a\n" * lines.MOST_LINES).lines) == lines.MOST_LINES
    (row,) = read("EINV/2026/00012;600.00" + ";" * 50_000).rows
    assert told(row) == ["read", "b", "600.00", "-"]
    (row,) = read("a," * lines.LONGEST_LINE + "4713").rows
    assert (row.taken.value, row.reason) == ("refused", "long")


#: A megabyte of each of these is answered within a second of work.
UNITS = (
    ",", "1", " ", "a", "1,", "1 ", "111 ", "a, ", "a1 ", "1;", "$1 ", "- ", "(", '"',
    "\t1", "a|", "kr ", "EINV ", "600.00 ", "1'", "\ud800", "\x00",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("width", [10**6, 59])
def test_a_megabyte_of_anything_is_answered_at_once(unit, width):
    line = (unit * width)[:width]
    text = "\n".join([line] * (10**6 // (width + 1) + 1))
    assert len(text) >= 10**6
    started = time.process_time()
    with pytest.raises(TooMuchError):
        read(text)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("unit", UNITS)
def test_what_the_bounds_let_through_is_read_in_linear_time(unit):
    def seconds(count):
        line = (unit * 60)[:59]
        started = time.process_time()
        try:
            read("\n".join([line] * count))
        except TooMuchError:
            return 0
        return time.process_time() - started

    fewer = max(seconds(60), 0.02)
    assert seconds(240) < 12 * fewer


PIECES = st.sampled_from(
    [*NUMBERS.values(), "PO-4711", "4713", "Total", "Invoice", "Amount", "600.00", "25",
     "1.234,56", "1,209.87-", "(25.00)", "$", "USD", "CR", "\t", ";", ",", "|", "  ",
     " ", "\n", '"', "-", "%", "10.03.2026", "\ufeff", "\ud800", "é", "٣", "²", "½"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS, st.sampled_from(sorted(LANGUAGES)))
def test_any_text_is_read_and_no_line_is_dropped(text, lang):
    found = read(text, lang)
    wanted = [
        place
        for place, line in enumerate(
            re.split("\r\n|\r|\n", lines.NO_TEXT.sub("", text)), 1
        )
        if line.strip(lines.EMPTY_CELLS)
    ]
    assert [row.place for row in found.rows] == wanted
    found_of = {document.key: document for document in documents()}
    for row in found.rows:
        if row.taken.value == "read":
            (key,) = row.documents
            assert row.amount is None or row.amount > 0
            assert row.amount is None or not row.amount % Decimal("0.01")
            assert found_of[key]
        if row.taken.value in ("asks", "refused"):
            assert row.reason


@given(st.sampled_from(sorted(NUMBERS)), st.integers(1, 10**6), st.data())
def test_any_way_to_write_an_amount_is_read_as_it_or_asks(key, cents, data):
    point, thousands = data.draw(st.sampled_from([*LANGUAGES.values()]))
    whole, rest = divmod(cents, 100)
    written = f"{whole:,}".replace(",", thousands) + f"{point}{rest:02}"
    separator = data.draw(st.sampled_from(["\t", ";", "|", "  "]))
    (row,) = read(f"{NUMBERS[key]}{separator}{written}", "en_US").rows
    if row.taken.value == "read":
        assert row.amount == Decimal(cents) / 100
    else:
        assert row.taken.value == "asks"
        assert Decimal(cents) / 100 in row.options
