from odoo import models
from odoo.exceptions import UserError


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def unlink(self):
        """What events of a bill matched stays so, until the event is undone."""
        self._ar_check_no_bills()
        return super().unlink()

    def _ar_check_no_bills(self):
        """Refuse where both items are of a bill's events that count.

        An undone event counts no more: the engine undoes it in name before it unmatches
        anything. ``sudo()``: whoever may see the bill; its number is in the entries.
        """
        lines = self.sudo().debit_move_id | self.sudo().credit_move_id
        if not lines.ar_bill_event_id:
            return
        for partial in self.sudo():
            one = partial.debit_move_id.ar_bill_event_id
            other = partial.credit_move_id.ar_bill_event_id
            if not (one and other) or one.bill_id != other.bill_id:
                continue
            is_pair = one.undone_by_id == other or other.undone_by_id == one
            if is_pair or not (one.undone_by_id or other.undone_by_id):
                raise UserError(
                    self.env._(
                        "These items belong to the bill of exchange %(bill)s and stay "
                        "matched: undo the last event of the bill instead.",
                        bill=one.bill_id.name,
                    )
                )
