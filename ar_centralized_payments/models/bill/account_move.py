from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _inherit = "account.move"

    def _ar_check_no_bills(self):
        """``sudo()``: whoever may see the bill; its number is in the entry."""
        posted = self.filtered(lambda move: move.state == "posted")
        if not posted.ids:
            return
        events = self.env["ar.bill.event"].sudo()
        found = events.search([("line_ids.move_id", "in", posted.ids)], limit=1)
        if found:
            raise UserError(
                self.env._(
                    "%(entry)s belongs to the bill of exchange %(bill)s. It cannot be "
                    "changed by itself: undo the last event of the bill.",
                    entry=found.line_ids.move_id[:1].name,
                    bill=found.bill_id.name,
                )
            )
