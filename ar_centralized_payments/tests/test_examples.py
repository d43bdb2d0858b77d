"""The ten examples of accounting section 5, whole books and what stays open."""

from odoo import Command
from odoo.tests import tagged

from .settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestExamples(SettlingCommon):
    def test_1_one_currency(self):
        invoice = self.invoice("E", 600)
        settlement = self.settle(self.payment("F", 600), invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    600.00 USD    600.00
            F   due_to       East        -600.00 USD   -600.00
            E   due_from     Fabrikam     600.00 USD    600.00
            E   receivable   Northwind   -600.00 USD   -600.00
            """,
        )
        self.assertOpenNothing(settlement)
        self.assertEqual(invoice.payment_state, "paid")
