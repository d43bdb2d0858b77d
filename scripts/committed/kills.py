"""Processes killed while they post or undo: everything is booked, or nothing.

A process posts (or undoes) settlements of several companies and is killed (SIGKILL) at
a random moment, measured in queries, so that a slow machine changes nothing. What is in
the database then is compared, whole, with what was there before and with what is there
after the same work is done undisturbed.
"""

import argparse
import os
import random
import signal
import sys
import time

from committed._group import (
    clerk_env,
    make_customers,
    make_group,
    make_payments,
    make_settlements,
    post_invoices,
    receivables,
)
from committed._processes import FORK, Checks, close_connections
from committed._revaluations import make_ready, make_run, post_euro_invoices

COUNT = 4
#: Everything that posting or undoing may change, without the numbers of new records.
PICTURES = (
    """SELECT company_id, account_id, partner_id, currency_id, parent_state, date,
              COUNT(*), SUM(balance), SUM(amount_currency), SUM(amount_residual),
              SUM(amount_residual_currency), COUNT(full_reconcile_id),
              COUNT(matching_number), COUNT(*) FILTER (WHERE reconciled)
         FROM account_move_line GROUP BY 1, 2, 3, 4, 5, 6""",
    """SELECT company_id, journal_id, move_type, state, payment_state, COUNT(*),
              SUM(amount_residual), COUNT(reversed_entry_id)
         FROM account_move GROUP BY 1, 2, 3, 4, 5""",
    """SELECT company_id, COUNT(*), SUM(amount), SUM(debit_amount_currency),
              SUM(credit_amount_currency)
         FROM account_partial_reconcile GROUP BY 1""",
    "SELECT id, state, is_reconciled, move_id IS NULL FROM account_payment",
    "SELECT id, state FROM ar_settlement",
    """SELECT id, is_marking, payment_id, amount_settled, move_line_id IS NULL
         FROM ar_settlement_line""",
    """SELECT settlement_id, COUNT(*), SUM(amount_source), SUM(company_amount_target)
         FROM ar_settlement_leg GROUP BY 1""",
    "SELECT settlement_id, COUNT(*) FROM ar_settlement_mirror GROUP BY 1",
    "SELECT settlement_id, COUNT(*) FROM ar_settlement_move_rel GROUP BY 1",
    "SELECT id, state FROM ar_revaluation",
    """SELECT revaluation_id, kind, is_booked, date, COUNT(*), SUM(amount)
         FROM ar_revaluation_line GROUP BY 1, 2, 3, 4""",
    "SELECT id, state, amount_open, amount_protested FROM ar_bill",
    """SELECT bill_id, kind, amount, bank_amount, move_id IS NULL,
              undone_by_id IS NULL FROM ar_bill_event""",
    "SELECT id, state FROM ar_bill_remittance",
    "SELECT bill_id, is_active FROM ar_bill_remittance_line",
)


def picture(env):
    """The books, matches and states of the database, as a list of sets of rows."""
    env.flush_all()
    result = []
    for query in PICTURES:
        env.cr.execute(query)
        result.append({tuple(map(str, row)) for row in env.cr.fetchall()})
    return result


