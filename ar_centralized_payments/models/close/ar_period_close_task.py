from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...books.access_groups import GROUP_CLOSE
from .ar_close_check import AREAS, SEVERITIES

#: Whoever may invoice writes these; the rest is for those who close.
EVERYBODYS = {"note", "evidence_url"}


class ArPeriodCloseTask(models.Model):
    """One task of a close, in one company, or of the group.

    Its status is never typed: it follows from what its check finds, and from who signed
    or waived (``closing/tasks.py``).
    """

    _name = "ar.period.close.task"
    _inherit = ["ar.guarded.values", "mail.thread"]
    _description = "Task of a Period Close"
    _order = "area, sequence, key, company_id, id"

    _engine_fields = frozenset(
        {
            *("close_id", "line_id", "company_id", "check_id", "key", "name", "area"),
            *("sequence", "severity", "wants_signature", "wants_evidence"),
            *("depends_on", "state", "check_state", "is_blocked", "count", "amount"),
            *("fingerprint", "message", "done_on", "days_after"),
            *("signed_by_id", "signed_at", "is_sign_suspended"),
            *("reviewed_by_id", "reviewed_at"),
            *("waived_by_id", "waived_at", "waive_reason", "waived_count"),
            *("is_waiver_suspended", "overridden_by_id", "overridden_at"),
            *("override_reason", "date_to"),
        }
    )

    # ------------------------------------------------------------
    # Fields: what it is
    # ------------------------------------------------------------
    close_id = fields.Many2one(
        comodel_name="ar.period.close",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        help="Whose task it is.",
    )
    date_to = fields.Date(
        string="Period",
        related="close_id.date_to",
        store=True,
        help="The last day of the period.",
    )
    line_id = fields.Many2one(
        comodel_name="ar.close.template.line",
        string="Made of",
        index="btree_not_null",
        readonly=True,
        ondelete="set null",
        help="The line of the template.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        readonly=True,
        help="In which company; empty: of the group.",
    )
    currency_id = fields.Many2one(
        related="company_id.currency_id", help="The company's accounting currency."
    )
    check_id = fields.Many2one(
        comodel_name="ar.close.check",
        index="btree_not_null",
        readonly=True,
        ondelete="restrict",
        help="What tells whether it is done.",
    )
    key = fields.Char(required=True, readonly=True, help="Its short name.")
    # As whoever made the close read it: it is evidence, like what was found and signed,
    # and stays when the check is renamed. The page shows the check's own name, in the
    # language of the reader.
    name = fields.Char(
        string="Task", required=True, readonly=True, help="What has to be done."
    )
    area = fields.Selection(
        selection=AREAS, readonly=True, help="Where in a close it stands."
    )
    sequence = fields.Integer(readonly=True, help="Its place within the area.")
    severity = fields.Selection(
        selection=SEVERITIES,
        readonly=True,
        help="Blocking: the period cannot be locked before it is done.",
    )
    depends_on = fields.Char(
        string="After", readonly=True, help="The tasks that have to be done first."
    )
    wants_signature = fields.Boolean(
        string="Sign-off", readonly=True, help="Somebody has to sign."
    )
    wants_evidence = fields.Boolean(
        string="Evidence Needed",
        readonly=True,
        help="A file or a link is needed before it can be signed.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        help="Who does it.",
    )
    reviewer_id = fields.Many2one(
        comodel_name="res.users",
        help="Who signs after somebody else has.",
    )
    due_date = fields.Date(string="Due", index=True, help="Red when it is past.")
    note = fields.Text(help="What others should know.")
    evidence_url = fields.Char(
        string="Link", help="Where evidence is kept. Files are attached below."
    )

    # ------------------------------------------------------------
    # Fields: what the check found
    # ------------------------------------------------------------
    check_state = fields.Selection(
        selection=[
            ("ok", "Nothing Open"),
            ("open", "Open"),
            ("na", "Does Not Apply"),
            ("failed", "Check Failed"),
        ],
        string="Found",
        readonly=True,
        help="What the check says.",
    )
    count = fields.Integer(readonly=True, help="How many are open.")
    amount = fields.Monetary(
        readonly=True, help="What they come to, in the accounting currency."
    )
    fingerprint = fields.Char(
        readonly=True, help="Another one where anything changed in what is looked at."
    )
    message = fields.Char(
        string="Why It Failed",
        readonly=True,
        groups="base.group_system",
        help="What went wrong with the check.",
    )
    checked_at = fields.Datetime(
        string="Checked",
        compute="_compute_checked_at",
        help="When it was checked last.",
    )

    # ------------------------------------------------------------
    # Fields: what people said
    # ------------------------------------------------------------
    signed_by_id = fields.Many2one(
        comodel_name="res.users", string="Signed by", readonly=True, help="Who signed."
    )
    signed_at = fields.Datetime(string="Signed", readonly=True, help="When.")
    is_sign_suspended = fields.Boolean(
        string="Sign-off Suspended",
        readonly=True,
        help="The books changed since: somebody has to sign again.",
    )
    reviewed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Reviewed by",
        readonly=True,
        help="Who signed after that.",
    )
    reviewed_at = fields.Datetime(string="Reviewed", readonly=True, help="When.")
    waived_by_id = fields.Many2one(
        comodel_name="res.users", string="Waived by", readonly=True, help="Who waived."
    )
    waived_at = fields.Datetime(string="Waived", readonly=True, help="When.")
    waive_reason = fields.Char(
        string="Reason of the Waiver", readonly=True, help="Why it may stay open."
    )
    waived_count = fields.Integer(
        string="Waived Findings", readonly=True, help="How many were open then."
    )
    is_waiver_suspended = fields.Boolean(
        string="Waiver Suspended",
        readonly=True,
        help="There are more now than were waived.",
    )
    overridden_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Overridden by",
        readonly=True,
        help="Who locked although it was open.",
    )
    overridden_at = fields.Datetime(string="Overridden", readonly=True, help="When.")
    override_reason = fields.Char(
        string="Reason of the Override", readonly=True, help="Why."
    )

    # ------------------------------------------------------------
    # Fields: what follows
    # ------------------------------------------------------------
    state = fields.Selection(
        selection=[
            ("open", "Open"),
            ("done", "Done"),
            ("waived", "Waived"),
            ("overridden", "Overridden"),
            ("information", "For Information"),
            ("na", "Does Not Apply"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="open",
        index=True,
        help="It follows from what was found, signed and waived.",
    )
    is_blocked = fields.Boolean(
        string="Waits",
        readonly=True,
        help="Something that comes before it is not done.",
    )
    done_on = fields.Date(
        string="Done on", readonly=True, help="Since when it has been done."
    )
    days_after = fields.Integer(
        string="Days after the Period",
        readonly=True,
        aggregator="avg",
        help="How many days after the end of the period it was done.",
    )

    _task_unique = models.UniqueIndex(
        "(close_id, key, COALESCE(company_id, 0))",
        "This close has this task already.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("close_id.check_times", "check_id")
    def _compute_checked_at(self):
        for task in self:
            times = task.close_id.check_times or {}
            task.checked_at = times.get(str(task.check_id.id), False)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        self._check_bounds([vals])
        if not self.env.su and vals.keys() - EVERYBODYS:
            self.check_access("write")
            self.close_id._check_group(GROUP_CLOSE)
        return super().write(vals)

    @api.depends("name", "company_id", "close_id.name")
    def _compute_display_name(self):
        """``sudo()``: the company may not be ticked in the company switcher."""
        for task, known in zip(self, self.sudo(), strict=True):
            parts = (known.close_id.name, known.company_id.name, known.name)
            task.display_name = " · ".join(filter(None, parts))

    # ------------------------------------------------------------
    # Business: who may
    # ------------------------------------------------------------
    def _check_signer(self, group):
        """Members of the company who may invoice sign; the record rule of tasks is that
        of their companies."""
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(group)):
            raise AccessError(
                self.env._("You may not do this with tasks of a period close.")
            )

    def _elevated(self):
        """These tasks with ``sudo()``, in all companies of their closes.

        The caller has checked that the user is a member of the tasks' companies.
        """
        closes = self.sudo().close_id._elevated()
        return self.with_env(closes.env)
