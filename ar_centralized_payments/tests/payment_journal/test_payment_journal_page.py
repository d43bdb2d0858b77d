"""The pages of payment journals: ways to the lines, what may still be changed."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..journals import PaymentJournalCommon

LINES = "ar_centralized_payments.action_payment_journal_lines"


@tagged("post_install", "-at_install")
class TestPaymentJournalPage(PaymentJournalCommon):
    # ------------------------------------------------------------
    # The page of lines
    # ------------------------------------------------------------
    def at_address(self, user, journal_id=None):
        """What the address of the page of lines opens."""
        action = self.env.ref(f"{LINES}_at").with_user(user)
        self.assertEqual(action.sudo().path, "payment-journal-lines")
        context = {"active_id": journal_id} if journal_id else {}
        return action.with_context(**context).run()

    def test_the_address_of_the_lines_names_their_journal(self):
        journal = self.payment_journal(use_deposit_slip=True, means_of_payment="check")
        opened = journal.action_open_lines()
        self.assertEqual(opened["path"], "payment-journal-lines")
        self.assertEqual(opened["context"]["active_id"], journal.id)
        for user in (self.clerk, self.reader):
            found = self.at_address(user, journal.id)
            self.assertEqual(found, {**opened, "help": found["help"]})
        payments = self.env["account.payment"].with_user(self.clerk)
        payment = payments.with_context(**found["context"]).create(
            {"partner_id": self.northwind["F"].id, "amount": 5}
        )
        self.assertEqual(payment.ar_payment_journal_id, journal)
        self.assertTrue(payment.use_deposit_slip)
        self.assertEqual(payment.ar_payment_type, "check")

    def test_the_address_without_a_journal_takes_no_lines(self):
        found = self.at_address(self.clerk)
        self.assertEqual(found["xml_id"], LINES)
        self.assertEqual(found["domain"], "[('ar_payment_journal_id', '!=', False)]")
        self.assertIn("'create': False", found["context"])
        self.assertIn("group_payment_journal", found["context"])
        self.assertEqual(self.at_address(self.clerk, "x")["xml_id"], LINES)

    def test_the_address_tells_nothing_of_others(self):
        journal = self.payment_journal("W")
        with self.assertRaises(AccessError) as caught:
            self.at_address(self.clerk_f, journal.id)
        self.assertNotIn(journal.name, str(caught.exception))

    # ------------------------------------------------------------
    # New lines
    # ------------------------------------------------------------
    def new_line(self, journal):
        """A line as the list of lines makes it."""
        return Form(
            self.env["account.payment"]
            .with_user(self.clerk)
            .with_context(**journal.action_open_lines()["context"]),
            "ar_centralized_payments.view_payment_journal_line_list",
        )

    def test_a_line_can_be_settled_before_it_is_saved(self):
        """The button saves it; from there the settle page leads back to the lines."""
        journal = self.payment_journal()
        form = self.new_line(journal)
        self.assertFalse(form.is_settleable)
        form.partner_id = self.northwind["F"]
        self.assertTrue(form.is_settleable)
        form.amount = 5
        line = form.save()
        params = line.action_settle_transactions()["params"]
        self.assertEqual(params, {"payment_id": line.id, "from_line": True})
        alone = self.payment("F", 5, post=False, user=self.clerk)
        params = alone.action_settle_transactions()["params"]
        self.assertEqual(params, {"payment_id": alone.id})

    def test_what_is_chosen_among_several_is_marked(self):
        """Also where the number is the same in two companies."""
        journal = self.payment_journal()
        bills = [self.invoice(letter, 600, ref="PO 77") for letter in "EW"]
        for bill in bills:
            form = self.new_line(journal)
            form.ar_chosen_item = self.receivable(bill).id
            form.ar_transaction_number = "PO 77"
            self.assertEqual(form.partner_id, self.northwind["F"])
            form.amount = 5
            marked = form.save().settlement_id.line_ids.move_line_id
            self.assertEqual(marked, self.receivable(bill))

    def test_a_choice_that_does_not_fit_the_number_is_none(self):
        journal = self.payment_journal()
        bills = [self.invoice(letter, 600, ref="PO 77") for letter in "EW"]
        other = self.invoice("E", 5)
        form = self.new_line(journal)
        form.ar_chosen_item = self.receivable(other).id
        form.amount = 5
        with self.assertLogs("odoo.tests.form.onchange", "WARNING"):
            form.ar_transaction_number = "PO 77"
        self.assertFalse(form.partner_id)
        with self.assertRefused("PO 77 fits several"):
            self.env["account.payment"].with_user(self.clerk).create(
                {
                    "ar_payment_journal_id": journal.id,
                    "amount": 5,
                    "ar_transaction_number": "PO 77",
                    "ar_chosen_item": self.receivable(other).id,
                }
            )
        self.assertFalse(self.receivable(bills[0])._ar_marked_in())

    def test_a_line_has_the_dates_of_its_settlement(self):
        journal = self.payment_journal()
        lines = [
            self.line(journal, 600, self.invoice("E", 600)),
            self.line(journal, 50),
        ]
        self.assertFalse(lines[0].ar_settlement_date)
        lines[0].write(
            {"ar_settlement_date": "2026-03-28", "ar_discount_date": "2026-03-12"}
        )
        draft = lines[0].settlement_id
        self.assertEqual(str(draft.date), "2026-03-28")
        self.assertEqual(str(draft.discount_reference_date), "2026-03-12")
        self.env.invalidate_all()
        self.assertEqual(str(lines[0].ar_settlement_date), "2026-03-28")
        self.assertEqual(str(lines[0].ar_discount_date), "2026-03-12")
        with self.assertRefused("Mark what these payments settle", "Northwind"):
            lines[1].ar_settlement_date = "2026-03-28"
        lines[1].ar_settlement_date = False
        journal.action_post()
        self.assertEqual({str(m.date) for m in draft.move_ids}, {"2026-03-28"})

    # ------------------------------------------------------------
    # What came of the lines
    # ------------------------------------------------------------
    def test_from_a_journal_to_its_settlements_and_entries(self):
        journal = self.payment_journal()
        paid = self.line(journal, 600, self.invoice("E", 600))
        self.line(journal, 50)
        self.assertEqual((journal.settlement_count, journal.move_count), (1, 0))
        journal.action_post()
        self.assertEqual((journal.settlement_count, journal.move_count), (1, 4))
        settlement = paid.settlement_ids
        self.assertEqual(journal.action_open_settlements()["res_id"], settlement.id)
        moves = journal.payment_ids.move_id | settlement.move_ids
        action = journal.action_open_moves()
        self.assertEqual(action["domain"], [("id", "in", moves.ids)])
        own = journal.with_user(self.clerk_f)
        self.assertEqual((own.settlement_count, own.move_count), (0, 2))
        action = own.action_open_moves()
        self.assertEqual(
            action["domain"], [("id", "in", journal.payment_ids.move_id.ids)]
        )

    def test_payments_say_what_is_left(self):
        journal = self.payment_journal()
        bill = self.invoice("E", 600)
        lines = [
            self.line(journal, 600, bill),
            self.line(journal, 100, self.invoice("W", 70)),
            self.line(journal, 50),
        ]
        payments = self.env["account.payment"].with_user(self.clerk)
        own = [("ar_payment_journal_id", "=", journal.id)]

        def found(*values):
            return payments.search([*own, ("ar_settled", "in", values)], order="id")

        self.assertEqual([line.ar_settled for line in lines], [False] * 3)
        self.assertEqual(len(found(False)), 3)
        journal.action_post()
        self.assertEqual([p.ar_settled for p in lines], ["full", "part", "none"])
        self.assertEqual([p.ar_amount_left for p in lines], [0.0, 30.0, 50.0])
        for payment in lines:
            self.assertEqual(found(payment.ar_settled), payment)
        self.assertEqual(found("none", "part"), lines[1] | lines[2])
        self.assertFalse(found(False))
        lines[0].settlement_ids.with_user(self.controller).action_undo()
        self.assertEqual((lines[0].ar_settled, lines[0].ar_amount_left), ("none", 600))
        self.assertEqual(found("none"), lines[0] | lines[2])

    def test_the_list_of_settlements_says_what_they_come_to(self):
        journal = self.payment_journal()
        paid = self.line(
            journal, 600, self.invoice("E", 400), self.invoice("W", 150, currency="EUR")
        )
        draft = paid.settlement_id
        texts = draft.amounts
        self.assertIn("400.00", texts)
        self.assertIn("€", texts)
        journal.action_post()
        self.assertEqual(paid.settlement_ids.amounts, texts)

    # ------------------------------------------------------------
    # The wizard of the undo
    # ------------------------------------------------------------
    def undo_form(self, journal, user):
        action = journal.with_user(user).action_undo_wizard()
        self.assertEqual(action["res_model"], "ar.payment.journal.undo")
        wizard = self.env[action["res_model"]].with_user(user)
        return Form(wizard.with_context(**action["context"]))

    def test_the_wizard_undoes_on_a_date(self):
        journal = self.payment_journal()
        bill = self.invoice("E", 600)
        paid = self.line(journal, 600, bill)
        self.line(journal, 50)
        journal.action_post()
        form = self.undo_form(journal, self.controller)
        self.assertEqual(
            form.summary,
            "Payments to be cancelled: 2. Settlements to be undone: 1, in Fabrikam, "
            "Fabrikam East.",
        )
        form.date = "2026-03-01"
        self.assertIn("is before its date", form.problems)
        form.date = "2026-04-02"
        self.assertFalse(form.problems)
        outcome = form.save().action_undo()
        self.assertEqual(outcome["params"]["counts"], {"undone": 2})
        self.assertEqual(
            outcome["params"]["next"], {"type": "ir.actions.act_window_close"}
        )
        self.assertEqual(journal.state, "undone")
        moves = paid.settlement_ids.sudo().move_ids.filtered("reversed_entry_id")
        self.assertEqual({str(move.date) for move in moves}, {"2026-04-02"})
        self.assertOpen({bill: "600 USD 600"})

    def test_on_a_date_that_is_not_possible_lines_stay(self):
        """The settled one says why; the prepayment has no settlement to be dated."""
        journal = self.payment_journal()
        bill = self.invoice("E", 600)
        settled = self.line(journal, 600, bill)
        self.line(journal, 50)
        journal.action_post()
        form = self.undo_form(journal, self.controller)
        form.date = "2026-03-01"
        form.save().action_undo()
        self.assertEqual(self.states(journal), ["posted", "undone"])
        self.assertIn("is before its date", settled.ar_problem)
        self.assertOpen({bill: "0"})

    def test_the_wizard_tells_nothing_of_others(self):
        journal = self.payment_journal()
        self.line(journal, 600, self.invoice("E", 600))
        journal.action_post()
        undo = self.env.ref("ar_centralized_payments.group_settlement_undo")
        self.clerk_f.sudo().group_ids += undo
        form = self.undo_form(journal, self.clerk_f)
        self.assertEqual(form.summary, "Payments to be cancelled: 1.")
        wizard = self.env["ar.payment.journal.undo"]
        self.assertFalse(wizard.with_user(self.clerk).has_access("create"))

    # ------------------------------------------------------------
    # What may still be changed
    # ------------------------------------------------------------
    def test_a_posted_payment_journal_is_read_only(self):
        journal = self.payment_journal()
        paid = self.line(journal, 600, self.invoice("E", 600))
        journal.write({"date": "2026-03-24", "means_of_payment": "check"})
        journal.action_post()
        card = self.data["F"]["default_journal_cash"].id
        for values in (
            {"date": "2026-03-26"},
            {"use_deposit_slip": True},
            {"means_of_payment": "cash"},
            {"journal_id": card},
            {"offset_type": "ledger"},
            {"offset_account_id": False},
            {"is_posted_unsettled": True},
            {"company_id": self.companies["E"].id},
        ):
            with (
                self.subTest(values),
                self.assertRefused(journal.name, "cannot be changed", "Posted"),
            ):
                journal.write(values)
        journal.write({"description": "Monday", "user_id": self.clerk_f.id})
        paid.with_user(self.controller).action_draft()
        self.assertEqual(journal.state, "draft")
        journal.date = "2026-03-26"

    def test_a_journal_posted_in_part_takes_more_lines(self):
        journal = self.payment_journal()
        self.line(journal, 600)
        journal.action_post()
        self.assertFalse(journal.action_open_lines()["context"]["create"])
        held = self.payment_journal()
        self.line(held, 5, ar_hold_until="2099-01-01")
        self.line(held, 6)
        held.action_post()
        self.assertEqual(held.state, "partial")
        held.means_of_payment = "check"
        self.assertTrue(held.action_open_lines()["context"]["create"])
