from odoo import api, models

from ..home.ar_receivables_home import CONTROLLERS


class ArReceivablesHome(models.AbstractModel):
    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        title = self.env._("EU sales lists")
        return {**super()._home_tiles(), "eu_sales_list": (title, CONTROLLERS)}

    @api.model
    def _tile_eu_sales_list(self, figures):
        """Lists of periods that are over and that nobody has reported yet."""
        domain = [("state", "=", "draft"), ("date_to", "<", str(figures.today))]
        count = self.env["ar.eu.sales.list"].search_count(domain)
        row = self._home_row(
            self.env._("To report"),
            count=count,
            tone="warning",
            action=self._home_action("action_ar_eu_sales_list", domain),
        )
        return {"rows": [row] if count else []}
