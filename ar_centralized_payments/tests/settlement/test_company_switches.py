"""Odoo's switches on companies, journals and accounts, and what each does here.

Those that Odoo's core looks at when an entry is made, posted, matched or reversed:

==================================  ====================================================
Company                             What a settlement does
==================================  ====================================================
account_storno                      An undo is negative on the side of what it negates,
                                    as Odoo's reversal. Entries themselves (discounts,
                                    differences) are plain, as Odoo's own payments.
fiscalyear_, sale_, purchase_,      Asked for each entry and its parents, before it is
tax_, hard_lock_date, and           written (``books/lock_dates.py``); the journal's
account.lock_exception              type decides on sale and purchase, tax in the entry
                                    or due on payment on tax. Exceptions: acting user's.
tax_exigibility, tax_cash_basis_    Tax due on payment becomes due on the settlement's
journal_id, account_cash_basis_     date, by Odoo; a missing or archived journal or
base_account_id                     account refuses, with company and document.
income_, expense_currency_          Gain and loss; missing or archived: not ready. The
exchange_account_id                 exchange journal is needed for foreign tax due on
currency_exchange_journal_id        payment alone: a settlement has lines of its own.
account_journal_early_pay_discount_ Cash discounts, a credit note's as well (credited):
loss_account_id                     missing or archived: not ready. ``_gain_`` is for
                                    suppliers: unused.
account_default_pos_receivable_     Items on it are not open transactions, unless it is
account_id                          the customers' own account (Norway).
restrictive_audit_trail             Nothing posted is ever deleted or reset: no effect.
fiscalyear_last_day, _last_month    Number the entries, by Odoo's sequences.
account_fiscal_country_id,          Of the documents' taxes: kept on what corrects them.
fiscal positions
anglo_saxon_accounting, discount_   Lines of invoices; a settlement reads the receivable
allocation accounts, quick_edit_    item and the taxed lines only.
mode, autopost_bills, rounding
method, account_price_include
==================================  ====================================================
Journal
==================================  ====================================================
active, type, company_id            Not ready, or refused, with company and journal.
currency_id                         Not ready: lines have the currency of payments.
restrict_mode_hash_table            Entries are secured; undoing adds further ones.
sequence_override_regex,            By Odoo's own numbering.
refund_, payment_sequence
default_account_id, suspense_       Never a settlement's: every line has its account.
account_id
==================================  ====================================================
Account
==================================  ====================================================
active, company_ids                 Refused, with company and account.
currency_id                         Refused where another currency is to be booked.
reconcile, account_type             Due-to and due-from: not ready.
non_trade                           Items on it are not open transactions.
tax_ids                             Not put on lines: what corrects tax is known.
tag_ids, group_id, code             Of reports.
analytic plans: mandatory           As with Odoo's payments, nothing is refused: lines
                                    take what their documents and Odoo's models say.
==================================  ====================================================
"""

from odoo import Command
from odoo.tests import tagged

from ..books import rows_of
from .taxed import TaxDueOnPaymentCommon


