"""The door to files that list payments: bytes in, proposals and values of lines out."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from odoo.fields import Command

from ..matching.receipt_values import Limits, Receipt
from ..matching.values import Notation
from .payment_file import read_payment_file
from .receipt_book import ReceiptBook, packed_marks, records_of
from .receipt_words import ReceiptWords, Telling, packed
from .steps import to_steps


@dataclass(frozen=True)
class Imported:
    """A row of the file, what it means, and whose it is in the journal's company."""

    row: object
    proposal: object
    partner: object
    marks: list
    telling: Telling


class PaymentImportBook:
    """Reads one file for one payment journal; nothing is stored.

    :param journal: ``ar.payment.journal``, which the user may write
    :param bytes content: the file
    """

    def __init__(self, journal, content):
        self.env, self.journal, self.content = journal.env, journal, content
        self.checksum = hashlib.sha256(content).hexdigest()
        bank = journal.journal_id
        self.currency = bank.currency_id or journal.company_id.currency_id

    @cached_property
    def list(self):
        """The file as rows.

        :raises BankFileError: if it cannot be read
        """
        return read_payment_file(self.content, self._notation())

    def _notation(self):
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        return Notation(
            lang.decimal_point or ".",
            lang.thousands_sep or "",
            Decimal(repr(self.currency.rounding)),
            {
                sign.strip().upper(): frozenset({self.currency.name})
                for sign in (self.currency.name, self.currency.symbol or "")
                if sign.strip()
            },
        )

    @cached_property
    def rows(self):
        """Every row, with what it means; one that fits nothing is there as well."""
        return self.matched(self.list.rows)

    def matched(self, rows):
        """Some rows, with what they mean.

        :param rows: list of :class:`~..matching.payment_list.PaymentRow`
        """
        since = min((self._day(row) for row in rows), default=self.journal.date)
        company = self.journal.company_id
        book = ReceiptBook(company, self.journal.journal_id, since)
        limits = book.limits().get(self.currency.id, Limits())
        proposals = book.proposals([self._receipt(row, limits) for row in rows])
        records = records_of(book, proposals)
        return [
            self._imported(book, row, proposals[row.place], records) for row in rows
        ]

    def _imported(self, book, row, proposal, records):
        partner = records.get(proposal.party, self.env["res.partner"])
        # What an earlier row takes, this one cannot mark as well: it is asked.
        is_free = all(one.code != "twice" for one in proposal.evidence)
        has_marks = partner and is_free
        marks = packed_marks(book.env, proposal.marks) if has_marks else []
        evidence = packed(proposal.evidence, book.partner_of)
        telling = Telling(evidence, marks, [], self.currency)
        return Imported(row, proposal, partner, marks, telling)

    def words(self):
        """What puts the reasons of the rows into words."""
        tellings = [one.telling for one in self.rows]
        return ReceiptWords(self.journal._all_companies().env, tellings)

    def _day(self, row):
        return row.day or self.journal.date

    def _receipt(self, row, limits):
        amount = row.amount or Decimal(0)
        return Receipt(
            key=row.place,
            currency=self.currency.id,
            amount=max(to_steps(float(amount), self.currency), 0),
            date=self._day(row),
            texts=tuple(("text", text) for text in row.texts if text),
            account=row.account,
            name=row.name,
            limits=limits,
        )

    @property
    def difference(self):
        """What the rows miss of the total that the file says; 0 without one."""
        total = self.list.total
        return Decimal(0) if total is None else total - self.list.sum

    def prepare_payment(self, imported):
        """Values of the line that a row becomes."""
        row = imported.row
        text = " ".join(row.texts)
        return {
            "ar_payment_journal_id": self.journal.id,
            "partner_id": imported.partner.id,
            "amount": float(max(row.amount or 0, 0)),
            "currency_id": self.currency.id,
            "date": self._day(row),
            "memo": f"{row.name} {text}".strip()[:500],
            **self._prepare_check(row),
        }

    @staticmethod
    def _prepare_check(row):
        """A check goes on a deposit slip, by its number."""
        if row.check is None:
            return {}
        return {
            "ar_payment_type": "check",
            "ar_check_number": row.check or False,
            "payment_reference": row.check or False,
            "use_deposit_slip": True,
        }


def settlement_values(payment, marks):
    """Values of the draft settlement that marks what a payment is to pay; amounts that
    are not given are filled by the rules of settling.

    :param marks: what :func:`~.receipt_book.packed_marks` gives
    """
    return {
        "partner_id": payment.partner_id.id,
        "line_ids": [
            Command.create({"payment_id": payment.id}),
            *(
                Command.create(
                    {
                        "move_line_id": mark["item"],
                        **{
                            name: mark[name]
                            for name in ("amount", "discount")
                            if mark[name] is not None
                        },
                    }
                )
                for mark in marks
            ),
        ],
    }
