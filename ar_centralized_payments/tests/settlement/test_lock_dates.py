"""One date for each undo, one question about locks (accounting 4)."""

from odoo import Command
from odoo.tests import tagged

from .taxed import TaxDueOnPaymentCommon


@tagged("post_install", "-at_install")
class TestUndoDates(TaxDueOnPaymentCommon):
    """An invoice of E, 110.00 with tax, is paid in F on 25 March."""

    def settled(self, tax, term=None, amount=110, **options):
        self.bill = self.invoice("E", 100, tax=tax, term=term, **options)
        currency = options.get("currency")
        self.pay = self.payment("F", amount, currency=currency)
        self.before = self.trial_balance()
        return self.settle(self.pay, self.bill)

    def undo(self, settlement, date=None, user=None):
        settlement.with_user(user or self.controller).action_undo(date)

    def lock(self, letter, field, date="2026-03-31"):
        self.companies[letter].sudo()[field] = date

    # Tax that became due on payment

    def test_what_odoo_reverses_has_the_date_that_was_chosen(self):
        settlement = self.settled(self.tax_on_payment())
        self.undo(settlement, "2026-05-10")
        self.assertDates(self.negations(settlement), "2026-05-10")
        back = self.tax_entries(self.bill).filtered("reversed_entry_id")
        self.assertBooks(
            back,
            """
            E   sales     Northwind     100.00  100.00  2026-05-10
            E   sales     Northwind    -100.00 -100.00  2026-05-10
            E   @252995   Northwind     -10.00  -10.00  2026-05-10
            E   tax       Northwind      10.00   10.00  2026-05-10
            """,
        )
        self.assertOpen({self.bill: "110 USD 110", self.pay: "-110 USD -110"})
        self.assertEqual(self.trial_balance(), self.before)

    def test_without_a_choice_it_has_the_date_of_the_settlement(self):
        settlement = self.settled(self.tax_on_payment())
        self.undo(settlement)
        self.assertDates(self.negations(settlement), "2026-03-25")
        self.assertDates(self.tax_entries(self.bill), "2026-03-25")
        self.assertEqual(self.trial_balance(), self.before)

    def test_exchange_difference_of_the_tax(self):
        """Odoo books one on the tax not due yet; it is taken back with the tax."""
        settlement = self.settled(self.tax_on_payment(), currency="EUR")
        own = settlement.sudo().move_ids | self.tax_entries(self.bill)
        exchange = self.env["account.move"].sudo()
        exchange = exchange.search(
            [("line_ids.account_id.code", "=", "252995"), ("move_type", "=", "entry")]
        )
        exchange -= own
        self.undo(settlement, "2026-05-10")
        back = exchange.search([("reversed_entry_id", "in", exchange.ids)])
        self.assertEqual(back.reversed_entry_id, exchange)
        self.assertDates(
            back | self.tax_entries(self.bill).filtered("reversed_entry_id"),
            "2026-05-10",
        )
        self.assertOpen({self.bill: "110 EUR 132.68", self.pay: "-110 EUR -135.05"})
        self.assertEqual(self.trial_balance(), self.before)

    def test_tax_lock_where_tax_becomes_due_on_payment(self):
        settlement = self.settled(self.tax_on_payment())
        self.lock("E", "tax_lock_date")
        self.assertLockedUntilApril(settlement)

    def test_native_action(self):
        """Setting the payment back to draft undoes on the same date as asked here."""
        settlement = self.settled(self.tax_on_payment())
        self.lock("E", "tax_lock_date")
        self.pay.with_user(self.controller).action_draft()
        self.assertDates(self.negations(settlement), "2026-04-01")
        back = self.tax_entries(self.bill).filtered("reversed_entry_id")
        self.assertDates(back, "2026-04-01")

    def test_several_settlements_each_its_date(self):
        tax = self.tax_on_payment()
        first = self.settled(tax)
        bill, later = self.bill, self.payment("F", 110, date="2026-04-10")
        other = self.invoice("E", 100, tax=tax)
        second = self.settle(later, other)
        self.undo(first | second)
        for invoice, date in ((bill, "2026-03-25"), (other, "2026-04-10")):
            self.assertDates(self.tax_entries(invoice), date)
        self.assertDates(self.negations(second), "2026-04-10")

    # Tax in the entry itself

    def assertLockedUntilApril(self, settlement):
        with self.assertRefused() as caught, self.cr.savepoint():
            self.undo(settlement, "2026-03-28")
        self.assertEqual(
            str(caught.exception),
            f"{settlement.name} cannot be undone: Fabrikam East: 03/28/2026 is locked "
            "by its Tax Return Lock Date (03/31/2026). The first date that is open in "
            "all companies is 04/01/2026: choose it, or have the lock changed.",
        )
        self.undo(settlement)
        self.assertDates(self.negations(settlement), "2026-04-01")
        entries = self.tax_entries(self.bill).filtered("reversed_entry_id")
        self.assertLessEqual({str(d) for d in entries.mapped("date")}, {"2026-04-01"})
        self.assertEqual(self.trial_balance(), self.before)

    def test_tax_lock_without_tags(self):
        tax, term = self.tax("E", 10), self.term(2, days=30, mode="included")
        parts = tax.invoice_repartition_line_ids | tax.refund_repartition_line_ids
        parts.tag_ids = False
        settlement = self.settled(tax, term, 107.8)
        self.assertTrue(settlement.sudo().move_ids.line_ids.tax_repartition_line_id)
        self.lock("E", "tax_lock_date")
        self.assertLockedUntilApril(settlement)

    def test_tax_lock_with_tags(self):
        tax, term = self.tax("E", 10), self.term(2, days=30, mode="included")
        company = self.companies["E"]
        parts = tax.invoice_repartition_line_ids | tax.refund_repartition_line_ids
        parts.tag_ids = self.env["account.account.tag"].create(
            {
                "name": "Base and tax",
                "applicability": "taxes",
                "country_id": company.account_fiscal_country_id.id,
            }
        )
        settlement = self.settled(tax, term, 107.8)
        self.assertTrue(settlement.sudo().move_ids.line_ids.tax_tag_ids)
        self.lock("E", "tax_lock_date")
        self.assertLockedUntilApril(settlement)

    def test_tax_lock_is_none_where_nothing_corrects_tax(self):
        settlement = self.settled(self.tax("E", 10))
        for letter in "FE":
            self.lock(letter, "tax_lock_date")
        self.undo(settlement, "2026-03-28")
        self.assertDates(self.negations(settlement), "2026-03-28")

    # Other locks

    def test_every_lock_is_named(self):
        settlement = self.settled(None, amount=100)
        self.lock("F", "fiscalyear_lock_date", "2026-04-10")
        self.lock("E", "hard_lock_date")
        with self.assertRefused() as caught, self.cr.savepoint():
            self.undo(settlement, "2026-03-31")
        one, other = str(caught.exception).splitlines()
        self.assertIn("Fabrikam East: 03/31/2026 is locked by its Hard Lock", one)
        self.assertIn("Fabrikam: 03/31/2026 is locked by its Global Lock", other)
        for line in (one, other):
            self.assertIn("is 04/11/2026: choose it", line)

    def test_lock_of_a_parent(self):
        self.branch("E", "Fabrikam East Coast", "E1")
        bill, pay = self.invoice("E1", 100), self.payment("F", 100)
        settlement = self.settle(pay, bill)
        self.lock("E", "fiscalyear_lock_date")
        with self.assertRefused("Fabrikam East Coast"), self.cr.savepoint():
            self.undo(settlement, "2026-03-31")
        self.undo(settlement)
        self.assertDates(self.negations(settlement), "2026-04-01")

    def test_lock_exception_of_the_acting_user(self):
        settlement = self.settled(None, amount=100)
        self.lock("E", "fiscalyear_lock_date")
        self.env["account.lock_exception"].create(
            {
                "company_id": self.companies["E"].id,
                "user_id": self.controller.id,
                "fiscalyear_lock_date": "2026-02-28",
            }
        )
        other = self.new_user("auditor", "account.group_account_manager")
        with self.assertRefused("Fabrikam East", "04/01/2026"), self.cr.savepoint():
            self.undo(settlement, "2026-03-31", other)
        self.undo(settlement, "2026-03-31")
        self.assertDates(self.negations(settlement), "2026-03-31")

    # Posting: the same question

    def test_posting_asks_for_tax_that_becomes_due_without_an_entry(self):
        """Paid in E itself: nothing is booked there but the tax."""
        bill = self.invoice("E", 100, tax=self.tax_on_payment())
        settlement = self.settlement(self.payment("E", 110), bill)
        self.lock("E", "tax_lock_date")
        texts = ("Fabrikam East: 03/25/2026", "Tax Return Lock Date", "04/01/2026")
        self.assertIn(texts[0], settlement.problems)
        with self.assertRefused(*texts), self.cr.savepoint():
            settlement.action_post()
        settlement.date = "2026-04-02"
        settlement.action_post()
        self.assertFalse(settlement.sudo().move_ids)
        self.assertBooks(
            self.tax_entries(bill),
            """
            E   sales     Northwind     100.00  100.00  2026-04-02
            E   sales     Northwind    -100.00 -100.00  2026-04-02
            E   @252995   Northwind      10.00   10.00  2026-04-02
            E   tax       Northwind     -10.00  -10.00  2026-04-02
            """,
        )
        self.assertOpenNothing(settlement)
        self.lock("E", "tax_lock_date", "2026-04-05")
        with self.assertRefused("Fabrikam East", "04/06/2026"), self.cr.savepoint():
            self.undo(settlement, "2026-04-04")
        self.undo(settlement)
        back = self.tax_entries(bill).filtered("reversed_entry_id")
        self.assertDates(back, "2026-04-06")
        self.assertOpen({bill: "110 USD 110"})

    def test_posting_asks_for_tax_in_the_currency_of_tags_alone(self):
        """A discount that F bears leaves the base tags on what is due to E."""
        tax, term = self.tax("E", 10), self.term(2, days=30, mode="included")
        self.pair("F", "E").sudo().cash_discount_company = "payment"
        bill = self.invoice("E", 100, tax=tax, term=term)
        settlement = self.settlement(self.payment("F", 107.8), bill)
        self.lock("E", "tax_lock_date")
        with self.assertRefused("Fabrikam East", "Tax Return Lock Date"):
            settlement.preview()

    def test_a_sale_lock_is_none_for_a_general_journal(self):
        settlement = self.settled(None, amount=100)
        self.lock("E", "sale_lock_date")
        self.undo(settlement, "2026-03-28")
        self.assertDates(self.negations(settlement), "2026-03-28")


