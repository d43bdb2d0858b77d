from odoo import fields, models
from odoo.exceptions import UserError

from ...books.given_values import checked, one


class ArRevaluationLine(models.Model):
    """The sub-ledger: every amount that was ever booked for an item (period close 3.2).

    Lines of a draft run are its simulation and count nowhere (``is_booked``).
    """

    _name = "ar.revaluation.line"
    _inherit = ["ar.guarded.values"]
    _description = "Revalued Item"
    _order = "date desc, company_id, partner_id, id"
    _rec_name = "move_line_id"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    revaluation_id = fields.Many2one(
        comodel_name="ar.revaluation",
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The run; empty where a settlement released what stood.",
    )
    settlement_id = fields.Many2one(
        comodel_name="ar.settlement",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The settlement that released it.",
    )
    kind = fields.Selection(
        selection=[
            ("valuation", "Valuation"),
            ("reversal", "The Day After"),
            ("release", "Released by a Settlement"),
            ("undo", "Undone"),
        ],
        required=True,
        readonly=True,
        help="Why it was booked.",
    )
    is_booked = fields.Boolean(
        readonly=True, help="Whether it is in the books, or simulated."
    )
    date = fields.Date(required=True, readonly=True, help="The date of its entry.")
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Item",
        readonly=True,
        index=True,
        ondelete="set null",
        help="The open item that was revalued; empty where it was deleted since.",
    )
    item_name = fields.Char(
        string="Deleted Item",
        readonly=True,
        help="What the item was called, where it was deleted since.",
    )
    move_id = fields.Many2one(
        related="move_line_id.move_id",
        string="Document",
        help="The document of the item.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        help="The company that holds the item.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        readonly=True,
        index="btree_not_null",
        help="The customer of the item.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        readonly=True,
        help="The currency of the item.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id",
        string="Company Currency",
        help="The currency in which the company keeps its books.",
    )
    amount_open = fields.Monetary(
        string="Open",
        readonly=True,
        currency_field="currency_id",
        help="What was open on the considered date.",
    )
    value_booked = fields.Monetary(
        string="Booked",
        readonly=True,
        currency_field="company_currency_id",
        help="The booked value of what was open.",
    )
    rate = fields.Float(
        digits=0,
        readonly=True,
        aggregator=False,
        help="Units of the company's currency for one unit.",
    )
    rate_date = fields.Date(readonly=True, help="The date of the rate.")
    value = fields.Monetary(
        string="New Value",
        readonly=True,
        currency_field="company_currency_id",
        help="What was open, at the rate.",
    )
    standing_before = fields.Monetary(
        string="Adjustment Before",
        readonly=True,
        currency_field="company_currency_id",
        help="What earlier revaluations had booked for the item.",
    )
    standing_after = fields.Monetary(
        string="Adjustment After",
        readonly=True,
        currency_field="company_currency_id",
        help="What all revaluations up to and including this one have booked for the "
        "item.",
    )
    amount = fields.Monetary(
        string="Difference",
        readonly=True,
        currency_field="company_currency_id",
        help="What is booked: positive adds to the receivable, a gain.",
    )
    journal_item_id = fields.Many2one(
        comodel_name="account.move.line",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The item of the adjustment account that books it.",
    )

    @checked
    def action_open_document(self):
        """Open the document of the item.

        :raises UserError: where it was deleted since
        """
        one(self)
        self.check_access("read")
        move = self.move_line_id.move_id
        if not move:
            raise UserError(
                self.env._("%(item)s was deleted since.", item=self.item_name or "")
            )
        return self.company_id._ar_open(move._get_records_action())
