from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class ArSettleRight(models.Model):
    """Who may settle what is open in a company whose books they may not read.

    One group of users and one company. Whoever is in the group, and may settle, sees
    number, dates, open amount and discount of what is open there, marks it, and posts;
    nothing else of the company becomes readable. A controller of the company grants
    it and takes it back; the chatter keeps when, and who.
    """

    _name = "ar.settle.right"
    _inherit = ["ar.guarded.values", "mail.thread"]
    _description = "Right to Settle on Behalf"
    _order = "company_id, group_id, id"
    _rec_names_search = ("group_id", "company_id")

    _engine_fields = frozenset({"granted_by_id", "granted_at"})

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Group of Users",
        required=True,
        index=True,
        ondelete="cascade",
        help="Whoever is in this group, and has the right to invoice, may settle.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="The company whose open transactions the group may settle. Its branches "
        "are not included.",
    )
    date_from = fields.Date(
        string="From",
        tracking=True,
        help="The first day of the right. Empty: from now on.",
    )
    date_to = fields.Date(
        string="Until",
        tracking=True,
        help="The last day of the right. Empty: until it is archived.",
    )
    active = fields.Boolean(
        default=True,
        tracking=True,
        help="Archive the right to withdraw it: it ends at once.",
    )
    granted_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Granted by",
        readonly=True,
        copy=False,
        help="Who granted it last.",
    )
    granted_at = fields.Datetime(
        string="Granted on",
        readonly=True,
        copy=False,
        help="When it was granted last.",
    )

    _pair_uniq = models.UniqueIndex(
        "(group_id, company_id)",
        "This group has such a right for this company already, maybe an archived one. "
        "Change that one.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("group_id", "company_id")
    def _compute_display_name(self):
        """``sudo()``: the company is not ticked; the right's own rule."""
        for right in self.sudo():
            right.with_env(self.env).display_name = self.env._(
                "%(group)s for %(company)s",
                group=right.group_id.display_name or "",
                company=right.company_id.name or "",
            )

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for right in self:
            if right.date_from and right.date_to and right.date_to < right.date_from:
                raise ValidationError(
                    self.env._(
                        "The right ends before it begins. Choose other dates, or "
                        "archive it."
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        rights = super().create(vals_list)
        rights._note_granted()
        return rights

    def write(self, vals):
        self._check_bounds([vals])
        fixed = {"group_id", "company_id"} & vals.keys()
        if any(right[name].id != vals[name] for right in self for name in fixed):
            raise UserError(
                self.env._(
                    "A right stays with its group and its company. Archive it, and "
                    "grant another one."
                )
            )
        result = super().write(vals)
        if vals.keys() & {"date_from", "date_to"} or vals.get("active"):
            self._note_granted()
        return result

    def _note_granted(self):
        """``sudo()``: nobody says by hand who granted it."""
        self.sudo().write(
            {"granted_by_id": self.env.uid, "granted_at": fields.Datetime.now()}
        )

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @api.model
    def _domain_today(self):
        """The rights that hold today, by the server's clock: a user's time zone is
        the user's own to set."""
        today = fields.Date.today()
        return (
            Domain("active", "=", True)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", today))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )
