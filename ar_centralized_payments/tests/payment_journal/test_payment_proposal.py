"""Proposals of payments to collect: which invoices, why, what lands, what it books."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..browser import BrowserCommon
from ..journals import PaymentJournalCommon
from ..proposals import ProposalMixin

FEW, MANY = 3, 15


class PaymentProposalCommon(ProposalMixin, PaymentJournalCommon):
    """Proposals as text tables, for a payment journal of Fabrikam by default."""

    def wizard(self, letters="FEWX", journal=None, **options):
        """A proposal of some companies, all dates unless given, as the clerk."""
        journal = journal or self.payment_journal()
        wizard = self.env["ar.payment.proposal"].with_user(journal.env.user)
        wizard = wizard.create(
            {"payment_journal_id": journal.id, "due_to": False, **options}
        )
        return self.tick(wizard, letters)

    def create_lines(self, wizard):
        """Press the button; the lines that the opened list shows."""
        return self.payments_of(wizard, wizard.action_create_lines())

    def rows(self, wizard):
        """All lines: customer, currency, companies, why, open, discount, amount, ``x``
        where ticked and, after ``|``, what is taken of each item."""
        letters = {company.name: key for key, company in self.companies.items()}
        return [
            f"{line.name.split()[0]} {line.currency_id.name}"
            f" {''.join(letters[name] for name in line.companies.split(', '))}"
            f" {line.reason} {line.amount_open:.2f} {line.discount:.2f}"
            f" {line.amount:.2f} {'x' if line.is_chosen else '-'} | "
            + " ".join(
                f"{letters[item.company]}={item.amount:.2f}"
                f"{'' if item.is_chosen else '-'}"
                for item in line.item_ids
            )
            for line in wizard.line_ids
        ]

    def item(self, wizard, document):
        """The row of a document."""
        lines = self.receivable(document)
        return wizard.line_ids.item_ids.filtered(lambda i: i.move_line_id in lines)


@tagged("post_install", "-at_install")
class TestPaymentProposal(PaymentProposalCommon):
    # ------------------------------------------------------------
    # Which invoices, and why
    # ------------------------------------------------------------
    def test_one_payment_for_all_companies_settles_what_was_proposed(self):
        """A discount in time, a credit note, and two companies."""
        bill = self.invoice("E", 1000, term=self.term(2, days=30))
        other, note = self.invoice("W", 200), self.credit_note("W", 50)
        wizard = self.propose()
        self.assertProposed(
            wizard,
            "Northwind USD EW due 1150.00 20.00 1130.00 x | E=980.00 W=200.00 W=-50.00",
        )
        self.assertEqual(wizard.summary, "$\u00a01,130.00 (payments: 1)")
        before = self.trial_balance()
        line = self.create_lines(wizard)
        self.assertEqual(self.trial_balance(), before)
        self.assertEqual(line.ar_payment_journal_id, wizard.payment_journal_id)
        self.assertEqual(line.partner_id, self.northwind["F"])
        self.assertEqual(line.ar_payment_type, "direct_debit")
        self.assertEqual((line.amount, line.ar_marked_amount), (1130, 1130))
        line.ar_payment_journal_id.action_post()
        self.assertEqual(line.ar_line_state, "posted")
        self.assertBooks(
            line.settlement_ids,
            """
            F   receivable   Northwind   150.00
            F   due_to       West       -150.00
            F   receivable   Northwind   980.00
            F   due_to       East       -980.00
            W   due_from     Fabrikam    150.00
            W   receivable   Northwind  -150.00
            E   due_from     Fabrikam    980.00
            E   receivable   Northwind  -980.00
            E   discount     Northwind    20.00
            E   receivable   Northwind   -20.00
            """,
        )
        self.assertOpen({bill: "0", other: "0", note: "0", line: "0"})

    def test_one_payment_per_company(self):
        bill, own = self.invoice("E", 600), self.invoice("F", 100)
        note = self.credit_note("E", 100)
        wizard = self.propose(grouping="company")
        self.assertProposed(
            wizard,
            """
            Northwind USD E due 500.00 0.00 500.00 x | E=600.00 E=-100.00
            Northwind USD F due 100.00 0.00 100.00 x | F=100.00
            """,
        )
        lines = self.create_lines(wizard)
        self.assertEqual(lines.mapped("amount"), [500, 100])
        wizard.payment_journal_id.action_post()
        self.assertOpen({bill: "0", own: "0", note: "0"})
        self.assertBooks(
            lines[0].settlement_ids,
            """
            F   receivable   Northwind   500.00
            F   due_to       East       -500.00
            E   due_from     Fabrikam    500.00
            E   receivable   Northwind  -500.00
            """,
        )
        self.assertFalse(lines[1].settlement_ids.sudo().move_ids)

    def test_each_currency_has_its_payment(self):
        """EUR invoices of a EUR and of a USD company are collected in EUR."""
        bills = self.invoice("X", 600), self.invoice("E", 600, currency="EUR")
        dollars = self.invoice("E", 50)
        wizard = self.propose()
        self.assertProposed(
            wizard,
            """
            Northwind EUR EX due 1200.00 0.00 1200.00 x | E=600.00 X=600.00
            Northwind USD E due 50.00 0.00 50.00 x | E=50.00
            """
            if self.receivable(bills[1]).id < self.receivable(bills[0]).id
            else """
            Northwind EUR XE due 1200.00 0.00 1200.00 x | X=600.00 E=600.00
            Northwind USD E due 50.00 0.00 50.00 x | E=50.00
            """,
        )
        euros = self.create_lines(wizard)[0]
        wizard.payment_journal_id.action_post()
        self.assertBooks(
            euros.settlement_ids,
            """
            F   receivable   Northwind   600.00 EUR   736.62
            F   due_to       Europe     -600.00 EUR  -736.62
            X   due_from     Fabrikam    600.00
            X   receivable   Northwind  -600.00
            F   receivable   Northwind   600.00 EUR   736.62
            F   due_to       East       -600.00 EUR  -736.62
            F   due_to       East          0.00 EUR    12.90
            F   gain                       0.00 EUR   -12.90
            E   due_from     Fabrikam    600.00 EUR   736.62
            E   receivable   Northwind  -600.00 EUR  -736.62
            E   receivable   Northwind     0.00 EUR    12.90
            E   due_from     Fabrikam      0.00 EUR   -12.90
            """,
        )
        self.assertOpen(dict.fromkeys((*bills, dollars), "0"))
        self.assertProposed(self.propose(), "nothing")

    def test_only_one_currency(self):
        self.invoice("E", 600, currency="EUR")
        self.invoice("E", 50)
        self.assertProposed(
            self.propose(currency_id=self.eur.id),
            "Northwind EUR E due 600.00 0.00 600.00 x | E=600.00",
        )

    def test_why_an_invoice_is_in_it(self):
        """Due 2026-05-09; discounts of 2 % until 2026-03-24, 1 % until 2026-04-04."""
        early = self.invoice("E", 100, invoice_date_due="2026-03-30")
        late = self.invoice(
            "W", 1000, term=self.term(2, days=14, due=60, tiers=((1, 25),))
        )
        dates = {"due_to": "2026-03-31", "discount_from": "2026-03-25"}
        wizard = self.propose(**dates, discount_to="2026-04-04")
        self.assertProposed(
            wizard,
            "Northwind USD EW both 1100.00 10.00 1090.00 x | E=100.00 W=990.00",
        )
        rows = {self.item(wizard, one): one for one in (early, late)}
        self.assertEqual([row.reason for row in rows], ["due", "discount"])
        self.assertEqual(str(self.item(wizard, late).date_discount), "2026-04-04")
        self.assertEqual(str(self.item(wizard, late).date_due), "2026-05-09")
        self.assertProposed(
            self.propose(**dates, discount_to="2026-04-03"),
            "Northwind USD E due 100.00 0.00 100.00 x | E=100.00",
        )
        both = self.propose(due_to="2026-05-09", discount_to="2026-04-04")
        self.assertEqual(self.item(both, late).reason, "both")
        missed = self.propose(date="2026-04-05", discount_to="2026-04-30")
        self.assertProposed(missed, "nothing")

    def test_due_dates_are_a_range(self):
        for amount, day in ((10, 10), (20, 12), (40, 14)):
            self.invoice("E", amount, invoice_date_due=f"2026-03-{day}")
        self.assertProposed(
            self.propose(due_from="2026-03-11", due_to="2026-03-13"),
            "Northwind USD E due 20.00 0.00 20.00 x | E=20.00",
        )
        form = Form(
            self.env["ar.payment.proposal"]
            .with_user(self.clerk)
            .with_context(default_payment_journal_id=self.payment_journal().id)
        )
        self.assertEqual(form.due_to, self.day("2026-03-25"))

    def test_customers_companies_and_methods(self):
        self.invoice("E", 10)
        self.invoice("W", 20)
        mine = self.invoice("F", 40, partner=self.contoso)
        record = self.northwind["X"]
        self.assertProposed(
            self.propose("EF", partner_ids=[Command.set(record.ids)]),
            "Northwind USD E due 10.00 0.00 10.00 x | E=10.00",
        )
        line = self.data["F"]["default_journal_bank"].inbound_payment_method_line_ids[
            :1
        ]
        methods = [Command.set(line.payment_method_id.ids)]
        self.assertProposed(self.propose(method_ids=methods), "nothing")
        contoso = self.contoso.with_company(self.companies["F"])
        contoso.property_inbound_payment_method_line_id = line
        expected = "Contoso USD F due 40.00 0.00 40.00 x | F=40.00"
        self.assertProposed(self.propose(method_ids=methods), expected)
        contoso.property_inbound_payment_method_line_id = False
        self.assertProposed(self.propose(method_ids=methods), "nothing")
        mine.sudo().preferred_payment_method_line_id = line
        self.assertProposed(self.propose(method_ids=methods), expected)

    def test_the_maximum_leaves_out_what_is_due_last(self):
        bills = [
            self.invoice("E", amount, invoice_date_due=f"2026-03-2{day}")
            for day, amount in enumerate((100, 200, 400))
        ]
        wizard = self.propose(maximum_amount=350)
        self.assertProposed(
            wizard,
            "Northwind USD E due 300.00 0.00 300.00 x | E=100.00 E=200.00 E=0.00-",
        )
        self.item(wizard, bills[2]).is_chosen = True
        self.assertEqual(wizard.line_ids.amount, 700)
        with self.assertRefused("more than the maximum"):
            wizard.action_create_lines()
        self.item(wizard, bills[1]).is_chosen = False
        self.item(wizard, bills[0]).is_chosen = False
        with self.assertRefused("more than the maximum"):
            wizard.action_create_lines()

    def test_what_is_marked_is_not_proposed_but_counted(self):
        self.settlement(self.payment("F", 10), self.invoice("E", 10))
        self.invoice("E", 20)
        wizard = self.propose()
        self.assertProposed(wizard, "Northwind USD E due 20.00 0.00 20.00 x | E=20.00")
        self.assertEqual(wizard.marked_count, 1)

    def test_credit_notes_stay_open_where_they_are_not_netted(self):
        self.invoice("E", 100)
        self.credit_note("E", 30)
        self.assertProposed(
            self.propose(include_credit_notes=False),
            "Northwind USD E due 100.00 0.00 100.00 x | E=100.00",
        )

    def test_a_credit_note_takes_its_part_of_the_discount(self):
        """Option off: 1,000.00 at 1 % less a note of 100.00 leaves 9.00 of discount."""
        bill = self.invoice("E", 1000, term=self.term(1, days=30))
        note = self.credit_note("W", 100)
        wizard = self.propose()
        self.assertProposed(
            wizard,
            "Northwind USD EW due 900.00 9.00 891.00 x | E=991.00 W=-100.00",
        )
        line = self.create_lines(wizard)
        wizard.payment_journal_id.action_post()
        self.assertOpen({bill: "0", note: "0", line: "0"})

    def test_a_credit_note_with_a_discount_of_its_own(self):
        """Option on: the note is used as 99.00 + 1.00; 900.00 is left, at 1 %."""
        self.companies["E"].sudo().ar_discount_credit_notes = True
        term = self.term(1, days=30)
        bill = self.invoice("E", 1000, term=term)
        note = self.credit_note("E", 100, term=term)
        wizard = self.propose()
        self.assertProposed(
            wizard,
            "Northwind USD E due 900.00 9.00 891.00 x | E=990.00 E=-99.00",
        )
        line = self.create_lines(wizard)
        wizard.payment_journal_id.action_post()
        self.assertOpen({bill: "0", note: "0", line: "0"})

    def test_what_companies_write_off_changes_nothing(self):
        """The amount is exact: there is no overpayment to make discounts smaller."""
        companies = self.companies["F"] | self.companies["E"]
        companies.sudo().ar_cash_discount_administration = "unspecific"
        companies.sudo().ar_discount_partial_payments = True
        self.pair("F", "E").cash_discount_company = "payment"
        bill = self.invoice("E", 1000, term=self.term(2, days=30))
        note = self.credit_note("E", 333.33)
        wizard = self.propose()
        self.assertProposed(
            wizard,
            "Northwind USD E due 666.67 13.33 653.34 x | E=986.67 E=-333.33",
        )
        line = self.create_lines(wizard)
        wizard.payment_journal_id.action_post()
        self.assertOpen({bill: "0", note: "0", line: "0"})

    def test_a_method_may_extend_the_dates_of_discounts(self):
        """Discount until 2026-03-24, collected on 2026-03-25 with a day of grace."""
        method = self.data["F"]["default_journal_bank"].inbound_payment_method_line_ids
        bill = self.invoice("E", 1000, term=self.term(2, days=14))
        dates = {"due_to": "2026-03-01", "discount_from": "2026-03-24"}
        self.assertProposed(self.propose(**dates), "nothing")
        method.sudo().ar_discount_grace_days = 1
        wizard = self.propose(**dates)
        self.assertProposed(
            wizard,
            "Northwind USD E discount 1000.00 20.00 980.00 x | E=980.00",
        )
        line = self.create_lines(wizard)
        wizard.payment_journal_id.action_post()
        self.assertOpen({bill: "0", line: "0"})

    def test_payments_to_customers_are_not_collected_again(self):
        self.payment("E", 40, direction="out")
        self.assertProposed(self.propose(), "nothing")

    def test_notes_that_cover_everything_leave_nothing_to_collect(self):
        self.invoice("E", 100)
        note = self.credit_note("E", 130)
        wizard = self.propose()
        line = wizard.line_ids
        self.assertFalse(line.is_chosen)
        self.assertIn("Nothing is left to collect", line.problem)
        line.is_chosen = True
        with self.assertRefused("Northwind", "Nothing is left to collect"):
            wizard.action_create_lines()
        form = Form(wizard)
        with form.line_ids.edit(0) as row:
            with row.item_ids.edit(1) as item:
                item.is_chosen = False
            with row.item_ids.edit(0) as item:
                self.assertEqual(item.amount, 100)
        form.save()
        self.assertFalse(self.item(wizard, note).is_chosen)
        self.assertEqual((line.amount, line.problem), (100, ""))

    # ------------------------------------------------------------
    # What is ticked, and what lands
    # ------------------------------------------------------------
    def test_the_amount_follows_what_is_unticked(self):
        bill = self.invoice("E", 1000, term=self.term(2, days=30))
        other = self.invoice("W", 200)
        wizard = self.propose()
        form = Form(wizard)
        with form.line_ids.edit(0) as line:
            with line.item_ids.edit(1) as item:
                self.assertEqual(item.amount, 200)
                item.is_chosen = False
            self.assertEqual((line.amount, line.discount), (980, 20))
        self.assertIn("980.00", form.summary)
        form.save()
        self.assertEqual(wizard.line_ids.amount, 980)
        line = self.create_lines(wizard)
        line.amount = 490
        wizard.payment_journal_id.action_post()
        self.assertOpen({bill: "510 USD 510", other: "200 USD 200", line: "0"})

    def test_another_proposal_replaces_the_first(self):
        self.invoice("E", 100)
        wizard = self.propose()
        wizard.line_ids.item_ids.is_chosen = False
        wizard.action_propose()
        self.assertEqual((len(wizard.line_ids), wizard.line_ids.amount), (1, 100))
        wizard.due_to = "2026-03-01"
        self.assertFalse(wizard.is_proposed or wizard.line_ids)
        wizard.action_propose()
        self.assertProposed(wizard, "nothing")
        wizard.unlink()
        self.env.flush_all()

    def test_lines_that_are_unticked_do_not_land(self):
        self.invoice("E", 100)
        self.invoice("F", 40, partner=self.contoso)
        wizard = self.propose()
        wizard.action_choose_none()
        with self.assertRefused("No line is ticked"):
            wizard.action_create_lines()
        wizard.line_ids[0].is_chosen = True
        self.assertEqual(self.create_lines(wizard).partner_id, self.contoso)

    def test_the_journal_decides_where_the_money_goes(self):
        offset = self.outstanding["F"][0].copy(
            {"account_type": "asset_current", "reconcile": True}
        )
        journal = self.payment_journal(
            offset_type="ledger", offset_account_id=offset.id
        )
        self.invoice("E", 100)
        wizard = self.propose(journal=journal, date="2026-04-01")
        line = self.create_lines(wizard)
        self.assertEqual(line.offset_account_id, offset)
        self.assertEqual(str(line.date), "2026-04-01")

    # ------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------
    def test_a_customer_without_a_record_here_says_so(self):
        litware = self.env["res.partner"].create(
            {"name": "Litware", "company_id": self.companies["E"].id}
        )
        self.invoice("E", 30, partner=litware)
        self.invoice("E", 10)
        wizard = self.propose()
        self.assertProposed(
            wizard,
            """
            Northwind USD E due 10.00 0.00 10.00 x | E=10.00
            Litware USD E due 30.00 0.00 30.00 - | E=30.00
            """,
        )
        refused = wizard.line_ids[1]
        self.assertIn("no active record in Fabrikam", refused.refusal)
        self.assertEqual(wizard.problem_count, 1)
        with self.assertRefused("Litware", "no active record"):
            refused.is_chosen = True
        wizard.action_choose_all()
        self.assertEqual(wizard.line_ids.mapped("is_chosen"), [True, False])

    def test_several_records_here_are_told(self):
        twin = self.northwind["F"].copy({"address_book_id": "4050"})
        self.invoice("E", 10)
        wizard = self.propose()
        self.assertIn("several records in Fabrikam", wizard.line_ids.refusal)
        wizard = self.propose(partner_ids=[Command.set(twin.ids)])
        self.assertEqual(self.create_lines(wizard).partner_id, twin)

    def test_a_missing_pair_is_told(self):
        self.pair("F", "W").active = False
        self.invoice("W", 10)
        wizard = self.propose()
        self.assertIn("no active intercompany accounting", wizard.line_ids.refusal)

    def test_options_that_cannot_be(self):
        self.companies["F"].sudo().fiscalyear_lock_date = "2026-03-31"
        wizard = self.wizard(
            "", due_from="2026-03-02", due_to="2026-03-01", maximum_amount=-1
        )
        with self.assertRefused(
            "Include the companies", "due dates end before", "negative", "locked"
        ):
            wizard.action_propose()

    def test_all_or_nothing_where_things_changed(self):
        self.invoice("F", 40, partner=self.contoso)
        bill = self.invoice("E", 100)
        wizard = self.propose()
        settled = self.settlement(self.payment("F", 30), bill)
        with self.assertRefused("Northwind Traders, USD: What is open has changed"):
            wizard.action_create_lines()
        settled.action_post()
        with self.assertRefused("Northwind Traders, USD: What is open has changed"):
            wizard.action_create_lines()
        self.assertFalse(wizard.payment_journal_id.payment_ids)

    def test_a_locked_invoice_company_refuses_at_the_end(self):
        self.invoice("E", 100)
        wizard = self.propose()
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-03-31"
        with self.assertRefused("Northwind Traders, USD", "Fabrikam East", "lock"):
            wizard.action_create_lines()

    # ------------------------------------------------------------
    # Access
    # ------------------------------------------------------------
    def test_who_is_of_one_company_sees_nothing_of_the_others(self):
        self.invoice("E", 100)
        self.invoice("F", 40)
        self.credit_note("E", 15)
        wizard = self.propose("F", journal=self.payment_journal(user=self.clerk_f))
        self.assertEqual(wizard.company_ids.company_id, self.companies["F"])
        self.assertProposed(wizard, "Northwind USD F due 40.00 0.00 40.00 x | F=40.00")
        self.create_lines(wizard)

    def test_no_document_of_another_company_is_named_on_the_payment(self):
        bill = self.invoice("E", 100)
        line = self.create_lines(self.propose())
        for value in line.with_user(self.clerk_f).read()[0].values():
            self.assertNotIn(bill.name, str(value))
        self.assertEqual(line.memo, "Direct Debit")

    def test_companies_and_journals_of_others_are_refused(self):
        journal = self.payment_journal("E")
        with self.assertRaises(AccessError):
            self.wizard(journal=journal.with_user(self.clerk_f))
        wizard = self.wizard("F", journal=self.payment_journal(user=self.clerk_f))
        wizard.company_ids.sudo().company_id = self.companies["E"]
        with self.assertRaises(AccessError):
            wizard.action_propose()

    # ------------------------------------------------------------
    # Performance
    # ------------------------------------------------------------
    def test_as_many_queries_for_many_as_for_few(self):
        found = []
        for size in (2, FEW, MANY):
            customers = self.env["res.partner"].create(
                [{"name": f"C{size} {n}"} for n in range(size)]
            )
            for customer in customers:
                for letter in "EW":
                    self.invoice(letter, 10, partner=customer)
            wizard = self.wizard(partner_ids=[Command.set(customers.ids)])
            found.append(
                (
                    self.queries(wizard.action_propose),
                    self.queries(wizard.action_create_lines),
                )
            )
            self.assertEqual(len(wizard.line_ids), size)
        _warm, few, many = found
        for one, other in zip(few, many, strict=True):
            self.assertLessEqual(other, one + 1, found)


@tagged("post_install", "-at_install")
class TestPaymentProposalBrowser(BrowserCommon, PaymentProposalCommon):
    def test_from_the_journal_to_its_lines(self):
        """A clerk proposes, unticks an invoice and a customer, and sees the line."""
        due = {"invoice_date_due": "2026-04-01"}
        self.invoice("E", 600, **due)
        self.invoice("W", 200, **due)
        self.invoice("F", 40, partner=self.contoso, **due)
        journal = self.payment_journal(date="2026-04-10")
        self.start_tour(
            f"/odoo/payment-journals/{journal.id}",
            "ar_payment_proposal",
            login=self.clerk.login,
        )
        self.assertEqual(journal.payment_ids.mapped("amount"), [600])
        marked = journal.payment_ids.settlement_id.line_ids.move_line_id
        self.assertEqual(marked.company_id, self.companies["E"])
