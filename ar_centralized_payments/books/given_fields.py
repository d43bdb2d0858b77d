"""Values of fields that come from outside, checked before anything is written.

Odoo refuses what a constraint finds, but only after it has computed with the values and
handed them to the database; what neither of them can take ends in an error of Python or
PostgreSQL, and some of it is stored. So the form of each value is checked first, by the
type of its field, and what depends on the record (decimals) afterwards.
"""

import json
from functools import lru_cache

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.models import BaseModel

from .given_values import LONGEST_LINE, LONGEST_NOTE, Given

#: Commands of x2many fields that come with values, and those that come with an id.
WITH_VALUES = (Command.CREATE, Command.UPDATE)
WITH_ID = (Command.UPDATE, Command.DELETE, Command.UNLINK, Command.LINK)


#: A file as it comes, in characters; how large one may be says who reads it.
LONGEST_FILE = 2**27
#: The addon whose fields these are, also those of models of Odoo.
MODULE = "ar_centralized_payments"


@lru_cache(maxsize=64)
def own_names(model_class):
    """The names of the fields of this addon on a model, by its class."""
    fields = model_class._fields.items()
    return frozenset(name for name, field in fields if field._module == MODULE)


class GivenFields:
    """Checks values for records of a model.

    :param model: the records that are written, or the model alone
    :param names: the only fields to check; all of them if empty
    """

    def __init__(self, model, names=None):
        self.model, self.names = model, names
        self.env = model.env
        self.given = Given(model.env)

    def check(self, vals_list, is_form=False):
        """Refuse values that no field of their type can have, or that Odoo ignores.

        :param vals_list: list of values by names, before they are written
        :param bool is_form: whether a form sends them, with all that it shows
        :raises ValidationError: with every reason at once
        """
        self.is_form = is_form
        self.given.records(self.model)
        problems = []
        for vals in self.given.items(vals_list):
            problems += self._problems(vals)
        if problems:
            raise ValidationError("\n".join(dict.fromkeys(problems)))

    def check_decimals(self, records, vals_list):
        """Refuse amounts that have more decimals than the currency of their records.

        :param records: written, or in memory; one for each of the values
        :raises ValidationError: with every reason at once
        """
        problems = []
        for record, vals in zip(records, vals_list, strict=True):
            for name, value in vals.items():
                field = self._field(name)
                if field is not None and field.type == "monetary" and value:
                    currency = record[field.get_currency_field(record)]
                    problems += self._told(field, self.given.amount, value, currency)
        if problems:
            raise ValidationError("\n".join(dict.fromkeys(problems)))

    # ------------------------------------------------------------
    # One field
    # ------------------------------------------------------------
    def _field(self, name):
        """The field to check, or none."""
        return self.model._fields.get(name) if self._is_meant(name) else None

    def _is_meant(self, name):
        return not self.names or name in self.names

    def _problems(self, vals):
        if not isinstance(vals, dict):
            return self._said(self.given._dict, vals)
        problems = []
        for name, value in vals.items():
            field = self._field(name)
            if field is not None:
                problems += self._field_problems(field, value)
            elif self._is_meant(name) and name != "id":
                problems.append(
                    self.env._(
                        "%(model)s has no field %(name)s.",
                        model=self.model._description,
                        name=ascii(name),
                    )
                )
        return problems

    def _field_problems(self, field, value):
        if not self.is_form and self._is_ignored(field):
            return [
                self.env._(
                    "%(field)s is determined, and cannot be changed.",
                    field=self._label(field),
                )
            ]
        if field.type == "many2one" and self.is_form and isinstance(value, dict):
            if value.keys() - {"id", "display_name"}:
                return self._parent_problems(field, value)
            value = value.get("id")
        if kind := getattr(self.model, "_kinds", {}).get(field.name):
            return self._told(field, kind.take, self.given, value)
        check = getattr(self, f"_check_{field.type}", None)
        return self._told(field, check, field, value) if check else []

    def _parent_problems(self, field, value):
        """The form of a line sends what is typed in the record that the line is of;
        nothing else is described in place of an id."""
        parent = self.model.env[field.comodel_name]
        is_line = any(
            other.type == "one2many"
            and (other.comodel_name, other.inverse_name)
            == (self.model._name, field.name)
            for other in parent._fields.values()
        )
        if is_line and hasattr(parent, "_given_fields"):
            return self._said(parent._given_fields().check, [value], True)
        return self._told(field, self.given.id, value)

    @staticmethod
    def _is_ignored(field):
        """Whether Odoo takes a value for the field and does nothing with it."""
        is_determined = field.compute or field.related
        return is_determined and field.readonly and not (field.store or field.inverse)

    def _label(self, field):
        return field._description_string(self.env) or field.name

    def _said(self, check, *args):
        try:
            check(*args)
        except UserError as error:
            return [str(error)]
        return []

    def _told(self, field, check, *args):
        """What a check says, with the field's label before it."""
        return [
            self.env._("%(field)s: %(reason)s", field=self._label(field), reason=text)
            for text in self._said(check, *args)
        ]

    # ------------------------------------------------------------
    # Types of fields
    # ------------------------------------------------------------
    def _check_char(self, field, value):
        self.given.text(value, field.size or LONGEST_LINE)

    def _check_text(self, _field, value):
        self.given.text(value, LONGEST_NOTE)

    _check_html = _check_text

    def _check_binary(self, _field, value):
        if not isinstance(value, bytes):
            self.given.text(value, LONGEST_FILE)

    def _check_integer(self, _field, value):
        self.given.whole(value)

    def _check_float(self, _field, value):
        self.given.number(value)

    def _check_monetary(self, _field, value):
        self.given.amount(value)

    def _check_boolean(self, _field, value):
        self.given.flag(value)

    def _check_selection(self, field, value):
        self.given.choice(value, field.get_values(self.env))

    def _check_date(self, _field, value):
        self.given.day(value)

    def _check_json(self, _field, value):
        try:
            text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        except (TypeError, ValueError, RecursionError):
            text = value  # no text: refused as such
        else:
            text = text.replace("\\u0000", "\0")
        self.given.text(text, LONGEST_NOTE)

    def _check_many2one(self, _field, value):
        self.given.id(value, is_needed=False)

    def _check_one2many(self, field, value):
        """Commands, or ids; the values of lines as well, where a form sends them."""
        if isinstance(value, BaseModel):
            return
        for command in self.given.items(value):
            if isinstance(command, list | tuple):
                self._check_command(self.env[field.comodel_name], command)
            else:
                self.given.id(command)

    _check_many2many = _check_one2many

    @staticmethod
    def _length(operation):
        """How many parts a form's command has at least: a link is a number alone."""
        if operation in WITH_VALUES or operation == Command.SET:
            return 3
        return 2 if operation in WITH_ID else 1

    def _check_command(self, comodel, command):
        if not command or len(command) > 3:
            self.given.choice(list(command), ())  # no command: refused as such
        operation, number, vals = (*command, None, None)[:3]
        self.given.whole(operation, 0, Command.SET)
        if self.is_form and len(command) < self._length(operation):
            self.given.choice(list(command), ())
        if operation in WITH_ID:
            self.given.id(number)
        if operation in WITH_VALUES:
            lines = GivenFields(comodel, self.names)
            lines.check([vals], self.is_form)
        elif operation == Command.SET:
            self.given.ids(vals)
