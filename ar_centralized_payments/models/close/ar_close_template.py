from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .ar_close_check import AREAS, SCOPES, SEVERITIES


class ArCloseTemplate(models.Model):
    """The tasks that a close is made of."""

    _name = "ar.close.template"
    _inherit = ["ar.guarded.values"]
    _description = "Close Template"
    _order = "sequence, id"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(required=True, translate=True, help="What it is for.")
    sequence = fields.Integer(
        default=50, help="The first one is that of a close that is set up."
    )
    active = fields.Boolean(default=True, help="Archived ones are not offered.")
    line_ids = fields.One2many(
        comodel_name="ar.close.template.line",
        inverse_name="template_id",
        string="Tasks",
        copy=True,
        help="The tasks, in each company or of the group.",
    )

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", template.name)}
            for template, vals in zip(self, super().copy_data(default), strict=True)
        ]


class ArCloseTemplateLine(models.Model):
    """One task of a template: with a check, or one that people alone know."""

    _name = "ar.close.template.line"
    _inherit = ["ar.guarded.values"]
    _description = "Task of a Close Template"
    _order = "area, sequence, id"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    template_id = fields.Many2one(
        comodel_name="ar.close.template",
        required=True,
        index=True,
        ondelete="cascade",
        help="Whose task it is.",
    )
    sequence = fields.Integer(default=50, help="Its place within the area.")
    check_id = fields.Many2one(
        comodel_name="ar.close.check",
        index=True,
        ondelete="restrict",
        help="What tells whether it is done. Empty: somebody signs.",
    )
    key = fields.Char(
        compute="_compute_from_check",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="A short name, unlike that of the template's other tasks.",
    )
    name = fields.Char(
        compute="_compute_from_check",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="What has to be done.",
    )
    area = fields.Selection(
        selection=AREAS,
        compute="_compute_from_check",
        store=True,
        readonly=False,
        precompute=True,
        help="Where in a close it stands.",
    )
    severity = fields.Selection(
        selection=SEVERITIES,
        compute="_compute_from_check",
        store=True,
        readonly=False,
        precompute=True,
        help="Blocking: the period cannot be locked before it is done.",
    )
    scope = fields.Selection(
        selection=SCOPES,
        compute="_compute_from_check",
        store=True,
        readonly=False,
        precompute=True,
        help="Whether there is one in each company, or one for the group.",
    )
    due_days = fields.Integer(
        string="Due after",
        help="Working days after the end of the period; negative: before it.",
    )
    wants_signature = fields.Boolean(
        string="Sign-off",
        help="Somebody has to sign, also where its check finds nothing.",
    )
    wants_evidence = fields.Boolean(
        string="Evidence", help="A file or a link is needed before it can be signed."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        help="Who does it, in the companies of which that user is a member.",
    )
    reviewer_id = fields.Many2one(
        comodel_name="res.users",
        help="Who signs after somebody else has.",
    )
    depends_on_ids = fields.Many2many(
        comodel_name="ar.close.template.line",
        relation="ar_close_template_line_rel",
        column1="line_id",
        column2="before_id",
        string="After",
        copy=False,
        domain="[('template_id', '=', template_id)]",
        help="The tasks that have to be done first.",
    )

    _key_unique = models.UniqueIndex(
        "(template_id, key)", "Another task of this template has this key already."
    )

    # ------------------------------------------------------------
    # Compute and constrains
    # ------------------------------------------------------------
    @api.depends("check_id")
    def _compute_from_check(self):
        for line in self:
            check = line.check_id
            line.key = line.key or check.key
            line.name = check.name or line.name
            line.area = check.area or line.area or "E"
            line.severity = check.severity or line.severity or "blocking"
            line.scope = check.scope or line.scope or "company"

    @api.constrains("depends_on_ids", "template_id")
    def _check_dependencies(self):
        for line in self:
            if line.depends_on_ids.template_id - line.template_id:
                raise ValidationError(
                    self.env._(
                        "%(task)s: what comes before it has to be of the same "
                        "template.",
                        task=line.name,
                    )
                )
        if self._has_cycle("depends_on_ids"):
            raise ValidationError(
                self.env._("Two of these tasks would wait for each other.")
            )
