from odoo import api, fields, models
from odoo.exceptions import UserError

from ...books.given_values import Id, checked
from ...books.settlement_book import SettlementBook


class ArSettlement(models.Model):
    """Marks transactions of one party and settles them, over all companies.

    It owns every entry that it generates (accounting section 1). Draft holds marks
    only; posting books exactly the plan that the preview shows; undone is final.
    Only members of all its companies may see it.
    """

    _name = "ar.settlement"
    _inherit = [
        "ar.settlement.page",
        "ar.guarded.values",
        "ar.numbered",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Settlement"
    _order = "id desc"
    _sequence_name = "ar_centralized_payments.sequence_settlement"

    _engine_fields = frozenset(
        {"move_ids", "leg_ids", "company_ids", "date_effective", "refusal"}
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Given when the settlement is posted, by the company that is paid; its "
        "entries carry it as their reference. Until then a star and a number.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        help="Any record of the customer: transactions of all records of the same "
        "party can be marked.",
    )
    other_partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="ar_settlement_other_partner_rel",
        column1="settlement_id",
        column2="partner_id",
        string="Other Customers",
        copy=False,
        help="Customers for whom this one pays as well: their transactions can be "
        "marked, too.",
    )
    date = fields.Date(
        string="Settlement Date",
        help="The date of all entries. Empty: the latest date among the marked "
        "transactions; it may not be earlier.",
    )
    date_effective = fields.Date(
        string="Entry Date",
        compute="_compute_date_effective",
        store=True,
        compute_sudo=True,
        help="The date that counts: the chosen one, or the latest among the marked "
        "transactions.",
    )
    discount_reference_date = fields.Date(
        string="Discount Date",
        help="The date that decides on cash discounts. Empty: the date of each payment "
        "(of the primary payment, where there is one).",
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("posted", "Posted"), ("undone", "Undone")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        help="Draft holds marks only; posted has entries in every company; "
        "undone has them negated, and is final.",
    )
    line_ids = fields.One2many(
        comodel_name="ar.settlement.line",
        inverse_name="settlement_id",
        string="Transactions",
        copy=False,
        help="What is marked: payments and credit notes that pay, invoices and "
        "refunds that are paid.",
    )
    leg_ids = fields.One2many(
        comodel_name="ar.settlement.leg",
        inverse_name="settlement_id",
        string="Who Paid What",
        readonly=True,
        copy=False,
        help="Which payment or credit note settled how much of which invoice.",
    )
    move_ids = fields.Many2many(
        comodel_name="account.move",
        relation="ar_settlement_move_rel",
        column1="settlement_id",
        column2="move_id",
        string="Entries",
        readonly=True,
        copy=False,
        help="The entries of all companies, and those that undo them.",
    )
    company_ids = fields.Many2many(
        comodel_name="res.company",
        relation="ar_settlement_company_rel",
        column1="settlement_id",
        column2="company_id",
        string="Companies",
        compute="_compute_company_ids",
        store=True,
        compute_sudo=True,
        help="The companies of the marked transactions. Only members of all of "
        "them see the settlement.",
    )
    refusal = fields.Text(
        string="Last Refusal",
        readonly=True,
        copy=False,
        help="Why the settlement of a line of a payment journal was refused last.",
    )
    move_count = fields.Integer(
        string="Entry Count",
        compute="_compute_move_count",
        help="How many entries the settlement has in all companies.",
    )
    amounts = fields.Char(
        string="Amount",
        compute="_compute_amounts",
        compute_sudo=True,
        help="What is paid on the invoices and refunds, without discounts, in each "
        "currency.",
    )
    problems = fields.Text(
        string="What Is to Be Mended",
        compute="_compute_preview",
        help="Every reason why the settlement cannot be posted as it is.",
    )
    preview_html = fields.Html(
        string="Preview",
        compute="_compute_preview",
        sanitize=False,
        help="The entries of all companies as they will be posted.",
    )
    preview_fingerprint = fields.Char(
        compute="_compute_preview",
        help="Tells whether the preview is still the one that was shown.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("date", "line_ids.date")
    def _compute_date_effective(self):
        for settlement in self:
            dates = [date for date in settlement.line_ids.mapped("date") if date]
            settlement.date_effective = settlement.date or max(dates, default=False)

    @api.depends("line_ids.company_id")
    def _compute_company_ids(self):
        for companies, some in self.grouped(lambda s: s.line_ids.company_id).items():
            some.company_ids = companies

    @api.depends("line_ids.amount", "line_ids.side")
    def _compute_amounts(self):
        for settlement in self:
            targets = settlement.line_ids.filtered(lambda line: line.side == "target")
            settlement.amounts = " + ".join(
                currency.format(sum(some.mapped("amount")))
                for currency, some in targets.grouped("currency_id").items()
            )

    @api.depends("move_ids")
    def _compute_move_count(self):
        for settlement in self:
            settlement.move_count = len(settlement.sudo().move_ids)

    @api.depends(
        "partner_id",
        "other_partner_ids",
        "date",
        "discount_reference_date",
        "state",
        "line_ids.amount",
        "line_ids.discount",
        "line_ids.is_primary",
        "line_ids.cross_rate",
        "line_ids.use_cash_discount",
        "line_ids.full_settlement",
    )
    def _compute_preview(self):
        self.problems = self.preview_html = self.preview_fingerprint = False
        drafts = self.filtered(lambda s: s.state == "draft" and s.line_ids)
        for settlement, booked in drafts._booked().items():
            shown = settlement.browse(settlement.id) or settlement
            shown.problems = "\n".join(booked.refusals)
            shown.preview_fingerprint = booked.fingerprint
            shown.preview_html = settlement._render_preview(booked)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        self._check_not_given(vals_list, "name", "state")
        settlements = super().create(
            [{**vals, "name": False, "state": "draft"} for vals in vals_list]
        )
        for settlement in settlements.sudo():
            settlement.name = f"{self._unnumbered}{settlement.id}"
        return settlements

    def write(self, vals):
        self._check_bounds([vals])
        if not self.env.su and vals.keys() - self._fields_of_chatter():
            self._check_not_given([vals], "name", "state")
            self.env["ar.settlement.line"]._check_drafts(self)
        return super().write(vals)

    @api.model
    def _fields_of_chatter(self):
        return {
            name
            for name in self._fields
            if name.startswith(("message_", "activity_", "my_activity_"))
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for settlement in self.filtered(lambda s: s.state != "draft"):
            raise UserError(
                self.env._(
                    "%(settlement)s was posted; it stays as the record of its entries. "
                    "A posted settlement can be undone.",
                    settlement=settlement.name,
                )
            )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_open_moves(self):
        """Open the entries of all companies."""
        self._check_members()
        moves = self.sudo().move_ids
        return moves.company_id.with_env(self.env)._ar_open_entries(moves)

    @checked
    def action_open_move_lines(self):
        """Open the journal items of all companies, grouped by company."""
        self._check_members()
        moves = self.sudo().move_ids
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Items"),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "views": [(self.env.ref("account.view_move_line_tree").id, "list")],
            "domain": [("move_id", "in", moves.ids)],
            "context": {"group_by": ["company_id"], "create": False},
        }
        return moves.company_id.with_env(self.env)._ar_open(action)

    # ------------------------------------------------------------
    # Business: what can be settled, what would be booked
    # ------------------------------------------------------------
    @api.model
    @checked
    def open_transactions(self, partner: Id):
        """Return the open receivable items of a party, of all the user's companies.

        :param partner: id or record of any partner of the party
        :return: ``account.move.line`` records, by date, whatever the company switcher
            shows
        """
        page = self._page_env()
        partner = page.env["res.partner"].browse(partner)
        partner.check_access("read")
        items = page.env["account.move.line"].search(
            self._open_domain(partner), order="date, id"
        )
        return items.filtered(lambda item: not item._ar_carries_tax())

    @checked
    def preview(self):
        """Return the journal items that ``action_post`` books, line for line.

        :return: list of dicts with ids as numbers: ``settlement_id``, ``company_id``,
            ``journal_id``, ``account_id``, ``partner_id``, ``currency_id``,
            ``amount_currency``, ``debit``, ``credit``, ``date``, ``name``
        :raises UserError: with every reason why it could not be posted
        """
        self._check_members()
        self._check_state("draft")
        booked = self._booked()
        self._refuse(booked)
        return [
            self._preview_row(settlement, move, values)
            for settlement, result in booked.items()
            for move in result.moves.values()
            for _command, _id, values in move["line_ids"]
        ]

    def _preview_row(self, settlement, move, values):
        balance = values["balance"]
        return {
            "settlement_id": settlement.id,
            "company_id": move["company_id"],
            "journal_id": move["journal_id"],
            "account_id": values["account_id"],
            "partner_id": values["partner_id"],
            "currency_id": values["currency_id"],
            "amount_currency": values["amount_currency"],
            "debit": balance if balance > 0 else 0.0,
            "credit": -balance if balance < 0 else 0.0,
            "date": fields.Date.to_string(move["date"]),
            "name": values["name"],
        }

    def _booked(self):
        """The plan of each settlement, as values; see :class:`SettlementBook`."""
        if not self:
            return {}
        return SettlementBook(self._elevated()).booked()

    def _planned(self):
        """The plan of each settlement: amounts alone, no entries."""
        if not self:
            return {}
        return SettlementBook(self._elevated()).planned()
