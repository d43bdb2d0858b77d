"""The rows of a proposal: the companies that take part, and what is proposed."""

from odoo import api, fields, models


class ArCustomerProposalCompany(models.AbstractModel):
    """A company of the user that may take part.

    Lines with a box to tick, not tags: tags only show companies that are ticked in
    the company switcher.
    """

    _name = "ar.customer.proposal.company"
    _inherit = "ar.guarded.values"
    _description = "Company of a Proposal"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        help="A company of which you are a member.",
    )
    is_chosen = fields.Boolean(
        string="Included",
        default=True,
        help="Whether what is open there is looked at.",
    )


class ArCustomerProposalLine(models.AbstractModel):
    """What is proposed for one customer in one currency."""

    _name = "ar.customer.proposal.line"
    _inherit = "ar.guarded.values"
    _description = "Line of a Proposal"
    _order = "id"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        help="One record of the customer; all records of the party count.",
    )
    name = fields.Char(
        string="Customer Name",
        readonly=True,
        help="The name of the customer.",
    )
    address_book_id = fields.Char(
        string="Address Book ID",
        compute="_compute_address_book_id",
        help="What holds the records of the customer together.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        readonly=True,
        help="The currency of the transactions and of the payments.",
    )
    is_chosen = fields.Boolean(
        string="Pay",
        help="Whether payments are made.",
    )
    refusal = fields.Text(
        string="Why Not",
        readonly=True,
        help="Everything that stands against paying, and the way out.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("partner_id")
    @api.depends_context("uid")
    def _compute_address_book_id(self):
        numbers = self.partner_id._origin._ar_address_book_ids()
        for line in self:
            line.address_book_id = numbers.get(line.partner_id._origin.id)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _title(self):
        """What a refusal names: the customer, and the currency."""
        return f"{self.name}, {self.currency_id.name}"

    def _text_changed(self):
        return self.env._(
            "What is open has changed since it was proposed. Propose again."
        )
