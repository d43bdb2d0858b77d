"""The group of the tests, made once in a database and found there by each class.

Four companies with their charts take longer to make than most classes take to test;
``scripts/test`` makes them in the database whose copies its parts work on. Where they
are not (another runner, another country's chart) each class makes its own.
"""

import json
from functools import lru_cache

from odoo.models import BaseModel
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name

from odoo.addons.base.tests.common import BaseCommon

PARAMETER = "ar_centralized_payments.tests_group"


def keep(cls):
    """Let a class set itself up, and leave in the database what it made.

    :param cls: the test class; not set up yet
    """
    before = set(vars(cls))
    cls.setUpClass()
    try:
        made = {
            name: _packed(cls.env, value)
            for name, value in vars(cls).items()
            if name not in before and _can_be_packed(value)
        }
        state = {"user": cls.env.uid, "attributes": made}
        parameters = cls.env["ir.config_parameter"].sudo()
        parameters.set_param(PARAMETER, json.dumps(state))
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        # A test's own cursor refuses to commit; its class does not.
        type(cls.cr).commit(cls.cr)
    finally:
        cls.doClassCleanups()


def restore(cls):
    """Set a class up with the group that is kept in the database.

    :return bool: whether there is one, and the class did not ask for another
    """
    state = None if cls.chart_template or cls.country_code else _kept(get_db_name())
    if state is None:
        return False
    # What Odoo's classes would make is there: only their transaction is needed.
    super(BaseCommon, cls).setUpClass()
    env = cls.env["base"].with_context(**cls.default_env_context()).env
    cls.env = env(user=state["user"])
    for name, value in state["attributes"].items():
        setattr(cls, name, _unpacked(cls.env, value))
    return True


def make_room(env, names):
    """Let others have the names that companies of the group may have."""
    for company in env["res.company"].sudo().search([("name", "in", [*names])]):
        company.name = f"{company.name} (before)"


@lru_cache(maxsize=1)
def _kept(database):
    with Registry(database).cursor() as cr:
        cr.execute("SELECT value FROM ir_config_parameter WHERE key = %s", [PARAMETER])
        found = cr.fetchone()
    return found and json.loads(found[0])


def _can_be_packed(value):
    if isinstance(value, dict):
        return all(map(_can_be_packed, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_can_be_packed, value))
    return value is None or isinstance(value, BaseModel | str | int | float)


def _packed(env, value):
    """The value as JSON can have it: records by their ids and what their environment
    has of its own."""
    if isinstance(value, BaseModel):
        own = {
            key: val
            for key, val in value.env.context.items()
            if env.context.get(key) != val
        }
        return {"model": value._name, "ids": value.ids, "context": own}
    if isinstance(value, dict):
        return {"dict": [[key, _packed(env, val)] for key, val in value.items()]}
    if isinstance(value, list | tuple):
        return [_packed(env, val) for val in value]
    return value


def _unpacked(env, value):
    if isinstance(value, list):
        return [_unpacked(env, val) for val in value]
    if not isinstance(value, dict):
        return value
    if "dict" in value:
        return {key: _unpacked(env, val) for key, val in value["dict"]}
    records = env[value["model"]].browse(value["ids"])
    return records.with_context(**value["context"]) if value["context"] else records
