"""Open items in foreign currency as they were on a date, read in one query.

Period close 4.1 and 4.2: what is open on a date is what was booked, less what was
matched up to that date, whenever the match was made.
"""

from odoo.tools import SQL

ITEMS = """
    SELECT *
      FROM (SELECT line.id, line.company_id, line.partner_id, line.currency_id,
                   line.amount_currency - %(debit_amount)s + %(credit_amount)s
                       AS amount,
                   line.balance - COALESCE(as_debit.value, 0)
                       + COALESCE(as_credit.value, 0) AS value,
                   line.amount_residual_currency AS amount_now,
                   COALESCE(sub_ledger.standing, 0) AS standing,
                   COALESCE(sub_ledger.standing_ever, 0) AS standing_ever,
                   COALESCE(sub_ledger.has_later_run, FALSE) AS has_later_run,
                   account.account_type <> 'asset_receivable' AS is_due
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
                   %(as_debit)s %(as_credit)s %(sub_ledger)s
             WHERE line.parent_state = 'posted'
               AND line.date <= %(date)s
               AND line.company_id = ANY(%(companies)s)
               AND line.currency_id <> line.company_currency_id
               AND %(kinds)s
               AND %(candidates)s %(filters)s) item
     WHERE amount <> 0 OR value <> 0 OR standing <> 0 OR standing_ever <> 0
     ORDER BY id
"""


def read_exposures(
    env, companies, date, partners=(), currencies=(), accounts=(), due=()
):
    """The items that a revaluation of a date looks at, of all companies at once.

    Without record rules: that the user is a member of the companies is for the caller
    to check, before.

    :param companies: ``res.company`` records: legal entities and their branches
    :param date: the considered date
    :param partners: only items of these ``res.partner`` ids (empty: all), likewise
        ``currencies`` and ``accounts``
    :param due: also what stands on these accounts with these partners: a list of ids,
        (``account.account``, ``res.partner``), of balances between companies
    :return: list of dicts: ``id``, ``company_id``, ``partner_id``, ``currency_id``;
        ``amount`` and ``value`` open on the date, ``amount_now`` open today (in the
        item's currency, ``value`` in the company's); ``standing`` up to the date,
        ``standing_ever``; ``has_later_run``; ``is_due`` (between companies)
    """
    _flush(env)
    wanted = {"partner_id": partners, "currency_id": currencies, "account_id": accounts}
    env.cr.execute(
        SQL(
            ITEMS,
            debit_amount=SQL("COALESCE(as_debit.amount, 0)"),
            credit_amount=SQL("COALESCE(as_credit.amount, 0)"),
            as_debit=matched_up_to("debit", date),
            as_credit=matched_up_to("credit", date),
            sub_ledger=_sub_ledger(date),
            candidates=_candidates(date),
            filters=_filters(wanted),
            kinds=_kinds(due),
            date=date,
            companies=companies.ids,
        )
    )
    return env.cr.dictfetchall()


def _filters(wanted):
    """Column -> ids: of these only, where there are any."""
    return SQL(" ").join(
        SQL("AND %s = ANY(%s)", SQL.identifier("line", column), list(ids))
        for column, ids in wanted.items()
        if ids
    )


def _flush(env):
    for name in (
        "account.account",
        "account.move.line",
        "account.partial.reconcile",
        "ar.revaluation",
        "ar.revaluation.line",
    ):
        env[name].flush_model()


def _kinds(due):
    """Trade receivables; and what companies owe each other, where asked for."""
    trade = SQL(
        "account.account_type = 'asset_receivable' AND account.non_trade IS NOT TRUE"
    )
    if not due:
        return trade
    accounts, partners = map(list, zip(*due, strict=True))
    return SQL(
        """
        (%s OR (line.account_id, line.partner_id) IN (
            SELECT * FROM unnest(%s::int[], %s::int[])))
        """,
        trade,
        accounts,
        partners,
    )


def matched_up_to(side, date):
    """What was matched of an item on one side, up to a date (a name: as_debit …)."""
    return SQL(
        """
        LEFT JOIN LATERAL (
            SELECT SUM(partial.%(amount)s) AS amount, SUM(partial.amount) AS value
              FROM account_partial_reconcile partial
             WHERE partial.%(move_line)s = line.id AND partial.max_date <= %(date)s
        ) %(name)s ON TRUE
        """,
        amount=SQL.identifier(f"{side}_amount_currency"),
        move_line=SQL.identifier(f"{side}_move_id"),
        name=SQL.identifier(f"as_{side}"),
        date=date,
    )


def _sub_ledger(date):
    """What was ever booked for an item, and whether a run for a later date stands."""
    return SQL(
        """
        LEFT JOIN LATERAL (
            SELECT SUM(booked.amount) FILTER (WHERE booked.date <= %(date)s)
                       AS standing,
                   SUM(booked.amount) AS standing_ever,
                   BOOL_OR(booked.kind = 'valuation' AND booked.date > %(date)s
                           AND run.state = 'posted') AS has_later_run
              FROM ar_revaluation_line booked
              LEFT JOIN ar_revaluation run ON run.id = booked.revaluation_id
             WHERE booked.move_line_id = line.id AND booked.is_booked
        ) sub_ledger ON TRUE
        """,
        date=date,
    )


def _candidates(date):
    """Open today, or matched after the date, or with something in the sub-ledger."""
    return SQL(
        """
        (line.reconciled IS NOT TRUE
         OR line.id IN (SELECT partial.debit_move_id
                          FROM account_partial_reconcile partial
                         WHERE partial.max_date > %(date)s)
         OR line.id IN (SELECT partial.credit_move_id
                          FROM account_partial_reconcile partial
                         WHERE partial.max_date > %(date)s)
         OR line.id IN (SELECT booked.move_line_id
                          FROM ar_revaluation_line booked
                         WHERE booked.is_booked))
        """,
        date=date,
    )
