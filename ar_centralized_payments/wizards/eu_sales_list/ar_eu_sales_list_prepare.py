from odoo import api, fields, models
from odoo.fields import Command

from ...books.given_values import checked, one


class ArEuSalesListPrepare(models.TransientModel):
    """Asks for which companies and which period lists are prepared."""

    _name = "ar.eu.sales.list.prepare"
    _inherit = "ar.guarded.values"
    _description = "Prepare EU Sales Lists"

    date = fields.Date(
        string="A Day of the Period",
        required=True,
        default=lambda self: self._default_date(),
        help="Lists are made of the month, or the quarter, that this day is in.",
    )
    company_ids = fields.Many2many(
        comodel_name="res.company",
        relation="ar_eu_sales_list_prepare_company_rel",
        string="Companies",
        required=True,
        default=lambda self: self._default_companies(),
        help="Those that are ticked in the company switcher, with all their branches.",
    )

    @api.model
    def _default_date(self):
        """The last day of the month before: what is due."""
        today = fields.Date.context_today(self)
        return fields.Date.subtract(fields.Date.start_of(today, "month"), days=1)

    @api.model
    def _default_companies(self):
        """Those that are ticked in the company switcher."""
        return [Command.set(self.env.companies.ids)]

    @checked
    def action_prepare(self):
        """Make or refresh the drafts, and open the lists of all the companies."""
        one(self)
        self.check_access("read")
        lists = self.env["ar.eu.sales.list"].prepare(self.company_ids.ids, self.date)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_eu_sales_list"
        )
        return {**action, "domain": [("id", "in", lists.ids)]} if lists else action
