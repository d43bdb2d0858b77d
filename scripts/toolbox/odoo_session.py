"""An Odoo environment in a plain Python script (benchmarks, races, kill tests).

    from toolbox.odoo_session import odoo_env

    with odoo_env() as env:
        env["res.partner"].search([])
        env.cr.commit()

Works on the database that AR_DATABASE names. Every call opens a cursor of its
own; what is not committed is rolled back.
"""

import os
from contextlib import contextmanager


def registry(log_level="warn"):
    import odoo.modules.registry
    from odoo.tools import config

    database = os.environ["AR_DATABASE"]
    if config["db_name"] != [database]:
        options = ["-d", database, "--no-http", f"--log-level={log_level}"]
        config.parse_config(options, setup_logging=True)
    return odoo.modules.registry.Registry(database)


@contextmanager
def odoo_env(login="admin", context=None):
    """Yield an environment of the user with this login."""
    import odoo.api

    with registry().cursor() as cr:
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        user = env["res.users"].search([("login", "=", login)])
        context = dict(user.context_get(), **(context or {}))
        yield odoo.api.Environment(cr, user.id, context)
        cr.rollback()
