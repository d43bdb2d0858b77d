from odoo import api, fields, models
from odoo.exceptions import UserError


class ArIntercompanyPayoffItem(models.Model):
    """One open item of what a company owes another, or is owed by it."""

    _name = "ar.intercompany.payoff.item"
    _inherit = "ar.guarded.values"
    _description = "Item of an Intercompany Payment"
    _order = "company_id, other_company_id, date, id"
    _engine_fields = frozenset(
        {
            "payoff_id",
            "move_line_id",
            "company_id",
            "other_company_id",
            "currency_id",
            "amount_open",
            "value_open",
        }
    )

    payoff_id = fields.Many2one(
        comodel_name="ar.intercompany.payoff",
        string="Intercompany Payment",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The payment that pays it off.",
    )
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Journal Item",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
        help="The item on a due-to or due-from account.",
    )
    entry = fields.Char(
        compute="_compute_entry", help="The number of the entry that booked it."
    )
    date = fields.Date(compute="_compute_date", store=True, help="When it was booked.")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        help="In whose books it stands.",
    )
    other_company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        help="The company on the other side.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        readonly=True,
        help="The currency of the item.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id",
        string="Company's Currency",
        help="The currency of its books.",
    )
    amount_open = fields.Monetary(
        string="Open",
        currency_field="currency_id",
        readonly=True,
        help="What was open when it was proposed, in its currency; less than 0: owed.",
    )
    value_open = fields.Monetary(
        string="Open in Books",
        currency_field="company_currency_id",
        readonly=True,
        help="What was open when it was proposed, as booked in the company's currency.",
    )
    is_chosen = fields.Boolean(
        string="Pay", default=True, help="Whether it is paid off with the others."
    )

    @api.depends("move_line_id")
    def _compute_entry(self):
        """``sudo()``: who sees the payment is a member of its companies, ticked in the
        company switcher or not."""
        for item in self:
            item.entry = item.sudo().move_line_id.move_name

    @api.depends("move_line_id")
    def _compute_date(self):
        """``sudo()``: as above."""
        for item in self:
            item.date = item.sudo().move_line_id.date

    @api.depends("entry")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.entry

    def write(self, vals):
        if not self.env.su:
            self.payoff_id._check_members()
            self.payoff_id._check_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_engine(self):
        if not self.env.su:
            raise UserError(
                self.env._("Items are not deleted one by one: choose what is paid.")
            )
