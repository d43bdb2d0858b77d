from itertools import permutations

from odoo import api, fields, models
from odoo.fields import Command

from ...books.given_values import checked, one
from ...books.intercompany_choices import IntercompanyChoices
from ...models.intercompany.intercompany_accounting import LEGAL_ENTITIES, ROUTING
from ...models.intercompany.intercompany_accounting_setup import TO_DO

#: What may be chosen of a company before anything is made.
CHOICES = (
    "journal_id",
    "due_to_account_id",
    "due_from_account_id",
    "due_to_codes",
    "due_from_codes",
)


class IntercompanySetup(models.TransientModel):
    """Choose companies, see what will be made, have it made."""

    _name = "intercompany.setup"
    _inherit = "ar.guarded.values"
    _description = "Set Up Intercompany Accounting"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    company_ids = fields.One2many(
        comodel_name="intercompany.setup.company",
        inverse_name="setup_id",
        string="Companies",
        default=lambda self: self._default_companies(),
        help="Every company chosen will be able to settle invoices of every other.",
    )
    cash_discount_company = fields.Selection(
        selection=LEGAL_ENTITIES,
        string="Post Cash Discount",
        required=True,
        default=lambda self: self._default_routing("cash_discount_company"),
        help="The company that bears the cash discount of an invoice, in the pairs "
        "that will be made. At first what the settings say.",
    )
    exchange_company = fields.Selection(
        selection=LEGAL_ENTITIES,
        string="Post Currency Exchange Gain or Loss",
        required=True,
        default=lambda self: self._default_routing("exchange_company"),
        help="The company that books the realized exchange difference, in the pairs "
        "that will be made. At first what the settings say.",
    )
    problems = fields.Text(
        compute="_compute_plan",
        string="What Stands in the Way",
        help="Why these companies cannot be set up together.",
    )
    line_ids = fields.One2many(
        comodel_name="intercompany.setup.line",
        inverse_name="setup_id",
        string="What Will Be Made",
        compute="_compute_plan",
        help="Journals, accounts and pairs of these companies.",
    )
    missing_count = fields.Integer(
        compute="_compute_plan",
        string="Missing",
        help="How many journals, accounts and pairs will be made.",
    )

    grid_html = fields.Html(
        compute="_compute_plan",
        string="Who Can Settle for Whom",
        sanitize=False,
        help="Of each two companies whether a settlement could be posted today, and "
        "what is missing.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.model
    def _default_companies(self):
        """All legal entities of the user, ticked in the company switcher or not."""
        companies = self.env["res.company"]._ar_user_companies().sudo()
        roots = companies.filtered(lambda company: not company.parent_id)
        return [
            Command.create(
                {
                    "company_id": root.id,
                    "journal_id": root.ar_intercompany_journal_id.id,
                }
            )
            for root in roots
        ]

    @api.model
    def _default_routing(self, name):
        """What a new pair starts with: the settings, else the pair's own default."""
        return self.env["intercompany.accounting"].default_get([name])[name]

    @api.depends("company_ids.is_chosen", *(f"company_ids.{name}" for name in CHOICES))
    def _compute_plan(self):
        Pair = self.env["intercompany.accounting"]
        for setup in self:
            companies = Pair._check_setup_access(setup._companies())
            charts = Pair._setup_charts(companies)
            choices = IntercompanyChoices(self.env, companies, setup._choices())
            problems = Pair._setup_problems(charts) or choices.problems()
            plan = [] if problems else Pair._plan_setup(charts, choices)
            problems = problems or choices.shortage_problems()
            setup.problems = "\n".join(problems)
            setup.grid_html = bool(plan) and setup._render_grid(companies, plan)
            setup.line_ids = [
                Command.clear(),
                *(Command.create(self._prepare_line_vals(row)) for row in plan),
            ]
            setup.missing_count = sum(row["status"] in TO_DO for row in plan)

    @api.model
    def _prepare_line_vals(self, row):
        return {name: row[name] for name in row if name not in ("id", "former")}

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_setup(self):
        """Make what is missing, say what it was, and open the list of pairs."""
        one(self)
        report = self.env["intercompany.accounting"].setup_companies(
            self._companies(), {name: self[name] for name in ROUTING}, self._choices()
        )
        pairs = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_centralized_payments.action_intercompany_accounting"
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Intercompany accounting is set up"),
                "message": self._report_text(report),
                "sticky": False,
                "next": pairs,
            },
        }

    def _companies(self):
        return self.company_ids.filtered("is_chosen").company_id._origin.ids

    def _choices(self):
        """Company id (as text) -> what is chosen, as ``setup_companies`` takes it."""
        return {
            str(line.company_id.id): {
                name: line[name].id if line._fields[name].relational else line[name]
                for name in CHOICES
            }
            for line in self.company_ids.filtered("is_chosen")
        }

    # ------------------------------------------------------------
    # Business: the grid
    # ------------------------------------------------------------
    @api.model
    def _render_grid(self, companies, plan):
        """The companies that are paid as rows, those whose invoices are as columns.

        :param companies: of which the user was checked to be a member
        :param plan: what would be made of them
        """
        status = {
            (row["company_id"], row["counterpart_id"]): row["status"]
            for row in plan
            if row["kind"] == "pair"
        }
        found = self.env["intercompany.accounting"]._for_pairs(
            permutations(companies.ids, 2)
        )
        reasons = self._grid_reasons(found)
        rows = [
            {
                "company": one.name,
                "cells": [
                    one != other
                    and self._grid_cell(
                        status.get((one.id, other.id)), reasons.get((one.id, other.id))
                    )
                    for other in companies.sudo()
                ],
            }
            for one in companies.sudo()
        ]
        return self.env["ir.qweb"]._render(
            "ar_centralized_payments.intercompany_grid", {"rows": rows}
        )

    @api.model
    def _grid_reasons(self, pairs):
        """Payment and invoice company -> what is missing today, of pairs there are."""
        records = self.env["intercompany.accounting"].union(*pairs.values())
        today = fields.Date.context_today(self)
        missing = {record.id: [] for record in records}
        for problem in records._readiness_problems(today):
            missing[problem["pair_id"]].append(problem["message"])
        return {key: missing[record.id] for key, record in pairs.items()}

    @api.model
    def _grid_cell(self, status, reasons):
        """What one cell says, how it looks, and why."""
        env = self.env
        if status == "create":
            return {"text": env._("Will be made"), "look": "info", "reasons": []}
        if status == "archived":
            return {"text": env._("Archived"), "look": "secondary", "reasons": []}
        if reasons:
            return {"text": env._("Not ready"), "look": "warning", "reasons": reasons}
        return {"text": env._("Ready"), "look": "success", "reasons": []}

    @api.model
    def _report_text(self, report):
        made = [row for row in report if row["status"] in ("created", "updated")]
        reused = [row["name"] for row in report if row["status"] == "reused"]
        archived = [row["name"] for row in report if row["status"] == "archived"]
        kinds = [row["kind"] for row in made]
        text = self.env._(
            "Made: %(pairs)s pairs, %(accounts)s accounts, %(journals)s journals.",
            pairs=kinds.count("pair"),
            accounts=kinds.count("due_to") + kinds.count("due_from"),
            journals=kinds.count("journal"),
        )
        if not made:
            text = self.env._("Everything was there already.")
        if reused:
            names = ", ".join(dict.fromkeys(reused))
            text += " " + self.env._("Used: %(names)s.", names=names)
        if archived:
            text += " " + self.env._(
                "Archived, and left so: %(pairs)s.", pairs=", ".join(archived)
            )
        return text


