"""Receivables in a real browser."""

from datetime import date, timedelta

from odoo.tests import tagged

from ..browser import BrowserCommon
from .common import ReceivablesCommon


@tagged("post_install", "-at_install")
class TestReceivablesPage(BrowserCommon, ReceivablesCommon):
    browser_size = "1280x800"

    def test_controller(self):
        """Ages are those of the day on which the browser runs."""
        for letter, amount, day, late in (
            ("F", 100, "2026-03-10", 40),
            ("F", 200, "2026-03-25", 10),
            ("E", 300, "2026-03-25", 10),
        ):
            due = date.today() - timedelta(days=late)
            self.invoice(letter, amount, date=day, invoice_date_due=str(due))
        for creditor, amount in (("E", 30), ("W", 40)):
            owed = self.invoice(creditor, amount, date="2026-03-25")
            self.settle(self.payment("F", amount), owed)
        self.controller.group_ids += self.env.ref("account.group_account_user")
        self.start_tour(
            "/odoo/receivables", "ar_receivables", login=self.controller.login
        )
        paid = self.env["ar.intercompany.payoff"].search([])
        self.assertEqual(paid.state, "undone")
        self.assertEqual(paid.item_ids.mapped("move_line_id.reconciled"), [False] * 4)
