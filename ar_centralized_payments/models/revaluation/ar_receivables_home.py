from odoo import api, models

from ..home.ar_receivables_home import CONTROLLERS


class ArReceivablesHome(models.AbstractModel):
    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        title = self.env._("Currency revaluation")
        return {**super()._home_tiles(), "revaluation": (title, CONTROLLERS)}

    @api.model
    def _tile_revaluation(self, figures):
        """Runs that are not posted, and those that were refused in the background."""
        drafts = [("state", "=", "draft"), ("refusal", "=", False)]
        refused = [("state", "=", "draft"), ("refusal", "!=", False)]
        run = ("action_ar_revaluation", "ar.revaluation")
        rows = self._home_counted(
            figures,
            [
                (self.env._("Drafts"), *run, drafts, ""),
                (self.env._("Refused"), *run, refused, "danger"),
            ],
        )
        return {"rows": [row for row in rows if row["count"]]}
