from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...books.access_groups import GROUP_SETTLE
from ...books.given_values import checked, one
from ...books.payoff_book import PayoffBook

#: What the proposal depends on: after a change it is made anew.
INPUTS = {"date", "date_until", "currency_id", "company_ids"}


class ArIntercompanyPayoff(models.Model):
    """Paying off what companies owe each other, in all of them or in none.

    Rule: receivables home 5. Only members of all its companies may see it.
    """

    _name = "ar.intercompany.payoff"
    _inherit = [
        "ar.booked.of.companies",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Intercompany Payment"
    _order = "date desc, id desc"
    _sequence_name = "ar_centralized_payments.sequence_intercompany_payoff"

    _engine_fields = frozenset({"move_ids"})

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Given when it is made; its entries carry it.",
    )
    date = fields.Date(
        string="Payment Date",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        index=True,
        help="The date of the entries; amounts in foreign currency are paid at the "
        "rates of this date.",
    )
    date_until = fields.Date(
        string="Items until",
        required=True,
        compute="_compute_date_until",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="What is open and dated on or before this date is proposed.",
    )
    company_ids = fields.Many2many(
        comodel_name="res.company",
        relation="ar_intercompany_payoff_company_rel",
        column1="payoff_id",
        column2="company_id",
        string="Companies",
        required=True,
        default=lambda self: self._default_companies(),
        domain="[('parent_id', '=', False)]",
        help="Those that pay each other: two legal entities at least. Those that are "
        "ticked in the company switcher can be chosen.",
    )
    center_company_id = fields.Many2one(
        comodel_name="res.company",
        string="Pay Through",
        domain="[('id', 'in', company_ids)]",
        tracking=True,
        help="Each of the others pays to this company, or receives from it, what it "
        "owes or is owed by all together. Empty: each pair pays by itself.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        help="Only what is open in this currency. Empty: each currency by itself.",
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
        help="Undone: every entry was negated by a new one.",
    )
    item_ids = fields.One2many(
        comodel_name="ar.intercompany.payoff.item",
        inverse_name="payoff_id",
        string="Items",
        copy=False,
        help="What is open between the companies; choose what is paid off.",
    )
    move_ids = fields.One2many(
        comodel_name="account.move",
        inverse_name="ar_payoff_id",
        string="Entries",
        readonly=True,
        copy=False,
        help="The entries of all companies, and those that undo them.",
    )
    company_names = fields.Char(
        string="Between",
        compute="_compute_company_names",
        help="All its companies, ticked in the company switcher or not.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("date")
    def _compute_date_until(self):
        for payoff in self:
            payoff.date_until = payoff.date

    @api.depends("company_ids")
    def _compute_company_names(self):
        mine = self.env["res.company"]._ar_member_companies()
        for payoff in self:
            names = (payoff._companies() & mine).mapped("name")
            payoff.company_names = ", ".join(names)

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("date", "date_until")
    def _check_dates(self):
        for payoff in self:
            if payoff.date_until > payoff.date:
                raise ValidationError(
                    self.env._(
                        "%(payment)s: what is dated after the payment cannot be paid "
                        "by it. Choose an earlier last date of the items.",
                        payment=payoff.name,
                    )
                )

    @api.constrains("company_ids", "center_company_id")
    def _check_companies(self):
        for payoff in self:
            companies = payoff._companies()
            if len(companies) < 2:
                raise ValidationError(
                    self.env._(
                        "%(payment)s: choose two companies at least.",
                        payment=payoff.name,
                    )
                )
            if payoff.center_company_id.sudo() - companies:
                raise ValidationError(
                    self.env._(
                        "%(payment)s: the company that all pay through is one of its "
                        "companies.",
                        payment=payoff.name,
                    )
                )
            for branch in companies.filtered("parent_id"):
                raise ValidationError(
                    self.env._(
                        "%(branch)s is a branch of %(root)s and pays with it: choose "
                        "%(root)s.",
                        branch=branch.name,
                        root=branch.root_id.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        self._check_not_given([vals], "name", "state")
        if not self.env.su and vals.keys() & (
            INPUTS | {"center_company_id", "item_ids"}
        ):
            self._check_members()
            self._check_state("draft")
        result = super().write(vals)
        if vals.keys() & INPUTS:
            self._check_members()
            self.sudo().item_ids.unlink()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for payoff in self.filtered(lambda payoff: payoff.state != "draft"):
            raise UserError(
                self.env._(
                    "%(payment)s was posted; it stays as the record of its entries. A "
                    "posted one can be undone.",
                    payment=payoff.name,
                )
            )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_propose(self):
        """Find what is open between the companies, all of it chosen.

        :return: ``True``
        :raises UserError: if it is not a draft
        :raises AccessError: unless the user is a member of all companies
        """
        self._check_group(GROUP_SETTLE)
        self._check_members()
        self._check_state("draft")
        for payoff in self._elevated():
            payoff._propose()
        return True

    @checked
    def problems(self):
        """What stands against posting; writes nothing.

        :return: list of texts
        """
        self._check_members()
        return [
            text
            for payoff in self._elevated()
            for text in PayoffBook(payoff).booked().refusals
        ]

    @checked
    def preview(self):
        """Return the journal items that ``action_post`` books, line for line.

        :return: list of dicts, as of ``ar.settlement.preview``, with ``payoff_id`` in
            place of the settlement
        :raises UserError: with every reason why it could not be posted
        """
        self._check_members()
        self._check_state("draft")
        rows = []
        for payoff in self._elevated():
            booked = PayoffBook(payoff).booked()
            payoff._refuse(booked)
            rows += payoff._preview_rows(booked)
        return rows

    @checked
    def action_open_moves(self):
        """Open the entries, in all companies of the user."""
        one(self)
        self._check_members()
        moves = self._elevated().move_ids
        action = moves.sudo(False)._get_records_action(
            name=self.env._("Entries"), context={"create": False}
        )
        return moves.company_id.with_env(self.env)._ar_open(action)

    # ------------------------------------------------------------
    # Business: the draft
    # ------------------------------------------------------------
    def _propose(self):
        """Store what is open; what was left out before stays so."""
        left = self.item_ids.filtered(lambda item: not item.is_chosen).move_line_id
        commands = [Command.clear()]
        commands += [
            Command.create(
                {
                    "move_line_id": line.id,
                    "company_id": company,
                    "other_company_id": other,
                    "currency_id": line.currency_id.id,
                    "amount_open": line.amount_residual_currency,
                    "value_open": line.amount_residual,
                    "is_chosen": line not in left,
                }
            )
            for line, company, other in PayoffBook(self).open_items()
        ]
        self.write({"item_ids": commands})

    def _preview_rows(self, booked):
        return [
            {
                "payoff_id": self.id,
                "company_id": move["company_id"],
                "journal_id": move["journal_id"],
                "account_id": values["account_id"],
                "partner_id": values["partner_id"],
                "currency_id": values["currency_id"],
                "amount_currency": values["amount_currency"],
                "debit": max(values["balance"], 0.0),
                "credit": max(-values["balance"], 0.0),
                "date": fields.Date.to_string(move["date"]),
                "name": values["name"],
            }
            for move in booked.moves.values()
            for _command, _id, values in move["line_ids"]
        ]
