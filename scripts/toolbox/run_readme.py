"""scripts/readme: makes readme/, the page in Odoo and HISTORY.md from docs/."""

import sys

from .cache import CHECKOUT
from .environment import environment


def main():
    with environment() as env:
        command = [env.python, "-m", "toolbox.readme", *sys.argv[1:]]
        return env.run(command, cwd=CHECKOUT)
