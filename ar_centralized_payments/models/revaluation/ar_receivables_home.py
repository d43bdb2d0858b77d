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
        runs = self.env["ar.revaluation"]
        drafts = [("state", "=", "draft"), ("refusal", "=", False)]
        refused = [("state", "=", "draft"), ("refusal", "!=", False)]
        counts = [
            (label, domain, tone, runs.search_count(domain))
            for label, domain, tone in (
                (self.env._("Drafts"), drafts, ""),
                (self.env._("Refused"), refused, "danger"),
            )
        ]
        return {
            "rows": [
                self._home_row(
                    label,
                    count=count,
                    tone=tone,
                    action=self._home_action("action_ar_revaluation", domain),
                )
                for label, domain, tone, count in counts
                if count
            ]
        }
