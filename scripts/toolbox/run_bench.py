"""scripts/bench: run a benchmark on a database of its own."""

import argparse

from .browser import find_browser
from .cache import LOGS, SCRIPTS, setup_lock
from .databases import Databases, temporary_name
from .environment import environment
from .report import Failure, run_step
from .run_demo import DATABASE, choose_port, prepare, serving
from .stages import MODULE

BENCHMARKS = SCRIPTS / "benchmarks"
#: What is measured in a browser, on a copy of the demo.
IN_BROWSER = ("paint",)


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("name", help="the script in scripts/benchmarks to run")
    options, arguments = parser.parse_known_args()
    script = BENCHMARKS / f"{options.name}.py"
    if not script.exists():
        names = sorted(path.stem for path in BENCHMARKS.glob("[!_]*.py"))
        raise Failure(
            f"There is no benchmark '{options.name}'. There is: "
            f"{', '.join(names) or 'none yet'}."
        )
    with environment() as env:
        known = Databases(env)
        known.drop_abandoned()
        database = temporary_name("bench")
        command = [env.python, script, *arguments]
        try:
            if options.name in IN_BROWSER:
                return _run_in_browser(env, known, database, command)
            known.copy(known.template(), database)
            _install(env, database)
            variables = {"AR_DATABASE": database, "PGDATABASE": database}
            return env.run(command, variables)
        finally:
            known.drop(database)


def _install(env, database):
    run_step(
        "Installing the addon on a database of its own",
        env.odoo_command("-d", database, "-i", MODULE, "--stop-after-init"),
        LOGS / "bench.log",
        "Odoo stopped with an error.",
        env=env.variables(),
    )


def _run_in_browser(env, known, database, command):
    with setup_lock("demo"):
        prepare(known, fresh=False)
        known.copy(DATABASE, database)
    log = LOGS / "bench-server.log"
    with serving(env, database, choose_port(None), log) as (url, _server):
        return env.run(command, {"AR_URL": url, "AR_BROWSER": find_browser()})
