"""What a customer owes, and has too much, in each company and currency."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...books.as_of import DATED
from ...books.given_values import checked, one
from ...books.receivable_items import (
    READS,
    bucket_of_item,
    in_current_currency,
    kind_of_item,
    known_party,
    marks,
    parties,
    receivable_items,
)

#: Column -> (kinds that it adds up, sign).
SUMS = {
    "amount_invoices": (("invoice",), 1),
    "amount_credit_notes": (("credit_note",), -1),
    "amount_payments": (("payment",), -1),
    "amount_others": (("entry", "reimbursement"), 1),
}
#: Column -> the bucket of the invoices and other debts that it adds up.
OVERDUE = {
    "amount_not_due": "0_not_due",
    "amount_overdue_30": "1_30",
    "amount_overdue_60": "31_60",
    "amount_overdue_90": "61_90",
    "amount_overdue_91": "91",
}


class ArCustomerPosition(models.Model):
    """One row per party, company and transaction currency: what is open, added up by
    the database, now or as of the date in the context (``books/as_of.py``).

    Members of a company see its rows, whether it is ticked in the company switcher or
    not: the position is over all companies of the user. The id of a row is that of its
    first open item.
    """

    _name = "ar.customer.position"
    _inherit = "ar.guarded.values"
    _description = "Customer Position"
    _auto = False
    _rec_names_search = ("party_id", "company_id")
    _order = "party_id, company_id, currency_id, id"
    _depends = READS

    # ------------------------------------------------------------
    # Fields: whose
    # ------------------------------------------------------------
    party_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        readonly=True,
        help="The record that stands for the customer over all companies.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        readonly=True,
        help="The company in whose books it is open.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        readonly=True,
        help="The transaction currency of what is open.",
    )
    company_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of the Books",
        readonly=True,
        help="The currency of the company.",
    )
    current_currency_id = fields.Many2one(
        comodel_name="res.currency",
        readonly=True,
        depends_context=("company",),
        help="The currency of the current company.",
    )

    # ------------------------------------------------------------
    # Fields: what is open
    # ------------------------------------------------------------
    item_count = fields.Integer(
        string="Open Transactions",
        help="How many transactions are open.",
        **DATED,
    )
    amount_invoices = fields.Monetary(
        string="Invoices", help="What is open of invoices.", **DATED
    )
    amount_credit_notes = fields.Monetary(
        string="Credit Notes", help="Credit notes that are not used yet.", **DATED
    )
    amount_payments = fields.Monetary(
        string="Payments", help="Payments that are not used yet.", **DATED
    )
    amount_others = fields.Monetary(
        string="Others",
        help="What is open of other entries, and of money paid back.",
        **DATED,
    )
    amount_net = fields.Monetary(
        string="Net",
        help="All that is open: what is owed, less what is the customer's.",
        **DATED,
    )
    amount_marked = fields.Monetary(
        string="Marked", help="What draft settlements mark of it, net.", **DATED
    )
    value_net = fields.Monetary(
        string="Net, Booked",
        currency_field="company_currency_id",
        help="The same in the currency of the company, as booked.",
        **DATED,
    )
    amount_current = fields.Monetary(
        string="Net, at Today's Rate",
        currency_field="current_currency_id",
        help="The same at the rate of today (or of the date asked for), in the "
        "currency of the current company.",
        readonly=True,
        depends_context=("ar_as_of", "company"),
    )

    # ------------------------------------------------------------
    # Fields: how late
    # ------------------------------------------------------------
    amount_not_due = fields.Monetary(
        string="Not Due", help="What is owed and not due yet.", **DATED
    )
    amount_overdue_30 = fields.Monetary(
        string="1-30 Days", help="What is overdue by 1 to 30 days.", **DATED
    )
    amount_overdue_60 = fields.Monetary(
        string="31-60 Days", help="What is overdue by 31 to 60 days.", **DATED
    )
    amount_overdue_90 = fields.Monetary(
        string="61-90 Days", help="What is overdue by 61 to 90 days.", **DATED
    )
    amount_overdue_91 = fields.Monetary(
        string="Over 90 Days", help="What is overdue by more than 90 days.", **DATED
    )
    amount_overdue = fields.Monetary(
        string="Overdue", help="All that is overdue.", **DATED
    )
    date_oldest_due = fields.Date(
        string="Oldest Due",
        help="When the oldest debt was due, or will be.",
        aggregator="min",
        **DATED,
    )

    # ------------------------------------------------------------
    # Query
    # ------------------------------------------------------------
    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(item.id) AS id,
                   item.party_id, item.company_id, item.currency_id,
                   item.company_currency_id,
                   COUNT(*) AS item_count,
                   %(columns)s,
                   SUM(item.amount) AS amount_net,
                   SUM(item.value) AS value_net,
                   COALESCE(SUM(item.amount) FILTER (WHERE %(marked)s), 0)
                       AS amount_marked,
                   %(current)s AS amount_current,
                   %(currency)s::int AS current_currency_id,
                   MIN(item.date_due) FILTER (WHERE item.is_debit) AS date_oldest_due
              FROM (%(items)s) item
             GROUP BY item.party_id, item.company_id, item.currency_id,
                      item.company_currency_id
            """,
            columns=self._sql_columns(),
            current=in_current_currency(
                self.env, SQL("SUM(item.amount)"), SQL("item.currency_id")
            ),
            currency=self.env.company.currency_id.id,
            marked=marks("item.id"),
            items=self._sql_items(),
        )

    @api.model
    def _sql_columns(self):
        sums = [
            SQL(
                "COALESCE(SUM(item.amount) FILTER (WHERE item.kind = ANY(%s)), 0) * %s"
                " AS %s",
                list(kinds),
                sign,
                SQL.identifier(name),
            )
            for name, (kinds, sign) in SUMS.items()
        ]
        late = [
            SQL(
                "COALESCE(SUM(item.amount) FILTER (WHERE item.is_debit AND"
                " item.bucket = %s), 0) AS %s",
                bucket,
                SQL.identifier(name),
            )
            for name, bucket in OVERDUE.items()
        ]
        overdue = SQL(
            "COALESCE(SUM(item.amount) FILTER (WHERE item.is_debit AND"
            " item.bucket <> '0_not_due'), 0) AS amount_overdue"
        )
        return SQL(", ").join([*sums, *late, overdue])

    @api.model
    def _sql_items(self):
        """Open items with their party; those without a customer are nobody's."""
        return SQL(
            """
            SELECT item.*, %(kind)s AS kind, %(bucket)s AS bucket,
                   %(party)s AS party_id
              FROM (%(items)s) item
         LEFT JOIN account_move move ON move.id = item.move_id
              JOIN res_partner partner ON partner.id = item.partner_id
              JOIN res_partner commercial
                ON commercial.id = partner.commercial_partner_id
         LEFT JOIN (%(parties)s) party
                ON party.address_book_id = commercial.address_book_id
            """,
            kind=kind_of_item(),
            party=known_party(self.env, SQL("party.party_id")),
            bucket=bucket_of_item(self.env),
            items=receivable_items(self.env),
            parties=parties(self.env),
        )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("party_id", "company_id", "currency_id")
    def _compute_display_name(self):
        """``sudo()``: the companies may not be ticked; the row's own rule holds."""
        for row, known in zip(self, self.sudo(), strict=True):
            names = (known.party_id, known.company_id, known.currency_id)
            row.display_name = ", ".join(record.name or "" for record in names)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @api.model
    @checked
    def action_open_positions(self):
        """Open the positions, with the number of companies that count in the title."""
        return self._open_positions()

    @api.model
    def _open_positions(self, domain=(), **context):
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_customer_position"
        )
        name = self.env._(
            "Customer Position (%(count)s companies)",
            count=len(self.env.user.company_ids),
        )
        return {
            **action,
            "name": name,
            "display_name": name,
            "domain": list(domain),
            "context": context,
        }

    @checked
    def action_open_transactions(self):
        """Open the open transactions of these customers, in all companies of theirs
        and of the user."""
        self.check_access("read")
        rows = self.search([("party_id", "in", self.party_id.ids)])
        title = self.env._("Open Transactions")
        action = self.env["ar.open.transaction"]._open_list(
            title, [("party_id", "in", self.party_id.ids)]
        )
        return rows.company_id._ar_open(action)

    @checked
    def action_settle_transactions(self):
        """Settle what is open of this customer."""
        one(self)
        self.check_access("read")
        return self.env["ar.settlement"]._page_action({"partner_id": self.party_id.id})

    @checked
    def action_send_statement(self):
        """Send these customers their statements over all companies."""
        self.check_access("read")
        return self.env["ar.statement.mailing"]._open_for(self.party_id)
