"""Entering payments: the calls of the page, and the page in a real browser."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .journals import PaymentJournalCommon


class PaymentEntryCommon(PaymentJournalCommon):
    """Calls the page as a user of whom only Fabrikam is ticked."""

    def entry(self, journal=None, user=None):
        """A payment journal, as the page calls it."""
        journal = journal or self.payment_journal(user=user)
        return journal.with_context(allowed_company_ids=self.companies["F"].ids)

    def values(self, amount, **options):
        """What the page sends of a payment."""
        return {
            "partner_id": self.northwind["F"].id,
            "amount": amount,
            "currency_id": self.usd.id,
            "date": "2026-03-25",
            "journal_id": self.data["F"]["default_journal_bank"].id,
            "ar_payment_type": "transfer",
            **options,
        }

    def marked(self, *documents, **typed):
        """Marks as the page sends them."""
        return {str(self.receivable(document).id): {} for document in documents}

    def typed(self, document, **amounts):
        return {str(self.receivable(document).id): amounts}

    def save(self, journal, amount, marks=None, on_difference=None, **options):
        """Save as the page does, and return the line."""
        values = self.values(amount, **options)
        saved = journal.entry_save(values, marks or {}, on_difference)
        return self.env["account.payment"].browse(saved["payment_id"])

    def assertMarks(self, payment, expected):
        """What a line marks: document -> typed amount, or ``None``."""
        lines = payment.settlement_id.sudo().line_ids.filtered("move_line_id")
        found = {
            line.move_line_id: line.amount_typed if line.is_amount_manual else None
            for line in lines
        }
        wanted = {self.receivable(doc): amount for doc, amount in expected.items()}
        self.assertEqual(found, wanted)


@tagged("post_install", "-at_install")
class TestPaymentEntry(PaymentEntryCommon):
    # ------------------------------------------------------------
    # Totals
    # ------------------------------------------------------------
    def assertTotals(self, state, text):
        names = ("amount", "wanted", "marked", "discount", "left", "open")
        found = " ".join(f"{state[name]:.2f}" for name in names)
        found += " differs" if state["is_different"] else " agrees"
        self.assertEqual(found, text)

    def test_totals_follow_what_is_typed(self):
        entry = self.entry()
        bill, other = self.invoice("E", 600), self.invoice("W", 200)
        marks = self.marked(bill, other)
        for amount, text in (
            (False, "0.00 800.00 800.00 0.00 0.00 0.00 differs"),
            (800, "800.00 800.00 800.00 0.00 0.00 0.00 agrees"),
            (900, "900.00 800.00 800.00 0.00 100.00 0.00 differs"),
            (700, "700.00 800.00 700.00 0.00 0.00 100.00 differs"),
        ):
            state = entry.entry_totals(self.values(amount), marks, list(marks))
            self.assertTotals(state, text)
            self.assertFalse(state["problems"])
        self.assertEqual(
            [line["amount"] for line in state["lines"].values()], [600, 100]
        )
        self.assertFalse(entry.payment_ids)
        self.assertFalse(self.env["ar.settlement"].search([("state", "=", "draft")]))
