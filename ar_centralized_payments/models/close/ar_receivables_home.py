from odoo import api, models

from ..home.ar_receivables_home import CONTROLLERS


class ArReceivablesHome(models.AbstractModel):
    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        return {**super()._home_tiles(), "close": (self.env._("Period"), CONTROLLERS)}

    @api.model
    def _tile_close(self, figures):
        """The tasks of open closes that are not done, and those that are late."""
        todo = [("state", "=", "open"), ("close_id.state", "=", "open")]
        late = [*todo, ("due_date", "<", str(figures.today))]
        counts = [
            (label, domain, tone, self.env["ar.period.close.task"].search_count(domain))
            for label, domain, tone in (
                (self.env._("Tasks to do"), todo, ""),
                (self.env._("Late"), late, "danger"),
            )
        ]
        if not counts[0][-1]:
            return {"rows": []}
        return {
            "rows": [
                self._home_row(
                    label,
                    count=count,
                    tone=tone,
                    action=self._home_action("action_ar_period_close_task", domain),
                )
                for label, domain, tone, count in counts
            ]
        }
