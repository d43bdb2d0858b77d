"""A remittance advice pasted into the page *Enter Customer Payments*.

Each line either marks a transaction, or is listed with the reason why it does not.
"""

from dataclasses import dataclass, field

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_amount

from ...books.given_values import Keys, Marks, Pasted, checked
from ...books.steps import to_steps
from ...matching.remittance import read_advice, read_amount
from .ar_payment_entry import PaymentValues

#: More lines at once are no customer's advice.
MOST_LINES = 5000


@dataclass
class Advised:
    """A line of an advice, as it is understood: what it names, and what is wrong."""

    line: object
    number: str = ""
    amount: float | None = None
    currency: str = ""
    items: object = None
    reason: str = ""
    candidates: list = field(default_factory=list)


class ArPaymentEntryPaste(models.AbstractModel):
    _inherit = "ar.payment.entry"

    # ------------------------------------------------------------
    # Business: the call of the page
    # ------------------------------------------------------------
    @checked
    def entry_paste(
        self, text: Pasted, values: PaymentValues, marks: Marks, shown: Keys = ()
    ):
        """Mark what a remittance advice names: a line for each invoice, its number and,
        where it is not paid in full, the amount.

        Where no customer is chosen, and all invoices are of one, that customer is.

        :param str text: columns parted by tabs, semicolons, commas or spaces, with a
            heading or without; amounts as the user's language writes them, or plainly
        :return: dict: ``customer`` (id and name, or ``False``), ``marks``, ``found``
            (count of lines that mark something), ``heading`` (the line taken for one),
            ``rejected`` (list of dicts: ``place``, ``text``, ``reason``, and
            ``candidates``: ``item_id``, ``label``, and the ``amount`` to be typed, if
            any), and what
            :meth:`entry_totals` returns
        """
        journal = self._entry_page()
        marks = self._entry_marks(marks)
        journal._entry_check_given(values, marks)
        lines, heading = read_advice(text)
        if len(lines) > MOST_LINES:
            raise UserError(
                self.env._(
                    "These are %(count)s lines; paste %(most)s at most.",
                    count=len(lines),
                    most=MOST_LINES,
                )
            )
        advised = journal._entry_understand(lines)
        customer = journal._entry_advised_customer(advised, values)
        values = {**values, "partner_id": customer.id}
        book = journal._entry_book(values, marks)
        advised_marks = journal._entry_advised_marks(book, advised)
        marks = {**marks, **advised_marks} if customer else marks
        book = journal._entry_book(values, marks)
        rejected = [one for one in advised if one.reason]
        return {
            "customer": bool(customer) and journal._entry_customer(customer),
            "marks": {str(item): typed for item, typed in marks.items()},
            "found": len(advised) - len(rejected),
            "heading": heading,
            "rejected": [
                {
                    "place": one.line.place,
                    "text": one.line.text,
                    "reason": one.reason,
                    "candidates": one.candidates,
                }
                for one in rejected
            ],
            **journal._entry_state(book, values, shown),
        }

    # ------------------------------------------------------------
    # Business: what the lines say
    # ------------------------------------------------------------
    def _entry_understand(self, lines):
        """Read every line the way in which its number exists, the longest number
        before others; one search for all."""
        page = self.env["ar.settlement"]
        numbers = [number for line in lines for number in line.numbers if number]
        found = page._find_exactly(numbers, page._open_domain_of_all())
        missing = [number for number, items in found.items() if not items]
        closed = page._find_exactly(missing, self._entry_closed_domain())
        return [self._entry_understand_line(line, found, closed) for line in lines]

    @api.model
    def _entry_closed_domain(self):
        """The settled receivable items of all customers, in the user's companies."""
        companies = self.env["res.company"]._ar_user_companies()
        return (
            Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", True)
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("company_id", "in", companies.ids)
        )

    def _entry_understand_line(self, line, found, closed):
        readings = [self._entry_reading(line, *reading) for reading in line.readings]
        by_length = sorted(readings, key=lambda one: -len(one.number))
        if not readings:
            return Advised(
                line,
                reason=self.env._(
                    "It has more columns than two. Leave the number and the amount."
                ),
            )
        for known in (found, closed):
            for one in by_length:
                if known.get(one.number):
                    one.items = found[one.number]
                    if known is closed:
                        one.reason = self.env._("It is settled already.")
                    return one
        unknown = readings[0]
        unknown.items = self.env["account.move.line"]
        unknown.reason = self.env._(
            "No document of your companies has the number %(number)s.",
            number=unknown.number or line.text,
        )
        return unknown

    def _entry_reading(self, line, number, text):
        """One way to read a line."""
        one = Advised(line, number)
        if text:
            lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
            one.amount, one.currency = read_amount(
                text, lang.decimal_point or ".", lang.thousands_sep or ""
            )
            if one.amount is None:
                one.reason = self.env._("%(text)s is not an amount.", text=text)
        return one

    # ------------------------------------------------------------
    # Business: whose they are
    # ------------------------------------------------------------
    def _entry_advised_customer(self, advised, values):
        """The customer who was chosen; else the one of all that the advice names.

        Where that is none, the lines say why.
        """
        partners = self.env["res.partner"]
        if values.get("partner_id"):
            return partners.browse(values["partner_id"])
        sure = [one for one in advised if one.items and len(one.items.move_id) == 1]
        parties = {one.items.partner_id[:1]._ar_party_key(): one for one in sure}
        if len(parties) != 1:
            for one in sure:
                one.reason = one.reason or self.env._(
                    "It is of %(customer)s, and the advice names several customers. "
                    "Choose one of them first.",
                    customer=one.items.partner_id[:1].display_name,
                )
            return partners
        (one,) = parties.values()
        record, problem = self._entry_record(one.items.partner_id[:1])
        for one in sure:
            one.reason = one.reason or problem
        return record

    # ------------------------------------------------------------
    # Business: what they mark
    # ------------------------------------------------------------
    def _entry_advised_marks(self, book, advised):
        """Marks for the lines against which nothing stands; the others say what."""
        items = self.env["account.move.line"].union(
            *(one.items for one in advised if one.items)
        )
        held = items._ar_marked_in()
        party = book.payment.partner_id and book.payment.partner_id._ar_party_key()
        marks, places = {}, {}
        for one in advised:
            if one.reason or not one.items:
                continue
            one.reason = self._entry_advised_refusal(book, one, party, held)
            if not one.reason:
                one.reason = self._entry_twice(one, places)
            if not one.reason:
                marks |= self._entry_advised_mark(book, one)
        return marks

    def _entry_advised_refusal(self, book, one, party, held):
        """Why a line marks nothing, or an empty text."""
        mine = one.items.filtered(
            lambda item: not party or item.partner_id._ar_party_key() == party
        )
        if not mine:
            return self.env._(
                "It is of another customer: %(documents)s.",
                documents="; ".join(self._entry_item_text(i) for i in one.items[:5]),
            )
        one.items = mine
        if len(mine.move_id) > 1:
            one.candidates = [
                {
                    "item_id": item.id,
                    "label": self._entry_item_text(item),
                    "amount": item.currency_id == book.currency
                    and abs(one.amount or 0.0),
                }
                for item in mine
                if item not in held
            ]
            return self.env._(
                "Several open transactions have the number %(number)s. Choose one.",
                number=one.number,
            )
        names = {"", book.currency.name, book.currency.symbol}
        if mine.currency_id != book.currency or one.currency not in names:
            return self.env._(
                "It is in another currency than the payment: %(document)s. Mark it by "
                "hand.",
                document=self._entry_item_text(mine[:1]),
            )
        refusals = [
            self.env["ar.settlement"]._page_refusal(item, held.get(item))
            for item in mine
        ]
        return next(filter(None, refusals), "") or self._entry_amount_refusal(book, one)

    def _entry_amount_refusal(self, book, one):
        """What is wrong with the amount of a line: of an invoice it is positive, of a
        credit note it may be written as negative."""
        if one.amount is None:
            return ""
        if (one.items[0].balance or one.items[0].amount_currency) < 0:
            one.amount = abs(one.amount)
        currency = book.currency
        if currency.compare_amounts(one.amount, 0.0) <= 0:
            return self.env._("The amount must be more than 0.")
        open_amount = abs(sum(one.items.mapped("amount_residual_currency")))
        if currency.compare_amounts(one.amount, open_amount) > 0:
            return self.env._(
                "The amount is more than is open: %(document)s.",
                document=self._entry_item_text(one.items),
            )
        return ""

    def _entry_twice(self, one, places):
        for item in one.items:
            if places.setdefault(item, one.line.place) != one.line.place:
                return self.env._(
                    "It stands in line %(place)s already.", place=places[item]
                )
        return ""

    @api.model
    def _entry_advised_mark(self, book, one):
        """The mark of one document; of its instalments, the oldest due come first."""
        if one.amount is None:
            return {item.id: {} for item in one.items}
        if len(one.items) == 1:
            return {one.items.id: {"amount": book.currency.round(one.amount)}}
        marks, _rest = book.spread(one.items, to_steps(one.amount, book.currency))
        return marks

    def _entry_item_text(self, items):
        """Company, document, customer and what is open: to tell transactions apart."""
        return self.env._(
            "%(company)s: %(document)s, %(customer)s, %(amount)s",
            company=items[0].company_id.name,
            document=items[0].move_name,
            customer=items[0].partner_id.display_name,
            amount=format_amount(
                self.env,
                sum(items.mapped("amount_residual_currency")),
                items[0].currency_id,
            ),
        )
