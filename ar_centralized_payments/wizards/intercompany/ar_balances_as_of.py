from odoo import api, fields, models
from odoo.tools import format_date

from ...books.as_of import AS_OF
from ...books.given_values import checked, one

PAGES = {
    "intercompany": "action_ar_intercompany_balance",
    "positions": "action_ar_customer_position",
    "transactions": "action_receivables_home",
}


class ArBalancesAsOf(models.TransientModel):
    """Asks as of which date balances are shown, and shows them."""

    _name = "ar.balances.as.of"
    _inherit = "ar.guarded.values"
    _description = "Balances as of a Date"

    date = fields.Date(
        string="As of",
        required=True,
        default=fields.Date.context_today,
        help="What is dated later does not count.",
    )
    page = fields.Selection(
        selection=[
            ("intercompany", "Intercompany balances"),
            ("positions", "Customer position"),
            ("transactions", "Open transactions"),
        ],
        string="Show",
        required=True,
        default="intercompany",
        help="What is shown as of the date.",
    )

    @checked
    def action_show(self):
        """Open the page as of the date; its title says so."""
        one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"ar_centralized_payments.{PAGES[self.page]}"
        )
        title = self._title(action["name"])
        own = {"ar_list_only": True} if self.page == "transactions" else {}
        return {
            **action,
            "name": title,
            "display_name": title,
            "path": False,
            "context": {AS_OF: str(self.date), **own},
        }

    @api.model
    def _title(self, name):
        return self.env._(
            "%(page)s as of %(date)s", page=name, date=format_date(self.env, self.date)
        )