class Kills:
    def __init__(self, checks, seed):
        self.checks = checks
        self.random = random.Random(seed)
        self.companies = make_group(["Kill One", "Kill Two", "Kill Three"])

    def documents(self):
        """Draft payments of one company, each marked with an invoice of another."""
        payer, *owners = self.companies
        with clerk_env(self.companies) as env:
            partners = make_customers(env, COUNT)
            items = env["account.move.line"]
            for place, partner in enumerate(partners):
                owner = owners[place % len(owners)]
                items |= receivables(post_invoices(env, owner, partner))
            payments = make_payments(env, payer, partners)
            made = make_settlements(env, payments, items)
            env.cr.commit()
            return payments.ids, made.ids

    @staticmethod
    def post(env, payments, _made):
        env["account.payment"].browse(payments).action_post()

    @staticmethod
    def undo(env, _payments, made):
        env["ar.settlement"].browse(made).action_undo()

    def revaluation(self):
        """A computed draft of all companies, with something new to book in each."""
        with clerk_env(self.companies) as env:
            partners = make_customers(env, COUNT).ids
            for company in self.companies:
                post_euro_invoices(env, company, partners)
            run = make_run(env, self.companies)
            env.cr.commit()
            return [run.ids]

    def make_ready(self):
        with clerk_env(self.companies) as env:
            make_ready(env, self.companies)
            env.cr.commit()

    @staticmethod
    def post_run(env, ids):
        env["ar.revaluation"].browse(ids).action_post()

    @staticmethod
    def undo_run(env, ids):
        env["ar.revaluation"].browse(ids).action_undo()

    def rehearse(self, work, ids):
        """Pictures before and after the work, and its queries; nothing is kept."""
        with clerk_env(self.companies) as env:
            before = picture(env)
            start = env.cr.sql_log_count
            work(env, *ids)
            env.cr.flush()
            queries = env.cr.sql_log_count - start
            return before, picture(env), queries

    def run(self, work, ids, told):
        """In the process to be killed: do the work, telling how far it is."""
        from odoo.sql_db import Cursor

        execute = Cursor.execute

        def counting(cursor, *args, **kwargs):
            told.value += 1
            return execute(cursor, *args, **kwargs)

        with clerk_env(self.companies) as env:
            Cursor.execute = counting
            work(env, *ids)
            env.cr.commit()
            told.value = -1

    def killed(self, work, ids, moment):
        """Kill the process at this many queries; return how many it came to."""
        close_connections()
        told = FORK.Value("l", 0, lock=False)
        process = FORK.Process(target=self.run, args=(work, ids, told), daemon=True)
        process.start()
        while process.is_alive() and 0 <= told.value < moment:
            time.sleep(0.0001)
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        return told.value, process.exitcode

    def wait_for_server(self):
        """Until the server has noticed that the killed process is gone."""
        for _attempt in range(600):
            with clerk_env(self.companies) as env:
                env.cr.execute(
                    "SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                    " AND datname = current_database() AND state <> 'idle'"
                    " AND backend_type = 'client backend'"
                )
                if not env.cr.rowcount:
                    return
            time.sleep(0.1)

    def kill(self, number, title, work, ids):
        """Kill at a random moment, compare, and do the work to its end."""
        before, after, queries = self.rehearse(work, ids)
        moment = self.random.randint(1, queries + 2)
        reached, exitcode = self.killed(work, ids, moment)
        self.wait_for_server()
        with clerk_env(self.companies) as env:
            found = picture(env)
        seen = "nothing" if found == before else "half"
        if found == after:
            seen = "everything"
        ended = "killed" if exitcode == -signal.SIGKILL else f"ended ({exitcode})"
        at = f"at query {reached} of {queries}" if reached >= 0 else "after the commit"
        self.checks.check(
            seen != "half",
            f"{number}. {title}, {ended} {at}: {seen} is booked",
            self.difference(before, after, found),
        )
        if seen == "nothing":
            with clerk_env(self.companies) as env:
                work(env, *ids)
                env.cr.commit()
                again = picture(env)
            self.checks.check(
                again == after,
                f"{number}. {title} again: everything is booked",
                self.difference(after, after, again),
            )

    @staticmethod
    def difference(before, after, found):
        return [
            sorted(is_now - was - then)
            for was, then, is_now in zip(before, after, found, strict=True)
            if is_now - was - then
        ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="20 kills, not 3")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"--seed {options.seed}")
    checks = Checks()
    kills = Kills(checks, options.seed)
    for number in range(1, (20 if options.full else 3) + 1):
        ids = kills.documents()
        kills.kill(number, "posting", kills.post, ids)
        kills.kill(number, "undoing", kills.undo, ids)
    kills.make_ready()
    for number in range(1, (10 if options.full else 2) + 1):
        ids = kills.revaluation()
        kills.kill(number, "posting a revaluation", kills.post_run, ids)
        kills.kill(number, "undoing it", kills.undo_run, ids)
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
