from odoo import api, fields, models

from ..home.ar_receivables_home import CONTROLLERS


class ArReceivablesHome(models.AbstractModel):
    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        title = self.env._("Period")
        return {**super()._home_tiles(), "close": (title, CONTROLLERS)}

    @api.model
    def _tile_close(self, figures):
        """What is left of the close that is open, as it was checked last."""
        closes = self.env["ar.period.close"]
        close = closes.search([("state", "=", "open")], limit=1)
        if not close:
            return {"rows": []}
        left = [("close_id", "=", close.id), ("state", "=", "open")]
        late = [*left, ("due_date", "<", fields.Date.to_string(figures.today))]
        count, count_late = figures.counts(
            [("ar.period.close.task", domain) for domain in (left, late)]
        )
        return {
            "rows": [
                self._home_row(
                    self.env._("%s: left to do", close.name),
                    count=count,
                    action=close.action_open_close(),
                ),
                self._home_row(
                    self.env._("Past due"),
                    count=count_late,
                    tone="danger",
                    action=self._home_action("action_ar_period_close_task", late),
                ),
            ]
        }
