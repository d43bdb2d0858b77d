from odoo import api, fields, models
from odoo.fields import Command

from ...books.given_values import checked, one
from ...models.intercompany.intercompany_accounting import LEGAL_ENTITIES, ROUTING
from ...models.intercompany.intercompany_accounting_setup import TO_DO


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

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.model
    def _default_companies(self):
        """All legal entities of the user, ticked in the company switcher or not."""
        companies = self.env["res.company"]._ar_user_companies().sudo()
        roots = companies.filtered(lambda company: not company.parent_id)
        return [Command.create({"company_id": root.id}) for root in roots]

    @api.model
    def _default_routing(self, name):
        """What a new pair starts with: the settings, else the pair's own default."""
        return self.env["intercompany.accounting"].default_get([name])[name]

    @api.depends("company_ids.is_chosen")
    def _compute_plan(self):
        Pair = self.env["intercompany.accounting"]
        for setup in self:
            companies = Pair._check_setup_access(setup._companies())
            charts = Pair._setup_charts(companies)
            problems = Pair._setup_problems(charts)
            plan = [] if problems else Pair._plan_setup(charts)
            setup.problems = "\n".join(problems)
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
            self._companies(), {name: self[name] for name in ROUTING}
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
            text += " " + self.env._("Used again: %(names)s.", names=", ".join(reused))
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
            ("reuse", "Will Be Used Again"),
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
