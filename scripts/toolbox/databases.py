"""Make, copy and drop databases together with their filestores.

What a database was made from is kept as its comment in PostgreSQL, so that it
disappears with the database.
"""

import os
import re
import shutil
import subprocess
import threading

from .cache import ADDON, LOGS, fingerprint, setup_lock
from .report import Failure, run_step

# Nothing in these decides what an installed database contains.
IRRELEVANT = ("tests", "readme", "static", "__pycache__")
COPYING = threading.Lock()
SETUP_HINT = "Odoo could not make the database."


def addon_fingerprint():
    """A name for the state of the addon's source, as far as a database sees it."""
    digest = []
    for path in sorted(ADDON.rglob("*")):
        relative = path.relative_to(ADDON)
        if path.is_file() and not {*relative.parts} & {*IRRELEVANT}:
            digest += [str(relative), path.read_bytes().hex()]
    return fingerprint(*digest)


class Databases:
    def __init__(self, env):
        self.env = env
        self.filestore = env.data_directory / "filestore"

    def query(self, sql, database="postgres"):
        """Run SQL by psql and return its unadorned output."""
        result = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql],
            env=self.env.variables(),
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise Failure(f"PostgreSQL refused: {result.stderr.strip()}")
        return result.stdout.strip()

    def exists(self, name):
        return self.query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'") == "1"

    def made_from(self, name):
        """What `set_made_from` said about the database (nothing: an empty text)."""
        return self.query(
            "SELECT shobj_description(oid, 'pg_database') "
            f"FROM pg_database WHERE datname = '{name}'"
        )

    def set_made_from(self, name, text):
        self.query(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")

    def drop(self, name):
        self.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{name}'"
        )
        self.query(f'DROP DATABASE IF EXISTS "{name}"')
        shutil.rmtree(self.filestore / name, ignore_errors=True)

    def copy(self, source, target):
        """Copy a database; the files, which never change, are shared."""
        self.drop(target)
        with COPYING:  # one at a time: a copy is a connection to its source
            self.query(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        if (self.filestore / source).is_dir():
            shutil.copytree(
                self.filestore / source, self.filestore / target, copy_function=os.link
            )

    def rename(self, source, target):
        self.query(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
        if (self.filestore / source).is_dir():
            (self.filestore / source).rename(self.filestore / target)

    def drop_abandoned(self):
        """Drop the databases of runs that were killed."""
        names = self.query("SELECT datname FROM pg_database").splitlines()
        for name in names:
            found = re.fullmatch(r"ar_run_(\d+)(_\w+)?", name)
            if found and not _is_alive(int(found[1])):
                self.drop(name)

    def template(self, demo=False):
        """Return the name of a database with `account` installed; make it once."""
        kind = "demo" if demo else "plain"
        name = f"ar_template_{kind}_{self.env.odoo.version}"
        if self.exists(name):
            return name
        with setup_lock():
            if not self.exists(name):
                self._make_template(name, demo)
        return name

    def _make_template(self, name, demo):
        draft = temporary_name("template")
        self.drop(draft)
        options = ["--with-demo"] if demo else []
        kind = "with demo data" if demo else "without demo data"
        run_step(
            f"Making a database of plain Odoo {kind}",
            self.env.odoo_command(
                "-d", draft, "-i", "account", "--stop-after-init", *options
            ),
            LOGS / f"template-{os.getpid()}.log",
            SETUP_HINT,
            env=self.env.variables(),
        )
        self.query("ANALYZE", draft)
        self.rename(draft, name)


def temporary_name(purpose):
    """A database name that says by which run it may be dropped."""
    return f"ar_run_{os.getpid()}_{purpose}"


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
