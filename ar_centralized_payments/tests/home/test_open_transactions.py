"""The list of Receivables: every open item once, as a clerk looks for it.

A table has a row for each item: company, kind, due, days overdue, age, open and its
currency, the same as booked, and in the currency of the current company.
"""

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import ReceivablesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestOpenTransactions(ReceivablesCommon):
    def test_each_open_item(self):
        """Today is 2026-04-15; 1 EUR = 1.2277 USD."""
        self.invoice("F", 100, date="2026-03-10")
        self.invoice("E", 600, currency="EUR", date="2026-03-25")
        self.invoice("W", 70, date="2026-01-10")
        self.invoice("F", 200, date="2026-04-10", term=self.term(2))
        self.credit_note("W", 30, date="2026-02-10")
        self.payment("F", 55, date="2026-03-25")
        self.payment("X", 40, direction="out", date="2026-04-15")
        self.assertTransactions(
            """
            F  invoice        2026-03-10  36  31_60      100.00 USD  100.00  100.00
            E  invoice        2026-03-25  21  1_30       600.00 EUR  736.62  736.62
            W  invoice        2026-01-10  95  91          70.00 USD   70.00   70.00
            F  invoice        2026-05-10   0  0_not_due  200.00 USD  200.00  200.00
            W  credit_note    2026-02-10   0  61_90      -30.00 USD  -30.00  -30.00
            F  payment        2026-03-25   0  1_30       -55.00 USD  -55.00  -55.00
            X  reimbursement  2026-04-15   0  0_not_due   40.00 EUR   40.00   49.11
            """,
            self.transactions(),
        )

    def test_what_is_settled_is_not_there(self):
        bill = self.invoice("E", 600)
        self.settle(self.payment("F", 500), bill)
        self.assertTransactions(
            "E  invoice  2026-03-10  36  31_60  100.00 USD  100.00  100.00",
            self.transactions(),
        )

    def test_ticked_companies_decide(self):
        self.invoice("F", 100)
        self.invoice("E", 200)
        self.assertEqual(len(self.transactions()), 2)
        self.assertEqual(self.transactions(letters="E").mapped("amount_open"), [200.0])

    def test_of_others_nothing(self):
        bill = self.invoice("E", 200)
        self.invoice("F", 100)
        self.assertEqual(
            self.transactions(user=self.clerk_f, letters="F").mapped("amount_open"),
            [100.0],
        )
        row = self.env["ar.open.transaction"].browse(self.receivable(bill).id)
        with self.assertRaises(AccessError):
            row.with_user(self.clerk_f).read(["amount_open"])

    def test_one_party(self):
        self.invoice("F", 100)
        self.invoice("E", 200)
        rows = self.transactions()
        self.assertEqual(rows.party_id, self.northwind["F"])
        groups = rows._read_group([], ["party_id"], ["amount_current:sum"])
        self.assertEqual(groups, [(rows.party_id, 300.0)])

    def test_party_of_a_member_of_one_company(self):
        """The record of East stands for the party: that of Fabrikam is not told."""
        self.invoice("E", 200)
        clerk = self.new_user("clerk_e", "account.group_account_invoice", "E")
        rows = self.transactions(user=clerk, letters="E")
        self.assertEqual(rows.party_id, self.northwind["E"])

    def test_discount_and_marks(self):
        bill = self.invoice("E", 1000, date="2026-04-10", term=self.term(2))
        self.settlement(bill)
        row = self.transactions()
        self.assertEqual(str(row.discount_until), "2026-04-24")
        self.assertEqual(row.amount_discount, 20.0)
        self.assertTrue(row.is_marked)
        self.assertIn(self.clerk.name, row.marked_by)
        self.assertEqual(self.transactions(domain=[("is_marked", "=", False)]).ids, [])

    def test_hold(self):
        bill = self.invoice("E", 1000)
        self.assertFalse(self.transactions().is_on_hold)
        bill.no_followup = True
        self.assertTrue(self.transactions().is_on_hold)

    def test_settle_is_for_one_customer(self):
        other = self.northwind["F"].copy({"name": "Other", "address_book_id": False})
        self.invoice("F", 100)
        self.invoice("E", 200)
        rows = self.transactions()
        action = rows.action_settle_transactions()
        self.assertEqual(action["params"]["item_ids"], rows.ids)
        self.invoice("F", 300, partner=other)
        with self.assertRaises(UserError):
            self.transactions().action_settle_transactions()

    def test_queries_do_not_grow_with_rows(self):
        names = [
            name
            for name, field in self.env["ar.open.transaction"]._fields.items()
            if field.store or name in ("discount_until", "marked_by")
        ]
        term = self.term(2)

        def count():
            return self.queries(
                lambda: (
                    self.env["ar.open.transaction"]
                    .with_user(self.clerk)
                    .search_read([], names)
                )
            )

        self.invoice("F", 1, term=term)
        count()
        few = count()
        for letter in "FEW":
            for amount in (2, 3):
                self.invoice(letter, amount, term=term)
        self.assertLessEqual(count(), few + 4)
