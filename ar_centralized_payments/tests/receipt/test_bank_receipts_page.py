"""The page of bank receipts in a real browser."""

import base64

from odoo.tests import tagged

from ..browser import BrowserCommon
from .bank_files import camt
from .receiving import ReceivingCommon

OF_NOBODY = "BE68539007547034"


@tagged("post_install", "-at_install")
class TestBankReceiptsPage(BrowserCommon, ReceivingCommon):
    def test_the_clerks_morning(self):
        bills = [self.invoice(letter, 40, date="2026-04-10") for letter in "FE"]
        bills.append(self.invoice("W", 33, date="2026-04-10"))
        asked = self.invoice("E", 77, date="2026-04-10")
        for number, bill in enumerate(bills):
            bill.sudo().name = f"TOUR/{number}0012"
        self.keep_file(
            [
                ("T1", 40.0, "Northwind", bills[0].name),
                ("T2", 40.0, "Northwind", bills[1].name),
                ("T3", 33.0, "Northwind", "thank you"),
                ("T4", 77.0, "Northwind", "as agreed", {"iban": OF_NOBODY}),
            ]
        )
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
        self.assertOpen(dict.fromkeys([*bills, asked], 0))
        states = set(asked.union(*bills).mapped("payment_state"))
        self.assertEqual(states, {self.state_settled})
        with self.assertRefused("It is not imported twice"):
            self.as_clerk(self.env["ar.bank.import"]).create(
                {"journal_id": self.bank.id, "file": base64.b64encode(self.file)}
            ).action_import()

    def keep_file(self, lines):
        """The bank's statement, where the browser finds it."""
        self.file = camt(lines)
        self.env["ir.attachment"].create(
            {
                "name": "statement.xml",
                "type": "binary",
                "url": "/ar_bank_receipt_tour/statement.xml",
                "raw": self.file,
                "mimetype": "text/xml",
                "public": True,
            }
        )

    def action_id(self):
        return self.env.ref("ar_centralized_payments.action_ar_bank_receipt_all").id
