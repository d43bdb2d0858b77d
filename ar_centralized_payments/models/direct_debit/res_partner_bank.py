from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...books.sepa import is_identifier


class ResPartnerBank(models.Model):
    _name = "res.partner.bank"
    _inherit = ["res.partner.bank", "ar.bounded.own.values"]

    ar_mandate = fields.Char(
        string="Mandate",
        copy=False,
        help="The number of the mandate by which the customer lets this account be "
        "debited.",
    )
    ar_mandate_date = fields.Date(
        string="Signed on",
        copy=False,
        help="When the customer signed the mandate.",
    )
    ar_mandate_scheme = fields.Selection(
        selection=[("core", "Core"), ("b2b", "Between Businesses")],
        string="Scheme",
        default="core",
        required=True,
        help="Under which rules the bank collects: those for everybody, or those "
        "between businesses, which know no refund.",
    )
    ar_mandate_use = fields.Selection(
        selection=[
            ("series", "Recurring"),
            ("once", "Once"),
            ("last", "Last Collection"),
        ],
        string="Collects",
        default="series",
        required=True,
        help="Whether the mandate is for one collection or for a series; or the next "
        "collection of a series is its last.",
    )

    @api.constrains("ar_mandate", "ar_mandate_date")
    def _check_ar_mandate(self):
        for account in self:
            if bool(account.ar_mandate) != bool(account.ar_mandate_date):
                raise ValidationError(
                    self.env._(
                        "%(account)s: a mandate has a number and the date of its "
                        "signature. Type both.",
                        account=account.acc_number,
                    )
                )
            if account.ar_mandate and not is_identifier(account.ar_mandate):
                raise ValidationError(
                    self.env._(
                        "%(mandate)s is no number that banks take for a mandate: 35 "
                        "letters, digits and + ? / : ( ) . , ' - at most, no slash at "
                        "the ends.",
                        mandate=account.ar_mandate,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_bounds([vals])
        return super().write(vals)
