"""Payment journals posted and undone in the background, by workers with real
connections: at the same moment, beside users, and killed.

Whatever happens, every payment is posted once and every invoice paid once, entries
balance and mirror each other, numbers have neither gaps nor duplicates, and nobody is
ever deadlocked.
"""

import argparse
import os
import random
import signal
import sys
import time

from committed._group import (
    DATE,
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    make_settlements,
    post_invoices,
    receivables,
)
from committed._processes import FORK, Checks, at_once, close_connections

#: Small batches, and everything in the background: many commits, that cross each other.
BATCH, FOREGROUND = 4, 0
#: Lines of payment journals: how many, with how many entries, and of how many numbers,
#: how many posted, how many with something left to do or to say.
POSTED = """
    SELECT COUNT(*), COUNT(DISTINCT payment.move_id),
           COUNT(DISTINCT (move.journal_id, move.name)),
           COUNT(*) FILTER (WHERE payment.state IN ('in_process', 'paid')),
           COUNT(*) FILTER (WHERE payment.ar_progress IS NOT NULL)
      FROM account_payment payment LEFT JOIN account_move move
        ON move.id = payment.move_id AND move.state = 'posted'
     WHERE payment.ar_payment_journal_id = ANY(%s)"""
#: Their settlements in one state: how many, with how many legs, that come to how much.
SETTLED = """
    SELECT COUNT(DISTINCT settlement.id), COUNT(DISTINCT leg.id),
           COALESCE(SUM(leg.amount_target), 0)
      FROM account_payment payment
      JOIN account_move_line item ON item.move_id = payment.move_id
      JOIN ar_settlement_leg leg ON leg.source_move_line_id = item.id
      JOIN ar_settlement settlement
        ON settlement.id = leg.settlement_id AND settlement.state = %s
     WHERE payment.ar_payment_journal_id = ANY(%s)"""
UNBALANCED = """
    SELECT move_id FROM account_move_line GROUP BY move_id HAVING SUM(balance) <> 0"""
UNMIRRORED = """
    SELECT mirror.id FROM ar_settlement_mirror mirror
      LEFT JOIN account_move_line due_to ON due_to.id = mirror.due_to_line_id
      LEFT JOIN account_move_line due_from ON due_from.id = mirror.due_from_line_id
     WHERE due_to.balance + due_from.balance IS DISTINCT FROM 0"""
#: Journals whose numbers have gaps, or come twice. What was cancelled keeps its own.
NUMBERS = """
    SELECT journal_id, sequence_prefix, COUNT(*), MAX(sequence_number)
      FROM account_move WHERE state <> 'draft' AND sequence_number > 0
     GROUP BY 1, 2
    HAVING COUNT(*) <> MAX(sequence_number)
        OR COUNT(DISTINCT sequence_number) <> MAX(sequence_number)"""
WAITING = """
    SELECT COUNT(*) FROM account_payment WHERE ar_progress IN ('queued', 'undoing')"""
TRIGGERS = """
    SELECT COUNT(*) FROM ir_cron_trigger WHERE call_at > now() AT TIME ZONE 'UTC'"""
BUSY = """
    SELECT 1 FROM pg_stat_activity WHERE pid <> pg_backend_pid()
       AND datname = current_database() AND state <> 'idle'
       AND backend_type = 'client backend'"""


def settings():
    """Small batches in the background, in this process and those forked from it."""
    from odoo.addons.ar_centralized_payments.models.payment_journal import (
        ar_payment_journal_posting,
    )

    ar_payment_journal_posting.BATCH_LINES = BATCH
    ar_payment_journal_posting.FOREGROUND_LINES = FOREGROUND
    return ar_payment_journal_posting


