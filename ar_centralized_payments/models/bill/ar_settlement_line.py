from odoo import api, models


class ArSettlementLine(models.Model):
    _inherit = "ar.settlement.line"

    @api.model_create_multi
    def create(self, vals_list):
        """What a bill pays says when it is due, unless that was typed."""
        lines = super().create(vals_list)
        lines._ar_refresh_bills()
        return lines

    def unlink(self):
        bills = self._ar_marking_bills()
        result = super().unlink()
        bills.exists()._refresh_due_dates()
        return result

    def _ar_refresh_bills(self):
        self._ar_marking_bills()._refresh_due_dates()

    def _ar_marking_bills(self):
        """The draft bills of the settlements of these lines.

        ``sudo()``: their due date alone is written, which follows from the marks.
        """
        return self.sudo().settlement_id.line_ids.payment_id._ar_drawn()
