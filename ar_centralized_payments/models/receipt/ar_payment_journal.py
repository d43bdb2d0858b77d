from odoo import models

from ...books.given_values import checked, one


class ArPaymentJournal(models.Model):
    _inherit = "ar.payment.journal"

    @checked
    def action_import(self):
        """Ask for a file that lists payments, which become lines."""
        one(self)
        self.check_access("write")
        self._check_takes_lines()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_payment_import"
        )
        return {**action, "context": {"default_payment_journal_id": self.id}}
