"""What revaluations have booked for open items, as a settlement sees it."""

from dataclasses import dataclass
from datetime import date

from odoo.tools import SQL

from .revaluation_accounts import revalued_in
from .steps import to_steps


@dataclass(frozen=True)
class Standing:
    """What stands for an item over all dates, in steps of its company's currency, and
    the date of what was booked last."""

    amount: int = 0
    last: date | None = None


NOTHING = Standing()


def read_standings(items):
    """What a settlement of these items releases, read in one query (period close 4.8).

    None at all where no company of them lets differences stand until the settlement.

    :param items: ``account.move.line`` records with ``sudo()``
    :return: item id -> :class:`Standing`, of those for which something stands
    """
    companies = revalued_in(items.company_id.root_id)
    own = {
        item.id: item.company_id.currency_id
        for item in items
        if item.company_id.root_id in companies
        and item.currency_id != item.company_id.currency_id
    }
    if not own:
        return {}
    items.env["ar.revaluation.line"].flush_model()
    rows = items.env.execute_query(_query(list(own)))
    return {
        key: Standing(to_steps(float(amount), own[key]), last)
        for key, amount, last in rows
    }


def _query(ids):
    """A date on which all was taken back again, by an undo, is none of them."""
    return SQL(
        """
        SELECT item_id, SUM(amount), MAX(date) FILTER (WHERE counts)
          FROM (SELECT line.move_line_id AS item_id, line.date,
                       SUM(line.amount) AS amount,
                       SUM(line.amount) <> 0
                           OR BOOL_OR(run.state = 'posted') AS counts
                  FROM ar_revaluation_line line
                  LEFT JOIN ar_revaluation run ON run.id = line.revaluation_id
                 WHERE line.is_booked AND line.move_line_id = ANY(%s)
                 GROUP BY line.move_line_id, line.date) day
         GROUP BY item_id
        HAVING SUM(amount) <> 0
        """,
        ids,
    )
