"""What the page *Enter Customer Payments* asks for: one payment at a time, with the
transactions that it pays, as lines of a payment journal.

Nothing is stored before *Save in Journal*. Until then the page holds what was typed,
and sends it along: ``values`` of the payment, and ``marks``: id of a transaction (as
text) -> what was typed on it (``amount``, ``discount``, and how it uses discounts).
"""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_amount

from ...books.given_values import (
    Amount,
    Count,
    Day,
    Flag,
    Given,
    Id,
    Keys,
    Marks,
    MaybeId,
    Text,
    checked,
    choice_of,
    mapping_of,
    one,
)
from ...books.open_items import BY_DUE
from ...books.payment_entry_book import PaymentEntryBook
from ...books.steps import from_steps, to_steps
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
PaymentValues = mapping_of(**PAYMENT_VALUES)
#: How many lines of the payment journal the page shows, the last one first.
LAST_LINES = 5
#: How many open transactions are looked at at once, for marking by priority.
LOOKED_AT = 500


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
            marks, ``lines`` (key -> amounts), ``totals`` (for each currency) and
            ``problems`` (texts)
        """
        journal = self._entry_page()
        marks = self._entry_marks(marks)
        journal._entry_check_given(values, marks)
        return journal._entry_state(journal._entry_book(values, marks), values, shown)

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
        settlements._check_given([settlements._page_vals({"item_ids": list(marks)})])

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

    # ------------------------------------------------------------
    # Business: amounts
    # ------------------------------------------------------------
    def _entry_book(self, values, marks):
        """The payment as it would be stored, with these marks; nothing is stored."""
        bank = self._entry_banks(self.company_id).filtered(
            lambda bank: bank.id == values.get("journal_id")
        )
        given = {
            **self._prepare_line_defaults(),
            **{name: values[name] for name in PAYMENT_VALUES if values.get(name)},
        }
        given["journal_id"] = bank.id or self.journal_id.id
        given.pop("offset_account_id", None)
        payments = self.env["account.payment"].with_company(self.company_id)
        payment = payments.new({**given, "state": "draft"}, ref="entered")
        if not payment.outstanding_account_id:
            payment.outstanding_account_id = payment._ar_default_outstanding()
        return PaymentEntryBook(self.env, payment, marks)

    @api.model
    def _entry_steps(self, book, values):
        """The amount that was typed, in steps; 0 for none, or one below 0."""
        return max(to_steps(values.get("amount") or 0.0, book.currency), 0)

    def _entry_state(self, book, values, shown):
        """See :meth:`entry_totals`."""
        currency, steps = book.currency, self._entry_steps(book, values)
        state = {
            "amount": from_steps(steps, currency),
            "currency_id": currency.id,
            "count": len(book.marks),
            **dict.fromkeys(("wanted", "marked", "discount", "open"), 0.0),
            "left": from_steps(steps, currency),
            "is_different": False,
            "lines": {},
            "totals": [],
            "problems": [],
        }
        if not book.marks:
            return state
        outcome = book.at(steps) if steps else book.whole
        found = book.state(outcome, shown)
        own = next(
            (row for row in found["totals"] if row["currency_id"] == currency.id), {}
        )
        return {
            **state,
            **found,
            "wanted": from_steps(book.wanted, currency),
            "marked": from_steps(outcome.used, currency),
            "discount": own.get("discount", 0.0),
            "left": from_steps(outcome.left, currency) if steps else 0.0,
            "open": from_steps(max(book.wanted - outcome.used, 0), currency),
            "is_different": not steps or book.is_different(steps),
            "problems": book.problems(outcome),
        }

    # ------------------------------------------------------------
    # Business: marking by priority
    # ------------------------------------------------------------
    def _entry_priority(self, book, steps):
        """The marks, and more of them by priority for what is left of the amount."""
        budget = steps
        if book.marks:
            outcome = book.at(steps)
            budget = outcome.left + outcome.spare
        if not budget:
            raise UserError(
                self.env._(
                    "Nothing is left of the amount: what is marked takes all of it. "
                    "Unmark something first."
                )
            )
        marks = dict(book.marks)
        for items in self._entry_open_by_due(book):
            more, budget = book.spread(items, budget)
            marks |= more
            if not budget:
                break
        return marks

    def _entry_open_by_due(self, book):
        """The unmarked open targets in the payment's currency, the oldest due first,
        some at once; what another draft settlement marks is left out."""
        page = self.env["ar.settlement"]
        Item = self.env["account.move.line"]
        domain = (
            page._open_domain(book.payment.partner_id)
            & Domain("currency_id", "=", book.currency.id)
            & Domain("id", "not in", list(book.marks))
            & (
                Domain("balance", ">", 0)
                | (Domain("balance", "=", 0) & Domain("amount_currency", ">", 0))
            )
        )
        items, offset = Item, 0
        while not offset or len(items) == LOOKED_AT:
            items = Item.search(domain, offset=offset, limit=LOOKED_AT, order=BY_DUE)
            yield items - Item.union(*items._ar_marked_in())
            offset += LOOKED_AT

    def _entry_count_others(self, book):
        """How many transactions are open in other currencies."""
        page = self.env["ar.settlement"]
        return self.env["account.move.line"].search_count(
            page._open_domain(book.payment.partner_id)
            & Domain("currency_id", "!=", book.currency.id)
        )

    def _entry_priority_among_marked(self, book, steps):
        """Of the marked ones, the oldest due that the amount settles; others go."""
        Item = self.env["account.move.line"]
        items = Item.browse(book.marks)
        if any(item.currency_id != book.currency for item in items):
            raise UserError(
                self.env._(
                    "Some of the marked transactions are in another currency than the "
                    "payment. Type how much of each is to be settled, or unmark some."
                )
            )
        items = Item.search(Domain("id", "in", items.ids), order=BY_DUE)
        targets = items.filtered(
            lambda item: (item.balance or item.amount_currency) > 0
        )
        credit = sum(
            abs(to_steps(item.amount_residual_currency, book.currency))
            if "amount" not in book.marks[item.id]
            else to_steps(book.marks[item.id]["amount"], book.currency)
            for item in items - targets
        )
        kept = {item.id: book.marks[item.id] for item in items - targets}
        marks, _rest = book.spread(targets, steps + credit)
        return {**kept, **marks}

    # ------------------------------------------------------------
    # Business: saving
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
