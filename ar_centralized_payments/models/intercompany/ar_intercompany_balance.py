from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...books.as_of import AS_OF, DATED, as_of
from ...books.given_values import checked
from ...books.intercompany_attribution import attribution


class ArIntercompanyBalance(models.Model):
    """What one legal entity owes another, as both of them have it in their books.

    One row per pair of ``intercompany.accounting``, archived ones too while something
    is open, and transaction currency (accounting sections 2, 4 and 8). Posted items
    only; whether they are reconciled does not change a balance.

    *Whose item is it?* Each posted item on a due-to or due-from account, the former
    ones of a pair included, belongs to exactly one row:

    - An account that one pair alone uses in a company gives it all of its items,
      whatever their partner. Branches count to their legal entity.
    - On an account that several pairs share in a company, the partner decides: it
      stands for the company whose partner it is, else for the only one (branches
      included) with the same commercial partner.
    - Items on a shared account whose partner is empty, or stands for no company of
      these pairs, are a row of their own, without counterpart: shown as a difference
      in full, since nobody can say who mirrors them.

    With a date in the context (``books/as_of.py``), by the items dated on or before it.

    Who may see a row is a matter of membership (its record rule); what it counts is
    not: always the whole books of both legal entities.
    """

    _name = "ar.intercompany.balance"
    _description = "Intercompany Balance"
    _auto = False
    _rec_names_search = ("payment_company_id", "invoice_company_id", "currency_id")
    _order = "payment_company_id, invoice_company_id, currency_id, id"
    _depends = {
        "account.move.line": [
            "account_id",
            "amount_currency",
            "balance",
            "company_id",
            "currency_id",
            "date",
            "parent_state",
            "partner_id",
        ],
        "intercompany.accounting": [
            "active",
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

    # ------------------------------------------------------------
    # Fields: whose
    # ------------------------------------------------------------
    pair_id = fields.Many2one(
        comodel_name="intercompany.accounting",
        readonly=True,
        help="The intercompany accounting of both companies. Empty: items on an "
        "account that several pairs share, whose partner names none of them.",
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
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Transaction Currency",
        readonly=True,
        help="The currency of these items, in both books.",
    )

    # ------------------------------------------------------------
    # Fields: in the transaction currency
    # ------------------------------------------------------------
    amount_due_to = fields.Monetary(
        string="Due to",
        help="What the payment company owes by its own books.",
        **DATED,
    )
    amount_due_from = fields.Monetary(
        string="Due from",
        help="What the invoice company is owed by its own books.",
        **DATED,
    )
    amount_difference = fields.Monetary(
        string="Difference",
        help="Due to less due from: 0 where both books say the same.",
        **DATED,
    )

    # ------------------------------------------------------------
    # Fields: in the accounting currencies
    # ------------------------------------------------------------
    payment_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of the Payment Company",
        readonly=True,
        help="The accounting currency of the payment company.",
    )
    invoice_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of the Invoice Company",
        readonly=True,
        help="The accounting currency of the invoice company.",
    )
    balance_due_to = fields.Monetary(
        string="Due to, in the Payment Company's Currency",
        currency_field="payment_currency_id",
        help="What the payment company owes, in its accounting currency.",
        **DATED,
    )
    balance_due_from = fields.Monetary(
        string="Due from, in the Invoice Company's Currency",
        currency_field="invoice_currency_id",
        help="What the invoice company is owed, in its accounting currency.",
        **DATED,
    )
    is_balance_comparable = fields.Boolean(
        string="One Accounting Currency",
        readonly=True,
        help="Whether both companies keep their books in the same currency, so that "
        "the amounts in it can be compared.",
    )
    balance_difference = fields.Monetary(
        string="Difference in Accounting Currency",
        currency_field="payment_currency_id",
        help="Due to less due from in the accounting currency, where both companies "
        "have the same; nothing otherwise.",
        **DATED,
    )

    # ------------------------------------------------------------
    # Query
    # ------------------------------------------------------------
    @property
    def _table_query(self):
        return SQL(
            """
            WITH %(attribution)s
            SELECT item.row_id AS id,
                   pair.id AS pair_id,
                   payment.id AS payment_company_id,
                   invoice.id AS invoice_company_id,
                   item.currency_id AS currency_id,
                   item.amount_due_to AS amount_due_to,
                   item.amount_due_from AS amount_due_from,
                   item.amount_due_to - item.amount_due_from AS amount_difference,
                   COALESCE(payment.currency_id, invoice.currency_id)
                       AS payment_currency_id,
                   COALESCE(invoice.currency_id, payment.currency_id)
                       AS invoice_currency_id,
                   item.balance_due_to AS balance_due_to,
                   item.balance_due_from AS balance_due_from,
                   pair.id IS NULL OR payment.currency_id = invoice.currency_id
                       AS is_balance_comparable,
                   CASE WHEN pair.id IS NULL
                          OR payment.currency_id = invoice.currency_id
                        THEN item.balance_due_to - item.balance_due_from
                   END AS balance_difference
              FROM (%(sums)s) item
         LEFT JOIN intercompany_accounting pair ON pair.id = item.pair_id
         LEFT JOIN res_company payment
                ON payment.id = COALESCE(pair.payment_company_id, item.owing_id)
         LEFT JOIN res_company invoice
                ON invoice.id = COALESCE(pair.invoice_company_id, item.owed_id)
             WHERE pair.id IS NULL
                OR pair.active
                OR item.amount_due_to <> 0
                OR item.amount_due_from <> 0
                OR item.balance_due_to <> 0
                OR item.balance_due_from <> 0
            """,
            attribution=attribution(as_of(self.env)),
            sums=self._sql_sums(),
        )

    @api.model
    def _sql_sums(self):
        """The items of each row, added up; ``owing_id`` or ``owed_id`` is the company
        of a row without counterpart."""
        return SQL(
            """
            SELECT row_id, pair_id, currency_id,
                   CASE WHEN pair_id IS NULL AND min(side) = 'due_to'
                        THEN min(entity_id) END AS owing_id,
                   CASE WHEN pair_id IS NULL AND min(side) = 'due_from'
                        THEN min(entity_id) END AS owed_id,
                   COALESCE(SUM(-amount_currency) FILTER (WHERE side = 'due_to'), 0)
                       AS amount_due_to,
                   COALESCE(SUM(amount_currency) FILTER (WHERE side = 'due_from'), 0)
                       AS amount_due_from,
                   COALESCE(SUM(-balance) FILTER (WHERE side = 'due_to'), 0)
                       AS balance_due_to,
                   COALESCE(SUM(balance) FILTER (WHERE side = 'due_from'), 0)
                       AS balance_due_from
              FROM item
          GROUP BY row_id, pair_id, currency_id
            """
        )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends(
        "payment_company_id", "invoice_company_id", "currency_id.name", "pair_id"
    )
    def _compute_display_name(self):
        """``sudo()``: the companies may not be ticked in the company switcher."""
        for row, known in zip(self, self.sudo(), strict=True):
            companies = " → ".join(
                company.name or self.env._("no counterpart")
                for company in (known.payment_company_id, known.invoice_company_id)
            )
            row.display_name = f"{companies}, {known.currency_id.name}"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_open_lines(self):
        """Open the journal items of both sides, by company and account."""
        return self._open_lines(self.env._("Intercompany Items"))

    @checked
    def action_open_due_to(self):
        """Open the journal items of what the payment companies owe."""
        return self._open_lines(self.env._("Due to"), "due_to")

    @checked
    def action_open_due_from(self):
        """Open the journal items of what the invoice companies are owed."""
        return self._open_lines(self.env._("Due from"), "due_from")

    @checked
    def action_explain(self):
        """Open the items because of which both books differ, line by line."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_intercompany_difference"
        )
        return {
            **action,
            "domain": [("balance_id", "in", self.ids)],
            "context": {AS_OF: self.env.context.get(AS_OF)},
        }

    def _open_lines(self, name, side=None):
        self.check_access("read")
        groups = self._line_groups(side)
        companies = self.env["res.company"].browse(
            {company_id for _account, company_id, *_rest in groups}
        )
        action = {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "views": [(self.env.ref("account.view_move_line_tree").id, "list")],
            "domain": list(self._line_domain(groups)),
            "context": {"group_by": ["company_id", "account_id"], "create": False},
        }
        return (companies & self.env.user.company_ids)._ar_open(action)

    def _line_groups(self, side=None):
        """Return where the items of these rows are, by the rows' own query.

        :return: list of (account id, company id, currency id, whether the account is
            shared, partner ids, None for no partner)
        """
        for name, field_names in self._depends.items():
            self.env[name].flush_model(field_names)
        return self.env.execute_query(
            SQL(
                """
                WITH %(attribution)s
                SELECT account_id, company_id, currency_id, is_shared,
                       array_agg(DISTINCT partner_id)
                  FROM item
                 WHERE row_id = ANY(%(ids)s)
                   AND (%(side)s IS NULL OR side = %(side)s)
              GROUP BY account_id, company_id, currency_id, is_shared
              ORDER BY company_id, account_id, currency_id
                """,
                attribution=attribution(as_of(self.env)),
                ids=self.ids,
                side=side,
            )
        )

    @api.model
    def _line_domain(self, groups):
        """The posted items of some groups; partners matter on shared accounts only."""
        date = as_of(self.env)
        dated = Domain("date", "<=", str(date)) if date else Domain.TRUE
        of_groups = Domain.OR(
            Domain("account_id", "=", account_id)
            & Domain("company_id", "=", company_id)
            & Domain("currency_id", "=", currency_id)
            & (
                Domain("partner_id", "in", [key or False for key in partner_ids])
                if is_shared
                else Domain.TRUE
            )
            for account_id, company_id, currency_id, is_shared, partner_ids in groups
        )
        return dated & Domain("parent_state", "=", "posted") & of_groups
