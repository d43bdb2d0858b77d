from odoo import api, fields, models


class ArSettlementMark(models.TransientModel):
    """Lets the user choose among the open transactions of a settlement's customer.

    Lines of its own, because a list of journal items would show those of the companies
    that are ticked in the company switcher only.
    """

    _name = "ar.settlement.mark"
    _description = "Mark Transactions"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    settlement_id = fields.Many2one(
        comodel_name="ar.settlement",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The draft settlement that marks the chosen transactions.",
    )
    line_ids = fields.One2many(
        comodel_name="ar.settlement.mark.line",
        inverse_name="mark_id",
        string="Open Transactions",
        help="What is open of the customer in all your companies, and marked nowhere.",
    )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def action_mark(self):
        """Mark what the user chose."""
        return self._mark(self.line_ids.filtered("is_chosen"))

    def action_mark_all(self):
        """Mark everything."""
        return self._mark(self.line_ids)

    def _mark(self, lines):
        self.env["ar.settlement.line"].create(
            [
                {
                    "settlement_id": line.mark_id.settlement_id.id,
                    "move_line_id": line.move_line_id.id,
                }
                for line in lines
            ]
        )
        return {"type": "ir.actions.act_window_close"}


class ArSettlementMarkLine(models.TransientModel):
    """One open transaction that can be marked."""

    _name = "ar.settlement.mark.line"
    _description = "Transaction to Mark"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    mark_id = fields.Many2one(
        comodel_name="ar.settlement.mark",
        string="Choice",
        required=True,
        index=True,
        ondelete="cascade",
        help="The choice that this transaction belongs to.",
    )
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Transaction",
        required=True,
        ondelete="cascade",
        help="The open receivable item.",
    )
    is_chosen = fields.Boolean(string="Mark", help="Whether it is to be marked.")
    company_name = fields.Char(
        string="Company",
        compute="_compute_transaction",
        help="The company of the transaction.",
    )
    document = fields.Char(
        compute="_compute_transaction",
        help="The invoice, credit note, payment or entry.",
    )
    date = fields.Date(compute="_compute_transaction", help="Its accounting date.")
    date_maturity = fields.Date(
        string="Due Date", compute="_compute_transaction", help="When it is due."
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_transaction",
        help="The currency of the transaction.",
    )
    amount_open = fields.Monetary(
        string="Open Amount",
        compute="_compute_transaction",
        help="What is open; negative where the customer paid or has a credit.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("move_line_id")
    def _compute_transaction(self):
        """As the user, in all companies that the user is a member of."""
        companies = self.env["res.company"]._ar_user_companies()
        for line in self:
            item = line.move_line_id.with_context(allowed_company_ids=companies.ids)
            line.company_name = item.company_id.name
            line.document = item.move_name
            line.date = item.date
            line.date_maturity = item.date_maturity
            line.currency_id = item.currency_id
            line.amount_open = item.amount_residual_currency
