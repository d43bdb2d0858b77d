from odoo import models
from odoo.exceptions import AccessError

MODULE = "ar_centralized_payments"


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Refuse records of this addon without a word about them.

        In debug mode Odoo names the record that one may not see: for a settlement or
        a mark that would be its number, or that of another company's document.
        """
        if records._original_module != MODULE:
            return super()._make_access_error(operation, records)
        records.invalidate_recordset()
        kind = self.env["ir.model"]._get(records._name).name
        return AccessError(
            self.env._(
                "You may not do this (%(kind)s): it is of companies that you are not a "
                "member of, or somebody else's. Ask a member of all of its companies.",
                kind=kind,
            )
        )
