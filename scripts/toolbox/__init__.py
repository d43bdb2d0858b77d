"""The tool chain behind the commands of this directory.

Only the standard library is used here: this code runs before anything is
installed. It finds Odoo, a PostgreSQL server and the Python packages, keeps
them in a cache outside the checkout and starts the tools with them.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 (that is what we tell the user)
    sys.exit(
        f"Python 3.10 or newer is needed, this is {sys.version.split()[0]} "
        f"({sys.executable}). Run the command with another interpreter, for example: "
        f"python3.11 {sys.argv[0]}"
    )
