"""Many records created at once, column by column.

Odoo's ORM converts the values of new records one record and one field after the other,
and asks each amount of each record anew for its currency. The same rows, and the same
values in memory, are made here for one field after the other: what is alike is
converted once, and a currency is read once. What a model adds of its own (properties,
parents, inherited records) is left to the ORM.
"""

from collections import defaultdict

from psycopg2.extensions import AsIs

from odoo.models import LOG_ACCESS_COLUMNS, BaseModel
from odoo.tools import SQL, OrderedSet, float_repr, split_every
from odoo.tools.constants import PREFETCH_MAX
from odoo.tools.misc import clean_context

#: Types whose values are converted alike, whatever record they are of.
ALIKE = {"boolean", "integer", "float", "char", "text", "selection"} | {
    "date",
    "datetime",
    "many2one",
    "many2one_reference",
}
#: What the ORM does not put in memory of a record that it creates.
UNREMEMBERED = {"one2many", "many2many", "html"}
#: In the context of whoever makes so many, with ``sudo()``.
QUICK = "ar_quick_rows"
#: Where what is missing of new records is kept, once for those that miss the same.
DEFAULTS = "ar_quick_defaults"
DEFAULT = AsIs("DEFAULT")


def is_quick(model):
    """Whether the engine makes these records: no context that a user sends says so."""
    return model.env.su and bool(model.env.context.get(QUICK))


def create_rows(create, model, data_list):
    """Create records from their stored values, as the ORM's ``_create`` does.

    :param create: what comes next of ``_create``: does it where it is not the ORM's own
    :param model: empty, in the environment that the records are made in
    :param list data_list: as ``_create`` has it
    :return: the records, in that order
    """
    is_orms = getattr(create, "__func__", None) is BaseModel._create
    is_plain = not (model._inherits or model._parent_store)
    if not (is_orms and is_plain and len(data_list) > 1):
        return create(data_list)
    return _Rows(model, data_list).created()


