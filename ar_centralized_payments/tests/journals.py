"""Builders of payment journals and their lines, on top of settlements."""

from contextlib import nullcontext

from odoo import SUPERUSER_ID, api

from ..books.worker_turns import WorkerTurn
from ..models.payment_journal import ar_payment_journal_posting
from .settling import SettlingCommon


class PaymentJournalCommon(SettlingCommon):
    """Journals of Fabrikam by default, made and posted by the clerk."""

    def payment_journal(self, letter="F", user=None, **values):
        """A payment journal of a company, on its bank journal."""
        company = self.companies[letter]
        journals = self.env["ar.payment.journal"].with_user(user or self.clerk)
        journal = journals.with_company(company).create(
            {
                "company_id": company.id,
                "journal_id": self.data[letter]["default_journal_bank"].id,
                "date": "2026-03-25",
                **values,
            }
        )
        return journals.browse(journal.id)

    def line(self, journal, amount, *documents, **options):
        """A line of a payment journal that marks documents; see :meth:`payment`."""
        letter = options.pop("letter", self.letter_of(journal.company_id))
        payment = self.payment(
            letter,
            amount,
            post=False,
            user=journal.env.user,
            ar_payment_journal_id=journal.id,
            **options,
        )
        if documents:
            self.settlement(payment, *documents, user=journal.env.user)
        return payment

    def states(self, journal):
        """The states of the lines, in their order."""
        return journal.payment_ids.sorted("id").mapped("ar_line_state")

    def in_background(self, lines=0, batch=2):
        """Have everything done in the background, in small batches."""
        for name, value in (("FOREGROUND_LINES", lines), ("BATCH_LINES", batch)):
            self.patch(ar_payment_journal_posting, name, value)

    def run_worker(self):
        """What a scheduled action does: lines that wait, until none is left.

        Without the locks of the workers, which need connections of their own: what is
        read beside the worker is read by itself.
        """
        journals = self.env["ar.payment.journal"]
        self.patch(
            type(journals),
            "_working_on",
            lambda journals, own, shared: nullcontext(
                WorkerTurn(journals.env.cr, own, shared)
            ),
        )
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ar.payment.journal"]._cron_work()
        self.env.invalidate_all()

    def lock(self, letter, date="2026-03-31"):
        """Lock the books of a company up to a date (``False``: open them again)."""
        self.companies[letter].sudo().fiscalyear_lock_date = date
