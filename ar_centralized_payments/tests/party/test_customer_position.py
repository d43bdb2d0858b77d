"""The position: one row per party, company and currency.

A table has: company, currency, invoices, credit notes, payments, net and overdue in it,
net as booked, and net in the currency of the current company.
"""

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..home.common import ReceivablesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestCustomerPosition(ReceivablesCommon):
    def test_rows(self):
        self.invoice("F", 100, date="2026-03-10")
        self.invoice("F", 200, date="2026-04-10", term=self.term(2))
        self.payment("F", 55, date="2026-03-25")
        self.invoice("E", 600, currency="EUR", date="2026-03-10")
        self.credit_note("E", 50, currency="EUR", date="2026-03-25")
        self.assertPositions(
            """
            F  USD  300.00   0.00  55.00  245.00  100.00  245.00  245.00
            E  EUR  600.00  50.00   0.00  550.00  600.00  662.33  675.24
            """,
            self.positions(),
        )

    def test_over_all_companies_whichever_are_ticked(self):
        self.invoice("F", 100)
        self.invoice("E", 200)
        self.assertEqual(len(self.positions(letters="F")), 2)

    def test_of_others_nothing(self):
        self.invoice("F", 100)
        self.invoice("E", 200)
        rows = self.positions(user=self.clerk_f, letters="F")
        self.assertEqual(rows.mapped("amount_net"), [100.0])
        self.assertIn("1 companies", rows.total_text)
        other = self.positions().filtered(lambda r: r.amount_net == 200)
        with self.assertRaises(AccessError):
            other.with_user(self.clerk_f).read(["amount_net"])

    def test_form(self):
        """What is told beyond open items, of each row by itself."""
        term = self.term(2)
        self.invoice("F", 1000, date="2026-04-10", term=term)
        old = self.invoice("E", 600, date="2026-03-05")
        self.settle(self.payment("F", 500, date="2026-03-25"), old)
        self.payment("E", 70, post=False)
        self.settlement(old)
        rows = self.positions(letters="F")
        own = rows.filtered(lambda r: r.company_id == self.companies["F"])
        east = rows - own
        self.assertEqual(own.amount_discount, 20.0)
        self.assertEqual(str(own.date_last_payment), "2026-03-25")
        self.assertEqual(own.amount_last_payment, 500.0)
        self.assertEqual(own.amount_sales, 1000.0)
        self.assertEqual(east.amount_discount, 0.0)
        self.assertEqual(east.amount_marked, 100.0)
        self.assertEqual(east.amount_draft_payments, 70.0)
        self.assertEqual(east.days_to_pay, 20.0)
        self.assertEqual(east.amount_sales, 600.0)
        self.assertEqual(own.position_ids, rows)
        self.assertEqual(len(own.record_ids), 4)
        self.assertIn("1,100.00", own.total_text)
        self.assertIn("over the 4 companies", own.total_text)

    def test_records_side_by_side(self):
        partner = self.northwind["E"].with_company(self.companies["E"])
        partner.property_payment_term_id = self.term(3)
        partner.credit_limit = 500
        self.invoice("E", 1)
        record = self.positions(letters="F").record_ids.filtered(
            lambda r: r.company_id == self.companies["E"]
        )
        self.assertEqual(record.payment_term_name, self.term(3).name)
        self.assertIn("500.00", record.credit_limit)

    def test_ways(self):
        self.invoice("E", 200)
        row = self.positions(letters="F")
        action = row.action_open_transactions()
        self.assertEqual(action["tag"], "ar_centralized_payments.open_in_companies")
        self.assertEqual(action["params"]["company_ids"], self.companies["E"].ids)
        partner = self.northwind["W"].with_user(self.clerk)
        action = partner.action_customer_position()
        found = row.search(action["domain"])
        self.assertEqual(found, row)
        self.assertIn("4 companies", action["name"])

    def test_queries_do_not_grow_with_rows(self):
        def count():
            names = [*self.env["ar.customer.position"]._fields]
            names.remove("display_name")
            return self.queries(
                lambda: (
                    self.env["ar.customer.position"]
                    .with_user(self.clerk)
                    .search_read([], names)
                )
            )

        self.invoice("F", 1, term=self.term(2))
        count()
        few = count()
        for number in range(4):
            other = self.northwind["F"].copy({"name": f"Other {number}"})
            self.invoice("F", 2, partner=other, term=self.term(2))
        self.assertLessEqual(count(), few + 6)
