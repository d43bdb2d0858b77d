"""Entries of workers in the background get their numbers last, in journals that several
workers share (:mod:`...books.worker_turns`)."""

from odoo import models

from ...books.journal_turns import worker_turn


class AccountMove(models.Model):
    _inherit = "account.move"

    def _set_next_sequence(self):
        """Not yet, where the worker numbers it when all else is written."""
        turn = worker_turn(self.env)
        if turn and turn.puts_off(self):
            return None
        return super()._set_next_sequence()

    def _get_last_sequence(self, relaxed=False, with_prefix=None):
        """Of what is committed by now, for whoever numbers last."""
        turn = worker_turn(self.env)
        if turn and turn.numbers(self):
            return turn.last_name(self, relaxed, with_prefix)
        return super()._get_last_sequence(relaxed, with_prefix)

    def _compute_made_sequence_gap(self):
        """The number before one that was given last is taken, whether the transaction
        sees its entry or not."""
        turn = worker_turn(self.env)
        last = self.filtered(lambda move: turn and turn.numbers(move))
        last.made_sequence_gap = False
        return super(AccountMove, self - last)._compute_made_sequence_gap()
