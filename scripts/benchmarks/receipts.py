"""How long it takes to find what a bank's lines mean.

Open invoices of two companies, which number alike, copied by the database; and lines
of another company's bank statement that name one or two of one, with noise. After
ANALYZE:

(a) ``ar_propose`` on all lines, nothing there before;
(b) the same again: all are found anew;
(c) ``ar_accept`` on some of the sure ones.

Measured is the time of the process's clock, in one transaction, rolled back.
"""

import argparse
import random
import sys
import time

from benchmarks._copies import copy_invoices
from committed._group import (
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    post_invoices,
)

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
            self.lines = self.make_lines(env, journal, items[:count], lines)
            for table in TABLES:
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    @staticmethod
    def make_lines(env, journal, items, count):
        """Each names one invoice, or two of one customer."""
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
                {
                    "journal_id": journal.id,
                    "date": DATE,
                    "amount": AMOUNT * len(places),
                    "payment_ref": f"{noise}{text}",
                }
            )
        made = env["account.bank.statement.line"].sudo().create(values)
        return made.ids

    def run(self, accepted):
        with clerk_env(self.companies) as env:
            lines = env["account.bank.statement.line"].browse(self.lines)
            told, proposed = self.timed(env, lines.ar_propose)
            sure = [t["statement_line_id"] for t in told if t["confidence"] == "sure"]
            _told, again = self.timed(env, lines.ar_propose)
            some = lines.browse(sure[:accepted])
            _done, taken = self.timed(env, some.ar_accept)
            env.cr.rollback()
        print(f"a  {len(lines)} lines proposed: {proposed:.1f} s, {len(sure)} sure")
        print(f"b  the same again: {again:.1f} s")
        print(f"c  {len(some)} accepted: {taken:.1f} s")
        return proposed

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
