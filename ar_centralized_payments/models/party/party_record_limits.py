"""Terms and limits of a customer's records, side by side over companies."""

from odoo import api, fields, models


class PartyRecord(models.Model):
    _inherit = "ar.party.record"

    payment_term_name = fields.Char(
        string="Payment Terms",
        compute="_compute_terms",
        help="The payment terms of the record, in its company.",
    )
    credit_limit = fields.Char(
        compute="_compute_terms",
        help="The credit limit of the record in its company, in the company's "
        "currency; of a shared record, in the current company.",
    )

    @api.depends("partner_id")
    @api.depends_context("company", "uid")
    def _compute_terms(self):
        """``sudo()``: the company may not be ticked; the record's own rule holds, and
        records in memory tell nothing."""
        known = self._origin._filtered_access("read")
        for record in self:
            own = (record._origin & known).sudo()
            company = own.company_id or self.env.company
            partner = own.partner_id.with_company(company)
            limit = partner.use_partner_credit_limit and partner.credit_limit
            currency = company.sudo().currency_id
            record.payment_term_name = partner.property_payment_term_id.name
            record.credit_limit = currency.format(limit) if limit else False
