"""How long it takes to find what a bank's lines mean.

Open invoices of two companies, which number alike, copied by the database; and lines
of another company's bank statement that name one or two of one, with noise. After
ANALYZE:

(a) the file of the statement is uploaded, read and checked;
(b) the scheduled action makes its lines, batch after batch;
(c) it finds what all of them mean;
(d) ``ar_propose`` on all lines again, as after new invoices;
(e) ``ar_accept`` on some of the sure ones.

Measured is the time of the process's clock. (a) to (c) are committed, as they are in
use; (d) and (e) are rolled back.
"""

import argparse
import base64
import random
import sys
import time

from benchmarks._copies import copy_invoices
from committed._files import bank_files
from committed._group import (
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    post_invoices,
)
from toolbox.odoo_session import odoo_env

NAMES = ("Receipts Bank", "Receipts One", "Receipts Two")
CUSTOMERS, AMOUNT = 2000, 121.0
MOST_SECONDS = 60
DATE = "2026-04-20"
TABLES = (
    "account_move",
    "account_move_line",
    "account_bank_statement_line",
    "res_partner",
)


class Bench:
    def __init__(self, documents, lines):
        self.companies = make_group(NAMES)
        bank, *others = self.companies
        with clerk_env(self.companies) as env:
            journal = bank_journal(env, bank).sudo()
            journal.ar_receipts = "propose"
            partners = make_customers(env, CUSTOMERS)
            count = documents // len(others)
            chosen = [partners.ids[n % CUSTOMERS] for n in range(count)]
            items = []
            for place, company in enumerate(others):
                first = post_invoices(env, company, partners[:1], AMOUNT + place)
                items += copy_invoices(env, first, chosen)
                env.cr.commit()
            self.journal = journal.id
            self.file = self.statement(env, items[:count], lines)
            for table in TABLES:
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    @staticmethod
    def statement(env, items, count):
        """A statement each of whose lines names one invoice, or two of one customer."""
        chance = random.Random(5)
        found = env["account.move.line"].sudo().browse(items)
        found.fetch(["move_name", "partner_id"])
        names = found.mapped("move_name")
        values = []
        for _number in range(count):
            place = chance.randrange(len(items) - CUSTOMERS)
            places = [place, place + CUSTOMERS][: chance.choice((1, 1, 2))]
            text = " ".join(names[one] for one in places)
            noise = chance.choice(("", "factuur ", "Rechnung ", "betaling 20-04 "))
            values.append(
                (f"R{len(values)}", AMOUNT * len(places), "", f"{noise}{text}")
            )
        return bank_files().camt(values)

    def run(self, accepted):
        work, made, proposed = self.imported()
        with clerk_env(self.companies) as env:
            mine = [("journal_id", "=", self.journal)]
            lines = env["account.bank.statement.line"].search(mine)
            told, again = self.timed(env, lines.ar_propose)
            sure = [t["statement_line_id"] for t in told if t["confidence"] == "sure"]
            some = lines.browse(sure[:accepted])
            _done, taken = self.timed(env, some.ar_accept)
            env.cr.rollback()
        print(f"b  its lines made: {made:.1f} s")
        print(f"c  found what they mean: {proposed:.1f} s; {work}")
        print(f"d  the same again: {again:.1f} s")
        print(f"e  {len(some)} accepted: {taken:.1f} s")
        return proposed

    def imported(self):
        """Upload the file and do what the scheduled action does, step by step.

        :return: what is said of it; seconds to make the lines, and to match them
        """
        with clerk_env(self.companies) as env:
            file = base64.b64encode(self.file).decode()
            wizard = env["ar.bank.import"].create(
                {"journal_id": self.journal, "file": file}
            )
            action, read = self.timed(env, wizard.action_import)
            env.cr.commit()
        print(f"a  {len(self.file) / 2**20:.1f} MB uploaded and read: {read:.1f} s")
        seconds = {}
        with odoo_env() as env:
            work = env["ar.receipt.work"].sudo().browse(action["res_id"])
            while work.state == "waiting":
                step = work.step
                _none, time_of = self.timed(env, work._try_step)
                env.cr.commit()
                env.invalidate_all()
                seconds[step] = seconds.get(step, 0) + time_of
                if not work.done % 1000:
                    print(
                        f"   {work.done} lines: {sum(seconds.values()):.1f} s",
                        flush=True,
                    )
            return work.outcome or work.refusal, seconds["make"], seconds["match"]

    @staticmethod
    def timed(env, work):
        start = time.perf_counter()
        result = work()
        env.flush_all()
        return result, time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--accepted", type=int, default=200)
    options = parser.parse_args()
    bench = Bench(options.documents, options.lines)
    return 1 if bench.run(options.accepted) > MOST_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main())
