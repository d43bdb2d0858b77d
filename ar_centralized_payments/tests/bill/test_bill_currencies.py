"""The worked examples of bills of exchange A5 in a foreign currency: whole books."""

from odoo.tests import tagged

from .billing import BillCommon


@tagged("post_install", "-at_install")
class TestBillCurrencies(BillCommon):
    UNDONE = """
            F   receivable   Northwind   -600.00 EUR   -736.62
            F   due_to       East         600.00 EUR    736.62
            F   due_to       East           0.00 EUR    -12.90
            F   gain                        0.00 EUR     12.90
            E   due_from     Fabrikam    -600.00 EUR   -736.62
            E   receivable   Northwind    600.00 EUR    736.62
            E   receivable   Northwind      0.00 EUR    -12.90
            E   due_from     Fabrikam       0.00 EUR     12.90
    """

    def test_7_collection_with_a_gain(self):
        bill = self.bill_eur()
        self.assertBooks(
            bill.payment_id,
            """
            F   br           Northwind    600.00 EUR    736.62
            F   receivable   Northwind   -600.00 EUR   -736.62
            """,
        )
        remittance = self.remittance(bill)
        self.assertBooks(
            remittance.event_ids.move_id,
            """
            F   bc   Northwind    600.00 EUR    736.62
            F   br   Northwind   -600.00 EUR   -736.62
            """,
        )
        self.rate("2026-08-14", 1.25)
        self.assertBooks(
            self.event(bill, "honor", "2026-08-14"),
            """
            F   outstanding   Northwind    600.00 EUR    750.00
            F   bc            Northwind   -600.00 EUR   -736.62
            F   gain          Northwind      0.00 EUR    -13.38
            """,
        )
        event = bill.event_ids[-1]
        self.assertEqual(event.difference, -13.38)
        self.assertProved()

    def test_7a_with_a_loss(self):
        bill = self.bill_eur()
        self.remittance(bill)
        self.rate("2026-08-14", 1.2)
        self.assertBooks(
            self.event(bill, "honor", "2026-08-14"),
            """
            F   outstanding   Northwind    600.00 EUR    720.00
            F   bc            Northwind   -600.00 EUR   -736.62
            F   loss          Northwind      0.00 EUR     16.62
            """,
        )

    def discounted(self, **options):
        bill = self.bill_eur()
        self.rate("2026-06-15", 1.24)
        remittance = self.remittance(bill, "discount", interest=6, fee=3, **options)
        return bill, remittance

    def test_7b_discount(self):
        bill, remittance = self.discounted()
        self.assertBooks(
            remittance.event_ids.move_id,
            """
            F   bd            Northwind    600.00 EUR    736.62
            F   br            Northwind   -600.00 EUR   -736.62
            F   outstanding   Northwind    591.00 EUR    732.84
            F   di            Northwind      6.00 EUR      7.44
            F   ch            Northwind      3.00 EUR      3.72
            F   ld            Northwind   -600.00 EUR   -744.00
            """,
        )
        self.rate("2026-08-14", 1.25)
        self.assertBooks(
            self.event(bill, "honor", "2026-08-14"),
            """
            F   ld     Northwind    600.00 EUR    744.00
            F   bd     Northwind   -600.00 EUR   -736.62
            F   gain   Northwind      0.00 EUR     -7.38
            """,
        )
        self.assertProved()

    def test_7c_protest_of_a_discounted_one(self):
        bill, _remittance = self.discounted()
        self.rate("2026-08-20", 1.25)
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20"),
            """
            F   pb            Northwind    600.00 EUR    736.62
            F   bd            Northwind   -600.00 EUR   -736.62
            F   ld            Northwind    600.00 EUR    744.00
            F   outstanding   Northwind   -600.00 EUR   -750.00
            F   loss          Northwind      0.00 EUR      6.00
            """,
        )
        self.assertProved()

    def test_7d_honored_then_protested_on_the_invoices(self):
        self.bank.ar_bill_risk_days = 10
        bill = self.bill_eur()
        self.remittance(bill)
        self.rate("2026-08-14", 1.25)
        self.rate("2026-08-20", 1.26)
        self.event(bill, "honor", "2026-08-14")
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20", debt="invoices"),
            """
            F   receivable    Northwind    600.00 EUR    736.62
            F   loss          Northwind      0.00 EUR     19.38
            F   outstanding   Northwind   -600.00 EUR   -756.00
            """
            + self.UNDONE,
        )
        self.assertOpen(
            {self.invoices[0]: "600.00 EUR 723.72", bill.payment_id: "0 EUR 0"}
        )

    def test_8b_in_parts(self):
        bill = self.bill_eur()
        self.remittance(bill)
        self.rate("2026-08-14", 1.25)
        self.rate("2026-08-20", 1.26)
        self.assertBooks(
            self.event(bill, "honor", "2026-08-14", amount=400),
            """
            F   outstanding   Northwind    400.00 EUR    500.00
            F   bc            Northwind   -400.00 EUR   -491.08
            F   gain          Northwind      0.00 EUR     -8.92
            """,
        )
        self.assertProved()
        self.assertBooks(
            self.event(bill, "honor", "2026-08-20"),
            """
            F   outstanding   Northwind    200.00 EUR    252.00
            F   bc            Northwind   -200.00 EUR   -245.54
            F   gain          Northwind      0.00 EUR     -6.46
            """,
        )
        self.assertEqual(bill.state, "closed")
        self.assertTrue(all(self.bill_lines(bill, "bc").mapped("reconciled")))
        self.assertProved()

    def test_9a_not_shown(self):
        self.companies["F"].sudo().ar_bill_show_liability = False
        self.bank.ar_bill_risk_days = 10
        bill, remittance = self.discounted()
        self.assertBooks(
            remittance.event_ids.move_id,
            """
            F   outstanding   Northwind    591.00 EUR    732.84
            F   di            Northwind      6.00 EUR      7.44
            F   ch            Northwind      3.00 EUR      3.72
            F   br            Northwind   -600.00 EUR   -736.62
            F   gain          Northwind      0.00 EUR     -7.38
            """,
        )
        self.event(bill, "honor", "2026-08-14")
        self.assertContingent(600, "2026-08-20")
        self.event(bill, "close", "2026-08-24")
        self.assertContingent(600, "2026-08-23")
        self.assertContingent(0, "2026-08-24")
        self.assertProved()

    def test_not_shown_protested_and_recalled(self):
        self.companies["F"].sudo().ar_bill_show_liability = False
        bill, _remittance = self.discounted()
        self.rate("2026-07-01", 1.25)
        moves = self.event(bill, "recall", "2026-07-01")
        self.assertBooks(
            moves,
            """
            F   br            Northwind    600.00 EUR    736.62
            F   outstanding   Northwind   -600.00 EUR   -750.00
            F   loss          Northwind      0.00 EUR     13.38
            """,
        )
        self.assertProved()
        self.event(bill, "undo", "2026-07-02")
        self.assertEqual(bill.state, "remitted")
        self.assertBooks(
            self.event(bill, "protest", "2026-08-20"),
            """
            F   pb            Northwind    600.00 EUR    750.00
            F   outstanding   Northwind   -600.00 EUR   -750.00
            """,
        )
        self.assertProved()

    def test_revaluation_values_protested_bills_alone(self):
        """Bills receivable, discounted, collected and the liability are no open
        transactions of a customer; a protested bill is."""
        company = self.companies["F"].sudo()
        company._ar_make_revaluation_accounts()
        self.rate("2026-08-31", 1.3)
        bill, _remittance = self.discounted()
        runs = self.env["ar.revaluation"].with_user(self.controller)
        values = {"date": "2026-08-31", "company_ids": [(6, 0, company.ids)]}
        run = runs.create(values)
        run.action_compute()
        self.assertFalse(run.line_ids)
        self.event(bill, "protest", "2026-08-20")
        run = runs.create(values)
        run.action_compute()
        self.assertEqual(run.line_ids.move_line_id, self.bill_lines(bill, "pb"))
        self.assertEqual(run.line_ids.amount, 43.38)

    def test_no_rate_refuses(self):
        bill = self.bill_eur()
        self.remittance(bill)
        self.env["res.currency.rate"].sudo().search(
            [("company_id", "=", self.companies["F"].id)]
        ).unlink()
        with self.assertRefused("EUR", "Fabrikam"):
            bill.action_honor("2026-08-14")
        self.assertEqual(bill.state, "remitted")
