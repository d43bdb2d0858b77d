"""Paying out what customers have to their credit: proposal, payments, books, access."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ...settlement.payouts import Payout, lower, split
from ..browser import BrowserCommon
from ..proposals import ProposalMixin
from ..settling import SettlingCommon

FEW, MANY = 3, 15


class ReimbursementCommon(ProposalMixin, SettlingCommon):
    """Proposals as text tables, and the payments that come of them."""

    def wizard(self, letters="FEWX", user=None, **options):
        """A reimbursement of some companies, at 2026-04-10, as the clerk."""
        wizard = self.env["ar.reimbursement"].with_user(user or self.clerk)
        central = options.pop("central", None)
        if central:
            options["method"] = "central"
            options["central_company_id"] = self.companies[central].id
        return self.tick(wizard.create({"date": "2026-04-10", **options}), letters)

    def create_payments(self, wizard):
        """Press the button; the payments that the opened list shows."""
        return self.payments_of(wizard, wizard.action_create_payments())

    def rows(self, wizard):
        """All lines: customer, currency, credits, debits, balance, number of companies,
        amount, ``x`` where ticked, and the payments."""
        return [
            f"{line.name.split()[0]} {line.currency_id.name}"
            f" {line.amount_credit:.2f} {line.amount_debit:.2f} {line.balance:.2f}"
            f" {line.company_count} {line.amount:.2f} {'x' if line.is_chosen else '-'}"
            f" {self.payouts(line)}"
            for line in wizard.line_ids
        ]

    def payouts(self, line):
        letters = {company.id: letter for letter, company in self.companies.items()}
        steps = line.currency_id.rounding
        return " ".join(
            f"{letters[payout.company]}={payout.amount * steps:.2f}"
            for payout in line._payouts()
        )

    def assertPayments(self, payments, table):
        """Assert all payments: company, customer record, amount, currency, date, state,
        and how many transactions its draft settlement marks beside it."""
        found = [
            f"{self.letter_of(payment.company_id)}"
            f" {payment.partner_id.customer_account or payment.partner_id.name}"
            f" {payment.amount:.2f} {payment.currency_id.name} {payment.date}"
            f" {payment.state} {payment.settlement_id.state}"
            f" {len(payment.settlement_id.line_ids.move_line_id)}"
            for payment in payments
        ]
        self.assertTable(found, table)


@tagged("post_install", "-at_install")
class TestReimbursementProposal(ReimbursementCommon):
    def test_a_balance_is_over_all_companies(self):
        self.credit_note("E", 100)
        self.payment("F", 50)
        self.invoice("W", 30)
        self.assertProposed(
            self.propose(),
            "Northwind USD 150.00 30.00 120.00 2 120.00 x E=70.00 F=50.00",
        )

    def test_credits_only(self):
        """Invoices stay open, but count for whether the customer has a credit."""
        self.credit_note("E", 100)
        self.invoice("W", 30)
        wizard = self.propose(include_debits=False)
        self.assertProposed(
            wizard, "Northwind USD 100.00 30.00 70.00 1 100.00 x E=100.00"
        )
        self.invoice("W", 80)
        wizard = self.propose(include_debits=False)
        self.assertProposed(wizard, "nothing")

    def test_who_owes_is_not_proposed(self):
        self.credit_note("E", 100)
        self.invoice("W", 100)
        self.assertProposed(self.propose(), "nothing")

    def test_only_the_chosen_companies_count(self):
        self.credit_note("E", 100)
        self.invoice("W", 30)
        self.assertProposed(
            self.propose("FE"), "Northwind USD 100.00 0.00 100.00 1 100.00 x E=100.00"
        )

    def test_the_minimum(self):
        self.credit_note("E", 100)
        self.credit_note("F", 20, partner=self.contoso)
        wizard = self.propose(minimum_amount=20.01)
        self.assertProposed(
            wizard, "Northwind USD 100.00 0.00 100.00 1 100.00 x E=100.00"
        )
        self.assertEqual(wizard.below_count, 1)
        wizard = self.propose(minimum_amount=20)
        self.assertProposed(
            wizard,
            """
            Northwind USD 100.00 0.00 100.00 1 100.00 x E=100.00
            Contoso   USD  20.00 0.00  20.00 1  20.00 x F=20.00
            """,
        )
        self.assertEqual(wizard.below_count, 0)

    def test_other_currencies_count_at_todays_rate(self):
        """100.00 EUR are 122.77 USD in Fabrikam, and 0.00 below that."""
        self.credit_note("X", 100, currency="EUR")
        wizard = self.propose(minimum_amount=122.77)
        self.assertProposed(
            wizard, "Northwind EUR 100.00 0.00 100.00 1 100.00 x X=100.00"
        )
        self.assertEqual(wizard.line_ids.worth, 122.77)
        self.assertProposed(self.propose(minimum_amount=122.78), "nothing")

    def test_the_minimum_is_for_all_currencies_of_a_customer(self):
        """80.00 USD and 100.00 EUR are 202.77 USD."""
        self.credit_note("X", 100, currency="EUR")
        self.credit_note("E", 80)
        self.assertProposed(
            self.propose(minimum_amount=202.77),
            """
            Northwind EUR 100.00 0.00 100.00 1 100.00 x X=100.00
            Northwind USD  80.00 0.00  80.00 1  80.00 x E=80.00
            """,
        )
        self.assertProposed(self.propose(minimum_amount=202.78), "nothing")

    def test_a_credit_of_who_owes_in_another_currency_is_kept_back(self):
        self.credit_note("E", 80)
        self.invoice("X", 100, currency="EUR")
        wizard = self.propose()
        self.assertProposed(wizard, "Northwind USD 80.00 0.00 80.00 1 80.00 - E=80.00")
        self.assertIn("the customer owes $\u00a042.77", wizard.line_ids.refusal)

    def test_no_rate_keeps_back(self):
        self.set_rate("F", "CAD", "2026-04-20", 1.35)
        self.set_rate("E", "CAD", "2026-03-01", 1.35)
        self.credit_note("E", 80, currency="CAD")
        wizard = self.propose()
        self.assertProposed(wizard, "Northwind CAD 80.00 0.00 80.00 1 80.00 - E=80.00")
        self.assertIn("Fabrikam has no rate for CAD", wizard.line_ids.refusal)

    def test_customers_can_be_chosen_by_any_record(self):
        self.credit_note("E", 100)
        self.credit_note("F", 20, partner=self.contoso)
        wizard = self.propose(partner_ids=[Command.set(self.northwind["X"].ids)])
        self.assertProposed(
            wizard, "Northwind USD 100.00 0.00 100.00 1 100.00 x E=100.00"
        )

    def test_centrally_one_company_pays(self):
        self.credit_note("E", 100)
        self.payment("W", 50)
        self.invoice("F", 30)
        wizard = self.propose("EWF", central="F")
        self.assertProposed(
            wizard, "Northwind USD 150.00 30.00 120.00 2 120.00 x F=120.00"
        )
        self.assertEqual(wizard.line_ids.payments, "Fabrikam, Bank: $\u00a0120.00")

    def test_the_paying_company_need_have_no_credit(self):
        self.credit_note("E", 100)
        self.assertProposed(
            self.propose("E", central="W"),
            "Northwind USD 100.00 0.00 100.00 1 100.00 x W=100.00",
        )

    def test_changing_an_option_takes_the_proposal_back(self):
        self.credit_note("E", 100)
        form = Form(self.propose())
        form.minimum_amount = 5
        self.assertFalse(form.is_proposed)
        self.assertFalse(form.line_ids._records)
        wizard = form.save()
        self.assertFalse(wizard.line_ids)
        with self.assertRefused("No line is ticked"):
            wizard.action_create_payments()

    def test_the_summary_follows_ticks_and_amounts(self):
        self.credit_note("E", 100)
        self.credit_note("F", 20, partner=self.contoso)
        form = Form(self.propose())
        self.assertEqual(form.summary, "$\u00a0120.00 (payments: 2)")
        with form.line_ids.edit(0) as line:
            line.amount = 60
        self.assertEqual(form.summary, "$\u00a080.00 (payments: 2)")
        with form.line_ids.edit(1) as line:
            line.is_chosen = False
        self.assertEqual(form.summary, "$\u00a060.00 (payments: 1)")
        with form.line_ids.edit(0) as line:
            line.is_chosen = False
        self.assertFalse(form.summary)

    # ------------------------------------------------------------
    # Kept back, with the reason
    # ------------------------------------------------------------
    def assertKeptBack(self, wizard, *texts):
        """The one line is not ticked, cannot be, and says these."""
        line = wizard.line_ids.ensure_one()
        self.assertFalse(line.is_chosen)
        for text in texts:
            self.assertIn(text, line.refusal)
        with self.assertRefused("cannot be paid", *texts):
            line.is_chosen = True
            self.env.flush_all()
        line.invalidate_recordset()

    def test_marked_elsewhere(self):
        note = self.credit_note("E", 100)
        settlement = self.settlement(note, self.invoice("W", 30))
        self.assertKeptBack(
            self.propose(), f"Marked in {settlement.name} by {self.clerk.name}"
        )

    def test_a_mark_of_a_settlement_that_may_not_be_seen_is_not_named(self):
        note = self.credit_note("F", 100)
        settlement = self.settlement(note, self.invoice("W", 30))
        wizard = self.propose("F", user=self.clerk_f)
        self.assertKeptBack(wizard, "Marked in another draft settlement")
        self.assertNotIn(settlement.name, wizard.line_ids.refusal)

    def test_proposing_again_finds_the_payments_that_wait(self):
        self.credit_note("E", 100)
        payments = self.create_payments(self.propose())
        self.assertKeptBack(self.propose(), payments.settlement_id.name)

    def test_no_record_in_the_paying_company(self):
        self.northwind["F"].active = False
        self.credit_note("E", 100)
        self.assertKeptBack(
            self.propose(central="F"), "no active record in Fabrikam. Create one"
        )

    def test_several_records_in_the_paying_company(self):
        other = self.northwind["F"].copy(
            {"name": "Northwind Bank Account", "address_book_id": "4050"}
        )
        self.credit_note("E", 100)
        self.assertKeptBack(
            self.propose(central="F"), "several records in Fabrikam", other.name
        )
        wizard = self.propose(central="F", partner_ids=[Command.set(other.ids)])
        self.assertEqual(self.create_payments(wizard).partner_id, other)

    def test_a_locked_payment_date(self):
        self.companies["F"].sudo().fiscalyear_lock_date = "2026-04-10"
        self.credit_note("E", 100)
        self.assertKeptBack(
            self.propose(central="F"),
            "Fabrikam: 04/10/2026, the date of the payment, is locked",
        )
        self.assertProposed(
            self.propose(), "Northwind USD 100.00 0.00 100.00 1 100.00 x E=100.00"
        )

    def test_a_locked_date_of_the_credits_company(self):
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-04-10"
        self.credit_note("E", 100, date="2026-04-11")
        self.assertKeptBack(self.propose(central="F"), "Fabrikam East: 04/10/2026")

    def test_a_missing_pair(self):
        self.pair("E", "F").active = False
        self.credit_note("E", 100)
        self.assertKeptBack(
            self.propose(central="F"),
            "no active intercompany accounting for payments of Fabrikam East to "
            "invoices of Fabrikam.",
        )
        self.pair("F", "E").active = False
        self.assertProposed(
            self.propose(), "Northwind USD 100.00 0.00 100.00 1 100.00 x E=100.00"
        )

    def test_a_pair_that_is_not_ready(self):
        self.companies["E"].sudo().ar_intercompany_journal_id = False
        self.credit_note("E", 100)
        self.assertKeptBack(
            self.propose(central="F"), "Fabrikam East has no Intercompany journal"
        )

    def test_no_journal_to_pay_from(self):
        self.credit_note("E", 100)
        wizard = self.wizard()
        wizard.company_ids.filtered(
            lambda row: row.company_id == self.companies["E"]
        ).journal_id = False
        wizard.action_propose()
        self.assertKeptBack(wizard, "Fabrikam East: choose the bank or cash journal")

    def test_a_journal_that_cannot_pay(self):
        journal = self.data["E"]["default_journal_cash"].sudo()
        journal.outbound_payment_method_line_ids.unlink()
        self.credit_note("E", 100)
        wizard = self.wizard()
        wizard.company_ids.filtered(
            lambda row: row.company_id == self.companies["E"]
        ).journal_id = journal
        wizard.action_propose()
        self.assertKeptBack(wizard, "the journal Cash has no outgoing payment method")

    def test_a_taxed_prepayment(self):
        tax = self.tax("E", 10)
        receivable = self.data["E"]["default_account_receivable"]
        northwind, usd = self.northwind["E"], self.usd
        self.entry(
            "E",
            [
                (receivable, northwind, usd, -110, -110, {}),
                (
                    self.data["E"]["default_account_revenue"], northwind, usd, 110, 110,
                    {"tax_ids": [Command.set(tax.ids)]},
                ),
            ],
        )  # fmt: skip
        self.assertKeptBack(self.propose(), "whose own entry has tax")

    def test_all_reasons_at_once(self):
        self.pair("E", "F").active = False
        self.companies["F"].sudo().fiscalyear_lock_date = "2026-04-10"
        self.northwind["F"].active = False
        self.credit_note("E", 100)
        self.assertKeptBack(
            self.propose(central="F"),
            "is locked",
            "no active record",
            "no active intercompany accounting",
        )

    # ------------------------------------------------------------
    # Options that lack something
    # ------------------------------------------------------------
    def test_options_are_refused_all_at_once(self):
        wizard = self.wizard("", central="F", minimum_amount=-1)
        wizard.central_journal_id = self.data["E"]["default_journal_bank"]
        with self.assertRefused(
            "Include the companies", "cannot be negative", "Fabrikam cannot pay from"
        ):
            wizard.action_propose()
        wizard = self.wizard(central="F")
        wizard.central_company_id = False
        with self.assertRefused("Choose the company that pays for all"):
            wizard.action_propose()
        wizard = self.wizard(central="F")
        wizard.central_journal_id = False
        with self.assertRefused("Choose the journal from which Fabrikam pays"):
            wizard.action_propose()


@tagged("post_install", "-at_install")
class TestReimbursementShares(SettlingCommon):
    """Who pays what, as plain numbers."""

    def test_split(self):
        for credits, debits, central, expected in (
            ({}, {}, None, []),
            ({1: 5}, {1: 5}, None, []),
            ({1: 5}, {2: 6}, None, []),
            ({1: 5}, {2: 6}, 3, []),
            ({1: 30}, {}, None, [Payout(1, (1,), 30)]),
            ({1: 30, 2: 40}, {}, None, [Payout(2, (2,), 40), Payout(1, (1,), 30)]),
            (
                {1: 30, 2: 50},
                {3: 40},
                None,
                [Payout(2, (3, 2), 10), Payout(1, (1,), 30)],
            ),
            ({1: 30, 2: 30}, {3: 40}, None, [Payout(2, (3, 1, 2), 20)]),
            # What is netted exactly takes the next credit along: it pays.
            ({1: 30, 2: 40}, {3: 40}, None, [Payout(1, (3, 2, 1), 30)]),
            # A company whose own debits take its credits is settled, too.
            ({1: 30, 2: 5}, {2: 5}, None, [Payout(1, (2, 1), 30)]),
            ({1: 30, 2: 30}, {3: 40}, 4, [Payout(4, (1, 2, 3), 20)]),
        ):
            with self.subTest(credits=credits, debits=debits, central=central):
                self.assertEqual(split(credits, debits, central), expected)

    def test_lower(self):
        payouts = [Payout(2, (3, 2), 10), Payout(1, (1,), 30)]
        for amount, expected in (
            (40, payouts),
            (15, [Payout(2, (3, 2), 10), Payout(1, (1,), 5)]),
            (10, payouts[:1]),
            (7, [Payout(2, (3, 2), 7)]),
            (0, []),
            (-1, []),
        ):
            with self.subTest(amount=amount):
                self.assertEqual(lower(payouts, amount), expected)


@tagged("post_install", "-at_install")
class TestReimbursementBooks(ReimbursementCommon):
    """The payments, what posting them books, and undoing that."""

    def test_payments_say_what_they_are_for(self):
        self.credit_note("E", 100)
        wizard = self.propose()
        self.assertEqual(wizard.memo, "Reimbursement")
        wizard.memo = "Bonus of 2026"
        self.assertEqual(self.create_payments(wizard).mapped("memo"), ["Bonus of 2026"])

    def post(self, payments):
        """Post payments with their settlements; each must book its preview."""
        self.analyze()
        settlements = payments.settlement_id
        previews = [(settlement, settlement.preview()) for settlement in settlements]
        payments.action_post()
        for settlement, preview in previews:
            self.assertPosted(settlement, preview)
        self.assertEqual(set(settlements.mapped("state")), {"posted"})
        return settlements

    def test_each_company_pays_its_own(self):
        note, deposit = self.credit_note("E", 100), self.payment("F", 50)
        payments = self.create_payments(self.propose())
        self.assertPayments(
            payments,
            """
            E 4000 100.00 USD 2026-04-10 draft draft 1
            F 4000  50.00 USD 2026-04-10 draft draft 1
            """,
        )
        settlements = self.post(payments)
        self.assertBooks(settlements, "")
        self.assertBooks(
            payments,
            """
            E  outstanding  Northwind  -100.00
            E  receivable   Northwind   100.00
            F  outstanding  Northwind   -50.00
            F  receivable   Northwind    50.00
            """,
        )
        self.assertOpen({note: "0", deposit: "0", payments[0]: "0", payments[1]: "0"})

    def test_centrally(self):
        """E: AR Dr / Due to F Cr; F: Due from E Dr / AR Cr."""
        note, deposit = self.credit_note("E", 100), self.payment("F", 50)
        before = self.trial_balance()
        payment = self.create_payments(self.propose(central="F"))
        self.assertPayments(payment, "F 4000 150.00 USD 2026-04-10 draft draft 2")
        self.assertEqual(self.trial_balance(), before)
        settlement = self.post(payment)
        self.assertBooks(
            settlement,
            """
            E  receivable  Northwind   100.00           2026-04-10
            E  due_to      Fabrikam   -100.00           2026-04-10
            F  due_from    East        100.00           2026-04-10
            F  receivable  Northwind  -100.00           2026-04-10
            """,
        )
        self.assertBooks(
            payment,
            """
            F  outstanding  Northwind  -150.00
            F  receivable   Northwind   150.00
            """,
        )
        self.assertOpen({note: "0", deposit: "0", payment: "0"})

    def test_centrally_and_undone(self):
        """The payment stays, and is open; the credits are open again."""
        note, deposit = self.credit_note("E", 100), self.payment("F", 50)
        payment = self.create_payments(self.propose(central="F"))
        settlement = self.post(payment)
        settlement.with_user(self.controller).action_undo()
        self.assertBalances("E", "due_to 0\n receivable Northwind -100.00")
        self.assertBalances("F", "due_from 0\n receivable Northwind 100.00")
        self.assertOpen(
            {
                note: "-100 USD -100",
                deposit: "-50 USD -50",
                payment: "150 USD 150",
            }
        )

    def test_setting_the_payment_back_to_draft_undoes(self):
        note = self.credit_note("E", 100)
        before = self.trial_balance()
        payment = self.create_payments(self.propose(central="F"))
        settlement = self.post(payment)
        payment.with_user(self.controller).action_draft()
        self.assertEqual(settlement.state, "undone")
        self.assertOpen({note: "-100 USD -100"})
        self.assertEqual(self.trial_balance(), before)

    def test_invoices_are_netted_first(self):
        """W's invoice of 40.00 goes to the largest credit, E's; F pays its own."""
        note, deposit = self.credit_note("E", 100), self.payment("F", 50)
        bill, own = self.invoice("W", 40), self.invoice("F", 5)
        payments = self.create_payments(self.propose())
        self.assertPayments(
            payments,
            """
            E 4000 60.00 USD 2026-04-10 draft draft 2
            F 4000 45.00 USD 2026-04-10 draft draft 2
            """,
        )
        settlements = self.post(payments)
        self.assertBooks(
            settlements,
            """
            E  receivable  Northwind   40.00
            E  due_to      West       -40.00
            W  due_from    East        40.00
            W  receivable  Northwind  -40.00
            """,
        )
        self.assertOpen(dict.fromkeys((note, deposit, bill, own, *payments), "0"))

    def test_an_invoice_larger_than_each_credit(self):
        """30.00 in E and 30.00 in F take 40.00 of W together; F pays 20.00."""
        notes = self.credit_note("E", 30) | self.credit_note("F", 30)
        bill = self.invoice("W", 40)
        payment = self.create_payments(self.propose())
        company = max(self.companies["E"], self.companies["F"], key=lambda c: c.id)
        letter = self.letter_of(company)
        self.assertPayments(
            payment, f"{letter} 4000 20.00 USD 2026-04-10 draft draft 3"
        )
        self.post(payment)
        self.assertBalances("W", "receivable Northwind 0\n sales Northwind -40")
        self.assertOpen({notes[0]: "0", notes[1]: "0", bill: "0", payment: "0"})

    def test_centrally_with_an_invoice_elsewhere(self):
        note, bill = self.credit_note("E", 100), self.invoice("W", 40)
        payment = self.create_payments(self.propose(central="F"))
        self.assertPayments(payment, "F 4000 60.00 USD 2026-04-10 draft draft 2")
        settlement = self.post(payment)
        self.assertBooks(
            settlement,
            """
            E  receivable  Northwind   40.00
            E  due_to      West       -40.00
            E  receivable  Northwind   60.00
            E  due_to      Fabrikam   -60.00
            W  due_from    East        40.00
            W  receivable  Northwind  -40.00
            F  due_from    East        60.00
            F  receivable  Northwind  -60.00
            """,
        )
        self.assertOpen({note: "0", bill: "0", payment: "0"})

    def test_credits_only_leaves_the_invoices_open(self):
        note, bill = self.credit_note("E", 100), self.invoice("W", 40)
        payment = self.create_payments(self.propose(include_debits=False, central="F"))
        self.assertPayments(payment, "F 4000 100.00 USD 2026-04-10 draft draft 1")
        self.post(payment)
        self.assertOpen({note: "0", bill: "40 USD 40", payment: "0"})

    def test_a_lower_amount_leaves_the_rest_of_the_credits_open(self):
        older = self.credit_note("E", 100, date="2026-03-01")
        newer = self.credit_note("W", 50, date="2026-03-02")
        wizard = self.propose(central="F")
        wizard.line_ids.amount = 120
        payment = self.create_payments(wizard)
        settlement = self.post(payment)
        self.assertBooks(
            settlement,
            """
            E  receivable  Northwind   100.00
            E  due_to      Fabrikam   -100.00
            W  receivable  Northwind    20.00
            W  due_to      Fabrikam    -20.00
            F  due_from    East        100.00
            F  receivable  Northwind  -100.00
            F  due_from    West         20.00
            F  receivable  Northwind   -20.00
            """,
        )
        self.assertOpen({older: "0", newer: "-30 USD -30", payment: "0"})

    def test_a_lower_amount_makes_fewer_payments(self):
        note, deposit = self.credit_note("E", 100), self.payment("F", 50)
        wizard = self.propose()
        wizard.line_ids.amount = 100
        payment = self.create_payments(wizard)
        self.assertPayments(payment, "E 4000 100.00 USD 2026-04-10 draft draft 1")
        self.post(payment)
        self.assertOpen({note: "0", deposit: "-50 USD -50"})

    def test_a_discount_is_not_taken(self):
        """What was proposed is paid; nothing of the credit stays open."""
        note = self.credit_note("E", 100, date="2026-03-10")
        deposit = self.payment("E", 900, date="2026-03-11")
        bill = self.invoice("E", 600, term=self.term(2, days=60))
        payment = self.create_payments(self.propose())
        self.assertPayments(payment, "E 4000 400.00 USD 2026-04-10 draft draft 3")
        self.post(payment)
        self.assertOpen({note: "0", deposit: "0", bill: "0", payment: "0"})
        self.assertBalances("E", "discount 0\n receivable Northwind 0")

    # ------------------------------------------------------------
    # Other currencies
    # ------------------------------------------------------------
    def test_a_foreign_credit_in_one_company(self):
        """Booked at 1.2062, paid at 1.2277: the loss is E's own."""
        note = self.credit_note("E", 600, currency="EUR")
        payment = self.create_payments(self.propose())
        self.assertPayments(payment, "E 4000 600.00 EUR 2026-04-10 draft draft 1")
        settlement = self.post(payment)
        self.assertBooks(
            settlement,
            """
            E  receivable  Northwind  0.00 EUR  -12.90
            E  loss                   0.00 EUR   12.90
            """,
        )
        self.assertOpen({note: "0 EUR 0", payment: "0 EUR 0"})

    def test_a_credit_of_the_eur_company_paid_by_fabrikam(self):
        """The credit is worth 723.72 USD on its own day, the payment 736.62.

        The loss of 12.90 USD goes to the company of the source, X: 10.69 EUR at the
        1.2062 of the credit. X then owes Fabrikam 610.69 EUR, and both say so.
        """
        note = self.credit_note("X", 600)
        payment = self.create_payments(self.propose(central="F"))
        self.assertPayments(payment, "F 4000 600.00 EUR 2026-04-10 draft draft 1")
        settlement = self.post(payment)
        self.assertBooks(
            settlement,
            """
            X  receivable  Northwind   600.00
            X  due_to      Fabrikam   -600.00
            X  due_to      Fabrikam    -10.69
            X  loss                     10.69
            F  due_from    Europe      600.00 EUR   723.72
            F  receivable  Northwind  -600.00 EUR  -723.72
            F  receivable  Northwind     0.00 EUR   -12.90
            F  due_from    Europe       10.69 EUR    12.90
            """,
        )
        self.assertBooks(
            payment,
            """
            F  outstanding  Northwind  -600.00 EUR  -736.62
            F  receivable   Northwind   600.00 EUR   736.62
            """,
        )
        self.assertOpen({note: "0", payment: "0 EUR 0"})
        settlement.with_user(self.controller).action_undo()
        self.assertBalances("X", "due_to 0\n loss 0\n receivable Northwind -600")
        self.assertBalances("F", "due_from 0\n receivable Northwind 600 EUR 736.62")
        self.assertOpen({note: "-600", payment: "600 EUR 736.62"})

    def test_a_credit_of_east_paid_by_the_eur_company(self):
        """736.62 USD are 610.69 EUR on the day of the credit, and paid with 600.00.

        The gain of 10.69 EUR goes to the company of the source, E: 12.89 USD. East
        owes Europe 723.73 USD, 600.00 EUR.
        """
        note = self.credit_note("E", 736.62)
        payment = self.create_payments(self.propose(central="X"))
        self.assertPayments(payment, "X 20000 736.62 USD 2026-04-10 draft draft 1")
        settlement = self.post(payment)
        self.assertBooks(
            settlement,
            """
            E  receivable  Northwind   736.62
            E  due_to      Europe     -736.62
            E  due_to      Europe       12.89
            E  gain                    -12.89
            X  due_from    East        736.62 USD   610.69
            X  receivable  Northwind  -736.62 USD  -610.69
            X  receivable  Northwind     0.00 USD    10.69
            X  due_from    East        -12.89 USD   -10.69
            """,
        )
        self.assertOpen({note: "0", payment: "0 USD 0"})
        settlement.with_user(self.controller).action_undo()
        self.assertBalances("E", "due_to 0\n gain 0\n receivable Northwind -736.62")
        self.assertBalances("X", "due_from 0\n receivable Northwind 736.62 USD 600")
        self.assertOpen({note: "-736.62", payment: "736.62 USD 600"})

    def test_two_currencies_are_two_payments(self):
        euros, dollars = self.credit_note("X", 100), self.credit_note("E", 80)
        payments = self.create_payments(self.propose(central="F"))
        self.assertPayments(
            payments,
            """
            F 4000 100.00 EUR 2026-04-10 draft draft 1
            F 4000  80.00 USD 2026-04-10 draft draft 1
            """,
        )
        self.post(payments)
        self.assertOpen({euros: "0", dollars: "0"})
        self.assertOpen({payments[0]: "0 EUR 0", payments[1]: "0"})

    def test_a_branch_pays_with_its_root(self):
        """A credit of a branch, paid by its root: no intercompany lines."""
        self.branch("E", "Fabrikam East Seaside", "B")
        note = self.credit_note("B", 100)
        payment = self.create_payments(self.propose("B", central="E"))
        self.assertPayments(payment, "E 4000 100.00 USD 2026-04-10 draft draft 1")
        settlement = self.post(payment)
        self.assertFalse(
            settlement.sudo().move_ids.line_ids.filtered(
                lambda line: line.account_type != "asset_receivable"
            )
        )
        self.assertOpen({note: "0", payment: "0"})

    # ------------------------------------------------------------
    # Refused, all at once, and nothing is made
    # ------------------------------------------------------------
    def assertNothingMade(self, wizard, *texts):
        """Refused with these, and no payment or settlement is left of it."""
        models = ("account.payment", "ar.settlement", "ar.settlement.line")
        before = [self.env[name].sudo().search_count([]) for name in models]
        with self.assertRefused(*texts) as caught, self.cr.savepoint():
            wizard.action_create_payments()
        after = [self.env[name].sudo().search_count([]) for name in models]
        self.assertEqual(after, before)
        return str(caught.exception)

    def test_nothing_is_ticked(self):
        self.credit_note("E", 100)
        wizard = self.propose()
        wizard.action_choose_none()
        self.assertNothingMade(wizard, "No line is ticked")
        wizard.action_choose_all()
        self.assertEqual(len(self.create_payments(wizard)), 1)

    def test_amounts_are_limited_by_the_credit(self):
        self.credit_note("E", 100)
        line = self.propose().line_ids
        for amount, text in (
            (100.01, "is more than the credit"),
            (0, "an amount above zero"),
            (-5, "an amount above zero"),
        ):
            with self.assertRefused("Northwind Traders", text), self.cr.savepoint():
                line.amount = amount
        line.write({"is_chosen": False, "amount": 0})
        with self.assertRefused("an amount above zero"), self.cr.savepoint():
            line.is_chosen = True

    def test_what_is_shown_cannot_be_forged(self):
        """By remote calls the fields of a line can be written: they decide nothing."""
        self.credit_note("E", 100)
        wizard = self.propose()
        wizard.line_ids.write({"amount_maximum": 900, "amount": 900})
        self.assertNothingMade(wizard, "$\u00a0900.00 is more than the credit")
        wizard.line_ids.write(
            {
                "amount": 100,
                "payouts": [{"company_id": 1, "company_ids": [1], "amount": 9}],
            }
        )
        payment = self.create_payments(wizard)
        self.assertPayments(payment, "E 4000 100.00 USD 2026-04-10 draft draft 1")

    def test_what_changed_since_the_proposal_is_refused(self):
        self.credit_note("E", 100)
        self.credit_note("F", 20, partner=self.contoso)
        self.credit_note("W", 30, partner=self.contoso)
        wizard = self.propose()
        self.invoice("W", 40)
        self.payment("F", 5, partner=self.contoso)
        message = self.assertNothingMade(wizard, "Propose again")
        self.assertEqual(
            message.splitlines(),
            [
                f"{name}, USD: What is open has changed since it was proposed. "
                "Propose again."
                for name in ("Northwind Traders", "Contoso")
            ],
        )

    def test_what_was_marked_since_the_proposal_is_refused(self):
        note = self.credit_note("E", 100)
        wizard = self.propose()
        settlement = self.settlement(note, self.invoice("W", 40, partner=self.contoso))
        self.assertNothingMade(wizard, f"Marked in {settlement.name}")

    def test_one_refusal_keeps_all_back(self):
        self.credit_note("E", 100)
        self.credit_note("F", 20, partner=self.contoso)
        wizard = self.propose(central="F")
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-04-10"
        message = self.assertNothingMade(
            wizard, "Northwind Traders, USD: Fabrikam East"
        )
        self.assertNotIn("Contoso", message)

    def test_a_rate_that_is_missing_is_refused_before_posting(self):
        """Found by planning the settlement, not by the proposal."""
        self.credit_note("E", 100, date="2026-03-05")
        wizard = self.propose(central="X")
        self.assertTrue(wizard.line_ids.is_chosen)
        self.assertNothingMade(
            wizard,
            "Northwind Traders, USD: Fabrikam Europe has no rate for USD on or before "
            "03/05/2026",
        )


