from odoo import api, fields, models

from ...books.given_values import checked, one
from ...sales_list.numbers import normalize


class ArEuVatCorrection(models.TransientModel):
    """Asks for the right VAT number of posted documents, and why it is corrected."""

    _name = "ar.eu.vat.correction"
    _inherit = "ar.guarded.values"
    _description = "Correct VAT Number"
    _rec_name = "number"

    move_ids = fields.Many2many(
        comodel_name="account.move",
        relation="ar_eu_vat_correction_move_rel",
        string="Documents",
        required=True,
        help="The posted documents whose reported number is wrong.",
    )
    number = fields.Char(
        string="Right VAT Number",
        compute="_compute_number",
        store=True,
        readonly=False,
        precompute=True,
        help="Proposed: the customer's number today. Empty, or /: there is none.",
    )
    reason = fields.Char(required=True, help="It is kept in the log of each document.")

    @api.depends("move_ids")
    def _compute_number(self):
        for wizard in self:
            partners = wizard.move_ids.commercial_partner_id
            wizard.number = False
            if len(partners) == 1:
                code = partners.country_id.code
                wizard.number = normalize(partners.vat, code) or False

    @checked
    def action_correct(self):
        """Correct the documents' numbers."""
        one(self)
        self.check_access("read")
        companies = self.env["res.company"]._ar_user_companies()
        moves = self.move_ids.with_context(allowed_company_ids=companies.ids)
        moves.action_correct_eu_vat(self.number or "", self.reason)
        return {"type": "ir.actions.act_window_close"}
