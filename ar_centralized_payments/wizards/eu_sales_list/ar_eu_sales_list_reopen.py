from odoo import fields, models

from ...books.given_values import checked, one


class ArEuSalesListReopen(models.TransientModel):
    """Asks why reported lists are reopened."""

    _name = "ar.eu.sales.list.reopen"
    _inherit = "ar.guarded.values"
    _description = "Reopen EU Sales Lists"
    _rec_name = "reason"

    list_ids = fields.Many2many(
        comodel_name="ar.eu.sales.list",
        relation="ar_eu_sales_list_reopen_rel",
        string="EU Sales Lists",
        required=True,
        help="The reported lists that become drafts again.",
    )
    reason = fields.Char(required=True, help="It is kept in the log of each list.")

    @checked
    def action_reopen(self):
        """Reopen the lists."""
        one(self)
        self.check_access("read")
        self.list_ids.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