class _Rows:
    """The rows of new records of a model."""

    def __init__(self, model, data_list):
        self.model, self.data_list = model, data_list
        self.stored = [data["stored"] for data in data_list]
        self.names = sorted({name for stored in self.stored for name in stored})
        self.amounts = _Amounts(model.env)

    def created(self):
        """Insert them, and do what the ORM does of new records.

        :return: the records
        """
        fields = [self.model._fields[name] for name in self.names]
        columns = [field for field in fields if field.column_type]
        records = self.model.browse(self._inserted(columns))
        for data, record in zip(self.data_list, records, strict=True):
            data["record"] = record
        self._remember(records.with_context(bin_size=False), fields)
        with self.model.env.protecting(self._protected(records)):
            records.modified(self.model._fields, create=True)
            self._create_others(
                records,
                OrderedSet(
                    field
                    for field in fields
                    if not field.column_type or field.type == "properties"
                ),
            )
        records._validate_fields(self.names)
        records.check_access("create")
        return records

    # ------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------
    def _inserted(self, columns):
        """Insert the rows; return their ids."""
        table = SQL.identifier(self.model._table)
        names = SQL(", ").join(SQL.identifier(field.name) for field in columns)
        rows = zip(*(self._column(field) for field in columns), strict=True)
        ids = []
        for some in split_every(PREFETCH_MAX, rows):
            self.model.env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s) VALUES %s RETURNING id",
                    table,
                    names,
                    SQL(", ").join(some),
                )
            )
            ids.extend(number for (number,) in self.model.env.cr.fetchall())
        return ids

    def _column(self, field):
        """The values of a field in the database, of each record."""
        name = field.name
        convert = self._to_column(field)
        return [
            convert(stored[name], stored) if name in stored else DEFAULT
            for stored in self.stored
        ]

    def _to_column(self, field):
        if currency := self._currency_in_row(field):
            return lambda value, stored: self.amounts.of(value, currency(stored))[0]
        return _alike(
            field,
            lambda value, stored: field.convert_to_column_insert(
                value, self.model, stored
            ),
        )

    def _currency_in_row(self, field):
        """How the currency of an amount follows from the values of its row, as the ORM
        finds it before there is a record."""
        if field.type != "monetary":
            return None
        name = field.get_currency_field(self.model)
        hop = (self.model._fields[name].related or "").partition(".")[0]
        known = {}

        def found(stored):
            if name in stored or hop not in stored:
                return stored.get(name)
            if stored[hop] not in known:
                known[stored[hop]] = self.model.new({hop: stored[hop]})[name].id
            return known[stored[hop]]

        return found

    # ------------------------------------------------------------
    # Records
    # ------------------------------------------------------------
    def _remember(self, records, fields):
        """Put the values in memory, and tell the records that they refer to."""
        self._remember_missing(records)
        # Amounts are rounded to currencies: these are known before.
        fields = sorted(fields, key=lambda field: field.type == "monetary")
        inverses = {}
        for field in fields:
            if field.type in UNREMEMBERED:
                continue
            values = self._remembered(records, field)
            field._insert_cache(records, values)
            if field.type in ("many2one", "many2one_reference"):
                inverses[field] = values
        for field, values in inverses.items():
            if self.model.pool.field_inverses[field]:
                self._update_inverses(field, records, values)

    def _remember_missing(self, records):
        """What is not in the row is empty."""
        known = {*LOG_ACCESS_COLUMNS, "id", "parent_path", *self.names}
        for field in self.model._fields.values():
            if not field.store:
                continue
            if field.type in ("one2many", "many2many"):
                field._update_cache(records, ())
            elif field.name not in known:
                field._update_cache(records, None)

    def _remembered(self, records, field):
        """The values of a field in memory, of each record."""
        if field.type == "monetary":
            currency = field.get_currency_field(self.model)
            records = records.with_context(prefetch_fields=False)

            def convert(value, record):
                return self.amounts.of(value, record[currency].id)[1]

        else:
            convert = _alike(field, field.convert_to_cache)
        name = field.name
        return [
            convert(stored[name], record) if name in stored else None
            for stored, record in zip(self.stored, records, strict=True)
        ]

    def _update_inverses(self, field, records, values):
        by_value = defaultdict(list)
        for number, value, stored in zip(records.ids, values, self.stored, strict=True):
            if field.name in stored:
                by_value[value].append(number)
        for value, ids in by_value.items():
            field._update_inverses(self.model.browse(ids), value)

    def _protected(self, records):
        """What is not to be computed of which records."""
        protected = defaultdict(list)
        for data, number in zip(self.data_list, records.ids, strict=True):
            protected[frozenset(data["protected"])].append(number)
        return [(names, records.browse(ids)) for names, ids in protected.items()]

    def _create_others(self, records, fields):
        """Create what is not in the row."""
        if not fields:
            return
        env = records.env
        others = records.with_env(env(context=clean_context(env.context)))
        for field in sorted(fields, key=lambda field: field._sequence):
            field.create(
                [
                    (other, stored[field.name])
                    for other, stored in zip(others, self.stored, strict=True)
                    if field.name in stored
                ]
            )
        records.modified([field.name for field in fields], create=True)


class _Amounts:
    """Amounts as the database and as the memory have them, each figure once."""

    def __init__(self, env):
        self.currencies, self.known = env["res.currency"], {}

    def of(self, value, currency_id):
        """:return: an amount of a currency for the database, and for the memory"""
        key = (value or 0.0, currency_id)
        if key not in self.known:
            amount = float(value or 0.0)
            currency = self.currencies.browse(currency_id)
            if currency:
                rounded = currency.round(amount)
                self.known[key] = (
                    float_repr(rounded, currency.decimal_places),
                    rounded,
                )
            else:
                self.known[key] = (amount, amount)
        return self.known[key]


def _alike(field, convert):
    """A conversion that does each value once, where no record has a say in it."""
    if field.type not in ALIKE or field.translate or field.company_dependent:
        return convert
    known = {}

    def converted(value, row):
        key = (type(value), value)
        if key not in known:
            known[key] = convert(value, row)
        return known[key]

    return converted
