from odoo import api, models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.ondelete(at_uninstall=False)
    def _unlink_except_revalued(self):
        """Nothing is deleted on which a revaluation stands: it would stand for ever.

        Of another one the sub-ledger keeps the name, and a simulation forgets it.
        ``sudo()``: nobody writes the sub-ledger; the user may delete the item.
        """
        lines = self.env["ar.revaluation.line"].sudo()
        lines = lines.search([("move_line_id", "in", self.ids)])
        if not lines:
            return
        booked = lines.filtered("is_booked")
        by_item = booked.grouped("move_line_id")
        refusals = [
            text
            for item, some in by_item.items()
            if (text := item._ar_standing_refusal(some))
        ]
        if refusals:
            raise UserError("\n".join(refusals))
        (lines - booked).unlink()
        for item, some in by_item.items():
            some.item_name = item.display_name

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_standing_refusal(self, lines):
        """Why an item may not be deleted, if so.

        :param lines: all that was ever booked for it
        """
        own = self.company_currency_id
        stands = own.round(sum(lines.mapped("amount")))
        if not stands:
            return ""
        return self.env._(
            "%(company)s, %(item)s: a revaluation stands for it, %(amount)s. Post it "
            "again, take that back by a revaluation with the method Invoice Date, and "
            "delete it then.",
            company=self.company_id.name,
            item=self.display_name,
            amount=own.format(stands),
        )
