"""scripts/bench: run a benchmark on a database of its own."""

import argparse

from .cache import LOGS, SCRIPTS
from .databases import Databases, temporary_name
from .environment import environment
from .report import Failure, run_step
from .stages import MODULE

BENCHMARKS = SCRIPTS / "benchmarks"


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
        try:
            known.copy(known.template(), database)
            _install(env, database)
            variables = {"AR_DATABASE": database, "PGDATABASE": database}
            return env.run([env.python, script, *arguments], variables)
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