@tagged("post_install", "-at_install")
class TestStorno(TaxDueOnPaymentCommon):
    def setUp(self):
        super().setUp()
        tax, term = self.tax("E", 10), self.term(2, days=30, mode="included")
        self.bill = self.invoice("E", 600, currency="EUR", tax=tax, term=term)
        self.pay = self.payment("F", 646.8, currency="EUR")

    def assertSides(self, moves, table):
        """Debit and credit of every line: ``company account debit credit``."""
        rows = []
        for line in moves.sudo().line_ids:
            letter = self.letter_of(line.company_id)
            role = self.role_of(letter, line.account_id, line.partner_id)
            rows.append(f"{letter} {role} {line.debit:.2f} {line.credit:.2f}")
        self.assertEqual(sorted(rows), sorted(rows_of(table)))

    BOOKED = """
        F receivable  794.08    0.00
        F due_to        0.00  794.08
        F due_to       13.91    0.00
        F gain          0.00   13.91
        E due_from    794.08    0.00
        E receivable    0.00  794.08
        E receivable   13.91    0.00
        E due_from      0.00   13.91
        E discount     14.47    0.00
        E tax           1.45    0.00
        E receivable    0.00   15.92
    """
    UNDONE_F = """
        F receivable    0.00  794.08
        F due_to      794.08    0.00
        F due_to        0.00   13.91
        F gain         13.91    0.00
    """
    UNDONE_E = """
        E due_from      0.00  794.08
        E receivable  794.08    0.00
        E receivable    0.00   13.91
        E due_from     13.91    0.00
        E discount      0.00   14.47
        E tax           0.00    1.45
        E receivable   15.92    0.00
    """
    STORNO_E = """
        E due_from   -794.08    0.00
        E receivable    0.00 -794.08
        E receivable  -13.91    0.00
        E due_from      0.00  -13.91
        E discount    -14.47    0.00
        E tax          -1.45    0.00
        E receivable    0.00  -15.92
    """

    def undone(self):
        before = self.trial_balance()
        settlement = self.settle(self.pay, self.bill)
        self.assertSides(settlement.sudo().move_ids, self.BOOKED)
        settlement.with_user(self.controller).action_undo()
        self.assertOpen({self.bill: "660 EUR 796.09", self.pay: "-646.80 EUR -794.08"})
        self.assertEqual(self.trial_balance(), before)
        entries = settlement.sudo().move_ids
        for line in entries.line_ids.filtered(lambda line: line.account_id.reconcile):
            self.assertTrue(line.reconciled, line.name)
        return self.negations(settlement)

    def test_without(self):
        self.assertSides(self.undone(), self.UNDONE_F + self.UNDONE_E)

    def test_in_one_company(self):
        """E negates on the same side, F beside it does not."""
        self.companies["E"].sudo().account_storno = True
        self.assertSides(self.undone(), self.UNDONE_F + self.STORNO_E)

    def test_settled_again(self):
        self.companies["E"].sudo().account_storno = True
        self.undone()
        again = self.settle(self.pay, self.bill)
        self.assertSides(again.sudo().move_ids, self.BOOKED)
        self.assertOpenNothing(again)

    def test_credit_note(self):
        """Odoo books a credit note negative on the side of an invoice; it is used."""
        self.companies["E"].sudo().account_storno = True
        note, bill = self.credit_note("E", 100), self.invoice("F", 100)
        self.assertEqual(self.receivable(note).debit, -100)
        settlement = self.settle(note, bill)
        self.assertOpenNothing(settlement)
        settlement.with_user(self.controller).action_undo()
        self.assertSides(
            self.negations(settlement),
            """
            E receivable -100.00 0.00
            E due_to 0.00 -100.00
            F due_from 0.00 100.00
            F receivable 100.00 0.00
            """,
        )
        self.assertOpen({note: "-100 USD -100", bill: "100 USD 100"})

    def test_tax_due_on_payment(self):
        """What Odoo reverses on the way, it reverses by its own rule."""
        self.companies["E"].sudo().account_storno = True
        bill = self.invoice("E", 100, tax=self.tax_on_payment())
        settlement = self.settle(self.payment("F", 110), bill)
        settlement.with_user(self.controller).action_undo("2026-04-02")
        back = self.tax_entries(bill).filtered("reversed_entry_id")
        self.assertEqual(sum(back.line_ids.mapped("credit")), -110)
        self.assertDates(back, "2026-04-02")


