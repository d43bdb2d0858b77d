"""What a customer owes, and has too much, in each company and currency."""

from collections.abc import Iterable

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...books.as_of import DATED
from ...books.given_values import checked, one
from ...books.receivable_items import (
    NOT_DUE,
    READS,
    bucket_of_item,
    in_current_currency,
    kind_of_item,
    known_party,
    marks,
    members,
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


#: In the context, of which customers alone items are added up: a :class:`Customers`.
CUSTOMERS = "ar_position_customers"


class Customers(frozenset):
    """Ids of partners, as only this model gives them: nobody from outside can."""


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
        help="What is owed less what is the customer's, as booked in the currency of "
        "the company.",
        **DATED,
    )
    amount_current = fields.Monetary(
        string="Net, at Today's Rate",
        currency_field="current_currency_id",
        help="What is owed less what is the customer's, at the rate of today (or of "
        "the date asked for), in the currency of the current company.",
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
        """What is open of each partner, then of each party: there are fewer of these
        to find than open items."""
        return SQL(
            """
            SELECT MIN(own.id) AS id, own.party_id, own.company_id, own.currency_id,
                   own.company_currency_id,
                   SUM(own.item_count)::bigint AS item_count, %(columns)s,
                   %(current)s AS amount_current,
                   %(currency)s::int AS current_currency_id,
                   MIN(own.date_oldest_due) AS date_oldest_due
              FROM (
                  SELECT item.*, %(party)s AS party_id
                    FROM (%(sums)s) item
                    JOIN res_partner partner ON partner.id = item.partner_id
                    JOIN res_partner commercial
                      ON commercial.id = partner.commercial_partner_id
               LEFT JOIN (%(parties)s) party
                      ON party.address_book_id = commercial.address_book_id
              ) own
             GROUP BY own.party_id, own.company_id, own.currency_id,
                      own.company_currency_id
            """,
            columns=SQL(", ").join(
                SQL("SUM(own.%(name)s) AS %(name)s", name=SQL.identifier(name))
                for name in self._sql_sums()
            ),
            current=in_current_currency(
                self.env, SQL("SUM(own.amount_net)"), SQL("own.currency_id")
            ),
            currency=self.env.company.currency_id.id,
            party=known_party(self.env, SQL("party.party_id")),
            sums=self._sql_by_partner(),
            parties=parties(self.env),
        )

    @api.model
    def _sql_by_partner(self):
        """Open items added up; those without a customer are nobody's."""
        return SQL(
            """
            SELECT MIN(item.id) AS id, item.partner_id, item.company_id,
                   item.currency_id, item.company_currency_id,
                   COUNT(*) AS item_count, %(columns)s,
                   MIN(item.date_due) FILTER (WHERE item.is_debit) AS date_oldest_due
              FROM (
                  SELECT item.*, %(kind)s AS kind, %(bucket)s AS bucket
                    FROM (%(items)s) item
               LEFT JOIN account_move move ON move.id = item.move_id
                   WHERE item.partner_id IS NOT NULL
              ) item
             GROUP BY item.partner_id, item.company_id, item.currency_id,
                      item.company_currency_id
            """,
            columns=SQL(", ").join(
                SQL("%s AS %s", column, SQL.identifier(name))
                for name, column in self._sql_sums().items()
            ),
            kind=kind_of_item(),
            bucket=bucket_of_item(self.env),
            items=receivable_items(self.env, self._customers()),
        )

    @api.model
    def _sql_sums(self):
        """Column -> the sum of open items in it."""
        sums = {
            name: SQL(
                "COALESCE(SUM(item.amount) FILTER (WHERE item.kind = ANY(%s)), 0) * %s",
                list(kinds),
                sign,
            )
            for name, (kinds, sign) in SUMS.items()
        }
        debts = "COALESCE(SUM(item.amount) FILTER (WHERE item.is_debit AND %s), 0)"
        late = {
            name: SQL(debts, SQL("item.bucket = %s", bucket))
            for name, bucket in OVERDUE.items()
        }
        return {
            **sums,
            **late,
            "amount_overdue": SQL(debts, SQL("item.bucket <> %s", NOT_DUE)),
            "amount_net": SQL("SUM(item.amount)"),
            "value_net": SQL("SUM(item.value)"),
            "amount_marked": SQL(
                "COALESCE(SUM(item.amount) FILTER (WHERE %s), 0)", marks("item.id")
            ),
        }

    # ------------------------------------------------------------
    # Query: of some customers only
    # ------------------------------------------------------------
    @api.model
    def _customers(self):
        """The partners whose items are added up: ids; ``None``: all."""
        found = self.env.context.get(CUSTOMERS)
        return found if isinstance(found, Customers) else None

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Of some rows or parties, only the items of these customers are added up."""
        asked = self._asked_customers(Domain(domain))
        if asked is None or self._customers() is not None:
            return super()._search(domain, *args, **kwargs)
        self.env["account.move.line"].flush_model(["partner_id"])
        self.env["res.partner"].flush_model(
            ["address_book_id", "commercial_partner_id"]
        )
        found = self.env.execute_query(members(asked))
        known = Customers(partner for (partner,) in found)
        narrowed = self.with_context(**{CUSTOMERS: known})
        return super(ArCustomerPosition, narrowed)._search(domain, *args, **kwargs)

    @api.model
    def _asked_customers(self, domain):
        """A record of each customer that a domain asks for, by ``id`` or ``party_id``:
        a condition on a partner; ``None``: it asks otherwise."""
        terms = [term for term in domain if term != "&"]
        if "|" in terms or "!" in terms:
            return None
        for name, operator, value in terms:
            ids = [value] if operator == "=" else value
            if (
                name in ("id", "party_id")
                and operator in ("=", "in")
                and isinstance(ids, Iterable)
                and all(type(one_id) is int for one_id in ids)
            ):
                known = SQL("= ANY(%s)", list(ids))
                if name == "party_id":
                    return known
                return SQL(
                    "IN (SELECT partner_id FROM account_move_line WHERE id %s)", known
                )
        return None

    @api.model
    @api.readonly
    def web_search_read(
        self,
        domain,
        specification,
        offset=0,
        limit=None,
        order=None,
        count_limit=None,
    ):
        """A page of the list: which rows there are is asked once, for the page and
        their number; then what is open of the customers of the page alone."""
        rows = self.browse()
        if limit and count_limit and offset + limit <= count_limit:
            rows = self.search(domain, order=order, limit=count_limit)
        page = rows[offset : offset + limit] if rows else rows
        if not page:
            return super().web_search_read(
                domain, specification, offset, limit, order, count_limit
            )
        return {"length": len(rows), "records": page.web_read(specification)}

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
