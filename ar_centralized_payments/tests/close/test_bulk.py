"""Posting what is behind a task: a dry run first, then what can be posted."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...books import close_bulk
from .closing import ClosingCommon


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

    def test_so_many_at_once(self):
        for amount in (1, 2, 3):
            self.invoice("E", amount, post=False)
        task = self.task_of("E")
        with patch.object(close_bulk, "MOST_AT_ONCE", 2):
            answer = task.bulk_post()
        self.assertEqual((len(answer["rows"]), answer["has_more"]), (2, True))
        self.assertEqual(task.count, 1)

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
