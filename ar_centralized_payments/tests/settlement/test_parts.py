"""The examples paid in two parts, and settled again after an undo."""

from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestParts(SettlingCommon):
    def assertSame(self, settlement, parts, words=("gain", "loss", "discount")):
        """Two parts book what one payment books, account by account."""
        self.assertEqual(
            self.totals(*parts, words=words), self.totals(settlement, words=words)
        )

    def totals(self, *settlements, words):
        totals = {}
        for settlement in settlements:
            for row in self.book_rows(settlement):
                if row.account in (*words, "due_to", "due_from"):
                    key = (row.company, row.account, row.partner, row.currency)
                    amount, balance = totals.get(key, (0, 0))
                    totals[key] = (
                        round(amount + float(row.amount), 2),
                        round(balance + float(row.balance), 2),
                    )
        return totals

    def in_two(self, letter, amounts, invoice, currency=None):
        """Settle an invoice by two payments, one after the other."""
        parts = []
        for amount in amounts:
            payment = self.payment(letter, amount, currency=currency)
            parts.append(self.settle(payment, invoice))
            self.assertOpen({payment: "0"})
        self.assertOpen({invoice: "0"})
        return parts

    def test_1(self):
        one = self.settle(self.payment("F", 600), self.invoice("E", 600))
        self.assertSame(one, self.in_two("F", (250.01, 349.99), self.invoice("E", 600)))

    def test_2_the_part_that_closes_gets_the_discount(self):
        invoice = self.invoice("E", 600, term=self.term(100 / 30, days=30))
        self.settle(self.payment("F", 300), invoice)
        self.assertOpen({invoice: "300 USD 300"})
        last = self.settle(self.payment("F", 280), invoice)
        self.assertBooks(
            last,
            """
            F   receivable   Northwind    280.00 USD    280.00
            F   due_to       East        -280.00 USD   -280.00
            E   due_from     Fabrikam     280.00 USD    280.00
            E   receivable   Northwind   -280.00 USD   -280.00
            E   discount     Northwind     20.00 USD     20.00
            E   receivable   Northwind    -20.00 USD    -20.00
            """,
        )
        self.assertOpen({invoice: "0"})

    def test_2_what_was_paid_late_or_by_a_note_earns_nothing(self):
        """20.00 on 600.00 is 10.00 on the 300.00 that are paid in time."""
        term = self.term(100 / 30, days=30)
        for other in (
            self.payment("E", 300, date="2026-04-12"),
            self.credit_note("E", 300),
        ):
            invoice = self.invoice("E", 600, term=term)
            self.settle(other, invoice)
            payment = self.payment("F", 290)
            self.settle(payment, invoice)
            self.assertOpen({invoice: "0", payment: "0"})
            (receivable,) = self.receivable(self.payment("E", 300, date="2026-04-12"))
            native = self.invoice("E", 600, term=term)
            (receivable | self.receivable(native)).reconcile()
            payment = self.payment("F", 290)
            self.settle(payment, native)
            self.assertOpen({native: "0", payment: "0"})

    def test_3(self):
        one = self.settle(
            self.payment("F", 600, currency="EUR"),
            self.invoice("E", 600, currency="EUR"),
        )
        invoice = self.invoice("E", 600, currency="EUR")
        self.assertSame(one, self.in_two("F", (300, 300), invoice, currency="EUR"))

    def test_4(self):
        """638.22/769.82: half settles 377.67 of value, the other half 377.68, and the
        discount the rest."""
        tax, term = self.tax("E", 6.37), self.term(2, days=30)
        invoice = self.invoice("E", 600, currency="EUR", tax=tax, term=term)
        self.settle(self.payment("F", 313.11, currency="EUR"), invoice)
        self.assertOpen({invoice: "325.11 EUR 392.15"})
        last = self.settle(self.payment("F", 313.11, currency="EUR"), invoice)
        self.assertBooks(
            last,
            """
            F   receivable   Northwind    313.11 EUR    384.41
            F   due_to       East        -313.11 EUR   -384.41
            F   due_to       East           0.00 EUR      6.73
            F   gain                        0.00 EUR     -6.73
            E   due_from     Fabrikam     313.11 EUR    384.41
            E   receivable   Northwind   -313.11 EUR   -384.41
            E   receivable   Northwind      0.00 EUR      6.73
            E   due_from     Fabrikam       0.00 EUR     -6.73
            E   discount     Northwind     12.00 EUR     14.47
            E   receivable   Northwind    -12.00 EUR    -14.47
            """,
        )
        self.assertOpen({invoice: "0"})

    def test_5_and_6(self):
        note, invoice = self.credit_note("E", 25), self.invoice("W", 100)
        first, second = self.payment("F", 40), self.payment("F", 35)
        self.settle(first, note, invoice, primary=first)
        self.assertOpen({note: "0", invoice: "35 USD 35", first: "0"})
        self.settle(second, invoice, primary=second)
        self.assertOpen({invoice: "0", second: "0"})

    def test_7(self):
        one = self.settle(
            self.payment("F", 600, currency="EUR"), self.invoice("X", 600)
        )
        invoice = self.invoice("X", 600)
        self.assertSame(one, self.in_two("F", (200, 400), invoice, currency="EUR"))

    def test_8(self):
        one = self.settle(self.payment("F", 736.62), self.invoice("X", 600))
        self.assertSame(one, self.in_two("F", (368.31, 368.31), self.invoice("X", 600)))

    def test_9(self):
        one = self.settle(
            self.payment("X", 736.62, currency="USD"),
            self.invoice("E", 600, currency="EUR"),
        )
        invoice = self.invoice("E", 600, currency="EUR")
        parts = self.in_two("X", (368.31, 368.31), invoice, currency="USD")
        one, parts = (self.totals(*some, words=("gain",)) for some in ((one,), parts))
        self.assertEqual(one.pop(("X", "gain", "", "USD")), (0.0, -10.51))
        self.assertEqual(parts.pop(("X", "gain", "", "USD")), (0.0, -10.5))
        self.assertEqual(one.pop(("X", "due_to", "East", "USD")), (-723.72, -589.49))
        self.assertEqual(parts.pop(("X", "due_to", "East", "USD")), (-723.72, -589.5))
        self.assertEqual(parts, one)

    def test_10(self):
        self.set_rate("E", "CAD", "2026-03-10", 1.33)
        self.set_rate("E", "CAD", "2026-03-25", 1.35)
        self.set_rate("X", "DKK", "2026-03-25", 7.46)
        invoice = self.invoice("E", 1000, currency="CAD")
        self.settle(self.payment("X", 2250, currency="DKK"), invoice)
        last = self.payment("X", 2251.07, currency="DKK")
        self.settle(last, invoice)
        self.assertOpen({invoice: "0", last: "0"})

    def test_included_discount_after_a_part(self):
        """115.00 at 10 %: 50.00 first, then 53.50: base 10.00 and tax 1.50, whole."""
        tax, term = self.tax("E", 15), self.term(10, days=30, mode="included")
        invoice = self.invoice("E", 100, tax=tax, term=term)
        self.settle(self.payment("F", 50), invoice)
        last = self.settle(self.payment("F", 53.5), invoice)
        self.assertBooks(
            last,
            """
            F   receivable   Northwind     53.50 USD     53.50
            F   due_to       East         -53.50 USD    -53.50
            E   due_from     Fabrikam      53.50 USD     53.50
            E   receivable   Northwind    -53.50 USD    -53.50
            E   discount     Northwind     10.00 USD     10.00
            E   tax          Northwind      1.50 USD      1.50
            E   receivable   Northwind    -11.50 USD    -11.50
            """,
        )
        self.assertOpen({invoice: "0"})

    def test_undone_and_settled_again(self):
        tax, term = self.tax("E", 6.37), self.term(2, days=30)
        cases = [
            [self.payment("F", 600), self.invoice("E", 600)],
            [
                self.payment("F", 580),
                self.invoice("E", 600, term=self.term(100 / 30, days=30)),
            ],
            [
                self.payment("F", 600, currency="EUR"),
                self.invoice("E", 600, currency="EUR"),
            ],
            [
                self.payment("F", 626.22, currency="EUR"),
                self.invoice("E", 600, currency="EUR", tax=tax, term=term),
            ],
            [self.payment("F", 75), self.credit_note("E", 25), self.invoice("W", 100)],
            [self.payment("F", 600, currency="EUR"), self.invoice("X", 600)],
            [self.payment("F", 736.62), self.invoice("X", 600)],
            [
                self.payment("X", 736.62, currency="USD"),
                self.invoice("E", 600, currency="EUR"),
            ],
        ]
        for documents in cases:
            for primary in (None, documents[0]):
                self.assertRestores(documents, primary)

    def assertRestores(self, documents, primary):
        before = self.trial_balance()
        books = None
        for _time in range(2):
            settlement = self.settle(*documents, primary=primary)
            rows = sorted(self.book_rows(settlement))
            self.assertEqual(rows, books or rows)
            books = rows
            self.assertOpenNothing(settlement)
            settlement.with_user(self.controller).action_undo()
            self.assertEqual(self.trial_balance(), before)