def work(env):
    """What a scheduled action does, started anew until nothing waits any more.

    :return: how often it was started
    """
    journals = env["ar.payment.journal"].with_user(1)
    for number in range(1, 200):
        try:
            journals._cron_work()
        except Exception as error:
            # Not left to the caller, who might try again and hide it.
            env.cr.rollback()
            raise AssertionError("the worker failed") from error
        env.cr.commit()
        env.invalidate_all()
        if not journals._count_waiting():
            return number
        env.cr.commit()
        time.sleep(0.05)
    raise AssertionError("lines wait for ever")


class Journals:
    names = ("Journal One", "Journal Two", "Journal Three")

    def __init__(self, checks, seed):
        self.checks = checks
        self.random = random.Random(seed)
        self.companies = make_group(self.names)
        self.module = settings()

    # ------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------
    def lines(self, payer, owners, count):
        """A payment journal with lines, marked with invoices of these companies in
        turn.

        :return: id of the payment journal, ids of the items of the invoices
        """
        with clerk_env([payer, *(c for c in self.companies if c != payer)]) as env:
            partners = make_customers(env, count)
            items = env["account.move.line"]
            found = {}
            for place, owner in enumerate(owners):
                some = partners[place :: len(owners)]
                found |= dict(
                    zip(some, receivables(post_invoices(env, owner, some)), strict=True)
                )
            items = items.union(*(found[partner] for partner in partners))
            journal = env["ar.payment.journal"].create(
                {
                    "company_id": payer,
                    "journal_id": bank_journal(env, payer).id,
                    "date": DATE,
                }
            )
            payments = env["account.payment"].create(
                [
                    {
                        "ar_payment_journal_id": journal.id,
                        "partner_id": partner.id,
                        "amount": 100.0,
                    }
                    for partner in partners
                ]
            )
            make_settlements(env, payments, items)
            env.cr.commit()
            return journal.id, items.ids

    def press(self, journals, button="action_post"):
        """Queue payment journals, as a user does."""
        for journal in journals:
            with clerk_env(self.companies) as env:
                getattr(env["ar.payment.journal"].browse(journal), button)()
                env.cr.commit()

    # ------------------------------------------------------------
    # What came of it
    # ------------------------------------------------------------
    def rows(self, query, *values):
        with clerk_env(self.companies) as env:
            env.cr.execute(query, values)
            return env.cr.fetchall()

    def posted(self, title, journals, items):
        """All lines are posted and settled once, their invoices paid, nothing waits."""
        count = len(items)
        wanted = {
            "payments": (count, count, count, count, 0),
            "settlements": (count, count, 100 * count),
            **self.wanted(journals, items, "posted", 0.0),
        }
        self.compare(
            title,
            wanted,
            {
                "payments": self.rows(POSTED, journals)[0],
                "settlements": self.rows(SETTLED, "posted", journals)[0],
                **self.found(journals, items, "posted_count"),
            },
            journals,
        )

    def undone(self, title, journals, items):
        """All lines are cancelled, their settlements undone, their invoices open."""
        count = len(items)
        wanted = {
            "settlements": (count, count, 100 * count),
            **self.wanted(journals, items, "undone", 100.0),
        }
        self.compare(
            title,
            wanted,
            {
                "settlements": self.rows(SETTLED, "undone", journals)[0],
                **self.found(journals, items, "undone_count"),
            },
            journals,
        )

    @staticmethod
    def wanted(journals, items, state, open_amount):
        """Payment journals and invoices as they should be, and sound books."""
        return {
            "states": [state] * len(journals),
            "lines": len(items),
            "open": [open_amount] * len(items),
            "waiting": [(0,)],
            "unbalanced": [],
            "not mirrored": [],
            "gaps or duplicates": [],
        }

    def found(self, journals, items, count):
        """The same as it is."""
        with clerk_env(self.companies) as env:
            records = env["ar.payment.journal"].browse(journals)
            lines = env["account.move.line"].browse(items)
            found = {
                "states": records.mapped("state"),
                "lines": sum(records.mapped(count)),
                "open": [line.amount_residual for line in lines],
            }
        return {
            **found,
            "waiting": self.rows(WAITING),
            "unbalanced": self.rows(UNBALANCED),
            "not mirrored": self.rows(UNMIRRORED),
            "gaps or duplicates": self.rows(NUMBERS),
        }

    def compare(self, title, wanted, found, journals):
        """One check of everything: what is not as it should be is told."""
        wrong = {
            name: (found[name], "wanted", wanted[name])
            for name in wanted
            if found[name] != wanted[name]
        }
        self.checks.check(
            not wrong,
            f"{title}: all {wanted['lines']} lines {wanted['states'][0]}, books exact",
            (wrong, self.reasons(journals)),
        )

    def reasons(self, journals):
        """What the lines say, where something stands against them."""
        with clerk_env(self.companies) as env:
            records = env["ar.payment.journal"].browse(journals).sudo()
            stuck = records.payment_ids.filtered("ar_progress")
            return sorted({(p.ar_progress, p.ar_problem or "") for p in stuck})

    def succeeded(self, title, outcomes):
        failed = [one.refusal or one.failure for one in outcomes if not one.succeeded]
        self.checks.check(not failed, f"{title}: nobody failed", "\n".join(failed))

    def deadlocks(self):
        """How many deadlocks the server has seen in this database."""
        close_connections()
        time.sleep(1.5)  # the server counts them when a session is idle or ended
        return self.rows(
            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        )[0][0]

    # ------------------------------------------------------------
    # At the same moment
    # ------------------------------------------------------------
    def opposite(self, count):
        """Two workers on two payment journals, that hit two companies in opposite
        order."""
        one, two, _three = self.companies
        made = [self.lines(one, [two], count), self.lines(two, [one], count)]
        self.both_ways("two workers, opposite companies", made)

    def same(self, count):
        """Two workers on one payment journal."""
        payer, *owners = self.companies
        made = [self.lines(payer, owners, count)]
        self.both_ways("two workers, one payment journal", made)

    def both_ways(self, title, made):
        journals = [journal for journal, _items in made]
        items = [item for _journal, some in made for item in some]
        self.press(journals)
        workers = [(self.companies, work), (self.companies[::-1], work)]
        self.succeeded(title, at_once(*workers))
        self.posted(title, journals, items)
        self.press(journals, "action_undo")
        title = f"{title}, undone"
        self.succeeded(title, at_once(*workers))
        self.undone(title, journals, items)

    def beside_users(self, count, users=2):
        """Users post payment journals of theirs while a worker posts another one."""
        one, two, three = self.companies
        queued = self.lines(one, [two, three], count)
        pairs = [(two, [one]), (one, [two])][:users]
        own = [self.lines(payer, owners, BATCH) for payer, owners in pairs]
        self.press([queued[0]])

        def button(journal):
            def post(env):
                self.module.FOREGROUND_LINES = 100
                env["ar.payment.journal"].browse(journal).action_post()

            return self.companies, post

        calls = [button(journal) for journal, _items in own]
        title = f"a worker beside {users} users"
        self.succeeded(title, at_once((self.companies, work), *calls))
        made = [queued, *own]
        journals = [journal for journal, _items in made]
        self.posted(title, journals, [item for _j, items in made for item in items])

    def held(self, count):
        """A worker that finds everything held by another one looks again later."""
        payer, *owners = self.companies
        journal, items = self.lines(payer, owners, count)
        self.press([journal])
        with clerk_env(self.companies) as env:
            journals = env["ar.payment.journal"].with_user(1)
            domain = [("company_id", "in", self.companies)]
            held = env["account.journal"].with_user(1).search(domain)
            with journals._working_on(held.ids, []):
                before = self.rows(TRIGGERS)[0][0]
                self.cron()
        waiting, later = self.rows(WAITING)[0][0], self.rows(TRIGGERS)[0][0] - before
        self.checks.check(
            waiting == count and later == 1,
            f"everything held by another worker: {waiting} wait, {later} look later",
        )
        self.worker()
        self.posted("held no longer", [journal], items)

    def cron(self):
        """Be a scheduled action once."""
        with clerk_env(self.companies) as env:
            env["ar.payment.journal"].with_user(1)._cron_work()
            env.cr.commit()

    # ------------------------------------------------------------
    # Killed
    # ------------------------------------------------------------
    def run(self, told):
        """In the process to be killed: work, telling how far it is, in queries."""
        from odoo.sql_db import Cursor

        execute = Cursor.execute

        def counting(cursor, *args, **kwargs):
            told.value += 1
            return execute(cursor, *args, **kwargs)

        with clerk_env(self.companies) as env:
            Cursor.execute = counting
            work(env)
            told.value = -told.value

    def worker(self, moment=sys.maxsize):
        """Let a worker work, and kill it at this many queries; return how many it
        came to, negative where it was done before."""
        close_connections()
        told = FORK.Value("l", 0, lock=False)
        process = FORK.Process(target=self.run, args=(told,), daemon=True)
        process.start()
        while process.is_alive() and 0 <= told.value < moment:
            time.sleep(0.0001)
        if process.is_alive() and told.value >= 0:
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        return told.value

    def wait_for_server(self):
        """Until the server has noticed that the killed process is gone."""
        for _attempt in range(600):
            if not self.rows(BUSY):
                return
            time.sleep(0.1)

    def kill(self, number, button, moment, made):
        """Kill a worker, let another one go on: at once, or after a look."""
        (journal, items), is_looked_at = made, self.random.random() < 0.5
        self.press([journal], button)
        reached = self.worker(moment)
        title = f"{number}. {button}, killed at query {reached}"
        if reached < 0:
            title = f"{number}. {button}, done before it was killed"
        if is_looked_at:
            self.wait_for_server()
            done = self.half_way(title, journal)
            title = f"{title}, {done} of {len(items)} done"
        self.worker()
        judge = self.posted if button == "action_post" else self.undone
        judge(f"{title}, then gone on with", [journal], items)

    def half_way(self, title, journal):
        """Each line is done, settlement and all, or waits as before; return how many
        are done."""
        with clerk_env(self.companies) as env:
            lines = env["ar.payment.journal"].browse(journal).payment_ids
            kinds = {
                (line.state, line.ar_line_state, line.settlement_ids.state)
                for line in lines
            }
            done = len(lines.filtered(lambda line: line.ar_line_state != "queued"))
        wanted = {
            ("draft", "queued", "draft"),
            ("paid", "posted", "posted"),
            ("in_process", "posted", "posted"),
            ("paid", "queued", "posted"),
            ("in_process", "queued", "posted"),
            ("canceled", "undone", "undone"),
        }
        self.checks.check(
            kinds <= wanted and done % BATCH == 0,
            f"{title}: every batch is done, or waits",
            (kinds, done),
        )
        return done

    def kills(self, times, count):
        """Kill workers that post, and workers that undo, at random moments."""
        payer, *owners = self.companies
        buttons = ("action_post", "action_undo")
        made, queries = self.lines(payer, owners, count), {}
        for button in buttons:  # undisturbed, to know how many queries there are
            self.press([made[0]], button)
            queries[button] = abs(self.worker())
        self.undone("a worker alone", [made[0]], made[1])
        for number in range(1, times + 1):
            made = self.lines(payer, owners, count)
            for button in buttons[: 2 if number == 1 or times > 3 else 1]:
                moment = self.random.randint(1, queries[button])
                self.kill(number, button, moment, made)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="20 kills, not 3")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"--seed {options.seed}")
    checks = Checks()
    journals = Journals(checks, options.seed)
    before = journals.deadlocks()
    for _number in range(5 if options.full else 1):
        journals.opposite(3 * BATCH)
        journals.same(3 * BATCH)
        journals.beside_users(4 * BATCH)
    journals.held(BATCH)
    journals.kills(20 if options.full else 3, 3 * BATCH)
    seen = journals.deadlocks() - before
    checks.check(not seen, f"{seen} deadlocks")
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
