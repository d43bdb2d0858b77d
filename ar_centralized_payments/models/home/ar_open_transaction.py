"""The list of the page *Receivables*: what is open, in all ticked companies."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...books.access_groups import GROUP_SETTLE
from ...books.as_of import DATED, reference_date
from ...books.given_values import checked, one
from ...books.receivable_items import (
    READS,
    bucket_of_item,
    in_current_currency,
    kind_of_item,
    known_party,
    marks,
    party_of_one,
    receivable_items,
)

KINDS = [
    ("invoice", "Invoice"),
    ("credit_note", "Credit Note"),
    ("payment", "Payment"),
    ("reimbursement", "Reimbursement"),
    ("entry", "Entry"),
]
BUCKETS = [
    ("0_not_due", "Not due"),
    ("1_30", "1 to 30 days"),
    ("31_60", "31 to 60 days"),
    ("61_90", "61 to 90 days"),
    ("91", "Over 90 days"),
]


class ArOpenTransaction(models.Model):
    """One open receivable item of a customer, under the id of its journal item.

    Journal items show less of themselves than a clerk looks for, and cannot be grouped
    by party or age. With a date in the context (``books/as_of.py``), what was open as
    of that date.
    """

    _name = "ar.open.transaction"
    _inherit = ["ar.guarded.values", "ar.receivables.home"]
    _description = "Open Transaction"
    _auto = False
    _rec_name = "document"
    _rec_names_search = ("document", "reference", "partner_id")
    _order = "date_due, date, id"
    _depends = READS

    # ------------------------------------------------------------
    # Fields: what it is
    # ------------------------------------------------------------
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Journal Item",
        readonly=True,
        help="The open journal item.",
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry",
        readonly=True,
        help="The entry of the journal item.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        readonly=True,
        help="The company in whose books it is open.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        readonly=True,
        help="The customer record in its company.",
    )
    party_id = fields.Many2one(
        comodel_name="res.partner",
        readonly=True,
        help="The record that stands for the customer over all companies.",
    )
    document = fields.Char(readonly=True, help="The number of the document.")
    kind = fields.Selection(selection=KINDS, readonly=True, help="What it is.")
    reference = fields.Char(
        readonly=True, help="What the document refers to, or the payment's memo."
    )
    means_id = fields.Many2one(
        comodel_name="account.payment.method.line",
        readonly=True,
        help="How the payment came; of an invoice, how it is to be paid.",
    )
    date = fields.Date(readonly=True, help="The date of the entry.")
    date_due = fields.Date(
        string="Due", readonly=True, help="When it is to be paid; else its date."
    )
    date_discount = fields.Date(
        string="First Discount Until",
        readonly=True,
        help="The last day of the first cash discount, as long as nothing was paid.",
    )
    is_debit = fields.Boolean(
        string="To Be Paid",
        readonly=True,
        help="The customer owes it. No: it is the customer's, to be used.",
    )
    is_on_hold = fields.Boolean(
        string="Hold",
        readonly=True,
        help="An invoice that is left out of follow-ups.",
    )
    is_marked = fields.Boolean(
        string="Marked", readonly=True, help="A draft settlement marks it."
    )

    # ------------------------------------------------------------
    # Fields: how much, how late
    # ------------------------------------------------------------
    currency_id = fields.Many2one(
        comodel_name="res.currency", readonly=True, help="Its transaction currency."
    )
    company_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of the Books",
        readonly=True,
        help="The currency of its company.",
    )
    current_currency_id = fields.Many2one(
        comodel_name="res.currency",
        readonly=True,
        depends_context=("company",),
        help="The currency of the current company.",
    )
    amount_open = fields.Monetary(
        string="Open",
        help="What is open, in the transaction currency; negative: the customer's.",
        **DATED,
    )
    value_open = fields.Monetary(
        string="Open, Booked",
        currency_field="company_currency_id",
        help="What is open, in the currency of its company, as booked.",
        **DATED,
    )
    amount_current = fields.Monetary(
        string="Open, at Today's Rate",
        currency_field="current_currency_id",
        help="What is open, at the rate of today (or of the date asked for), in the "
        "currency of the current company.",
        readonly=True,
        depends_context=("ar_as_of", "company"),
    )
    days_overdue = fields.Integer(
        aggregator="max",
        help="Days since an invoice was due; 0: it is not due, or is the customer's.",
        **DATED,
    )
    bucket = fields.Selection(
        selection=BUCKETS,
        string="Age",
        help="By the days since it was due.",
        **DATED,
    )

    # ------------------------------------------------------------
    # Query
    # ------------------------------------------------------------
    @property
    def _table_query(self):
        """Outer joins: what a query does not ask for, the database leaves out."""
        return SQL(
            """
            SELECT item.id, item.id AS move_line_id, item.move_id, item.company_id,
                   item.partner_id, %(party)s AS party_id,
                   item.move_name AS document, %(kind)s AS kind,
                   %(reference)s AS reference,
                   COALESCE(payment.payment_method_line_id,
                            move.preferred_payment_method_line_id) AS means_id,
                   item.date, item.date_due, item.date_discount, item.first_discount,
                   item.is_debit, item.is_debit AND item.no_followup IS TRUE
                       AND move.move_type <> 'entry' AS is_on_hold,
                   %(marked)s AS is_marked,
                   item.currency_id, item.company_currency_id,
                   item.amount AS amount_open, item.value AS value_open,
                   %(current)s AS amount_current, %(bucket)s AS bucket,
                   %(currency)s::int AS current_currency_id,
                   CASE WHEN item.is_debit
                        THEN GREATEST(%(today)s::date - item.date_due, 0)
                        ELSE 0 END AS days_overdue
              FROM (%(items)s) item
         LEFT JOIN account_move move ON move.id = item.move_id
         LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
         LEFT JOIN res_partner partner ON partner.id = item.partner_id
         LEFT JOIN res_partner commercial
                ON commercial.id = partner.commercial_partner_id
         LEFT JOIN LATERAL (%(party_of_one)s) party ON TRUE
            """,
            party=known_party(self.env, SQL("party.party_id")),
            party_of_one=party_of_one(self.env),
            kind=kind_of_item(),
            reference=self._sql_reference(),
            marked=marks("item.id"),
            current=self._sql_current(),
            currency=self.env.company.currency_id.id,
            today=reference_date(self.env),
            bucket=bucket_of_item(self.env),
            items=receivable_items(self.env),
        )

    @api.model
    def _sql_current(self):
        return in_current_currency(
            self.env, SQL("item.amount"), SQL("item.currency_id")
        )

    @api.model
    def _sql_reference(self):
        """The memo of a payment, else what the document refers to, where that says
        more than its number."""
        return SQL(
            """
            NULLIF(COALESCE(NULLIF(payment.memo, ''), NULLIF(move.ref, ''),
                            move.payment_reference), item.move_name)
            """
        )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_open_document(self):
        """Open the document."""
        one(self)
        self.check_access("read")
        return self.env["ar.settlement"].page_document(str(self.id))

    @checked
    def action_settle_transactions(self):
        """Settle these transactions, which are of one customer."""
        self.check_access("read")
        if len(self.party_id) != 1:
            raise UserError(
                self.env._(
                    "Choose open transactions of one customer: a settlement has one."
                )
            )
        return self.env["ar.settlement"]._page_action({"item_ids": self.ids})

    @checked
    def action_propose_payment(self):
        """Propose payments of these customers."""
        return self._open_for_customers("action_ar_payment_proposal")

    @checked
    def action_reimburse(self):
        """Pay back what these customers have too much."""
        return self._open_for_customers("action_ar_reimbursement")

    def _open_for_customers(self, name):
        self.env["ar.settlement"]._check_group(GROUP_SETTLE)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"ar_centralized_payments.{name}"
        )
        customers = self.partner_id.commercial_partner_id
        return {**action, "context": {"default_partner_ids": customers.ids}}

    @checked
    def action_send_statement(self):
        """Send these customers their statements over all companies."""
        self.check_access("read")
        return self.env["ar.statement.mailing"]._open_for(self.party_id)

    @api.model
    def _open_list(self, name, domain=Domain.TRUE, **context):
        """The list, without tiles where it shows some rows only."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_receivables_home"
        )
        return {
            **action,
            "name": name,
            "domain": list(domain),
            "context": {"ar_list_only": True, **context},
        }
