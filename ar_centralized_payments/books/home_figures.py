"""The figures that several tiles of *Receivables* show, each read once."""

from collections import defaultdict
from datetime import timedelta
from functools import cached_property

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from .receivable_items import in_current_currency, known_party, parties

#: Over how many days sales are looked at, for the days of sales outstanding.
SALES_DAYS = 90
#: How many customers a tile names.
TOP = 10
#: What ends today, or within so many days more, ends soon.
SOON_DAYS = 6
#: By what open transactions are added up, beside the customer.
KEYS = ("company_id", "kind", "bucket", "currency_id", "is_due_today", "discount_until")


class HomeFigures:
    """Sums over the ticked companies, as the user may see them, as of today.

    Amounts are floats in the currency of the current company, at today's rate.
    """

    def __init__(self, env):
        self.env = env
        self.today = fields.Date.context_today(env["res.company"])

    @cached_property
    def _sums(self):
        """What is open, added up in one pass: rows by company, kind, bucket and what
        ends soon, and rows by customer record.

        The list's own query and rules, so that a tile says what the list adds up. It
        is kept apart (``OFFSET``): from the columns behind these few groups the
        database expects as many as there are items, and sorts them all.
        """
        self._flush()
        cr = self.env.cr
        cr.execute(
            SQL(
                """
                WITH sums AS MATERIALIZED (
                    SELECT %(keys)s, partner_id,
                           GROUPING(partner_id) = 0 AS is_of_partner,
                           COUNT(*) AS count, SUM(amount_current)::float AS amount,
                           SUM(first_discount)::float AS discount
                      FROM (%(items)s OFFSET 0) item
                     GROUP BY GROUPING SETS ((%(keys)s), (partner_id))
                )
                SELECT sums.*,
                       CASE WHEN partner.id IS NOT NULL THEN %(party)s END AS party_id
                  FROM sums
             LEFT JOIN res_partner partner ON partner.id = sums.partner_id
             LEFT JOIN res_partner commercial
                    ON commercial.id = partner.commercial_partner_id
             LEFT JOIN (%(parties)s) party
                    ON party.address_book_id = commercial.address_book_id
                """,
                keys=SQL(", ").join(map(SQL.identifier, KEYS)),
                items=self._items(),
                party=known_party(self.env, SQL("party.party_id")),
                parties=parties(self.env),
            )
        )
        return cr.dictfetchall()

    def _items(self):
        """The rows of the list: what is added up, and by what."""
        items = self.env["ar.open.transaction"]._search(Domain.TRUE)
        names = ("partner_id", "amount_current", "first_discount", *KEYS[:4])
        of = {
            name: SQL.identifier(items.table, name)
            for name in (*names, "date_due", "date_discount")
        }
        soon = self.today + timedelta(days=SOON_DAYS)
        return items.select(
            *(of[name] for name in names),
            SQL("%s = %s AS is_due_today", of["date_due"], self.today),
            SQL(
                "CASE WHEN %(kind)s = 'invoice' AND %(until)s BETWEEN %(today)s AND"
                " %(soon)s THEN %(until)s END AS discount_until",
                kind=of["kind"],
                until=of["date_discount"],
                today=self.today,
                soon=soon,
            ),
        )

    @cached_property
    def _by_kind(self):
        return [row for row in self._sums if not row["is_of_partner"]]

    @cached_property
    def by_age(self):
        """(company, kind, bucket) -> (number, amount) of open transactions."""
        sums = defaultdict(lambda: (0, 0.0))
        for row in self._by_kind:
            company = self.env["res.company"].browse(row["company_id"])
            key = (company, row["kind"], row["bucket"])
            sums[key] = self._added(sums[key], row)
        return sums

    @cached_property
    def due_today(self):
        """(Number, amount) of the invoices that are due today."""
        found = (0, 0.0)
        for row in self._by_kind:
            if row["kind"] == "invoice" and row["is_due_today"]:
                found = self._added(found, row)
        return found

    @staticmethod
    def _added(known, row, amount="amount"):
        return known[0] + row["count"], known[1] + (row[amount] or 0.0)

    def total(self, kinds, buckets=None):
        """Number and amount of some kinds, in some buckets or all."""
        number = amount = 0
        for (_company, kind, bucket), (count, value) in self.by_age.items():
            if kind in kinds and (buckets is None or bucket in buckets):
                number, amount = number + count, amount + value
        return number, amount

    def overdue_by_company(self):
        """Company -> bucket -> amount, of invoices."""
        sums = defaultdict(lambda: defaultdict(float))
        for (company, kind, bucket), (_count, amount) in self.by_age.items():
            if kind == "invoice":
                sums[company][bucket] += amount
        return sums

    def counts(self, asked):
        """How many records there are that the user may see, in one query.

        :param asked: (model name, domain) of each
        :return: list of numbers
        """
        found = [self.env[name]._search(domain) for name, domain in asked]
        numbers = [
            SQL("0") if query.is_empty() else SQL("(%s)", query.select("COUNT(*)"))
            for query in found
        ]
        rows = self.env.execute_query(SQL("SELECT %s", SQL(", ").join(numbers)))
        return rows[0]

    # ------------------------------------------------------------
    # By customer
    # ------------------------------------------------------------
    @cached_property
    def by_party(self):
        """Party id -> what is open, net, the most first; ``None``: in currencies that
        are not active."""
        sums = {}
        for row in self._sums:
            party, amount = row["party_id"], row["amount"]
            if party and amount is None:
                sums.setdefault(party, None)
            elif party:
                sums[party] = (sums.get(party) or 0.0) + amount
        currency = self.env.company.currency_id
        found = {
            party: amount and currency.round(amount) for party, amount in sums.items()
        }
        return dict(
            sorted(
                found.items(),
                key=lambda pair: (pair[1] is None, -(pair[1] or 0.0), pair[0]),
            )
        )

    @cached_property
    def limits(self):
        """Party id -> the credit limits of its records in these companies, added up;
        of companies that watch limits, where one is set."""
        companies = self.env.companies.filtered("account_use_credit_limit")
        if not companies:
            return {}
        self._flush()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT COALESCE(party.party_id, partner.id),
                           SUM(%(current)s)::float
                      FROM res_partner partner
                     CROSS JOIN LATERAL jsonb_each_text(partner.credit_limit)
                           AS given(company, amount)
                      JOIN res_company company ON company.id = given.company::int
                 LEFT JOIN (%(parties)s) party
                        ON party.address_book_id = partner.address_book_id
                     WHERE company.id = ANY(%(companies)s)
                       AND given.amount::numeric > 0
                     GROUP BY 1
                    """,
                    current=in_current_currency(
                        self.env,
                        SQL("given.amount::numeric"),
                        SQL("company.currency_id"),
                    ),
                    parties=parties(self.env),
                    companies=companies.ids,
                )
            )
        )

    # ------------------------------------------------------------
    # Over time
    # ------------------------------------------------------------
    def sales(self):
        """What was invoiced in the last 90 days, less credit notes, with tax."""
        groups = self.env["account.move"]._read_group(
            [
                ("move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
                ("state", "=", "posted"),
                ("invoice_date", ">", self.today - timedelta(days=SALES_DAYS)),
                ("invoice_date", "<=", self.today),
                ("company_id", "in", self.env.companies.ids),
            ],
            ["company_id"],
            ["amount_total_signed:sum"],
        )
        return sum(
            company.currency_id._convert(
                amount, self.env.company.currency_id, self.env.company, self.today
            )
            for company, amount in groups
        )

    def days_to_pay(self):
        """The days from invoice to payment, of what was matched in the last 90 days,
        each by its amount in its company's currency; ``None``: nothing was."""
        self._flush()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT SUM(partial.amount * (partial.max_date - move.invoice_date))
                           / NULLIF(SUM(partial.amount), 0)
                  FROM account_partial_reconcile partial
                  JOIN account_move_line line ON line.id = partial.debit_move_id
                  JOIN account_move move ON move.id = line.move_id
                 WHERE partial.max_date BETWEEN %s AND %s
                   AND line.company_id = ANY(%s)
                   AND move.move_type IN ('out_invoice', 'out_receipt')
                """,
                self.today - timedelta(days=SALES_DAYS),
                self.today,
                self.env.companies.ids,
            )
        )
        return rows[0][0]

    def discounts(self, untils):
        """The discounts of tier one that end up to some dates, which no payment has
        touched yet.

        :param untils: dates, not later than in ``SOON_DAYS`` days
        :return: for each date: currency id -> (number, amount)
        """
        found = []
        for until in untils:
            sums = defaultdict(lambda: (0, 0.0))
            for row in self._by_kind:
                if row["discount_until"] and row["discount_until"] <= until:
                    currency = row["currency_id"]
                    sums[currency] = self._added(sums[currency], row, "discount")
            found.append(sums)
        return found

    def in_current(self, amounts):
        """Number and amount of amounts by currency."""
        company = self.env.company
        currencies = self.env["res.currency"]
        return (
            sum(count for count, _amount in amounts.values()),
            sum(
                currencies.browse(currency)._convert(
                    amount, company.currency_id, company, self.today
                )
                for currency, (_count, amount) in amounts.items()
            ),
        )

    def _flush(self):
        for name in (
            "account.account",
            "account.move",
            "account.move.line",
            "account.partial.reconcile",
            "res.partner",
        ):
            self.env[name].flush_model()
