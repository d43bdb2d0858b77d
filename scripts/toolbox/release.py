"""scripts/release: build the addon's wheel, look into it, and try it.

The wheel is installed beside a bare Odoo, where this checkout is not on the addons
path, and the worked examples run there, from the wheel. It stands in dist/ afterwards.
Where the addon is found and who looks after it is said here, and by no file.
"""

import argparse
import ast
import email
import re
import shutil
import tempfile
import zipfile
from pathlib import Path

from . import stages
from .browser import find_browser
from .cache import ADDON, CHECKOUT, LOGS
from .environment import environment
from .history import HISTORY, NEXT
from .python_packages import pip_command
from .release_about import About, maintainer, website
from .report import run_step, say

DIST = CHECKOUT / "dist"
EXAMPLES = Path("tests", "settlement", "test_examples.py")
LONGEST_NAME = 25
#: What Odoo, its store and the package index want of an addon.
MANIFEST = ("author", "category", "development_status", "images", "license", "summary")
FILES = (
    "README.rst",
    "i18n/de.po",
    "i18n/fr.po",
    "i18n/nb.po",
    "i18n/nl.po",
    "static/description/icon.png",
    "static/description/index.html",
)
PICTURE = re.compile(r'<img [^>]*src="([^"]+)"')


def main():
    parser = argparse.ArgumentParser(prog="scripts/release", description=__doc__)
    parser.add_argument(
        "--website", type=website, default="", metavar="URL", help="where it is found"
    )
    parser.add_argument(
        "--maintainer",
        type=maintainer,
        action="append",
        default=[],
        metavar="NAME",
        help="who looks after it; once for each",
    )
    options = parser.parse_args()
    about = About(options.website, tuple(options.maintainer))
    with environment() as env, tempfile.TemporaryDirectory() as scratch:
        run = stages.Run(env, scratch, keep=False)
        wheel = _build(env, about.copy_addon(run.scratch / "addon"))
        with run.stage("What is in the wheel") as stage:
            for problem in (problems := [*_problems(wheel, about)]):
                stage.note(problem)
            stage.count(not problems)
            for text in about.missing:
                stage.note(text)
        _examples(run, _installed(env, wheel, run.scratch / "wheel"))
        say(f"\n{wheel.relative_to(CHECKOUT)}")
        return stages.summary(run)


def _build(env, addon):
    shutil.rmtree(DIST, ignore_errors=True)
    run_step(
        "Building the wheel",
        [*pip_command(env.venv), "wheel", "--no-deps", "--wheel-dir", DIST, addon],
        LOGS / "wheel.log",
        "The wheel could not be built. Is there a network and can pip reach its "
        "package index? Once that works, run the same command again.",
    )
    return next(DIST.glob("*.whl"))


def _problems(wheel, about):
    """What lacks, in words."""
    manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text())
    yield from (f"The manifest has no {key}." for key in MANIFEST if not manifest[key])
    if len(manifest["name"]) > LONGEST_NAME:
        yield f"The name is longer than {LONGEST_NAME} characters: {manifest['name']}."
    news = HISTORY.read_text().partition(NEXT)[2].partition("\n## ")
    if news[0].strip():
        yield "HISTORY.md: what comes next is open: scripts/readme --release VERSION."
    elif not news[2].startswith(manifest["version"]):
        yield f"HISTORY.md says nothing of {manifest['version']}."
    with zipfile.ZipFile(wheel) as packed:
        names = {
            name.partition(f"{ADDON.name}/")[2]: name for name in packed.namelist()
        }
        page = packed.read(names["static/description/index.html"]).decode()
        pictures = [f"static/description/{name}" for name in PICTURE.findall(page)]
        wanted = (*FILES, *manifest["data"], *manifest["images"], *pictures)
        yield from (f"The wheel lacks {name}." for name in wanted if name not in names)
        texts = [
            packed.read(names[name]).decode()
            for name in ("__manifest__.py", "README.rst")
        ]
        yield from about.problems(*texts)
        index = next(name for name in packed.namelist() if name.endswith("/METADATA"))
        yield from _index_problems(manifest, about, packed.read(index).decode())


def _index_problems(manifest, about, text):
    index = email.message_from_string(text)
    if not index["Version"].startswith(manifest["version"]):
        yield f"The wheel says version {index['Version']}, not {manifest['version']}."
    if not index.get_payload().strip():
        yield "The wheel has no description for the package index."
    if about.website and about.website not in str(index.items()):
        yield "The package index would not name the website."


def _installed(env, wheel, place):
    """The directory of addons that the wheel makes."""
    options = ("install", "--no-deps", "--no-index", "--no-compile", "--target", place)
    run_step(
        "Installing the wheel",
        [*pip_command(env.venv), *options, wheel],
        LOGS / "wheel.log",
        "The wheel that was built cannot be installed.",
    )
    return place / "odoo" / "addons"


def _examples(run, addons):
    """The worked examples, on a bare Odoo that has the addon from the wheel alone."""
    find_browser()
    run.env = run.env.with_checkout(addons)
    run.databases = stages.Databases(run.env)
    if stages.install(run):
        with run.stage("The worked examples, from the wheel") as stage:
            tests = [addons / ADDON.name / EXAMPLES]
            stages.run_tests(run, stage, "examples", run.database, tests, True)
    run.databases.drop(run.database)
