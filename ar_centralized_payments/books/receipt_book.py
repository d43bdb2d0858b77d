"""The door to the reader of bank receipts: receipts in, proposals out.

What may be paid, who may have paid, and which payments stand in the books already are
read once for all lines, as the acting user sees them in all companies of theirs:
documents of other companies neither match nor appear.
"""

from collections import defaultdict
from datetime import timedelta

from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from ..matching.receipt_index import ReceiptIndex
from ..matching.receipt_values import (
    Candidate,
    Limits,
    OwnPayment,
    Party,
    Payer,
    Receipt,
)
from ..matching.receipts import DAYS_OF_RETURN, propose_all
from ..matching.references import compact
from ..settlement.discount import available
from .discount_book import DiscountBook
from .steps import from_steps, to_steps

#: What is read past the cache, by model: it must be in the database by then.
READ = {
    "res.partner": ["name", "address_book_id", "commercial_partner_id"],
    "res.partner.bank": ["partner_id", "sanitized_acc_number", "active"],
    "account.move": [
        *("name", "payment_reference", "ref", "move_type", "invoice_payment_term_id"),
    ],
    "account.move.line": [
        *("amount_residual", "amount_residual_currency", "balance", "partner_id"),
        *("amount_currency", "date_maturity", "date", "company_id", "currency_id"),
    ],
    "ar.settlement.line": ["move_line_id", "is_marking"],
}
#: Of an open item: what a candidate is made of.
ITEM_COLUMNS = SQL(
    "item.id, item.company_id, item.currency_id, item.partner_id,"
    " COALESCE(NULLIF(item.amount_residual_currency, 0), item.amount_residual),"
    " COALESCE(NULLIF(item.balance, 0), item.amount_currency),"
    " COALESCE(item.date_maturity, item.date), move.id, move.move_type,"
    " move.name, move.payment_reference, move.ref, term.early_discount"
)


class ReceiptBook:
    """Proposes what money means that one company received.

    :param company: the company
    :param journals: the bank journals that it came to
    :param since: the first day of it
    """

    def __init__(self, company, journals, since):
        companies = company.env["res.company"]._ar_user_companies()
        self.company = company.with_context(allowed_company_ids=companies.ids)
        self.env = self.company.env
        self.journals, self.since = journals, since
        self.currencies = {c.id: c for c in self._currencies()}
        #: key of a party -> one of its partners, by id
        self.partner_of = {}
        #: partner id -> key of its party
        self.key_of = {}

    def _currencies(self):
        return self.env["res.currency"].with_context(active_test=False).search([])

    def proposals(self, receipts):
        """Key of a receipt -> :class:`Proposal`; documents by ids of their open items.

        :param receipts: list of :class:`Receipt`
        """
        for model, names in READ.items():
            self.env[model].flush_model(names)
        self._read_partners()
        index = ReceiptIndex(
            self._candidates(), self._parties(), self._payers(), self._payments()
        )
        return propose_all(receipts, index)

    # ------------------------------------------------------------
    # Who may pay
    # ------------------------------------------------------------
    def _read_partners(self):
        """The party of every partner that the user may see."""
        query = self.env["res.partner"].with_context(active_test=False)._search([])
        rows = self.env.execute_query(
            SQL(
                "SELECT partner.id, partner.commercial_partner_id,"
                " own.address_book_id, partner.name"
                " FROM res_partner partner"
                " JOIN res_partner own ON own.id = partner.commercial_partner_id"
                " WHERE partner.id IN %s ORDER BY partner.id",
                query.subselect(),
            )
        )
        ours = self.env["res.company"].sudo().search([]).partner_id
        hidden = set(ours.ids)
        self.names = defaultdict(set)
        for partner, commercial, book, name in rows:
            if commercial in hidden:
                continue
            key = ("address_book", book) if book else ("partner", commercial)
            self.key_of[partner] = key
            if partner == commercial:
                self.partner_of.setdefault(key, partner)
                self.names[key].add(name or "")

    def _parties(self):
        accounts = defaultdict(set)
        query = self.env["res.partner.bank"]._search([("active", "=", True)])
        rows = self.env.execute_query(
            query.select(
                SQL.identifier(query.table, "partner_id"),
                SQL.identifier(query.table, "sanitized_acc_number"),
            )
        )
        for partner, number in rows:
            if number and partner in self.key_of:
                accounts[self.key_of[partner]].add(compact(number))
        return [
            Party(key, tuple(filter(None, names)), tuple(accounts[key]))
            for key, names in self.names.items()
        ]

    def _payers(self):
        learned = self.env["ar.payer"].search(
            [("company_id", "=", self.company.sudo().root_id.id)]
        )
        return [
            Payer(one.key, self.key_of[one.partner_id.id], one.hits, one.misses)
            for one in learned
            if one.partner_id.id in self.key_of
        ]

    # ------------------------------------------------------------
    # What may be paid
    # ------------------------------------------------------------
    def _candidates(self):
        rows = defaultdict(list)
        for row in self._item_rows():
            if row[3] in self.key_of:
                rows[row[7]].append(row)
        discounts = self._discounts(rows)
        return [self._candidate(some, discounts) for some in rows.values()]

    def _item_rows(self):
        """The open items of invoices and other claims, and of credit notes, that no
        draft settlement holds."""
        items = self.env["account.move.line"]
        domain = self.env["ar.settlement"]._open_domain_of_all()
        domain &= Domain("balance", ">=", 0) | Domain(
            "move_id.move_type", "=", "out_refund"
        )
        query = items._search(domain)
        return self.env.execute_query(
            SQL(
                "SELECT %s FROM account_move_line item"
                " JOIN account_move move ON move.id = item.move_id"
                " LEFT JOIN account_payment_term term"
                " ON term.id = move.invoice_payment_term_id"
                " WHERE item.id IN %s AND NOT EXISTS (SELECT FROM ar_settlement_line"
                " mark WHERE mark.move_line_id = item.id AND mark.is_marking)"
                " ORDER BY COALESCE(item.date_maturity, item.date), item.id",
                ITEM_COLUMNS,
                query.subselect(),
            )
        )

    def _candidate(self, rows, discounts):
        """One document: its open items together."""
        (_id, company, currency, partner, _open, balance, due, *_rest) = rows[0]
        total = sum(abs(row[4]) for row in rows)
        return Candidate(
            key=tuple(row[0] for row in rows),
            company=company,
            party=self.key_of[partner],
            currency=currency,
            numbers=tuple(dict.fromkeys(filter(None, rows[0][9:12]))),
            open=to_steps(total, self.currencies[currency]),
            due=due,
            discounts=discounts.get(rows[0][0], ()),
            is_note=balance < 0,
        )

    def _discounts(self, rows):
        """Item id -> (last day, amount) of what is left of each tier."""
        ids = [some[0][0] for some in rows.values() if some[0][12] and len(some) == 1]
        # sudo(): the discounts of items that were found as the user.
        items = self.env["account.move.line"].browse(ids).sudo()
        found = DiscountBook(items.env).discounts(items)
        methods = self.journals.inbound_payment_method_line_ids[:1]
        grace = timedelta(days=methods.ar_discount_grace_days)
        return {
            item.id: tuple(
                (tier.until + grace, available(discount, place, 0))
                for place, tier in enumerate(discount.tiers)
            )
            for item, discount in found.items()
            if discount.is_enabled
        }

    def _payments(self):
        """Payments of the company that the bank did not confirm yet, and those that it
        may still give back."""
        since = self.since - DAYS_OF_RETURN - timedelta(days=5)
        payments = self.env["account.payment"].search(
            [
                ("company_id", "=", self.company.id),
                ("payment_type", "=", "inbound"),
                ("partner_type", "=", "customer"),
                ("state", "in", ("in_process", "paid")),
                ("move_id", "!=", False),
                ("date", ">=", since),
            ]
        )
        return [
            OwnPayment(
                key=one.id,
                party=self.key_of[one.partner_id.id],
                currency=one.currency_id.id,
                amount=to_steps(one.amount, one.currency_id),
                date=one.date,
                references=tuple(filter(None, (one.name, one.payment_reference))),
                is_matched=one.is_matched or bool(one.ar_statement_line_id),
            )
            for one in payments
            if one.partner_id.id in self.key_of
        ]

    # ------------------------------------------------------------
    # What came
    # ------------------------------------------------------------
    def limits(self):
        """Currency id -> how far amounts may differ in it, over and under.

        What is paid too little is judged by the companies of the invoices: the
        smallest limit of all holds.
        """
        most = {}
        # sudo(): the settings of the user's own companies.
        for company in self.env["res.company"]._ar_user_companies().sudo():
            limit = max(
                company.ar_penny_difference_max, company.ar_overunder_payment_max
            )
            steps = to_steps(limit, company.currency_id)
            most.setdefault(company.currency_id.id, []).append((company, steps))
        own = self.company.sudo().root_id
        return {
            currency: Limits(
                over=max((s for c, s in some if c == own), default=0),
                under=min(s for _c, s in some),
            )
            for currency, some in most.items()
        }


