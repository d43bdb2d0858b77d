"""The tile of what draft settlements hold for long."""

from datetime import timedelta

from odoo import api, fields, models

from .ar_receivables_home import CLERKS

#: After how many days a mark is old.
OLD_DAYS = 3


class ArReceivablesHome(models.AbstractModel):
    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        title = self.env._("Marked for days")
        return {**super()._home_tiles(), "marks": (title, CLERKS)}

    @api.model
    def _tile_marks(self, figures):
        """Drafts that have held marks for more than three days, and whose."""
        before = fields.Datetime.to_string(
            fields.Datetime.now() - timedelta(days=OLD_DAYS)
        )
        domain = [("is_marking", "=", True), ("create_date", "<", before)]
        groups = self.env["ar.settlement.line"]._read_group(
            domain, ["create_uid"], ["__count"], order="__count DESC", limit=5
        )
        return {
            "rows": [
                self._home_row(
                    user.name,
                    count=count,
                    tone="warning",
                    action=self._home_action(
                        "action_marked_transactions",
                        [*domain, ("create_uid", "=", user.id)],
                    ),
                )
                for user, count in groups
            ]
        }
