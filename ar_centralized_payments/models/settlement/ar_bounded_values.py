from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import escape_psql

from ...books.given_fields import GivenFields, own_names
from ...books.given_values import Given


class BoundedValues(models.AbstractModel):
    """Records whose values are refused in words where no such value can be.

    Whether by RPC, a form or an import: what is no number, date, text, id or choice,
    what is out of all bounds, amounts with more decimals than their currency has, and
    what Odoo would ignore. The engine itself (``sudo()``) is not asked.
    """

    _name = "ar.bounded.values"
    _description = "Values within Bounds"

    #: Fields that take less than their type: name -> :class:`Kind`.
    _kinds = {}

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self._check_bounds(vals_list)
        records = super().create(vals_list)
        self._given_fields().check_decimals(records, vals_list)
        return records

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._check_bounds([vals])
        result = super().write(vals)
        self._given_fields().check_decimals(self, [vals] * len(self))
        return result

    def unlink(self):
        self._given_fields().check([])
        return super().unlink()

    def onchange(self, values, field_names, fields_spec):
        """A form computes with what the browser sends, which may be anything."""
        self._check_bounds([values], is_form=True)
        self._check_typed(values)
        return super().onchange(values, field_names, fields_spec)

    def _check_bounds(self, vals_list, is_form=False):
        """Refuse values that the fields of this model cannot have; to be called before
        an override looks at them."""
        if not self.env.su:
            self._given_fields().check(vals_list, is_form)

    def _check_not_given(self, vals_list, *names):
        """Refuse values that the engine alone gives: they would not be kept.

        :raises UserError: naming each
        """
        given = {name: None for vals in vals_list for name in names if name in vals}
        if given and not self.env.su:
            raise UserError(
                "\n".join(
                    self.env._(
                        "%(field)s is determined, and cannot be changed.",
                        field=self._fields[name]._description_string(self.env),
                    )
                    for name in given
                )
            )

    def _given_fields(self):
        return GivenFields(self, self._bounded_names())

    @api.model
    def _bounded_names(self):
        """The names of the fields that are checked; all of them if empty."""
        return

    # ------------------------------------------------------------
    # Amounts in forms
    # ------------------------------------------------------------
    def _check_typed(self, values):
        """Refuse amounts typed in a form, which Odoo would round at once."""
        typed = self._typed_amounts(values)
        if typed:
            record = self or self.new({n: v for n, v in values.items() if n != "id"})
            self._given_fields().check_decimals(record, [typed])
        for name, value in values.items():
            field = self._fields.get(name)
            if field is None or field.type != "one2many" or not value:
                continue
            comodel = self.env[field.comodel_name]
            if isinstance(comodel, BoundedValues):
                comodel._check_typed_lines(value)

    @api.model
    def _check_typed_lines(self, commands):
        """The same for lines of a form; one that is new has no currency yet."""
        for operation, number, vals in (c for c in commands if len(c) == 3):
            if operation == Command.UPDATE and isinstance(number, int):
                self.browse(number)._check_typed(vals)

    @api.model
    def _typed_amounts(self, values):
        """Those values that are amounts with decimals."""
        names = self._bounded_names() or self._fields.keys()
        return {
            name: value
            for name, value in values.items()
            if name in names and name in self._fields
            if self._fields[name].type == "monetary" and value
            if value != int(value)
        }

    # ------------------------------------------------------------
    # Searching
    # ------------------------------------------------------------
    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """What a user types is looked for as it is: no character is a wildcard."""
        if self._bounded_names() is None and operator in ("ilike", "like"):
            name = escape_psql(Given(self.env).text(name))
        return super().name_search(name, domain, operator, limit)


class BoundedOwnValues(models.AbstractModel):
    """The same for models of Odoo: of the fields that this addon adds to them."""

    _name = "ar.bounded.own.values"
    _inherit = "ar.bounded.values"
    _description = "Own Values within Bounds"

    @api.model
    def _bounded_names(self):
        return own_names(type(self))
