from odoo import api, models

from ..home.ar_receivables_home import CLERKS


class ArReceivablesHome(models.AbstractModel):
    """The tile of bills of exchange: what waits for somebody."""

    _inherit = "ar.receivables.home"

    @api.model
    def _home_tiles(self):
        title = self.env._("Bills of Exchange")
        return {**super()._home_tiles(), "bills": (title, CLERKS)}

    @api.model
    def _tile_bills(self, figures):
        """Bills to draw, to take to the bank, due there, and protested."""
        ticked = [("company_id", "in", self.env.companies.ids)]
        due = [("due_date", "<=", str(figures.today))]
        rows = self._home_counted(
            figures,
            [
                (label, "action_ar_bill", "ar.bill", [*domain, *ticked], tone)
                for label, domain, tone in (
                    (self.env._("To draw"), [("state", "=", "draft")], ""),
                    (self.env._("To remit"), [("state", "=", "drawn")], ""),
                    (
                        self.env._("Due at the bank"),
                        [("state", "=", "remitted"), *due],
                        "warning",
                    ),
                    (self.env._("Protested"), [("state", "=", "protested")], "danger"),
                )
            ],
        )
        return {"rows": rows if any(row["count"] for row in rows) else []}
