"""The stages of scripts/test that run the addon beside other addons."""

import copy

from .databases import Databases, temporary_name
from .other_addons import find_other_addons, modules_of
from .stages import MODULE, TESTS, run_tests

#: What a whole run of the tests runs beside, with less than the main tests.
ALWAYS = (
    "account_payment_return",
    "account_reconcile_oca",
    "account_journal_lock_date",
)
SHORT = ("settlement/test_examples.py", "test_contract.py")
#: The tests that run beside any other addon.
MAIN = (
    *SHORT,
    "discount/test_cash_discounts.py",
    "settlement/test_payment_states.py",
    "settlement/test_settle_page.py",
    "settlement/test_settlement.py",
    "settlement/test_undo.py",
)
#: The tests that need other addons stand here, in files named after them, and what
#: runs beside each of them in ``pages.py``. No other stage finds these names.
BESIDE = TESTS / "beside"
FILES = {"odoo": "odoo_modules"}


def beside(run, names, arguments=(), main=MAIN):
    """Install other addons together with ours on a database of its own; upgrade;
    run the main tests, the pages in a browser, and the tests of each addon.

    :param arguments: of pytest, to narrow the tests
    :param main: files below ``tests/``
    """
    modules = modules_of(names)
    with run.stage(f"Beside {', '.join(names)}") as stage:
        run = _with_addons(run, find_other_addons(run.env.venv))
        database = temporary_name("beside")
        run.databases.copy(run.databases.template(), database)
        try:
            if _install_and_upgrade(run, stage, database, modules):
                targets = [*_files(names, main), *arguments]
                run_tests(run, stage, "beside_tests", database, targets, True)
        finally:
            run.databases.drop(database)


def _with_addons(run, directory):
    run = copy.copy(run)
    run.env = run.env.with_addons(directory)
    run.databases = Databases(run.env)
    return run


def _install_and_upgrade(run, stage, database, modules):
    on = ("-d", database, "--stop-after-init")
    first = run.run_odoo(stage, "beside_others", *on, "-i", ",".join(modules))
    return (
        first
        and run.run_odoo(stage, "beside_install", *on, "-i", MODULE)
        and run.run_odoo(stage, "beside_upgrade", *on, "-u", MODULE)
    )


def _files(names, main):
    tests = [TESTS / name for name in main]
    own = [BESIDE / f"{FILES.get(name, name)}.py" for name in ("pages", *names)]
    return [*tests, *(path for path in own if path.exists())]
