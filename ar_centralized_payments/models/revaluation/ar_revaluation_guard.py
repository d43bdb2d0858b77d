"""Who may do what with a revaluation, and of which companies it is."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...books.access_groups import GROUP_CLOSE


class ArRevaluation(models.Model):
    _inherit = "ar.revaluation"

    # ------------------------------------------------------------
    # Business: who may, and when
    # ------------------------------------------------------------
    def _check_group(self, group):
        if self.env.su or self.env.user.has_group(group):
            return
        raise AccessError(
            self.env._(
                "You may not do this with a revaluation. It takes the right to close "
                "accounts receivable."
            )
            if group == GROUP_CLOSE
            else self.env._("It takes the right to invoice to compute a revaluation.")
        )

    def _all_refusals(self, booked):
        today = fields.Date.context_today(self)
        if self.date > today:
            return [
                self.env._("%(run)s: its date is in the future.", run=self.name),
                *booked.refusals,
            ]
        return booked.refusals

    def _refuse(self, booked):
        refusals = self._all_refusals(booked)
        if refusals:
            raise UserError("\n".join(dict.fromkeys(refusals)))
