"""A remittance advice pasted into the page *Enter Customer Payments*.

Each line either marks a transaction, or says what it was taken for and why it marks
none.
"""

from dataclasses import dataclass, field

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ...books.advice_book import AdviceBook
from ...books.given_values import Keys, Marks, Pasted, checked
from ...books.steps import to_steps
from ...matching.lines import TooMuchError
from ...matching.values import Row, Taken
from .ar_payment_entry import PaymentValues


@dataclass
class Advised:
    """A line of an advice, and what it comes to: the items it names, and what is wrong
    or worth to be said."""

    row: Row
    items: object
    reason: str = ""
    note: str = ""
    candidates: list = field(default_factory=list)

    @property
    def amount(self):
        """What it pays, a float; ``None`` where it does not say."""
        return None if self.row.amount is None else float(self.row.amount)

    @property
    def taken_for(self):
        is_refused = self.reason and self.row.taken is Taken.READ
        return (Taken.REFUSED if is_refused else self.row.taken).value


class ArPaymentEntryPaste(models.AbstractModel):
    _inherit = "ar.payment.entry"

    # ------------------------------------------------------------
    # Business: the call of the page
    # ------------------------------------------------------------
    @checked
    def entry_paste(
        self, text: Pasted, values: PaymentValues, marks: Marks, shown: Keys = ()
    ):
        """Mark what a remittance advice names: sheets, lists and mails, as they come.

        Where no customer is chosen, and all invoices are of one, that customer is.
        Nothing is marked that is not certain.

        :param str text: lines with the number of a document and, where it is not paid
            in full, the amount; amounts as the user's language writes them, or plainly
        :return: dict: ``customer`` (id and name, or ``False``), ``marks``, ``found``
            (count of lines that mark something), ``heading`` (the line taken for one),
            ``rows`` (list of dicts, one for each line that is not empty: ``place``,
            ``text``, ``taken_for``: ``read``, ``header``, ``total``, ``words``,
            ``asks`` or ``refused``, ``number``, ``amount`` and ``discount``: floats in
            the payment's currency or ``False``, ``reason``, and ``candidates``:
            ``item_id``, ``label``, and the ``amount`` to be typed, if any),
            ``rejected`` (those of them that ask or are refused), ``total_checks``
            (list of dicts: ``place``, ``said``, ``found`` or ``False``, ``differs``),
            ``is_cleaned`` (characters that are no text were left out), and what
            :meth:`entry_totals` returns
        :raises UserError: if the text is longer than any advice
        """
        journal = self._entry_page()
        marks = self._entry_marks(marks)
        journal._entry_check_given(values, marks)
        book = journal._entry_book(values, marks)
        reader = journal._entry_advice_book(book, text)
        customer, advice, advised = journal._entry_understand(reader, values)
        values = {**values, "partner_id": customer.id}
        book = journal._entry_book(values, marks)
        advised_marks = journal._entry_advised_marks(book, reader, advised)
        marks = {**marks, **advised_marks} if customer else marks
        book = journal._entry_book(values, marks)
        rows = [journal._entry_advised_row(one) for one in advised]
        return {
            "customer": bool(customer) and journal._entry_customer(customer),
            "marks": {str(item): typed for item, typed in marks.items()},
            "found": sum(row["taken_for"] == "read" for row in rows),
            "heading": advice.heading,
            "rows": rows,
            "rejected": [r for r in rows if r["taken_for"] in ("asks", "refused")],
            "total_checks": [
                {
                    "place": check.place,
                    "said": float(check.said),
                    "found": False if check.found is None else float(check.found),
                    "differs": check.found is not None
                    and abs(check.found) != abs(check.said),
                }
                for check in advice.totals
            ],
            "is_cleaned": advice.is_cleaned,
            **journal._entry_state(book, values, shown),
        }

    def _entry_advice_book(self, book, text):
        """The reader of a text.

        :raises UserError: if it is longer than any advice
        """
        try:
            return AdviceBook(self.env, book.payment, text)
        except TooMuchError as error:
            texts = {
                "characters": self.env._(
                    "The text has %(count)s characters; paste %(most)s at most.",
                    count=error.count,
                    most=error.most,
                ),
                "lines": self.env._(
                    "These are %(count)s lines; paste %(most)s at most.",
                    count=error.count,
                    most=error.most,
                ),
                "words": self.env._(
                    "The text has %(count)s words and amounts; paste %(most)s at most.",
                    count=error.count,
                    most=error.most,
                ),
            }
            raise UserError(texts[error.kind]) from error

    @api.model
    def _entry_advised_row(self, one):
        """A line as the page shows it."""
        row = one.row
        return {
            "place": row.place,
            "text": row.text,
            "taken_for": one.taken_for,
            "number": row.number,
            "amount": False if row.amount is None else float(row.amount),
            "discount": False if row.discount is None else float(row.discount),
            "reason": one.reason or one.note,
            "candidates": one.candidates,
        }

    # ------------------------------------------------------------
    # Business: what the lines say, and whose they are
    # ------------------------------------------------------------
    def _entry_understand(self, reader, values):
        """The customer, what the text says of the customer's documents, and that as a
        list of :class:`Advised`."""
        partners = self.env["res.partner"]
        customer = partners.browse(values.get("partner_id") or [])
        if customer:
            customers = customer | partners.browse(
                values.get("other_partner_ids") or []
            )
            advice = reader.advice(customers._ar_party())
            return customer, advice, self._entry_advised(reader, advice)
        advice = reader.advice()
        advised = self._entry_advised(reader, advice)
        customer = self._entry_advised_customer(advised)
        if customer:
            advice = reader.advice(customer._ar_party())
            advised = self._entry_advised(reader, advice)
        return customer, advice, advised

    def _entry_advised(self, reader, advice):
        none = self.env["account.move.line"]
        return [
            Advised(row, none.union(*(reader.items[key] for key in row.documents)))
            for row in advice.rows
        ]

    def _entry_advised_customer(self, advised):
        """The one customer of all that the advice names; where that is none, the lines
        say why."""
        partners = self.env["res.partner"]
        sure = [one for one in advised if one.row.taken is Taken.READ]
        parties = {one.items.partner_id[:1]._ar_party_key(): one for one in sure}
        if len(parties) != 1:
            for one in sure:
                one.reason = self.env._(
                    "It is of %(customer)s, and the advice names several customers. "
                    "Choose one of them first.",
                    customer=one.items.partner_id[:1].display_name,
                )
            return partners
        (one,) = parties.values()
        record, problem = self._entry_record(one.items.partner_id[:1])
        for one in sure:
            one.reason = problem
        return record

    # ------------------------------------------------------------
    # Business: what they mark
    # ------------------------------------------------------------
    def _entry_advised_marks(self, book, reader, advised):
        """Marks for the lines against which nothing stands; the others say what."""
        items = self.env["account.move.line"].union(*(one.items for one in advised))
        held = items._ar_marked_in()
        marks, places = {}, {}
        for one in advised:
            if one.row.taken is not Taken.READ:
                one.reason = self._entry_advised_reason(book, one)
                if one.row.taken is Taken.ASKS:
                    one.candidates = self._entry_candidates(book, one, held)
            elif not one.reason:
                one.reason = self._entry_advised_refusal(
                    book, reader, one, held
                ) or self._entry_twice(one, places)
                if not one.reason:
                    marks |= self._entry_advised_mark(book, one)
                    one.note = self._entry_discount_note(book, reader, one)
        return marks

    def _entry_advised_refusal(self, book, reader, one, held):
        """Why a line marks nothing, or an empty text."""
        is_own = one.items.currency_id == book.currency
        if not is_own or not reader.is_of_currency(one.row.currency):
            return self.env._(
                "It is in another currency than the payment: %(document)s. Mark it by "
                "hand.",
                document=self._entry_item_text(one.items[:1]),
            )
        refusals = [
            self.env["ar.settlement"]._page_refusal(item, held.get(item))
            for item in one.items
        ]
        return next(filter(None, refusals), "") or self._entry_amount_refusal(book, one)

    def _entry_amount_refusal(self, book, one):
        if one.amount is None:
            return ""
        open_amount = abs(sum(one.items.mapped("amount_residual_currency")))
        if book.currency.compare_amounts(one.amount, open_amount) > 0:
            return self.env._(
                "The amount is more than is open: %(document)s.",
                document=self._entry_item_text(one.items),
            )
        return ""

    def _entry_twice(self, one, places):
        for item in one.items:
            if places.setdefault(item, one.row.place) != one.row.place:
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
            return {one.items.id: {"amount": one.amount}}
        marks, _rest = book.spread(one.items, to_steps(one.amount, book.currency))
        return marks

    def _entry_discount_note(self, book, reader, one):
        """What is to be said where the discount is not what the terms offer."""
        (key,) = one.row.documents
        document, taken = reader.documents[key], one.row.discount
        if taken is None or taken == document.discount:
            return ""
        if not taken and one.row.amount == document.open:
            return ""
        return self.env._(
            "The advice deducts a discount of %(taken)s; %(available)s is available at "
            "the payment's date.",
            taken=format_amount(self.env, float(taken), book.currency),
            available=format_amount(self.env, float(document.discount), book.currency),
        )

    # ------------------------------------------------------------
    # Business: what the others say
    # ------------------------------------------------------------
    def _entry_advised_reason(self, book, one):
        """Why a line asks, is refused, or what there is to say of a total."""
        row = one.row
        if row.detail or row.options:
            return self._entry_amount_reason(book, row)
        texts = {
            "": "",
            "long": self.env._("The line is too long for an advice."),
            "unknown": self.env._(
                "No document of your companies has the number %(number)s.",
                number=row.number,
            ),
            "nothing": self.env._("The line has an amount, and names no document."),
            "others": self.env._(
                "It is of another customer: %(documents)s.",
                documents="; ".join(self._entry_item_text(i) for i in one.items[:5]),
            ),
            "closed": self.env._("It is settled already."),
            "several": self.env._(
                "Several open transactions have the number %(number)s. Choose one.",
                number=row.number,
            ),
            "numbers": self.env._("The line names several documents. Choose one."),
            "below": self.env._("The line below may say how much of it is paid."),
            "sign": self.env._("The amount must be more than 0."),
            "differs": self.env._("The lines do not come to this total."),
            "unchecked": self.env._(
                "The total is not checked: a line has no amount that is certain."
            ),
        }
        return texts[row.reason]

    def _entry_amount_reason(self, book, row):
        """What is not certain in the amounts or words of a line."""
        amounts = " / ".join(
            format_amount(self.env, float(amount), book.currency)
            for amount in row.options
        )
        texts = {
            "readings": self.env._(
                "%(text)s may be read as %(amounts)s. Choose, or mark it by hand.",
                text=row.detail,
                amounts=amounts,
            ),
            "amounts": self.env._(
                "It has several amounts, and it is not certain which is paid: "
                "%(amounts)s.",
                amounts=amounts,
            ),
            "sum": self.env._("The amounts do not add up: %(text)s.", text=row.detail),
            "decimals": self.env._(
                "%(text)s has more decimals than %(currency)s has.",
                text=row.detail,
                currency=book.currency.name,
            ),
            "words": self.env._(
                "Beside the number it says: %(text)s. Mark it if it is paid.",
                text=row.detail,
            ),
        }
        return texts[row.reason]

    def _entry_candidates(self, book, one, held):
        """What a line that asks may mean, to choose from: documents, or amounts."""
        items = one.items.filtered(lambda item: item not in held)
        amounts = [abs(one.amount or 0.0)]
        if one.row.options:
            amounts = [float(amount) for amount in one.row.options]
        return [
            {
                "item_id": item.id,
                "label": self._entry_candidate_text(book, item, amount),
                "amount": item.currency_id == book.currency and amount,
            }
            for item in items
            for amount in amounts
            if amount <= abs(item.amount_residual_currency) or not one.row.options
        ]

    def _entry_candidate_text(self, book, item, amount):
        text = self._entry_item_text(item)
        if not amount or item.currency_id != book.currency:
            return text
        return self.env._(
            "%(amount)s of %(document)s",
            amount=format_amount(self.env, amount, book.currency),
            document=text,
        )

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