@tagged("post_install", "-at_install")
class TestReimbursementAccess(ReimbursementCommon):
    def test_a_clerk_of_one_company_sees_nothing_of_the_others(self):
        self.credit_note("E", 100)
        self.credit_note("F", 20)
        self.invoice("W", 500)
        wizard = self.propose("F", user=self.clerk_f)
        self.assertEqual(wizard.company_ids.company_id, self.companies["F"])
        self.assertProposed(wizard, "Northwind USD 20.00 0.00 20.00 1 20.00 x F=20.00")
        self.assertFalse(wizard.line_ids.refusal)

    def test_a_company_of_others_is_refused_and_not_named(self):
        self.credit_note("E", 100)
        east = self.companies["E"]
        wizard = self.wizard("F", user=self.clerk_f)
        row = {"reimbursement_id": wizard.id, "company_id": east.id}
        central = self.wizard("F", user=self.clerk_f, method="central")
        for work in (
            lambda: wizard.company_ids.create({**row, "is_chosen": True}),
            lambda: central.write({"central_company_id": east.id}),
        ):
            with self.assertRaises(AccessError) as caught:
                work()
            self.assertNotIn("East", str(caught.exception))
        self.assertFalse(central.central_company_id & east)

    def test_readers_propose_nothing(self):
        for user in (self.reader, self.new_user("nobody", "base.group_user")):
            for name in ("", ".company", ".line"):
                model = self.env[f"ar.reimbursement{name}"].with_user(user)
                for mode in ("read", "create", "write", "unlink"):
                    self.assertFalse(model.has_access(mode), f"{name} {mode}")
            with self.assertRaises(AccessError):
                self.wizard(user=user)

    def test_nobody_reads_the_proposal_of_another(self):
        self.credit_note("E", 100)
        wizard = self.propose()
        other = self.new_user("other", "account.group_account_invoice", "F")
        for record in (wizard, wizard.line_ids, wizard.company_ids):
            with self.assertRaises(AccessError):
                record.with_user(other).check_access("read")
        with self.assertRaises(AccessError):
            wizard.with_user(other).action_create_payments()

    def test_the_company_switcher_does_not_matter(self):
        self.credit_note("E", 100)
        self.credit_note("X", 50)
        wizard = self.wizard().with_context(allowed_company_ids=self.companies["W"].ids)
        wizard.action_propose()
        wizard.invalidate_recordset()
        self.assertProposed(
            wizard,
            """
            Northwind USD 100.00 0.00 100.00 1 100.00 x E=100.00
            Northwind EUR  50.00 0.00  50.00 1  50.00 x X=50.00
            """,
        )
        self.assertIn("Fabrikam East", wizard.line_ids[0].payments)
        action = wizard.action_create_payments()
        self.assertEqual(
            set(action["params"]["company_ids"]),
            {self.companies["E"].id, self.companies["X"].id},
        )

    def test_the_open_transactions_of_a_line(self):
        note, bill = self.credit_note("E", 100), self.invoice("W", 30)
        self.credit_note("X", 5)
        self.credit_note("F", 20, partner=self.contoso)
        wizard = self.propose()
        line = wizard.line_ids.filtered(lambda x: x.balance == 70)
        action = line.with_context(
            allowed_company_ids=self.companies["F"].ids
        ).action_open_transactions()
        domain = action["params"]["action"]["domain"]
        items = self.env["account.move.line"].with_user(self.clerk).search(domain)
        self.assertEqual(items, self.receivable(note) | self.receivable(bill))

    def test_each_draft_payment_names_its_own_settlement(self):
        """Also where the list computes it for several payments at once."""
        self.credit_note("E", 100)
        self.credit_note("F", 20)
        payments = self.create_payments(self.propose())
        payments.invalidate_recordset()
        self.assertEqual(payments.mapped("settlement_count"), [1, 1])
        self.assertEqual(len(payments.settlement_id), 2)
        for payment in payments:
            marked = payment.settlement_id.line_ids.payment_id
            self.assertEqual(marked, payment)


