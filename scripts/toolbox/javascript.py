"""Node.js, the linters that run in it, and axe, from wherever they can come.

Node.js is the machine's own. The packages are those pinned in package-lock.json, and
go into the cache; the checkout has only their settings, eslint.config.cjs and
.prettierrc.json.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .cache import (
    CACHE,
    LOGS,
    SCRIPTS,
    check_disk_space,
    fingerprint,
    is_finished,
    new_directory,
    setup_lock,
)
from .report import Failure, run_step

PINS = ("package.json", "package-lock.json")
OLDEST_NODE = (18, 18)
FORMATTED = ("js", "cjs", "scss", "xml")
HOW_TO_INSTALL = (
    "The linters of JavaScript and XML, and axe, need Node.js 18.18 or later and npm. "
    "Install both (Debian 12 or later: apt-get install nodejs npm; elsewhere: "
    "nodejs.org) and run the command again."
)


@dataclass
class JavaScript:
    """The programs `node` and its packages, in the directory `modules`."""

    node: str
    modules: Path

    @property
    def variables(self):
        """How eslint.config.cjs, in the checkout, finds its plugins in the cache."""
        return {"NODE_PATH": str(self.modules)}

    @property
    def axe(self):
        """What the browser tests ask whether a screen reader can name all there is."""
        return self.modules / "axe-core" / "axe.min.js"

    def prettier(self, *options):
        program = self.modules / "prettier" / "bin" / "prettier.cjs"
        plugin = self.modules / "@prettier" / "plugin-xml" / "src" / "plugin.js"
        patterns = [f"**/*.{ending}" for ending in FORMATTED]
        return [self.node, program, f"--plugin={plugin}", *options, *patterns]

    def eslint(self, *options):
        program = self.modules / "eslint" / "bin" / "eslint.js"
        return [self.node, program, "--max-warnings=0", *options, "."]


def find_javascript():
    """Return the `JavaScript`; install what is missing of it, or say what to do."""
    node, npm = _programs()
    pins = [(SCRIPTS / name).read_text() for name in PINS]
    stamp = fingerprint(1, *pins)
    place = CACHE / f"node-{stamp}"
    if not is_finished(place, stamp):
        with setup_lock():
            if not is_finished(place, stamp):
                _build(npm, place, stamp)
    return JavaScript(node, place / "node_modules")


def _programs():
    node, npm = _on_path()
    if not (node and npm) and not os.geteuid() and shutil.which("apt-get"):
        with setup_lock():
            _install()
        node, npm = _on_path()
    if not (node and npm):
        raise Failure(f"There is no Node.js on the PATH. {HOW_TO_INSTALL}")
    version = _version(node)
    if version < OLDEST_NODE:
        found = ".".join(map(str, version))
        raise Failure(f"{node} is Node.js {found}. {HOW_TO_INSTALL}")
    return node, npm


def _on_path():
    return shutil.which("node") or shutil.which("nodejs"), shutil.which("npm")


def _version(node):
    answer = subprocess.check_output([node, "--version"], text=True)
    return tuple(int(number) for number in re.findall(r"\d+", answer)[:2])


def _install():
    command = "apt-get update && apt-get install -y --no-install-recommends nodejs npm"
    run_step(
        "Installing Node.js",
        ["sh", "-c", command],
        LOGS / "node.log",
        f"The package nodejs could not be installed. {HOW_TO_INSTALL}",
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )


def _build(npm, place, stamp):
    check_disk_space()
    with new_directory(place, stamp) as draft:
        for name in PINS:
            shutil.copy(SCRIPTS / name, draft)
        run_step(
            "Installing the linters of JavaScript and XML, and axe (65 MB)",
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            LOGS / "npm.log",
            "The packages could not be installed. Is there a network and can npm reach "
            "its package index? Once that works, run the same command again.",
            cwd=draft,
        )
