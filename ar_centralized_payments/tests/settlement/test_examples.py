"""The ten examples of accounting section 5, whole books and what stays open."""

from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestExamples(SettlingCommon):
    def example_2(self):
        invoice = self.invoice("E", 600, term=self.term(100 / 30, days=30))
        return self.payment("F", 580), invoice

    def example_3(self):
        invoice = self.invoice("E", 600, currency="EUR")
        return self.payment("F", 600, currency="EUR"), invoice

    def example_4(self):
        tax = self.tax("E", 6.37)
        term = self.term(2, days=30)
        invoice = self.invoice("E", 600, currency="EUR", tax=tax, term=term)
        return self.payment("F", 626.22, currency="EUR"), invoice

    def example_5(self):
        payment = self.payment("F", 75)
        return payment, self.credit_note("E", 25), self.invoice("W", 100)

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
        self.assertEqual(invoice.payment_state, self.state_settled)

    def test_2_discount(self):
        settlement = self.settle(*self.example_2())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    580.00 USD    580.00
            F   due_to       East        -580.00 USD   -580.00
            E   due_from     Fabrikam     580.00 USD    580.00
            E   receivable   Northwind   -580.00 USD   -580.00
            E   discount     Northwind     20.00 USD     20.00
            E   receivable   Northwind    -20.00 USD    -20.00
            """,
        )
        self.assertOpenNothing(settlement)

    def test_2_discount_to_the_payment_company(self):
        self.pair("F", "E").cash_discount_company = "payment"
        settlement = self.settle(*self.example_2())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    580.00 USD    580.00
            F   due_to       East        -580.00 USD   -580.00
            F   discount     Northwind     20.00 USD     20.00
            F   due_to       East         -20.00 USD    -20.00
            E   due_from     Fabrikam     580.00 USD    580.00
            E   receivable   Northwind   -580.00 USD   -580.00
            E   due_from     Fabrikam      20.00 USD     20.00
            E   receivable   Northwind    -20.00 USD    -20.00
            """,
        )
        self.assertOpenNothing(settlement)

    def test_3_gain(self):
        settlement = self.settle(*self.example_3())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    600.00 EUR    736.62
            F   due_to       East        -600.00 EUR   -736.62
            F   due_to       East           0.00 EUR     12.90
            F   gain                        0.00 EUR    -12.90
            E   due_from     Fabrikam     600.00 EUR    736.62
            E   receivable   Northwind   -600.00 EUR   -736.62
            E   receivable   Northwind      0.00 EUR     12.90
            E   due_from     Fabrikam       0.00 EUR    -12.90
            """,
        )
        self.assertOpenNothing(settlement)

    def test_3_gain_to_the_invoice_company(self):
        self.pair("F", "E").exchange_company = "invoice"
        settlement = self.settle(*self.example_3())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    600.00 EUR    736.62
            F   due_to       East        -600.00 EUR   -736.62
            E   due_from     Fabrikam     600.00 EUR    736.62
            E   receivable   Northwind   -600.00 EUR   -736.62
            E   receivable   Northwind      0.00 EUR     12.90
            E   gain                        0.00 EUR    -12.90
            """,
        )
        self.assertOpenNothing(settlement)

    def test_3_loss(self):
        invoice = self.invoice("E", 600, currency="EUR", date="2026-03-26")
        payment = self.payment("F", 600, currency="EUR", date="2026-03-12")
        settlement = self.settle(payment, invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    600.00 EUR    723.72
            F   due_to       East        -600.00 EUR   -723.72
            F   due_to       East           0.00 EUR    -12.90
            F   loss                        0.00 EUR     12.90
            E   due_from     Fabrikam     600.00 EUR    723.72
            E   receivable   Northwind   -600.00 EUR   -723.72
            E   receivable   Northwind      0.00 EUR    -12.90
            E   due_from     Fabrikam       0.00 EUR     12.90
            """,
        )
        self.assertOpenNothing(settlement)
        self.assertEqual(str(settlement.date_effective), "2026-03-26")

    def test_4_discount_and_gain(self):
        settlement = self.settle(*self.example_4())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    626.22 EUR    768.81
            F   due_to       East        -626.22 EUR   -768.81
            F   due_to       East           0.00 EUR     13.46
            F   gain                        0.00 EUR    -13.46
            E   due_from     Fabrikam     626.22 EUR    768.81
            E   receivable   Northwind   -626.22 EUR   -768.81
            E   receivable   Northwind      0.00 EUR     13.46
            E   due_from     Fabrikam       0.00 EUR    -13.46
            E   discount     Northwind     12.00 EUR     14.47
            E   receivable   Northwind    -12.00 EUR    -14.47
            """,
        )
        self.assertOpenNothing(settlement)

    def test_4_all_to_the_other_company(self):
        self.pair("F", "E").exchange_company = "invoice"
        self.pair("F", "E").cash_discount_company = "payment"
        settlement = self.settle(*self.example_4())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    626.22 EUR    768.81
            F   due_to       East        -626.22 EUR   -768.81
            F   discount     Northwind     12.00 EUR     14.47
            F   due_to       East         -12.00 EUR    -14.47
            E   due_from     Fabrikam     626.22 EUR    768.81
            E   receivable   Northwind   -626.22 EUR   -768.81
            E   receivable   Northwind      0.00 EUR     13.46
            E   gain                        0.00 EUR    -13.46
            E   due_from     Fabrikam      12.00 EUR     14.47
            E   receivable   Northwind    -12.00 EUR    -14.47
            """,
        )
        self.assertOpenNothing(settlement)

    def test_5_primary_payment(self):
        payment, note, invoice = self.example_5()
        settlement = self.settle(payment, note, invoice, primary=payment)
        self.assertBooks(
            settlement,
            """
            F   due_from     East          25.00 USD     25.00
            F   receivable   Northwind    -25.00 USD    -25.00
            F   receivable   Northwind    100.00 USD    100.00
            F   due_to       West        -100.00 USD   -100.00
            E   receivable   Northwind     25.00 USD     25.00
            E   due_to       Fabrikam     -25.00 USD    -25.00
            W   due_from     Fabrikam     100.00 USD    100.00
            W   receivable   Northwind   -100.00 USD   -100.00
            """,
        )
        self.assertOpenNothing(settlement)
        self.assertEqual(invoice.payment_state, self.state_settled)
        self.assertEqual(note.payment_state, "paid")

    def test_6_no_primary_payment(self):
        settlement = self.settle(*self.example_5())
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind     75.00 USD     75.00
            F   due_to       West         -75.00 USD    -75.00
            E   receivable   Northwind     25.00 USD     25.00
            E   due_to       West         -25.00 USD    -25.00
            W   due_from     Fabrikam      75.00 USD     75.00
            W   receivable   Northwind    -75.00 USD    -75.00
            W   due_from     East          25.00 USD     25.00
            W   receivable   Northwind    -25.00 USD    -25.00
            """,
        )
        self.assertOpenNothing(settlement)

    def test_7_other_accounting_currency(self):
        invoice = self.invoice("X", 600)
        settlement = self.settle(self.payment("F", 600, currency="EUR"), invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    600.00 EUR    736.62
            F   due_to       Europe      -600.00 EUR   -736.62
            X   due_from     Fabrikam     600.00 EUR    600.00
            X   receivable   Northwind   -600.00 EUR   -600.00
            """,
        )
        self.assertOpenNothing(settlement)

    def test_8_paid_in_the_payment_companys_currency(self):
        invoice = self.invoice("X", 600)
        settlement = self.settle(self.payment("F", 736.62), invoice)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    736.62 USD    736.62
            F   due_to       Europe      -736.62 USD   -736.62
            X   due_from     Fabrikam     736.62 USD    600.00
            X   receivable   Northwind   -600.00 EUR   -600.00
            """,
        )
        self.assertOpenNothing(settlement)

    def test_9_gain_in_another_accounting_currency(self):
        invoice = self.invoice("E", 600, currency="EUR")
        settlement = self.settle(self.payment("X", 736.62, currency="USD"), invoice)
        self.assertBooks(
            settlement,
            """
            X   receivable   Northwind    736.62 USD    600.00
            X   due_to       East        -736.62 USD   -600.00
            X   due_to       East          12.90 USD     10.51
            X   gain                        0.00 USD    -10.51
            E   due_from     Europe       736.62 USD    736.62
            E   receivable   Northwind   -600.00 EUR   -736.62
            E   receivable   Northwind      0.00 EUR     12.90
            E   due_from     Europe       -12.90 USD    -12.90
            """,
        )
        self.assertOpenNothing(settlement)

    def test_10_four_currencies(self):
        self.set_rate("E", "CAD", "2026-03-10", 1.33)
        self.set_rate("E", "CAD", "2026-03-25", 1.35)
        self.set_rate("X", "DKK", "2026-03-25", 7.46)
        invoice = self.invoice("E", 1000, currency="CAD")
        payment = self.payment("X", 4501.07, currency="DKK")
        settlement = self.settle(payment, invoice)
        self.assertBooks(
            settlement,
            """
            X   receivable   Northwind   4501.07 DKK    603.36
            X   due_to       East       -4501.07 DKK   -603.36
            X   loss                        0.00 DKK      9.07
            X   due_to       East           0.00 DKK     -9.07
            E   due_from     Europe      4501.07 DKK    740.75
            E   receivable   Northwind  -1000.00 CAD   -740.75
            E   receivable   Northwind      0.00 CAD    -11.13
            E   due_from     Europe         0.00 DKK     11.13
            """,
        )
        self.assertOpenNothing(settlement)
