"""Find an Odoo 19.0, or fetch one into the cache.

In this order: what ODOO_SOURCE names or Python can import already, Debian's
package odoo-19 (unpacked, not installed: on an older Debian it would bring the
Python of another release along), a shallow clone of Odoo's repository.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .cache import (
    CACHE,
    LOGS,
    check_disk_space,
    fingerprint,
    is_finished,
    new_directory,
    setup_lock,
)
from .report import DiskFull, Failure, run_step, say

SERIES = "19.0"
REPOSITORY = "https://github.com/odoo/odoo"
# Odoo's package and what its web libraries and fonts link to. Font Awesome is
# the 4.7 that Odoo expects, which sid replaced by a newer one.
PACKAGES = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome/bookworm",
    "fonts-glyphicons-halflings",
    "fonts-inconsolata/bookworm",
    "fonts-montserrat",
    "fonts-ocr-b",
    "fonts-roboto-unhinted",
)
SUITES = ("sid", "bookworm")
DEBIAN_STAMP = fingerprint("debian", 1, *PACKAGES)
CLONE_STAMP = fingerprint("clone", 1, SERIES)


@dataclass(frozen=True)
class OdooSource:
    """An Odoo tree: `root` is what Python imports `odoo` from."""

    root: Path
    origin: str

    @property
    def addons(self):
        """Its addons directories.

        Debian's package has all of them in the second place, and in the first
        some half ones (Python files only) that must not be found.
        """
        framework = self.root / "odoo" / "addons"
        if (framework / "account" / "__manifest__.py").exists():
            return [framework]
        return [self.root / "addons", framework]

    @property
    def version(self):
        """What databases made with this Odoo are keyed by."""
        return fingerprint(self.root, (self.root / "odoo/release.py").stat().st_mtime)


def find_odoo():
    """Return the Odoo to work with; fetch it if there is none yet."""
    source = _given() or _importable() or _cached()
    if source:
        return source
    with setup_lock():
        return _cached() or _fetch()


def series_of(root):
    """Read the series of the Odoo tree at `root` (None: there is no Odoo)."""
    try:
        text = (root / "odoo" / "release.py").read_text()
    except OSError:
        return None
    found = re.search(r"version_info = \((\d+), (\d+)", text)
    return ".".join(found.groups()) if found else None


def _given():
    place = os.environ.get("ODOO_SOURCE")
    if not place:
        return None
    given = Path(place).expanduser().absolute()
    for root in (given, given.parent, given / "usr/lib/python3/dist-packages"):
        if series_of(root) == SERIES:
            return OdooSource(root, "ODOO_SOURCE")
    raise Failure(
        f"ODOO_SOURCE is {place}, but there is no Odoo {SERIES} in it (its series "
        f"is {series_of(given) or 'unknown'}). Give the directory of a checkout of "
        f"branch {SERIES}, or unset ODOO_SOURCE to have one fetched."
    )


def _importable():
    try:
        spec = importlib.util.find_spec("odoo")
    except (ImportError, ValueError):
        return None
    for place in (spec and spec.submodule_search_locations) or ():
        root = Path(place).parent
        if series_of(root) == SERIES:
            return OdooSource(root, "installed")
    return None


def _cached():
    for name, stamp, inside in (
        ("odoo-debian", DEBIAN_STAMP, "usr/lib/python3/dist-packages"),
        ("odoo-clone", CLONE_STAMP, "."),
    ):
        root = CACHE / name / inside
        if is_finished(CACHE / name, stamp) and series_of(root) == SERIES:
            return OdooSource(root, name)
    return None


def _fetch():
    check_disk_space()
    for fetch in (_fetch_debian_package, _fetch_clone):
        try:
            fetch()
        except DiskFull:
            raise
        except Failure as failure:
            say(f"   {failure}")
        source = _cached()
        if source:
            return source
    raise Failure(
        f"No Odoo {SERIES} was found. One of these three is needed: (1) an Odoo that "
        "is there already, named by ODOO_SOURCE=directory or importable by "
        "python3; (2) a Debian machine whose package mirror has odoo-19 (apt-get and "
        f"dpkg on the PATH, no root needed); (3) git and access to {REPOSITORY}. "
        "Check the network, or set ODOO_SOURCE."
    )


def _fetch_debian_package():
    for tool in ("apt-get", "dpkg"):
        if not shutil.which(tool):
            raise Failure(f"Debian's package odoo-19: there is no {tool} here.")
    with new_directory(CACHE / "odoo-debian", DEBIAN_STAMP) as root:
        apt = root / "apt"
        options = private_apt(apt)
        hint = "The machine's own Debian mirror did not give the package odoo-19."
        log = LOGS / "apt.log"
        run_step(
            "Reading Debian's package lists",
            ["apt-get", *options, "update"],
            log,
            hint,
        )
        run_step(
            "Downloading Debian's package of Odoo 19.0 (130 MB)",
            ["apt-get", *options, "download", *PACKAGES],
            log,
            hint,
            cwd=apt,
        )
        packages = sorted(apt.glob("*.deb"))
        command = 'for deb in "$@"; do dpkg -x "$deb" .. || exit 1; done'
        run_step(
            "Unpacking Odoo",
            ["sh", "-c", command, "sh", *packages],
            log,
            "A package could not be unpacked.",
            cwd=apt,
        )
        shutil.rmtree(apt)


def private_apt(place):
    """Give apt a state of its own; the mirror is the one the machine uses."""
    for directory in ("lists/partial", "archives/partial"):
        (place / directory).mkdir(parents=True)
    mirror = _debian_mirror()
    sources = place / "sources.list"
    lines = [f"deb {mirror} {suite} main\n" for suite in SUITES]
    sources.write_text("".join(lines))
    settings = {
        "Dir::State": place,
        "Dir::State::lists": place / "lists",
        "Dir::Cache": place,
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "APT::Sandbox::User": "",
        "APT::Update::Error-Mode": "any",
        "Acquire::Languages": "none",
    }
    return [f"-o{name}={value}" for name, value in settings.items()]


def _debian_mirror():
    listing = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(COMPONENT)"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    for line in listing.splitlines():
        address = line.split()[0].rstrip("/") if line.split() else ""
        if line.endswith(" main") and address.endswith("/debian"):
            return address
    raise Failure(
        "Debian's package odoo-19: the apt sources of this machine name no Debian "
        "mirror."
    )


def _fetch_clone():
    if not shutil.which("git"):
        raise Failure("A clone of Odoo: there is no git here.")
    with new_directory(CACHE / "odoo-clone", CLONE_STAMP) as root:
        run_step(
            "Cloning Odoo 19.0 (shallow)",
            ["git", "clone", "--depth=1", f"--branch={SERIES}", REPOSITORY, root],
            LOGS / "clone.log",
            f"{REPOSITORY} could not be cloned.",
        )
