"""The stages of scripts/test. Each one says how many checks passed and failed."""

import fcntl
import json
import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .cache import ADDON, CACHE, CHECKOUT, SCRIPTS, fingerprint
from .databases import Databases, addon_fingerprint, temporary_name
from .demo_scripts import follow_tutorial, print_books
from .javascript import find_javascript
from .report import Failure, duration, say

MODULE = "ar_centralized_payments"
LAWS = ADDON / "tests" / "properties"
TESTS = ADDON / "tests"
POT = ADDON / "i18n" / f"{MODULE}.pot"
ODOO_PARTS = 5
#: What coverage comes from.
PARTS = ("laws", "server", *(f"tests_{number}" for number in range(1, ODOO_PARTS + 1)))
NOTHING_RAN = 5
#: How many of the slowest tests are named.
SLOWEST = 5
#: Folders of pure Python, which the laws reach alone.
PURE = ("settlement", "matching", "sales_list", "closing")
PURE_COVERAGE = 100
ADDON_COVERAGE = 95


@dataclass
class Stage:
    title: str
    passed: int = 0
    failed: int = 0
    seconds: float = 0.0
    notes: list = field(default_factory=list)

    def count(self, succeeded):
        if succeeded:
            self.passed += 1
        else:
            self.failed += 1
        return succeeded

    def note(self, text):
        self.notes.append(text)
        say(f"   {text}")


