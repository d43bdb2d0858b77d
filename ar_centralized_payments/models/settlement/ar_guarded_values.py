from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, MissingError
from odoo.fields import Domain
from odoo.tools import SQL

from ...books.named_records import NO_ID, named_records, virtual_records

MODULE = "ar_centralized_payments"


class GuardedValues(models.AbstractModel):
    """Values that come from outside (RPC, forms, imports) are checked before use.

    Two things that Odoo leaves open: a field that only the engine writes (readonly
    for forms alone), and a record given by its id that the user may not read, whose
    name or amounts the answer would then tell. Every model of this addon that a user
    may make records of inherits this.
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
        """No defaults for the engine's fields, those that users stored for themselves
        included; none that the user may not read.

        A default that the caller gives (``default_…``) is refused as any value is; a
        stored one, maybe from when the user was a member, is forgotten.
        """
        names = [name for name in fields if name not in self._engine_fields]
        defaults = super().default_get(names)
        if not self._may_read([defaults]):
            self._check_given(
                [
                    {n: defaults[n]}
                    for n in defaults
                    if f"default_{n}" in self.env.context
                ]
            )
            defaults = {n: v for n, v in defaults.items() if self._may_read([{n: v}])}
        return defaults

    @api.model
    def _search_display_name(self, operator, value):
        """Where nothing names the records, no name finds them."""
        if self._rec_name or self._rec_names_search:
            return super()._search_display_name(operator, value)
        is_negative = operator in Domain.NEGATIVE_OPERATORS
        return Domain.TRUE if is_negative else Domain.FALSE

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

    def _compute_field_value(self, field):
        """What is computed with ``sudo()`` of a record in memory tells nothing of what
        the user may not read, whichever way it came there."""
        virtual = self.filtered(lambda record: not record.id)
        if virtual and self.env.uid != SUPERUSER_ID:
            virtual._check_virtual()
        return super()._compute_field_value(field)

    def _check_virtual(self):
        """Refuse records in memory that stand on others than the user may read."""
        user_env = self.env(su=False)
        key = ("ar_readable", self.env.uid, *user_env.user.company_ids.ids)
        readable = self.env.cr.cache.setdefault(key, set())
        seen = set()
        found = {pair for one in self for pair in virtual_records(one, seen)} - readable
        if found and not self.with_env(user_env)._are_readable(found):
            self._refuse_given()
        readable |= found

    @api.model
    def _check_given(self, vals_list, model=None):
        """Refuse records given by id that the user may not read.

        Whatever the company switcher shows: what counts is of which companies the
        user is a member.

        :param model: whose values they are, if not this model's
        :raises AccessError: without a word about the record
        """
        if not self._may_read(vals_list, model):
            self._refuse_given()

    @api.model
    def _may_read(self, vals_list, model=None):
        model = self.browse() if model is None else model
        named = {pair for vals in vals_list for pair in named_records(model, vals)}
        return self.env.su or self._are_readable(named)

    @api.model
    def _are_readable(self, named):
        """Whether the user may read all of these.

        :param named: pairs of model name and id
        """
        companies = self.env.user.company_ids.ids
        ids = {}
        for name, number in named:
            ids.setdefault(name, []).append(number)
        try:
            return all(
                NO_ID not in numbers
                and self.env[name]
                .with_context(allowed_company_ids=companies)
                .browse(numbers)
                .has_access("read")
                for name, numbers in ids.items()
            )
        except MissingError:
            return False

    def _linked_ids(self, name):
        """The ids behind one of the fields of several records, asked of the database:
        the cache has what was read by a user who may have ticked fewer companies."""
        field = self._fields[name]
        self.flush_model([name])
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s) ORDER BY 1",
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                list(self._origin.ids),
            )
        )
        return [key for (key,) in rows]

    @api.model
    def _refuse_given(self):
        raise AccessError(
            self.env._(
                "You may not use one of these documents, customers or accounts: it "
                "does not exist, or its company is archived, or one that you are not "
                "a member of."
            )
        )

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


class GuardedFields(models.AbstractModel):
    """The same for the fields that this addon gives to models of Odoo, whose own fields
    Odoo checks, or not."""

    _name = "ar.guarded.fields"
    _description = "Added Fields Checked before Use"

    @api.model_create_multi
    def create(self, vals_list):
        self._ar_check_given(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._ar_check_given([vals])
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        self._ar_check_given([values])
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        """A default that the user may not read is forgotten."""
        defaults = super().default_get(fields)
        if not self._ar_may_read([defaults]):
            defaults = {
                n: v for n, v in defaults.items() if self._ar_may_read([{n: v}])
            }
        return defaults

    @api.model
    def _ar_check_given(self, vals_list):
        if not self._ar_may_read(vals_list):
            self.env["ar.guarded.values"]._refuse_given()

    @api.model
    def _ar_may_read(self, vals_list):
        """Whether the user may read what the added fields name."""
        given = [
            {name: value for name, value in vals.items() if self._ar_is_added(name)}
            for vals in vals_list
        ]
        guard = self.env["ar.guarded.values"]
        return not any(given) or guard._may_read(given, self.browse())

    @api.model
    def _ar_is_added(self, name):
        field = self._fields.get(name)
        return field is not None and field.relational and field._module == MODULE
