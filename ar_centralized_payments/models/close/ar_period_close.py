from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import SQL, date_utils
from odoo.tools.misc import format_date

from ...books.access_groups import GROUP_CLOSE
from ...books.given_values import checked
from ...closing.tasks import done_share
from ...closing.working_days import due_date

#: What the tasks of a close are made of: a change makes what lacks.
MAKES_TASKS = {"company_ids", "template_id"}
#: After this day of a month, people set up its own close, before it the last one's.
MIDDLE = 15


class ArPeriodClose(models.Model):
    """The close of one period over companies: their tasks, and in the end their locks.

    Who is a member of one of its companies sees it, with the tasks of that company and
    no other's (period close 8.10). The books of all companies are counted with the
    superuser's rights, once who may see what is settled.
    """

    _name = "ar.period.close"
    _inherit = ["ar.of.companies", "mail.thread", "mail.activity.mixin"]
    _description = "Period Close"
    _order = "date_to desc, id desc"

    _engine_fields = frozenset(
        {"lock_level", "checked_at", "check_times", "task_ids", "lock_ids"}
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="What people call the period.",
    )
    template_id = fields.Many2one(
        comodel_name="ar.close.template",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["ar.close.template"].search([], limit=1),
        help="The tasks that it is made of.",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._default_period()[0],
        help="The first day of the period.",
    )
    date_to = fields.Date(
        string="Until",
        required=True,
        index=True,
        default=lambda self: self._default_period()[1],
        tracking=True,
        help="Its last day: what is dated up to it has to be done.",
    )
    company_ids = fields.Many2many(
        comodel_name="res.company",
        relation="ar_period_close_company_rel",
        column1="close_id",
        column2="company_id",
        string="Companies",
        required=True,
        default=lambda self: self._default_companies(),
        domain="[('parent_id', '=', False)]",
        help="Legal entities; their branches are included.",
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working Days",
        default=lambda self: self.env.company.resource_calendar_id,
        help="Which days count for when tasks are due.",
    )
    tz = fields.Selection(
        selection="_selection_tz",
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="Where the last day of the period ends.",
    )
    state = fields.Selection(
        selection=[("open", "Open"), ("closed", "Closed")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
        copy=False,
        tracking=True,
        index=True,
        help="Closed: its companies are locked.",
    )
    lock_level = fields.Selection(
        selection=[
            ("sales", "Sales"),
            ("period", "Period"),
            ("final", "Final"),
        ],
        string="Locked",
        readonly=True,
        copy=False,
        tracking=True,
        help="Sales: invoices. Period: every entry. Final: for good.",
    )
    checked_at = fields.Datetime(
        string="Checked", readonly=True, copy=False, help="When it was checked last."
    )
    check_times = fields.Json(
        readonly=True, copy=False, help="Each check, and when it was made last."
    )
    lock_ids = fields.One2many(
        comodel_name="ar.period.close.lock",
        inverse_name="close_id",
        string="Lockings",
        readonly=True,
        help="The locks of those companies of which you are a member.",
    )
    task_ids = fields.One2many(
        comodel_name="ar.period.close.task",
        inverse_name="close_id",
        string="Tasks",
        readonly=True,
        help="The tasks of those companies of which you are a member.",
    )
    company_names = fields.Char(
        string="Closed Here",
        compute="_compute_company_names",
        help="Those of its companies of which you are a member.",
    )
    done_percent = fields.Integer(
        string="Done (%)",
        compute="_compute_done_percent",
        help="How much is done or waived of all that there is to do, as far as you "
        "see it.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.model
    def _selection_tz(self):
        return self.env["res.partner"]._fields["tz"]._description_selection(self.env)

    @api.model
    def _default_period(self):
        """First and last day of the month that is being closed: the last one until the
        middle of this one."""
        today = fields.Date.context_today(self)
        month = date_utils.start_of(today, "month")
        if today.day <= MIDDLE:
            month = date_utils.subtract(month, months=1)
        return month, date_utils.end_of(month, "month")

    @api.depends("date_from", "date_to")
    def _compute_name(self):
        for close in self:
            if close.date_to:
                close.name = format_date(self.env, close.date_to, date_format="MMMM y")

    @api.depends("company_ids")
    @api.depends_context("uid")
    def _compute_company_names(self):
        mine = self.env["res.company"]._ar_member_companies()
        for close in self:
            close.company_names = ", ".join((close._companies() & mine).mapped("name"))

    @api.depends("task_ids.state")
    @api.depends_context("uid")
    def _compute_done_percent(self):
        shares = self._done_shares()
        for close in self:
            close.done_percent = shares[close._origin.id]

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for close in self:
            if close.date_from > close.date_to:
                raise ValidationError(
                    self.env._("%(close)s ends before it begins.", close=close.name)
                )

    @api.constrains("company_ids")
    def _check_companies(self):
        for close in self:
            companies = close._companies()
            if not companies:
                raise ValidationError(
                    self.env._(
                        "%(close)s: choose one company at least.", close=close.name
                    )
                )
            for branch in companies.filtered("parent_id"):
                raise ValidationError(
                    self.env._(
                        "%(branch)s is a branch of %(root)s and closed with it: "
                        "choose %(root)s.",
                        branch=branch.name,
                        root=branch.root_id.name,
                    )
                )

    @api.constrains("company_ids", "date_from", "date_to")
    def _check_overlap(self):
        """One close for each day of a company.

        ``sudo()``: the other close may be of companies that the user is no member of;
        named is only the company that both have, which is the user's.
        """
        for close in self.sudo():
            others = self.sudo().search(
                [
                    ("id", "!=", close.id),
                    ("date_from", "<=", close.date_to),
                    ("date_to", ">=", close.date_from),
                    ("company_ids", "in", close._companies().ids),
                ]
            )
            for company in close._companies() & others._companies():
                raise ValidationError(
                    self.env._(
                        "%(company)s: a part of this period is closed with another "
                        "close already. Take the company off one of both, or choose "
                        "other dates.",
                        company=company.name,
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_not_given(vals_list, "state", "lock_level")
        closes = super().create([{**vals, "state": "open"} for vals in vals_list])
        closes._check_members()
        closes._take_turn()
        closes._make_tasks()
        return closes

    def write(self, vals):
        self._check_bounds([vals])
        self._check_not_given([vals], "state")
        if not self.env.su:
            self._check_members()
            if vals.keys() & {*MAKES_TASKS, "date_from", "date_to"}:
                self._check_open()
        result = super().write(vals)
        if not self.env.su:
            self._check_members()
        if vals.keys() & {*MAKES_TASKS, "date_from", "date_to"}:
            self._take_turn()
            self._drop_tasks()
            self._make_tasks()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_members()
        self._check_open()
        self._check_never_locked()

    def _take_turn(self):
        """Whoever makes a close of the same companies at this moment waits, is sent
        back by the database, tries again as Odoo does, and is then refused."""
        self.env.execute_query(
            SQL(
                "UPDATE res_company SET write_date = write_date"
                " WHERE id IN (SELECT id FROM res_company WHERE id = ANY(%s)"
                " ORDER BY id FOR NO KEY UPDATE) RETURNING id",
                self._companies().ids,
            )
        )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @api.model
    @checked
    def action_open_page(self):
        """Open the page of closes: companies beside tasks."""
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "ar_centralized_payments.period_close",
            "name": self.env._("Period Close"),
        }

    @checked
    def action_open_close(self):
        """Open the page of this close."""
        self.check_access("read")
        action = self.action_open_page()
        return {**action, "params": {"close_id": self[:1].id}}

    @api.model
    @checked
    def action_set_up(self):
        """Make the close of this month from the delivered template, for all legal
        entities of the user that have none, and open it.

        :raises UserError: if all of them have one
        """
        self._check_group(GROUP_CLOSE)
        first, last = self._default_period()
        companies = self._default_companies()
        companies -= self._with_close(companies, first, last)
        if not companies:
            raise UserError(
                self.env._("All of your companies have a close of this period.")
            )
        close = self.create(
            {
                "date_from": first,
                "date_to": last,
                "company_ids": [Command.set(companies.ids)],
            }
        )
        return close.action_open_close()

    def _with_close(self, companies, first, last):
        """Those of the user's companies that have a close in a period.

        ``sudo()``: to count; the companies are the user's.
        """
        domain = Domain("date_from", "<=", last) & Domain("date_to", ">=", first)
        domain &= Domain("company_ids", "in", companies.ids)
        return self.sudo().search(domain)._companies().with_env(self.env) & companies

    # ------------------------------------------------------------
    # Business: who may
    # ------------------------------------------------------------
    def _check_group(self, group):
        if self.env.su or self.env.user.has_group(group):
            return
        raise AccessError(
            self.env._(
                "You may not do this with a period close. It takes the right to close "
                "accounts receivable."
            )
        )

    def _check_open(self):
        """``sudo()``: the status, after access was checked."""
        closed = self.sudo().filtered(lambda close: close.state == "closed")
        if closed:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(close)s is closed. Reopen it first.", close=close.name
                    )
                    for close in closed
                )
            )

    def _check_never_locked(self):
        """``sudo()``: to count."""
        locks = self.env["ar.period.close.lock"].sudo()
        for close in self:
            if locks.search_count([("close_id", "=", close.id)], limit=1):
                raise UserError(
                    self.env._(
                        "%(close)s was locked before; it stays as the record of that.",
                        close=close.name,
                    )
                )

    # ------------------------------------------------------------
    # Business: the tasks
    # ------------------------------------------------------------
    def _make_tasks(self):
        """Make the tasks that lack, in each company or of the group."""
        for close in self._elevated():
            have = {(task.key, task.company_id.id) for task in close.task_ids}
            values = [
                line_values
                for line in close.template_id.line_ids
                for company in close._companies_of(line)
                if (line.key, company) not in have
                for line_values in [close._task_values(line, company)]
            ]
            self.env["ar.period.close.task"].sudo().with_context(
                tracking_disable=True
            ).create(values)

    def _companies_of(self, line):
        return [False] if line.scope == "group" else self._companies().ids

    def _task_values(self, line, company):
        return {
            "close_id": self.id,
            "state": "open",
            "line_id": line.id,
            "company_id": company,
            "check_id": line.check_id.id,
            "key": line.key,
            "name": line.name,
            "area": line.area,
            "sequence": line.sequence,
            "severity": line.severity,
            "wants_signature": line.wants_signature,
            "wants_evidence": line.wants_evidence,
            "reviewer_id": line.reviewer_id.id,
            "user_id": self._responsible(line, company),
            "due_date": self._due_date(line.due_days),
            "depends_on": ",".join(sorted(line.depends_on_ids.mapped("key"))),
        }

    def _responsible(self, line, company):
        """Who does it, where that user is a member."""
        user = line.user_id
        return user.id if not company or company in user.company_ids.ids else False

    def _due_date(self, days):
        calendar = self.calendar_id
        weekdays = {int(row.dayofweek) for row in calendar.attendance_ids}
        holidays = [
            (leave.date_from.date(), leave.date_to.date())
            for leave in calendar.leave_ids
            if not leave.resource_id
        ]

        def is_working(day: date):
            is_off = any(first <= day <= last for first, last in holidays)
            return not is_off and (not weekdays or day.weekday() in weekdays)

        return due_date(self.date_to, days, is_working)

    def _drop_tasks(self):
        """What is no longer of the close, and not signed: of companies taken off, of
        another template; all that moves with the dates."""
        for close in self._elevated():
            keys = close.template_id.line_ids.mapped("key")
            gone = close.task_ids.filtered(
                lambda task, close=close, keys=keys: (
                    (task.company_id and task.company_id not in close._companies())
                    or task.key not in keys
                )
            )
            gone.unlink()
            for task in close.task_ids.filtered("line_id"):
                task.due_date = close._due_date(task.line_id.due_days)

    def _done_shares(self):
        """id -> whole percent of what the user sees."""
        groups = self.env["ar.period.close.task"]._read_group(
            [("close_id", "in", self._origin.ids)], ["close_id", "state"], ["__count"]
        )
        states = {key: [] for key in self._origin.ids}
        for close, state, count in groups:
            states[close.id] += [state] * count
        return {False: 0} | {key: done_share(found) for key, found in states.items()}
