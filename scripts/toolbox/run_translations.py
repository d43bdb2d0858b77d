"""scripts/translations: looks through the translations, and takes them in."""

import sys

from .cache import CHECKOUT
from .environment import environment


def main():
    with environment() as env:
        command = [env.python, "-m", "toolbox.translations", *sys.argv[1:]]
        return env.run(command, cwd=CHECKOUT)
