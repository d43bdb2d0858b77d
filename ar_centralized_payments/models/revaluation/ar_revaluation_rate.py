from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ArRevaluationRate(models.Model):
    """The rate of one company for one currency: what was found, and what is typed."""

    _name = "ar.revaluation.rate"
    _inherit = ["ar.guarded.values"]
    _description = "Rate of a Revaluation"
    _order = "company_id, currency_id"
    _rec_name = "currency_id"

    _engine_fields = frozenset({"rate_found", "rate_date", "is_typed"})

    revaluation_id = fields.Many2one(
        comodel_name="ar.revaluation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The run that uses it.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        help="The legal entity.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        readonly=True,
        help="The currency that is revalued.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id",
        string="Company Currency",
        help="The currency in which the company keeps its books.",
    )
    rate_found = fields.Float(
        string="Rate",
        digits=0,
        readonly=True,
        help="Units of the company's currency for one unit, by its own rates.",
    )
    rate_date = fields.Date(
        readonly=True, help="The date of that rate: the latest on or before the date."
    )
    rate_typed = fields.Float(
        string="Typed Rate",
        digits=0,
        help="Used in place of the rate found. Empty or 0: the rate found.",
    )
    is_typed = fields.Boolean(
        compute="_compute_is_typed",
        store=True,
        help="Whether a rate was typed.",
    )

    _unique_rate = models.Constraint(
        "UNIQUE(revaluation_id, company_id, currency_id)",
        "A run has one rate for each company and currency.",
    )

    @api.depends("rate_typed")
    def _compute_is_typed(self):
        for rate in self:
            rate.is_typed = bool(rate.rate_typed)

    @api.constrains("rate_typed")
    def _check_rate_typed(self):
        for rate in self:
            if rate.rate_typed < 0:
                raise ValidationError(
                    self.env._(
                        "%(company)s: the rate typed for %(currency)s must be more "
                        "than 0.",
                        company=rate.company_id.name,
                        currency=rate.currency_id.name,
                    )
                )

    def write(self, vals):
        """A typed rate is tracked, and makes the run to be computed anew."""
        if "rate_typed" not in vals:
            return super().write(vals)
        runs = self.revaluation_id
        if runs.filtered(lambda run: run.state != "draft"):
            raise UserError(
                self.env._("The rates of a posted revaluation stay as they were.")
            )
        before = {rate: rate.rate_typed for rate in self}
        result = super().write(vals)
        for rate, old in before.items():
            rate.revaluation_id._message_log(
                body=self.env._(
                    "%(company)s, %(currency)s: typed rate %(old)s → %(new)s",
                    company=rate.company_id.name,
                    currency=rate.currency_id.name,
                    old=old or "-",
                    new=rate.rate_typed or "-",
                )
            )
        runs._forget_computed()
        return result