@tagged("post_install", "-at_install")
class TestSlipDates(TaxDueOnPaymentCommon):
    """A check that bounced: all that is taken back has the date of cancelling."""

    def setUp(self):
        super().setUp()
        self.bill = self.invoice("F", 100, tax=self.tax_on_payment("F"))
        self.check = self.payment(
            "F", 110, use_deposit_slip=True, payment_reference="REF 1"
        )
        items = self.receivable(self.check) | self.receivable(self.bill)
        items.with_user(self.clerk).reconcile()
        self.check.action_generate_deposit_slip()
        self.slip = self.check.deposit_slip_id.with_user(self.controller)

    def test_tax_of_what_odoo_matched(self):
        self.slip.action_cancel_payment(self.check.id, "2026-05-10")
        self.assertOpen({self.bill: "110 USD 110", self.check: "0"})
        entries = self.tax_entries(self.bill)
        self.assertDates(entries.filtered("reversed_entry_id"), "2026-05-10")
        self.assertDates(entries - entries.filtered("reversed_entry_id"), "2026-03-25")
        self.assertDates(self.check.sudo().ar_bounce_payment_id, "2026-05-10")

    def test_its_tax_lock_counts(self):
        self.companies["F"].sudo().tax_lock_date = "2026-03-31"
        texts = ("Fabrikam: 03/28/2026", "Tax Return Lock Date", "04/01/2026")
        with self.assertRefused(*texts), self.cr.savepoint():
            self.slip.action_cancel_payment(self.check.id, "2026-03-28")
        self.assertOpen({self.bill: "0"})
        self.slip.action_cancel_payment(self.check.id, "2026-04-01")
        self.assertOpen({self.bill: "110 USD 110"})

    def test_one_first_date_for_all_of_it(self):
        """Of the payment's own company and of what a settlement booked elsewhere."""
        east = self.invoice("E", 50)
        check = self.payment("F", 50, use_deposit_slip=True, payment_reference="REF 2")
        self.settle(check, east)
        check.action_generate_deposit_slip()
        self.companies["F"].sudo().fiscalyear_lock_date = "2026-03-31"
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-04-10"
        slip = check.deposit_slip_id.with_user(self.controller)
        with self.assertRefused("Fabrikam: ", "Fabrikam East: ") as caught:
            slip.action_cancel_payment(check.id, "2026-03-28")
        for line in str(caught.exception).splitlines():
            self.assertIn("04/11/2026", line)
        self.assertEqual(len(str(caught.exception).splitlines()), 2)


@tagged("post_install", "-at_install")
class TestLabels(TaxDueOnPaymentCommon):
    def test_undo_on_the_screen(self):
        """The wizard says the same before anything is done."""
        bill, pay = self.invoice("E", 100), self.payment("F", 100)
        settlement = self.settle(pay, bill)
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-03-31"
        wizard = (
            self.env["ar.settlement.undo"]
            .with_user(self.controller)
            .create(
                {
                    "settlement_ids": [Command.set(settlement.ids)],
                    "date": "2026-03-28",
                }
            )
        )
        self.assertIn("Fabrikam East: 03/28/2026 is locked", wizard.problems)
        wizard.date = False
        self.assertFalse(wizard.problems)
        self.assertIn("04/01/2026", wizard.preview_html)
