"""The door to the reader of remittance advices: records in, values out.

What a text may name is looked up among the documents that the user may see; numbers
are compared by what all ways to write one have in common, the reader does the rest.
"""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo.fields import Domain
from odoo.tools import SQL

from ..matching.advice import parse, read_advice
from ..matching.values import Document, Notation, Standing
from ..settlement.discount import available, tier_met
from ..settlement.values import Use
from .discount_book import DiscountBook
from .open_items import BY_DUE, NUMBERED_BY
from .steps import from_steps

#: Words that stand for a currency beside its code and its sign.
WORDS = {"EURO": "EUR", "EUROS": "EUR", "DOLLAR": "USD", "DOLLARS": "USD"}
#: ``sieve_key_of`` a column is one of these.
IS_SIEVED = "upper(regexp_replace(coalesce(%s, ''), '[^A-Za-z1-9]', '', 'g')) = ANY(%s)"


class AdviceBook:
    """Reads one text, with the documents that it may name.

    :param env: an environment with all companies of the user
    :param payment: unsaved ``account.payment``: its currency and its date count
    """

    def __init__(self, env, payment, text):
        self.env, self.payment = env, payment
        self.currency = payment.currency_id
        self.page = env["ar.settlement"]
        self.signs = self._signs()
        self.text = parse(text, self._notation())
        #: id of an entry -> its receivable items
        self.items = {}
        self.documents = {}

    def _notation(self):
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        return Notation(
            lang.decimal_point or ".",
            lang.thousands_sep or "",
            Decimal(repr(self.currency.rounding)),
            self.signs,
        )

    def _signs(self):
        """Sign or code, in capitals -> the codes of the currencies that have it."""
        signs = defaultdict(set)
        currencies = self.env["res.currency"].with_context(active_test=False)
        for currency in currencies.search([]):
            for sign in (currency.name, currency.symbol):
                signs[(sign or "").strip().rstrip(".").upper()].add(currency.name)
        for word, code in WORDS.items():
            signs[word].add(code)
        signs.pop("", None)
        return {sign: frozenset(codes) for sign, codes in signs.items()}

    def is_of_currency(self, sign):
        """Whether a sign or code may stand for the payment's currency."""
        return not sign or self.currency.name in self.signs[sign]

    # ------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------
    def advice(self, party=None):
        """What the text says, of the documents of some customers or of all.

        :param party: records of the customer who pays, and of those that are paid for
        :return: :class:`Advice`
        """
        self.items, self.documents = {}, {}
        self._add(self._search(self.page._open_domain_of_all(), party), Standing.OPEN)
        advice = read_advice(self.text, self.documents.values())
        missing = {row.number for row in advice.rows if row.reason == "unknown"}
        if missing and self._add_others(missing):
            advice = read_advice(self.text, self.documents.values())
        return advice

    def _search(self, domain, party):
        """The open items whose document may be named by the text."""
        keys, odd = list(self.text.sieve_keys), list(self.text.odd_numbers)
        items = self.env["account.move.line"]
        if not keys and not odd:
            return items
        if party:
            domain &= Domain("partner_id", "in", party.ids)
        self.env["account.move"].flush_model(NUMBERED_BY)

        def is_named(_model, alias, _query):
            columns = [SQL.identifier("move", name) for name in NUMBERED_BY]
            tests = [SQL(IS_SIEVED, column, keys) for column in columns]
            tests += [SQL("%s = ANY(%s)", column, odd) for column in columns if odd]
            return SQL(
                "(SELECT %s FROM account_move move WHERE move.id = %s)",
                SQL(" OR ").join(tests),
                SQL.identifier(alias, "move_id"),
            )

        return items.search(domain & Domain.custom(to_sql=is_named), order=BY_DUE)

    def _add_others(self, numbers):
        """Documents of other customers, and settled ones: by their numbers only as
        they are written."""
        spelled = [*numbers, *(number.upper() for number in numbers)]
        others = self.page._find_exactly(spelled, self.page._open_domain_of_all())
        closed = self.page._find_exactly(spelled, self._closed_domain())
        none = self.env["account.move.line"]
        known = none.union(*self.items.values())
        others = none.union(*others.values()) - known
        closed = none.union(*closed.values()) - others - known
        self._add(others, Standing.OTHERS)
        self._add(closed, Standing.CLOSED)
        return others | closed

    def _closed_domain(self):
        """The settled receivable items of all customers, in the user's companies."""
        companies = self.env["res.company"]._ar_user_companies()
        return (
            Domain("parent_state", "=", "posted")
            & Domain("reconciled", "=", True)
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("company_id", "in", companies.ids)
        )

    # ------------------------------------------------------------
    # Values for the reader
    # ------------------------------------------------------------
    def _add(self, items, standing):
        discounts = self._discounts(items)
        for move, some in items.grouped("move_id").items():
            if move.id in self.documents:
                continue
            self.items[move.id] = some
            self.documents[move.id] = Document(
                key=move.id,
                numbers=tuple(filter(None, (move[name] for name in NUMBERED_BY))),
                open=self._exact(some, "amount_residual_currency"),
                discount=sum((discounts.get(i, Decimal(0)) for i in some), Decimal(0)),
                total=self._exact(some, "amount_currency"),
                is_note=(some[0].balance or some[0].amount_currency) < 0,
                standing=standing,
            )

    def _exact(self, items, name):
        total = abs(sum(items.mapped(name)))
        return _decimal(total, items.currency_id[:1])

    def _discounts(self, items):
        """What is available of a discount at the payment's date, by item."""
        elevated = items.filtered(lambda item: not item.reconciled).sudo()
        found = DiscountBook(elevated.env).discounts(elevated)
        grace = self.payment.payment_method_line_id.ar_discount_grace_days
        on = self.payment.date - timedelta(days=grace)
        amounts = {}
        for item, discount in found.items():
            place = tier_met(
                discount, Use.NORMAL, on if item.balance > 0 else item.date
            )
            if place is not None:
                steps = available(discount, place, 0)
                amount = from_steps(steps, item.currency_id)
                amounts[item] = _decimal(amount, item.currency_id)
        return amounts


def _decimal(amount, currency):
    return Decimal(f"{amount:.{currency.decimal_places}f}")
