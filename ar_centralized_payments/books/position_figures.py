"""What is told of customers over time: payments, sales, days to pay.

By party, company and currency, of those that are asked for, in three queries. Without
record rules: that the user is a member of the companies is for the caller to check,
before.
"""

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .receivable_items import known_party, parties

#: Over how many months sales and days to pay are looked at.
MONTHS = 12


class PositionFigures:
    """Figures up to a date, of some parties in some companies.

    :param parties: ids of the records that stand for them
    :param companies: ids
    :param date: nothing later counts
    """

    def __init__(self, env, parties, companies, date):
        self.env, self.date = env, date
        self.parties, self.companies = list(parties), list(companies)
        self.since = date - relativedelta(months=MONTHS)

    def last_payments(self):
        """Key -> date and amount of the last payment that came."""
        return self._read(
            SQL(
                """
                SELECT DISTINCT ON (1, 2, 3)
                       member.party_id, payment.company_id, payment.currency_id,
                       payment.date, payment.amount
                  FROM account_payment payment
                  JOIN member ON member.partner_id = payment.partner_id
                 WHERE payment.company_id = ANY(%s)
                   AND payment.payment_type = 'inbound'
                   AND payment.partner_type = 'customer'
                   AND payment.state IN ('in_process', 'paid')
                   AND payment.date <= %s
                 ORDER BY 1, 2, 3, payment.date DESC, payment.id DESC
                """,
                self.companies,
                self.date,
            )
        )

    def draft_payments(self):
        """Key -> the amount of payments that are entered and not posted."""
        return self._read(
            SQL(
                """
                SELECT member.party_id, payment.company_id, payment.currency_id,
                       SUM(CASE WHEN payment.payment_type = 'inbound'
                                THEN payment.amount ELSE -payment.amount END)
                  FROM account_payment payment
                  JOIN member ON member.partner_id = payment.partner_id
                 WHERE payment.company_id = ANY(%s)
                   AND payment.partner_type = 'customer'
                   AND payment.state = 'draft'
                 GROUP BY 1, 2, 3
                """,
                self.companies,
            )
        )

    def sales(self):
        """Key -> what was invoiced in 12 months, untaxed, less credit notes."""
        return self._read(
            SQL(
                """
                SELECT member.party_id, move.company_id, move.currency_id,
                       SUM(CASE WHEN move.move_type = 'out_refund'
                                THEN -move.amount_untaxed
                                ELSE move.amount_untaxed END)
                  FROM account_move move
                  JOIN member ON member.partner_id = move.partner_id
                 WHERE move.company_id = ANY(%s)
                   AND move.move_type IN ('out_invoice', 'out_receipt', 'out_refund')
                   AND move.state = 'posted'
                   AND move.invoice_date > %s AND move.invoice_date <= %s
                 GROUP BY 1, 2, 3
                """,
                self.companies,
                self.since,
                self.date,
            )
        )

    def days_to_pay(self):
        """Key -> the days from invoice to payment of what was matched in the last 12
        months, weighted by amounts."""
        return self._read(
            SQL(
                """
                SELECT member.party_id, line.company_id, line.currency_id,
                       (SUM(partial.amount * (partial.max_date - move.invoice_date))
                           / NULLIF(SUM(partial.amount), 0))::float
                  FROM account_partial_reconcile partial
                  JOIN account_move_line line ON line.id = partial.debit_move_id
                  JOIN account_move move ON move.id = line.move_id
                  JOIN member ON member.partner_id = line.partner_id
                 WHERE line.company_id = ANY(%s)
                   AND move.move_type IN ('out_invoice', 'out_receipt')
                   AND partial.max_date > %s AND partial.max_date <= %s
                 GROUP BY 1, 2, 3
                """,
                self.companies,
                self.since,
                self.date,
            )
        )

    def _read(self, query):
        """The query's rows by their first three columns: party, company, currency."""
        for name in (
            "account.move",
            "account.move.line",
            "account.partial.reconcile",
            "account.payment",
            "res.partner",
        ):
            self.env[name].flush_model()
        rows = self.env.execute_query(
            SQL("WITH member AS MATERIALIZED (%s) %s", self._members(), query)
        )
        return {tuple(row[:3]): row[3:] for row in rows}

    def _members(self):
        """Every partner, contacts too, that is one of these parties."""
        return SQL(
            """
            SELECT partner.id AS partner_id,
                   %(party)s AS party_id
              FROM res_partner commercial
              JOIN res_partner partner
                ON partner.commercial_partner_id = commercial.id
         LEFT JOIN (%(parties)s) party
                ON party.address_book_id = commercial.address_book_id
             WHERE commercial.id = ANY(%(ids)s)
                OR partner.id = ANY(%(ids)s)
                OR commercial.address_book_id IN (
                       SELECT address_book_id FROM res_partner
                        WHERE id = ANY(%(ids)s))
            """,
            party=known_party(self.env, SQL("party.party_id")),
            parties=parties(self.env),
            ids=self.parties,
        )
