from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command

#: Models whose records a user gives by id: each must be the user's to read.
GIVEN = (
    "account.account",
    "account.move",
    "account.move.line",
    "account.payment",
    "ar.party.record",
    "ar.payment.journal",
    "ar.settlement",
    "ar.settlement.leg",
    "ar.settlement.line",
    "res.partner",
)


class GuardedValues(models.AbstractModel):
    """Values that come from outside (RPC, forms, imports) are checked before use.

    Two things that Odoo leaves open: a field that only the engine writes (readonly
    for forms alone), and a record given by its id that the user may not read, whose
    name or amounts the answer would then tell.
    """

    _name = "ar.guarded.values"
    _inherit = "ar.bounded.values"
    _description = "Values Checked before Use"

    #: Names of the fields that only the engine writes, with ``sudo()``.
    _engine_fields = frozenset()

    # ------------------------------------------------------------
    # Fields of the engine
    # ------------------------------------------------------------
    @api.model
    def _has_field_access(self, field, operation):
        """Nobody but the engine writes its fields, nor gives defaults for them."""
        if operation == "write" and field.name in self._engine_fields:
            return self.env.su
        return super()._has_field_access(field, operation)

    @api.model
    def default_get(self, fields):
        """No defaults, those that users stored for themselves included."""
        return super().default_get([f for f in fields if f not in self._engine_fields])

    # ------------------------------------------------------------
    # Records given by their ids
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        self._check_given(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_bounds([vals])
        self._check_given([vals])
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """A form computes with what the browser sends, which may be anything."""
        if not self.env.su:
            self._check_bounds([values], is_form=True)
            self._check_given([values])
            values = self._without_engine_fields(values)
            changed = [name for name in field_names if name in values]
            if field_names and not changed:
                return {}
            field_names = changed
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_given(self, vals_list):
        """Refuse records given by id that the user may not read.

        Whatever the company switcher shows: what counts is of which companies the
        user is a member.

        :raises AccessError: without a word about the record
        """
        if self.env.su:
            return
        given = {}
        for vals in vals_list:
            self._collect_given(vals, given)
        companies = self.env.user.company_ids.ids
        for name, ids in given.items():
            records = self.env[name].with_context(allowed_company_ids=companies)
            if not records.browse(ids).has_access("read"):
                raise AccessError(
                    self.env._(
                        "You may not use one of these documents, customers or "
                        "accounts: it does not exist, or its company is archived, or "
                        "one that you are not a member of."
                    )
                )

    @api.model
    def _collect_given(self, vals, given):
        """Add to ``given`` the ids in some values: model -> ids, each once."""
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None or not value or name in self._engine_fields:
                continue
            if field.type == "many2one":
                self._add_given(field.comodel_name, [value], given)
            elif field.type in ("one2many", "many2many"):
                self._collect_commands(field.comodel_name, value, given)

    @api.model
    def _collect_commands(self, comodel_name, commands, given):
        comodel = self.env[comodel_name]
        for command in commands if isinstance(commands, list | tuple) else ():
            if not isinstance(command, list | tuple):
                self._add_given(comodel_name, [command], given)
                continue
            operation, key, vals = (*command, 0, 0)[:3]
            if operation == Command.SET:
                self._add_given(comodel_name, vals or [], given)
            elif operation != Command.CREATE:
                self._add_given(comodel_name, [key], given)
            if isinstance(vals, dict) and isinstance(comodel, GuardedValues):
                comodel._collect_given(vals, given)

    @api.model
    def _add_given(self, model_name, ids, given):
        if model_name in GIVEN:
            known = given.setdefault(model_name, {})
            known.update((number, None) for number in ids if isinstance(number, int))

    @api.model
    def _without_engine_fields(self, values):
        """What is left of a form's values: the engine's are determined anew."""
        return {
            name: self._without_engine_fields_inside(name, value)
            for name, value in values.items()
            if name not in self._engine_fields
        }

    @api.model
    def _without_engine_fields_inside(self, name, value):
        field = self._fields.get(name)
        comodel = self.env.get(field.comodel_name) if field is not None else None
        if not isinstance(comodel, GuardedValues) or not isinstance(value, list):
            return value
        return [
            [
                comodel._without_engine_fields(part) if isinstance(part, dict) else part
                for part in command
            ]
            for command in value
        ]
