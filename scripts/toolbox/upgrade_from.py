"""The stage of scripts/test that brings databases of older versions up to date."""

import os
import shutil
import subprocess
import tarfile

from .cache import ADDON, CHECKOUT, SCRIPTS
from .databases import temporary_name
from .report import Failure
from .stages import MODULE

SCRIPT = SCRIPTS / "upgraded_books.py"
ALL = "all"
#: A state of the addon with each capability, by a word: the commit of this repository.
VERSIONS = {
    "payment-journals": "de5d7ed",
    "wings": "3b61265",
    "revaluation": "213184f",
    "eu-sales-list": "fa99c66",
    "home": "bf7742f",
    "close": "6a52eab",
    "receipts": "6d24ffc",
    "bills": "8928496",
    "paying-off": "30ac28e",
    "explain": "97fa9bd",
    "2.0": "bdd7bff",
}


def upgrade_from(run, names):
    """Bring databases of some older versions up to date, one after the other.

    :param names: commits or words of `VERSIONS`, with commas; or `all` of these
    """
    words = VERSIONS if names == ALL else names.split(",")
    for word in words:
        _upgrade_from(run, word, VERSIONS.get(word, word))


def _upgrade_from(run, word, revision):
    """Install the addon of a commit with its demo data, let the scripts of that commit
    make documents and post them, and upgrade."""
    title = revision if word == revision else f"{word} ({revision})"
    with run.stage(f"Upgrade from {title}") as stage:
        old = _checkout(revision, run.scratch / "old")
        old_env = run.env.with_checkout(old)
        database = temporary_name("old")
        run.databases.copy(run.databases.template(demo=True), database)
        on = ("-d", database, "--stop-after-init")
        script = old / "scripts" / SCRIPT.name
        name = f"upgrade_from_{revision}"
        steps = (
            lambda: _install(run, stage, old_env, on),
            lambda: _books(run, stage, old_env, script, database, "before"),
            lambda: run.run_odoo(stage, name, *on, "-u", MODULE),
            lambda: _books(run, stage, run.env, SCRIPT, database, "after"),
        )
        try:
            # The first step that fails ends it.
            all(step() for step in steps)
        finally:
            run.databases.drop(database)


def _checkout(revision, place):
    """The addon and the scripts as they were in a commit, in a directory of its own.

    Where there was no script yet that makes the books, it is today's, which works with
    the commit's own group of companies, users and documents.
    """
    git = ["git", "-C", str(CHECKOUT), "archive", "--format=tar", revision]
    archive = subprocess.run(
        [*git, ADDON.name, SCRIPTS.name], capture_output=True, check=False
    )
    if archive.returncode:
        raise Failure(
            f"{revision} is no commit of this checkout's history, and none of "
            f"{', '.join(VERSIONS)}, {ALL}."
        )
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    packed = place / "addon.tar"
    packed.write_bytes(archive.stdout)
    with tarfile.open(packed) as tar:
        tar.extractall(place, filter="data")
    script = place / "scripts" / SCRIPT.name
    if not script.exists():
        shutil.copy(SCRIPT, script)
    return place


def _install(run, stage, old, on):
    log = run.scratch / "old.log"
    command = old.odoo_command(*on, "-i", MODULE, "--with-demo", f"--logfile={log}")
    return stage.count(old.run(command) == 0)


def _books(run, stage, env, script, database, moment):
    """Make the books, or compare them, by a script and what stands beside it."""
    path = os.pathsep.join([str(env.odoo.root), str(script.parent)])
    variables = {"AR_DATABASE": database, "PGDATABASE": database, "PYTHONPATH": path}
    command = [env.python, script, moment, run.scratch / "upgraded.json"]
    return stage.count(env.run(command, variables) == 0)
