"""The browser for tests and screenshots: Chromium, from wherever it can come."""

import os
import shutil

from .cache import LOGS, setup_lock
from .report import Failure, run_step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-dejavu-core")


def find_browser():
    """Return the path of a browser; install it if we may, else say what to do."""
    found = _on_path()
    if found:
        return found
    if os.geteuid() or not shutil.which("apt-get"):
        raise Failure(
            "The browser tests need Chromium and there is none on the PATH. Install "
            "it (Debian: apt-get install chromium) and run the command again."
        )
    with setup_lock():
        return _on_path() or _install()


def _on_path():
    return next(filter(None, map(shutil.which, NAMES)), None)


def _install():
    command = "apt-get update && apt-get install -y --no-install-recommends"
    run_step(
        "Installing Chromium",
        ["sh", "-c", f"{command} {' '.join(PACKAGES)}"],
        LOGS / "chromium.log",
        "Debian's chromium could not be installed. Check the network, or install a "
        "Chromium by hand.",
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    return _on_path()
