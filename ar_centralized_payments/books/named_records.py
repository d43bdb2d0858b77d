"""Which records values name, in whatever shape they were sent.

Odoo takes a record as a number, a pair, a dict with or without ``id`` (which then holds
values of it), a command, a plain id among commands; some of its methods take a list, a
text or a float as well. All of them are read here, so that no shape is a way around a
check of the records. Rather too many are found than too few.
"""

from odoo import models
from odoo.fields import Command
from odoo.orm.identifiers import NewId

#: Ids beyond these are no record's: the database would stumble over them.
NO_ID, LAST_ID = -1, 2**31 - 1


def named_records(model, vals):
    """Yield model name and id of each record that values of a model name.

    :param model: an empty recordset; its fields say which values name records
    :param dict vals: as for ``create()``, ``write()`` or ``onchange()``
    """
    for name, value in vals.items():
        field = model._fields.get(name)
        if is_watched(model, field):
            yield from _records_in(model.env[field.comodel_name], value)


def is_watched(model, field):
    """Whether a field's records are checked: all but those that the engine alone
    writes, and those of the chatter, which Odoo checks."""
    return (
        field is not None
        and field.relational
        and field.name not in getattr(model, "_engine_fields", ())
        and not field.comodel_name.startswith("mail.")
    )


def _records_in(comodel, value):
    if isinstance(value, dict):
        yield from _records_in(comodel, value.get("id"))
        yield from named_records(comodel, value)
    elif isinstance(value, models.BaseModel):
        yield from _records_in(comodel, value._ids)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            is_command = isinstance(part, list | tuple)
            yield from _records_in(comodel, _of_command(part) if is_command else part)
    else:
        yield from ((comodel._name, number) for number in _ids_in(value))


def _of_command(command):
    """What names records in a command: not its number, nor the name of a new line."""
    is_new = bool(command) and command[0] == Command.CREATE
    return command[2 if is_new else 1 :]


def _ids_in(value):
    if isinstance(value, NewId):
        value = value.origin
    try:
        number = int(value or 0)
    except (TypeError, ValueError):
        return
    except OverflowError:
        number = NO_ID
    if number:
        yield number if 0 < number <= LAST_ID else NO_ID


def virtual_records(record, seen):
    """Yield model name and id of each real record that a record in memory stands on.

    Its own origin, and what its relational fields hold, with the records in memory
    among them; but not what the origin itself holds, which is no news.

    :param set seen: records in memory that were looked at before; these are added
    """
    if record in seen:
        return
    seen.add(record)
    if record._origin:
        yield record._name, record._origin.id
    for field in record._fields.values():
        if is_watched(record, field):
            comodel, kept = record.env[field.comodel_name], _cached(field, record)
            known = _cached(field, record._origin)
            for id_ in kept:
                real = id_.origin if isinstance(id_, NewId) else id_
                if real and real not in known:
                    yield comodel._name, real
                if isinstance(id_, NewId):
                    yield from virtual_records(comodel.browse((id_,)), seen)


def _cached(field, record):
    """The ids that the cache knows of a relational field: nothing is computed."""
    value = field._get_cache(record.env).get(record._ids[0]) if record else None
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)
