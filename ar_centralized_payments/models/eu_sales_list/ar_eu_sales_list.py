from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...books.access_groups import GROUP_SETTLE
from ...books.given_values import Day, Ids, checked, one
from ...books.sales_list_refresh import SalesListRefresh
from ...sales_list.values import Period
from .ar_eu_sales_registration import FORMATS, ROUNDINGS


class ArEuSalesList(models.Model):
    """The EU sales list of one company, country and period, or a correction of one."""

    _name = "ar.eu.sales.list"
    _inherit = ["ar.guarded.values", "mail.thread", "mail.activity.mixin"]
    _description = "EU Sales List"
    _order = "date_from desc, company_id, country_id, id desc"

    _engine_fields = frozenset(
        {
            *("name", "registration_id", "company_id", "country_id", "company_ids"),
            *("date_from", "date_to", "kind", "origin_list_id", "format", "rounding"),
            *("frequency", "state", "row_ids", "problem_ids", "reconciliation"),
            *("limit_from", "is_converted", "attachment_id", "file_hash"),
            *("date_reported", "user_reported_id", "own_number", "file_number"),
            *("currency_id", "item_ids", "left_out"),
        }
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(readonly=True, help="Country and period.")
    registration_id = fields.Many2one(
        comodel_name="ar.eu.sales.registration",
        string="Setting",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="How the company reports in this country.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        help="The company that reports, with its branches.",
    )
    company_ids = fields.Many2many(
        comodel_name="res.company",
        relation="ar_eu_sales_list_company_rel",
        string="Company and Branches",
        readonly=True,
        help="Whose sales are in the list: it is for members of all of them.",
    )
    country_id = fields.Many2one(
        comodel_name="res.country",
        required=True,
        readonly=True,
        help="Where it is reported.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        readonly=True,
        help="The currency of the country.",
    )
    date_from = fields.Date(
        string="Period from", required=True, readonly=True, help="Its first day."
    )
    date_to = fields.Date(
        string="Period until", required=True, readonly=True, help="Its last day."
    )
    frequency = fields.Selection(
        selection=[("month", "Month"), ("quarter", "Quarter")],
        required=True,
        readonly=True,
        help="How long the period is.",
    )
    kind = fields.Selection(
        selection=[("regular", "List"), ("correction", "Correction")],
        required=True,
        readonly=True,
        help="The list of the period, or a correction of what was reported for it.",
    )
    origin_list_id = fields.Many2one(
        comodel_name="ar.eu.sales.list",
        string="Corrects",
        readonly=True,
        ondelete="restrict",
        help="The list that was reported for the period.",
    )
    format = fields.Selection(
        selection=FORMATS,
        required=True,
        readonly=True,
        help="The file that the tax authority takes.",
    )
    rounding = fields.Selection(
        selection=ROUNDINGS,
        required=True,
        readonly=True,
        help="How rows become whole units.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Included"),
            ("reported", "Reported"),
            ("closed", "Closed"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        help="Included: prepared, and refreshed by each run. Reported: rows and file "
        "stay as they are. Closed: the tax authority took it.",
    )
    row_ids = fields.One2many(
        comodel_name="ar.eu.sales.list.row",
        inverse_name="list_id",
        string="Rows",
        readonly=True,
        help="Each number and kind, as it is filed.",
    )
    item_ids = fields.One2many(
        comodel_name="ar.eu.sales.list.item",
        inverse_name="list_id",
        string="Items",
        readonly=True,
        help="The sales behind the rows.",
    )
    problem_ids = fields.One2many(
        comodel_name="ar.eu.sales.list.problem",
        inverse_name="list_id",
        string="Problems",
        help="What keeps the list from being reported, or is worth a look.",
    )
    row_count = fields.Integer(
        compute="_compute_counts", string="Number of Rows", help="How many rows."
    )
    item_count = fields.Integer(
        compute="_compute_counts", string="Number of Items", help="How many sales."
    )
    blocking_count = fields.Integer(
        compute="_compute_counts",
        string="Open Problems",
        help="How many problems still stop the list from being reported.",
    )
    total = fields.Monetary(compute="_compute_counts", help="The sum of what is filed.")
    reconciliation = fields.Json(
        readonly=True, help="The boxes of the tax return beside the rows, by kind."
    )
    limit_from = fields.Date(
        string="Monthly from",
        readonly=True,
        help="Goods are above the limit for quarterly lists from this month on.",
    )
    is_converted = fields.Boolean(
        string="Converted",
        readonly=True,
        help="The books are in another currency: amounts were converted at the rates "
        "of the accounting dates.",
    )
    own_number = fields.Char(
        string="Own VAT Number", readonly=True, help="The company's in this country."
    )
    submission_reference = fields.Char(
        copy=False, tracking=True, help="What the tax authority answered."
    )
    date_reported = fields.Datetime(
        string="Reported on", readonly=True, copy=False, help="When it was reported."
    )
    user_reported_id = fields.Many2one(
        comodel_name="res.users",
        string="Reported by",
        readonly=True,
        copy=False,
        help="Who reported it.",
    )
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="File",
        readonly=True,
        copy=False,
        help="The file as it was reported.",
    )
    file_hash = fields.Char(
        string="Hash of the File",
        readonly=True,
        copy=False,
        help="SHA-256 of the file: whoever has it can prove that it is the same.",
    )
    file_number = fields.Integer(
        readonly=True, copy=False, help="Of the company's files in this country."
    )
    left_out = fields.Char(
        string="Not in This Format",
        readonly=True,
        help="The rows that the file cannot hold: they are reported by other means.",
    )

    _regular_unique = models.UniqueIndex(
        "(registration_id, date_from) WHERE kind = 'regular'",
        "There is a list of this company, country and period already.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("row_ids", "item_ids", "problem_ids.is_open")
    def _compute_counts(self):
        for name, model, extra in (
            ("row_count", "row", []),
            ("item_count", "item", []),
            ("blocking_count", "problem", [("is_open", "=", True)]),
        ):
            counted = self.env[f"ar.eu.sales.list.{model}"]._read_group(
                [("list_id", "in", self.ids), *extra], ["list_id"], ["__count"]
            )
            counts = {found.id: count for found, count in counted}
            for record in self:
                record[name] = counts.get(record._origin.id, 0)
        sums = self.env["ar.eu.sales.list.row"]._read_group(
            [("list_id", "in", self.ids)], ["list_id"], ["amount_filed:sum"]
        )
        totals = {found.id: total for found, total in sums}
        for record in self:
            record.total = totals.get(record._origin.id, 0)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @api.model
    @checked
    def prepare(self, company_ids: Ids, date: Day):
        """Make or refresh the drafts of the period that a date is in.

        One run over many companies: drafts of earlier periods are refreshed as well,
        and what was reported and is wrong now becomes a correction, as the country
        wants it. A second run changes nothing.

        :param company_ids: ids of companies of the user; a branch stands for the
            company that it belongs to
        :param date: a day of the period
        :return: the lists in draft
        :raises AccessError: for a company whose branches the user is not a member of
        """
        self._check_right(GROUP_SETTLE)
        roots = self._given_roots(company_ids)
        if not date:
            raise UserError(self.env._("Choose a day of the period to prepare."))
        return self._refresh(roots, date)

    @checked
    def action_refresh(self):
        """Refresh these drafts, and those before them."""
        self._check_right(GROUP_SETTLE)
        self.check_access("write")
        self._check_state("draft")
        self._refresh_all()
        return True

    def _refresh_all(self):
        """One run for each of the lists' periods, over all their companies."""
        periods = {}
        for record in self._elevated():
            companies = periods.get(record.date_to, record.company_id)
            periods[record.date_to] = companies | record.company_id
        for date, companies in sorted(periods.items()):
            self._refresh(companies, date)

    @checked
    def action_switch_to_monthly(self):
        """Follow the notice: monthly lists from now on, with the elapsed months.

        The draft of the quarter goes. The user has the right to report.
        """
        one(self)
        self._check_right("account.group_account_manager")
        self.check_access("write")
        self._check_state("draft")
        if not self.limit_from:
            raise UserError(
                self.env._("Goods are within the limit for quarterly lists.")
            )
        elevated = self._elevated()
        company, until = self.company_id, self.date_to
        months = [self.date_from]
        while len(months) < 3:
            months.append(fields.Date.add(months[-1], months=1))
        elevated.registration_id.frequency = "month"
        elevated.unlink()
        today = min(fields.Date.context_today(self), until)
        lists = self.browse()
        for month in months:
            if month <= today:
                lists |= self._refresh(company, month)
        return lists._open_lists()

    def _open_lists(self):
        return self._get_records_action(name=self.env._("EU Sales Lists"))

    # ------------------------------------------------------------
    # Access
    # ------------------------------------------------------------
    @api.model
    def _check_right(self, group):
        if not (self.env.su or self.env.user.has_group(group)):
            raise AccessError(
                self.env._(
                    "You may not do this with EU sales lists. Ask an accounting "
                    "administrator."
                )
            )

    @api.model
    def _given_roots(self, company_ids):
        """The legal entities of some companies, all of whose branches are the user's.

        ``sudo()``: which branches there are; nothing is told of them.
        """
        members = self.env.user.company_ids
        wanted = self.env["res.company"].sudo().browse(company_ids).exists()
        roots = wanted.root_id
        needed = roots.search([("id", "child_of", roots.ids)])
        if not company_ids:
            raise UserError(self.env._("Choose the companies to prepare lists for."))
        if len(wanted) < len({*company_ids}) or not {*needed.ids} <= {*members.ids}:
            raise AccessError(
                self.env._(
                    "You are not a member of all of these companies and their branches."
                )
            )
        return roots.with_env(self.env)

    def _check_state(self, *states):
        wrong = self.filtered(lambda record: record.state not in states)
        if wrong:
            names = dict(self._state_names())
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(company)s: %(list)s is %(state)s. It would have to be "
                        "%(needed)s.",
                        company=record._elevated().company_id.name,
                        list=record.name,
                        state=names[record.state],
                        needed=" / ".join(names[state] for state in states),
                    )
                    for record in wrong
                )
            )

    def _state_names(self):
        return self._fields["state"]._description_selection(self.env)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @api.model
    def _refresh(self, roots, date):
        """Make the drafts as they should be now.

        ``sudo()``: the engine alone writes lists, and reads the sales of companies
        that are not ticked. The caller has checked that they are the user's.
        """
        companies = self.env["res.company"].sudo()
        companies = companies.search([("id", "child_of", roots.ids)])
        elevated = self.sudo().with_context(allowed_company_ids=companies.ids)
        found = SalesListRefresh(elevated.env, roots.sudo(), date).run()
        return found.with_env(self.env)

    def _elevated(self):
        """The same lists, to read and write in companies that are not ticked.

        ``sudo()``: nobody else writes what the engine does. The one way there, and
        after a check of the right and of the access to the lists.
        """
        self.check_access("read")
        elevated = self.sudo()
        companies = elevated.company_ids.ids
        return elevated.with_context(allowed_company_ids=companies)

    def _open_move(self, move):
        """Open a document, in whichever of the user's companies it is."""
        action = move._get_records_action()
        company = self._elevated().env["account.move"].browse(move.id).company_id
        return company.with_env(self.env)._ar_open(action)

    def _open_wizard(self, model, name, moves=()):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_move_ids": [Command.set(moves.ids)]} if moves else {},
        }

    def _period(self):
        return Period.between(self.date_from, self.date_to)
