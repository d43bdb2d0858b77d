from odoo import api, models
from odoo.tools import SQL

#: The rate that holds on each date, and its own date; whether the currency is the base.
DATED_RATES = """
    SELECT request.position, found.rate, found.name,
           company.currency_id = request.currency_id AND NOT EXISTS (
               SELECT 1 FROM res_currency_rate rate
                WHERE rate.currency_id = request.currency_id
                  AND (rate.company_id = request.company_id
                    OR rate.company_id IS NULL))
      FROM unnest(%(companies)s::int[], %(currencies)s::int[],
                  %(dates)s::date[]) WITH ORDINALITY
           AS request(company_id, currency_id, date, position)
      JOIN res_company company ON company.id = request.company_id
      LEFT JOIN LATERAL (
           SELECT rate.rate, rate.name
             FROM res_currency_rate rate
            WHERE rate.currency_id = request.currency_id
              AND rate.name <= request.date
              AND (rate.company_id = request.company_id
                OR rate.company_id IS NULL)
            ORDER BY rate.company_id, rate.name DESC LIMIT 1) found ON TRUE
"""


class ResCurrency(models.Model):
    _inherit = "res.currency"

    @api.model
    def _ar_rates_on(self, requests):
        """Return the rates that hold on some dates, and say where there is none.

        ``_get_rates`` silently answers with a later rate, or with 1.0, where no rate
        is dated on or before the date. Money must not be converted on that; here the
        answer is ``None``. What there is, is chosen as Odoo does: the company's own
        rates before the shared ones, then the latest (accounting section 2).

        A company's own currency that has no rate at all counts as 1.0: it is the
        base. A rate converts by division: with 1.2277 USD for 1 EUR, the company in
        USD has rates EUR 0.81453… and USD 1.0, and 100 EUR are 100 / 0.81453….

        Rates are read without record rules, in one query: that the user is a member
        of the companies is for the caller to check.

        :param requests: a set of (root company id, currency id, date)
        :return: each request -> units of the currency per unit of the company's rate
            base (as ``res.currency.rate.rate`` stores it), or ``None``
        :rtype: dict
        """
        found = self._ar_dated_rates_on(requests)
        return {key: row and row[0] for key, row in found.items()}

    @api.model
    def _ar_dated_rates_on(self, requests):
        """As :meth:`_ar_rates_on`, with the date of each rate.

        :return: dict of each request -> (rate, its date, or ``None`` for a base without
            rates), or ``None`` where there is no rate
        """
        requests = list(requests)
        if not requests:
            return {}
        self.env["res.currency.rate"].flush_model()
        self.env["res.company"].flush_model(["currency_id"])
        companies, currencies, dates = map(list, zip(*requests, strict=True))
        rows = self.env.execute_query(
            SQL(
                DATED_RATES,
                companies=companies,
                currencies=currencies,
                dates=dates,
            )
        )
        found = {
            requests[position - 1]: (1.0 if is_base else rate, on)
            for position, rate, on, is_base in rows
            if is_base or rate
        }
        return dict.fromkeys(requests) | found
