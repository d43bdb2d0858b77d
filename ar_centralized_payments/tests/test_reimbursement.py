"""Paying out what customers have to their credit: proposal, payments, books, access."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from ..wizards.reimbursement_book import Payout, lower, split
from .settling import SettlingCommon

FEW, MANY = 3, 15


class ReimbursementCommon(SettlingCommon):
    """Proposals as text tables, and the payments that come of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contoso = cls.env["res.partner"].create(
            {"name": "Contoso", "is_company": True}
        )

    def wizard(self, letters="FEWX", user=None, **options):
        """A reimbursement of some companies, at 2026-04-10, as the clerk."""
        wizard = self.env["ar.reimbursement"].with_user(user or self.clerk)
        central = options.pop("central", None)
        if central:
            options["method"] = "central"
            options["central_company_id"] = self.companies[central].id
        wizard = wizard.create({"date": "2026-04-10", **options})
        chosen = {self.companies[letter] for letter in letters}
        for row in wizard.company_ids:
            row.is_chosen = row.company_id in chosen
        return wizard

    def propose(self, *args, **options):
        self.analyze()
        wizard = self.wizard(*args, **options)
        wizard.action_propose()
        return wizard

    def create_payments(self, wizard):
        """Press the button; the payments that the opened list shows."""
        action = wizard.action_create_payments()
        action = action.get("params", {}).get("action", action)
        payments = self.env["account.payment"].with_user(wizard.env.user)
        return payments.search(action["domain"], order="id")

    def assertProposed(self, wizard, table):
        """Assert all lines: customer, currency, credits, debits, balance, number of
        companies, amount, ``x`` where ticked, and the payments."""
        expected = [" ".join(row.split()) for row in table.strip().splitlines()]
        self.assertEqual("\n".join(self.rows(wizard)), "\n".join(expected))

    def rows(self, wizard):
        if not wizard.line_ids:
            return ["nothing"]
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
        expected = [" ".join(row.split()) for row in table.strip().splitlines()]
        found = [
            f"{self.letter_of(payment.company_id)}"
            f" {payment.partner_id.customer_account or payment.partner_id.name}"
            f" {payment.amount:.2f} {payment.currency_id.name} {payment.date}"
            f" {payment.state} {payment.settlement_id.state}"
            f" {len(payment.settlement_id.line_ids.move_line_id)}"
            for payment in payments
        ]
        self.assertEqual("\n".join(found), "\n".join(expected))


@tagged("post_install", "-at_install")
class TestReimbursementProposal(ReimbursementCommon):
    def test_a_balance_is_over_all_companies(self):
        self.credit_note("E", 100)
        self.payment("F", 50)
        self.invoice("W", 30)
        self.assertProposed(
            self.propose(), "Northwind USD 150.00 30.00 120.00 2 120.00 x E=70.00 F=50.00"
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
        self.assertProposed(
            wizard, "Northwind USD 80.00 0.00 80.00 1 80.00 - E=80.00"
        )
        self.assertIn("the customer owes $\u00a042.77", wizard.line_ids.refusal)

    def test_no_rate_keeps_back(self):
        self.set_rate("F", "CAD", "2026-04-20", 1.35)
        self.set_rate("E", "CAD", "2026-03-01", 1.35)
        self.credit_note("E", 80, currency="CAD")
        wizard = self.propose()
        self.assertProposed(
            wizard, "Northwind CAD 80.00 0.00 80.00 1 80.00 - E=80.00"
        )
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
        self.assertEqual(form.summary, "2 lines, 2 payments: $\u00a0120.00")
        with form.line_ids.edit(0) as line:
            line.amount = 60
        self.assertEqual(form.summary, "2 lines, 2 payments: $\u00a080.00")
        with form.line_ids.edit(1) as line:
            line.is_chosen = False
        self.assertEqual(form.summary, "1 lines, 1 payments: $\u00a060.00")

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
        self.assertKeptBack(self.propose(central="F"), "Fabrikam: 04/10/2026 is locked")
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
            "Tick the companies", "cannot be negative", "Fabrikam cannot pay from"
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
