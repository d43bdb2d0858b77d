from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...books.given_values import checked


class ArPaymentJournalSlip(models.Model):
    _inherit = "ar.payment.journal"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    slip_waiting_count = fields.Integer(
        string="Lines without a Deposit Slip",
        compute="_compute_slip_counts",
        help="Posted lines that are to be put on a deposit slip.",
    )
    deposit_slip_count = fields.Integer(
        string="Deposit Slips",
        compute="_compute_slip_counts",
        help="How many deposit slips have lines of this payment journal.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("payment_ids.deposit_slip_id", "payment_ids.state")
    def _compute_slip_counts(self):
        payments = self.env["account.payment"]
        own = Domain("ar_payment_journal_id", "in", self.ids)
        by_journal = ["ar_payment_journal_id"]
        waiting = dict(
            payments._read_group(
                own & payments._ar_slip_domain(), by_journal, ["__count"]
            )
        )
        slips = dict(
            payments._read_group(own, by_journal, ["deposit_slip_id:count_distinct"])
        )
        for journal in self:
            journal.slip_waiting_count = waiting.get(journal._origin, 0)
            journal.deposit_slip_count = slips.get(journal._origin, 0)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_generate_deposit_slip(self):
        """Put the posted lines that wait for it on deposit slips.

        :return: an action that opens the slips
        :raises UserError: if no line waits for one
        :raises AccessError: without the right to invoice
        """
        self.check_access("write")
        lines = self._all_companies().payment_ids.filtered(
            lambda payment: not any(payment._ar_slip_problems())
        )
        if not lines:
            raise UserError(
                self.env._(
                    "No line of %(journals)s waits for a deposit slip. It takes posted "
                    "lines with Use Deposit Slip and a payment reference, in a bank or "
                    "cash journal, that are not on a slip yet.",
                    journals=self._names(),
                )
            )
        return lines.with_env(self.env).action_generate_deposit_slip()

    @checked
    def action_open_deposit_slips(self):
        """Open the deposit slips that have lines of these payment journals."""
        slips = self._all_companies().payment_ids.deposit_slip_id
        return slips.with_env(self.env)._open()
