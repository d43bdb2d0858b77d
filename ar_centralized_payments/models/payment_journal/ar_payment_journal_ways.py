from odoo import api, fields, models

from ...books.given_values import checked, one
from .ar_payment_journal import CLOSED

#: How the address of the page of lines ends; before it stands the payment journal.
LINES_PATH = "payment-journal-lines"


class ArPaymentJournalWays(models.Model):
    _inherit = "ar.payment.journal"

    # ------------------------------------------------------------
    # Actions: ways to the lines
    # ------------------------------------------------------------
    @checked
    def action_open_lines(self):
        """Open the lines: an editable list of payments."""
        one(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_payment_journal_lines"
        )
        return {
            **action,
            "display_name": self.env._("Lines of %(journal)s", journal=self.name),
            "path": LINES_PATH,
            "domain": [("ar_payment_journal_id", "=", self.id)],
            "context": self._line_context(),
        }

    @checked
    def action_open_refused(self):
        """Open the lines that something stands against."""
        action = self.action_open_lines()
        return {
            **action,
            "context": {**action["context"], "search_default_problems": 1},
        }

    @checked
    def action_payment_proposal(self):
        """Open the proposal of payments to collect, which become lines of this."""
        one(self)
        self.check_access("write")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_payment_proposal"
        )
        return {**action, "context": {"default_payment_journal_id": self.id}}

    @api.model
    def _open_lines_at(self, journal_id):
        """Open the lines of the payment journal that the page's address names.

        An address without one shows the lines of all, by payment journal; none can be
        entered there, as it would belong to none.
        """
        if isinstance(journal_id, int) and journal_id:
            return self.browse(journal_id).exists().action_open_lines()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_payment_journal_lines"
        )

    def _line_context(self):
        """The payment journal of new lines, which start with what it says; the address
        of the page keeps it as the active record."""
        self.ensure_one()
        return {
            "active_id": self.id,
            "create": self.state not in CLOSED,
            "default_ar_payment_journal_id": self.id,
            **{f"default_{k}": v for k, v in self._prepare_line_defaults().items()},
            "default_date": fields.Date.to_string(self.date),
        }