@tagged("post_install", "-at_install")
class TestReimbursementQueries(ReimbursementCommon):
    """What is asked of the database does not grow with the customers."""

    def credits(self, name, count):
        """Customers with a credit in two companies, and an invoice in a third."""
        customers = self.env["res.partner"].create(
            [{"name": f"{name} {number}"} for number in range(count)]
        )
        for customer in customers:
            self.credit_note("E", 100, partner=customer)
            self.credit_note("F", 50, partner=customer)
            self.invoice("W", 30, partner=customer)
        return customers

    def count(self, central):
        """Queries of proposing and of creating, for few customers and for many."""
        found = {"propose": [], "create": []}
        for size in (2, FEW, MANY):
            customers = self.credits(f"{central} {size}", size)
            wizard = self.wizard(
                central=central, partner_ids=[Command.set(customers.ids)]
            )
            found["propose"].append(self.queries(wizard.action_propose))
            self.assertEqual(len(wizard.line_ids), size)
            found["create"].append(self.queries(wizard.action_create_payments))
        return found

    def assertSame(self, counts):
        """As many for few as for many; one more for what is read of the user."""
        _warm, few, many = counts
        self.assertLessEqual(many, few + 1, counts)

    def test_centrally(self):
        for counts in self.count("F").values():
            self.assertSame(counts)

    def test_by_company(self):
        for counts in self.count(None).values():
            self.assertSame(counts)


