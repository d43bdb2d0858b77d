"""The scripts that print the books of the demo and judge them, and go through the
tutorial."""

from .cache import SCRIPTS

BOOKS = (SCRIPTS / "demo_books.py", SCRIPTS / "demo_cases.py")
TUTORIAL = SCRIPTS / "tutorial_steps.py"


def print_books(env, database):
    """Let the scripts of the examples print and judge the books: 0 if all is well."""
    return max(_read(env, database, script) for script in BOOKS)


def follow_tutorial(env, database):
    """Do what the tutorial says, on a demo database as it was made: 0 if the demo shows
    what the page says. Nothing is kept."""
    return _read(env, database, TUTORIAL)


def _read(env, database, script):
    """Let an Odoo shell read a script; return its status."""
    command = env.odoo_command("shell", "-d", database, "--no-http", "--log-level=warn")
    with script.open() as source:
        return env.run(command, stdin=source)