@tagged("post_install", "-at_install")
class TestSwitches(TaxDueOnPaymentCommon):
    def assertSettlesAndComesBack(self, books, pay, bill):
        before = self.trial_balance()
        settlement = self.settle(pay, bill)
        self.assertBooks(settlement, books)
        self.assertOpenNothing(settlement)
        settlement.with_user(self.controller).action_undo()
        self.assertEqual(self.trial_balance(), before)
        return settlement

    PLAIN = """
        F   receivable   Northwind    98.00
        F   due_to       East        -98.00
        E   due_from     Fabrikam     98.00
        E   receivable   Northwind   -98.00
        E   discount     Northwind     2.00
        E   receivable   Northwind    -2.00
    """

    def discounted(self):
        bill = self.invoice("E", 100, term=self.term(2, days=30))
        return self.payment("F", 98), bill

    def test_journal_with_a_currency_of_its_own(self):
        journal = self.companies["E"].sudo().ar_intercompany_journal_id
        settlement = self.settlement(*self.discounted())
        journal.currency_id = self.eur
        self.assertRefusedAlike(
            settlement,
            "The Intercompany journal of Fabrikam East, Intercompany (EUR), takes only "
            "EUR. Take the currency off the journal, or choose another in the settings "
            "of Fabrikam East.",
        )

    def test_secured_journals_and_audit_trail(self):
        for letter in "FE":
            company = self.companies[letter].sudo()
            company.ar_intercompany_journal_id.restrict_mode_hash_table = True
            company.restrictive_audit_trail = True
        settlement = self.assertSettlesAndComesBack(self.PLAIN, *self.discounted())
        entries = settlement.sudo().move_ids
        self.assertEqual(len(entries), 4)
        self.assertTrue(all(entries.mapped("inalterable_hash")))

    def test_default_taxes_of_an_account(self):
        company = self.companies["E"].sudo()
        company.account_journal_early_pay_discount_loss_account_id.tax_ids = self.tax(
            "E", 10
        )
        pay, bill = self.discounted()
        bill = bill.with_context(account_default_taxes=True)
        settlement = self.settlement(pay, bill)
        settlement.with_context(account_default_taxes=True).action_post()
        self.assertBooks(settlement, self.PLAIN)
        self.assertFalse(settlement.sudo().move_ids.line_ids.tax_ids)
        self.assertOpenNothing(settlement)

    def test_mandatory_analytic_plan(self):
        """As Odoo's payments: whatever the screen asks of an entry typed there."""
        plan = self.env["account.analytic.plan"].create(
            {
                "name": "Departments",
                "applicability_ids": [
                    Command.create(
                        {"business_domain": "general", "applicability": "mandatory"}
                    )
                ],
            }
        )
        self.assertTrue(plan)
        pay, bill = self.discounted()
        settlement = self.settlement(pay, bill)
        settlement.with_context(validate_analytic=True).action_post()
        self.assertBooks(settlement, self.PLAIN)
        undo = settlement.with_user(self.controller).with_context(
            validate_analytic=True
        )
        undo.action_undo()
        self.assertOpen({bill: "100 USD 100", pay: "-98 USD -98"})

    def test_discount_account_of_another_currency(self):
        company = self.companies["E"].sudo()
        account = company.account_journal_early_pay_discount_loss_account_id
        account.currency_id = self.currency_named("CAD")
        pay, bill = self.discounted()
        # A line in the company's own currency: which one Odoo takes nowhere else.
        self.assertRefusedAlike(
            self.settlement(pay, bill),
            f"Fabrikam East: the account {self.shown('E', account)} takes only "
            "CAD, but USD is to be booked on it. Take the currency off the "
            "account, or choose another.",
        )

    def test_account_in_the_companys_own_currency_takes_any(self):
        company = self.companies["E"].sudo()
        account = company.account_journal_early_pay_discount_loss_account_id
        account.currency_id = company.currency_id
        term = self.term(2, days=30)
        bill = self.invoice("E", 100, term=term, currency="EUR")
        pay = self.payment("F", 98, currency="EUR", date="2026-03-20")
        settlement = self.settle(pay, bill)
        self.assertOpenNothing(settlement)

    def assertRefusedAlike(self, settlement, *texts):
        """The preview says what posting refuses, and nothing is written."""
        count = self.env["account.move"].sudo().search_count([])
        for text in texts:
            self.assertIn(text, (settlement.problems or "").splitlines())
        for work in (settlement.preview, settlement.action_post):
            with self.assertRefused(*texts) as caught, self.cr.savepoint():
                work()
            self.assertEqual(str(caught.exception), settlement.problems)
        self.assertEqual(self.env["account.move"].sudo().search_count([]), count)

    # What Odoo would refuse while posting

    def test_journal_whose_currency_is_archived(self):
        journal = self.companies["E"].sudo().ar_intercompany_journal_id
        journal.currency_id = self.currency_named("CAD")
        journal.currency_id.active = False
        self.assertRefusedAlike(
            self.settlement(*self.discounted()),
            f"The Intercompany journal of Fabrikam East, {journal.display_name}, takes "
            "only CAD. Take the currency off the journal, or choose another in the "
            "settings of Fabrikam East.",
        )

    def archived(self, letter, account):
        account.sudo().active = False
        return (
            f"{self.companies[letter].name}: the account {self.shown(letter, account)} "
            "is archived. Unarchive it, or choose another."
        )

    def shown(self, letter, account):
        """An account as Odoo shows it to the clerk: without its code."""
        self.env.invalidate_all()
        account = account.with_user(self.clerk).sudo()
        return account.with_company(self.companies[letter]).display_name

    def test_archived_receivable(self):
        """One that no company setting names: only the document is on it."""
        account = self.data["E"]["default_account_receivable"].copy()
        bill = self.invoice("E", 100, post=False)
        self.receivable(bill).sudo().account_id = account
        bill.action_post()
        settlement = self.settlement(self.payment("F", 100), bill)
        self.assertRefusedAlike(settlement, self.archived("E", account))

    def test_archived_tax_account(self):
        tax, term = self.tax("E", 10), self.term(2, days=30, mode="included")
        bill = self.invoice("E", 100, tax=tax, term=term)
        settlement = self.settlement(self.payment("F", 107.8), bill)
        self.assertRefusedAlike(
            settlement, self.archived("E", self.data["E"]["default_account_tax_sale"])
        )

    def test_archived_account_of_differences(self):
        company = self.companies["F"].sudo()
        account = self.data["F"]["default_account_expense"].copy()
        company.write(
            {
                "ar_overunder_payment_account_id": account.id,
                "ar_overunder_payment_max": 5,
            }
        )
        settlement = self.settlement(self.payment("F", 103), self.invoice("E", 100))
        self.assertRefusedAlike(settlement, self.archived("F", account))

    def test_inside_one_company(self):
        """No pair is asked there: the journal and the gain account are."""
        company = self.companies["F"].sudo()
        bill = self.invoice("F", 600, currency="EUR")
        settlement = self.settlement(self.payment("F", 600, currency="EUR"), bill)
        company.ar_intercompany_journal_id.active = False
        company.income_currency_exchange_account_id.active = False
        account = company.income_currency_exchange_account_id
        self.assertRefusedAlike(
            settlement,
            "The Intercompany journal of Fabrikam, "
            f"{company.ar_intercompany_journal_id.display_name}, is archived. "
            "Unarchive it, or choose another in the settings of Fabrikam.",
            "Gain Exchange Rate Account of Fabrikam, "
            f"{self.shown('F', account)}, is archived. Unarchive it, or choose "
            "another in the settings of Fabrikam.",
        )

    def test_tax_due_on_payment_cannot_be_booked(self):
        bill = self.invoice("E", 100, tax=self.tax_on_payment())
        settlement = self.settlement(self.payment("F", 110), bill)
        company = self.companies["E"].sudo()
        accounts = bill.sudo().line_ids.filtered("tax_line_id").account_id
        accounts.active = False
        journal, company.tax_cash_basis_journal_id = (
            company.tax_cash_basis_journal_id,
            False,
        )
        where = f"Fabrikam East, {bill.name}: its tax becomes due on payment. "
        name = self.shown("E", accounts)
        self.assertRefusedAlike(
            settlement,
            f"{where}There is no cash basis journal. Choose one in the settings of "
            "Invoicing.",
            f"{where}The accounts are archived: {name}. Unarchive them.",
        )
        company.tax_cash_basis_journal_id = journal
        accounts.active = True
        journal.active = False
        settlement.invalidate_recordset()
        self.assertRefusedAlike(
            settlement,
            f"{where}The journal {journal.display_name} is archived. Unarchive it, or "
            "choose another.",
        )

    def test_draft_payment_that_odoo_would_not_post(self):
        pay, bill = self.payment("F", 600, post=False), self.invoice("E", 600)
        settlement = self.settlement(pay, bill)
        journal = pay.sudo().journal_id
        journal.active = False
        self.assertRefusedAlike(
            settlement,
            f"Fabrikam, {pay.display_name}: its journal {journal.display_name} is "
            "archived. Unarchive it, or choose another.",
        )
        self.assertEqual(pay.state, "draft")
