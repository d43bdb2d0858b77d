"""Posting what is behind a task: a dry run first, then what can be posted."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...books import close_bulk
from ...models.close import ar_period_close_posting
from .closing import ClosingCommon


def _no_commit(cron, processed=0, **_counts):
    """A test has one transaction; the work has time."""
    return 1.0


@tagged("post_install", "-at_install")
class TestBulk(ClosingCommon):
    def setUp(self):
        super().setUp()
        self.key = self.key_of_drafts
        self.bulk_close = self.close("FE", template_id=self.template(self.key, "C3"))

    def task_of(self, letter, key=None, user=None):
        self.bulk_close.check()
        return self.task(self.bulk_close, key or self.key, letter, user or self.clerk)

    def rows(self, answer):
        return [(row["state"], row["reason"]) for row in answer["rows"]]

    def test_a_dry_run_leaves_nothing_and_posting_does(self):
        first = self.invoice("E", 600, post=False)
        other = self.invoice("E", 50, post=False)
        first.partner_bank_id = False
        other.sudo().partner_id.active = True
        task = self.task_of("E")
        answer = task.bulk_preview()
        self.assertEqual(self.rows(answer), [("ready", "")] * 2)
        self.assertEqual({row["company"] for row in answer["rows"]}, {"Fabrikam East"})
        self.assertEqual((first.state, other.state), ("draft", "draft"))
        self.assertEqual(self.rows(task.bulk_post()), [("done", "")] * 2)
        self.assertEqual((first | other).mapped("state"), ["posted"] * 2)
        self.assertEqual((task.state, task.check_state), ("done", "ok"))
        numbers = sorted((first | other).mapped("sequence_number"))
        self.assertEqual(numbers, [numbers[0], numbers[0] + 1])

    def test_what_is_refused_stops_no_other(self):
        empty = self.invoice("E", 600, post=False)
        empty.invoice_line_ids = [(5, 0, 0)]
        other = self.invoice("E", 50, post=False)
        task = self.task_of("E")
        for answer in (task.bulk_preview(), task.bulk_post()):
            by_id = {row["id"]: row for row in answer["rows"]}
            self.assertEqual(by_id[empty.id]["state"], "refused")
            self.assertTrue(by_id[empty.id]["reason"])
        self.assertEqual((empty.state, other.state), ("draft", "posted"))
        self.assertEqual((task.state, task.count), ("open", 1))

    def test_left_out(self):
        undated = self.invoice("E", 600, post=False)
        undated.invoice_date = False
        self.env.cr.execute(
            "UPDATE account_move SET create_date = '2026-03-20' WHERE id = %s",
            undated.ids,
        )
        theirs = self.invoice("E", 50, post=False, user=self.controller)
        task = self.task_of("E")
        found = {row["id"]: row for row in task.bulk_preview()["rows"]}
        self.assertIn("has no date", found[undated.id]["reason"])
        self.assertIn("within the last hour", found[theirs.id]["reason"])
        self.assertEqual({row["state"] for row in found.values()}, {"left"})
        self.env.cr.execute(
            "UPDATE account_move SET write_date = '2026-03-20' WHERE id = %s",
            theirs.ids,
        )
        theirs.invalidate_recordset()
        self.assertEqual(
            {row["state"] for row in task.bulk_post(True)["rows"]}, {"done"}
        )
        self.assertEqual(str(undated.invoice_date), "2026-03-31")
        self.assertEqual(str(undated.date), "2026-03-31")

    def test_a_locked_date_is_not_moved(self):
        draft = self.invoice("E", 600, post=False)
        self.companies["E"].sudo().sale_lock_date = "2026-03-31"
        task = self.task_of("E")
        [row] = task.bulk_post()["rows"]
        self.assertEqual(row["state"], "refused")
        self.assertIn("its own date is locked", row["reason"])
        self.assertEqual((draft.state, str(draft.date)), ("draft", "2026-03-10"))

    def test_payments_and_lines_of_journals(self):
        payment = self.payment("F", 60, post=False)
        line = self.line(self.payment_journal("F"), 70)
        refused = self.line(self.payment_journal("F"), 0)
        task = self.task_of("F", "C3")
        states = {row["id"]: row["state"] for row in task.bulk_preview()["rows"]}
        self.assertEqual(states[payment.id], "ready")
        self.assertEqual(states[line.id], "ready")
        self.assertEqual(states[refused.id], "refused")
        task.bulk_post()
        self.assertEqual(line.ar_line_state, "posted")
        self.assertEqual(payment.state, "in_process")
        self.assertEqual(refused.state, "draft")

    # ------------------------------------------------------------
    # In the background
    # ------------------------------------------------------------
    def queued(self, task, is_dated=False):
        """Post what is behind a task, more than a request posts: what is answered."""
        with patch.object(close_bulk, "MOST_AT_ONCE", 2):
            preview = task.bulk_preview(is_dated)
            self.assertEqual(len(preview["rows"]), 2)
            self.assertEqual(preview["total"], task.count)
            return task.bulk_post(is_dated)

    def work(self):
        """What the scheduled action does, in batches of two."""
        with (
            patch.object(ar_period_close_posting, "BATCH", 2),
            patch.object(type(self.env["ir.cron"]), "_commit_progress", _no_commit),
        ):
            self.env["ar.period.close.posting"].sudo()._cron_post()
        self.env.invalidate_all()

    def test_many_are_posted_in_the_background(self):
        """Progress, and each refusal beside its document; as the user who asked."""
        empty = self.invoice("E", 9, post=False)
        empty.invoice_line_ids = [(5, 0, 0)]
        drafts = [self.invoice("E", amount, post=False) for amount in range(1, 5)]
        task = self.task_of("E")
        answer = self.queued(task)
        progress = {"is_done": False, "done": 0, "total": 5, "posted": 0}
        self.assertEqual(
            (answer["progress"], answer["rows"]),
            ({**progress, "user": self.clerk.name}, []),
        )
        self.assertEqual({draft.state for draft in drafts}, {"draft"})
        with self.assertRefused(f"{self.clerk.name} is having them posted"):
            task.with_user(self.closer).bulk_post()
        theirs = task.with_user(self.closer).bulk_preview()
        self.assertEqual(theirs["progress"], answer["progress"])
        self.work()
        self.assertEqual([draft.state for draft in drafts], ["posted"] * 4)
        self.assertEqual({draft.create_uid for draft in drafts}, {self.clerk})
        answer = task.bulk_progress()
        self.assertEqual(
            answer["progress"],
            {"is_done": True, "user": self.clerk.name, "done": 5, "total": 5}
            | {"posted": 4},
        )
        [row] = answer["rows"]
        self.assertEqual((row["id"], row["state"]), (empty.id, "refused"))
        self.assertIn("post nothing", row["reason"])
        self.assertEqual((task.state, task.count), ("open", 1))
        body = task.sudo().message_ids[0].body
        self.assertIn("4 of 5. Refused: 1. Left out: 0.", body)
        self.assertFalse(task.with_user(self.closer).bulk_progress()["progress"])

    def test_in_the_background_dates_are_given_only_where_asked_for(self):
        drafts = self.env["account.move"]
        for amount in (1, 2, 3):
            drafts |= self.invoice("E", amount, post=False, invoice_date=False)
        self.env.cr.execute(
            "UPDATE account_move SET create_date = '2026-03-20' WHERE id = ANY(%s)",
            [drafts.ids],
        )
        task = self.task_of("E")
        self.queued(task)
        self.work()
        rows = task.bulk_progress()["rows"]
        self.assertEqual({row["state"] for row in rows}, {"left"})
        self.queued(task, is_dated=True)
        self.work()
        self.assertEqual({str(draft.date) for draft in drafts}, {"2026-03-31"})

    def test_rights_are_those_at_the_time_of_the_work(self):
        """Who may not any more posts nothing, and the reason is told."""
        for amount in (1, 2, 3):
            self.invoice("E", amount, post=False)
        task = self.task_of("E")
        for values in ({"active": False}, {"company_ids": [(3, task.company_id.id)]}):
            self.queued(task)
            with self.cr.savepoint() as savepoint:
                self.clerk.sudo().write(values)
                self.work()
                posting = self.env["ar.period.close.posting"].sudo().search([], limit=1)
                self.assertEqual((posting.state, posting.posted), ("done", 0))
                self.assertEqual({state for _k, state, _w in posting.outcomes},
                                 {"refused"})  # fmt: skip
                savepoint.rollback()
            self.env.invalidate_all()
            self.env["ar.period.close.posting"].sudo().search([]).unlink()
        self.assertEqual(task.sudo().count, 3)

    def test_what_another_did_meanwhile_is_left_alone(self):
        drafts = [self.invoice("E", amount, post=False) for amount in (1, 2, 3)]
        task = self.task_of("E")
        self.queued(task)
        drafts[0].action_post()
        drafts[1].unlink()
        self.work()
        self.assertEqual((drafts[0].state, drafts[2].state), ("posted", "posted"))
        answer = task.bulk_progress()
        self.assertEqual((answer["progress"]["posted"], answer["rows"]), (1, []))

    def test_nobody_foresaw_it(self):
        """A document that fails for any reason stops no other."""
        drafts = [self.invoice("E", amount, post=False) for amount in (1, 2)]
        task = self.task_of("E")
        post = type(drafts[0]).action_post

        def fail(move):
            if move == drafts[0]:
                raise ZeroDivisionError
            return post(move)

        with (
            patch.object(type(drafts[0]), "action_post", fail),
            mute_logger("odoo.addons.ar_centralized_payments.books.close_bulk"),
        ):
            rows = task.bulk_post()["rows"]
        self.assertEqual([row["state"] for row in rows], ["refused", "done"])
        self.assertIn("nobody foresaw", rows[0]["reason"])

    def test_who_may(self):
        self.invoice("E", 1, post=False)
        task = self.task_of("E")
        for user in (self.reader, self.clerk_f):
            for name in ("bulk_preview", "bulk_post"):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    getattr(task.with_user(user), name)()
        close = self.close(
            "W",
            template_id=self.template("D2"),
            name=fields.Date.to_string(task.date_to),
        )
        with self.assertRefused("nothing can be posted here"):
            self.task(close, "D2", "W", self.clerk).bulk_preview()
