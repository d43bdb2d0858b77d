"""What money on the bank means: a row for each text, and each rule by itself."""

import doctest
import importlib
import random
import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_texts import ACCOUNTS, DAY, DOCUMENTS, INDEX, PARTIES, TEXTS
from matching.combinations import MOST_DOCUMENTS, Unproven, combinations
from matching.payment_list import read_payments
from matching.receipt_index import ReceiptIndex
from matching.receipt_values import Candidate, Confidence, Limits, Receipt
from matching.receipts import propose, propose_all
from matching.values import Notation
from receipts import Group

MODULES = ("references", "combinations", "receipt_index")


def rows():
    for line in TEXTS.splitlines():
        if line.strip() and not line.startswith("#"):
            yield tuple(cell.strip() for cell in line.split("|"))


def receipt(text, account="-", name="-", amount="0", **options):
    return Receipt(
        options.pop("key", 1),
        "EUR",
        round(float(amount) * 100),
        options.pop("date", DAY),
        (("label", text),),
        ACCOUNTS[account],
        "" if name == "-" else name,
        **options,
    )


def told(proposal):
    """Class, what is paid, and the rules, as the table has them."""
    paid = [mark.document for mark in proposal.marks] or [proposal.payment or ""]
    rules = [str(one.rule) for one in proposal.evidence]
    return proposal.confidence.value, " ".join(paid), " ".join(rules)


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row[0][:40])
def test_bank_texts(row):
    text, account, name, amount, *wanted = row
    proposal = propose(receipt(text, account, name, amount), INDEX)
    assert list(told(proposal)) == wanted


def test_there_are_enough_texts():
    assert len(list(rows())) >= 60


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_code(name):
    failed, tried = doctest.testmod(importlib.import_module(f"matching.{name}"))
    assert tried and not failed


def test_discount_after_its_day():
    """Two days later the discount is not available: less is a part."""
    late = receipt("INV/E/0012", "nl", "-", "490", date=date(2026, 4, 23))
    proposal = propose(late, INDEX)
    assert proposal.confidence is Confidence.LIKELY
    assert proposal.evidence[-1].code == "partial"


def test_discount_that_was_not_taken():
    """Paid in full inside the discount's days: the mark says so."""
    proposal = propose(receipt("INV/E/0012", "nl", "-", "500"), INDEX)
    (mark,) = proposal.marks
    assert (mark.amount, mark.discount) == (50000, 0)


@pytest.mark.parametrize(
    ("amount", "code"),
    [("265.40", "sum_over"), ("264.90", "sum_under"), ("266", "more")],
)
def test_differences(amount, code):
    """Within what is given away the amount counts as that of the documents."""
    limits = Limits(over=50, under=20)
    proposal = propose(receipt("INV/W/0031", "nl", "-", amount, limits=limits), INDEX)
    assert proposal.evidence[-1].code == code
    is_sure = proposal.confidence is Confidence.SURE
    assert is_sure == code.startswith("sum_")


def test_the_same_document_twice():
    """What one receipt takes, a later one asks for."""
    first = receipt("INV/W/0031", "nl", "-", "265", key=1)
    second = receipt("INV/W/0031", "nl", "-", "265", key=2)
    proposals = propose_all([second, first], INDEX)
    assert proposals[1].confidence is Confidence.SURE
    assert proposals[2].confidence is Confidence.ASK
    assert proposals[2].evidence[-1].code == "twice"


def test_what_is_sure_comes_first():
    """A guess, however early, takes nothing from a receipt that names it."""
    guess = receipt("", "nl", "-", "265", key=1)
    sure = receipt("INV/W/0031", "nl", "-", "265", key=2)
    assert propose(guess, INDEX).marks == propose(sure, INDEX).marks
    proposals = propose_all([guess, sure], INDEX)
    assert proposals[2].confidence is Confidence.SURE
    assert proposals[1].confidence is Confidence.ASK


def test_what_came_back_to_us_pays_nothing():
    """Money with a return code is what we paid before."""
    for text, amount in (("INV/W/0031", "265"), ("PBNK1/2026/00040", "490")):
        back = receipt(text, "nl", "-", amount, is_return=True)
        assert propose(back, INDEX).confidence is Confidence.NONE


