"""Processes that work on one database at the same time, each like a call by RPC."""

import functools
import logging
import multiprocessing
import traceback
from dataclasses import dataclass

from committed._group import clerk_env

FORK = multiprocessing.get_context("fork")
LONGEST = 120


@dataclass
class Outcome:
    """What came of a call: its result, or the text of the refusal."""

    result: object = None
    refusal: str = ""
    #: an error that no user should ever see
    failure: str = ""
    #: how long the user waited for it
    seconds: float = 0.0

    @property
    def succeeded(self):
        return not (self.refusal or self.failure)


def call(companies, work, ready=None):
    """Do ``work(env)`` in one transaction as an RPC call does it, with its retries."""
    from odoo.exceptions import AccessError, UserError
    from odoo.service.model import retrying

    try:
        with clerk_env(companies) as env:
            if ready:
                ready(env)
            result = retrying(functools.partial(work, env), env)
            env.cr.commit()
            return Outcome(result)
    except (UserError, AccessError) as error:
        return Outcome(refusal=str(error))
    except Exception:
        return Outcome(failure=traceback.format_exc())


def close_connections():
    """Before a fork: no connection may be shared by two processes."""
    import odoo.sql_db

    odoo.sql_db.close_all()


def at_once(*calls):
    """Do several calls at the same moment, a process each.

    :param calls: pairs of the companies of the clerk, and a function of ``env``
    :return: their outcomes, in that order
    """
    close_connections()
    barrier = FORK.Barrier(len(calls))
    pipes = [FORK.Pipe(duplex=False) for _call in calls]

    def run(number):
        # A loser's first try fails in the database, as it should: it is retried.
        logging.getLogger("odoo.sql_db").setLevel(logging.CRITICAL)

        def ready(env):
            env.user.has_group("base.group_user")  # warm: the race starts at the start
            env.cr.commit()
            barrier.wait(LONGEST)

        companies, work = calls[number]
        pipes[number][1].send(call(companies, work, ready))

    workers = [
        FORK.Process(target=run, args=(number,), daemon=True)
        for number in range(len(calls))
    ]
    for worker in workers:
        worker.start()
    outcomes = [
        reader.recv()
        if reader.poll(LONGEST)
        else Outcome(failure=f"no answer in {LONGEST} seconds")
        for reader, _writer in pipes
    ]
    for worker in workers:
        worker.join(5)
        worker.kill()
    return outcomes


class Checks:
    """Counts what holds and prints it as it is seen."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, holds, text, detail=""):
        """Count a check; print it with what was seen where it fails."""
        self.passed += bool(holds)
        self.failed += not holds
        print(f"{'ok    ' if holds else 'FAILED'}  {text}", flush=True)
        if not holds and detail:
            print(f"        {detail}", flush=True)
        return holds

    def exit_code(self):
        print(f"{self.passed} checks passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
