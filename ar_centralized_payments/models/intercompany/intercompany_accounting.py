from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...books.given_values import checked

LEGAL_ENTITIES = [
    ("payment", "Legal Entity of the Payment"),
    ("invoice", "Legal Entity of the Invoice"),
]
# Who bears what in a pair, unless the settings say otherwise for new ones.
ROUTING = {"cash_discount_company": "invoice", "exchange_company": "payment"}
# The two accounts of a pair: the field, the company that keeps it, its type, and the
# company that it names.
DUE_SIDES = (
    (
        "due_to",
        "due_to_account_id",
        "payment_company_id",
        "liability_current",
        "invoice_company_id",
    ),
    (
        "due_from",
        "due_from_account_id",
        "invoice_company_id",
        "asset_current",
        "payment_company_id",
    ),
)


class IntercompanyAccounting(models.Model):
    """How payments in one legal entity settle invoices of another.

    One record per *ordered* pair of root companies (accounting section 2). Who may
    see it must be a member of both, whatever the company switcher shows.
    """

    _name = "intercompany.accounting"
    _inherit = ["ar.guarded.values", "mail.thread"]
    _description = "Intercompany Accounting"
    _order = "payment_company_id, invoice_company_id, id"
    _rec_names_search = ("payment_company_id", "invoice_company_id")

    # ------------------------------------------------------------
    # Fields: the pair
    # ------------------------------------------------------------
    payment_company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
        domain="[('parent_id', '=', False)]",
        help="The legal entity whose payments (or credit notes) settle.",
    )
    invoice_company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
        domain="[('parent_id', '=', False)]",
        help="The legal entity whose invoices (or refunds) are settled.",
    )
    active = fields.Boolean(
        default=True,
        tracking=True,
        help="An archived pair settles nothing; what it settled stays as it is.",
    )

    # ------------------------------------------------------------
    # Fields: accounts and routing
    # ------------------------------------------------------------
    due_to_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Due-to Account",
        ondelete="restrict",
        tracking=True,
        domain="[('company_ids', 'in', payment_company_id), "
        "('account_type', '=', 'liability_current'), ('reconcile', '=', True)]",
        help="In the payment company: what it owes the invoice company. A current "
        "liability that allows reconciliation.",
    )
    due_from_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Due-from Account",
        ondelete="restrict",
        tracking=True,
        domain="[('company_ids', 'in', invoice_company_id), "
        "('account_type', '=', 'asset_current'), ('reconcile', '=', True)]",
        help="In the invoice company: what the payment company owes it. A current "
        "asset that allows reconciliation.",
    )
    former_due_to_account_ids = fields.Many2many(
        comodel_name="account.account",
        relation="intercompany_accounting_former_due_to",
        column1="pair_id",
        column2="account_id",
        string="Former Due-to Accounts",
        readonly=True,
        help="Due-to accounts of this pair before, with journal items on them: they "
        "stay part of its balances.",
    )
    former_due_from_account_ids = fields.Many2many(
        comodel_name="account.account",
        relation="intercompany_accounting_former_due_from",
        column1="pair_id",
        column2="account_id",
        string="Former Due-from Accounts",
        readonly=True,
        help="Due-from accounts of this pair before, with journal items on them: they "
        "stay part of its balances.",
    )
    cash_discount_company = fields.Selection(
        selection=LEGAL_ENTITIES,
        string="Post Cash Discount",
        required=True,
        default=ROUTING["cash_discount_company"],
        tracking=True,
        help="The company that bears the cash discount of an invoice.",
    )
    exchange_company = fields.Selection(
        selection=LEGAL_ENTITIES,
        string="Post Currency Exchange Gain or Loss",
        required=True,
        default=ROUTING["exchange_company"],
        tracking=True,
        help="The company that books the realized exchange difference.",
    )
    payment_journal_id = fields.Many2one(
        related="payment_company_id.ar_intercompany_journal_id",
        string="Journal of the Payment Company",
    )
    invoice_journal_id = fields.Many2one(
        related="invoice_company_id.ar_intercompany_journal_id",
        string="Journal of the Invoice Company",
    )

    # ------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------
    _pair_uniq = models.Constraint(
        "UNIQUE(payment_company_id, invoice_company_id)",
        "There is already an intercompany accounting record for this payment company "
        "and this invoice company. Change that one; if it is archived, unarchive it.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("payment_company_id", "invoice_company_id")
    def _compute_display_name(self):
        """``sudo()``: the companies may not be ticked in the company switcher."""
        for pair, known in zip(self, self.sudo(), strict=True):
            payment, invoice = known.payment_company_id, known.invoice_company_id
            pair.display_name = (
                f"{payment.name} → {invoice.name}" if payment and invoice else False
            )

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains(
        "payment_company_id",
        "invoice_company_id",
        "due_to_account_id",
        "due_from_account_id",
    )
    def _check_pair(self):
        """Refuse what can never work, with every reason.

        An empty account is no reason: a pair may be completed later, and is not
        ready until then.
        """
        for pair in self.sudo():
            problems = pair._company_problems() or [
                message
                for code, _company, message in pair._account_problems()
                if not code.endswith("_missing")
            ]
            if problems:
                raise ValidationError("\n".join(problems))

    def _company_problems(self):
        payment, invoice = self.payment_company_id, self.invoice_company_id
        if payment == invoice:
            return [
                self.env._(
                    "%(company)s is on both sides. Inside one company payments settle "
                    "invoices without intercompany accounting: choose two companies.",
                    company=payment.name,
                )
            ]
        if payment.root_id == invoice.root_id:
            return [
                self.env._(
                    "%(payment_company)s and %(invoice_company)s are branches of one "
                    "legal entity, %(root)s: nothing is due between them.",
                    payment_company=payment.name,
                    invoice_company=invoice.name,
                    root=payment.root_id.name,
                )
            ]
        return [
            company._ar_branch_refusal()
            for company in (payment, invoice)
            if company.root_id != company
        ]

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        if vals.keys() & {"payment_company_id", "invoice_company_id"}:
            self._check_unused()
        former_vals = self._replaced_accounts(vals)
        result = super().write(vals)
        # sudo(): the accounts' companies may not be ticked in the company switcher;
        # that the user may write these pairs, the write before has checked.
        for pair in self.sudo().filtered(lambda pair: pair.id in former_vals):
            super(IntercompanyAccounting, pair).write(former_vals[pair.id])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        self._check_unused()
        self._check_not_needed()

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_open_balances(self):
        """Open what is due between the companies of these pairs."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_ar_intercompany_balance"
        )
        return {**action, "domain": [("pair_id", "in", self.ids)], "context": {}}

    # ------------------------------------------------------------
    # Business: what the engine asks
    # ------------------------------------------------------------
    @api.model
    def _for_pairs(self, company_pairs):
        """Return the active records for some ordered pairs of root companies.

        Whatever the company switcher shows: the records come with ``sudo()``. That
        the user is a member of the companies is for the caller to check, before.

        :param company_pairs: (payment root company id, invoice root company id), some
        :return: each pair that has an active record -> that record
        :rtype: dict
        """
        wanted = set(company_pairs)
        found = self.sudo().search(
            [
                ("payment_company_id", "in", [payment for payment, _ in wanted]),
                ("invoice_company_id", "in", [invoice for _, invoice in wanted]),
                ("active", "=", True),
            ]
        )
        records = {
            (pair.payment_company_id.id, pair.invoice_company_id.id): pair
            for pair in found
        }
        return {key: records[key] for key in wanted & records.keys()}
