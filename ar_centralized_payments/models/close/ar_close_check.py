from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...books.close_methods import METHODS
from ...closing.domain_text import domain_of, names_in

#: What conditions may name, each with a value to try a condition with.
NAMES = {
    "company_ids": [1],
    "date_from": "2026-03-01",
    "date_to": "2026-03-31",
    "after": "2026-04-01 00:00:00",
    "pick_type_ids": [1],
    "eu_country_ids": [1],
}
#: What the methods of ``METHODS`` look for.
METHOD_NAMES = [
    ("scheduled_actions", "Scheduled actions"),
    ("statement_lines", "Statement lines"),
    ("customers_both_ways", "Customers who owe and are owed"),
    ("pairs", "Pairs of companies"),
    ("rates_missing", "Rates missing"),
    ("rates_old", "Old rates"),
    ("revaluation", "Revaluation"),
    ("sales_lists", "EU sales lists"),
    ("vat_numbers", "VAT numbers"),
    ("locks", "Locks"),
    ("after_lock", "Booked after the lock"),
]
AREAS = [
    ("A", "Background Work"),
    ("B", "Orders and Invoices"),
    ("C", "Journals"),
    ("D", "Bank"),
    ("E", "Receivables"),
    ("F", "Foreign Currency"),
    ("G", "EU Sales List"),
    ("H", "Locks"),
]
SEVERITIES = [
    ("blocking", "Blocking"),
    ("warning", "Warning"),
    ("information", "Information"),
]
SCOPES = [("company", "Each Company"), ("group", "The Group")]
#: What can be posted from the list of findings, by the kind of its documents.
BULK = [
    ("account.move", "Post Entries"),
    ("account.payment", "Post Payments"),
    ("ar.settlement", "Post Settlements"),
    ("sale.order", "Confirm Orders"),
]


