"""Storing a payment that was entered, or everything that stands against it."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_amount

from ...books.given_values import Given
from ...books.steps import from_steps
from .ar_payment_entry import PAYMENT_VALUES


class ArPaymentEntrySaving(models.AbstractModel):
    _inherit = "ar.payment.entry"

    # ------------------------------------------------------------
    # Business: what stands against it
    # ------------------------------------------------------------
    def _entry_refusals(self, book, values):
        """Everything that stands against storing the payment."""
        env = self.env
        yield from self._entry_customer_refusals(book.payment.partner_id)
        yield from self._entry_amount_refusals(book, values)
        if not values.get("date"):
            yield env._("The payment has no date. Type it.")
        yield from self._entry_offset_refusals(values)
        if values.get("use_deposit_slip") and not _text(values, "payment_reference"):
            yield env._(
                "A payment on a deposit slip needs a payment reference. Type it."
            )
        if values.get("ar_payment_type") == "check" and not _text(
            values, "ar_check_number"
        ):
            yield env._("A check needs its number. Type it.")
        if book.marks and book.payment.partner_id:
            yield from book.wrong_marks()
        for held in self._entry_held(book.marks).values():
            yield env._("%(document)s is %(text)s. Unmark it.", **held)

    def _entry_customer_refusals(self, customer):
        if not customer:
            yield self.env._("Choose the customer, or one of the customer's invoices.")
            return
        record, problem = self._entry_record(customer)
        if problem:
            yield problem
        elif record != customer.commercial_partner_id:
            yield self.env._(
                "%(customer)s is a record of another company. Choose the one of "
                "%(company)s.",
                customer=customer.display_name,
                company=self.company_id.name,
            )

    def _entry_amount_refusals(self, book, values):
        amount, currency = values.get("amount") or 0.0, book.currency
        if currency.compare_amounts(amount, 0.0) > 0:
            try:
                Given(self.env).amount(amount, currency)
            except UserError as error:
                yield str(error)
        elif amount:
            yield self.env._("The amount must be more than 0.")
        elif book.marks and book.payment.partner_id:
            yield self.env._(
                "The payment has no amount. Type it; what is marked comes to "
                "%(marked)s.",
                marked=self._entry_money(book, book.wanted),
            )
        else:
            yield self.env._("The payment has no amount. Type it.")

    def _entry_offset_refusals(self, values):
        """The money goes to a bank journal, or to a ledger account, of the company."""
        bank, account = values.get("journal_id"), values.get("offset_account_id")
        if not bank and not account:
            yield self.env._(
                "Choose where the money is booked: a bank, cash or credit card "
                "journal, or a ledger account."
            )
        if bank and bank not in self._entry_banks(self.company_id).ids:
            yield self.env._(
                "The journal is not a bank, cash or credit card journal of "
                "%(company)s. Choose one of its own.",
                company=self.company_id.name,
            )
        if account:
            found = self.env["account.account"].browse(account)
            yield from self.company_id._ar_offset_problems(found)

    # ------------------------------------------------------------
    # Business: where the amount is not what is marked
    # ------------------------------------------------------------
    def _entry_decided(self, book, values, on_difference):
        """The marks to store, where the amount is not what is marked: what the user
        decided.

        :raises UserError: if nothing was decided
        """
        steps = self._entry_steps(book, values)
        if not book.is_different(steps):
            return book.marks
        if on_difference == "leave_open":
            return book.covered_marks(steps)
        if on_difference == "oldest_first" and book.at(steps).left:
            return self._entry_priority(book, steps)
        if on_difference == "oldest_first":
            return self._entry_priority_among_marked(book, steps)
        raise UserError(self._entry_difference_text(book, steps))

    def _entry_difference_text(self, book, steps):
        text = self.env._(
            "The amount is %(amount)s, but what is marked comes to %(marked)s. Say "
            "what to do: change the amount, leave the rest open, or let the oldest be "
            "settled first.",
            amount=self._entry_money(book, steps),
            marked=self._entry_money(book, book.wanted),
        )
        return "\n".join([text, *book.problems(book.at(steps))])

    def _entry_money(self, book, steps):
        return format_amount(self.env, from_steps(steps, book.currency), book.currency)

    # ------------------------------------------------------------
    # Business: saving
    # ------------------------------------------------------------
    def _entry_create(self, values, marks):
        """The line of the payment journal, and the draft settlement that marks."""
        given = {name: values[name] for name in PAYMENT_VALUES if name in values}
        if not given.get("journal_id"):
            given.pop("journal_id", None)
        payments = self.env["account.payment"].with_company(self.company_id)
        payment = payments.create({**given, "ar_payment_journal_id": self.id})
        if marks:
            self.env["ar.settlement"].create(
                {
                    "partner_id": payment.partner_id.id,
                    "other_partner_ids": values.get("other_partner_ids") or [],
                    "line_ids": [
                        Command.create({"payment_id": payment.id}),
                        *(
                            Command.create({"move_line_id": item, **typed})
                            for item, typed in marks.items()
                        ),
                    ],
                }
            )
        return payment


def _text(values, name):
    return (values.get(name) or "").strip()
