"""From which day on the sales of a run have to be read one by one.

Years of reported periods are compared by totals: where those of today are what was
reported, nothing is to be corrected, and no line of the period is read.
"""

from collections import defaultdict

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

from ..sales_list.numbers import NONE, refusal
from ..sales_list.values import Kind, Period


class SalesListWindow:
    """What a run reads.

    :param lines: ``SalesLines`` of its companies
    :param date: a day of the period that is prepared
    """

    def __init__(self, env, lines, date):
        self.env, self.lines = env, lines
        today = fields.Date.context_today(lines.roots)
        self.last = Period.of(max(date, today), 3).last
        lists = env["ar.eu.sales.list"].search(
            [("company_id", "in", lines.roots.ids)], order="date_from"
        )
        self.reported = lists.filtered(
            lambda one: one.state != "draft" and one.kind == "regular"
        )
        drafts = lists.filtered(lambda one: one.state == "draft")
        days = [*drafts.mapped("date_from"), *self._stale()]
        self.first = min([Period.of(date, 3).first, *days])

    def _stale(self):
        """The first days of reported periods where anything may have changed."""
        if not self.reported:
            return
        first = min(self.reported.mapped("date_from"))
        today, known = self._today(first), self._known()
        for record in self.reported:
            registration = record.registration_id
            currency = record.company_id.currency_id
            if registration.is_note_of_origin or currency != record.currency_id:
                yield record.date_from
                continue
            totals = self._of_period(today, record)
            country = record.country_id.code
            if totals != known[record.registration_id.id, record.date_from] or any(
                refusal(number, kind, country) for number, kind in totals
            ):
                yield record.date_from

    @staticmethod
    def _of_period(today, record):
        """(number, kind) -> what its months come to, without what is nothing."""
        totals, month = defaultdict(int), record.date_from
        while month <= record.date_to:
            key = record.company_id.id, record.country_id.id, month
            for row, cents in today[key].items():
                totals[row] += cents
            month = fields.Date.add(month, months=1)
        return {row: cents for row, cents in totals.items() if cents}

    def _today(self, first):
        """(company, country, month) -> (number, kind) -> cents of today's sales."""
        found = defaultdict(lambda: defaultdict(int))
        rows = self.env.execute_query(self._query(first))
        self.lines.read_numbers({row[5] for row in rows} - {None})
        for company, month, tax, product, vat, partner, balance in rows:
            kind = self.lines.kinds[tax]
            number = self.lines.numbers.get(partner, "") if vat is None else vat
            row = ("" if number == NONE else number, self.lines.kind_of(kind, product))
            key = self.lines.root_of[company], kind.country_id, month
            found[key][row] -= round(balance * 100)
        discounted = {
            (one.company_id.id, one.country_id.id)
            for one in self.reported.registration_id
            if one.is_discount_reported
        }
        for one in self.lines.discounts(first, self.last):
            if (one.company_id, one.country_id) in discounted:
                key = one.company_id, one.country_id, one.date.replace(day=1)
                found[key][one.number, one.kind] += one.amount
        return found

    def _query(self, first):
        return SQL(
            """
            SELECT line.company_id, date_trunc('month', line.date)::date,
                   rel.account_tax_id, template.type, move.ar_eu_vat,
                   CASE WHEN move.ar_eu_vat IS NULL
                        THEN COALESCE(move.commercial_partner_id,
                                      partner.commercial_partner_id) END,
                   sum(line.balance)
              FROM account_move_line line
              JOIN account_move_line_account_tax_rel rel
                ON rel.account_move_line_id = line.id
              JOIN account_move move ON move.id = line.move_id
         LEFT JOIN res_partner partner ON partner.id = line.partner_id
         LEFT JOIN product_product product ON product.id = line.product_id
         LEFT JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE line.parent_state = 'posted'
               AND line.company_id = ANY(%(companies)s)
               AND line.date BETWEEN %(first)s AND %(last)s
               AND rel.account_tax_id = ANY(%(taxes)s)
          GROUP BY 1, 2, 3, 4, 5, 6
            """,
            companies=[*self.lines.root_of],
            taxes=[*self.lines.kinds],
            first=first,
            last=self.last,
        )

    def _known(self):
        """(registration, first day) -> (number, kind) -> cents that were reported."""
        kinds = {kind.value: kind for kind in Kind}
        known = defaultdict(dict)
        lists = self.env["ar.eu.sales.list"].search(
            Domain("registration_id", "in", self.reported.registration_id.ids)
            & Domain("state", "!=", "draft")
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT list.registration_id, item.period_from, item.number, item.kind,
                       sum(item.amount)
                  FROM ar_eu_sales_list_item item
                  JOIN ar_eu_sales_list list ON list.id = item.list_id
                 WHERE item.list_id = ANY(%s)
              GROUP BY 1, 2, 3, 4
                """,
                lists.ids,
            )
        )
        for registration, day, number, kind, amount in rows:
            if amount:
                known[registration, day][number, kinds[kind]] = round(amount * 100)
        return known
