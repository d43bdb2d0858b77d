"""The fields that bills of exchange give to models of Odoo are checked before use."""

from odoo import api, models


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "ar.guarded.fields"]

    @api.model
    def _ar_check_given(self, vals_list):
        """Only the engine names a bill's event: see where that is refused."""
        return


class AccountJournal(models.Model):
    _name = "account.journal"
    _inherit = ["account.journal", "ar.bounded.own.values", "ar.guarded.fields"]


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "ar.guarded.fields"]
