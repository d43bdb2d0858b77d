"""Receipts at the edges: many readings, equal numbers of one customer, entered by hand,
short names; cells of a sheet that are dates and numbers."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from matching.payment_list import HEAD_ROWS, MOST_ROWS, TooLongError, read_payments
from matching.receipt_index import ReceiptIndex
from matching.receipt_values import Candidate, Confidence, OwnPayment, Party, Receipt
from matching.receipts import propose, propose_all
from matching.values import Notation

DAY = date(2026, 4, 20)


def document(key, number, amount=100, party="N", **options):
    return Candidate(key, key[0], party, "EUR", (number,), amount, DAY, **options)


def receipt(text, amount=100, key=1, **options):
    return Receipt(key, "EUR", amount, DAY, (("label", text),), **options)


def entered(key, amount, references=()):
    return OwnPayment(key, "N", "EUR", amount, DAY - timedelta(days=2), references)


def codes(proposal):
    return [one.code for one in proposal.evidence]


def test_a_number_of_two_companies_of_one_customer():
    """Nothing decides between them, but it is known whose money it is."""
    index = ReceiptIndex([document("E1", "INV/00001"), document("W1", "INV/00001")])
    proposal = propose(receipt("INV/00001"), index)
    assert proposal.confidence is Confidence.ASK
    assert proposal.party == "N"
    readings = {frozenset(m.document for m in way) for way in proposal.alternatives}
    assert {frozenset({"E1"}), frozenset({"W1"})} <= readings


def test_more_readings_than_are_tried():
    """Six numbers of two companies each: some of the readings stand for all."""
    numbers = [f"INV/0000{n}" for n in range(6)]
    index = ReceiptIndex(
        [document(f"{c}{n}", number) for n, number in enumerate(numbers) for c in "EW"]
    )
    proposal = propose(receipt(" ".join(numbers), 600), index)
    assert proposal.confidence is Confidence.ASK
    assert proposal.alternatives


def test_one_discount_of_two_is_taken():
    """100.00 and 200.00 less 20.00: the first is paid in full."""
    ends = DAY + timedelta(days=1)
    index = ReceiptIndex(
        [
            document("E1", "INV/00001", 100, discounts=((ends, 10),)),
            document("E2", "INV/00002", 200, discounts=((ends, 20),)),
        ]
    )
    proposal = propose(receipt("INV/00001 INV/00002", 280), index)
    assert proposal.confidence is Confidence.SURE
    assert {m.document: (m.amount, m.discount) for m in proposal.marks} == {
        "E1": (100, 0),
        "E2": (None, None),
    }


def test_named_and_entered_by_hand():
    """The document is named, but its payment stands in the books already."""
    index = ReceiptIndex([document("E1", "INV/00001")], payments=[entered("P1", 100)])
    proposal = propose(receipt("INV/00001"), index)
    assert proposal.payment == "P1"
    assert proposal.confidence is Confidence.LIKELY
    assert codes(proposal)[-1] == "entered"


def test_one_payment_entered_by_hand_and_two_receipts():
    """The first takes it; the second asks."""
    index = ReceiptIndex([document("E1", "INV/00001")], payments=[entered("P1", 100)])
    found = propose_all([receipt("INV/00001"), receipt("INV/00001", key=2)], index)
    assert [found[key].payment for key in (1, 2)] == ["P1", "P1"]
    assert [found[key].confidence for key in (1, 2)] == [
        Confidence.LIKELY,
        Confidence.ASK,
    ]
    assert "twice" in codes(found[2])


def test_references_of_payments_that_are_too_short():
    """A short one, or one of letters alone, names no payment."""
    index = ReceiptIndex([], payments=[entered("P1", 7, ("12", "THANKS", "PAY-2026"))])
    assert set(index.payment_numbers) == {"PAY2026"}


def test_names_that_are_too_short():
    """They are known, but no word of a text brings them."""
    index = ReceiptIndex([], [Party("A", ("AB",)), Party("N", ("Northwind Traders",))])
    assert dict(index.named_by) == {"NORTHWIND": {(("NORTHWIND", "TRADERS"), "N")}}
    assert index.names[("AB",)] == {"A"}


def test_weak_names_of_which_one_is_equal():
    """Two numbers cut to their digits: one document each, or the other two."""
    index = ReceiptIndex(
        [
            document("E1", "INV/2026/77771", 40),
            document("E2", "INV/2026/88882", 60),
            document("W2", "ORD/2026/88882", 60),
        ]
    )
    proposal = propose(receipt("77771 88882", 40), index)
    assert [mark.document for mark in proposal.marks] == ["E1"]
    assert proposal.confidence is Confidence.ASK
    assert codes(proposal) == ["digits", "sum_exact"]


def test_weakly_named_and_entered_by_hand():
    index = ReceiptIndex(
        [document("E1", "INV/2026/77771", 40)], payments=[entered("P1", 40)]
    )
    proposal = propose(receipt("77771", 40), index)
    assert proposal.payment == "P1"
    assert proposal.confidence is Confidence.ASK
    assert codes(proposal) == ["digits", "entered"]


def test_cells_of_a_sheet():
    """Dates as dates, numbers as numbers, and what they come to."""
    found = read_payments(
        [
            ["Date", "Number", "Paid"],
            [datetime(2026, 4, 20, 12), Decimal("12345"), Decimal("490.00")],
            [DAY, "INV/00002", Decimal("10.50")],
        ],
        Notation(),
    )
    assert [row.day for row in found.rows] == [DAY, DAY]
    assert found.rows[0].texts == ("12345",)
    assert found.sum == Decimal("500.50")


def test_a_list_that_is_too_long():
    with pytest.raises(TooLongError):
        read_payments([["INV/00001", "1.00"]] * (MOST_ROWS + HEAD_ROWS + 1), Notation())
