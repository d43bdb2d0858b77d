from odoo import fields, models


class ArReimbursementCompany(models.TransientModel):
    """A company of the user that may take part, and what it pays from."""

    _name = "ar.reimbursement.company"
    _inherit = "ar.customer.proposal.company"
    _description = "Reimburse Customers: companies"

    reimbursement_id = fields.Many2one(
        comodel_name="ar.reimbursement",
        required=True,
        ondelete="cascade",
        help="The reimbursement to which this belongs.",
    )
    is_chosen = fields.Boolean(
        help="Whether its credits, and its open invoices, are looked at."
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Pays From",
        help="The bank or cash journal of its payments.",
    )
