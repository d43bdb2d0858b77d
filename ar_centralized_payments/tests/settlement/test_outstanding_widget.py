"""Odoo's outstanding credits on an invoice: nothing offered that can only fail."""

from odoo import Command
from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestOutstandingWidget(SettlingCommon):
    """One customer record and one receivable account for F and E; W has its own."""

    def setUp(self):
        super().setUp()
        self.customer = self.env["res.partner"].create({"name": "Alpine Ski House"})
        self.account = self.data["E"]["default_account_receivable"].copy()
        fabrikam = self.companies["F"]
        self.account.with_company(fabrikam).code = "121987"
        self.account.company_ids = [Command.link(fabrikam.id)]
        for letter in "FE":
            company = self.companies[letter]
            customer = self.customer.with_company(company)
            customer.property_account_receivable_id = self.account
        self.bill = self.invoice("E", 600, partner=self.customer)
        self.assertEqual(self.receivable(self.bill).account_id, self.account)

    def offered(self, document, letters="FE", user=None):
        ids = [self.companies[letter].id for letter in letters]
        document = document.with_user(user or self.clerk)
        document = document.with_context(allowed_company_ids=ids)
        document.invalidate_recordset(["invoice_outstanding_credits_debits_widget"])
        widget = document.invoice_outstanding_credits_debits_widget
        return document, widget and {
            self.env["account.move.line"].sudo().browse(row["id"]).move_id.id: row
            for row in widget["content"]
        }

    def test_a_payment_of_another_company_is_settled(self):
        pay = self.payment("F", 580, partner=self.customer)
        bill, rows = self.offered(self.bill)
        [row] = rows.values()
        self.assertEqual(row["journal_name"], f"Fabrikam, {pay.move_id.name}")
        self.assertEqual(row["amount"], 580)
        bill.js_assign_outstanding_line(row["id"])
        settlement = bill.settlement_ids
        self.assertEqual(settlement.state, "posted")
        self.assertBooks(
            settlement,
            """
            F   @121987    Alpine      580.00
            F   due_to     East       -580.00
            E   due_from   Fabrikam    580.00
            E   {code}     Alpine     -580.00
            """.format(code=f"@{self.account.with_company(self.companies['E']).code}"),
        )
        self.assertOpen({bill: "20 USD 20", pay: "0"})
        self.assertFalse(self.offered(bill)[1])

    def test_a_payment_of_its_own_is_odoos(self):
        pay = self.payment("E", 600, partner=self.customer)
        bill, rows = self.offered(self.bill)
        [row] = rows.values()
        self.assertEqual(row["journal_name"], pay.move_id.name)
        bill.js_assign_outstanding_line(row["id"])
        self.assertFalse(bill.settlement_ids)
        self.assertOpen({bill: "0", pay: "0"})

    def test_invoices_on_a_credit_note(self):
        note = self.credit_note("F", 100, partner=self.customer)
        note, rows = self.offered(note)
        [row] = rows.values()
        self.assertIn("Fabrikam East, ", row["journal_name"])
        note.js_assign_outstanding_line(row["id"])
        self.assertOpen({note: "0", self.bill: "500 USD 500"})

    def test_left_out_where_no_pair_is(self):
        own = self.payment("E", 5, partner=self.customer)
        self.payment("F", 600, partner=self.customer)
        self.pair("F", "E").active = False
        _bill, rows = self.offered(self.bill)
        self.assertEqual(list(rows), own.move_id.ids)
        own.action_draft()
        self.assertFalse(self.offered(self.bill)[1])

    def test_left_out_where_it_can_only_fail(self):
        """A draft invoice, an account that is no trade receivable, a taxed payment."""
        pay = self.payment("F", 600, partner=self.customer)
        draft = self.invoice("E", 100, partner=self.customer, post=False)
        self.assertFalse(self.offered(draft)[1])
        self.account.non_trade = True
        self.assertFalse(self.offered(self.bill)[1])
        self.account.non_trade = False
        self.assertEqual(list(self.offered(self.bill)[1]), pay.move_id.ids)

    def test_only_of_companies_of_the_user(self):
        pay = self.payment("F", 600, partner=self.customer)
        east = self.new_user("clerk_e", "account.group_account_invoice", "E")
        bill, rows = self.offered(self.bill, "E", east)
        self.assertFalse(rows)
        item = self.receivable(pay)
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            bill.js_assign_outstanding_line(item.id)
        self.assertNotIn(pay.move_id.name, str(caught.exception))
        self.assertOpen({self.bill: "600 USD 600", pay: "-600 USD -600"})

    def test_what_stands_against_it_is_said(self):
        pay = self.payment("F", 600, partner=self.customer)
        bill, rows = self.offered(self.bill)
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-03-31"
        row = rows[pay.move_id.id]
        with self.assertRefused("Fabrikam East", "04/01/2026"), self.cr.savepoint():
            bill.js_assign_outstanding_line(row["id"])
        bill.invalidate_recordset()
        self.assertFalse(bill.settlement_ids)
        self.assertOpen({bill: "600 USD 600"})
