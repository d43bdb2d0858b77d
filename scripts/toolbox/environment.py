"""Odoo, Python packages and PostgreSQL put together, ready to run things in."""

import configparser
import os
import signal
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .cache import ADDON, CACHE, CHECKOUT, SCRIPTS, fingerprint, write_whole
from .odoo_source import OdooSource, find_odoo
from .postgres import Server, find_server
from .python_packages import find_packages
from .report import Failure, say

CONFIGURED = {
    "db_host": "PGHOST",
    "db_port": "PGPORT",
    "db_user": "PGUSER",
    "db_password": "PGPASSWORD",
}


@dataclass
class Environment:
    odoo: OdooSource
    venv: Path
    server: Server
    config: Path
    data_directory: Path

    @property
    def python(self):
        return self.venv / "bin" / "python"

    @property
    def addons_path(self):
        return [*map(str, self.odoo.addons), str(CHECKOUT)]

    def variables(self, **extra):
        """The environment variables for a program that works in here."""
        result = {**os.environ, **self.server.variables}
        path = [str(self.venv / "bin")]
        if self.server.programs:
            path.append(str(self.server.programs))
        result["PATH"] = os.pathsep.join([*path, result.get("PATH", "")])
        result["PYTHONPATH"] = os.pathsep.join([str(self.odoo.root), str(SCRIPTS)])
        result["ODOO_RC"] = str(self.config)
        result["VIRTUAL_ENV"] = str(self.venv)
        result["AR_CHECKOUT"] = str(CHECKOUT)
        result.update(extra)
        return result

    def run(self, command, variables=None, passing_on=False, **options):
        """Run a program to its end and return its exit status.

        Ctrl-C reaches the program itself, and we wait for it to finish; then we
        are interrupted too, unless we only stand for the program (`passing_on`).
        What runs beside other programs shows what it said at its end.
        """
        if _is_beside_others() and "stdout" not in options:
            with tempfile.TemporaryFile("w+", errors="replace") as output:
                options = {"stderr": output, **options, "stdout": output}
                status = self.run(command, variables, passing_on, **options)
                output.seek(0)
                say(output.read())
            return status
        process = subprocess.Popen(
            [str(part) for part in command],
            env=self.variables(**(variables or {})),
            close_fds=False,
            **options,
        )
        with _passing_signals_to(process) as received:
            status = process.wait()
        if signal.SIGINT in received and not passing_on:
            raise KeyboardInterrupt
        # A program that a signal ended: as a shell would tell it.
        return status if status >= 0 else 128 - status

    def with_addons(self, directory):
        """The same environment with the addons of one more directory."""
        parser = configparser.RawConfigParser()
        parser.read(self.config)
        options = dict(parser["options"])
        options["addons_path"] += f",{directory}"
        return replace(self, config=_write_config(self.odoo, options, directory))

    def with_checkout(self, directory):
        """The same environment with another state of the addon, below `directory`."""
        parser = configparser.RawConfigParser()
        parser.read(self.config)
        options = dict(parser["options"])
        paths = options["addons_path"].split(",")
        options["addons_path"] = ",".join(
            str(directory) if path == str(CHECKOUT) else path for path in paths
        )
        return replace(self, config=_write_config(self.odoo, options, directory))

    def odoo_command(self, *arguments):
        return [self.python, "-m", "odoo", *arguments]

    def pytest_command(self, *arguments):
        return [self.python, "-m", "pytest", *arguments]


def _is_beside_others():
    return threading.current_thread() is not threading.main_thread()


@contextmanager
def _passing_signals_to(process):
    received = []
    if _is_beside_others():
        yield received  # only the main thread hears signals
        return

    def pass_on(number, _frame):
        received.append(number)
        if number != signal.SIGINT:  # the terminal sends that one to both of us
            process.send_signal(number)

    numbers = (signal.SIGINT, signal.SIGTERM)
    previous = {number: signal.signal(number, pass_on) for number in numbers}
    try:
        yield received
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


@contextmanager
def environment():
    """Set up whatever is missing and yield the `Environment`."""
    odoo = find_odoo()
    venv = find_packages()
    options = _user_options()
    configured = {
        variable: options[name]
        for name, variable in CONFIGURED.items()
        if options.get(name) not in (None, "", "False")
    }
    server = find_server(venv, configured)
    try:
        options = _complete(odoo, options)
        config = _write_config(odoo, options)
        data = Path(options["data_dir"]).expanduser()
        yield Environment(odoo, venv, server, config, data)
    finally:
        server.close()


def _user_options():
    """What the odoo.conf that the user named in ODOO_RC says."""
    place = os.environ.get("ODOO_RC")
    if not place:
        return {}
    parser = configparser.RawConfigParser()
    if not parser.read(place):
        raise Failure(
            f"ODOO_RC names {place}, which cannot be read. Correct it or unset it."
        )
    return dict(parser["options"]) if parser.has_section("options") else {}


def _complete(odoo, given):
    """The user's options completed by ours."""
    ours = {
        "data_dir": str(CACHE / "data"),
        "http_interface": "127.0.0.1",
        "workers": "0",
    }
    theirs = [part for part in given.get("addons_path", "").split(",") if part.strip()]
    paths = [*map(str, odoo.addons), *theirs]
    # Odoo refuses a directory without an addon: before there is one, leave it.
    if (ADDON / "__manifest__.py").exists():
        paths.append(str(CHECKOUT))
    return {**ours, **given, "addons_path": ",".join(dict.fromkeys(paths))}


def _write_config(odoo, options, *more):
    lines = [f"{key} = {value}\n" for key, value in options.items()]
    name = fingerprint(CHECKOUT, os.environ.get("ODOO_RC", ""), odoo.root, *more)
    config = CACHE / "conf" / f"{name}.conf"
    write_whole(config, "[options]\n" + "".join(lines))
    config.chmod(0o600)  # the user's own may have passwords
    return config
