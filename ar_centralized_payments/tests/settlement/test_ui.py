"""The pages of settlements: forms as the server sees them, then a real browser."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..browser import BrowserCommon
from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestSettlementForm(SettlingCommon):
    def line(self, form, document):
        """The position of a document among the form's lines."""
        keys = self.receivable(document).ids
        lines = self.env["ar.settlement.line"].browse([*form._values["line_ids"]])
        return next(n for n, x in enumerate(lines) if x.move_line_id.id in keys)

    def test_typing_changes_the_other_lines_before_saving(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settlement(payment, invoice)
        form = Form(settlement)
        with form.line_ids.edit(self.line(form, invoice)) as line:
            line.amount = 250
            self.assertEqual(line.amount_left, 350)
        self.assertIn("250.00", form.preview_html)
        self.assertNotIn("600.00", form.preview_html)
        with form.line_ids.edit(self.line(form, payment)) as line:
            self.assertEqual((line.amount, line.amount_left), (250, 350))
        form.save()
        amounts = {
            line.side: (line.amount, line.is_amount_manual)
            for line in settlement.line_ids
        }
        self.assertEqual(amounts, {"target": (250, True), "source": (250, False)})

    def test_clearing_an_amount_has_it_determined_again(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 500)
        settlement = self.settlement(payment, invoice, typed={invoice: {"amount": 10}})
        form = Form(settlement)
        with form.line_ids.edit(self.line(form, invoice)) as line:
            line.amount = 0
            self.assertEqual(line.amount, 500)
        form.save()
        line = settlement.line_ids.filtered(lambda x: x.side == "target")
        self.assertEqual((line.amount, line.is_amount_manual), (500, False))

    def test_no_discount_can_be_typed(self):
        invoice = self.invoice("E", 600, term=self.term(2, days=30))
        settlement = self.settlement(self.payment("F", 588), invoice)
        form = Form(settlement)
        with form.line_ids.edit(self.line(form, invoice)) as line:
            self.assertEqual(line.discount, 12)
            line.discount = 0
        form.save()
        line = settlement.line_ids.filtered(lambda x: x.side == "target")
        self.assertEqual(
            (line.amount, line.discount, line.is_discount_manual), (588, 0, True)
        )

    def test_the_primary_changes_the_preview(self):
        documents = (
            self.payment("F", 75),
            self.credit_note("E", 25),
            self.invoice("W", 100),
        )
        settlement = self.settlement(*documents)
        form = Form(settlement)
        self.assertNotIn("Due from Fabrikam East", form.preview_html.split("West")[0])
        with form.line_ids.edit(self.line(form, documents[0])) as line:
            line.is_primary = True
        form.save()
        self.assertFalse(any(settlement.line_ids.mapped("is_amount_manual")))
        self.assertTrue(settlement.line_ids.filtered("is_primary"))

    def test_problems_are_shown_and_nothing_is_typed_for_the_user(self):
        settlement = self.settlement(self.payment("F", 600))
        form = Form(settlement)
        self.assertIn("Nothing is paid", form.problems)
        self.assertFalse(form.line_ids._records[0]["is_amount_manual"])

    # ------------------------------------------------------------
    # Posting the preview
    # ------------------------------------------------------------
    def test_a_preview_that_is_no_longer_true_is_shown_again(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settlement(payment, invoice)
        shown = settlement.preview_fingerprint
        settlement.line_ids.filtered(lambda x: x.side == "target").amount = 100
        action = settlement.with_context(
            preview_fingerprint=shown
        ).action_post_previewed()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(settlement.state, "draft")
        shown = settlement.preview_fingerprint
        settlement.with_context(preview_fingerprint=shown).action_post_previewed()
        self.assertEqual(settlement.state, "posted")

    # ------------------------------------------------------------
    # Whatever the company switcher shows
    # ------------------------------------------------------------
    def test_entries_and_companies_are_all_shown(self):
        settlement = self.settle(self.payment("F", 600), self.invoice("E", 600))
        for user in (self.clerk, self.reader, self.controller):
            own = settlement.with_user(user).with_context(
                allowed_company_ids=self.companies["F"].ids
            )
            own.invalidate_recordset()
            read = own.web_read({"entries_html": {}, "company_tags": {}, "name": {}})[0]
            for text in ("Fabrikam East", *settlement.sudo().move_ids.mapped("name")):
                self.assertIn(text, read["entries_html"])
            names = [name for _id, name in read["company_tags"]]
            self.assertEqual(names, ["Fabrikam", "Fabrikam East"])

    def test_a_document_opens_with_its_company(self):
        settlement = self.settle(self.payment("F", 600), self.invoice("E", 600))
        line = settlement.line_ids.filtered(lambda x: x.side == "target")
        only_f = line.with_context(allowed_company_ids=self.companies["F"].ids)
        only_f.invalidate_recordset()
        action = only_f.action_open_document()
        self.assertEqual(action["params"]["company_ids"], self.companies["E"].ids)
        self.assertEqual(action["params"]["action"]["res_model"], "account.move")
        with self.assertRaises(AccessError):
            line.with_user(self.clerk_f).action_open_document()

    # ------------------------------------------------------------
    # The wizard of the undo
    # ------------------------------------------------------------
    def undo_form(self, settlement):
        context = settlement.with_user(self.controller).action_undo_wizard()["context"]
        wizard = self.env["ar.settlement.undo"].with_user(self.controller)
        return Form(wizard.with_context(**context))

    def test_the_wizard_says_what_an_undo_does(self):
        settlement = self.settle(self.payment("F", 600), self.invoice("E", 600))
        form = self.undo_form(settlement)
        for move in settlement.sudo().move_ids:
            self.assertIn(move.name, form.preview_html)
        self.assertNotIn("stays open", form.preview_html)
        form.date = "2026-03-01"
        self.assertIn("before", form.problems)
        form.date = "2026-04-02"
        self.assertFalse(form.problems)
        form.save().action_undo()
        self.assertEqual(settlement.state, "undone")
        dates = settlement.sudo().move_ids.filtered("reversed_entry_id").mapped("date")
        self.assertEqual({str(date) for date in dates}, {"2026-04-02"})

    def test_the_wizard_names_what_stays_open(self):
        settlements = [
            self.settle(self.payment("F", 600), self.invoice("E", 600)),
            self.settle(self.payment("E", 200), self.invoice("F", 200)),
        ]
        account = self.pair("F", "E").due_to_account_id
        items = (
            settlements[0]
            .sudo()
            .move_ids.line_ids.filtered(lambda line: line.account_id == account)
        )
        payment = self.env["account.move"].create(
            {
                "company_id": self.companies["F"].id,
                "journal_id": self.data["F"]["default_journal_misc"].id,
                "date": "2026-03-31",
                "line_ids": [
                    (0, 0, {"account_id": account.id, "debit": 150}),
                    (
                        0,
                        0,
                        {
                            "account_id": self.data["F"]["default_account_revenue"].id,
                            "credit": 150,
                        },
                    ),
                ],
            }
        )
        payment.action_post()
        (items | payment.line_ids.filtered("debit")).reconcile()
        form = self.undo_form(settlements[0])
        self.assertIn("stays open", form.preview_html)
        self.assertIn("150.00", form.preview_html)
        self.assertNotIn("150.00", self.undo_form(settlements[1]).preview_html)

    def test_the_wizard_is_for_those_who_may_undo(self):
        settlement = self.settlement(self.payment("F", 600), self.invoice("E", 600))
        form = self.undo_form(settlement)
        self.assertIn("is Draft", form.problems)
        with self.assertRaises(UserError):
            form.save().action_undo()
        wizard = self.env["ar.settlement.undo"]
        self.assertFalse(wizard.with_user(self.clerk).has_access("create"))


@tagged("post_install", "-at_install")
class TestSettlementBrowser(BrowserCommon, SettlingCommon):
    def test_from_payment_to_undo(self):
        """A clerk marks invoices of two companies, types, reads the preview, posts,
        and opens an invoice in its company; a controller undoes."""
        invoice, other = self.invoice("E", 600), self.invoice("W", 300)
        payment = self.payment("F", 800)
        self.start_tour(
            f"/odoo/action-account.action_account_payments/{payment.id}",
            "ar_settlement_clerk",
            login=self.clerk.login,
        )
        settlement = payment.settlement_ids
        self.assertEqual(settlement.state, "posted")
        self.assertEqual(invoice.payment_state, "paid")
        self.assertOpen({invoice: "0", other: "150 USD 150", payment: "-50 USD -50"})
        self.start_tour(
            f"/odoo/settlements/{settlement.id}",
            "ar_settlement_controller",
            login=self.controller.login,
        )
        self.assertEqual(settlement.state, "undone")
        self.assertEqual(invoice.payment_state, "not_paid")
        self.assertOpen(
            {invoice: "600 USD 600", other: "300 USD 300", payment: "-800 USD -800"}
        )

    def test_the_menu_settles_without_a_payment(self):
        note, bill = self.credit_note("E", 25), self.invoice("W", 100)
        self.start_tour(
            "/odoo/settle-transactions", "ar_settlement_menu", login=self.clerk.login
        )
        self.assertOpen({note: "0", bill: "75 USD 75"})

    def test_marked_transactions_are_unmarked(self):
        settlement = self.settlement(self.payment("F", 600), self.invoice("E", 600))
        self.start_tour(
            "/odoo/marked-transactions", "ar_settlement_marked", login=self.clerk.login
        )
        self.assertEqual(len(settlement.line_ids), 1)
        self.assertEqual(settlement.line_ids.side, "source")

    def test_the_draft_form_follows_what_is_typed(self):
        settlement = self.settlement(self.payment("F", 600), self.invoice("E", 600))
        self.start_tour(
            f"/odoo/settlements/{settlement.id}",
            "ar_settlement_draft",
            login=self.clerk.login,
        )
        self.assertEqual(settlement.state, "posted")

    def test_lines_are_typed_into_the_list(self):
        """A clerk types two lines, validates and posts: one stays with its reason."""
        self.data["E"]["default_journal_sale"].sudo().code = "EINV"
        bill = self.invoice("E", 600)
        journals = self.env["ar.payment.journal"].with_user(self.clerk)
        journal = journals.with_company(self.companies["F"]).create(
            {"date": "2026-03-25"}
        )
        self.start_tour(
            f"/odoo/payment-journals/{journal.id}",
            "ar_payment_journal_lines",
            login=self.clerk.login,
        )
        paid, refused = journal.payment_ids.sorted("id")
        self.assertEqual(
            (paid.ar_line_state, refused.ar_line_state), ("posted", "refused")
        )
        self.assertOpen({bill: "200 USD 200", paid: "0"})

    def test_a_deposited_check_bounces(self):
        """A controller makes a deposit slip, and cancels one of its two checks."""
        bill = self.invoice("E", 600)
        values = {"use_deposit_slip": True, "date": "2026-03-25"}
        journals = self.env["ar.payment.journal"].with_user(self.controller)
        journal = journals.with_company(self.companies["F"]).create(values)
        values["ar_payment_journal_id"] = journal.id
        paid, _other = (
            self.payment("F", amount, post=False, payment_reference=text, **values)
            for amount, text in ((600, "REF 1"), (50, "REF 2"))
        )
        journal.action_post()
        settlement = self.settle(paid, bill)
        self.start_tour(
            f"/odoo/payment-journals/{journal.id}",
            "ar_deposit_slip",
            login=self.controller.login,
        )
        self.assertEqual(settlement.state, "undone")
        self.assertEqual(paid.deposit_slip_id.total, 50)
        self.assertOpen({bill: "600 USD 600", paid: "0"})
