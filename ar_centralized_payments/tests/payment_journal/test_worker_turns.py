"""What workers in the background share, and how they number their entries last; that
two of them do it at once is tried in ``scripts/committed/workers.py``."""

from odoo.exceptions import ConcurrencyError, UserError
from odoo.tests import tagged

from ...books.worker_turns import WorkerTurn
from ..journals import PaymentJournalCommon
from ..settlement.taxed import TaxDueOnPaymentCommon

REASON = "Not this one."


@tagged("post_install", "-at_install")
class TestWorkerTurns(PaymentJournalCommon, TaxDueOnPaymentCommon):
    def settled_by_hand(self, amount=40):
        """A settlement that a clerk posts: it has the first numbers."""
        payment = self.payment("F", amount)
        settlement = self.settlement(payment, self.invoice("E", amount))
        settlement.action_post()
        return settlement.sudo().move_ids

    def queued(self, letters):
        """A payment journal that waits, with a line for an invoice of each company."""
        self.in_background(batch=10)
        journal = self.payment_journal()
        for letter in letters:
            self.line(journal, 100, self.invoice(letter, 100))
        journal.action_post()
        return journal

    def intercompany(self, letter):
        return self.companies[letter].sudo().ar_intercompany_journal_id

    def seen_before_numbers(self):
        """What the worker has posted when all but the numbers is written: journal ->
        the numbers of its entries."""
        seen, give = {}, WorkerTurn.give

        def giving(turn, env):
            domain = [("ar_settlement_ids", "!=", False), ("state", "=", "posted")]
            moves = env["account.move"].sudo().search(domain)
            for journal, some in moves.grouped("journal_id").items():
                seen[journal.id] = some.mapped("name")
            give(turn, env)

        self.patch(WorkerTurn, "give", giving)
        return seen

    def numbers(self, journal):
        """The numbers of the entries of a journal, in the order of its entries."""
        moves = (
            self.env["account.move"]
            .sudo()
            .search(
                [("journal_id", "=", journal.id), ("state", "=", "posted")], order="id"
            )
        )
        self.assertFalse(any(moves.mapped("made_sequence_gap")))
        for move in moves:
            self.assertEqual(set(move.line_ids.mapped("move_name")), {move.name})
        self.assertEqual(len(set(moves.mapped("sequence_prefix"))), 1)
        return moves.mapped("sequence_number")

    def test_entries_in_shared_journals_are_numbered_last(self):
        self.settled_by_hand()
        journal, seen = self.queued("EWEE"), self.seen_before_numbers()
        self.run_worker()
        self.assertEqual(self.states(journal), ["posted"] * 4)
        east, west = self.intercompany("E"), self.intercompany("W")
        self.assertEqual(sorted(map(bool, seen[east.id])), [False] * 3 + [True])
        self.assertEqual(seen[west.id], [False])
        self.assertEqual(self.numbers(east), [1, 2, 3, 4])
        self.assertEqual(self.numbers(west), [1])
        self.assertEqual(self.numbers(self.intercompany("F")), [1, 2, 3, 4, 5])
        # The notes say nothing of a number.
        moves = journal.payment_ids.settlement_ids.sudo().move_ids
        self.assertFalse(moves.message_ids.tracking_value_ids)

    def test_entries_in_secured_journals_are_numbered_at_once(self):
        east = self.intercompany("E")
        east.restrict_mode_hash_table = True
        journal, seen = self.queued("EWE"), self.seen_before_numbers()
        self.run_worker()
        self.assertEqual(self.states(journal), ["posted"] * 3)
        self.assertTrue(all(seen[east.id]))
        self.assertFalse(any(seen[self.intercompany("W").id]))
        self.assertEqual(self.numbers(east), [1, 2])
        moves = journal.payment_ids.settlement_ids.sudo().move_ids
        secured = moves.filtered("inalterable_hash")
        self.assertEqual(secured, moves.filtered(lambda m: m.journal_id == east))

    def test_what_is_rolled_back_leaves_no_gap(self):
        """A line that only Odoo refuses: the batch is halved until it is found."""
        journal = self.queued("EEE")
        payments = self.env.registry["account.payment"]
        post, bad = payments.action_post, journal.payment_ids.sorted("id")[1].id

        def posting(records):
            result = post(records)
            if bad in records.ids:
                raise UserError(REASON)
            return result

        self.patch(payments, "action_post", posting)
        self.run_worker()
        self.assertEqual(self.states(journal), ["posted", "refused", "posted"])
        self.assertEqual(self.numbers(self.intercompany("E")), [1, 2])

    def test_what_a_worker_shares(self):
        """All Intercompany journals that are not secured; but where tax of a marked
        document is due on payment, nobody else books it meanwhile."""
        west, journal = self.companies["W"].sudo(), self.payment_journal()
        west.tax_exigibility = True
        line = self.line(journal, 100, self.invoice("E", 60), self.invoice("W", 40))
        bank, settlements = line.sudo().journal_id, line._ar_all_settlements()
        ours = {letter: self.intercompany(letter) for letter in "FEW"}
        self.assertEqual(
            settlements._worker_journals(bank),
            (bank, ours["F"] | ours["E"] | ours["W"]),
        )
        ours["E"].restrict_mode_hash_table = True
        taxed = self.invoice("W", 100, tax=self.tax_on_payment("W"))
        self.line(journal, 110, taxed)
        settlements = journal.payment_ids._ar_all_settlements()
        due = west.tax_cash_basis_journal_id
        self.assertTrue(due)
        self.assertEqual(
            settlements._worker_journals(bank),
            (bank | due | ours["E"], ours["F"] | ours["W"]),
        )
        self.in_background()
        journal.action_post()
        self.run_worker()
        self.assertEqual(self.states(journal), ["posted"] * 2)
        self.assertEqual(self.numbers(due), [1])
        self.assertEqual(self.tax_entries(taxed).journal_id, due)
        self.assertEqual(self.numbers(ours["W"]), [1, 2])

    def test_what_is_not_held_is_tried_again(self):
        """Somebody has changed the settings since the worker took its journals."""
        east, west = self.intercompany("E"), self.intercompany("W")
        turn = WorkerTurn(self.env.cr, east.ids, west.ids)
        turn.take(east | west)
        with self.assertRaises(ConcurrencyError):
            turn.take(self.intercompany("F"))
        west.restrict_mode_hash_table = True
        with self.assertRaises(ConcurrencyError):
            turn.take(west)
