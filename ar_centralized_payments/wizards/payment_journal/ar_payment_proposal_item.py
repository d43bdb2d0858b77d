from odoo import api, fields, models

from ...books.payment_proposal_book import PaymentProposalBook

#: Why an invoice is in a proposal, and that a credit note is netted in it.
REASONS = [
    ("due", "Due"),
    ("discount", "Discount"),
    ("both", "Due and Discount"),
    ("credit", "Netted"),
]


class ArPaymentProposalItem(models.TransientModel):
    """An invoice that a proposed payment pays, or a credit note that it nets."""

    _name = "ar.payment.proposal.item"
    _inherit = "ar.guarded.values"
    _description = "Payment Proposal: invoices"
    _order = "id"
    _rec_name = "document"

    line_id = fields.Many2one(
        comodel_name="ar.payment.proposal.line",
        string="Payment",
        required=True,
        index=True,
        ondelete="cascade",
        help="The proposed payment.",
    )
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Open Transaction",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The receivable item that is paid, or netted.",
    )
    document = fields.Char(readonly=True, help="The number of the document.")
    company = fields.Char(readonly=True, help="The company of the document.")
    currency_id = fields.Many2one(
        related="line_id.currency_id", help="The currency of the document."
    )
    reason = fields.Selection(
        selection=REASONS,
        readonly=True,
        help="Why it is in the proposal: its due date, or its discount date, lies in "
        "the dates that were asked for. Netted: a credit note of the customer.",
    )
    date_due = fields.Date(string="Due Date", readonly=True, help="When it is due.")
    date_discount = fields.Date(
        string="Discount Date",
        readonly=True,
        help="The last date of the cash discount that the payment gets.",
    )
    amount_open = fields.Monetary(
        string="Open Amount",
        readonly=True,
        help="What is open of it; less than zero for a credit note.",
    )
    discount = fields.Monetary(
        compute="_compute_amounts",
        store=True,
        readonly=False,
        help="The cash discount that is taken.",
    )
    amount = fields.Monetary(
        string="Collected",
        compute="_compute_amounts",
        store=True,
        readonly=False,
        help="What of the payment is for it; less than zero where it is netted.",
    )
    is_chosen = fields.Boolean(
        string="Pay",
        default=True,
        help="Whether the payment pays it. The amount of the payment follows.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("is_chosen", "line_id.item_ids.is_chosen")
    def _compute_amounts(self):
        """What the plan takes of the ticked ones; planned at once for all lines."""
        self.amount = self.discount = 0.0
        for lines in self.line_id.grouped(lambda line: line._proposal()).values():
            book = PaymentProposalBook(lines._proposal())
            items = {
                line: line.item_ids.filtered("is_chosen").move_line_id.with_env(
                    book.user_env
                )
                for line in lines
            }
            found = book.again(lines, items)
            for item in self & lines.item_ids:
                collection = found.get(item.line_id)
                if collection and item.is_chosen:
                    settled = collection.settled(item.move_line_id)
                    item.amount, item.discount = settled
