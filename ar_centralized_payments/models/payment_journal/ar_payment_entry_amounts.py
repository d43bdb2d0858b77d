"""What a payment being entered comes to, and which transactions its amount settles, the
oldest due first."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...books.open_items import BY_DUE
from ...books.payment_entry_book import PaymentEntryBook
from ...books.plausible import Plausible
from ...books.steps import from_steps, to_steps
from .ar_payment_entry import PAYMENT_VALUES

#: How many open transactions are looked at at once, for marking by priority.
LOOKED_AT = 500


class ArPaymentEntryAmounts(models.AbstractModel):
    _inherit = "ar.payment.entry"

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
        others = values.get("other_partner_ids") or []
        return PaymentEntryBook(self.env, payment, marks, others)

    def _entry_held(self, marks):
        """What other draft settlements mark meanwhile; see :meth:`entry_totals`."""
        items = self.env["account.move.line"].browse(marks)
        return {
            str(item.id): {"document": item.move_name, "text": text}
            for item, text in self.env["ar.settlement"]._page_held(items).items()
        }

    def _entry_questions(self, book, values):
        """What is unlikely of the date and the amount; nothing where none is typed."""
        partner, amount = book.payment.partner_id, values.get("amount") or 0.0
        asked = partner if amount else partner.browse()
        day = fields.Date.to_date(values.get("date") or None)
        return Plausible(self.env, asked).questions(
            asked, amount, book.currency, day, self.date
        )

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
            page._open_domain(book.customers)
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
            page._open_domain(book.customers)
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
