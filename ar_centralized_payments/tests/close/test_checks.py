"""Each check of the delivered template: what makes it red, and what makes it green."""

import re
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ...books.close_methods import METHODS
from ...books.close_open_items import CloseOpenItems
from ...models.close.ar_close_check import METHOD_NAMES
from ..eu_sales_list.common import EuSalesBuilders
from .closing import ClosingCommon


@tagged("post_install", "-at_install")
class TestChecks(EuSalesBuilders, ClosingCommon):
    def one(self, *keys, letters="FE", **values):
        return self.close(letters, template_id=self.template(*keys), **values)

    def assertFound(self, close, key, text):
        """``text``: state in each company of the close, or of the group."""
        close.check()
        found = []
        for task in close.sudo().task_ids.filtered(lambda t: t.key == key):
            letter = self.letter_of(task.company_id) if task.company_id else None
            found.append(f"{letter or 'group'} {self.found(close, key, letter)}")
        self.assertEqual(", ".join(found), text, key)

    def test_every_method_has_a_name_for_people(self):
        self.assertEqual([method for method, _name in METHOD_NAMES], [*METHODS])

    # ------------------------------------------------------------
    # A: background work
    # ------------------------------------------------------------
    def test_a1_lines_that_wait(self):
        close = self.one("A1")
        self.assertFound(close, "A1", "F ok, E ok")
        journal = self.payment_journal("E")
        line = self.line(journal, 60)
        line.sudo().ar_progress = "queued"
        self.assertFound(close, "A1", "F ok, E open 1 60.00")
        self.assertIn("ar_line_state", str(self.task(close, "A1", "E").action_open()))
        line.sudo().date = "2026-04-02"
        self.assertFound(close, "A1", "F ok, E ok")

    def test_a2_entries_that_were_to_post_themselves(self):
        close = self.one("A2")
        move = self.invoice("F", 5, post=False, auto_post="at_date")
        self.assertFound(close, "A2", "F open 1, E ok")
        move.auto_post = "no"
        self.assertFound(close, "A2", "F ok, E ok")

    def test_a3_scheduled_actions(self):
        close = self.one("A3")
        crons = self.env["ir.cron"].sudo().with_context(active_test=False)
        crons.search([]).write({"failure_count": 0, "nextcall": "2026-12-31 00:00:00"})
        watched = self.env.ref("ar_centralized_payments.cron_payment_journals_1").sudo()
        watched.active = True
        self.env.ref("account.ir_cron_auto_post_draft_entry").active = True
        self.env.ref("account.ir_cron_account_move_send").active = True
        self.assertFound(close, "A3", "group ok")
        for values in (
            {"failure_count": 3},
            {"nextcall": "2026-01-01 00:00:00"},
            {"active": False},
        ):
            with self.cr.savepoint() as savepoint:
                watched.write(values)
                self.assertFound(close, "A3", "group open 1")
                savepoint.rollback()
            self.env.invalidate_all()
        with self.assertRefused("You may not open this list"):
            watched.failure_count = 1
            self.task(close, "A3", None, self.clerk).action_open()

    def test_a4_needs_what_is_not_there(self):
        close = self.one("A4", "C6", "C7", "C8", "C9", "C10")
        for key, model in (("A4", "queue.job"), ("C6", "ar.bill")):
            if model not in self.env:
                self.assertFound(close, key, "F na, E na")
        if "queue.job" not in self.env:
            self.assertEqual(self.task(close, "A4", "F").state, "na")

    def test_a5_invoices_to_be_sent(self):
        close = self.one("A5")
        invoice = self.invoice("F", 5)
        self.assertFound(close, "A5", "F ok, E ok")
        invoice.sudo().sending_data = {"x": 1}
        self.assertFound(close, "A5", "F open 1, E ok")
        self.assertEqual(self.task(close, "A5", "F").state, "information")

    # ------------------------------------------------------------
    # B: drafts
    # ------------------------------------------------------------
    def test_b8_drafts(self):
        """Dated up to the last day, or without a date and made in the period."""
        key = self.key_of_drafts
        close = self.one(key)
        dated = self.invoice("E", 600, post=False)
        self.assertFound(close, key, "F ok, E open 1 600.00")
        dated.invoice_date = "2026-04-01"
        self.assertFound(close, key, "F ok, E ok")
        dated.invoice_date = False
        self.assertFound(close, key, "F ok, E ok")
        self.env.cr.execute(
            "UPDATE account_move SET create_date = '2026-03-31 21:00:00' WHERE id = %s",
            [dated.id],
        )
        self.assertFound(close, key, "F ok, E open 1 600.00")
        close.tz = "Asia/Tokyo"
        self.assertFound(close, key, "F ok, E ok")

    def test_amounts_are_in_the_companys_currency(self):
        key = self.key_of_drafts
        close = self.one(key, letters="EX")
        self.invoice("E", 100, currency="EUR", post=False)
        self.invoice("X", 100, post=False)
        self.assertFound(close, key, "E open 1 120.62, X open 1 100.00")

    # ------------------------------------------------------------
    # C: journals
    # ------------------------------------------------------------
    def test_c1_and_c2_draft_entries(self):
        close = self.one("C1", "C2")
        first = self.draft_entry("F", self.data["F"]["default_account_receivable"])
        other = self.draft_entry("E", self.data["E"]["default_account_expense"])
        self.assertFound(close, "C1", "F open 1, E ok")
        self.assertFound(close, "C2", "F ok, E open 1")
        (first | other).action_post()
        self.assertFound(close, "C1", "F ok, E ok")
        self.assertFound(close, "C2", "F ok, E ok")

    def test_c3_draft_payments(self):
        close = self.one("C3")
        payment = self.payment("E", 60, post=False)
        self.line(self.payment_journal("F"), 70)
        self.assertFound(close, "C3", "F open 1 70.00, E open 1 60.00")
        payment.action_post()
        self.assertFound(close, "C3", "F open 1 70.00, E ok")

    def test_c4_lines_that_are_not_settled(self):
        close = self.one("C4")
        line = self.line(self.payment_journal("F"), 70)
        line.action_post()
        self.assertFound(close, "C4", "F ok, E ok")
        line.sudo().ar_progress = "unsettled"
        self.assertFound(close, "C4", "F open 1 70.00, E ok")

    def test_c5_settlements_count_in_each_company(self):
        close = self.one("C5", letters="FEW")
        settlement = self.settlement(self.payment("F", 600), self.invoice("E", 600))
        self.assertFound(close, "C5", "F open 1, E open 1, W ok")
        settlement.action_post()
        self.assertFound(close, "C5", "F ok, E ok, W ok")

    # ------------------------------------------------------------
    # D: bank
    # ------------------------------------------------------------
    def test_d1_checks_without_a_slip(self):
        close = self.one("D1")
        payment = self.payment("F", 60, use_deposit_slip=True, payment_reference="301")
        self.assertFound(close, "D1", "F open 1 60.00, E ok")
        payment.action_generate_deposit_slip()
        self.assertFound(close, "D1", "F ok, E ok")

    def test_d2_statement_lines(self):
        close = self.one("D2")
        line = self.env["account.bank.statement.line"].sudo().create(
            {
                "journal_id": self.data["E"]["default_journal_bank"].id,
                "date": "2026-03-31",
                "payment_ref": "?",
                "amount": 12.0,
            }
        )  # fmt: skip
        self.assertFound(close, "D2", "F ok, E open 1")
        line.date = "2026-04-01"
        self.assertFound(close, "D2", "F ok, E ok")

    def test_d3_money_not_on_a_statement(self):
        close = self.one("D3")
        self.assertFound(close, "D3", "F ok, E ok")
        self.payment("E", 60)
        self.assertFound(close, "D3", "F ok, E open 1 60.00")
        self.assertEqual(self.task(close, "D3", "E").state, "information")

    # ------------------------------------------------------------
    # E: receivables
    # ------------------------------------------------------------
    def test_e1_customers_with_both(self):
        close = self.one("E1")
        payment = self.payment("F", 600)
        self.assertFound(close, "E1", "group ok")
        invoice = self.invoice("E", 600)
        self.assertFound(close, "E1", "group open 1")
        action = str(self.task(close, "E1").action_open())
        self.assertIn(str(self.northwind["E"].id), action)
        self.settle(payment, invoice)
        self.assertFound(close, "E1", "group ok")

    def test_e2_pairs_on_the_last_day(self):
        """What is booked after the period does not count, what is in it does."""
        close = self.one("E2")
        self.settle(self.payment("F", 600), self.invoice("E", 600))
        self.assertFound(close, "E2", "group ok")
        account = self.pair("F", "E").due_to_account_id
        partner = self.companies["E"].partner_id
        revenue = self.data["F"]["default_account_revenue"]
        rows = [
            (account, partner, self.usd, -5.0, -5.0, {}),
            (revenue, partner, self.usd, 5.0, 5.0, {}),
        ]
        self.entry("F", rows, date="2026-04-01")
        self.assertFound(close, "E2", "group ok")
        self.entry("F", rows, date="2026-03-31")
        self.assertFound(close, "E2", "group open 1")
        close_of_others = self.one("E2", letters="WX")
        self.assertFound(close_of_others, "E2", "group ok")

    def test_e3_items_without_a_customer(self):
        close = self.one("E3")
        receivable = self.data["F"]["default_account_receivable"]
        self.assertFound(close, "E3", "F ok, E ok")
        entry = self.draft_entry("F", receivable)
        entry.action_post()
        self.assertFound(close, "E3", "F open 1 5.00, E ok")
        self.receivable(entry).partner_id = self.northwind["F"]
        self.assertFound(close, "E3", "F ok, E ok")

    def test_e4_gaps(self):
        close = self.one("E4")
        self.invoice("F", 1)
        second, third = self.invoice("F", 2), self.invoice("F", 3)
        self.assertFound(close, "E4", "F ok, E ok")
        second.sudo().button_draft()
        second.sudo().name = False
        second.sudo().unlink()
        self.assertFound(close, "E4", "F open 1, E ok")
        self.assertTrue(third.made_sequence_gap)

    def test_e5_cash_basis(self):
        close = self.one("E5")
        move = self.draft_entry("F", self.data["F"]["default_account_receivable"])
        payment, invoice = self.payment("F", 60), self.invoice("F", 60)
        (self.receivable(payment) | self.receivable(invoice)).sudo().reconcile()
        partial = self.receivable(invoice).sudo().matched_credit_ids
        self.assertFound(close, "E5", "F ok, E ok")
        move.tax_cash_basis_rec_id = partial[:1]
        self.assertFound(close, "E5", "F open 1, E ok")

    def test_e6_to_be_reviewed(self):
        close = self.one("E6")
        invoice = self.invoice("F", 60)
        invoice.sudo().checked = True
        self.assertFound(close, "E6", "F ok, E ok")
        invoice.sudo().checked = False
        self.assertFound(close, "E6", "F open 1 60.00, E ok")

    # ------------------------------------------------------------
    # F: foreign currency
    # ------------------------------------------------------------
    def test_f1_rates(self):
        close = self.one("F1", "F1-old")
        self.assertFound(close, "F1", "F na, E na")
        self.invoice("E", 600, currency="EUR")
        self.assertFound(close, "F1", "F na, E ok")
        self.assertFound(close, "F1-old", "F na, E ok")
        rates = self.env["res.currency.rate"].sudo()
        rates.search([("name", "=", "2026-03-25")]).unlink()
        self.assertFound(close, "F1-old", "F na, E open 1")
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        self.assertFound(close, "F1-old", "F na, E ok")
        rates.search([("company_id", "=", self.companies["E"].id)]).unlink()
        self.set_rate("E", "EUR", "2026-04-01", inverse=1.2150)
        self.assertFound(close, "F1", "F na, E open 1")

    def test_f2_revaluation(self):
        """Not run, run, and out of date: with the amount that lacks."""
        for company in self.all_companies.sudo():
            company._ar_make_revaluation_accounts()
        close = self.one("F2", letters="FEX")
        self.assertFound(close, "F2", "F na, E na, X na")
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        self.invoice("E", 1000, currency="EUR")
        self.assertFound(close, "F2", "F na, E open 1, X na")
        action = self.task(close, "F2", "E").action_open()
        self.assertEqual(self.default_date(action), "2026-03-31")
        runs = self.env["ar.revaluation"].with_user(self.controller)
        values = {
            "date": "2026-03-31",
            "company_ids": [Command.set(close.sudo()._companies().ids)],
        }
        run = runs.create({**values, "currency_ids": [Command.set(self.usd.ids)]})
        run.action_compute()
        run.action_post()
        self.assertFound(close, "F2", "F na, E open 1, X na")
        run = runs.create(values)
        run.action_compute()
        run.action_post()
        self.assertFound(close, "F2", "F ok, E ok, X ok")
        self.invoice("E", 100, currency="EUR")
        self.assertFound(close, "F2", "F ok, E open 1 0.88, X ok")
        again = runs.browse(run.action_rerun()["res_id"])
        again.action_post()
        self.assertFound(close, "F2", "F ok, E ok, X ok")
        again.action_undo()
        self.assertFound(close, "F2", "F ok, E open 1 0.88, X ok")

    @staticmethod
    def default_date(action):
        inner = action.get("params", {}).get("action", action)
        return inner["context"]["default_date"]

    # ------------------------------------------------------------
    # G: EU sales list
    # ------------------------------------------------------------
    def test_g1_and_g2(self):
        close = self.one("G1", "G2")
        self.assertFound(close, "G1", "F na, E na")
        self.assertFound(close, "G2", "F na, E na")
        lists = self.sales_list("E")
        self.assertFound(close, "G1", "F na, E open 1")
        close.check()
        customer = self.customer("Sin NIF", "ES", False)
        self.invoice("E", 10, partner=customer)
        self.assertFound(close, "G2", "F na, E open 1")
        customer.with_context(no_vat_validation=True).vat = "ESB12345674"
        self.assertFound(close, "G2", "F na, E ok")
        lists.sudo().state = "reported"
        self.assertFound(close, "G1", "F na, E ok")

    # ------------------------------------------------------------
    # Checks of one's own
    # ------------------------------------------------------------
    def own_check(self, user=None, **values):
        return self.env["ar.close.check"].with_user(user or self.controller).create(
            {
                "name": "My own",
                "key": "own",
                "model_name": "account.move",
                "domain": "[('state', '=', 'posted'), ('date', '<=', date_to)]",
                **values,
            }
        )  # fmt: skip

    def with_own(self, check, letters="FE"):
        return self.close(letters, template_id=self.template(check.key))

    def test_one_of_ones_own_finds_what_its_author_may_read(self):
        self.invoice("F", 5)
        self.invoice("E", 6)
        author = self.new_user("author", "account.group_account_manager", "F")
        check = self.own_check(author)
        self.assertEqual(check.author_id, author)
        close = self.with_own(check)
        self.assertFound(close, "own", "F open 1, E failed")
        message = self.task(close, "own", "E").sudo().message
        self.assertIn("no member of the company", message)
        check.with_user(self.controller).severity = "blocking"
        self.assertEqual(check.author_id, self.controller)
        self.assertFound(close, "own", "F open 1, E open 1")
        author.sudo().active = False
        check.sudo().author_id = author
        self.assertFound(close, "own", "F failed, E failed")

    def test_one_that_its_author_may_not_read(self):
        """Nobody asks for more by a check than without one."""
        check = self.own_check(
            model_name="ir.config_parameter",
            company_field=False,
            scope="group",
            domain="[('key', '=', 'database.secret')]",
        )
        close = self.with_own(check)
        self.assertFound(close, "own", "group failed")
        self.assertEqual(self.task(close, "own").sudo().count, 0)

    @mute_logger("odoo.sql_db")
    def test_what_is_wrong_with_one_stops_no_other(self):
        self.invoice("F", 5)
        for values in (
            {"model_name": "no.such.model"},
            {"domain": "[('no_such_field', '=', 1)]"},
            {"company_field": "no_such_field"},
        ):
            with self.subTest(values=values), self.cr.savepoint() as savepoint:
                check = self.own_check(**values)
                other = self.own_check(key="other")
                close = self.close("F", template_id=self.template("own", "other"))
                self.assertFound(close, "own", "F failed")
                self.assertFound(close, "other", "F open 1")
                self.assertEqual(self.task(close, "own", "F").state, "open")
                self.assertTrue(check | other)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_refused(self):
        for values, reason in (
            ({"domain": "[('date', '<=', today)]"}, "today is not known here"),
            (
                {"domain": "[('date', '<=', ().__class__)]"},
                "().__class__ is neither a value",
            ),
            ({"domain": "5"}, "it has to be a list of conditions, such as [('state'"),
            ({"domain": "[('date', '<=')]"}, "it has to be a list of conditions"),
            ({"model_name": False}, "name the model"),
            ({"company_field": False}, "name the field of the company"),
        ):
            refused = self.assertRaisesRegex(ValidationError, re.escape(reason))
            with self.subTest(values=values), refused, self.cr.savepoint():
                self.own_check(**values)
        delivered = self.env.ref("ar_centralized_payments.close_check_c1")
        delivered = delivered.with_user(self.controller)
        for work in (lambda: delivered.write({"domain": "[]"}), delivered.unlink):
            with self.assertRefused("comes with the addon"), self.cr.savepoint():
                work()
        delivered.active = False
        copy = delivered.copy()
        self.assertFalse(copy.is_delivered)
        self.assertEqual(copy.author_id, self.controller)
        for name, value in (("is_delivered", True), ("author_id", self.clerk.id)):
            with self.assertRaises(AccessError), self.cr.savepoint():
                copy.write({name: value})

    def test_installed_later_and_removed(self):
        check = self.own_check(needs="account.move:no_such_field")
        close = self.with_own(check)
        self.assertFound(close, "own", "F na, E na")
        check.needs = "account.move:ref account.payment"
        self.assertFound(close, "own", "F ok, E ok")
        check.needs_not = "account.move"
        self.assertFound(close, "own", "F na, E na")

    # ------------------------------------------------------------
    # How it asks
    # ------------------------------------------------------------
    def test_one_query_for_each_check_whatever_the_companies(self):
        keys = ("A1", "A2", "A5", self.key_of_drafts, "C1", "C2", "C3", "C5", "E3")
        counts = []
        for letters in ("F", "EWX"):
            close = self.one(*keys, letters=letters)
            close.check()
            counts.append(self.queries(close.check))
        self.assertEqual(counts[0], counts[1])

    def test_the_page_asks_as_much_for_three_companies_as_for_one(self):
        """All delivered checks, and what the page shows of their tasks."""
        counts, checks = [], 0
        for letters in ("F", "EWX"):
            close = self.close(letters)
            close.check()
            checks = len(close.template_id.line_ids)
            counts.append(self.queries(lambda one=close: one.page_open(one.id)))
        self.assertLessEqual(counts[1], counts[0])
        self.assertLess(counts[0], 5 * checks)

    def test_open_items_are_read_once_for_all_checks(self):
        close = self.one("E1", "F1", "F1-old", "F2")
        self.invoice("E", 600, currency="EUR")
        flush = CloseOpenItems._flush
        with patch.object(CloseOpenItems, "_flush", autospec=True) as reading:
            reading.side_effect = flush
            close.check()
        self.assertEqual(reading.call_count, 1)
        self.assertEqual(self.task(close, "F2", "E").check_state, "open")

    def test_when_each_check_was_made(self):
        """Told of each check, also where one alone was made anew."""
        close = self.one("C1", "C2", letters="F")
        close.check()
        first, other = (self.task(close, key, "F", self.clerk) for key in ("C1", "C2"))
        self.assertEqual(str(first.checked_at), "2026-04-15 00:00:00")
        with freeze_time("2026-04-16"):
            other.action_check()
        self.assertEqual(str(first.checked_at), "2026-04-15 00:00:00")
        self.assertEqual(str(other.checked_at), "2026-04-16 00:00:00")
        self.assertEqual(str(close.checked_at), "2026-04-16 00:00:00")

    def test_every_page_of_a_check_opens(self):
        """The action of each delivered check that applies is one that can be read."""
        close = self.close("FE")
        close.check()
        for task in close.sudo().task_ids.filtered(
            lambda t: t.company_id == self.companies["F"] or not t.company_id
        ):
            if task.check_id.key == "A3" or task.state == "na":
                continue
            with self.subTest(task=task.key):
                action = task.with_user(self.controller).action_open_all()
                self.assertIn(
                    action["type"], ("ir.actions.act_window", "ir.actions.client")
                )
