"""The stage of scripts/test that brings a database of an older version up to date."""

import shutil
import subprocess
import tarfile

from .cache import ADDON, CHECKOUT, SCRIPTS
from .databases import temporary_name
from .report import Failure
from .stages import MODULE

SCRIPT = SCRIPTS / "upgraded_books.py"


def upgrade_from(run, revision):
    """Install the addon of a commit with its demo data, post, and upgrade.

    :param revision: a commit of this repository's history
    """
    with run.stage(f"Upgrade from {revision}") as stage:
        old = run.env.with_checkout(_checkout(revision, run.scratch / "old"))
        database = temporary_name("old")
        run.databases.copy(run.databases.template(demo=True), database)
        on = ("-d", database, "--stop-after-init")
        steps = (
            lambda: _install(run, stage, old, on),
            lambda: _books(run, stage, old, database, "before"),
            lambda: run.run_odoo(stage, "upgrade_from", *on, "-u", MODULE),
            lambda: _books(run, stage, run.env, database, "after"),
        )
        try:
            # The first step that fails ends it.
            all(step() for step in steps)
        finally:
            run.databases.drop(database)


def _checkout(revision, place):
    """The addon as it was in a commit, in a directory of its own."""
    git = ["git", "-C", str(CHECKOUT), "archive", "--format=tar", revision, ADDON.name]
    archive = subprocess.run(git, capture_output=True, check=False)
    if archive.returncode:
        raise Failure(f"{revision} is no commit of this checkout's history.")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    packed = place / "addon.tar"
    packed.write_bytes(archive.stdout)
    with tarfile.open(packed) as tar:
        tar.extractall(place, filter="data")
    return place


def _install(run, stage, old, on):
    log = run.scratch / "old.log"
    command = old.odoo_command(*on, "-i", MODULE, "--with-demo", f"--logfile={log}")
    return stage.count(old.run(command) == 0)


def _books(run, stage, env, database, moment):
    variables = {"AR_DATABASE": database, "PGDATABASE": database}
    command = [env.python, SCRIPT, moment, run.scratch / "upgraded.json"]
    return stage.count(env.run(command, variables) == 0)
