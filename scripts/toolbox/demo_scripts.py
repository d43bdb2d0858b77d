"""The scripts that print the books of the demo, and judge them."""

from .cache import SCRIPTS

BOOKS = (SCRIPTS / "demo_books.py", SCRIPTS / "demo_cases.py")


def print_books(env, database):
    """Let the scripts of the examples print and judge the books: 0 if all is well."""
    command = env.odoo_command("shell", "-d", database, "--no-http", "--log-level=warn")
    statuses = []
    for script in BOOKS:
        with script.open() as source:
            statuses.append(env.run(command, stdin=source))
    return max(statuses)
