"""A virtual environment in the cache with exactly the pinned packages.

Its directory is named after the pins and the interpreter: a changed pin makes
another environment, and two checkouts with different pins do not disturb each
other. It is not built elsewhere and renamed, because a virtual environment's
programs contain its path; the stamp that is written last says it is whole.
"""

import importlib.util
import shutil
import sys
from pathlib import Path

from .cache import (
    CACHE,
    LOGS,
    SCRIPTS,
    check_disk_space,
    fingerprint,
    is_finished,
    mark_finished,
    setup_lock,
)
from .odoo_source import private_apt
from .report import Failure, run_step

REQUIREMENTS = SCRIPTS / "requirements.txt"
PIP_WHEEL_PACKAGE = "python3-pip-whl"


def find_packages():
    """Return the directory of the virtual environment; make it if needed."""
    pins = REQUIREMENTS.read_text()
    stamp = fingerprint(1, pins, sys.version, sys.base_prefix)
    place = CACHE / f"venv-{stamp}"
    if not is_finished(place, stamp):
        with setup_lock():
            if not is_finished(place, stamp):
                _build(place)
                mark_finished(place, stamp)
    return place


def _build(place):
    check_disk_space()
    shutil.rmtree(place, ignore_errors=True)
    run_step(
        "Creating the Python environment",
        [sys.executable, "-m", "venv", "--without-pip", place],
        LOGS / "venv.log",
        "This Python cannot make virtual environments.",
    )
    run_step(
        "Installing the Python packages (600 MB)",
        [*pip_command(place), "install", "--no-deps", "--no-input", "-r", REQUIREMENTS],
        LOGS / "pip.log",
        "The Python packages could not be installed. Is there a network and can pip "
        "reach its package index? Once that works, run the same command again.",
    )


def pip_command(place):
    """The command that installs into `place`: whichever pip there is to borrow."""
    python = place / "bin" / "python"
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", python]
    if importlib.util.find_spec("ensurepip"):
        log = LOGS / "venv.log"
        run_step("Adding pip", [python, "-m", "ensurepip"], log, "ensurepip failed.")
        return [python, "-m", "pip"]
    return [python, _debian_pip(place) / "pip"]


def _debian_pip(place):
    """Debian's Python comes without pip: unpack the wheel it keeps for venvs."""
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise Failure(
            f"{sys.executable} has neither pip nor ensurepip. Install one of them "
            "(Debian: apt-get install python3-pip) and run the command again."
        )
    apt = place / "apt"
    options = private_apt(apt)
    command = (
        'apt-get "$@" update && '
        f'apt-get "$@" download {PIP_WHEEL_PACKAGE} && dpkg -x *.deb unpacked'
    )
    run_step(
        "Fetching pip",
        ["sh", "-c", command, "sh", *options],
        LOGS / "pip.log",
        f"{sys.executable} has no pip, and Debian's {PIP_WHEEL_PACKAGE} could not be "
        "had. Install python3-pip or check the network.",
        cwd=apt,
    )
    return next(apt.glob("unpacked/usr/share/python-wheels/pip-*.whl"))


def site_packages(place):
    return next(Path(place).glob("lib/python3*/site-packages"))
