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
        today = str(figures.today)
        due = [("due_date", "<=", today)]
        rows = [
            (self.env._("To draw"), [("state", "=", "draft")], ""),
            (self.env._("To remit"), [("state", "=", "drawn")], ""),
            (
                self.env._("Due at the bank"),
                [("state", "=", "remitted"), *due],
                "warning",
            ),
            (self.env._("Protested"), [("state", "=", "protested")], "danger"),
        ]
        bills = self.env["ar.bill"]
        companies = [("company_id", "in", self.env.companies.ids)]
        found = [
            (label, domain, tone, bills.search_count([*domain, *companies]))
            for label, domain, tone in rows
        ]
        if not any(count for *_row, count in found):
            return {"rows": []}
        return {
            "rows": [
                self._home_row(
                    label,
                    count=count,
                    tone=tone,
                    action=self._home_action("action_ar_bill", domain),
                )
                for label, domain, tone, count in found
            ]
        }
