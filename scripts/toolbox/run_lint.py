"""scripts/lint: all linters, all their findings, one exit status."""

import argparse
import os
import time

from .cache import ADDON, CACHE, CHECKOUT
from .environment import environment
from .javascript import find_javascript
from .report import Failure, duration, say

RUFF_CACHE = {"RUFF_CACHE_DIR": str(CACHE / "ruff")}
# The part of Odoo's own lint test that says something about an addon's code.
CORE_CHECKS = (
    "sql-injection",
    "missing-gettext",
    "gettext-variable",
    "gettext-placeholders",
    "gettext-repr",
    "raise-unlink-override",
    "bad-builtin",
)
CORE_PLUGINS = (
    "_pylint_path_setup",
    "pylint.extensions.bad_builtin",
    "_odoo_checker_sql_injection",
    "_odoo_checker_gettext",
    "_odoo_checker_unlink_override",
)


def main():
    parser = argparse.ArgumentParser(prog="scripts/lint", description=__doc__)
    parser.add_argument(
        "--fix",
        action="store_true",
        help="first correct and format what ruff, eslint and prettier can, and make "
        "again what is made from docs/",
    )
    options = parser.parse_args()
    with environment() as env:
        if options.fix:
            _fix(env)
        failed = [
            title for title, *rest in _linters(env) if not _run(env, title, *rest)
        ]
    if failed:
        say(f"\nNot clean: {', '.join(failed)}.")
        return 1
    say("\nAll linters are content.")
    return 0


def _fix(env):
    for command in (
        ["ruff", "check", "--fix", "--quiet", "."],
        ["ruff", "format", "--quiet", "."],
    ):
        env.run(command, RUFF_CACHE, cwd=CHECKOUT)
    tools = find_javascript()
    for command in (
        tools.eslint("--fix"),
        tools.prettier("--write", "--log-level=warn"),
    ):
        env.run(command, tools.variables, cwd=CHECKOUT)
    env.run([env.python, "-m", "toolbox.readme"], cwd=CHECKOUT)


def _run(env, title, command, variables=None):
    say(f"== {title}")
    start = time.monotonic()
    status = env.run(command, variables, cwd=CHECKOUT)
    verdict = "ok" if status == 0 else "FAILED"
    say(f"   {title}: {verdict} in {duration(time.monotonic() - start)}")
    return status == 0


def _linters(env):
    settings = CHECKOUT / "pyproject.toml"
    jobs = "--jobs=2"
    yield "ruff check", ["ruff", "check", "."], RUFF_CACHE
    yield "ruff format", ["ruff", "format", "--check", "--diff", "."], RUFF_CACHE
    yield "house rules", [env.python, "-m", "toolbox.source_rules"]
    yield "documents", [env.python, "-m", "toolbox.documents"]
    yield (
        "documents in other languages",
        [env.python, "-m", "toolbox.translated_documents"],
    )
    yield "mutants fit", [env.python, CHECKOUT / "scripts/mutants.py", "--check"]
    yield "readme/ from docs/", [env.python, "-m", "toolbox.readme", "--check"]
    yield (
        "import-linter",
        ["lint-imports", "--config", settings, "--no-cache"],
        {"PYTHONPATH": str(CHECKOUT)},
    )
    yield (
        "pylint-odoo",
        # The addon's text is in readme/ and in the repository's README.md. A model is
        # cut into files by concern, and extended by each wing in a file of its own.
        # (Here, because what the settings enable as a group they cannot disable again.)
        [
            "pylint",
            f"--rcfile={settings}",
            "--disable=missing-readme,consider-merging-classes-inherited",
            jobs,
            ADDON.name,
        ],
        {"PYLINTHOME": str(CACHE / "pylint")},
    )
    yield from _core_pylint(env)
    yield "oca-checks-odoo-module", ["oca-checks-odoo-module", ADDON]
    translations = sorted(ADDON.glob("i18n/*.po*"))
    if translations:
        yield "oca-checks-po", ["oca-checks-po", *translations]
    yield from _manifestoo(env)
    yield from _javascript()


def _core_pylint(env):
    """Odoo's own pylint plugins, run as its test_lint module runs them."""
    plugins = env.odoo.root / "odoo/addons/test_lint/tests"
    if not plugins.is_dir():
        plugins = env.odoo.root / "addons/test_lint/tests"
    if not plugins.is_dir():
        say("== Odoo's pylint plugins: this Odoo comes without its tests, left out")
        return
    yield (
        "Odoo's pylint plugins",
        [
            "pylint",
            f"--rcfile={os.devnull}",
            "--disable=all,useless-option-value",
            f"--enable={','.join(CORE_CHECKS)}",
            f"--load-plugins={','.join(CORE_PLUGINS)}",
            "--bad-functions=input",
            "--score=n",
            ADDON.name,
        ],
        {
            "PYTHONPATH": os.pathsep.join([str(plugins), str(env.odoo.root)]),
            "ADDONS_PATH": os.pathsep.join(env.addons_path),
            "PYLINTHOME": str(CACHE / "pylint"),
        },
    )


def _manifestoo(env):
    places = ",".join(str(place) for place in env.odoo.addons)
    command = [
        "manifestoo",
        "--no-addons-path-from-import-odoo",
        f"--addons-path={places},{CHECKOUT}",
        f"--select={ADDON.name}",
        "--odoo-series=19.0",
    ]
    yield "manifestoo licenses", [*command, "check-licenses"]
    status = ["check-dev-status", "--default-dev-status=Beta"]
    yield "manifestoo development status", [*command, *status]


def _javascript():
    """Last: without Node.js all others have still had their say."""
    try:
        tools = find_javascript()
    except Failure as failure:
        say(f"== eslint, prettier\n{failure}")
        yield "eslint, prettier", ["false"]
        return
    yield "eslint", tools.eslint(), tools.variables
    check = ["--check", "--log-level=warn"]
    yield "prettier", tools.prettier(*check), tools.variables
