"""What the slower of two users reads, and that the quicker one's work stands.

Real races and real locks need a committed database: ``scripts/committed/races.py``,
and ``turns.py`` there for journals that are secured by hash.
"""

from contextlib import closing
from unittest.mock import patch

from odoo.exceptions import ConcurrencyError, LockError, UserError
from odoo.tests import tagged

from ...books import journal_turns
from ..journals import PaymentJournalCommon


@tagged("post_install", "-at_install")
class TestTwoUsers(PaymentJournalCommon):
    def setUp(self):
        super().setUp()
        self.bill = self.invoice("E", 600)
        self.pay = self.payment("F", 600)

    def as_controller(self, record):
        return record.with_user(self.controller)

    def taken(self, model):
        """Somebody else holds records of a model."""
        return patch.object(
            self.env.registry[model],
            "lock_for_update",
            side_effect=LockError("Cannot grab a lock on records"),
        )

    def assertRefused(self, said, work):
        with self.assertRaises(UserError) as caught:
            work()
        self.assertIn(said, str(caught.exception))

    def test_posted_twice(self):
        settlement = self.settlement(self.pay, self.bill)
        settlement.action_post()
        entries = settlement.move_ids
        self.assertRefused(
            f"{settlement.name} is Posted; it would have to be Draft.",
            self.as_controller(settlement).action_post,
        )
        self.assertEqual(settlement.move_ids, entries)
        self.assertOpen({self.bill: "0", self.pay: "0"})

    def test_undone_twice(self):
        settlement = self.settle(self.pay, self.bill)
        self.as_controller(settlement).action_undo()
        entries = settlement.move_ids
        self.assertRefused(
            f"{settlement.name} is Undone; it would have to be Posted.",
            self.as_controller(settlement).action_undo,
        )
        self.assertEqual(settlement.move_ids, entries)
        self.assertOpen({self.bill: "600.00", self.pay: "-600.00"})

    def test_somebody_settles_the_documents(self):
        settlement = self.settlement(self.pay, self.bill)
        for model in ("ar.settlement", "account.move.line"):
            with self.taken(model):
                self.assertRefused(
                    f"Somebody else is just now settling Fabrikam East, "
                    f"{self.bill.name}; Fabrikam, {self.pay.name}. Nothing was "
                    f"booked for {settlement.name}; try again in a moment.",
                    settlement.action_post,
                )
        self.assertEqual(settlement.state, "draft")
        self.assertFalse(settlement.move_ids)
        self.assertOpen({self.bill: "600.00", self.pay: "-600.00"})

    def test_somebody_undoes_it(self):
        settlement = self.as_controller(self.settle(self.pay, self.bill))
        with self.taken("ar.settlement"):
            self.assertRefused(
                f"Somebody else is just now undoing {settlement.name}.",
                settlement.action_undo,
            )
        self.assertEqual(settlement.state, "posted")
        self.assertOpen({self.bill: "0", self.pay: "0"})

    def test_paid_by_somebody_in_the_meantime(self):
        """In the invoice's own company, after the marks were set."""
        settlement = self.settlement(self.pay, self.bill)
        other = self.payment("E", 600)
        (self.receivable(other) | self.receivable(self.bill)).reconcile()
        self.assertRefused("is settled already. Unmark it.", settlement.action_post)
        self.assertFalse(settlement.move_ids)
        self.assertOpen({self.bill: "0", self.pay: "-600.00", other: "0"})

    def test_partly_paid_in_the_meantime(self):
        """A blank amount is filled again; what is left over stays on the payment."""
        settlement = self.settlement(self.pay, self.bill)
        self.assertEqual(settlement.line_ids.mapped("amount"), [600, 600])
        other = self.payment("E", 250)
        (self.receivable(other) | self.receivable(self.bill)).reconcile()
        settlement.action_post()
        self.assertOpen({self.bill: "0", self.pay: "-250.00"})

    def test_journals_are_locked_first_and_in_one_order(self):
        """Journals wait in the order of their ids, then the marked lines are taken;
        what is open is read after that."""
        settlement = self.settlement(self.pay, self.bill)
        self.env.flush_all()
        self.env.invalidate_all()
        asked = self.listen()
        settlement.action_post()
        locks = [place for place, query in enumerate(asked) if "FOR NO KEY" in query]
        locks += [place for place, query in enumerate(asked) if "FOR UPDATE" in query]
        tables = [
            next(t for t in ("account_journal", "ar_settlement", "move_line") if t in q)
            for q in (asked[place] for place in sorted(locks))
        ]
        self.assertEqual(tables[:3], ["account_journal", "ar_settlement", "move_line"])
        self.assertIn("ORDER BY id FOR NO KEY UPDATE", asked[min(locks)])
        after = asked[max(locks[0], *locks) + 1 :]
        self.assertTrue(any('"amount_residual"' in query for query in after))
        written = ("INSERT INTO", "UPDATE ")
        self.assertFalse(
            [q for q in asked[: max(locks)] if q.strip().startswith(written)]
        )

    def listen(self):
        """A list to which every query is added from now on."""
        asked = []
        cursor = type(self.env.cr)
        execute = cursor.execute

        def listening(cursor, query, *args, **kwargs):
            asked.append(getattr(query, "code", str(query)))
            return execute(cursor, query, *args, **kwargs)

        self.patch(cursor, "execute", listening)
        return asked

    # ------------------------------------------------------------
    # Turns at journals
    # ------------------------------------------------------------
    def somebody_else(self, name, answer):
        """Somebody else posts in the journals, and this transaction has written."""
        # Who waits again is told by the cursor, which no test may roll back.
        self.addCleanup(self.env.cr.postrollback.clear)
        return patch.object(journal_turns, name, return_value=answer)

    def test_who_has_to_wait_is_tried_again(self):
        """Posting, undoing and draft payments fail with what Odoo tries again, before
        anything is written: held by somebody, or posted in since the transaction began.
        """
        settlement = self.settlement(self.pay, self.bill)
        undone = self.as_controller(
            self.settle(self.payment("F", 50), self.invoice("E", 50))
        )
        draft = self.payment("F", 70, post=False)
        marked = self.settlement(draft, self.invoice("E", 70))
        for name, answer in (("_try", (True, False)), ("mark_turns", False)):
            for work in (settlement.action_post, undone.action_undo, draft.action_post):
                with self.somebody_else(name, answer):
                    self.assertRaises(ConcurrencyError, work)
        self.assertEqual(
            [settlement.state, undone.state, draft.state, marked.state],
            ["draft", "posted", "draft", "draft"],
        )
        self.assertFalse(settlement.move_ids)
        self.assertOpen({self.bill: "600.00", self.pay: "-600.00"})
        (settlement | marked).action_post()
        self.assertOpen({self.bill: "0", self.pay: "0"})

    def test_lines_of_a_payment_journal_are_not_refused_for_a_wait(self):
        """Neither before lines are looked at, nor while they are posted one by one."""
        journal = self.payment_journal()
        self.line(journal, 600, self.bill)
        with self.somebody_else("_try", (True, False)):
            self.assertRaises(ConcurrencyError, journal.action_post)
        settlements = self.env.registry["ar.settlement"]
        with patch.object(settlements, "_lock", side_effect=ConcurrencyError("busy")):
            self.assertRaises(ConcurrencyError, journal.action_post)
        self.assertEqual(self.states(journal), ["entered"])
        self.assertFalse(journal.payment_ids.sudo().ar_refusal)
        journal.action_post()
        self.assertEqual(self.states(journal), ["posted"])

    def test_payment_journals_wait_outside_of_savepoints(self):
        """There, a transaction that has only read can be begun anew after the wait."""
        journal = self.payment_journal(user=self.controller)
        self.line(journal, 600, self.bill)
        for work in (journal.action_post, journal.action_undo):
            asked = self.listen()
            work()
            turns = [n for n, query in enumerate(asked) if "pg_try_advisory" in query]
            points = [n for n, q in enumerate(asked) if q.startswith("SAVEPOINT")]
            self.assertLess(turns[0], points[0])
        self.assertEqual(self.states(journal), ["undone"])

    def test_turns_of_two_connections(self):
        """Who waited holds the journal until the transaction after the wait ends."""
        ids = self.data["F"]["default_journal_bank"].ids
        with self.registry.cursor() as one, self.registry.cursor() as two:
            self.assertEqual(journal_turns._try(one, ids), (False, True))
            self.assertEqual(journal_turns._try(two, ids), (False, False))
            one.rollback()
            journal_turns._wait(two, ids)
            self.assertEqual(journal_turns._try(one, ids), (False, False))
            two.rollback()
            self.assertEqual(journal_turns._try(one, ids), (False, True))
            two.postrollback.add(lambda: journal_turns._wait_after_rollback(two, ids))
            one.rollback()
            two.rollback()
            self.assertEqual(journal_turns._try(one, ids), (False, False))

    def test_savepoints_are_noticed(self):
        """A transaction with a savepoint is never ended behind its caller's back."""
        with self.registry.cursor() as cursor:
            self.assertTrue(journal_turns._is_outside_savepoints(cursor))
            with closing(cursor.savepoint(flush=False)):
                self.assertFalse(journal_turns._is_outside_savepoints(cursor))
            self.assertTrue(journal_turns._is_outside_savepoints(cursor))
