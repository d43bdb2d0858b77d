"""Files that several clerks import at the same moment, and imports that are killed.

A file is imported once, whoever is first; a worker that is killed (SIGKILL) in the
middle of a long one loses nothing and doubles nothing: the next one goes on.
"""

import argparse
import base64
import os
import random
import signal
import sys
import time

from committed._files import bank_files
from committed._group import (
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    post_invoices,
)
from committed._processes import FORK, Checks, at_once, close_connections
from toolbox.odoo_session import odoo_env

ROWS = 12
#: What the loser of a race may read.
CLEAR = ("not imported twice", "there already", "Nothing is new", "already")
IMPORTS = ("ar.bank.import", "ar.payment.import")


class Imports:
    def __init__(self, checks, seed):
        self.checks, self.random = checks, random.Random(seed)
        self.camt = bank_files().camt
        self.bank, self.other = self.companies = make_group(["Import Bank", "Import"])
        self.number = 0
        with clerk_env(self.companies) as env:
            journal = bank_journal(env, self.bank).sudo()
            journal.ar_receipts = "propose"
            self.journal = journal.id
            env.cr.commit()

    def invoices(self):
        """Names of invoices that nobody has paid."""
        with clerk_env(self.companies) as env:
            partners = make_customers(env, ROWS)
            names = post_invoices(env, self.other, partners).mapped("name")
            env.cr.commit()
            return names

    def statement(self):
        """A statement that pays them, and what imports it."""
        self.number += 1
        names = self.invoices()
        content = self.camt(
            [(f"R{self.number}-{n}", 100.0, "", name) for n, name in enumerate(names)],
            name=f"STMT-{self.number}",
        )
        return content, lambda env: {"journal_id": self.journal}

    def list(self):
        """A list that pays them, and what imports it: a payment journal each time."""
        rows = [f"{name};100.00" for name in self.invoices()]
        content = "\n".join(["Invoice;Amount", *rows]).encode()

        def values(env):
            journals = env["ar.payment.journal"]
            journal = journals.create({"journal_id": self.journal})
            return {"payment_journal_id": journal.id}

        return content, values

    def upload(self, model, content, values):
        def work(env):
            file = base64.b64encode(content).decode()
            wizard = env[model].create({**values(env), "file": file})
            return bool(wizard.action_import())

        return self.companies, work

    def count(self, env):
        """How many lines the bank and the payment journals have, and receipts."""
        mine = [("journal_id", "=", self.journal)]
        in_journals = [*mine, ("ar_payment_journal_id", "!=", False)]
        return (
            env["account.bank.statement.line"].search_count(mine),
            env["ar.bank.receipt"].search_count(mine),
            env["account.payment"].search_count(in_journals),
        )

    def counted(self):
        with clerk_env(self.companies) as env:
            return self.count(env)

    # ------------------------------------------------------------
    # At the same moment
    # ------------------------------------------------------------
    def race(self, model, content, values, added):
        before = self.counted()
        title = f"{model}: the same file by three"
        outcomes = at_once(*[self.upload(model, content, values) for _n in range(3)])
        failed = [o.failure for o in outcomes if o.failure]
        unclear = [
            o.refusal
            for o in outcomes
            if o.refusal and not any(text in o.refusal for text in CLEAR)
        ]
        won = sum(one.succeeded for one in outcomes)
        self.checks.check(
            won == 1 and not failed and not unclear,
            f"{title}: {won} imported it",
            failed + unclear,
        )
        self.added(title, before, added)

    def added(self, title, before, added):
        """Just so many lines came as the file has rows."""
        found = [b - a for a, b in zip(before, self.counted(), strict=True)]
        self.checks.check(found == list(added), f"{title}: {found} lines", added)

    # ------------------------------------------------------------
    # Killed
    # ------------------------------------------------------------
    def work(self, told):
        """In the process to be killed: what the scheduled action does."""
        from odoo.sql_db import Cursor

        execute = Cursor.execute

        def counting(cursor, *args, **kwargs):
            told.value += 1
            return execute(cursor, *args, **kwargs)

        with odoo_env() as env:
            Cursor.execute = counting
            env["ar.receipt.work"].sudo()._cron_work()
            env.cr.commit()
            told.value = -1

    def killed(self, moment):
        """Kill the worker at this many queries; say whether it was killed."""
        close_connections()
        told = FORK.Value("l", 0, lock=False)
        process = FORK.Process(target=self.work, args=(told,), daemon=True)
        process.start()
        while process.is_alive() and 0 <= told.value < moment:
            time.sleep(0.0001)
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        return process.exitcode == -signal.SIGKILL

    def kill(self, model, content, values, added, kills):
        before, (companies, work) = self.counted(), self.upload(model, content, values)
        with clerk_env(companies) as env:
            work(env)
            env.cr.commit()
        count = 0
        while count < kills and self.killed(self.random.randint(10, 120)):
            count += 1
        close_connections()
        for _attempt in range(60):  # until the server knows that the last one is gone
            with odoo_env() as env:
                env["ar.receipt.work"].sudo()._cron_work()
                env.cr.commit()
                left = (
                    env["ar.receipt.work"]
                    .sudo()
                    .search_count([("state", "=", "waiting")])
                )
            if not left:
                break
            time.sleep(0.5)
        title = f"{model}, its worker killed {count} times"
        self.checks.check(not left, f"{title}: it is done")
        self.added(title, before, added)


def make_long():
    """Every file is long, and made a few rows at a time."""
    from odoo.addons.ar_centralized_payments.models.receipt import (
        ar_receipt_work,
        ar_receipt_work_steps,
    )

    ar_receipt_work.FOREGROUND_ROWS, ar_receipt_work_steps.BATCH = 1, 3


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="20 kills, not 3")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"--seed {options.seed}")
    checks = Checks()
    imports = Imports(checks, options.seed)
    statement, payments = (ROWS, ROWS, 0), (0, 0, ROWS)
    imports.race(IMPORTS[0], *imports.statement(), statement)
    imports.race(IMPORTS[1], *imports.list(), payments)
    make_long()
    kills = 20 if options.full else 3
    imports.kill(IMPORTS[0], *imports.statement(), statement, kills)
    imports.kill(IMPORTS[1], *imports.list(), payments, kills)
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
