"""What Odoo does for one payment or invoice after the other, done at once for those
that are posted or settled together."""

from odoo import models
from odoo.tools import split_every
from odoo.tools.constants import PREFETCH_MAX

from ...books.batches import batched, write_notes
from ...books.quick_rows import QUICK
from ...books.whole_items import WHOLE, plain_items


class AccountMove(models.Model):
    _inherit = "account.move"

    def _message_track(self, fields_iter, initial_values_dict):
        """What is marked for it is noted together, the rest as Odoo does it."""
        noted, tracking = write_notes(self, fields_iter, initial_values_dict)
        rest = super(AccountMove, self - noted)._message_track(
            fields_iter, initial_values_dict
        )
        return {**rest, **tracking}

    def _post(self, soft=True):
        """In batches: above what Odoo computes at once, it numbers one by one."""
        if len(self) <= PREFETCH_MAX:
            return super()._post(soft)
        batches = split_every(PREFETCH_MAX, self.ids, self.browse)
        posted = [super(AccountMove, some)._post(soft) for some in batches]
        return self.browse().union(*posted)


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
        together._ar_link_entries(together._ar_make_entries())
        return super(AccountPayment, self - together)._generate_journal_entry()

    def _ar_make_entries(self):
        """The entry of each payment, of the values that Odoo has for it.

        ``sudo()``: only whether there are models of analytic distributions.
        """
        vals_list = [payment._generate_move_vals() for payment in self]
        moves = self.env["account.move"]
        if not self.env.context.get("account_default_taxes"):
            plain_items(self.sudo().env, vals_list)
            moves = moves.with_context(**{WHOLE: True, QUICK: True})
        return moves.create(vals_list).with_env(self.env)

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
