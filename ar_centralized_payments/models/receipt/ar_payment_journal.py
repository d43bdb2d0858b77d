from odoo import api, fields, models

from ...books.given_values import checked, one
from .ar_receipt_work_steps import OWN_LINES


class ArPaymentJournal(models.Model):
    _inherit = "ar.payment.journal"

    work_ids = fields.One2many(
        comodel_name="ar.receipt.work",
        inverse_name="payment_journal_id",
        string="Imported Files",
        readonly=True,
        help="The lists of payments that were imported here.",
    )

    bank_receipts = fields.Selection(
        related="journal_id.ar_receipts",
        help="What is done with the lines of the bank's statements.",
    )

    @api.depends("work_ids.state")
    def _compute_state(self):
        """While a long list is imported, nothing else is done with the lines."""
        busy = self.filtered(lambda journal: journal._running_work())
        for journal in busy:
            if journal.state != "posting":
                journal.state = "posting"
        return super(ArPaymentJournal, self - busy)._compute_state()

    def _running_work(self):
        return self.work_ids.filtered(lambda work: work.state == "waiting")[:1]

    def _check_takes_lines(self):
        """An import adds lines while nobody else can."""
        own = self.env.cr.cache.get(OWN_LINES)
        others = self.filtered(lambda journal: journal.id != own)
        return super(ArPaymentJournal, others)._check_takes_lines()

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
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

    @checked
    def action_from_bank(self):
        """Open the receipts of the bank: what came there becomes lines of the bank's
        payment journal of the day."""
        one(self)
        self.check_access("read")
        return self.journal_id.action_ar_receipts()

    @checked
    def posting_progress(self):
        """How far the work in the background is; of an import, how many of its rows
        have become lines."""
        found = super().posting_progress()
        # sudo(): how far it is, of a payment journal that the user may read.
        work = self.sudo()._running_work()
        return {**found, **work.work_progress(), "state": self.state} if work else found
