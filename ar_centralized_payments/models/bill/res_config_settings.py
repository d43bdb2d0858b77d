from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_bill_journal_id = fields.Many2one(
        related="company_id.ar_bill_journal_id",
        readonly=False,
        domain="[('type', '=', 'cash'), ('company_id', '=', company_id)]",
    )
    ar_bill_held_account_id = fields.Many2one(
        related="company_id.ar_bill_held_account_id",
        readonly=False,
        domain="[('account_type', '=', 'asset_current')]",
    )
    ar_bill_collection_account_id = fields.Many2one(
        related="company_id.ar_bill_collection_account_id",
        readonly=False,
        domain="[('account_type', '=', 'asset_current')]",
    )
    ar_bill_discounted_account_id = fields.Many2one(
        related="company_id.ar_bill_discounted_account_id",
        readonly=False,
        domain="[('account_type', '=', 'asset_current')]",
    )
    ar_bill_liability_account_id = fields.Many2one(
        related="company_id.ar_bill_liability_account_id",
        readonly=False,
        domain="[('account_type', '=', 'liability_current')]",
    )
    ar_bill_protested_account_id = fields.Many2one(
        related="company_id.ar_bill_protested_account_id",
        readonly=False,
        domain="[('account_type', '=', 'asset_receivable')]",
    )
    ar_bill_charges_account_id = fields.Many2one(
        related="company_id.ar_bill_charges_account_id",
        readonly=False,
        domain="[('internal_group', '=', 'expense')]",
    )
    ar_bill_discount_interest_account_id = fields.Many2one(
        related="company_id.ar_bill_discount_interest_account_id",
        readonly=False,
        domain="[('internal_group', '=', 'expense')]",
    )
    ar_bill_protest_cost_account_id = fields.Many2one(
        related="company_id.ar_bill_protest_cost_account_id",
        readonly=False,
        domain="[('internal_group', '=', 'expense')]",
    )
    ar_bill_interest_account_id = fields.Many2one(
        related="company_id.ar_bill_interest_account_id",
        readonly=False,
        domain="[('internal_group', '=', 'income')]",
    )
    ar_bill_fee_account_id = fields.Many2one(
        related="company_id.ar_bill_fee_account_id",
        readonly=False,
        domain="[('internal_group', '=', 'income')]",
    )
    ar_bill_protest_debt = fields.Selection(
        related="company_id.ar_bill_protest_debt",
        readonly=False,
        required=True,
    )
    ar_bill_protest_cost = fields.Selection(
        related="company_id.ar_bill_protest_cost",
        readonly=False,
        required=True,
    )
    ar_bill_discount_date = fields.Selection(
        related="company_id.ar_bill_discount_date",
        readonly=False,
        required=True,
    )
    ar_bill_show_liability = fields.Boolean(
        related="company_id.ar_bill_show_liability",
        readonly=False,
    )
