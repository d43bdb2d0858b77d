from odoo import api, fields, models
from odoo.exceptions import AccessError


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    ar_bill_event_id = fields.Many2one(
        comodel_name="ar.bill.event",
        string="Event of a Bill",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="What happened to a bill of exchange, and was booked by this item.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any("ar_bill_event_id" in vals for vals in vals_list):
            self._ar_refuse_bill_link()
        return super().create(vals_list)

    def write(self, vals):
        if "ar_bill_event_id" in vals and not self.env.su:
            self._ar_refuse_bill_link()
        return super().write(vals)

    @api.model
    def default_get(self, fields):
        """Nobody's defaults link an item with a bill."""
        return super().default_get([f for f in fields if f != "ar_bill_event_id"])

    def _ar_refuse_bill_link(self):
        raise AccessError(self.env._("Only bills of exchange link their items."))
