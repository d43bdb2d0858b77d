from odoo import models

from ...books.batches import UNSYNCED


class AccountPartialUnmatch(models.Model):
    _inherit = "account.partial.reconcile"

    def _ar_unmatch(self, date):
        """Unlink these matches; what Odoo reverses on the way is dated like that.

        Odoo by itself dates the reversal of tax that became due on payment, and of
        exchange differences, after the entry that it reverses, moved to the end of its
        month or out of a lock. So they are taken away from it before, and reversed
        here.

        :param date: open where these entries are (:class:`LockDates`)
        """
        made = self.env["account.move"].union(*self._ar_made_on_the_way())
        posted = made.filtered(lambda move: move.state == "posted")
        posted.exchange_diff_partial_ids.exchange_move_id = False
        posted.tax_cash_basis_rec_id = False
        # What is said of the items that they matched changes no amount of a document.
        self.with_context(**UNSYNCED).unlink()
        if posted:
            posted._reverse_moves(
                [
                    {"date": date, "ref": self.env._("Reversal of: %s", move.name)}
                    for move in posted
                ],
                cancel=True,
            )

    def _ar_made_on_the_way(self):
        """The entries that Odoo made for these matches, and reverses with them.

        Tax that became due on payment, exchange differences, and the exchange
        differences of the former in their turn.

        :return: entry -> the one of these matches that it was made for
        """
        origins = dict(zip(self, self, strict=True))
        made, partials = {}, self
        while partials:
            entries = self.env["account.move"].search(
                [("tax_cash_basis_rec_id", "in", partials.ids)]
            )
            found = {move: origins[move.tax_cash_basis_rec_id] for move in entries}
            for partial in partials.filtered("exchange_move_id"):
                found[partial.exchange_move_id] = origins[partial]
            made |= found
            further = {
                partial: origin
                for move, origin in found.items()
                for partial in move.line_ids.matched_debit_ids
                | move.line_ids.matched_credit_ids
                if partial not in origins
            }
            origins |= further
            partials = self.union(*further) - self
        return made
