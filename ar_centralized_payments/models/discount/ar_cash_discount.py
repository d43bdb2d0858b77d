from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: What a payment term hands to its tiers while it writes them, so that they are
#: checked together at the end: not before, where days or percentages of several change.
#: An object of this process: nothing that comes by RPC is the same.
CHECKED_BY_TERM = object()


class ArCashDiscount(models.Model):
    """A further tier of a payment term (accounting section 6).

    The term's own early discount is tier one: 2 % within 5 days; a tier of 1 % within
    14 days comes after it. How tax is treated is the term's, for all tiers.
    """

    _name = "ar.cash.discount"
    _inherit = "ar.guarded.values"
    _description = "Cash Discount Tier"
    _order = "payment_term_id, discount_days, id"
    _rec_names_search = ("payment_term_id",)

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    payment_term_id = fields.Many2one(
        comodel_name="account.payment.term",
        string="Payment Terms",
        required=True,
        index=True,
        ondelete="cascade",
        help="The payment terms whose early discount this tier follows.",
    )
    discount_percentage = fields.Float(
        string="Discount %",
        required=True,
        help="Smaller than that of the tier before: 1 % comes after 2 %.",
    )
    discount_days = fields.Integer(
        string="Within Days",
        required=True,
        help="Days after the invoice date, more than those of the tier before.",
    )
    account_id = fields.Many2one(
        comodel_name="account.account",
        string="Discount Account",
        company_dependent=True,
        ondelete="restrict",
        domain="[('account_type', 'in', ('expense', 'income', 'income_other'))]",
        help="Where the current company books this discount to its customers. Empty: "
        "the account of early payment discounts in its settings.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("discount_percentage", "discount_days")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for tier in self:
            tier.display_name = self._ar_tier_name(
                tier.discount_percentage, tier.discount_days
            )

    @api.model
    def _ar_tier_name(self, percentage, days):
        """What a tier is called: 2 % within 5 days."""
        terms = self.env["account.payment.term"]
        return self.env._(
            "%(percentage)s %% within %(days)s days",
            percentage=terms._ar_format_percentage(percentage),
            days=days,
        )

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("payment_term_id", "discount_percentage", "discount_days")
    def _check_tiers(self):
        if self.env.context.get("ar_cash_discounts") is not CHECKED_BY_TERM:
            self.payment_term_id._check_cash_discounts()

    @api.constrains("account_id")
    def _check_account(self):
        problems = []
        for tier in self.filtered("account_id"):
            problems += tier.payment_term_id._ar_account_problems(
                tier.account_id, tier.display_name
            )
        if problems:
            raise ValidationError("\n".join(problems))
