"""Beside OCA ``account_payment_return``: payments that the bank returns."""

from odoo import Command
from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestPaymentReturn(SettlingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.banker = cls.new_user(
            "banker",
            "account.group_account_user,ar_centralized_payments.group_settlement_undo",
        )

    def returned(self, letter, reference=False, items=(), amount=600):
        """A payment return of a company with one line."""
        returns = self.env["payment.return"].with_user(self.banker)
        return returns.with_company(self.companies[letter]).create(
            {
                "journal_id": self.data[letter]["default_journal_bank"].id,
                "company_id": self.companies[letter].id,
                "date": "2026-04-10",
                "line_ids": [
                    Command.create(
                        {
                            "reference": reference,
                            "amount": amount,
                            "partner_id": self.northwind[letter].id,
                            "move_line_ids": [Command.set([i.id for i in items])],
                        }
                    )
                ],
            }
        )

    def test_a_returned_payment_undoes_its_settlement(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settle(payment, invoice)
        before = self.trial_balance()
        returned = self.returned("F", items=self.receivable(payment))
        returned.action_confirm()
        self.assertEqual(settlement.state, "undone")
        self.assertOpen({invoice: "600 USD 600", payment: "0"})
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertFalse(invoice.returned_payment)
        self.assertFalse(invoice.invoice_payments_widget)
        # Cancelled, the payment is open again: to be settled anew.
        returned.action_cancel()
        self.assertOpen({invoice: "600 USD 600", payment: "-600 USD -600"})
        again = self.settle(payment, invoice)
        self.assertOpenNothing(again)
        self.assertEqual(self.trial_balance(), before)

    def test_a_payment_found_by_its_number(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settle(payment, invoice)
        returned = self.returned("F", reference=payment.name, amount=0)
        returned.button_match()
        self.assertEqual(returned.line_ids.move_line_ids, self.receivable(payment))
        returned.action_confirm()
        self.assertEqual(settlement.state, "undone")
        self.assertOpen({invoice: "600 USD 600", payment: "0"})

    def test_an_invoice_that_was_settled_from_elsewhere(self):
        """By the invoice's number a return finds the entry in its place: refused."""
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settle(payment, invoice)
        before = self.trial_balance()
        entry = settlement.sudo().move_ids.filtered(
            lambda move: move.company_id == self.companies["E"]
        )
        returned = self.returned("E", reference=invoice.name)
        returned.button_match()
        self.assertEqual(returned.line_ids.move_line_ids.move_id, entry)
        with self.assertRefused(entry.name, "payment itself"), self.cr.savepoint():
            returned.action_confirm()
        self.env.invalidate_all()
        self.assertEqual(settlement.state, "posted")
        self.assertEqual(self.trial_balance(), before)

    def test_the_widget_of_a_returned_invoice(self):
        """Its rows carry journal items where others carry matches."""
        invoice, payment = self.invoice("F", 600), self.payment("F", 600)
        (self.receivable(invoice) | self.receivable(payment)).reconcile()
        self.returned("F", items=self.receivable(payment)).action_confirm()
        self.assertTrue(invoice.returned_payment)
        rows = invoice.invoice_payments_widget["content"]
        self.assertEqual([row["amount"] for row in rows], [600, -600])
        # Settled from elsewhere since, the rows name the entry as that addon does.
        self.settle(self.payment("E", 600), invoice)
        invoice.invalidate_recordset()
        self.assertEqual(len(invoice.invoice_payments_widget["content"]), 3)
