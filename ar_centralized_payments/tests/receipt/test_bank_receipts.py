"""Money on the bank becomes settlements over all companies, once, and back."""

from odoo.tests import freeze_time, tagged

from .receiving import ReceivingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21")
class TestWorkedCase(ReceivingCommon):
    """755.00 on the bank: two invoices of two companies, one less 2 %."""

    def setUp(self):
        super().setUp()
        term = self.term(2, 12)
        self.east = self.invoice("E", 500, date="2026-04-10", term=term)
        self.west = self.invoice("W", 265, date="2026-04-10")
        self.east.sudo().name = "INV/E/0012"
        self.west.sudo().name = "INV/W/0031"
        self.money = self.line(
            755, "INV/E/0012 INV/W/0031 less 2%", "2026-04-20"
        )

    def test_is_sure(self):
        (told,) = self.money.ar_propose()
        self.assertEqual(told["confidence"], "sure")
        self.assertEqual(told["rest"], 0)
        self.assertEqual(told["partner_id"], self.northwind["F"].id)
        for text in (self.east.name, "Northwind", "755.00", "10.00"):
            self.assertIn(text, told["why"])

    def test_whole_books(self):
        receipt = self.accept_and_post(self.money)
        payment = receipt.payment_id
        self.env.invalidate_all()
        self.assertEqual(receipt.state, "posted", payment.ar_problem)
        self.assertBooks(
            payment,
            """
            F  suspense    Northwind   755.00
            F  receivable  Northwind  -755.00
            """,
        )
        self.assertBooks(
            payment.settlement_ids,
            """
            F  receivable  Northwind   490.00
            F  due_to      East       -490.00
            F  receivable  Northwind   265.00
            F  due_to      West       -265.00
            E  due_from    Fabrikam    490.00
            E  receivable  Northwind  -490.00
            E  discount    Northwind    10.00
            E  receivable  Northwind   -10.00
            W  due_from    Fabrikam    265.00
            W  receivable  Northwind  -265.00
            """,
        )
        self.assertOpen({self.east: 0, self.west: 0, payment: 0})
        self.assertMatched(self.money)
        self.assertEqual(payment.state, "paid")
        self.assertEqual(payment.reconciled_statement_line_ids, self.money)
        self.assertTrue(payment.is_matched)
