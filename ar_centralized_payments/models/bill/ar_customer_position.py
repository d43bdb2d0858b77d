from odoo import fields, models
from odoo.tools import SQL

from ...books.as_of import DATED, as_of
from ...books.receivable_items import READS, known_party, parties

#: What the position has of open items; 0 of a customer of whom only bills are left.
AMOUNTS = (
    *("item_count", "amount_invoices", "amount_credit_notes", "amount_payments"),
    *("amount_others", "amount_net", "value_net", "amount_current", "amount_marked"),
    *("amount_not_due", "amount_overdue", "amount_overdue_30", "amount_overdue_60"),
    *("amount_overdue_90", "amount_overdue_91"),
)
#: What it has of bills, and where that comes from.
OF_BILLS = {
    "amount_bills_held": SQL("bill.amount_open * (bill.state = 'drawn')::int"),
    "amount_bills_at_bank": SQL("bill.amount_open * (bill.state = 'remitted')::int"),
    "amount_bills_contingent": SQL("bill.amount_contingent"),
    "amount_bills_protested": SQL("debt.amount * (bill.state = 'protested')::int"),
}
#: Items that drew a bill, and those that a protest or a redraw made the customer owe.
DRAWS = SQL("event.kind = 'draw' AND account.account_type <> 'asset_receivable'")
DEBTS = SQL(
    "event.kind IN ('protest', 'redraw') AND line.balance > 0"
    " AND account.account_type = 'asset_receivable'"
)


class ArCustomerPosition(models.Model):
    """Bills of exchange in the position, as they are now: of what bills were on another
    date their own reports tell.

    The invoices that a bill pays are paid, so a customer may owe by bills alone: such a
    row has the id of the journal item that drew its first bill, which is no open
    transaction.
    """

    _inherit = "ar.customer.position"
    _depends = {
        **READS,
        "ar.bill": [
            *("amount_contingent", "amount_open", "company_id", "currency_id"),
            *("partner_id", "state"),
        ],
        "ar.bill.event": ["bill_id", "kind"],
        "account.move.line": [*READS["account.move.line"], "ar_bill_event_id"],
    }

    amount_bills_held = fields.Monetary(
        string="Bills Held",
        help="Bills of exchange that are drawn and not taken to a bank.",
        **DATED,
    )
    amount_bills_at_bank = fields.Monetary(
        string="Bills at the Bank",
        help="Bills of exchange that a bank has, and that are neither honored nor "
        "protested.",
        **DATED,
    )
    amount_bills_contingent = fields.Monetary(
        string="Contingent Liability",
        help="For how much the banks may come back for discounted bills.",
        **DATED,
    )
    amount_bills_protested = fields.Monetary(
        string="Protested Bills",
        help="What is still owed on protested bills; it is a part of what is open.",
        **DATED,
    )

    @property
    def _table_query(self):
        if as_of(self.env):
            nothing = [SQL("0 AS %s", SQL.identifier(name)) for name in OF_BILLS]
            return SQL(
                "SELECT position.*, %s FROM (%s) position",
                SQL(", ").join(nothing),
                super()._table_query,
            )
        return SQL(
            """
            SELECT COALESCE(position.id, bills.id) AS id,
                   COALESCE(position.party_id, bills.party_id) AS party_id,
                   COALESCE(position.company_id, bills.company_id) AS company_id,
                   COALESCE(position.currency_id, bills.currency_id) AS currency_id,
                   COALESCE(position.company_currency_id, bills.company_currency_id)
                       AS company_currency_id,
                   %(currency)s::int AS current_currency_id,
                   position.date_oldest_due, %(columns)s
              FROM (%(positions)s) position
         FULL JOIN (%(bills)s) bills
                ON bills.party_id = position.party_id
               AND bills.company_id = position.company_id
               AND bills.currency_id = position.currency_id
            """,
            columns=SQL(", ").join(
                [
                    *self._sql_known("position", AMOUNTS),
                    *self._sql_known("bills", OF_BILLS),
                ]
            ),
            currency=self.env.company.currency_id.id,
            positions=super()._table_query,
            bills=self._sql_bills(),
        )

    def _sql_known(self, table, names):
        """Columns of one side of the join, 0 where it has no row."""
        for name in names:
            yield SQL(
                "COALESCE(%s, 0) AS %s",
                SQL.identifier(table, name),
                SQL.identifier(name),
            )

    def _sql_bills(self):
        """Bills that are not over, added up by party, company and currency."""
        sums = [
            SQL("SUM(%s) AS %s", amount, SQL.identifier(name))
            for name, amount in OF_BILLS.items()
        ]
        return SQL(
            """
            SELECT MIN(draw.id) AS id, %(party)s AS party_id, bill.company_id,
                   bill.currency_id, company.currency_id AS company_currency_id,
                   %(sums)s
              FROM ar_bill bill
              JOIN res_company company ON company.id = bill.company_id
              JOIN (%(draws)s) draw ON draw.bill_id = bill.id
         LEFT JOIN (%(debts)s) debt ON debt.bill_id = bill.id
              JOIN res_partner partner ON partner.id = bill.partner_id
              JOIN res_partner commercial
                ON commercial.id = partner.commercial_partner_id
         LEFT JOIN (%(parties)s) party
                ON party.address_book_id = commercial.address_book_id
             WHERE bill.state IN ('drawn', 'remitted', 'protested')
                OR bill.amount_contingent <> 0
             GROUP BY 2, bill.company_id, bill.currency_id, company.currency_id
            """,
            party=known_party(self.env, SQL("party.party_id")),
            sums=SQL(", ").join(sums),
            draws=self._sql_items_of_bills(SQL("MIN(line.id) AS id"), DRAWS),
            debts=self._sql_items_of_bills(
                SQL("SUM(line.amount_residual_currency) AS amount"), DEBTS
            ),
            parties=parties(self.env),
        )

    def _sql_items_of_bills(self, column, condition):
        """A figure of each bill's posted journal items."""
        return SQL(
            """
            SELECT event.bill_id, %s
              FROM ar_bill_event event
              JOIN account_move_line line ON line.ar_bill_event_id = event.id
              JOIN account_account account ON account.id = line.account_id
             WHERE line.parent_state = 'posted' AND %s
             GROUP BY event.bill_id
            """,
            column,
            condition,
        )
