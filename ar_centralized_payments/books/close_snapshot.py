"""What the books of companies say when a period is locked (period close 10, step 6).

With ``sudo()``: whoever locks has been checked to be a member of all companies.
"""

from collections import defaultdict

from odoo.tools import SQL

#: Fields of a company that name accounts whose balances are kept.
ADJUSTMENTS = ("ar_revaluation_account_id", "ar_revaluation_due_account_id")
BALANCES = """
    SELECT split_part(company.parent_path, '/', 1)::int, line.account_id,
           currency.name, SUM(line.amount_currency), SUM(line.balance)
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
      JOIN res_company company ON company.id = line.company_id
      JOIN res_currency currency ON currency.id = line.currency_id
     WHERE line.parent_state = 'posted'
       AND line.date <= %(until)s
       AND (account.account_type = 'asset_receivable'
            OR account.id = ANY(%(extra)s))
       AND split_part(company.parent_path, '/', 1)::int = ANY(%(roots)s)
  GROUP BY 1, 2, 3
  ORDER BY 1, 2, 3
"""


def snapshots_of(env, close, companies):
    """Values of ``ar.period.close.lock``, for each company by its id.

    :param companies: legal entities; their branches count to them
    """
    until = counts_of(env, close, companies)
    inside = counts_of(env, close, companies, close.date_from)
    balances = _balances(env, close, companies)
    return {
        company.id: {
            "entry_count": inside[company.id][0],
            "entry_sum": inside[company.id][1],
            "all_count": until[company.id][0],
            "all_sum": until[company.id][1],
            "balances": balances[company.id],
        }
        for company in companies
    }


def counts_of(env, close, companies, since=None):
    """Posted entries up to the end of a period, by legal entity.

    :param since: only from this day on
    :return: company id -> (how many, sum of their debits in its currency)
    """
    env["account.move.line"].flush_model()
    env["account.move"].flush_model()
    rows = env.execute_query(
        SQL(
            """
            SELECT split_part(company.parent_path, '/', 1)::int,
                   count(DISTINCT line.move_id), COALESCE(SUM(line.debit), 0)
              FROM account_move_line line
              JOIN res_company company ON company.id = line.company_id
             WHERE line.parent_state = 'posted'
               AND line.date <= %(until)s
               AND (%(since)s::date IS NULL OR line.date >= %(since)s)
               AND split_part(company.parent_path, '/', 1)::int = ANY(%(roots)s)
          GROUP BY 1
            """,
            until=close.date_to,
            since=since,
            roots=companies.ids,
        )
    )
    found = {company: (count, float(total)) for company, count, total in rows}
    return {key: found.get(key, (0, 0.0)) for key in companies.ids}


def _balances(env, close, companies):
    """company id -> list of account, currency and balances on the last day, of what a
    close looks at: receivables, adjustment accounts, due-to and due-from."""
    rows = env.execute_query(
        SQL(
            BALANCES,
            until=close.date_to,
            extra=_accounts_between(env, companies),
            roots=companies.ids,
        )
    )
    found = defaultdict(list)
    for root, account, currency, amount, balance in rows:
        known = env["account.account"].browse(account)
        company = env["res.company"].browse(root)
        found[root].append(
            {
                "account": known.with_company(company).display_name,
                "currency": currency,
                "amount": float(amount),
                "balance": float(balance),
            }
        )
    return found


def _accounts_between(env, companies):
    """The accounts beside receivables: of pairs, and of revaluations."""
    pairs = env["intercompany.accounting"].with_context(active_test=False).search([])
    found = (pairs.due_to_account_id | pairs.due_from_account_id).ids
    for name in ADJUSTMENTS:
        found += companies[name].ids
    return found