class IntercompanySetupCompany(models.TransientModel):
    """A company that may be chosen.

    Lines with a box to tick, not tags: tags only show companies that are active in
    the company switcher.
    """

    _name = "intercompany.setup.company"
    _inherit = "ar.guarded.values"
    _description = "Set Up Intercompany Accounting: companies"
    _rec_name = "company_id"

    setup_id = fields.Many2one(
        comodel_name="intercompany.setup",
        string="Set-up",
        required=True,
        ondelete="cascade",
        help="The set-up to which this belongs.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        help="A legal entity of which you are a member.",
    )
    is_chosen = fields.Boolean(
        string="Chosen",
        default=True,
        help="Whether it takes part.",
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
        help="The miscellaneous journal for the entries of settlements. Empty: an "
        "Intercompany journal is made.",
    )
    due_to_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Due-to Account",
        domain="[('company_ids', 'in', company_id), "
        "('account_type', '=', 'liability_current'), ('reconcile', '=', True)]",
        help="What it owes the others, on one account for all of them. Empty: an "
        "account is made for each.",
    )
    due_to_codes = fields.Char(
        string="Due-to Codes",
        help="The codes of due-to accounts that are made: the first one, or the first "
        "and the last one, as in 211000-211099. Empty: after the first current "
        "liability.",
    )
    due_from_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Due-from Account",
        domain="[('company_ids', 'in', company_id), "
        "('account_type', '=', 'asset_current'), ('reconcile', '=', True)]",
        help="What the others owe it, on one account for all of them. Empty: an "
        "account is made for each.",
    )
    due_from_codes = fields.Char(
        string="Due-from Codes",
        help="The codes of due-from accounts that are made: the first one, or the "
        "first and the last one, as in 141000-141099. Empty: after the first current "
        "asset.",
    )


class IntercompanySetupLine(models.TransientModel):
    """One thing that the set-up makes, or found."""

    _name = "intercompany.setup.line"
    _inherit = "ar.guarded.values"
    _description = "Set Up Intercompany Accounting: what is made"

    setup_id = fields.Many2one(
        comodel_name="intercompany.setup",
        string="Set-up",
        required=True,
        ondelete="cascade",
        help="The set-up to which this belongs.",
    )
    kind = fields.Selection(
        selection=[
            ("journal", "Journal"),
            ("due_to", "Due-to Account"),
            ("due_from", "Due-from Account"),
            ("pair", "Pair"),
        ],
        required=True,
        help="What is made.",
    )
    status = fields.Selection(
        selection=[
            ("create", "Will Be Made"),
            ("update", "Will Be Completed"),
            ("reuse", "Will Be Used"),
            ("exists", "Is There"),
            ("archived", "Archived"),
        ],
        required=True,
        help="Whether it is missing.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        help="The company in which it is made.",
    )
    counterpart_id = fields.Many2one(
        comodel_name="res.company",
        help="The other company of the pair.",
    )
    code = fields.Char(help="The code of the journal or account.")
    name = fields.Char(required=True, help="The name that it gets.")
