"""The stage of scripts/test that uninstalls the addon and installs it again."""

from .cache import SCRIPTS
from .databases import temporary_name
from .stages import MODULE

SCRIPT = SCRIPTS / "reinstalled_books.py"


def reinstallation(run):
    """Settle, uninstall, install again, set up: on a database of its own."""
    with run.stage("Uninstalled and installed again") as stage:
        database = temporary_name("again")
        run.databases.copy(run.databases.template(), database)
        install = ("-d", database, "-i", MODULE, "--stop-after-init")
        steps = (
            lambda: run.run_odoo(stage, "reinstall_1", *install),
            lambda: _books(run, stage, database, "before"),
            lambda: _uninstall(run, stage, database),
            lambda: _books(run, stage, database, "without"),
            lambda: run.run_odoo(stage, "reinstall_2", *install),
            lambda: _books(run, stage, database, "after"),
        )
        try:
            # The first step that fails ends it.
            all(step() for step in steps)
        finally:
            run.databases.drop(database)


def _books(run, stage, database, moment):
    variables = {"AR_DATABASE": database, "PGDATABASE": database}
    command = [run.env.python, SCRIPT, moment, run.scratch / "reinstalled.json"]
    return stage.count(run.env.run(command, variables) == 0)


def _uninstall(run, stage, database):
    command = run.env.odoo_command("module", "uninstall", "-d", database, MODULE)
    log = run.scratch / "uninstall.log"
    with log.open("w") as file:
        status = run.env.run(command, stdout=file, stderr=file)
    return stage.count(run.check_log(log) and status == 0)
