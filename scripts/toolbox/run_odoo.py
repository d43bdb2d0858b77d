"""scripts/odoo and scripts/run: one program in the environment."""

import sys

from .environment import environment
from .report import Failure


def odoo():
    with environment() as env:
        return env.run(env.odoo_command(*sys.argv[1:]), passing_on=True)


def anything():
    if not sys.argv[1:]:
        raise Failure("Say what to run, for example: scripts/run psql -l")
    with environment() as env:
        return env.run(sys.argv[1:], passing_on=True)
