"""What the page *Enter Customer Payments* asks for: one payment at a time, with the
transactions that it pays, as lines of a payment journal.

Nothing is stored before *Save in Journal*. Until then the page holds what was typed,
and sends it along: ``values`` of the payment, and ``marks``: id of a transaction (as
text) -> what was typed on it (``amount``, ``discount``, and how it uses discounts).
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...books.given_values import (
    Amount,
    Count,
    Day,
    Flag,
    Id,
    Ids,
    Keys,
    Marks,
    MaybeId,
    Text,
    checked,
    choice_of,
    mapping_of,
    one,
)
from ...books.steps import from_steps
from .account_payment_line import MEANS_OF_PAYMENT, PAYING_JOURNALS

#: What a line of a payment journal takes from the page, each of its kind.
PAYMENT_VALUES = {
    "partner_id": MaybeId,
    "amount": Amount,
    "currency_id": MaybeId,
    "date": Day,
    "journal_id": MaybeId,
    "offset_account_id": MaybeId,
    "payment_method_line_id": MaybeId,
    "ar_payment_type": choice_of(*dict(MEANS_OF_PAYMENT)),
    "ar_check_number": Text,
    "payment_reference": Text,
    "memo": Text,
    "use_deposit_slip": Flag,
}
#: And for whom it pays beside its own customer.
PaymentValues = mapping_of(**PAYMENT_VALUES, other_partner_ids=Ids)
#: How many lines of the payment journal the page shows, the last one first.
LAST_LINES = 5


class ArPaymentEntry(models.AbstractModel):
    """The part of a payment journal that the page calls; see the top of this file."""

    _name = "ar.payment.entry"
    _description = "Page to Enter Customer Payments"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_enter_payments(self):
        """Open the page that enters payments in this payment journal."""
        one(self)
        self.check_access("write")
        action = self.env["ir.actions.client"]._for_xml_id(
            "ar_centralized_payments.action_enter_payments"
        )
        return {**action, "params": {"journal_id": self.id}}

    # ------------------------------------------------------------
    # Business: calls of the page, before a customer is chosen
    # ------------------------------------------------------------
    @api.model
    @checked
    def entry_journals(self):
        """The open payment journals of the current company, to choose from, and the
        bank journals that a new one can start with.

        :return: dict: ``company`` (name), ``journals`` (list of dicts: ``id``,
            ``name``, ``bank``, ``date``, ``count``, ``totals``), ``banks``
        """
        self.check_access("write")
        company = self.env.company
        journals = self.search(
            [("company_id", "=", company.id), ("state", "in", ("draft", "partial"))]
        )
        return {
            "company": company.name,
            "journals": [
                {
                    "id": journal.id,
                    "name": journal.display_name,
                    "bank": journal.journal_id.display_name,
                    "date": fields.Date.to_string(journal.date),
                    "count": journal.line_count,
                    "totals": journal.totals,
                }
                for journal in journals
            ],
            "banks": self._entry_named(self._entry_banks(company)),
            "bank_id": self._default_journal().id,
        }

    @checked
    def entry_open(self):
        """What the head of the page shows, and what new lines start with.

        :return: dict: ``journal``, ``defaults`` (values of a new line), ``banks`` and
            ``accounts`` (the offsets to choose from), ``currencies``, ``means``,
            ``methods`` (bank journal -> payment methods), and what is entered
        """
        journal = self._entry_page()
        company, banks = journal.company_id, journal._entry_banks(journal.company_id)
        defaults = journal._prepare_line_defaults()
        return {
            "journal": {
                "id": journal.id,
                "name": journal.display_name,
                "company": company.name,
            },
            "defaults": {
                **{name: defaults[name] for name in PAYMENT_VALUES if name in defaults},
                "date": fields.Date.to_string(journal.date),
                "currency_id": (
                    journal.journal_id.currency_id or company.currency_id
                ).id,
            },
            "banks": [
                {**row, "currency_id": (bank.currency_id or company.currency_id).id}
                for row, bank in zip(self._entry_named(banks), banks, strict=True)
            ],
            "accounts": self._entry_named(journal._entry_accounts()),
            "currencies": [
                {"id": currency.id, "name": currency.name}
                for currency in self.env["res.currency"].search([])
            ],
            "means": self._entry_means(),
            "methods": {
                str(bank.id): self._entry_named(
                    bank._get_available_payment_method_lines("inbound")
                )
                for bank in banks
            },
            **journal._entry_entered(),
        }

    @checked
    def entry_customers(self, text: Text, limit: Count = 8):
        """Customers to choose from, of all companies of the user, each by its record
        in the company that is paid.

        :param str text: of a name, an Address Book ID, or a customer account
        :return: list of dicts: ``id``, ``name``, and the ``problem`` of a customer who
            has no record there
        """
        journal = self._entry_page()
        settlements = journal.env["ar.settlement"]
        found = [row["id"] for row in settlements.page_customers(text, limit)]
        partners = journal.env["res.partner"].browse(found)
        parties, root = partners._ar_party_partners(), journal.company_id.sudo().root_id
        rows = []
        for partner in partners:
            party = parties[partner]
            records = party._ar_candidates(party, root)
            for record in records:
                rows.append({**journal._entry_customer(record), "problem": ""})
            if not records:
                _none, problem = journal._entry_record(partner)
                name = settlements._page_customer_name(partner)
                rows.append({"id": False, "name": name, "problem": problem})
        return rows

    @checked
    def entry_choose(self, item: Id):
        """The customer of a transaction, by the record in the company that is paid.

        :param int item: id of an open receivable item
        :return: dict: ``customer`` (id and name, or ``False``), and the ``problem``
            where the customer has no record there, or several
        """
        journal = self._entry_page()
        journal._entry_check_given({}, {item: {}})
        found = journal.env["account.move.line"].browse(item)
        record, problem = journal._entry_record(found.partner_id)
        customer = bool(record) and journal._entry_customer(record)
        return {"customer": customer, "problem": problem}

    # ------------------------------------------------------------
    # Business: calls of the page, while a payment is entered
    # ------------------------------------------------------------
    @checked
    def entry_totals(self, values: PaymentValues, marks: Marks, shown: Keys = ()):
        """What the payment and its marks come to; writes nothing.

        :param shown: the keys of the rows whose lines are wanted
        :return: dict, amounts in the payment's currency: ``amount`` as typed,
            ``wanted`` (what is marked takes in full), ``marked`` (what it takes of
            this amount), ``discount``, ``left`` of the payment, ``open`` (what stays
            open of the marked ones for want of money), ``is_different``; ``count`` of
            marks, ``lines`` (key -> amounts), ``totals`` (for each currency),
            ``problems`` and ``questions`` (texts: what stands against it, and what is
            unlikely), and ``held``: key of what another draft settlement marks -> its
            ``document`` and which (``text``)
        """
        journal = self._entry_page()
        marks = self._entry_marks(marks)
        journal._entry_check_given(values, marks)
        book = journal._entry_book(values, marks)
        return {
            **journal._entry_state(book, values, shown),
            "held": journal._entry_held(marks),
            "questions": journal._entry_questions(book, values),
        }

    @checked
    def entry_mark_by_priority(
        self, values: PaymentValues, marks: Marks, shown: Keys = ()
    ):
        """Mark the oldest due transactions until the amount is used, each with the
        discount that the payment's date meets, the last one partly.

        What is marked already stays. Only the payment's currency: how many others are
        open comes with it.

        :return: dict: ``marks``, ``others`` (count), and what :meth:`entry_totals`
            returns
        :raises UserError: without a customer or an amount, or if nothing is left of it
        """
        journal = self._entry_page()
        marks = self._entry_marks(marks)
        journal._entry_check_given(values, marks)
        book = journal._entry_book(values, marks)
        steps = self._entry_steps(book, values)
        if not book.payment.partner_id or not steps:
            raise UserError(
                self.env._("Choose the customer and type the amount of the payment.")
            )
        marks = journal._entry_priority(book, steps)
        book = journal._entry_book(values, marks)
        return {
            "marks": {str(item): typed for item, typed in marks.items()},
            "others": journal._entry_count_others(book),
            **journal._entry_state(book, values, shown),
        }

    @checked
    def entry_save(
        self, values: PaymentValues, marks: Marks, on_difference: Text = None
    ):
        """Store the payment as a line of this payment journal, with its marks as a
        draft settlement. Nothing marked: a prepayment.

        :param str on_difference: what to do where the amount is not what is marked:
            ``change_amount`` (to what is marked), ``leave_open`` (on the payment, or on
            the invoices), ``oldest_first`` (the payment settles the oldest due; among
            the marked ones where more is marked than paid)
        :return: dict: ``payment_id``, ``amount`` and what is entered in the journal
        :raises UserError: with everything that is missing; or if the amount is not
            what is marked, and nothing says what to do
        """
        journal = self._entry_page()
        marks = self._entry_marks(marks)
        journal._entry_check_given(values, marks)
        book = journal._entry_book(values, marks)
        if marks and on_difference == "change_amount":
            values = {**values, "amount": from_steps(book.wanted, book.currency)}
        refusals = list(journal._entry_refusals(book, values))
        if refusals:
            raise UserError("\n".join(refusals))
        if marks:
            marks = journal._entry_decided(book, values, on_difference)
        payment = journal._entry_create(values, marks)
        return {
            "payment_id": payment.id,
            "amount": payment.amount,
            **journal._entry_entered(),
        }

    # ------------------------------------------------------------
    # Business: who may, and what was given
    # ------------------------------------------------------------
    def _entry_page(self):
        """This payment journal with all companies of the user, whatever the switcher
        shows: its own one first."""
        one(self)
        self.check_access("write")
        companies = self.env["res.company"]._ar_user_companies()
        companies = (self.company_id & companies) | companies
        return self.with_context(allowed_company_ids=companies.ids)

    @api.model
    def _entry_marks(self, marks):
        return {int(item): typed for item, typed in marks.items()}

    def _entry_check_given(self, values, marks):
        """Refuse records given by id that the user may not read, without a word about
        them."""
        given = {name: values[name] for name in PAYMENT_VALUES if name in values}
        self._check_given([given], self.env["account.payment"])
        settlements = self.env["ar.settlement"]
        others = values.get("other_partner_ids")
        place = {"item_ids": list(marks), "other_partner_ids": others}
        settlements._check_given([settlements._page_vals(place)])

    def _entry_record(self, customer):
        """The record of a customer in the company that is paid, or the problem."""
        return self.env["account.payment"]._ar_record_of(customer, self.company_id)

    def _entry_customer(self, record):
        name = self.env["ar.settlement"]._page_customer_name(record)
        return {"id": record.id, "name": name}

    # ------------------------------------------------------------
    # Business: what there is to choose from
    # ------------------------------------------------------------
    @api.model
    def _entry_named(self, records):
        return [{"id": record.id, "name": record.display_name} for record in records]

    @api.model
    def _entry_banks(self, company):
        journals = self.env["account.journal"]
        return journals.search(
            Domain(journals._check_company_domain(company))
            & Domain("type", "in", PAYING_JOURNALS)
        )

    def _entry_accounts(self):
        """The ledger accounts that may stand in the place of the bank."""
        accounts = self.env["account.account"].with_company(self.company_id)
        return accounts.search(
            Domain(accounts._check_company_domain(self.company_id))
            & Domain("account_type", "in", ("asset_current", "liability_current"))
            & Domain("reconcile", "=", True)
        )

    @api.model
    def _entry_means(self):
        field = self.env["account.payment"]._fields["ar_payment_type"]
        labels = dict(field._description_selection(self.env))
        return [{"id": key, "name": labels[key]} for key, _name in MEANS_OF_PAYMENT]

    def _entry_entered(self):
        """How many payments are entered, what they come to, and the last ones."""
        self.invalidate_recordset(["line_count", "totals"])
        last = self.env["account.payment"].search(
            [("ar_payment_journal_id", "=", self.id)], order="id desc", limit=LAST_LINES
        )
        states = dict(last._fields["ar_line_state"]._description_selection(self.env))
        return {
            "count": self.line_count,
            "entered": self.totals,
            "last": [
                {
                    "id": payment.id,
                    "customer": payment.partner_id.display_name or "",
                    "reference": payment.payment_reference or "",
                    "date": fields.Date.to_string(payment.date),
                    "currency_id": payment.currency_id.id,
                    "amount": payment.amount,
                    "marked": payment.ar_marked_amount,
                    "state": payment.ar_line_state,
                    "status": states[payment.ar_line_state],
                }
                for payment in last
            ],
        }
