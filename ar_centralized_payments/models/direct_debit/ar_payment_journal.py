from odoo import api, fields, models
from odoo.exceptions import UserError

from ...books.debit_file_book import (
    DebitFileBook,
    collection_day,
    is_library_there,
)
from ...books.given_values import Day, checked, one
from ..payment_journal.account_payment_slip import POSTED

#: Addons that make such files themselves.
OTHER_MODELS = ("account.payment.order", "sdd.mandate")


class ArPaymentJournal(models.Model):
    _inherit = "ar.payment.journal"

    debit_file_count = fields.Integer(
        string="Direct Debit Files",
        compute="_compute_debit_file_count",
        help="How many files collect lines of this payment journal, refused ones too.",
    )
    is_debit_file_possible = fields.Boolean(
        string="Direct Debits Wait for a File",
        compute="_compute_is_debit_file_possible",
        help="Whether posted lines are to be collected, and files can be written here.",
    )

    @api.depends("payment_ids.ar_debit_file_id")
    def _compute_debit_file_count(self):
        for journal in self:
            journal.debit_file_count = len(journal._debit_files())

    @api.depends("payment_ids.state", "payment_ids.ar_debit_file_id")
    def _compute_is_debit_file_possible(self):
        can_write = is_library_there() and not any(
            name in self.env for name in OTHER_MODELS
        )
        for journal in self:
            journal.is_debit_file_possible = can_write and bool(
                journal._debits_without_file()
            )

    def _debits_without_file(self):
        """The posted direct debits that no file collects yet."""
        return self.payment_ids.filtered(
            lambda payment: (
                payment.ar_payment_type == "direct_debit"
                and payment.payment_type == "inbound"
                and payment.state in POSTED
                and not payment.ar_debit_file_id
            )
        )

    def _debit_files(self):
        return self.env["ar.debit.file"].search(
            [("payment_ids", "in", self.payment_ids.ids)]
        )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_make_debit_file(self, date: Day = None):
        """Write the posted direct debits to files for the bank: one for each scheme.

        :param date: the day of collection; empty: that of the latest payment, if banks
            work then and have the file one banking day before, or the first day after
        :return: an action: the files
        :raises UserError: with everything that stands against any of the payments
        :raises AccessError: without the right to invoice
        """
        one(self)
        self.check_access("write")
        journal = self._all_companies()
        payments = journal._debits_without_file()
        if not payments:
            raise UserError(
                self.env._(
                    "No line of %(journal)s waits to be collected: it takes posted "
                    "lines whose means is direct debit.",
                    journal=self.name,
                )
            )
        files = self.env["ar.debit.file"]
        for some in payments.grouped("journal_id").values():
            files |= files._make(DebitFileBook(some, date or collection_day(payments)))
        return files.with_env(self.env)._get_records_action()

    @checked
    def action_open_debit_files(self):
        """Open the files of direct debits that have lines of these journals."""
        return (
            self._all_companies()
            ._debit_files()
            .with_env(self.env)
            ._get_records_action()
        )
