"""What Odoo does for one payment or invoice after the other, done at once for those
that are posted or settled together."""

from odoo import models

from ...books.batches import batched, write_notes


class AccountMove(models.Model):
    _inherit = "account.move"

    def _message_track(self, fields_iter, initial_values_dict):
        """What is marked for it is noted together, the rest as Odoo does it."""
        noted, tracking = write_notes(self, fields_iter, initial_values_dict)
        rest = super(AccountMove, self - noted)._message_track(
            fields_iter, initial_values_dict
        )
        return {**rest, **tracking}


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _message_track(self, fields_iter, initial_values_dict):
        """What is marked for it is noted together, the rest as Odoo does it."""
        noted, tracking = write_notes(self, fields_iter, initial_values_dict)
        rest = super(AccountPayment, self - noted)._message_track(
            fields_iter, initial_values_dict
        )
        return {**rest, **tracking}

    def _generate_journal_entry(
        self, write_off_line_vals=None, force_balance=None, line_ids=None
    ):
        """Make the entries of payments that are posted together, and link them at once.

        Odoo makes them at once, and links each in a write of its own.
        """
        together = self.browse()
        if not (write_off_line_vals or force_balance or line_ids):
            together = batched(self).filtered(
                lambda p: not p.move_id and p.outstanding_account_id
            )
        if len(together) < 2:
            return super()._generate_journal_entry(
                write_off_line_vals, force_balance, line_ids
            )
        vals_list = [payment._generate_move_vals() for payment in together]
        together._ar_link_entries(self.env["account.move"].create(vals_list))
        return super(AccountPayment, self - together)._generate_journal_entry()

    def _ar_link_entries(self, moves):
        """Give each payment its entry, and the state that Odoo gives it with it."""
        entry, state = self._fields["move_id"], self._fields["state"]
        if not self.env.context.keys() & {"tracking_disable", "mail_notrack"}:
            self._track_prepare(self._fields)
        with self.env.protecting([state], self):
            self.modified(["move_id"], before=True)
            for payment, move in zip(self, moves, strict=True):
                entry.write(payment, move.id)
            state.write(self, "in_process")
            self.modified(["move_id", "state"])
