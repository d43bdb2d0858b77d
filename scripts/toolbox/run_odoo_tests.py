"""scripts/test-odoo: Odoo's own accounting tests, without and with the addon.

The same tests run on a database that has only `account`, and on one that has
the addon as well. Every test must end in the same way on both.
"""

import argparse
import json
import tempfile
from pathlib import Path

from .browser import find_browser
from .cache import CACHE, LOGS
from .databases import Databases, temporary_name
from .environment import environment
from .report import Failure, run_step, say, step
from .stages import MODULE

CHOSEN = (
    "test_account_bank_statement.py",
    "test_account_move_entry.py",
    "test_account_move_out_invoice.py",
    "test_account_move_payments_widget.py",
    "test_account_move_reconcile.py",
    "test_account_payment.py",
    "test_account_payment_duplicate.py",
    "test_account_payment_items.py",
    "test_account_payment_method_line.py",
    "test_account_payment_register.py",
    "test_company_branch.py",
    "test_early_payment_discount.py",
    "test_payment_term.py",
    "test_transfer_wizard.py",
)

#: What fails after a revaluation, and has to.
AFTER_REVALUATION = {
    "test_company_branch.py::TestCompanyBranch::test_lock_dates": (
        "it sets every entry there is back to draft; those of a revaluation refuse, as "
        "they are undone with it"
    ),
}


def main():
    parser = argparse.ArgumentParser(
        prog="scripts/test-odoo",
        description=__doc__,
        epilog="Other arguments go to pytest (-k NAME, -x ...).",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--file",
        action="append",
        help="a test file of account instead of the usual ones (may be repeated)",
    )
    parser.add_argument(
        "--revaluation",
        action="store_true",
        help="with the addon, each test begins after a revaluation was posted",
    )
    options, arguments = parser.parse_known_args()
    find_browser()
    with environment() as env, tempfile.TemporaryDirectory() as scratch:
        files = _files(env, options.file or CHOSEN)
        known = Databases(env)
        known.drop_abandoned()
        outcomes = {}
        for title, addon in (("account alone", False), ("with the addon", True)):
            database = temporary_name("account")
            known.copy(known.template(), database)
            try:
                if addon:
                    _install(env, database)
                report = Path(scratch) / f"{addon}.json"
                given = [*arguments, *files]
                if addon and options.revaluation:
                    given.insert(0, "-ptoolbox.pytest_revaluation")
                with step(f"Odoo's own tests, {title}"):
                    _run(env, database, report, given)
                outcomes[title] = json.loads(report.read_text())
            finally:
                known.drop(database)
    return compare(outcomes, AFTER_REVALUATION if options.revaluation else {})


def _files(env, names):
    for addons in env.odoo.addons:
        directory = addons / "account" / "tests"
        if directory.is_dir():
            return [directory / name for name in names if (directory / name).exists()]
    raise Failure(
        "This Odoo comes without the tests of account (some packages leave them "
        "out). Name a checkout of branch 19.0 by ODOO_SOURCE=directory."
    )


def _install(env, database):
    run_step(
        "Installing the addon",
        env.odoo_command("-d", database, "-i", MODULE, "--stop-after-init"),
        LOGS / "test-odoo-install.log",
        "Odoo stopped with an error.",
        env=env.variables(),
    )


def _run(env, database, report, arguments):
    command = env.pytest_command(
        f"--odoo-database={database}",
        "--odoo-http",
        "--odoo-extra=max-cron-threads=0",
        "-ptoolbox.pytest_strict",
        f"-ocache_dir={CACHE / 'pytest-odoo'}",
        "--quiet",
        "--tb=short",
        "--no-header",
        "--disable-warnings",
        *arguments,
    )
    env.run(command, {"AR_REPORT": str(report), "AR_SKIPS_ALLOWED": "1"})
    if not report.exists():
        raise Failure("pytest did not come to its end; see above.")


def compare(outcomes, meant):
    """Print both counts and every test that ended differently.

    ``meant``: end of a test's name -> why it has to fail with the addon
    """
    (title, plain), (other_title, extended) = outcomes.items()
    for name, result in outcomes.items():
        counts = ", ".join(
            f"{list(result.values()).count(kind)} {kind}"
            for kind in ("passed", "failed", "skipped")
        )
        print(f"{name}: {counts}")
    wrong = 0
    for test in sorted({*plain, *extended}):
        ends = plain.get(test), extended.get(test)
        if ends[0] == ends[1]:
            continue
        print(f"  {test}")
        reasons = [why for name, why in meant.items() if test.endswith(name)]
        if reasons and ends == ("passed", "failed"):
            print(f"    fails with the addon, and has to: {reasons[0]}")
        else:
            wrong += 1
            print(f"    {title}: {ends[0]}; {other_title}: {ends[1]}")
    say("The addon makes a difference." if wrong else "Every test ends alike.")
    return 1 if wrong or "passed" not in plain.values() else 0
