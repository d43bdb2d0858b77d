"""Values that nobody should send, and values that somebody could, for each kind."""

from datetime import date

from hypothesis import strategies as st

from odoo.addons.ar_centralized_payments.books.given_values import Kind

RUBBISH = [
    *(float("nan"), float("inf"), float("-inf"), 1e308, 1e300, -1e16, 1e-30, -1, 0),
    *(2**31, 10**19, -(10**19), 10**400, True, False, None, 12.345, 1.5),
    *("", "\0", "INV\0", "\ud800", "abc", "%", "\\", "1e5", "x" * 20_000, b"x"),
    *("2026-02-30", "0001-01-01", "9999-12-31", "2026-13-01T99:00", date(1, 1, 1)),
    *([], [[]], [None], ["abc"], [1.5], [[0, 0, {}]], [[1]], [[6, 0, ["x"]]]),
    *([[0, 0, 5]], [[99, 1]], [[4, "x"]], {}, {"id": "x"}, {"id": 1}, {"foo": 1}),
    *((), (1, "a"), {"1": 5}, {"1": {"amount": float("nan")}}),
]
#: What Odoo takes for ids, whatever is in it.
IDS = [
    one
    for one in RUBBISH
    if isinstance(one, str | list | tuple | dict | int)
    if one is not True  # Odoo itself stumbles over it, before any method is called
]
#: What is in bounds, and may be refused all the same; beside these, real ids.
PLAUSIBLE = {
    "text": ["", "INV", "A_1", "50%", "\\", "Northwind", "open desc", "no such text"],
    "amount": [1.0, 100.0, 12.5, 1.234, 0.0, False, -5, 10**15],
    "cross_rate": [1.2, 0.9, 0, False],
    "count": [0, 1, 8, 80, 10_000, 2**31 - 1],
    "flag": [True, False],
    "day": ["2026-04-01", "2026-04-15", "2100-12-31", "1900-01-01", False, None],
    "domain": [
        [],
        [("move_name", "ilike", "INV")],
        [("foo", "=", 1)],
        [("date", "=", "rubbish")],
        [("id", "in", ["abc"])],
        [("id", "=", 10**19)],
        [("amount_residual", ">", float("nan"))],
        [("move_id.partner_id", "any", 5)],
        [("move_name", "ilike", "\0")],
        ["&"],
        ["|", ("id", "=", 1)],
        [5],
        [("move_name", "no such", 5)],
    ],
}


def rubbish():
    """Anything at all."""
    return st.sampled_from(RUBBISH)


def values(kind: Kind, ids, plausible=3):
    """Mostly values that could be of a kind, with rubbish among them.

    :param ids: real ids to choose from
    :param int plausible: how many there are for one that is rubbish
    """
    return st.one_of(*[_plausible(kind, ids)] * plausible, rubbish())


def _plausible(kind, ids):
    options, one = kind.options, st.sampled_from(ids)
    keys = st.sampled_from([*map(str, ids), *(f"payment_{number}" for number in ids)])
    makers = {
        "mapping": lambda: _mapping(options["kinds"], ids),
        "table": lambda: _table(options["key"], options["kind"], ids),
        "choice": lambda: st.sampled_from(options["options"]),
        "id": lambda: one,
        "ids": lambda: st.lists(one, max_size=3),
        "key": lambda: keys,
        "keys": lambda: st.lists(keys, max_size=3),
    }
    known = makers.get(kind.check)
    return known() if known else st.sampled_from(PLAUSIBLE[kind.check])


def _mapping(kinds, ids):
    parts = {name: values(kind, ids, 12) for name, kind in kinds.items()}
    return st.fixed_dictionaries({}, optional=parts)


def _table(key, kind, ids):
    keys = values(key, ids, 12).filter(_is_hashable)
    return st.dictionaries(keys, values(kind, ids, 12), max_size=3)


def _is_hashable(value):
    return isinstance(value, str | int | float | bool | None)
