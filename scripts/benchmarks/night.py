"""A night of a large group: what two workers post of many receipts, hour after hour.

20 companies receive payments for 200; 1,000,000 invoices are open, and 100,000
receipts are entered, each marked with an invoice of another company: copies by the
database of real ones. Their payment journals are then posted in the background, as
scheduled actions do it, by two workers, each a process of its own from its first import
on. Meanwhile a clerk opens pages. Where the time given is too short for all receipts,
what was posted until then counts.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks._many_companies import copy_pairs
from benchmarks._receipts import enter_receipts
from benchmarks.home import LIST, Bench
from committed._group import clerk_env
from committed._processes import FORK, close_connections
from toolbox.odoo_session import odoo_env

PARTS, PAUSE = 10, 3.0
#: The rate of the last three tenths, of that of the first three, at least; the memory
#: of a worker in MB, and what a page may take in milliseconds, at most.
FLAT, MEMORY, PAGE = 0.9, 300, 500
#: What grows with every receipt, and how it is counted.
TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "ar_settlement_leg",
    "mail_message",
    "mail_tracking_value",
    "ir_attachment",
)
#: Journals of entries whose numbers have gaps or come twice, and entries without one.
NUMBERS = """
    SELECT journal_id, sequence_prefix FROM account_move
     WHERE state = 'posted' AND ar_payoff_id IS NULL AND journal_id = ANY(%s)
     GROUP BY 1, 2
    HAVING COUNT(*) <> MAX(sequence_number) OR COUNT(*) <> COUNT(DISTINCT name)
        OR BOOL_OR(made_sequence_gap)"""


class Batch(NamedTuple):
    """What a worker has done at once: when, how many receipts, its memory in MB."""

    moment: float
    count: int
    memory: float


class Worker:
    """A scheduled action, in a process of its own, told when to begin and to end."""

    def __init__(self):
        self.reader, writer = FORK.Pipe(duplex=False)
        begin, self.begin = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=_work, args=(begin, writer), daemon=True)
        self.process.start()
        writer.close()

    def result(self):
        """Its batches, seconds that it gave numbers, and its most memory in MB."""
        return self.reader.recv()


def _work(begin, writer):
    from toolbox.odoo_session import registry

    until = begin.recv()
    registry()
    from benchmarks._two_workers import watch_numbering

    batches, numbering = [], watch_numbering()
    with odoo_env() as env:
        journals = env["ar.payment.journal"].with_user(1)
        _watch(type(journals), type(env["ir.cron"]), batches, until)
        while time.monotonic() < until and journals._count_waiting():
            journals._cron_work()
            env.cr.commit()
            time.sleep(0.1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    writer.send((batches, sum(numbering), peak))


def _watch(journals, crons, batches, until):
    """Note each batch; end as a scheduled action does whose time is over."""
    with_retries, commit = journals._work_with_retries, crons._commit_progress

    def noting(self, *arguments):
        result = with_retries(self, *arguments)
        batches.append(Batch(time.monotonic(), result[0], _memory()))
        return result

    def limited(self, *arguments, **options):
        left = commit(self, *arguments, **options)
        return left if time.monotonic() < until else 0

    journals._work_with_retries, crons._commit_progress = noting, limited


def _memory():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


class Night:
    """The group with all that is open and entered, and what one night makes of it."""

    def __init__(self, companies, payers, items, count):
        self.count = count
        self.bench = Bench(companies, items, payers)
        self.companies = self.bench.companies
        copy_pairs(self.companies, payers)
        print(f"Entering {count} receipts ...", flush=True)
        self.journals = enter_receipts(list(self.companies), payers, count)
        for journal in self.journals:
            with clerk_env(self.companies) as env:
                env["ar.payment.journal"].browse(journal).action_post()
                env.cr.commit()
        with odoo_env() as env:
            env.cr.execute("ANALYZE")
            env.cr.commit()
        self.pages = {}

    def rows(self, query, *values):
        with odoo_env() as env:
            env.cr.execute(query, values)
            return env.cr.fetchall()

    def sizes(self):
        """Rows of what grows, and bytes of all of it and of the log of the database."""
        counted = ", ".join(f"(SELECT COUNT(*) FROM {table})" for table in TABLES)
        (row,) = self.rows(
            f"SELECT {counted}, pg_database_size(current_database()),"
            " pg_current_wal_lsn() - '0/0'::pg_lsn"
        )
        return dict(zip((*TABLES, "bytes", "bytes of log"), row, strict=True))

    def run(self, workers, minutes):
        """Let the workers work, and open pages; return what each has done."""
        until = time.monotonic() + 60 * minutes
        for worker in workers:
            worker.begin.send(until)
        calls = {
            "first page of receivables": self.first_page,
            "settle page": self.bench.settle_page,
            "entry page": self.bench.entry_page,
        }
        for call in calls.values():
            call()
        while any(not worker.reader.poll() for worker in workers):
            for title, call in calls.items():
                self.pages.setdefault(title, []).append(call()[1])
                time.sleep(PAUSE / len(calls))
        results = [worker.result() for worker in workers]
        assert all(batches for batches, *_rest in results), "too short a time"
        return results

    def first_page(self):
        return self.bench.rows("ar.open.transaction", LIST)

    def check(self, done):
        """So many payments are posted and their invoices paid, numbers without gaps."""
        query = (
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE item.reconciled)"
            " FROM account_payment payment"
            " JOIN account_move_line source ON source.move_id = payment.move_id"
            " JOIN ar_settlement_leg leg ON leg.source_move_line_id = source.id"
            " JOIN account_move_line item ON item.id = leg.target_move_line_id"
            " WHERE payment.ar_payment_journal_id = ANY(%s)"
        )
        found = self.rows(query, self.journals)[0]
        assert found == (done, done), (found, done)
        journals = self.rows(
            "SELECT array_agg(ar_intercompany_journal_id) FROM res_company"
            " WHERE id = ANY(%s)",
            list(self.companies),
        )[0][0]
        wrong = self.rows(NUMBERS, journals)
        assert not wrong, wrong


# ------------------------------------------------------------
# Report
# ------------------------------------------------------------
def rates(results, start):
    """Receipts in a second in each tenth of the time in which all workers worked."""
    end = min(batches[-1].moment for batches, _numbering, _peak in results)
    parts = [0.0] * PARTS
    for batches, _numbering, _peak in results:
        before = start
        for batch in batches:
            _spread(parts, batch, before, (start, end))
            before = batch.moment
    return [part * PARTS / (end - start) for part in parts]


def _spread(parts, batch, before, span):
    """A batch counts in each part by the time that it was worked on in it."""
    start, end = span
    each = (end - start) / PARTS
    for place in range(PARTS):
        first, last = start + place * each, start + (place + 1) * each
        inside = min(last, batch.moment) - max(first, before)
        if inside > 0:
            parts[place] += batch.count * inside / (batch.moment - before)


def report(night, results, start, grown):
    """Print what was seen."""
    done = sum(batch.count for batches, *_rest in results for batch in batches)
    last = max(batches[-1].moment for batches, *_rest in results)
    print(
        f"\n{done} receipts of {night.count} posted in {(last - start) / 60:.1f} "
        f"minutes, {done / (last - start):.1f} in a second"
    )
    parts = rates(results, start)
    print("in each tenth: " + " ".join(f"{part:.1f}" for part in parts))
    for number, (batches, numbering, peak) in enumerate(results, 1):
        took = batches[-1].moment - start
        memory = " ".join(f"{b.memory:.0f}" for b in batches[:: len(batches) // 5 or 1])
        print(
            f"worker {number}: {sum(b.count for b in batches)} receipts, "
            f"{numbering / took:.1%} one after the other, most memory {peak:.0f} MB "
            f"({memory})"
        )
    print("each receipt: " + ", ".join(f"{n / done:.1f} {k}" for k, n in grown.items()))
    print(f"\n{'':28}{'median ms':>10}{'most':>8}{'Python':>8}{'database':>10}{'n':>5}")
    for title, calls in night.pages.items():
        print(
            f"{title:28}{statistics.median(c.all for c in calls):>10.0f}"
            f"{max(c.all for c in calls):>8.0f}"
            f"{statistics.median(c.own for c in calls):>8.0f}"
            f"{statistics.median(c.database for c in calls):>10.0f}{len(calls):>5}"
        )
    print(f"load {os.getloadavg()[0]:.1f}\n")
    return done, parts


def goals(night, results, parts):
    """The goals: what, the figure, and the most it may be."""
    first, last = sum(parts[:3]), sum(parts[-3:])
    yield "rate of the first three tenths / of the last", first / last, 1 / FLAT
    yield "memory of a worker, MB", max(peak for _b, _n, peak in results), MEMORY
    for title, calls in night.pages.items():
        yield f"{title}, ms", statistics.median(call.all for call in calls), PAGE


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000, help="receipts")
    parser.add_argument("--companies", type=int, default=200)
    parser.add_argument("--payers", type=int, default=20)
    parser.add_argument("--items", type=int, default=1_000_000, help="open invoices")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=20.0, help="of posting")
    options = parser.parse_args()
    workers = [Worker() for _number in range(options.workers)]
    night = Night(options.companies, options.payers, options.items, options.count)
    before, start = night.sizes(), time.monotonic()
    close_connections()
    results = night.run(workers, options.minutes)
    grown = {name: size - before[name] for name, size in night.sizes().items()}
    done, parts = report(night, results, start, grown)
    night.check(done)
    missed = 0
    for title, figure, most in goals(night, results, parts):
        holds = figure <= most
        missed += not holds
        mark = "holds " if holds else "MISSED"
        print(f"{mark}  {title}: {figure:.2f} (at most {most:.4g})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