@given(st.lists(st.integers(-50, 300).filter(bool), max_size=9), st.integers(1, 900))
def test_combinations_are_all_there(values, wanted):
    """As trying every subset finds them."""
    every = [
        tuple(place for place in range(len(values)) if bits >> place & 1)
        for bits in range(1, 1 << len(values))
    ]
    right = [way for way in every if sum(values[place] for place in way) == wanted]
    found = combinations(values, wanted)
    assert set(found) <= set(right)
    assert min(len(right), 2) == min(len(set(found)), 2)


def test_combinations_are_bounded():
    values = [random.Random(3).randrange(1, 10**6) for _ in range(MOST_DOCUMENTS)]
    start = time.monotonic()
    with pytest.raises(Unproven):
        combinations(values, sum(values) // 2 + 1)
    with pytest.raises(Unproven):
        combinations([1] * (MOST_DOCUMENTS + 1), 3)
    assert time.monotonic() - start < 1


@given(st.text(max_size=300), st.integers(1, 10**7))
def test_any_text(text, amount):
    """Whatever a bank sends: no text without a known number is sure."""
    one = Receipt(1, "EUR", amount, DAY, (("label", text),))
    proposal = propose(one, INDEX)
    if proposal.confidence is Confidence.SURE:
        assert {1, 2, 3} & {e.rule for e in proposal.evidence}


def test_long_text_is_bounded():
    text = "INV/E/00 " * 20_000
    start = time.monotonic()
    propose(receipt(text, "nl", "-", "1"), INDEX)
    assert time.monotonic() - start < 2


def test_order_of_documents_is_irrelevant():
    group = Group(parties=60, documents=600, seed=11)
    turned = ReceiptIndex(group.documents[::-1], group.parties[::-1], group.payers)
    for key in range(300):
        one, _meant = group.receipt(key)
        first, second = propose(one, group.index), propose(one, turned)
        assert (first.confidence, set(first.marks), first.party) == (
            second.confidence,
            set(second.marks),
            second.party,
        )


def test_documents_of_others_never_appear():
    """What is not among the documents is neither marked nor told."""
    own = [one for one in DOCUMENTS if one.company == "F"]
    index = ReceiptIndex(own, PARTIES)
    for text, account, name, amount, *_wanted in rows():
        proposal = propose(receipt(text, account, name, amount), index)
        named = {key for one in proposal.evidence for key in one.documents}
        named |= {mark.document for mark in proposal.marks}
        assert named <= {one.key for one in own}


def test_a_number_of_five_characters_at_least():
    index = ReceiptIndex([Candidate("A", "F", "N", "EUR", ("A/12",), 100, DAY)])
    assert propose(receipt("A/12", amount="1"), index).confidence is Confidence.NONE


LISTS = {
    "en": "Date,Customer,Reference,Amount paid",
    "nl": "Datum,Klant,Kenmerk,Betaald bedrag",
    "de": "Datum,Kunde,Rechnung,Zahlbetrag",
    "nb": "Dato,Kunde,Faktura,Betalt beløp",
    "fr": "Date,Client,Facture,Montant payé",
}


@pytest.mark.parametrize("lang", LISTS)
def test_lists_in_five_languages(lang):
    """Headings tell the columns; a total is told apart."""
    head = LISTS[lang].split(",")
    table = [
        head,
        ["2026-04-20", "Northwind", "INV/E/0012", "1,490.00"],
        ["20.04.2026", "Tailspin", "2026/00077", Decimal("310.4")],
        ["", "Total", "", "1,800.40"],
    ]
    found = read_payments(table, Notation())
    assert [(r.name, r.amount, r.day, r.texts) for r in found.rows] == [
        ("Northwind", Decimal("1490.00"), DAY, ("INV/E/0012",)),
        ("Tailspin", Decimal("310.4"), DAY, ("2026/00077",)),
    ]
    assert found.columns["amount"] == head[3]


def test_list_without_headings():
    """The amounts are where most cells are written as such."""
    table = [
        ["20-04-2026", "NL91 ABNA 0417 1643 00", "INV/E/0012", "490.00"],
        ["20-04-2026", "NL91ABNA0417164300", "no amount", ""],
    ]
    found = read_payments(table, Notation())
    assert [(r.amount, r.account) for r in found.rows] == [
        (Decimal("490.00"), ACCOUNTS["nl"]),
        (None, ACCOUNTS["nl"]),
    ]
