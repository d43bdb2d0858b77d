"""Beside OCA ``account_reconcile_oca``: what the bank shows, booked and taken back."""

from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestReconcile(SettlingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.banker = cls.new_user(
            "banker",
            "account.group_account_user,ar_centralized_payments.group_settlement_undo",
        )

    def on_receivable(self, amount):
        """A statement line that somebody booked on the customer's receivable."""
        lines = self.env["account.bank.statement.line"].with_user(self.banker)
        line = lines.with_company(self.companies["F"]).create(
            {
                "journal_id": self.data["F"]["default_journal_bank"].id,
                "date": "2026-03-25",
                "payment_ref": "From Northwind",
                "partner_id": self.northwind["F"].id,
                "amount": amount,
            }
        )
        info = line.reconcile_data_info
        for row in info["data"]:
            if row["kind"] == "suspense":
                account = self.data["F"]["default_account_receivable"]
                row.update(kind="other", account_id=[account.id, account.name])
        line.reconcile_data_info = info
        line.reconcile_bank_line()
        return line

    def booked(self):
        """What stands on the customer's receivable account at the bank's company."""
        account = self.data["F"]["default_account_receivable"]
        items = self.env["account.move.line"].sudo()
        return items.search(
            [
                ("account_id", "=", account.id),
                ("company_id", "=", self.companies["F"].id),
                ("parent_state", "=", "posted"),
            ]
        )

    def settled(self, mode):
        self.data["F"]["default_journal_bank"].reconcile_mode = mode
        line, invoice = self.on_receivable(600), self.invoice("E", 600)
        item = self.booked()
        self.assertEqual((item.balance, item.reconciled), (-600, False))
        offered = self.env["ar.settlement"].with_user(self.clerk)
        self.assertIn(item, offered.open_transactions(self.northwind["F"]))
        partner = self.northwind["F"].id
        return line, invoice, self.settle(item.move_id, invoice, partner_id=partner)

    def test_a_line_on_the_receivable_is_a_source(self):
        _line, invoice, settlement = self.settled("edit")
        self.assertOpenNothing(settlement)
        self.assertEqual(invoice.payment_state, "paid")

    def take_back(self, mode):
        line, invoice, settlement = self.settled(mode)
        line.unreconcile_bank_line()
        self.assertEqual(settlement.state, "undone")
        self.assertOpen({invoice: "600 USD 600"})
        self.assertEqual(invoice.payment_state, "not_paid")
        items = self.booked()
        self.assertEqual(sum(items.mapped("balance")), 0)
        self.assertTrue(all(items.mapped("reconciled")))

    def test_taking_it_back_undoes_the_settlement(self):
        """Its first mode rewrites the entry of the bank line."""
        self.take_back("edit")

    def test_reversing_it_undoes_the_settlement(self):
        """Its other mode keeps that entry, and makes and reverses another."""
        self.companies["F"].account_journal_suspense_account_id.sudo().reconcile = True
        self.take_back("keep")
