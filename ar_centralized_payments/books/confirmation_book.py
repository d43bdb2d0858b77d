"""What a confirmation of balances says: both amounts, and their open items."""

from odoo.tools import SQL, format_date

from .exposures import matched_up_to
from .given_values import LAST_DAY
from .intercompany_attribution import attribution


class ConfirmationBook:
    """The balances of pairs as of a date, with the items that are open on it.

    Without record rules for the items: that the user is a member of both companies is
    for the caller to check, before, by the rows' own rule.

    :param rows: ``ar.intercompany.balance``, with the date in their context
    :param date: the same date; ``None``: all that is posted
    """

    def __init__(self, rows, date):
        self.rows, self.env, self.date = rows, rows.env, date

    def pages(self):
        """One page for each pair of companies.

        :return: list of dicts: ``payment_company``, ``invoice_company``, ``balances``
            (one for each currency, with the items of both sides)
        """
        items = self._items()
        pages = {}
        for row in self.rows.sudo():
            key = (row.payment_company_id, row.invoice_company_id)
            page = pages.setdefault(
                key,
                {
                    "payment_company": row.payment_company_id.name or "",
                    "invoice_company": row.invoice_company_id.name or "",
                    "balances": [],
                },
            )
            page["balances"].append(self._balance(row, items.get(row.id, {})))
        return list(pages.values())

    def _balance(self, row, items):
        currency = row.currency_id
        own = {"due_to": row.payment_currency_id, "due_from": row.invoice_currency_id}
        return {
            "currency": currency.name,
            "difference": currency.format(row.amount_difference),
            "is_even": currency.is_zero(row.amount_difference),
            "sides": [
                {
                    "side": side,
                    "amount": currency.format(row[f"amount_{side}"]),
                    "value": own[side].format(row[f"balance_{side}"]),
                    "items": [
                        self._item(item, currency) for item in items.get(side, [])
                    ],
                }
                for side in ("due_to", "due_from")
            ],
        }

    def _item(self, item, currency):
        date, document, amount = item
        return {
            "date": format_date(self.env, date),
            "document": document,
            "amount": currency.format(amount),
        }

    def _items(self):
        """Row id -> side -> the items open on the date."""
        for name in ("account.move.line", "account.partial.reconcile"):
            self.env[name].flush_model()
        until = self.date or LAST_DAY
        found = {}
        for row_id, side, *item in self.env.execute_query(
            SQL(
                """
                WITH %(attribution)s
                SELECT * FROM (
                    SELECT item.row_id, item.side, line.date, line.move_name,
                           (line.amount_currency - COALESCE(as_debit.amount, 0)
                               + COALESCE(as_credit.amount, 0))
                           * CASE WHEN item.side = 'due_to' THEN -1 ELSE 1 END AS amount
                      FROM item
                      JOIN account_move_line line ON line.id = item.line_id
                           %(as_debit)s %(as_credit)s
                     WHERE item.row_id = ANY(%(ids)s)
                     ORDER BY line.date, line.id) open_item
                 WHERE amount <> 0
                """,
                attribution=attribution(self.date, by_line=True),
                as_debit=matched_up_to("debit", until),
                as_credit=matched_up_to("credit", until),
                ids=self.rows.ids,
            )
        ):
            found.setdefault(row_id, {}).setdefault(side, []).append(item)
        return found
