from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...books.access_groups import GROUP_SETTLE
from ...books.given_values import Amount, checked

STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("posted", "Posted"),
    ("cancelled", "Cancelled"),
]
FROZEN = {
    *("company_id", "journal_id", "type", "is_with_recourse", "currency_id", "date"),
    *("value_date", "format", "bank_reference", "line_ids"),
}


class ArBillRemittance(models.Model):
    """Bills that are taken to a bank together, to be collected or to be bought
    (bills of exchange A2 and A6)."""

    _name = "ar.bill.remittance"
    _inherit = [
        "ar.guarded.values",
        "ar.numbered",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Remittance of Bills"
    _order = "date desc, id desc"
    _check_company_auto = True
    _sequence_name = "ar_centralized_payments.sequence_bill_remittance"

    _engine_fields = frozenset({"attachment_id", "event_ids", "file_hash", "is_shown"})

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Given when the remittance is made.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The company that holds the bills.",
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank",
        required=True,
        check_company=True,
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
        tracking=True,
        help="The bank that gets the bills.",
    )
    type = fields.Selection(
        selection=[("collection", "Collection"), ("discount", "Discounting")],
        default="collection",
        required=True,
        tracking=True,
        help="Collection: the bank pays when the bills are paid. Discounting: it buys "
        "them now, less interest and fees.",
    )
    is_with_recourse = fields.Boolean(
        string="With Recourse",
        default=True,
        help="The bank may come back for bills that are not paid. Without: they are "
        "the bank's.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="The currency of all bills on it.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The date of the entry, and of the file.",
    )
    value_date = fields.Date(
        help="From which day the bank counts interest. Empty: the date."
    )
    format = fields.Selection(
        selection=[("cfonb_lcr", "CFONB LCR"), ("csv", "CSV")],
        compute="_compute_format",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="What the bank is given.",
    )
    bank_reference = fields.Char(
        string="Reference",
        copy=False,
        help="Up to eleven letters and digits, for the bank's file. Empty: of the "
        "number.",
    )
    line_ids = fields.One2many(
        comodel_name="ar.bill.remittance.line",
        inverse_name="remittance_id",
        string="Bills",
        copy=False,
        help="The bills on it, with what the bank takes for each.",
    )
    active_line_ids = fields.One2many(
        comodel_name="ar.bill.remittance.line",
        inverse_name="remittance_id",
        domain=[("is_active", "=", True)],
        string="Bills on It",
        readonly=True,
        help="The bills that were not taken off since.",
    )
    bill_count = fields.Integer(
        compute="_compute_totals",
        string="Number of Bills",
        help="How many bills are on it.",
    )
    total = fields.Monetary(
        compute="_compute_totals", help="The sum of the bills on it."
    )
    total_interest = fields.Monetary(
        compute="_compute_totals",
        string="Interest",
        help="The sum of the interest of its bills.",
    )
    total_fee = fields.Monetary(
        compute="_compute_totals",
        string="Fees",
        help="The sum of the fees of its bills.",
    )
    total_paid = fields.Monetary(
        compute="_compute_totals",
        string="The Bank Pays",
        help="What the bank credits now: nothing for a collection.",
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        help="Sent: the file was made, and the bills stay. Posted: booked.",
    )
    is_shown = fields.Boolean(
        string="Liability Is Shown",
        readonly=True,
        copy=False,
        help="As the company had it when the remittance was posted.",
    )
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="File",
        readonly=True,
        copy=False,
        help="What the bank is given; made once.",
    )
    file_hash = fields.Char(
        readonly=True, copy=False, help="SHA-256 of the file, to compare."
    )
    event_ids = fields.One2many(
        comodel_name="ar.bill.event",
        inverse_name="remittance_id",
        string="Events",
        readonly=True,
        help="What happened to its bills since.",
    )
    draft_reason = fields.Char(
        copy=False,
        help="Why it is brought back to draft after it was sent; the log keeps it.",
    )
    limit_warning = fields.Text(
        compute="_compute_limit_warning",
        help="By how much the bank's limit would be exceeded.",
    )

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is a remittance with this number already."
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("journal_id")
    def _compute_format(self):
        for remittance in self:
            remittance.format = remittance.journal_id.ar_bill_format or "csv"

    @api.depends(
        "line_ids.is_active", "line_ids.interest", "line_ids.fee", "line_ids.bill_id"
    )
    def _compute_totals(self):
        for remittance in self:
            lines = remittance.line_ids.filtered("is_active")
            remittance.bill_count = len(lines)
            remittance.total = sum(lines.mapped("amount"))
            remittance.total_interest = sum(lines.mapped("interest"))
            remittance.total_fee = sum(lines.mapped("fee"))
            charges = remittance.total_interest + remittance.total_fee
            is_bought = remittance.type == "discount"
            remittance.total_paid = (
                remittance.total - charges if is_bought else -remittance.total_fee
            )

    @api.depends("line_ids", "journal_id", "type", "state")
    def _compute_limit_warning(self):
        for remittance in self:
            is_open = remittance.state in ("draft", "sent") and remittance.journal_id
            remittance.limit_warning = (
                "\n".join(remittance._limit_problems()) if is_open else False
            )

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("journal_id", "company_id")
    def _check_journal(self):
        for remittance in self:
            journal = remittance.journal_id
            if journal.type != "bank":
                raise ValidationError(
                    self.env._(
                        "%(journal)s is not a bank: bills are remitted to banks.",
                        journal=journal.display_name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_given(vals_list, "name", "state")
        remittances = super().create(
            [{**vals, "name": False, "state": "draft"} for vals in vals_list]
        )
        names = self._next_names([one.company_id for one in remittances])
        for remittance, name in zip(remittances.sudo(), names, strict=True):
            prefix, number = name.rsplit("/", 1)
            remittance.name = f"{prefix}/{remittance.date.year}/{number}"
        return remittances

    def write(self, vals):
        self._check_not_given([vals], "name", "state")
        if not self.env.su and vals.keys() & FROZEN:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        self._check_draft()

    def _check_draft(self):
        """Refuse to change what the bank was told."""
        for remittance in self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "%(remittance)s was sent: what is on it stays. Bring it back to "
                    "draft, or recall a bill of it.",
                    remittance=remittance.name,
                )
            )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_split_charges(self, interest: Amount = 0, fee: Amount = 0):
        """Split what the bank takes for all bills, by their faces.

        :param float interest: in all
        :param float fee: in all
        :return: ``True``
        """
        self._check_remittance_group(GROUP_SETTLE)
        self._check_draft()
        for remittance in self:
            remittance._split_charges(interest or 0, fee or 0)
        return True

    @checked
    def action_add_bills(self):
        """Put every drawn bill that fits and is on no remittance on these.

        :return: ``True``
        """
        self._check_remittance_group(GROUP_SETTLE)
        self._check_draft()
        for remittance in self:
            bills = self.env["ar.bill"].search(
                [
                    ("state", "=", "drawn"),
                    ("company_id", "=", remittance.company_id.id),
                    ("currency_id", "=", remittance.currency_id.id),
                    ("remittance_id", "=", False),
                ],
                order="due_date, id",
            )
            if not bills:
                raise UserError(
                    self.env._(
                        "There is no drawn bill of %(company)s in %(currency)s that is "
                        "on no remittance.",
                        company=remittance.company_id.name,
                        currency=remittance.currency_id.name,
                    )
                )
            remittance.line_ids = [
                Command.create({"bill_id": bill.id}) for bill in bills
            ]
        return True

    @checked
    def action_open_bills(self):
        """Open the bills on these remittances."""
        self.check_access("read")
        return self.line_ids.bill_id._get_records_action(
            name=self.env._("Bills of Exchange"), context={"create": False}
        )

    @checked
    def action_open_moves(self):
        """Open the entries of these remittances, ticked or not in the switcher."""
        self.check_access("read")
        moves = self.sudo().event_ids.move_id.with_env(self.env)
        return self.company_id._ar_open_entries(moves)