def records_of(book, proposals):
    """Key of a party -> its record in the company that received, if it is one."""
    root = book.company.sudo().root_id
    parties = {p.party for p in proposals.values()} & book.partner_of.keys()
    partners = book.env["res.partner"].browse([book.partner_of[p] for p in parties])
    found = partners._ar_partner_in_company(root)
    records = {}
    for party in parties:
        some = found[partners.browse(book.partner_of[party]), root]
        if len(some) == 1:
            records[party] = some
    return records


def packed_marks(env, marks):
    """Marks as JSON, one for each open item, amounts as floats."""
    rows = []
    for mark in marks:
        items = env["account.move.line"].browse(mark.document)
        for item in items:
            row = {"item": item.id, "amount": None, "discount": None}
            for name in ("amount", "discount"):
                steps = getattr(mark, name)
                if len(items) == 1 and steps is not None:
                    row[name] = from_steps(steps, item.currency_id)
            rows.append(row)
    return rows


def receipt_of(line, limits):
    """A line of a bank statement as :class:`Receipt`.

    :param limits: what :meth:`ReceiptBook.limits` returns
    """
    currency, amount = line._ar_received()
    details = line.transaction_details
    texts = [
        ("label", line.payment_ref or ""),
        ("reference", line.ref or ""),
        ("narration", html2plaintext(line.narration or "")),
        *(("details", text) for text in _texts(details)),
    ]
    return Receipt(
        key=line.id,
        currency=currency.id,
        amount=to_steps(amount, currency),
        date=line.date,
        texts=tuple((carrier, text) for carrier, text in texts if text.strip()),
        account=line._ar_payer_account(),
        name=line.partner_name or line.partner_id.name or "",
        limits=limits.get(currency.id, Limits()),
        is_return=line._ar_is_return(),
    )


def _texts(details):
    """The texts in what a bank sent beside the line, however it is nested."""
    if isinstance(details, dict):
        details = list(details.values())
    if isinstance(details, list):
        return [text for one in details for text in _texts(one)]
    return [details] if isinstance(details, str) else []
