"""Other addons that the tests run beside: pinned wheels from the package index."""

import shutil
import sys

from .cache import (
    CACHE,
    LOGS,
    SCRIPTS,
    fingerprint,
    is_finished,
    mark_finished,
    setup_lock,
)
from .python_packages import pip_command
from .report import Failure, run_step

PINS = SCRIPTS / "other-addons.txt"
#: Odoo's own modules that are installed together for ``--with odoo``.
ODOO_MODULES = (
    "sale_stock",
    "purchase",
    "point_of_sale",
    "account_payment",
    "l10n_nl",
    "l10n_no",
    "l10n_be",
    "l10n_de",
    "l10n_se",
    "l10n_dk",
)
#: Of these no two can be installed together: they say so themselves.
RIVALS = {"account_payment_order", "account_payment_batch_oca"}


def known_addons():
    """The names of the pinned addons."""
    lines = [line.strip() for line in PINS.read_text().splitlines()]
    return {
        line.partition("==")[0].removeprefix("odoo-addon-").replace("-", "_")
        for line in lines
        if line and not line.startswith("#")
    }


def modules_of(names):
    """The modules that some names of ``--with`` stand for; refuse unknown names."""
    unknown = sorted({*names} - known_addons() - {"odoo"})
    if unknown:
        raise Failure(
            f"--with: {', '.join(unknown)} is not pinned in {PINS.name}. Known: "
            f"{', '.join(sorted(known_addons()))}, and odoo for Odoo's own modules."
        )
    if {*names} >= RIVALS:
        raise Failure(f"--with: {' and '.join(sorted(RIVALS))} exclude each other.")
    modules = [name for name in names if name != "odoo"]
    return [*modules, *(ODOO_MODULES if "odoo" in names else ())]


def find_other_addons(venv):
    """Return the directory with the pinned addons; make it if needed."""
    stamp = fingerprint(1, PINS.read_text(), sys.version)
    place = CACHE / f"other-addons-{stamp}"
    if not is_finished(place, stamp):
        with setup_lock():
            if not is_finished(place, stamp):
                shutil.rmtree(place, ignore_errors=True)
                _install(venv, place)
                mark_finished(place, stamp)
    return place / "odoo" / "addons"


def _install(venv, place):
    options = ("--no-deps", "--no-input", "--no-compile", "--target", place)
    run_step(
        "Fetching other addons",
        [*pip_command(venv), "install", *options, "-r", PINS],
        LOGS / "other-addons.log",
        "The addons could not be had. Is there a network and can pip reach its package "
        "index? Once that works, run the same command again.",
    )