@tagged("post_install", "-at_install")
class TestReimbursementBrowser(BrowserCommon, ReimbursementCommon):
    def test_from_the_proposal_to_the_payments(self):
        """A clerk proposes, pays less, unticks, creates, and opens a settlement."""
        self.credit_note("E", 100)
        self.payment("F", 50)
        self.credit_note("F", 20, partner=self.contoso)
        self.start_tour(
            "/odoo/reimburse-customers", "ar_reimbursement", login=self.clerk.login
        )
        payments = self.env["account.payment"].sudo().search([("state", "=", "draft")])
        payments = payments.filtered(lambda p: p.company_id in self.all_companies)
        self.assertEqual(
            sorted((p.company_id.name, p.amount) for p in payments),
            [("Fabrikam", 20), ("Fabrikam East", 100)],
        )

    def test_centrally(self):
        self.credit_note("E", 100)
        self.payment("F", 50)
        litware = self.env["res.partner"].create(
            {"name": "Litware", "company_id": self.companies["E"].id}
        )
        self.credit_note("E", 30, partner=litware)
        self.start_tour(
            "/odoo/reimburse-customers",
            "ar_reimbursement_central",
            login=self.clerk.login,
        )
        payment = (
            self.env["account.payment"]
            .sudo()
            .search(
                [
                    ("state", "=", "draft"),
                    ("company_id", "in", self.all_companies.ids),
                ]
            )
        )
        self.assertEqual(payment.company_id, self.companies["W"])
        self.assertEqual(payment.journal_id, self.data["W"]["default_journal_cash"])
        self.assertEqual((payment.amount, payment.state), (150, "draft"))
        marked = payment.settlement_id.line_ids.company_id
        self.assertEqual(set(marked.mapped("name")), {
            "Fabrikam", "Fabrikam East", "Fabrikam West",
        })  # fmt: skip
