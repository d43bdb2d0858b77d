"""The page of bank receipts in a real browser."""

from odoo.tests import tagged

from ..browser import BrowserCommon
from .receiving import ReceivingCommon


@tagged("post_install", "-at_install")
class TestBankReceiptsPage(BrowserCommon, ReceivingCommon):
    def test_the_clerks_morning(self):
        bills = [self.invoice(letter, 40, date="2026-04-10") for letter in "FEW"]
        asked = self.invoice("E", 77, date="2026-04-10")
        for number, bill in enumerate(bills):
            bill.sudo().name = f"TOUR/{number}0012"
        self.line(40, bills[0].name)
        self.line(40, bills[1].name)
        self.line(15, f"part of {bills[2].name}")
        self.line(77, "as agreed", account="", partner_name="Northwind")
        self.env.flush_all()
        self.env.invalidate_all()
        self.analyze()
        self.start_tour(
            f"/odoo/action-{self.action_id()}",
            "ar_bank_receipt",
            login=self.clerk.login,
            timeout=180,
        )
        self.env.invalidate_all()
        self.assertOpen({bills[0]: 0, bills[1]: 0, bills[2]: 25, asked: 0})

    def action_id(self):
        return self.env.ref("ar_centralized_payments.action_ar_bank_receipt_all").id
