"""Why the books of two companies differ, line by line."""

from odoo import fields, models
from odoo.tools import SQL

from ...books.as_of import DATED, as_of
from ...books.given_values import checked, one
from ...books.intercompany_attribution import attribution


class ArIntercompanyDifference(models.Model):
    """One posted item that makes the books of two companies differ.

    All items of a balance (``ar.intercompany.balance``) are taken together by what
    booked them: a settlement or a payment between companies in all of them, or one
    entry. What comes to nothing, in the transaction currency and, where both companies
    have the same, in the accounting currency, is left out. So what is left adds up to
    the difference.
    """

    _name = "ar.intercompany.difference"
    _inherit = "ar.guarded.values"
    _description = "Intercompany Difference"
    _auto = False
    _rec_name = "document"
    _order = "payment_company_id, invoice_company_id, date, id"
    _depends = {
        "account.move.line": [
            "account_id",
            "amount_currency",
            "balance",
            "company_id",
            "currency_id",
            "date",
            "move_id",
            "move_name",
            "parent_state",
            "partner_id",
        ],
        "account.move": ["ar_payoff_id", "ar_revaluation_id", "ar_settlement_ids"],
        "intercompany.accounting": [
            "due_from_account_id",
            "due_to_account_id",
            "former_due_from_account_ids",
            "former_due_to_account_ids",
            "invoice_company_id",
            "payment_company_id",
        ],
        "res.company": ["currency_id", "parent_path", "partner_id"],
        "res.partner": ["commercial_partner_id"],
    }

    balance_id = fields.Many2one(
        comodel_name="ar.intercompany.balance",
        readonly=True,
        help="The balance that it is part of.",
    )
    payment_company_id = fields.Many2one(
        comodel_name="res.company",
        readonly=True,
        help="The legal entity that owes.",
    )
    invoice_company_id = fields.Many2one(
        comodel_name="res.company",
        readonly=True,
        help="The legal entity that is owed.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", readonly=True, help="The company of the item."
    )
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Journal Item",
        readonly=True,
        help="The item.",
    )
    document = fields.Char(readonly=True, help="The number of its entry.")
    date = fields.Date(readonly=True, help="The date of its entry.")
    reason = fields.Selection(
        selection=[
            ("manual", "Entry by hand, without its counterpart"),
            ("one_side", "The other side is not booked as of this date"),
            ("rate", "Both sides at different rates"),
            ("revaluation", "Revaluation of one side"),
        ],
        help="Why it is not evened out by the other company's books.",
        **DATED,
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Transaction Currency",
        readonly=True,
        help="The currency of the item.",
    )
    company_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of the Books",
        readonly=True,
        help="The accounting currency of its company.",
    )
    amount = fields.Monetary(
        string="Part of the Difference",
        readonly=True,
        help="What it adds to the difference: due to counts positive, due from "
        "negative.",
    )
    value = fields.Monetary(
        string="Part of the Difference, Booked",
        currency_field="company_currency_id",
        readonly=True,
        help="What it adds to the difference, in the accounting currency of its "
        "company.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH %(attribution)s, taken AS (%(taken)s)
            SELECT line_id AS id, line_id AS move_line_id, row_id AS balance_id,
                   payment_company_id, invoice_company_id, company_id, document, date,
                   currency_id, company_currency_id, amount, value,
                   CASE WHEN is_revaluation THEN 'revaluation'
                        WHEN NOT is_of_both THEN 'manual'
                        WHEN amount_together <> 0 THEN 'one_side'
                        ELSE 'rate' END AS reason
              FROM taken
             WHERE amount_together <> 0
                OR (is_comparable AND value_together <> 0)
            """,
            attribution=attribution(as_of(self.env), by_line=True),
            taken=self._sql_taken(),
        )

    def _sql_taken(self):
        """The items, and what those that were booked together come to."""
        return SQL(
            """
            SELECT item.line_id, item.row_id, item.company_id, item.currency_id,
                   line.move_name AS document, line.date, line.company_currency_id,
                   -item.amount_currency AS amount, -item.balance AS value,
                   COALESCE(pair.payment_company_id,
                            CASE WHEN item.side = 'due_to' THEN item.entity_id END)
                       AS payment_company_id,
                   COALESCE(pair.invoice_company_id,
                            CASE WHEN item.side = 'due_from' THEN item.entity_id END)
                       AS invoice_company_id,
                   settled.id IS NOT NULL OR move.ar_payoff_id IS NOT NULL
                       AS is_of_both,
                   move.ar_revaluation_id IS NOT NULL AS is_revaluation,
                   pair.id IS NULL OR payment.currency_id = invoice.currency_id
                       AS is_comparable,
                   SUM(item.amount_currency) OVER booked AS amount_together,
                   SUM(item.balance) OVER booked AS value_together
              FROM item
              JOIN account_move_line line ON line.id = item.line_id
              JOIN account_move move ON move.id = line.move_id
         LEFT JOIN LATERAL (SELECT MIN(rel.settlement_id) AS id
                              FROM ar_settlement_move_rel rel
                             WHERE rel.move_id = line.move_id) settled ON TRUE
         LEFT JOIN intercompany_accounting pair ON pair.id = item.pair_id
         LEFT JOIN res_company payment ON payment.id = pair.payment_company_id
         LEFT JOIN res_company invoice ON invoice.id = pair.invoice_company_id
            WINDOW booked AS (
                PARTITION BY item.row_id, settled.id, move.ar_payoff_id,
                             CASE WHEN settled.id IS NULL
                                   AND move.ar_payoff_id IS NULL
                                  THEN line.move_id END)
            """
        )

    @checked
    def action_open_document(self):
        """Open the entry, in its company."""
        one(self)
        self.check_access("read")
        company = self.env["res.company"].browse(self.company_id.id)
        line = self.env["account.move.line"].browse(self.move_line_id.id)
        mine = line.with_context(
            allowed_company_ids=self.env["res.company"]._ar_user_companies().ids
        )
        mine.check_access("read")
        action = mine.move_id._get_records_action(context={"create": False})
        return company._ar_open(action)