class Run:
    """One run of the tests: its environment, scratch directory and database."""

    def __init__(self, env, scratch, keep):
        self.env = env
        self.databases = Databases(env)
        self.scratch = Path(scratch)
        self.keep = keep
        self.stages = []
        self.database = temporary_name("tests")
        if keep:
            self.database, self._kept = _kept_database()

    @contextmanager
    def stage(self, title):
        """Announce a stage and time it; an error in it makes it fail."""
        stage = Stage(title)
        self.stages.append(stage)
        say(f"\n== {title}")
        start = time.monotonic()
        yield stage
        stage.seconds = time.monotonic() - start
        counts = f"{stage.passed} passed, {stage.failed} failed"
        say(f"   {title}: {counts} in {duration(stage.seconds)}")

    def run_odoo(self, stage, name, *arguments):
        """Run Odoo, keep its log, and count a check of status and log."""
        log = self.scratch / f"{name}.log"
        command = self.env.odoo_command(*arguments, f"--logfile={log}")
        status = self.env.run(command)
        succeeded = stage.count(self.check_log(log) and status == 0)
        if not succeeded:
            stage.note(f"{name} failed (exit status {status})")
        return succeeded

    def check_log(self, log):
        """No warning and no error may be in a log of Odoo."""
        if not log.exists():
            return False
        config = SCRIPTS / "checklog-odoo.cfg"
        return self.env.run(["checklog-odoo", "--config", config, log]) == 0

    def pytest(self, stage, name, arguments, variables=None):
        """Run pytest with coverage and count its tests; return its status."""
        report = self.scratch / f"{name}.json"
        plugins = [
            f"-ptoolbox.pytest_{plugin}"
            for plugin in ("coverage", "lanes", "seconds", "strict")
        ]
        command = [self.env.python, "-m", "pytest", *plugins, *arguments]
        options = [f"-ocache_dir={CACHE / 'pytest'}"]
        variables = {
            "AR_REPORT": str(report),
            "AR_COVERAGE": str(self.scratch / f"{name}.coverage"),
            "AR_SECONDS": str(self.scratch / f"{name}.seconds"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **(variables or {}),
        }
        status = self.env.run([*command, *options], variables, cwd=CHECKOUT)
        outcomes = json.loads(report.read_text()) if report.exists() else {}
        for outcome in outcomes.values():
            stage.count(outcome == "passed")
        if status not in (0, NOTHING_RAN) and not stage.failed:
            stage.count(False)
            stage.note(f"pytest ended with status {status}")
        return status

    def covers(self, least, names, *folders):
        """Whether what the tests reach is enough, in all stages of the names."""
        files = [self.scratch / f"{name}.coverage" for name in names]
        command = [self.env.python, "-m", "toolbox.coverage_report", least]
        command += [
            *filter(Path.exists, files),
            *(["--of", *folders] if folders else []),
        ]
        return self.env.run(command, cwd=CHECKOUT) == 0


def _kept_database():
    """The first kept database of this checkout that no other run uses now."""
    for number in range(1, 100):
        name = f"ar_keep_{fingerprint(CHECKOUT)}_{number}"
        lock = (CACHE / f"{name}.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return name, lock
        except BlockingIOError:
            lock.close()
    raise Failure("A hundred runs with --keep at once are too many.")


def laws(run, arguments, whole):
    """The laws of the pure parts, by hypothesis, without Odoo."""
    with run.stage(f"Laws of {', '.join(PURE)} (no Odoo)") as stage:
        config = LAWS / "pytest.ini"
        targets = arguments if _has_path(arguments) else [*arguments, LAWS]
        run.pytest(stage, "laws", ["-c", config, "--rootdir", LAWS, *targets])
        if whole:
            stage.count(stage.passed and _pure_parts_are_covered(run, stage))


def _pure_parts_are_covered(run, stage):
    covered = run.covers(PURE_COVERAGE, ["laws"], *PURE)
    if not covered:
        stage.note(f"A pure part is covered by less than {PURE_COVERAGE} %")
    return covered


def install(run):
    """Install the addon (or bring the kept database up to date); check the log."""
    with run.stage("Installation") as stage:
        databases = run.databases
        state = addon_fingerprint()
        known = databases.made_from(run.database) if run.keep else ""
        if known == state:
            return stage.count(True)
        if not known:
            databases.copy(databases.template(), run.database)
        option = "-u" if known else "-i"
        arguments = ("-d", run.database, option, MODULE, "--stop-after-init")
        succeeded = run.run_odoo(stage, "installation", *arguments)
        if succeeded:
            databases.set_made_from(run.database, state)
        return succeeded


def test_group(run):
    """The database of the tests: the installed one, and the group that they share."""
    with run.stage("The group of the tests") as stage:
        databases, group = run.databases, f"{run.database}_group"
        sources = [TESTS / "common.py", TESTS / "kept_group.py"]
        state = fingerprint(addon_fingerprint(), *map(Path.read_text, sources))
        if run.keep and databases.made_from(group) == state:
            return stage.count(True)
        databases.copy(run.database, group)
        variables = {"AR_DATABASE": group, "PGDATABASE": group}
        command = [run.env.python, "-m", "toolbox.test_group"]
        succeeded = stage.count(run.env.run(command, variables) == 0)
        if succeeded:
            databases.set_made_from(group, state)
        return succeeded


def translations(run, update=False):
    """The .pot file is what Odoo exports now (but for its dates)."""
    with run.stage("Translation template") as stage:
        export = run.scratch / "export.pot"
        status = run.env.run(
            run.env.odoo_command(
                "i18n", "export", "-d", run.database, "-o", export, MODULE
            ),
            stderr=subprocess.DEVNULL,
        )
        if not stage.count(status == 0):
            return
        text = _without_dates(export.read_text())
        if update:
            POT.parent.mkdir(exist_ok=True)
            POT.write_text(text)
        known = POT.read_text() if POT.exists() else ""
        if not stage.count(_without_dates(known) == text):
            stage.note(f"{POT.name} is out of date: scripts/test --update-pot")


def _without_dates(text):
    return re.sub(r'^"(POT-Creation|PO-Revision)-Date: .*\n', "", text, flags=re.M)


def server_tests(run):
    """The tests in a browser or by RPC: one after the other, with one server."""
    options = {"title": "Odoo tests (Chromium, RPC)", "lane": "server"}
    odoo_tests_beside(run, "server", test_files(), **options)


def test_files():
    return [path for path in TESTS.rglob("test_*.py") if LAWS not in path.parents]


def parts_of_odoo_tests():
    """The files of the other Odoo tests in parts, by their names."""
    parts, weights = [[] for _n in range(ODOO_PARTS)], [0] * ODOO_PARTS
    files = test_files()
    files.sort(key=lambda path: (-path.stat().st_size, path))
    for path in files:
        lightest = weights.index(min(weights))
        parts[lightest].append(path)
        weights[lightest] += path.stat().st_size
    return {f"tests_{number}": files for number, files in enumerate(parts, 1)}


def odoo_tests_beside(run, name, files, title="Odoo tests", lane="plain"):
    """One part of the Odoo tests, on a database of its own, beside other stages."""
    database = temporary_name(name)
    try:
        run.databases.copy(f"{run.database}_group", database)
        with run.stage(f"{title}, {name}" if lane == "plain" else title) as stage:
            run_tests(run, stage, name, database, files, True, {"AR_LANE": lane})
    finally:
        run.databases.drop(database)


def odoo_tests(run, arguments, whole):
    """The tests that need Odoo, browser tests among them; then their log."""
    with run.stage("Odoo tests (pytest-odoo, Chromium)") as stage:
        targets = arguments if _has_path(arguments) else [*arguments, TESTS]
        run_tests(run, stage, "tests", f"{run.database}_group", targets, whole)


def run_tests(run, stage, name, database, targets, whole, variables=None):
    """Run some Odoo tests on a database; then check their log."""
    log = run.scratch / f"{name}.log"
    options = [
        f"-c{CHECKOUT / 'pyproject.toml'}",
        f"--rootdir={CHECKOUT}",
        f"--odoo-database={database}",
        f"--odoo-extra=http-port={_free_port()}",
        "--odoo-http",
        "--odoo-log-level=info",
        f"--odoo-extra=logfile={log}",
        "--odoo-extra=max-cron-threads=0",
        f"--ignore={LAWS}",
    ]
    variables = {**(variables or {}), "AR_AXE": str(find_javascript().axe)}
    status = run.pytest(stage, name, [*options, *targets], variables)
    if status == NOTHING_RAN:
        if whole:
            stage.count(False)
            stage.note("there is no test")
    elif not stage.count(run.check_log(log)):
        stage.note("the log of the tests has warnings or errors")


def _free_port():
    """A port that nobody listens on, for the server of the browser tests."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def _has_path(arguments):
    return any(Path(argument.split("::")[0]).exists() for argument in arguments)


def committed_scripts():
    """The scripts of races and killed processes."""
    scripts = sorted((SCRIPTS / "committed").glob("*.py"))
    return [script for script in scripts if not script.name.startswith("_")]


def committed(run, script, full):
    """One of these scripts, on a committed database of its own."""
    with run.stage(f"Committed database: {script.stem}") as stage:
        database = temporary_name(script.stem)
        run.databases.copy(run.database, database)
        variables = {"AR_DATABASE": database, "PGDATABASE": database}
        command = [run.env.python, script, *(["--full"] if full else [])]
        stage.count(run.env.run(command, variables) == 0)
        run.databases.drop(database)


def upgrade(run):
    with run.stage("Upgrade of an installed database") as stage:
        database = temporary_name("upgrade")
        run.databases.copy(run.database, database)
        run.run_odoo(
            stage, "upgrade", "-d", database, "-u", MODULE, "--stop-after-init"
        )
        run.databases.drop(database)


def demo(run):
    """The demo data, whose books scripts compare with the examples; the tutorial."""
    with run.stage("Demo data") as stage:
        database = temporary_name("demo")
        run.databases.copy(run.databases.template(demo=True), database)
        arguments = ("-d", database, "-i", MODULE, "--with-demo", "--stop-after-init")
        if run.run_odoo(stage, "demo", *arguments):
            stage.count(print_books(run.env, database) == 0)
            stage.count(follow_tutorial(run.env, database) == 0)
        run.databases.drop(database)


def addon_coverage(run):
    with run.stage("Coverage of the addon") as stage:
        stage.count(run.covers(ADDON_COVERAGE, PARTS))


def slowest(run):
    """Say which tests took longest, and keep the seconds of each beside the logs."""
    found = {}
    for path in run.scratch.glob("*.seconds"):
        found.update(json.loads(path.read_text()))
    if found:
        (run.scratch / "seconds.log").write_text(
            "".join(
                f"{seconds:8.2f}  {test}\n"
                for test, seconds in sorted(found.items(), key=lambda row: -row[1])
            )
        )
        say(f"\n{len(found)} tests took {duration(sum(found.values()))}; the slowest:")
        for test in sorted(found, key=found.get, reverse=True)[:SLOWEST]:
            say(f"{found[test]:6.1f} s  {test.removeprefix(f'{MODULE}/tests/')}")


def summary(run):
    """Print what every stage came to; return the exit status."""
    slowest(run)
    say("")
    for stage in run.stages:
        mark = "FAILED" if stage.failed else "ok"
        say(f"{mark:>6}  {stage.title} ({duration(stage.seconds)})")
        for note in stage.notes:
            say(f"        {note}")
    passed = sum(stage.passed for stage in run.stages)
    failed = sum(stage.failed for stage in run.stages)
    if not passed + failed:
        say("No test matched.")
    sys.stderr.flush()
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0
