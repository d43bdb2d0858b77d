from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..intercompany.intercompany_accounting import LEGAL_ENTITIES, ROUTING


class ResConfigSettings(models.TransientModel):
    _name = "res.config.settings"
    _inherit = ["res.config.settings", "ar.bounded.own.values", "ar.guarded.fields"]

    ar_intercompany_journal_id = fields.Many2one(
        related="company_id.ar_intercompany_journal_id",
        readonly=False,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    ar_discount_partial_payments = fields.Boolean(
        related="company_id.ar_discount_partial_payments", readonly=False
    )
    ar_discount_credit_notes = fields.Boolean(
        related="company_id.ar_discount_credit_notes", readonly=False
    )
    ar_other_customers = fields.Selection(
        related="company_id.ar_other_customers",
        readonly=False,
    )
    ar_cash_discount_administration = fields.Selection(
        related="company_id.ar_cash_discount_administration",
        readonly=False,
        required=True,
    )
    ar_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency of Differences"
    )
    ar_penny_difference_max = fields.Monetary(
        related="company_id.ar_penny_difference_max",
        readonly=False,
        currency_field="ar_currency_id",
    )
    ar_penny_difference_account_id = fields.Many2one(
        related="company_id.ar_penny_difference_account_id",
        readonly=False,
        domain="[('internal_group', 'in', ('income', 'expense'))]",
    )
    ar_overunder_payment_max = fields.Monetary(
        related="company_id.ar_overunder_payment_max",
        readonly=False,
        currency_field="ar_currency_id",
    )
    ar_overunder_payment_account_id = fields.Many2one(
        related="company_id.ar_overunder_payment_account_id",
        readonly=False,
        domain="[('internal_group', 'in', ('income', 'expense'))]",
    )
    ar_payoff_journal_id = fields.Many2one(
        related="company_id.ar_payoff_journal_id",
        readonly=False,
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
    )
    ar_revaluation_reversal = fields.Selection(
        related="company_id.ar_revaluation_reversal", readonly=False, required=True
    )
    ar_revaluation_journal_id = fields.Many2one(
        related="company_id.ar_revaluation_journal_id",
        readonly=False,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    ar_revaluation_account_id = fields.Many2one(
        related="company_id.ar_revaluation_account_id",
        readonly=False,
        domain="[('account_type', '=', 'asset_current'), ('reconcile', '=', False)]",
    )
    ar_revaluation_due_account_id = fields.Many2one(
        related="company_id.ar_revaluation_due_account_id",
        readonly=False,
        domain="[('account_type', '=', 'asset_current'), ('reconcile', '=', False)]",
    )
    ar_unrealized_gain_account_id = fields.Many2one(
        related="company_id.ar_unrealized_gain_account_id",
        readonly=False,
        domain="[('internal_group', 'in', ('income', 'expense'))]",
    )
    ar_unrealized_loss_account_id = fields.Many2one(
        related="company_id.ar_unrealized_loss_account_id",
        readonly=False,
        domain="[('internal_group', 'in', ('income', 'expense'))]",
    )
    default_cash_discount_company = fields.Selection(
        selection=LEGAL_ENTITIES,
        string="Cash Discount of New Pairs",
        default=ROUTING["cash_discount_company"],
        required=True,
        default_model="intercompany.accounting",
        help="The company that bears the cash discount of an invoice, in pairs of "
        "companies made from now on. Each pair may choose otherwise.",
    )
    default_exchange_company = fields.Selection(
        selection=LEGAL_ENTITIES,
        string="Exchange Gain or Loss of New Pairs",
        default=ROUTING["exchange_company"],
        required=True,
        default_model="intercompany.accounting",
        help="The company that books the realized exchange difference, in pairs of "
        "companies made from now on. Each pair may choose otherwise.",
    )
    ar_intercompany_readiness = fields.Char(
        string="Intercompany Readiness",
        compute="_compute_ar_intercompany_readiness",
        help="How many pairs with this company could settle today.",
    )

    @api.depends("company_id")
    def _compute_ar_intercompany_readiness(self):
        pairs = self.env["intercompany.accounting"]
        for settings in self:
            root = settings.company_id.root_id
            own = pairs.browse()
            if pairs.has_access("read"):
                own = pairs.search(
                    [
                        "|",
                        ("payment_company_id", "=", root.id),
                        ("invoice_company_id", "=", root.id),
                    ]
                )
            ready = own.filtered(lambda pair: pair.readiness_state == "ready")
            settings.ar_intercompany_readiness = (
                self.env._(
                    "%(ready)s of %(count)s pairs with %(company)s are ready to "
                    "settle today.",
                    ready=len(ready),
                    count=len(own),
                    company=root.name,
                )
                if own
                else self.env._(
                    "%(company)s settles for no other company yet.", company=root.name
                )
            )

    def set_values(self):
        """Leave the defaults of pairs to those who may make pairs.

        Settings belong to the system's administrators, who need not be accountants.

        :raises AccessError: if somebody else changes them
        """
        names = [f"default_{name}" for name in ROUTING]
        current = self.default_get(names)
        is_changed = any(self[name] != current[name] for name in names)
        if is_changed and not self.env.user.has_group("account.group_account_manager"):
            raise AccessError(
                self.env._(
                    "Only accounting administrators choose who bears discounts and "
                    "exchange differences between companies."
                )
            )
        return super().set_values()
