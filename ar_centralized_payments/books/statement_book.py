"""What a statement over all companies says of one customer."""

from odoo import fields
from odoo.tools import format_date

from .as_of import reference_date
from .discount_book import DiscountBook
from .receivable_items import BUCKETS, NOT_DUE


class StatementBook:
    """The open items of a party by company and currency, for its statement.

    In the language of ``env``, of the companies that the user is a member of. Amounts
    come as texts, with their currency.

    :param partner: any record of the party
    """

    def __init__(self, partner):
        companies = partner.env["res.company"]._ar_user_companies()
        self.partner = partner.with_context(allowed_company_ids=companies.ids)
        self.env = self.partner.env
        self.companies = companies
        self.today = reference_date(self.env)

    def statement(self):
        """
        :return: dict: ``date``, ``companies`` (names of all that it covers),
            ``sections`` (one for each company and currency), ``totals`` (one for each
            currency), ``bank`` (where to pay)
        """
        items = self.env["ar.open.transaction"].search(
            [("partner_id", "in", self.partner._ar_party().ids)],
            order="company_id, currency_id, date_due, date, id",
        )
        self.offers = self._offers(items)
        grouped = items.grouped(lambda item: (item.company_id, item.currency_id))
        return {
            "date": format_date(self.env, self.today),
            "companies": self.companies.sorted("id").mapped("name"),
            "sections": [self._section(*key, rows) for key, rows in grouped.items()],
            "totals": self._totals(items),
            "bank": self._bank(),
        }

    def _offers(self, items):
        """``sudo()``: the items are the user's; their payment terms may not be."""
        book = DiscountBook(self.env["base"].sudo().env)
        lines = items.filtered("is_debit").sudo().move_line_id
        return book.shown(lines, lambda _item: self.today)

    def _section(self, company, currency, items):
        debits = items.filtered("is_debit")
        return {
            "company": company.name,
            "currency": currency.name,
            "rows": [self._row(item, currency) for item in items],
            "owed": currency.format(sum(debits.mapped("amount_open"))),
            "unused": currency.format(-sum((items - debits).mapped("amount_open"))),
            "has_unused": bool(items - debits),
            "net": currency.format(sum(items.mapped("amount_open"))),
            "ageing": self._ageing(debits, currency),
        }

    def _row(self, item, currency):
        labels = dict(item._fields["kind"]._description_selection(self.env))
        return {
            "document": item.document,
            "kind": labels[item.kind],
            "reference": item.reference or "",
            "date": format_date(self.env, item.date),
            "due": format_date(self.env, item.date_due) if item.is_debit else "",
            "is_overdue": item.days_overdue > 0,
            "open": currency.format(item.amount_open),
            "discounts": self._discounts(item, currency),
        }

    def _discounts(self, item, currency):
        """What is to be paid by which day, of the discounts that are not over."""
        tiers = self.offers.get(item.id, {}).get("tiers", [])
        return [
            self.env._(
                "%(amount)s if paid by %(date)s",
                amount=currency.format(tier["to_pay"]),
                date=format_date(self.env, tier["until"]),
            )
            for tier in tiers
            if fields.Date.to_date(tier["until"]) >= self.today and tier["discount"]
        ]

    def _ageing(self, debits, currency):
        labels = dict(debits._fields["bucket"]._description_selection(self.env))
        by_bucket = debits.grouped("bucket")
        return [
            {
                "label": labels[bucket],
                "amount": currency.format(
                    sum(by_bucket.get(bucket, debits.browse()).mapped("amount_open"))
                ),
            }
            for bucket in [NOT_DUE, *(name for _days, name in reversed(BUCKETS))]
        ]

    def _totals(self, items):
        return [
            {
                "net": currency.format(sum(rows.mapped("amount_open"))),
                "overdue": currency.format(
                    sum(
                        rows.filtered(lambda row: row.days_overdue > 0).mapped(
                            "amount_open"
                        )
                    )
                ),
            }
            for currency, rows in items.grouped("currency_id").items()
        ]

    def _bank(self):
        """The account of the company that receives the payments: the current one."""
        company = self.env.company
        accounts = company.sudo().bank_journal_ids.bank_account_id
        account = (accounts or company.sudo().partner_id.bank_ids)[:1]
        return {
            "company": company.name,
            "account": account.acc_number or "",
            "bank": account.bank_id.name or "",
            "bic": account.bank_id.bic or "",
        }
