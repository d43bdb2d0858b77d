"""An invoice names what its customer has left in other companies, to members alone."""

from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestOutstandingElsewhere(SettlingCommon):
    """Northwind has a record and a receivable account of its own in each company."""

    def told(self, document, letters="E", user=None):
        """What the widget says: text, amount, whether it leads to the page."""
        ids = [self.companies[letter].id for letter in letters]
        document = document.with_user(user or self.clerk)
        document = document.with_context(allowed_company_ids=ids)
        document.invalidate_recordset()
        widget = document.invoice_outstanding_credits_debits_widget
        return [
            (row["journal_name"], row["amount"], row.get("ar_settle", False))
            for row in (widget or {"content": []})["content"]
        ]

    def test_an_invoice(self):
        bill, pay = self.invoice("E", 600), self.payment("F", 580)
        self.payment("W", 30)
        self.credit_note("W", 12)
        self.assertEqual(
            self.told(bill),
            [("Credit in Fabrikam", 580, True), ("Credit in Fabrikam West", 42, True)],
        )
        self.assertTrue(bill.invoice_has_outstanding)
        action = bill.action_settle_transactions()
        self.assertEqual(action["params"], {"item_ids": self.receivable(bill).ids})
        self.settle(pay, bill)
        self.assertEqual(self.told(bill), [("Credit in Fabrikam West", 42, True)])

    def test_beside_odoo_s_own(self):
        bill, own = self.invoice("E", 600), self.payment("E", 5)
        self.payment("F", 580)
        self.assertEqual(
            self.told(bill),
            [(own.move_id.name, 5, False), ("Credit in Fabrikam", 580, True)],
        )

    def test_each_currency(self):
        bill = self.invoice("E", 600)
        self.payment("F", 100)
        self.payment("F", 50, currency="EUR")
        widget_rows = self.told(bill)
        self.assertEqual({row[1] for row in widget_rows}, {100, 50})
        rows = bill.invoice_outstanding_credits_debits_widget["content"]
        self.assertEqual(
            {(row["amount"], row["currency_id"]) for row in rows},
            {(100, self.usd.id), (50, self.eur.id)},
        )

    def test_a_credit_note(self):
        note = self.credit_note("E", 100)
        self.invoice("F", 70)
        self.payment("F", 10)
        self.assertEqual(self.told(note), [("Debit in Fabrikam", 70, True)])

    def test_nothing_is_told(self):
        """To who is no member, may not settle, or could not for want of a pair; of
        drafts, of what is paid, and of another customer."""
        bill = self.invoice("E", 600)
        other = self.env["res.partner"].create({"name": "Contoso"})
        self.payment("F", 7, partner=other)
        self.assertEqual(self.told(bill), [])
        self.payment("F", 580)
        east = self.new_user("clerk_east", "account.group_account_invoice", "E")
        self.assertEqual(self.told(bill, user=east), [])
        self.assertEqual(self.told(bill, user=self.reader), [])
        self.assertEqual(self.told(self.invoice("E", 5, post=False)), [])
        self.assertEqual(len(self.told(bill)), 1)
        self.pair("F", "E").active = False
        self.assertEqual(self.told(bill), [])

    def test_no_query_for_each_of_several(self):
        bills = [self.invoice("E", 100 + n) for n in range(6)]
        for letter in "FWX":
            self.payment(letter, 10)
        some = bills[0].union(*bills).with_user(self.clerk)
        one = self.queries(some[:1]._ar_open_elsewhere)
        all_of_them = self.queries(some._ar_open_elsewhere)
        self.assertLessEqual(all_of_them, one + 1)
        self.assertLessEqual(one, 35)
