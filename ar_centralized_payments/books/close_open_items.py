"""What is open on receivables at the end of a period, read once for every check that
looks at all of it: there may be open items by the hundred thousand."""

from collections import defaultdict
from functools import cached_property

from odoo.tools import SQL

#: In one pass: the currencies of each company, and the first partner of each customer
#: with something to its credit and something that it owes.
OPEN_ITEMS = """
    WITH item AS (
        SELECT line.company_id, line.currency_id, line.partner_id,
               bool_or(line.amount_residual < 0) AS is_credit,
               bool_or(line.amount_residual > 0) AS is_debit
          FROM account_move_line line
         WHERE line.account_id = ANY(ARRAY(
                   SELECT id FROM account_account
                    WHERE account_type = 'asset_receivable'
                      AND non_trade IS NOT TRUE))
           AND line.parent_state = 'posted'
           AND line.reconciled IS NOT TRUE
           AND line.date <= %(date)s
           AND line.company_id = ANY(%(companies)s)
      GROUP BY line.company_id, line.currency_id, line.partner_id
    )
    SELECT company_id, currency_id, NULL
      FROM item
  GROUP BY company_id, currency_id
 UNION ALL
    SELECT NULL, NULL, min(partner.id)
      FROM item
      JOIN res_partner partner ON partner.id = item.partner_id
  GROUP BY COALESCE(
               NULLIF(partner.address_book_id, ''),
               'partner ' || partner.commercial_partner_id
           )
    HAVING bool_or(is_credit) AND bool_or(is_debit)
"""
#: Companies with something in foreign currency that was open then, and is not any more.
MATCHED_LATER = """
    SELECT DISTINCT line.company_id
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
     WHERE line.id IN (SELECT debit_move_id FROM account_partial_reconcile
                        WHERE max_date > %(date)s
                    UNION ALL
                       SELECT credit_move_id FROM account_partial_reconcile
                        WHERE max_date > %(date)s)
       AND account.account_type = 'asset_receivable'
       AND account.non_trade IS NOT TRUE
       AND line.parent_state = 'posted'
       AND line.currency_id <> line.company_currency_id
       AND line.date <= %(date)s
       AND line.company_id = ANY(%(companies)s)
"""


class CloseOpenItems:
    """Open items of the companies of a close.

    :param checks: ``CloseChecks``
    """

    def __init__(self, checks):
        self.checks, self.env = checks, checks.env

    @cached_property
    def _rows(self):
        self._flush()
        return self.env.execute_query(
            SQL(
                OPEN_ITEMS,
                date=self.checks.date_to,
                companies=list(self.checks.root_of),
            )
        )

    def _flush(self):
        for name in (
            "account.account",
            "account.move.line",
            "account.partial.reconcile",
            "res.partner",
        ):
            self.env[name].flush_model()

    @property
    def partners_both_ways(self):
        """The first partner of each customer with both, in whichever companies."""
        return [partner for _company, _currency, partner in self._rows if partner]

    @cached_property
    def foreign_currencies(self):
        """id of a legal entity -> ids of the foreign currencies of what is open."""
        found = defaultdict(set)
        own = {root.id: root.currency_id.id for root in self.checks.roots}
        for company, currency, _partner in self._rows:
            root = self.checks.root_of.get(company)
            if root and currency != own[root]:
                found[root].add(currency)
        return found

    def with_foreign(self, roots):
        """Those of some legal entities with something in foreign currency that was open
        at the end of the period, whether or not it was matched since."""
        found = {root.id for root in roots if self.foreign_currencies.get(root.id)}
        rest = roots.filtered(lambda root: root.id not in found)
        if not rest:
            return found
        rows = self.env.execute_query(
            SQL(
                MATCHED_LATER,
                date=self.checks.date_to,
                companies=self.checks.branch_ids(rest),
            )
        )
        return found | {self.checks.root_of[company] for (company,) in rows}
