"""To which pair of companies each posted item on intercompany accounts belongs.

Parts of a query, each a common table that stands on those before it; the last one,
``item``, gives the items their rows.
"""

from odoo.tools import SQL


def attribution(date=None, by_line=False):
    """All common tables, to stand behind ``WITH``.

    :param date: only what is booked on or before it; all without one
    :param bool by_line: each item by itself (``line_id``), and not added up
    """
    return SQL(
        """
        entity AS (%(entities)s),
        side AS (%(sides)s),
        used AS (%(used)s),
        owner AS (%(owners)s),
        stands_for AS (%(stands_for)s),
        booked AS (%(booked)s),
        item AS (%(items)s)
        """,
        entities=_entities(),
        sides=_sides(),
        used=_used(),
        owners=_owners(),
        stands_for=_stands_for(),
        booked=_booked(date, by_line),
        items=_items(),
    )


def _entities():
    """Each company, and the legal entity that it is part of."""
    return SQL(
        """
        SELECT company.id, company.partner_id, partner.commercial_partner_id,
               COALESCE(
                   NULLIF(split_part(company.parent_path, '/', 1), '')::int,
                   company.id
               ) AS root_id
          FROM res_company company
          JOIN res_partner partner ON partner.id = company.partner_id
        """
    )


def _sides():
    """Both accounts of each pair, and its former ones; an account to which a pair
    went back is one of them only (``UNION`` removes what is double)."""
    return SQL(
        """
        SELECT id AS pair_id, 'due_to' AS side, due_to_account_id AS account_id,
               payment_company_id AS company_id,
               invoice_company_id AS counterpart_id
          FROM intercompany_accounting
         WHERE due_to_account_id IS NOT NULL
         UNION
        SELECT id, 'due_from', due_from_account_id, invoice_company_id,
               payment_company_id
          FROM intercompany_accounting
         WHERE due_from_account_id IS NOT NULL
         UNION
        SELECT pair.id, 'due_to', former.account_id, pair.payment_company_id,
               pair.invoice_company_id
          FROM intercompany_accounting_former_due_to former
          JOIN intercompany_accounting pair ON pair.id = former.pair_id
         UNION
        SELECT pair.id, 'due_from', former.account_id, pair.invoice_company_id,
               pair.payment_company_id
          FROM intercompany_accounting_former_due_from former
          JOIN intercompany_accounting pair ON pair.id = former.pair_id
        """
    )


def _used():
    """Each of these accounts in a legal entity, and whether several sides share it."""
    return SQL(
        """
        SELECT account_id, company_id, min(side) AS side, count(*) > 1 AS is_shared
          FROM side
      GROUP BY account_id, company_id
        """
    )


def _owners():
    """The one side for each counterpart on an account; were a pair and its opposite
    ever on one account, the first of both, so that nothing counts twice."""
    return SQL(
        """
        SELECT DISTINCT ON (account_id, company_id, counterpart_id) *
          FROM side
      ORDER BY account_id, company_id, counterpart_id, side DESC, pair_id
        """
    )


def _stands_for():
    """The legal entity that a partner stands for, if only one."""
    return SQL(
        """
        SELECT partner_id, min(root_id) AS company_id
          FROM (SELECT partner.id AS partner_id, entity.root_id,
                       rank() OVER (
                           PARTITION BY partner.id
                           ORDER BY entity.partner_id <> partner.id
                       ) AS position
                  FROM res_partner partner
                  JOIN entity ON entity.commercial_partner_id
                               = partner.commercial_partner_id) candidate
         WHERE position = 1
      GROUP BY partner_id
        HAVING count(DISTINCT root_id) = 1
        """
    )


def _booked(date, by_line):
    """The posted items, added up before they are attributed; the partner stays only
    where it decides. One account after the other is read, by their index: in a large
    ledger most items are on other accounts."""
    return SQL(
        """
        SELECT used.account_id, used.company_id AS entity_id, used.side,
               used.is_shared, sums.company_id, sums.currency_id,
               CASE WHEN used.is_shared THEN sums.partner_id END AS partner_id,
               sums.line_id, sums.amount_currency, sums.balance
          FROM (SELECT DISTINCT account_id FROM used) account
         CROSS JOIN LATERAL (
               SELECT line.company_id, line.currency_id, line.partner_id,
                      %(line)s AS line_id,
                      SUM(line.amount_currency) AS amount_currency,
                      SUM(line.balance) AS balance
                 FROM account_move_line line
                WHERE line.account_id = account.account_id
                  AND line.parent_state = 'posted'
                  AND %(dated)s
             GROUP BY 1, 2, 3, 4) sums
          JOIN entity ON entity.id = sums.company_id
          JOIN used
            ON used.account_id = account.account_id
           AND used.company_id = entity.root_id
        """,
        line=SQL("line.id") if by_line else SQL("NULL::int"),
        dated=SQL("line.date <= %s", date) if date else SQL("TRUE"),
    )


def _items():
    """What is booked, with its row.

    The id of a row is made of what it is (the pair, or the company without
    counterpart, and the currency): the same at every reading, and small enough for
    XML-RPC.
    """
    return SQL(
        """
        SELECT (COALESCE(owner.pair_id, booked.entity_id)::bigint * 3
                + CASE WHEN owner.pair_id IS NOT NULL THEN 0
                       WHEN booked.side = 'due_to' THEN 1
                       ELSE 2 END)
               * (SELECT GREATEST(1000, max(id) + 1) FROM res_currency)
               + booked.currency_id AS row_id,
               owner.pair_id, booked.entity_id, booked.is_shared,
               COALESCE(owner.side, booked.side) AS side,
               booked.account_id, booked.company_id, booked.partner_id, booked.line_id,
               booked.currency_id, booked.amount_currency, booked.balance
          FROM booked
     LEFT JOIN stands_for
            ON booked.is_shared
           AND stands_for.partner_id = booked.partner_id
     LEFT JOIN owner
            ON owner.account_id = booked.account_id
           AND owner.company_id = booked.entity_id
           AND (NOT booked.is_shared
                OR owner.counterpart_id = stands_for.company_id)
        """
    )
