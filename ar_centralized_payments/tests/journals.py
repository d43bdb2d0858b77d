"""Builders of payment journals and their lines, on top of settlements."""

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
