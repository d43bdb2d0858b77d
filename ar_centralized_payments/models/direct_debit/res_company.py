from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...books.sepa import is_creditor_identifier
from ...matching.references import compact


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_creditor_identifier = fields.Char(
        string="Creditor Identifier",
        help="The identifier of this company as a creditor of SEPA direct debits.",
    )

    @api.constrains("ar_creditor_identifier")
    def _check_ar_creditor_identifier(self):
        for company in self.filtered("ar_creditor_identifier"):
            given = company.ar_creditor_identifier
            if not is_creditor_identifier(compact(given)):
                raise ValidationError(
                    self.env._(
                        "%(company)s: %(identifier)s is no creditor identifier; its "
                        "check digits are wrong. Type it as it was given to the "
                        "company.",
                        company=company.name,
                        identifier=given,
                    )
                )
