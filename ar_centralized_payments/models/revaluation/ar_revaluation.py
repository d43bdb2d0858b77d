from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import date_utils

from ...books.access_groups import GROUP_SETTLE
from ...books.given_values import checked
from ...books.revaluation_book import RevaluationBook
from ...books.revaluation_rows import insert_lines

#: What a computed draft depends on: a change makes it to be computed anew.
INPUTS = {
    "date",
    "rate_date",
    "method",
    "company_ids",
    "partner_ids",
    "currency_ids",
    "account_ids",
    "with_intercompany",
}


class ArRevaluation(models.Model):
    """One revaluation of open customer transactions, of many companies at once.

    The draft is the simulation; posting books exactly that, in all companies or in
    none (period close 3 and 4). Only members of all its companies may see it.
    """

    _name = "ar.revaluation"
    _inherit = [
        "ar.booked.of.companies",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Currency Revaluation"
    _order = "date desc, id desc"
    _sequence_name = "ar_centralized_payments.sequence_revaluation"

    _engine_fields = frozenset(
        {
            "line_ids",
            "move_ids",
            "fingerprint",
            "computed_at",
            "worker_user_id",
            "refusal",
        }
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Given when the revaluation is made; its entries carry it.",
    )
    date = fields.Date(
        string="Considered Date",
        required=True,
        default=lambda self: self._default_date(),
        tracking=True,
        index=True,
        help="What was open on this date is valued; the entries have this date.",
    )
    rate_date = fields.Date(
        string="Date of Rate",
        required=True,
        compute="_compute_rate_date",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="The latest rate on or before this date is used.",
    )
    method = fields.Selection(
        selection=[
            ("standard", "Standard"),
            ("minimum", "Minimum"),
            ("invoice_date", "Invoice Date"),
        ],
        default="standard",
        required=True,
        tracking=True,
        help="Standard: gains and losses. Minimum: losses only. Invoice date: what "
        "earlier revaluations booked is taken back.",
    )
    company_ids = fields.Many2many(
        comodel_name="res.company",
        relation="ar_revaluation_company_rel",
        column1="revaluation_id",
        column2="company_id",
        string="Companies",
        required=True,
        default=lambda self: self._default_companies(),
        domain="[('parent_id', '=', False)]",
        help="Legal entities; their branches are included.",
    )
    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="ar_revaluation_partner_rel",
        string="Customers",
        help="Only items of these customers. Empty: all.",
    )
    currency_ids = fields.Many2many(
        comodel_name="res.currency",
        relation="ar_revaluation_currency_rel",
        string="Currencies",
        help="Only items in these currencies. Empty: all.",
    )
    account_ids = fields.Many2many(
        comodel_name="account.account",
        relation="ar_revaluation_account_rel",
        string="Receivable Accounts",
        domain="[('account_type', '=', 'asset_receivable')]",
        help="Only items on these accounts. Empty: all.",
    )
    with_intercompany = fields.Boolean(
        string="Intercompany Balances",
        tracking=True,
        help="Also what these companies owe each other, where they keep their books in "
        "different currencies: each its own side, at its own rates.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("posting", "In Progress"),
            ("posted", "Posted"),
            ("undone", "Undone"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        help="A draft is a simulation. In progress: posted in the background.",
    )
    rate_ids = fields.One2many(
        comodel_name="ar.revaluation.rate",
        inverse_name="revaluation_id",
        string="Rates",
        copy=False,
        help="The rate of each company and currency; another one may be typed.",
    )
    line_ids = fields.One2many(
        comodel_name="ar.revaluation.line",
        inverse_name="revaluation_id",
        string="Items",
        readonly=True,
        copy=False,
        help="What every item is revalued by.",
    )
    move_ids = fields.One2many(
        comodel_name="account.move",
        inverse_name="ar_revaluation_id",
        string="Entries",
        readonly=True,
        copy=False,
        help="The entries of all companies, and those that undo them.",
    )
    computed_at = fields.Datetime(
        string="Computed",
        readonly=True,
        copy=False,
        help="When the simulation was made.",
    )
    fingerprint = fields.Char(
        readonly=True,
        copy=False,
        help="Tells whether what would be booked is still what was shown.",
    )
    worker_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Posted by",
        readonly=True,
        copy=False,
        help="On whose behalf it is posted in the background.",
    )
    refusal = fields.Text(
        string="Last Refusal",
        readonly=True,
        copy=False,
        help="Why it could not be posted in the background.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.model
    def _default_date(self):
        """The end of last month."""
        today = fields.Date.context_today(self)
        return date_utils.subtract(date_utils.start_of(today, "month"), days=1)

    @api.depends("date")
    def _compute_rate_date(self):
        for run in self:
            run.rate_date = run.date

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("date", "rate_date")
    def _check_dates(self):
        today = fields.Date.context_today(self)
        for run in self:
            if max(run.date, run.rate_date) > today:
                raise ValidationError(
                    self.env._(
                        "%(run)s: neither date may be in the future: what is open then "
                        "is not known.",
                        run=run.name,
                    )
                )

    @api.constrains("company_ids")
    def _check_companies(self):
        for run in self:
            companies = run._companies()
            if not companies:
                raise ValidationError(
                    self.env._("%(run)s: choose one company at least.", run=run.name)
                )
            for branch in companies.filtered("parent_id"):
                raise ValidationError(
                    self.env._(
                        "%(branch)s is a branch of %(root)s and revalued with it: "
                        "choose %(root)s.",
                        branch=branch.name,
                        root=branch.root_id.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        self._check_bounds([vals])
        self._check_not_given([vals], "name", "state")
        if not self.env.su and vals.keys() & (INPUTS | {"rate_ids"}):
            self._check_members()
            self._check_state("draft")
        result = super().write(vals)
        if vals.keys() & INPUTS:
            self._forget_computed()
            self._check_members()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for run in self.filtered(lambda run: run.state != "draft"):
            raise UserError(
                self.env._(
                    "%(run)s was posted; it stays as the record of its entries. A "
                    "posted revaluation can be undone.",
                    run=run.name,
                )
            )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_compute(self):
        """Value what was open, and show it: the simulation.

        :return: ``True``
        :raises UserError: where a rate is missing, for all at once
        :raises AccessError: unless the user is a member of all companies
        """
        self._check_group(GROUP_SETTLE)
        self._check_members()
        self._check_state("draft")
        for run in self._elevated():
            run._compute_draft()
        return True

    @checked
    def problems(self):
        """What stands against posting; writes nothing.

        :return: list of texts
        """
        self._check_members()
        return [
            text
            for run in self._elevated()
            for text in run._all_refusals(RevaluationBook(run).booked())
        ]

    @checked
    def preview(self):
        """Return the journal items that ``action_post`` books, line for line.

        :return: list of dicts, as of ``ar.settlement.preview``, with
            ``revaluation_id`` in place of the settlement
        :raises UserError: with every reason why it could not be posted
        """
        self._check_members()
        self._check_state("draft")
        rows = []
        for run in self._elevated():
            booked = RevaluationBook(run).booked()
            run._refuse(booked)
            rows += run._preview_rows(booked)
        return rows

    def _preview_rows(self, booked):
        return [
            {
                "revaluation_id": self.id,
                "company_id": move["company_id"],
                "journal_id": move["journal_id"],
                "account_id": values["account_id"],
                "partner_id": values["partner_id"],
                "currency_id": values["currency_id"],
                "amount_currency": 0.0,
                "debit": max(values["balance"], 0.0),
                "credit": max(-values["balance"], 0.0),
                "date": fields.Date.to_string(move["date"]),
                "name": values["name"],
            }
            for move in booked.moves.values()
            for _command, _id, values in move["line_ids"]
        ]

    # ------------------------------------------------------------
    # Business: the simulation
    # ------------------------------------------------------------
    def _compute_draft(self):
        """Read rates and items anew, and store what posting would book."""
        book = RevaluationBook(self)
        self._store_rates(book)
        booked = book.booked()
        if booked.plan.problems:
            self._forget_computed()
            raise UserError("\n".join(booked.refusals))
        self.line_ids.unlink()
        rows = [
            values
            for values, _group in book.line_values(booked.plan)
            if values["kind"] == "valuation"
        ]
        insert_lines(self.env, rows)
        self.write(
            {
                "fingerprint": booked.fingerprint,
                "computed_at": fields.Datetime.now(),
                "refusal": False,
            }
        )
        return booked

    def _store_rates(self, book):
        """Keep what was typed; note what was found."""
        known = {(row.company_id.id, row.currency_id.id): row for row in self.rate_ids}
        commands = []
        for (company, currency), found in book.rates.items():
            vals = {
                "rate_found": float(found.rate or 0),
                "rate_date": found.on or False,
            }
            row = known.pop((company, currency), None)
            if row:
                commands.append(Command.update(row.id, vals))
            else:
                keys = {"company_id": company, "currency_id": currency}
                commands.append(Command.create({**keys, **vals}))
        commands += [Command.delete(row.id) for row in known.values()]
        self.write({"rate_ids": commands})

    def _forget_computed(self):
        """What a draft showed is no longer what it would book."""
        drafts = self.sudo().filtered(lambda run: run.state == "draft")
        drafts.line_ids.unlink()
        drafts.write({"fingerprint": False, "computed_at": False})
