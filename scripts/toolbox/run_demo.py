"""scripts/demo: a database with the examples, their books checked, then served."""

import argparse
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from . import databases
from .cache import LOGS, setup_lock
from .demo_scripts import print_books
from .environment import environment
from .report import Failure, run_step, say, step
from .stages import MODULE

DATABASE = "demo"
PORTS = range(8069, 8090)
START_SECONDS = 60


def main():
    options = _parse()
    port = None if options.no_serve else choose_port(options.port)
    with environment() as env:
        with setup_lock("demo"):
            prepare(databases.Databases(env), options.fresh)
        status = print_books(env, DATABASE)
        if port:
            _serve(env, port)
        return status


def _parse():
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument(
        "--no-serve", action="store_true", help="end after printing the books"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="make the database again from nothing"
    )
    parser.add_argument("--port", type=int, help="serve on this port of 127.0.0.1")
    return parser.parse_args()


def choose_port(wanted):
    if wanted:
        if not _is_free(wanted):
            raise Failure(
                f"Port {wanted} is taken by another program. Choose another with "
                "--port NUMBER, or leave --port out to have a free one chosen."
            )
        return wanted
    port = next(filter(_is_free, PORTS), None)
    if not port:
        raise Failure(
            f"The ports {PORTS[0]} to {PORTS[-1]} are all taken. Choose another with "
            "--port NUMBER."
        )
    if port != PORTS[0]:
        say(f"-- Port {PORTS[0]} is taken by another program; using {port}.")
    return port


def _is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def prepare(known, fresh):
    """Make the demo database, or bring an earlier one up to date."""
    state = databases.addon_fingerprint()
    if fresh or not known.exists(DATABASE):
        _make(known, state)
        return
    made_from = known.made_from(DATABASE)
    if not made_from:
        raise Failure(
            f"There is a database '{DATABASE}' already that this command did not "
            "make. Rename it, or let --fresh replace it."
        )
    if made_from != state:
        title = "Upgrading the demo database to the changed addon"
        _run_odoo(known.env, title, DATABASE, "-u", MODULE)
        known.set_made_from(DATABASE, state)


def _make(known, state):
    # Under another name until it is whole: an interrupted run leaves no demo.
    draft = databases.temporary_name("demo")
    known.copy(known.template(demo=True), draft)
    title = "Installing the addon with its demo data"
    try:
        _run_odoo(known.env, title, draft, "-i", MODULE, "--with-demo")
        known.drop(DATABASE)
        known.rename(draft, DATABASE)
    finally:
        known.drop(draft)
    known.set_made_from(DATABASE, state)


def _run_odoo(env, title, database, *arguments):
    run_step(
        title,
        env.odoo_command("-d", database, *arguments, "--stop-after-init"),
        LOGS / "demo.log",
        "Odoo stopped with an error; scripts/demo --fresh starts from nothing.",
        env=env.variables(),
    )


def _serve(env, port):
    log = LOGS / "demo-server.log"
    try:
        with serving(env, DATABASE, port, log) as (url, server):
            print(f"\nOdoo is at {url} - Ctrl-C stops it. Its log: {log}", flush=True)
            server.wait()
    except KeyboardInterrupt:
        say("\nStopping ...")


@contextmanager
def serving(env, database, port, log):
    """Odoo serves a database meanwhile: yield its URL and the process."""
    url = f"http://localhost:{port}"
    command = env.odoo_command(
        "-d",
        database,
        f"--db-filter=^{database}$",
        f"--http-port={port}",
        f"--logfile={log}",
    )
    server = subprocess.Popen(
        [str(part) for part in command],
        env=env.variables(),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        close_fds=False,
    )
    try:
        with step("Starting Odoo"):
            _wait_until_up(server, url, log)
        yield url, server
    finally:
        server.terminate()
        server.wait()


def _wait_until_up(server, url, log):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/web/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise Failure(f"Odoo did not start; its log is {log}.")
