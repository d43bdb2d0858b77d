"""Locking, overriding, reopening, exceptions, and what changed since."""

import io
from datetime import timedelta

from openpyxl import load_workbook

from odoo import Command, fields
from odoo.exceptions import AccessError, RedirectWarning
from odoo.tests import freeze_time, tagged

from ...books.close_sheet import close_sheet
from .closing import ClosingCommon

REASON = "Agreed with the auditors"


@tagged("post_install", "-at_install")
class TestLocks(ClosingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closed = cls.all_companies.sudo()

    def locks(self, letter):
        """The locks of a company: sales, global, tax, hard."""
        company = self.companies[letter].sudo()
        names = ("sale", "fiscalyear", "tax", "hard")
        return " ".join(str(company[f"{name}_lock_date"] or "-") for name in names)

    def simple(self, letters="FE", *keys, **values):
        keys = keys or ("B8-all", "C1", "E2", "H1", "H2")
        return self.close(letters, template_id=self.template(*keys), **values)

    # ------------------------------------------------------------
    # Locked
    # ------------------------------------------------------------
    def test_sales_then_period_in_all_companies(self):
        close = self.simple()
        self.invoice("E", 600)
        self.assertEqual(self.found(close, "H1", "E"), "open 1")
        self.assertEqual(self.found(close, "H2", "E"), "na")
        close.action_lock("sales")
        for letter in "FE":
            self.assertEqual(self.locks(letter), "2026-03-31 - - -")
        self.assertEqual(self.locks("W"), "- - - -")
        self.assertEqual((close.state, close.lock_level), ("closed", "sales"))
        self.assertEqual(self.states(close, "H1"), "F done, E done")
        self.assertEqual(self.states(close, "H2"), "F done, E done")
        with self.assertRefused("is locked already: Sales"):
            close.action_lock("sales")
        close.action_lock("period")
        self.assertEqual(self.locks("E"), "2026-03-31 2026-03-31 - -")
        close.action_lock("tax")
        self.assertEqual(self.locks("E"), "2026-03-31 2026-03-31 2026-03-31 -")
        self.assertEqual(close.lock_level, "period")
        with self.assertRefused("is locked already: Sales"):
            close.action_lock("sales")
        first, *_rest = close.sudo().lock_ids.filtered(
            lambda lock: lock.company_id == self.companies["E"]
        ).sorted("id")  # fmt: skip
        self.assertEqual(
            (first.level, first.entry_count, first.entry_sum, first.locked_by_id),
            ("sales", 1, 600.0, self.controller),
        )
        self.assertEqual(
            first.balances,
            [
                {
                    "account": first.balances[0]["account"],
                    "currency": "USD",
                    "amount": 600.0,
                    "balance": 600.0,
                }
            ],
        )
        self.assertIn("Sales Lock Date: - → 2026-03-31", first.locks_text)

    def test_each_company_keeps_who_locked_it(self):
        """By tracking, in the company's own chatter; the other one hears nothing."""
        close = self.simple().with_context(tracking_disable=False, mail_notrack=False)
        self.cr.flush()
        close.action_lock("period")
        self.cr.flush()
        self.env.invalidate_all()
        for letter in "FE":
            message = self.companies[letter].sudo().message_ids.sorted("id")[-1]
            tracked = message.tracking_value_ids.sorted("id")
            self.assertEqual(
                {
                    value.field_id.name: str(value.new_value_datetime.date())
                    for value in tracked
                },
                {"sale_lock_date": "2026-03-31", "fiscalyear_lock_date": "2026-03-31"},
            )
            self.assertEqual(message.author_id, self.controller.partner_id)
        self.assertFalse(
            self.companies["W"]
            .sudo()
            .message_ids.tracking_value_ids.filtered(
                lambda value: "lock_date" in (value.field_id.name or "")
            )
        )

    def test_refused_while_something_blocks(self):
        close = self.simple()
        self.invoice("E", 600, post=False)
        self.invoice("F", 50, post=False)
        with self.assertRefused(
            "Not done yet",
            "Fabrikam: Invoices are posted (1)",
            "Fabrikam East: Invoices are posted (1)",
        ):
            close.action_lock("period")
        self.assertEqual(close.state, "open")
        self.assertEqual([self.locks(k) for k in "FE"], ["- - - -"] * 2)

    def test_warnings_do_not_stop(self):
        close = self.simple("F", "C2", "E1")
        self.payment("F", 10)
        self.invoice("F", 10)
        self.assertEqual(self.found(close, "E1"), "open 1")
        close.action_lock("period")
        self.assertEqual(self.locks("F"), "2026-03-31 2026-03-31 - -")

    def test_sales_need_less_than_the_period(self):
        """Intercompany balances count for the period, not for the sales."""
        close = self.simple("FE")
        self.settle(self.payment("F", 600), self.invoice("E", 600))
        account = self.pair("F", "E").due_to_account_id
        partner = self.companies["E"].partner_id
        rows = [
            (account, partner, self.usd, -5.0, -5.0, {}),
            (self.data["F"]["default_account_revenue"], partner, self.usd, 5, 5, {}),
        ]
        self.entry("F", rows, date="2026-03-20")
        self.assertEqual(self.found(close, "E2"), "open 1")
        close.action_lock("sales")
        with self.assertRefused("The group: Intercompany balances agree (1)"):
            close.action_lock("period")

    def test_override_with_a_reason(self):
        close = self.simple()
        draft = self.invoice("E", 600, post=False)
        for user, error in ((self.closer, AccessError), (self.clerk, AccessError)):
            with self.assertRaises(error), self.cr.savepoint():
                close.with_user(user).action_lock("period", REASON)
        with self.assertRefused("in 10 characters"):
            close.action_lock("period", "ok")
        close.action_lock("period", REASON)
        task = self.task(close, "B8-all", "E")
        self.assertEqual(
            (task.state, task.overridden_by_id, task.override_reason),
            ("overridden", self.controller, REASON),
        )
        self.assertEqual(self.states(close, "B8-all"), "F done, E overridden")
        self.assertIn(REASON, close.message_ids[0].body)
        self.assertEqual(draft.state, "draft")

    def test_never_overridden(self):
        close = self.simple("F", "A1", "D2", "C1")
        statement = self.env["account.bank.statement.line"].sudo().create(
            {
                "journal_id": self.data["F"]["default_journal_bank"].id,
                "date": "2026-03-20",
                "payment_ref": "?",
                "amount": 12.0,
            }
        )  # fmt: skip
        close.action_lock("sales")
        with self.assertRefused(
            "never overridden", "Bank statements are reconciled (1)"
        ):
            close.action_lock("period", REASON)
        statement.unlink()
        close.action_lock("period")

    def test_lines_in_the_background_stop_every_level(self):
        close = self.simple("F", "A1")
        self.line(self.payment_journal("F"), 60).sudo().ar_progress = "queued"
        for level in ("sales", "period"):
            with self.assertRefused("never overridden", "lines that wait"):
                close.action_lock(level, REASON)
        self.assertEqual(self.locks("F"), "- - - -")

    def test_drafts_stop_a_final_lock(self):
        """Any of them, by Odoo's own rule: the check of the period only warns."""
        close = self.simple("FE", "C1", "C2")
        draft = self.draft_entry("E", self.data["E"]["default_account_expense"])
        close.action_lock("period")
        with self.assertRaises(RedirectWarning), self.cr.savepoint():
            close.action_lock("final", None, "2026-03-31")
        self.env.invalidate_all()
        self.assertEqual(self.locks("F"), "2026-03-31 2026-03-31 - -")
        draft.unlink()
        close.action_lock("final", None, "2026-03-31")
        self.assertEqual(self.locks("E"), "2026-03-31 2026-03-31 - 2026-03-31")

    def test_final_is_for_good(self):
        close = self.simple()
        close.action_lock("sales")
        with self.assertRefused("Lock the period first", "once more"):
            close.action_lock("final")
        close.action_lock("period")
        with self.assertRefused("never overridden"):
            close.action_lock("final", REASON, "2026-03-31")
        with self.assertRefused("03/31/2026, once more"):
            close.action_lock("final", None, "2026-03-30")
        close.action_lock("final", None, "2026-03-31")
        self.assertEqual(self.locks("E"), "2026-03-31 2026-03-31 - 2026-03-31")
        close.action_reopen(REASON)
        self.assertEqual(self.locks("E"), "- - - 2026-03-31")
        self.assertIn("Hard Lock Date", close.message_ids[0].body)

    def test_all_companies_or_none(self):
        """The second company refuses by Odoo's own rule: the first one stays open."""
        close = self.simple("FE", "C1")
        self.env["account.bank.statement.line"].sudo().create(
            {
                "journal_id": self.data["E"]["default_journal_bank"].id,
                "date": "2026-03-20",
                "payment_ref": "?",
                "amount": 12.0,
            }
        )
        self.companies["F"].sudo().sale_lock_date = "2026-02-28"
        with self.assertRaises(Exception), self.cr.savepoint():  # noqa: B017
            close.action_lock("period")
        self.env.invalidate_all()
        self.assertEqual(self.locks("F"), "2026-02-28 - - -")
        self.assertEqual(close.state, "open")

    def test_the_period_is_over_and_a_later_lock_stays(self):
        april = self.simple(date_from="2026-04-01", date_to="2026-04-30")
        with self.assertRefused("is not over yet"):
            april.action_lock("sales")
        self.companies["E"].sudo().sale_lock_date = "2026-06-30"
        close = self.simple()
        close.action_lock("sales")
        self.assertEqual(self.locks("E"), "2026-06-30 - - -")
        self.assertEqual(self.locks("F"), "2026-03-31 - - -")
        close.action_reopen(REASON)
        self.assertEqual(self.locks("E"), "2026-06-30 - - -")
        self.assertEqual(self.locks("F"), "- - - -")

    def test_who_may(self):
        close = self.simple()
        for user in (self.clerk, self.reader):
            for work in ("action_lock", "action_reopen"):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    getattr(close.with_user(user), work)("sales")
        closer_f = self.new_user("closer_f", "account.group_account_manager", "F")
        mine = close.with_user(closer_f)
        self.assertEqual(mine.company_names, "Fabrikam")
        for work in (
            lambda: mine.action_lock("sales"),
            lambda: mine.action_reopen(REASON),
            lambda: mine.write({"name": "x"}),
            mine.unlink,
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                work()
        close.with_user(self.closer).action_lock("sales")

    # ------------------------------------------------------------
    # Reopened
    # ------------------------------------------------------------
    def test_reopened(self):
        self.companies["E"].sudo().sale_lock_date = "2026-02-28"
        close = self.simple()
        close.action_lock("sales")
        close.action_lock("period")
        with self.assertRefused("in 10 characters"):
            close.action_reopen("ok")
        close.action_reopen(REASON)
        self.assertEqual(self.locks("E"), "2026-02-28 - - -")
        self.assertEqual(self.locks("F"), "- - - -")
        self.assertEqual((close.state, close.lock_level), ("open", False))
        with self.assertRefused("is not closed"):
            close.action_reopen(REASON)
        with self.assertRefused("was locked before"):
            close.unlink()
        close.action_lock("sales")
        self.assertEqual(self.locks("F"), "2026-03-31 - - -")

    def test_signatures_survive_reopening(self):
        """Checks alone suspend them: where the books changed."""
        look = {"name": "Look", "area": "E"}
        template = self.template("C1", look=look)
        self.env["ar.close.template"].browse(
            template
        ).sudo().line_ids.wants_signature = True
        close = self.close("FE", template_id=template)
        close.check()
        close.sudo().task_ids.with_user(self.clerk).action_sign()
        close.action_lock("period")
        close.action_reopen(REASON)
        self.draft_entry("E")
        close.check()
        self.assertEqual(self.states(close, "look"), "F done, E done")
        self.assertEqual(self.states(close, "C1"), "F done, E open")
        self.assertTrue(self.task(close, "C1", "E").is_sign_suspended)
        self.assertEqual(self.task(close, "C1", "E").signed_by_id, self.clerk)

    def test_a_lock_that_was_moved_stays(self):
        close = self.simple()
        close.action_lock("period")
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-04-10"
        close.action_reopen(REASON)
        self.assertEqual(self.locks("E"), "- 2026-04-10 - -")
        self.assertEqual(self.locks("F"), "- - - -")
        self.assertIn("Global Lock Date", close.message_ids[0].body)

    def test_later_periods_first(self):
        march = self.simple()
        april = self.simple("EW", date_from="2026-04-01", date_to="2026-04-30")
        march.action_lock("sales")
        with freeze_time("2026-05-10"):
            april.action_lock("sales")
            with self.assertRefused("later periods", "April 2026"):
                march.action_reopen(REASON)
            april.action_reopen(REASON)
        march.action_reopen(REASON)
        self.assertEqual(self.locks("E"), "- - - -")

    # ------------------------------------------------------------
    # After the lock
    # ------------------------------------------------------------
    def test_an_exception_and_what_was_done_under_it(self):
        close = self.simple()
        close.action_lock("period")
        with self.assertRaises(AccessError), self.cr.savepoint():
            close.with_user(self.closer).action_grant_exception(
                self.clerk.id, "sale_lock_date", 1, REASON
            )
        with self.assertRefused("for a month at most", "Say what"):
            close.action_grant_exception(self.clerk.id, "sale_lock_date", 9999, "x")
        for lock in ("sale_lock_date", "fiscalyear_lock_date"):
            close.action_grant_exception(
                self.clerk.id, lock, 2, REASON, self.companies["E"].ids
            )
        exceptions = self.env["account.lock_exception"].sudo().search([])
        self.assertEqual(exceptions.company_id, self.companies["E"])
        self.assertEqual(exceptions.user_id, self.clerk)
        self.assertEqual(
            {one.end_datetime - fields.Datetime.now() for one in exceptions},
            {timedelta(hours=2)},
        )
        # The database's clock is another one than the test's.
        exceptions.end_datetime = False
        late = self.invoice("E", 77, date="2026-03-15")
        self.assertEqual(str(late.date), "2026-03-15")
        other = self.invoice("F", 78, date="2026-03-15")
        self.assertEqual(str(other.date), "2026-04-15")
        self.assertEqual(self.found(close, "H2", "E"), "open 1 77.00")
        self.assertEqual(self.found(close, "H2", "F"), "ok")
        action = self.task(close, "H2", "E").action_open()
        self.assertIn("account.move", str(action))

    def test_what_is_taken_away_after_the_lock(self):
        invoice = self.invoice("E", 600)
        close = self.simple("FE")
        close.action_lock("sales")
        self.assertEqual(self.found(close, "H2", "E"), "ok")
        self.companies["E"].sudo().sale_lock_date = False
        invoice.sudo().button_draft()
        self.assertEqual(self.found(close, "H2", "E"), "open 1 -600.00")

    def test_branches_follow_their_legal_entity(self):
        branch = self.branch("F", "Fabrikam North", "N")
        close = self.simple("F")
        self.invoice("N", 50, post=False)
        self.assertEqual(self.found(close, "B8-all", "F"), "open 1 50.00")
        close.sudo().task_ids.filtered(lambda t: t.key == "B8-all").with_user(
            self.closer
        ).action_waive("Comes later")
        close.action_lock("period")
        self.assertFalse(branch.sudo().fiscalyear_lock_date)
        late = self.invoice("N", 51, date="2026-03-15")
        self.assertEqual(str(late.date), "2026-04-15")

    def test_the_report(self):
        close = self.simple()
        self.invoice("E", 600, post=False)
        close.action_lock("period", REASON)
        report = self.env["ir.actions.report"]
        name = "ar_centralized_payments.report_period_close"
        html = report.with_user(self.controller)._render_qweb_html(name, close.ids)[0]
        for text in ("March 2026", "Fabrikam East", REASON, "Overridden", "600.00"):
            self.assertIn(text, html.decode())
        mine = report.with_user(self.clerk_f)
        self.env.invalidate_all()
        html = mine._render_qweb_html(name, close.ids)[0].decode()
        self.assertNotIn("East", html)
        self.assertIn("Invoices are posted", html)

    def test_the_sheet_says_what_the_report_says(self):
        """Each task and lock of the user's companies, with amounts as numbers."""
        close = self.simple()
        draft = self.invoice("E", 600, post=False)
        draft.sudo().partner_id.name = "=1+1"
        close.action_lock("sales", REASON)
        pages = self.sheet(close)
        self.assertEqual([*pages], ["Period Close", "Tasks", "Locks"])
        self.assertIn(["Name", "March 2026"], pages["Period Close"])
        self.assertIn(["Locked", "Sales"], pages["Period Close"])
        head, *rows = pages["Tasks"]
        self.assertEqual(len(rows), len(close.sudo().task_ids))
        [row] = [
            dict(zip(head, row, strict=True))
            for row in rows
            if row[:2] == ["Invoices are posted", "Fabrikam East"]
        ]
        self.assertEqual(
            (row["Status"], row["Found"], row["Amount"], row["Currency"]),
            ("Overridden", 1, 600, "USD"),
        )
        self.assertIn(self.controller.name, row["Who, when"])
        self.assertEqual(row["Reason"], REASON)
        _head, *locks = pages["Locks"]
        self.assertEqual([row[0] for row in locks], ["Fabrikam", "Fabrikam East"])
        self.assertEqual({row[1] for row in locks}, {"Sales Lock Date: - → 2026-03-31"})
        self.env.invalidate_all()
        mine = self.sheet(close.with_user(self.clerk_f))
        self.assertNotIn("East", str(mine))
        self.assertEqual(len(mine["Locks"]), 2)
        action = close.with_user(self.reader).action_export()
        self.assertTrue(action["url"].endswith(f"/close/{close.id}.xlsx"))

    def sheet(self, close):
        """Title of each page -> its rows, without empty cells at their ends."""
        book = load_workbook(io.BytesIO(close_sheet(close)), read_only=True)
        return {
            page.title: [[cell.value for cell in row] for row in page.iter_rows()]
            for page in book
        }

    def test_members_of_one_company_see_its_lock(self):
        close = self.simple()
        close.action_lock("sales")
        mine = close.with_user(self.clerk_f)
        self.env.invalidate_all()
        self.assertEqual(mine.lock_ids.company_id, self.companies["F"])
        self.assertTrue(self.closed)

    def test_the_close_of_others_is_found_by_who_may_see_it(self):
        self.simple("E")
        close = self.simple("F")
        self.assertEqual(
            self.env["ar.period.close"].with_user(self.clerk_f).search([]), close
        )
        self.assertEqual(close.company_ids, self.companies["F"])
        self.assertEqual(len(Command.set(close.ids)), 3)
