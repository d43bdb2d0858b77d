from odoo.tests import tagged

from .common import CentralizedPaymentsCommon


@tagged("post_install", "-at_install")
class TestCommon(CentralizedPaymentsCommon):
    """The shared builders and asserts do what they say."""

    def test_books_of_documents(self):
        invoice = self.invoice("E", 600, currency="EUR", tax=6.37, term=self.term(2))
        self.assertBooks(
            invoice,
            """
            E   sales        Northwind   -600.00 EUR   -723.72   2026-03-10
            E   tax          Northwind    -38.22 EUR    -46.10   2026-03-10
            E   receivable   Northwind    638.22 EUR    769.82   2026-03-10
            """,
        )
        payment = self.payment("F", 626.22, currency="EUR")
        self.assertBooks(
            payment,
            """
            F   outstanding   Northwind    626.22 EUR    768.81
            F   receivable    Northwind   -626.22 EUR   -768.81
            """,
        )
        self.assertOpen({invoice: "638.22 EUR 769.82", payment: "-626.22 EUR -768.81"})
        self.assertBalances("F", "receivable Northwind -626.22 EUR -768.81")
