"""scripts/test: every test of the project, or the ones that were asked for."""

import argparse
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import stages
from .beside import ALWAYS, SHORT, beside
from .browser import find_browser
from .cache import LOGS
from .environment import environment
from .reinstallation import reinstallation
from .upgrade_from import ALL, VERSIONS, upgrade_from

DESCRIPTION = """Run all tests. Any argument of pytest (-k NAME, a path, -x ...)
narrows the run to the laws and the Odoo tests that it selects."""


def main():
    options, pytest_arguments = _parse()
    with environment() as env, tempfile.TemporaryDirectory() as scratch:
        run = stages.Run(env, scratch, options.keep)
        run.databases.drop_abandoned()
        try:
            if options.update_pot:
                _update_translations(run)
            elif options.others:
                find_browser()
                beside(run, options.others.split(","), pytest_arguments)
            elif options.beside:
                find_browser()
                _beside_usual(run, pytest_arguments)
            elif options.reinstall:
                reinstallation(run)
            elif options.upgrade_from:
                upgrade_from(run, options.upgrade_from)
            elif pytest_arguments:
                _run_some(run, pytest_arguments)
            else:
                _run_all(run, options.full)
            return stages.summary(run)
        finally:
            _keep_logs(Path(scratch))
            if not options.keep:
                run.databases.drop(run.database)
                run.databases.drop(f"{run.database}_group")


def _parse():
    parser = argparse.ArgumentParser(
        prog="scripts/test", description=DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument(
        "--full", action="store_true", help="20 killed processes instead of 3"
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help="reuse the database of the last --keep; upgrade it when needed",
    )
    parser.add_argument(
        "--with",
        dest="others",
        metavar="NAME,...",
        help="run the main tests beside these addons (scripts/other-addons.txt), or "
        "beside Odoo's own modules: odoo",
    )
    parser.add_argument(
        "--beside",
        action="store_true",
        help="only what a whole run tests beside other addons",
    )
    parser.add_argument(
        "--reinstall",
        action="store_true",
        help="only uninstall the addon and install it again",
    )
    parser.add_argument(
        "--upgrade-from",
        metavar="COMMIT,...",
        help="only bring databases up to date that older commits made: commits, or "
        f"{', '.join(VERSIONS)}; {ALL}: each of these",
    )
    parser.add_argument(
        "--update-pot", action="store_true", help="rewrite the translation template"
    )
    return parser.parse_known_args()


def _run_all(run, full):
    """Two stages at a time, as most machines have two cores at least; long ones first,
    so that both lanes end together."""
    find_browser()
    with ThreadPoolExecutor(max_workers=2) as lanes:
        started = [lanes.submit(stages.laws, run, [], whole=True)]
        installed = stages.install(run)
        if installed:
            stages.translations(run)
            if stages.test_group(run):
                started.append(lanes.submit(stages.server_tests, run))
                started += [
                    lanes.submit(stages.odoo_tests_beside, run, name, files)
                    for name, files in stages.parts_of_odoo_tests().items()
                ]
            started += [
                lanes.submit(stages.committed, run, script, full)
                for script in stages.committed_scripts()
            ]
            others = (_beside_usual, reinstallation, stages.demo, stages.upgrade)
            started += [lanes.submit(stage, run) for stage in others]
        for stage in started:
            stage.result()
    if installed:
        stages.addon_coverage(run)


def _beside_usual(run, arguments=()):
    """The addons that most have beside ours, with a short selection of the tests."""
    beside(run, ALWAYS, arguments, main=SHORT)


def _run_some(run, arguments):
    paths = [Path(word.split("::")[0]).absolute() for word in arguments]
    paths = [path for path in paths if path.exists()]
    of_laws = [stages.LAWS in (path, *path.parents) for path in paths]
    if not paths or any(of_laws):
        stages.laws(run, arguments, whole=False)
    if not all(of_laws) or not paths:
        find_browser()
        if stages.install(run) and stages.test_group(run):
            for stage in run.stages[-2:]:
                stage.passed = 0  # not what was asked for
            stages.odoo_tests(run, arguments, whole=False)


def _update_translations(run):
    if stages.install(run):
        stages.translations(run, update=True)


def _keep_logs(scratch):
    """Leave the logs of the last run where they can be read."""
    target = LOGS / "last-test"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for log in scratch.glob("*.log"):
        shutil.copy(log, target)
