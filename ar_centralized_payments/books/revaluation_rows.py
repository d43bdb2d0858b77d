"""Rows of the sub-ledger by the thousand, in one statement.

The records' own ``create`` writes a hundred at a time: a revaluation of 10,000 items
would ask for little else. The engine alone writes these rows, and no field of theirs is
computed.
"""

import json

from odoo.tools import SQL

#: Column -> its type, of all that a row may have; what it lacks is empty.
COLUMNS = {
    "revaluation_id": "int",
    "kind": "varchar",
    "is_booked": "boolean",
    "date": "date",
    "move_line_id": "int",
    "company_id": "int",
    "partner_id": "int",
    "currency_id": "int",
    "amount_open": "numeric",
    "value_booked": "numeric",
    "rate": "float8",
    "rate_date": "date",
    "value": "numeric",
    "standing_before": "numeric",
    "standing_after": "numeric",
    "amount": "numeric",
    "journal_item_id": "int",
}


def insert_lines(env, rows):
    """Write rows of ``ar.revaluation.line``.

    :param env: with ``sudo()``, after the right to compute or to post was checked
    :param rows: list of dicts, column -> value; ``False`` is empty but in booleans
    """
    if not rows:
        return
    lines = env["ar.revaluation.line"]
    lines.flush_model()
    names = SQL(", ").join(map(SQL.identifier, COLUMNS))
    types = SQL(", ").join(
        SQL("%s %s", SQL.identifier(name), SQL(kind)) for name, kind in COLUMNS.items()
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO ar_revaluation_line
                   (%s, create_uid, write_uid, create_date, write_date)
            SELECT %s, %s, %s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
              FROM json_to_recordset(%s) AS row(%s)
            """,
            names,
            names,
            env.uid,
            env.uid,
            json.dumps([_plain(row) for row in rows]),
            types,
        )
    )
    env["ar.revaluation"].browse({row["revaluation_id"] for row in rows}).modified(
        ["line_ids"]
    )
    env["ar.revaluation"].invalidate_model(["line_ids"], flush=False)


def mark_booked(env, places):
    """Have lines of a simulation be in the books.

    :param env: as of :func:`insert_lines`
    :param places: id of the line -> id of the journal item that books it, or ``None``
    """
    lines = env["ar.revaluation.line"].browse(places)
    lines.flush_model()
    env.cr.execute(
        SQL(
            """
            UPDATE ar_revaluation_line line
               SET is_booked = TRUE, journal_item_id = place.item
              FROM unnest(%s::int[], %s::int[]) AS place(id, item)
             WHERE line.id = place.id
            """,
            list(places),
            list(places.values()),
        )
    )
    lines.invalidate_recordset(["is_booked", "journal_item_id"], flush=False)


def _plain(row):
    """A row as JSON has it: amounts of 0 where it says nothing of them."""
    values = {name: 0 for name, kind in COLUMNS.items() if kind == "numeric"}
    values |= {"rate": 0, "is_booked": False}
    for name, value in row.items():
        if value is not None and (value is not False or name == "is_booked"):
            is_date = hasattr(value, "isoformat")
            values[name] = value.isoformat() if is_date else value
    return values
