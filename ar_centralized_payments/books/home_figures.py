"""The figures that several tiles of *Receivables* show, each read once."""

from collections import defaultdict
from datetime import timedelta
from functools import cached_property

from odoo import fields
from odoo.tools import SQL

from .receivable_items import in_current_currency, parties, receivable_items

#: Over how many days sales are looked at, for the days of sales outstanding.
SALES_DAYS = 90
#: How many customers a tile names.
TOP = 10


class HomeFigures:
    """Sums over the ticked companies, as the user may see them, as of today.

    Amounts are floats in the currency of the current company, at today's rate.
    """

    def __init__(self, env):
        self.env = env
        self.today = fields.Date.context_today(env["res.company"])

    @cached_property
    def by_age(self):
        """(company, kind, bucket) -> (number, amount) of open transactions."""
        groups = self.env["ar.open.transaction"]._read_group(
            [],
            ["company_id", "kind", "bucket"],
            ["__count", "amount_current:sum"],
        )
        return {tuple(key): (count, amount or 0.0) for *key, count, amount in groups}

    @cached_property
    def due_today(self):
        """(Number, amount) of the invoices that are due today."""
        domain = [("kind", "=", "invoice"), ("date_due", "=", self.today)]
        groups = self.env["ar.open.transaction"]._read_group(
            domain, [], ["__count", "amount_current:sum"]
        )
        count, amount = groups[0]
        return count, amount or 0.0

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

    # ------------------------------------------------------------
    # By customer
    # ------------------------------------------------------------
    @cached_property
    def by_party(self):
        """Party id -> what is open, net, the most first; added up by record first."""
        self._flush()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    WITH item AS (
                        SELECT item.partner_id, item.currency_id,
                               SUM(item.amount) AS amount
                          FROM (%(items)s) item
                         WHERE item.company_id = ANY(%(companies)s)
                           AND item.partner_id IS NOT NULL
                         GROUP BY item.partner_id, item.currency_id
                    )
                    SELECT COALESCE(party.party_id, commercial.id) AS party_id,
                           SUM(%(current)s)::float AS amount
                      FROM item
                      JOIN res_partner partner ON partner.id = item.partner_id
                      JOIN res_partner commercial
                        ON commercial.id = partner.commercial_partner_id
                 LEFT JOIN (%(parties)s) party
                        ON party.address_book_id = commercial.address_book_id
                     GROUP BY 1
                     ORDER BY 2 DESC NULLS LAST, 1
                    """,
                    items=receivable_items(self.env),
                    companies=self.env.companies.ids,
                    current=in_current_currency(
                        self.env, SQL("item.amount"), SQL("item.currency_id")
                    ),
                    parties=parties(self.env),
                )
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

        :param untils: dates, the last one at the end
        :return: for each date: currency id -> (number, amount)
        """
        self._flush()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.currency_id, line.discount_date, COUNT(*),
                       SUM(line.amount_currency - line.discount_amount_currency)::float
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                 WHERE line.parent_state = 'posted'
                   AND line.reconciled IS NOT TRUE
                   AND line.discount_date BETWEEN %s AND %s
                   AND line.amount_residual_currency = line.amount_currency
                   AND line.company_id = ANY(%s)
                   AND move.move_type IN ('out_invoice', 'out_receipt')
                 GROUP BY line.currency_id, line.discount_date
                """,
                self.today,
                untils[-1],
                self.env.companies.ids,
            )
        )
        found = []
        for until in untils:
            sums = defaultdict(lambda: (0, 0.0))
            for currency, day, count, amount in rows:
                if day <= until:
                    known = sums[currency]
                    sums[currency] = (known[0] + count, known[1] + amount)
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
