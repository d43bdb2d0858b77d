"""Long files are imported in the background: whole or not at all, each once."""

import base64
from contextlib import ExitStack
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ...models.receipt import ar_receipt_work, ar_receipt_work_steps
from .bank_files import camt
from .test_payment_import import PaymentImportCommon

#: What Odoo refuses.
CLOSED, NOT_NOW = "The period is closed.", "Not now."
LIST = (
    b"Name;Description;Amount\n"
    b"Northwind;LIST/00012;40.00\n"
    b"Northwind;LIST/10012;40.00\n"
    b"Somebody;anything;5.00\n"
)


class Killed(BaseException):
    """What no code catches, as when the worker is killed."""


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21")
class TestReceiptWork(PaymentImportCommon):
    """Files of more than two rows are long here, and made two rows at a time."""

    def setUp(self):
        super().setUp()
        modules = (ar_receipt_work, ar_receipt_work_steps)
        for module, name in zip(modules, ("FOREGROUND_ROWS", "BATCH"), strict=True):
            self.startPatcher(patch.object(module, name, 2))
        self.file = camt(
            [
                *(
                    (f"W{n}", 40.0, "Northwind", bill.name)
                    for n, bill in enumerate(self.bills)
                ),
                ("W3", 5.0, "Somebody", "anything", {"iban": "BE68539007547034"}),
                ("W4", -1.0, "Bank", "Fees"),
            ]
        )

    # ------------------------------------------------------------
    # Builders
    # ------------------------------------------------------------
    def upload(self, content=None):
        """Import the statement: the import that waits."""
        wizard = self.as_clerk(self.env["ar.bank.import"]).create(
            {
                "journal_id": self.bank.id,
                "file": base64.b64encode(content or self.file).decode(),
                "file_name": "april.xml",
            }
        )
        return self.work_of(wizard.action_import())

    def upload_list(self, content=LIST):
        return self.work_of(self.wizard(content).action_import())

    def work_of(self, action):
        self.assertEqual(action["res_model"], "ar.receipt.work")
        return self.as_clerk(self.env["ar.receipt.work"]).browse(action["res_id"])

    def run_worker(self, steps=None, **failing):
        """What the scheduled action does: every step, or so many."""
        left = [steps or 100]

        def commit(_cron, processed=0, **_counts):
            left[0] -= processed
            return left[0] > 0

        with ExitStack() as stack:
            cron = type(self.env["ir.cron"])
            stack.enter_context(patch.object(cron, "_commit_progress", commit))
            for model, change in failing.items():
                stack.enter_context(self.changed(model.replace("__", "."), *change))
            self.env["ar.receipt.work"].sudo()._cron_work()
        self.env.invalidate_all()

    def changed(self, model, method, replacement):
        return patch.object(type(self.env[model]), method, replacement)

    def statement_lines(self):
        return self.env["account.bank.statement.line"].search(
            [("journal_id", "=", self.bank.id)], order="id"
        )

    # ------------------------------------------------------------
    # Whole
    # ------------------------------------------------------------
    def test_a_long_statement(self):
        work = self.upload()
        self.assertEqual((work.state, work.total, work.done), ("waiting", 4, 0))
        self.assertFalse(self.statement_lines())
        self.run_worker(steps=1)
        self.assertEqual(
            work.work_progress(),
            {"state": "waiting", "progress": 50.0, "done": 2, "total": 4},
        )
        (running,) = work.running()
        self.assertEqual(running["text"], "april.xml: 2 of 4 lines are done.")
        # Its lines mean nothing before all of them are there.
        self.as_clerk(self.bank).action_ar_receipts()
        self.assertFalse(self.statement_lines().ar_receipt_ids)
        self.run_worker()
        lines = self.statement_lines()
        self.assertEqual(lines.mapped("amount"), [40, 40, 5, -1])
        self.assertEqual(set(lines.mapped("create_uid")), {self.clerk})
        statement = lines.statement_id
        self.assertEqual((statement.balance_start, statement.is_complete), (100, True))
        self.assertEqual(
            lines.ar_receipt_ids.sorted(lambda r: r.statement_line_id.id).mapped(
                "confidence"
            ),
            ["sure", "sure", "none", "none"],
        )
        self.assertEqual((work.state, work.progress, work.step), ("done", 100, False))
        for text in ("Lines imported: 4.", "Sure: 2", "Unknown: 2"):
            self.assertIn(text, work.outcome)
        self.assertFalse(work.running())
        self.assertEqual(
            work.action_open_result()["domain"], [("journal_id", "=", self.bank.id)]
        )
        kept = work.sudo()
        self.assertFalse(kept.plan or kept.made or kept.content)
        with self.assertRefused("It is not imported twice"):
            self.upload()

    def test_a_long_list(self):
        wizard = self.wizard(LIST)
        for text in ("3 payments", "This is a long list", "LIST/00012"):
            self.assertIn(text, wizard.preview)
        self.assertNotIn("Sure", wizard.preview)
        work = self.work_of(wizard.action_import())
        self.assertEqual(self.journal.state, "posting")
        self.run_worker(steps=2)
        self.assertEqual(len(self.journal.payment_ids), 2)
        progress = self.journal.posting_progress()
        self.assertEqual(
            (progress["state"], progress["done"], progress["total"]), ("posting", 2, 3)
        )
        # Nobody else adds lines, posts them, or imports.
        for action in (
            self.journal.action_post,
            lambda: self.wizard(b"Name,Amount\na,1.00\nb,2.00\n").action_import(),
            lambda: self.payment(
                "F", 1, post=False, ar_payment_journal_id=self.journal.id
            ),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                action()
        self.run_worker()
        self.assertEqual(self.journal.state, "draft")
        self.assertEqual(
            self.lines(),
            [
                ("Northwind Traders", 40, 2),
                ("Northwind Traders", 40, 2),
                (False, 5, 0),
            ],
        )
        self.assertEqual(work.state, "done")
        self.assertIn("Lines imported: 3.", work.outcome)
        self.assertIn(work.outcome, str(self.journal.message_ids[0].body))
        self.analyze()
        self.journal.action_post()
        self.assertOpen(dict.fromkeys(self.bills, 0))

    def test_two_banks(self):
        """Money that came to two banks of one company pays, each by its own."""
        other = self.bank.copy({"name": "Second Bank", "code": "BNK9"})
        other.with_user(self.controller).ar_receipts = "propose"
        lines = self.line(40, self.bills[0].name)
        lines |= self.line(40, self.bills[1].name, journal_id=other.id)
        lines.ar_accept()
        journals = lines.ar_receipt_ids.payment_journal_id
        self.assertEqual(journals.journal_id, self.bank | other)
        self.analyze()
        lines.ar_receipt_ids.action_post()
        self.assertOpen(dict.fromkeys(self.bills, 0))
        for line in lines:
            self.assertMatched(line)
        action = journals[0].action_from_bank()
        bank = journals[0].journal_id
        self.assertEqual(action["domain"], [("journal_id", "=", bank.id)])

    def test_many_receipts_at_once(self):
        """What came some other way is found, and what is sure is accepted."""
        lines = [self.line(40, bill.name) for bill in self.bills]
        lines.append(self.line(5, "anything", account=""))
        receipts = self.as_clerk(self.env["ar.bank.receipt"])
        for _again in range(2):
            receipts.action_open_all()
        self.assertFalse(receipts.search([("journal_id", "=", self.bank.id)]))
        (running,) = self.env["ar.receipt.work"].sudo().search([])
        self.assertEqual(running.kind, "lines")
        self.run_worker()
        found = receipts.search([("journal_id", "=", self.bank.id)])
        self.assertEqual(sorted(found.mapped("confidence")), ["none", "sure", "sure"])
        self.assertIn("Lines looked at: 3. Sure: 2", running.outcome)
        # Many that were found wait as they are: the page is quick.
        with patch.object(type(self.bank), "_ar_propose_new") as find:
            receipts.action_open_all()
        self.assertFalse(find.called)
        self.assertEqual(self.env["ar.receipt.work"].sudo().search_count([]), 1)
        with patch.object(ar_receipt_work, "FOREGROUND_ROWS", 1):
            told = receipts.action_accept_all_sure()
        self.assertIn("2 lines are done in the background", told["params"]["message"])
        self.assertEqual(set(found.mapped("state")), {"proposed"})
        found.filtered(lambda r: r.confidence == "sure")[:1].action_leave()
        self.run_worker()
        self.assertEqual(
            sorted(found.mapped("state")), ["accepted", "left", "proposed"]
        )
        accepted = self.env["ar.receipt.work"].sudo().search([("kind", "=", "accept")])
        self.assertEqual(accepted.outcome, "Accepted: 1.")

    def test_what_was_marked_meanwhile_is_asked(self):
        """A row is not lost, and does not stop the others."""
        work = self.upload_list()
        self.run_worker(steps=1)
        self.settlement(self.payment("F", 40, post=False), self.bills[0])
        self.run_worker()
        self.assertFalse(work.refusal)
        self.assertEqual(
            [line[1:] for line in self.lines()], [(40, 0), (40, 2), (5, 0)]
        )

    # ------------------------------------------------------------
    # Once
    # ------------------------------------------------------------
    def test_the_same_file_twice(self):
        self.upload()
        for content in (self.file, camt([("W0", 40.0, "Northwind", "x")])):
            with self.assertRefused("april.xml is being imported"):
                self.upload(content)
        self.upload_list()
        other = self.journal.copy()
        with self.assertRefused("is being imported just now"):
            self.as_clerk(self.env["ar.payment.import"]).create(
                {
                    "payment_journal_id": other.id,
                    "file": base64.b64encode(LIST).decode(),
                }
            ).action_import()
        self.run_worker()
        self.assertEqual(len(self.statement_lines()), 4)
        self.assertEqual(len(self.journal.payment_ids), 3)

    def test_a_killed_worker_loses_nothing(self):
        """What was committed stays, the next worker does the rest; no row twice."""
        for upload, lines in (
            (self.upload, self.statement_lines),
            (self.upload_list, lambda: self.journal.payment_ids),
        ):
            work = upload()
            while work.state == "waiting":
                step = type(work)._do_step

                def killed(work, env, step=step):
                    step(work, env)
                    raise Killed

                with self.assertRaises(Killed), self.cr.savepoint():
                    self.run_worker(ar__receipt__work=("_do_step", killed))
                self.env.invalidate_all()
                self.run_worker(steps=1)
            self.assertEqual((work.state, len(lines())), ("done", work.total))

    # ------------------------------------------------------------
    # Not at all
    # ------------------------------------------------------------
    def test_refused_in_the_middle(self):
        """Everything is taken back, and the file can be imported again."""

        def refused(_work, *_args):
            raise UserError(CLOSED)

        for upload, lines, method in (
            (self.upload, self.statement_lines, "_statement_match"),
            (self.upload_list, lambda: self.journal.payment_ids, "_make_payments"),
        ):
            work = upload()
            self.run_worker(steps=2)
            self.assertEqual(work.done, len(lines()))
            self.assertTrue(lines())
            self.run_worker(ar__receipt__work=(method, refused))
            self.assertEqual(work.state, "refused")
            self.assertEqual(work.refusal, CLOSED)
            self.assertFalse(lines().exists())
            self.assertFalse(work.sudo().made)
            again = upload()
            self.run_worker()
            self.assertEqual((again.state, len(lines())), ("done", again.total))
        self.assertEqual(self.journal.state, "draft")
        self.assertFalse(
            self.env["account.bank.statement"].search_count(
                [("journal_id", "=", self.bank.id), ("line_ids", "=", False)]
            )
        )

    def test_what_nobody_foresaw(self):
        def failing(_work, *_args):
            raise ValueError("inside")

        work = self.upload()
        with self.assertLogs("odoo.addons.ar_centralized_payments", "ERROR"):
            self.run_worker(ar__receipt__work=("_statement_make", failing))
        self.assertEqual(work.state, "refused")
        self.assertIn("nobody foresaw", work.refusal)
        self.assertNotIn("inside", work.refusal)

    def test_what_cannot_be_taken_back_is_said(self):
        def refused(_work, *_args):
            raise UserError(NOT_NOW)

        work = self.upload()
        self.run_worker(steps=1)
        kept = self.statement_lines()
        self.run_worker(
            steps=1,
            ar__receipt__work=("_statement_make", refused),
        )
        self.run_worker(account__bank__statement__line=("unlink", refused))
        self.assertEqual(work.state, "refused")
        self.assertEqual(work.refusal, f"{NOT_NOW}\n{NOT_NOW}")
        self.assertEqual(self.statement_lines(), kept)

    def test_a_step_that_never_ends(self):
        work = self.upload()
        work.sudo().tries = ar_receipt_work.TRIES
        self.run_worker()
        self.assertEqual(work.state, "refused")
        self.assertIn("begun 5 times", work.refusal)

    def test_rights_are_those_at_the_time_of_the_work(self):
        invoice = self.env.ref("account.group_account_invoice")
        for values in (
            {"active": False},
            {"company_ids": [(3, self.companies["F"].id)]},
            {"group_ids": [(3, group.id) for group in self.clerk.group_ids & invoice]},
        ):
            with self.subTest(values), self.cr.savepoint() as savepoint:
                work = self.upload().sudo()
                if "company_ids" in values:
                    self.clerk.sudo().company_id = self.companies["E"]
                self.clerk.sudo().write(values)
                self.run_worker()
                self.assertEqual(work.state, "refused")
                self.assertIn("may not do it any more", work.refusal)
                self.assertFalse(self.statement_lines())
                savepoint.rollback()
            self.env.invalidate_all()

    # ------------------------------------------------------------
    # Who may see it
    # ------------------------------------------------------------
    def test_who_may_see_it(self):
        work = self.upload()
        stranger = self.new_user("clerk_e", "account.group_account_invoice", "E")
        other = self.as_clerk(work, stranger)
        with self.assertRaises(AccessError), self.cr.savepoint():
            other.work_progress()
        self.assertFalse(other.running())
        with self.assertRaises(AccessError), self.cr.savepoint():
            work.read(["plan"])
        with self.assertRaises(AccessError), self.cr.savepoint():
            work.state = "done"