class ArCloseCheck(models.Model):
    """What a task of a close looks at: a condition on some model, or a method of the
    addon.

    One that the addon brings is checked with the superuser's rights, over all companies
    of a close. One that somebody wrote finds what its author may read, and no more:
    otherwise its counts would tell what the author may not know (period close 8.2).
    """

    _name = "ar.close.check"
    _inherit = ["ar.guarded.values"]
    _description = "Close Check"
    _order = "area, sequence, key, id"

    _engine_fields = frozenset({"is_delivered", "author_id"})

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(required=True, translate=True, help="What has to be done.")
    key = fields.Char(
        required=True, copy=False, help="A short name, unlike that of any other check."
    )
    area = fields.Selection(
        selection=AREAS, required=True, default="C", help="Where in a close it stands."
    )
    sequence = fields.Integer(default=50, help="Its place within the area.")
    active = fields.Boolean(default=True, help="Archived ones are not checked.")
    description = fields.Text(
        translate=True, help="What is found, and what is to be done about it."
    )
    severity = fields.Selection(
        selection=SEVERITIES,
        required=True,
        default="warning",
        help="Blocking: the period cannot be locked while something is found. Warning: "
        "somebody has to see to it. Information: only shown.",
    )
    scope = fields.Selection(
        selection=SCOPES,
        required=True,
        default="company",
        help="Whether it is checked in each company, or once over all of them.",
    )
    model_name = fields.Char(
        string="Model", help="The technical name of what is counted: account.move."
    )
    domain = fields.Text(
        string="Condition",
        default="[]",
        help="What is not done yet: a list of conditions. They may name company_ids, "
        "date_from, date_to, after, pick_type_ids and eu_country_ids.",
    )
    company_field = fields.Char(
        default="company_id",
        help="The field by which findings are counted for each company.",
    )
    amount_field = fields.Char(
        help="A stored field, in the currency of the company, that is added up.",
    )
    method = fields.Selection(
        selection=METHOD_NAMES,
        help="For what no condition can find: a check that is part of the addon.",
    )
    needs = fields.Char(
        string="Only with",
        help="Models, or model:field, that have to be installed. Without them, the "
        "check does not apply.",
    )
    needs_not = fields.Char(
        string="Not with",
        help="Models, or model:field, with which the check does not apply.",
    )
    action_xmlid = fields.Char(
        string="Page", help="The external name of the action whose views are shown."
    )
    bulk = fields.Selection(
        selection=BULK, string="In Bulk", help="What can be done with all findings."
    )
    is_delivered = fields.Boolean(
        string="Delivered", readonly=True, copy=False, help="Brought by the addon."
    )
    author_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        help="Who wrote it last: it finds what that user may read.",
    )

    _key_unique = models.UniqueIndex("(key)", "Another check has this key already.")

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("domain", "model_name", "method", "scope", "company_field")
    def _check_what_it_looks_at(self):
        for check in self:
            problem = check._definition_problem()
            if problem:
                raise ValidationError(
                    self.env._(
                        "%(check)s: %(problem)s", check=check.name, problem=problem
                    )
                )

    def _definition_problem(self):
        """What is wrong with the definition; what is not installed is no problem."""
        if self.method:
            return None
        if not self.model_name:
            return self.env._("name the model that is counted, or choose a method.")
        if not self.company_field and self.scope == "company":
            return self.env._("name the field of the company, or check the group.")
        try:
            Domain(domain_of(self.domain, NAMES))
            names_in(self.domain)
        except ValueError as error:
            return self._condition_problem(error)
        return None

    def _condition_problem(self, error):
        """What is wrong with the condition, as a person reads it."""
        if getattr(error, "kind", None) == "name":
            return self.env._(
                "the condition cannot be read: %(name)s is not known here.",
                name=error.part,
            )
        if getattr(error, "kind", None) == "value":
            return self.env._(
                "the condition cannot be read: %(part)s is neither a value nor a known "
                "name.",
                part=error.part,
            )
        return self.env._(
            "the condition cannot be read: it has to be a list of conditions, such as "
            "%(example)s.",
            example="[('state', '=', 'draft')]",
        )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks._sign_author()
        return checks

    def write(self, vals):
        self._check_bounds([vals])
        if not self.env.su and vals.keys() - {"active"}:
            self._check_own()
        result = super().write(vals)
        if vals.keys() - {"active", "author_id", "is_delivered"}:
            self._sign_author()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_delivered(self):
        self._check_own()

    def copy_data(self, default=None):
        """A copy is the user's own."""
        return [
            {**vals, "key": f"{check.key}-{self.env.cr.now():%H%M%S%f}"}
            for check, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _check_own(self):
        delivered = self.filtered("is_delivered")
        if delivered and not self.env.su:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(check)s comes with the addon, and changes with it. "
                        "Duplicate it, and change the copy; archive what you do not "
                        "want.",
                        check=check.name,
                    )
                    for check in delivered
                )
            )

    def _sign_author(self):
        """Note who wrote it. ``sudo()``: nobody gives another's name."""
        if self.env.su and self.env.uid == SUPERUSER_ID:
            return
        self.sudo().filtered(lambda c: not c.is_delivered).author_id = self.env.uid

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _is_applicable(self):
        """Whether what it needs is installed, and nothing that it is not for."""
        needed = all(map(self._is_there, (self.needs or "").split()))
        return needed and not any(map(self._is_there, (self.needs_not or "").split()))

    def _is_there(self, need):
        name, _colon, field = need.partition(":")
        model = self.env.get(name)
        return model is not None and (not field or field in model._fields)

    def _amount_field(self):
        """The field that is added up, where the model has such a one."""
        model = self.env.get(self.model_name)
        field = model is not None and model._fields.get(self.amount_field or "")
        return self.amount_field if field and field.store else None

    def _model(self, checks):
        """The model as the check sees it, and the legal entities that it sees.

        :param checks: ``CloseChecks``, with ``sudo()``
        :raises UserError: where there is no such model
        """
        if self.model_name not in self.env:
            raise UserError(
                self.env._("%(model)s is not installed.", model=self.model_name)
            )
        if self.is_delivered:
            return checks.env[self.model_name], checks.roots
        author = self.author_id
        allowed = author.company_ids.ids if author.active else []
        branches = [key for key in checks.root_of if key in allowed]
        seen = checks.roots.filtered(lambda root: root.id in branches)
        env = checks.env["base"].with_user(author or checks.env.user)
        env = env.with_context(allowed_company_ids=branches or allowed).env
        return env[self.model_name], seen

    def _method(self, checks):
        return METHODS[self.method](checks)
