"""How long payment journals take, beside Odoo's own registering of payments.

In one run on one database, with a customer for each line, after ANALYZE:

(a) Odoo's own ``account.payment.register`` in one company, rolled back;
(b) lines of a payment journal, each marked with the invoice of another company, posted
    and settled in the background, committed for real;
(c) entering these lines and their marks, (d) undoing them in the background.

Two workers on payment journals of different companies that pay the same third one,
beside one worker, and the share of its time in which others would have to wait.

The worker of (b) and (d) is a process of its own: so its memory is its own as well.
Then how quickly the pages answer where 100,000 transactions are open: the first page of
a customer with a tenth of them, finding a number, saving a payment in the journal.
"""

import argparse
import gc
import json
import resource
import statistics
import sys
import time
from dataclasses import dataclass, field

from odoo.service.model import call_kw

from benchmarks._copies import copy_invoices
from benchmarks._two_workers import TwoWorkers
from committed._group import (
    DATE,
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    make_settlements,
    post_invoices,
)
from committed._processes import FORK, close_connections

#: The company that receives the payments, and those whose invoices they pay.
PAYING, PAID = 0, range(1, 11)
BATCH = 500
ROUNDS = 7
MARKS = 5
TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "ar_payment_journal",
    "ar_settlement",
    "ar_settlement_leg",
    "ar_settlement_line",
    "res_partner",
)
STEPS = {
    "a": "Odoo's own register, one company",
    "b": "lines posted and settled",
    "c": "lines entered and marked",
    "d": "lines undone",
}
#: How many times as quick two workers are as one; and the share of a worker's time in
#: which the other one may have to wait, which allows it.
WORKERS_GOAL, SERIAL_GOAL = 1.7, 0.17
#: What the pages may take at most, in milliseconds.
PAGE_GOALS = {
    "first page": 300,
    "a number, exact": 300,
    "a number, in part": 300,
    "save a payment with 5 marks": 300,
}


@dataclass
class Measure:
    """What one step took in each round."""

    count: int
    seconds: list = field(default_factory=list)
    #: of Odoo's process alone, without the database: hardly slower on a busy machine
    processor: list = field(default_factory=list)
    queries: list = field(default_factory=list)
    #: the most memory that the process had, in MB; 0 where it is not of interest
    peak: float = 0.0

    def add(self, seconds, processor, queries, peak=0.0):
        self.seconds.append(seconds)
        self.processor.append(processor)
        self.queries.append(queries)
        self.peak = max(self.peak, peak)

    @property
    def milliseconds(self):
        """Median milliseconds per item."""
        return statistics.median(self.seconds) * 1000 / self.count

    @property
    def processor_milliseconds(self):
        """Median milliseconds of the processor per item."""
        return statistics.median(self.processor) * 1000 / self.count

    @property
    def queries_each(self):
        """Median queries per item."""
        return statistics.median(self.queries) / self.count


def queries_asked():
    """The queries of this process until now, of all its connections."""
    import odoo.sql_db

    return odoo.sql_db.sql_counter


def timed(work):
    """Do some work; return its result, and what :class:`Measure` takes of it."""
    gc.collect()
    clocks = (time.perf_counter, time.process_time, queries_asked)
    before = [clock() for clock in clocks]
    result = work()
    return result, *(
        clock() - start for clock, start in zip(clocks, before, strict=True)
    )


class Group:
    """Companies with a posted invoice each, of which copies are made."""

    def __init__(self, companies):
        self.companies = make_group(
            [f"Bench {number:02}" for number in range(companies)]
        )
        with clerk_env(self.companies) as env:
            partner = make_customers(env, 1)
            self.invoices = [
                post_invoices(env, company, partner).id for company in self.companies
            ]
            env.cr.commit()

    def customers(self, count):
        """Ids of new customers, that all companies share."""
        with clerk_env(self.companies) as env:
            partners = []
            for start in range(0, count, BATCH):
                partners += make_customers(env, min(BATCH, count - start)).ids
                env.cr.commit()
                env.invalidate_all()
            return partners

    def open_items(self, place, partners):
        """Ids of open items of a company, one invoice for each of the customers."""
        with clerk_env(self.companies) as env:
            invoice = env["account.move"].browse(self.invoices[place])
            items = copy_invoices(env, invoice, partners)
            env.cr.commit()
            return items

    def analyze(self):
        with clerk_env(self.companies) as env:
            for table in TABLES:
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()


# ------------------------------------------------------------
# Lines: entered, posted, undone
# ------------------------------------------------------------
class Lines:
    """Payment journals of a paying company, of one number of lines."""

    def __init__(self, group, count, payer=PAYING):
        self.group, self.count, self.payer = group, count, payer
        self.measures = {step: Measure(count) for step in STEPS}

    def round(self, undo):
        """Enter and post one payment journal; undo it where asked."""
        partners = self.group.customers(self.count)
        items = [0] * self.count
        for place in PAID:
            own = slice(place - 1, None, len(PAID))
            items[own] = self.group.open_items(place, partners[own])
        journal = self.journal()
        self.group.analyze()
        entered = timed(lambda: self.enter(journal, partners, items))
        self.measures["c"].add(*entered[1:])
        self.group.analyze()
        self.measures["b"].add(*self.background(journal, "action_post", "posted"))
        self.check(journal, items, 0.0)
        if undo:
            self.group.analyze()
            self.measures["d"].add(*self.background(journal, "action_undo", "undone"))
            self.check(journal, items, 100.0)

    def journal(self):
        with clerk_env(self.group.companies) as env:
            company = self.group.companies[self.payer]
            journal = env["ar.payment.journal"].create(
                {
                    "company_id": company,
                    "journal_id": bank_journal(env, company).id,
                    "date": DATE,
                }
            )
            env.cr.commit()
            return journal.id

    def enter(self, journal, partners, items):
        """Create the lines and what they are marked with, some at once."""
        for start in range(0, self.count, BATCH):
            some = slice(start, start + BATCH)
            with clerk_env(self.group.companies) as env:
                payments = env["account.payment"].create(
                    [
                        {
                            "ar_payment_journal_id": journal,
                            "partner_id": partner,
                            "amount": 100.0,
                        }
                        for partner in partners[some]
                    ]
                )
                marked = env["account.move.line"].browse(items[some])
                make_settlements(env, payments, marked)
                env.cr.commit()

    def background(self, journal, button, state):
        """Press a button, then let one worker do what waits, in its own process.

        :return: what :class:`Measure` takes of the worker
        """
        with clerk_env(self.group.companies) as env:
            getattr(env["ar.payment.journal"].browse(journal), button)()
            env.cr.commit()
        close_connections()
        reader, writer = FORK.Pipe(duplex=False)
        worker = FORK.Process(target=self.worker, args=(writer,), daemon=True)
        worker.start()
        writer.close()
        took = reader.recv()
        worker.join()
        with clerk_env(self.group.companies) as env:
            found = env["ar.payment.journal"].browse(journal)
            assert found.state == state, found.state
            assert found[f"{state}_count"] == self.count
        return took

    def worker(self, writer):
        with clerk_env(self.group.companies) as env:
            journals = env["ar.payment.journal"].with_user(1)
            _result, *took = timed(journals._cron_work)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        writer.send((*took, peak))

    def check(self, journal, items, open_amount):
        """Every invoice is open by what it should be."""
        with clerk_env(self.group.companies) as env:
            lines = env["account.move.line"].browse(items)
            assert set(lines.mapped("amount_residual")) == {open_amount}
            assert len(env["ar.payment.journal"].browse(journal).payment_ids) == len(
                items
            )


class Register:
    """Odoo's own payments of invoices in the paying company."""

    def __init__(self, group, count):
        self.group, self.measure = group, Measure(count)
        self.items = group.open_items(PAYING, group.customers(count))
        group.analyze()

    def round(self):
        """Register them all; leave no trace."""
        with clerk_env(self.group.companies) as env:
            invoices = env["account.move.line"].browse(self.items).move_id
            self.measure.add(*timed(lambda: self.register(env, invoices))[1:])
            assert set(invoices.mapped("payment_state")) == {"paid"}

    def register(self, env, invoices):
        journal = bank_journal(env, self.group.companies[PAYING])
        context = {"active_model": "account.move", "active_ids": invoices.ids}
        register = env["account.payment.register"].with_context(**context)
        values = {"journal_id": journal.id, "payment_date": DATE}
        register.create(values)._create_payments()
        env.cr.flush()


def measure_lines(group, counts, registered, rounds):
    """Measure every count, the smallest in some rounds, beside Odoo's register.

    :return: the measure of the register, and the :class:`Lines` of each count
    """
    print(f"Copying {registered} invoices for Odoo's register ...", flush=True)
    Lines(group, 120).round(undo=True)  # warm
    register, results = Register(group, registered), []
    for count in counts:
        lines, times = Lines(group, count), rounds if count == min(counts) else 1
        results.append(lines)
        for number in range(1, times + 1):
            print(f"{count} lines, round {number} of {times} ...", flush=True)
            register.round()
            lines.round(undo=number == 1 and count == min(counts))
    return register.measure, results


# ------------------------------------------------------------
# Pages
# ------------------------------------------------------------
class Pages:
    """Calls of the web client where much is open, each with a cursor of its own."""

    def __init__(self, group, items):
        self.group, self.took = group, {}
        companies = len(group.companies)
        self.big, *others = group.customers(1 + max(items * 9 // 10 // companies, 1))
        shares = [self.big] * (items // 10 // companies) + others
        for place in range(companies):
            self.items = group.open_items(place, shares)
        self.journal = Lines(group, 0).journal()
        group.analyze()

    def call(self, model, method, *args):
        """One call of the web client; return its answer and milliseconds."""
        companies = self.group.companies[:1]
        with clerk_env(companies) as env:
            gc.collect()
            start = time.perf_counter()
            kwargs = {"context": {"allowed_company_ids": companies}}
            answer = call_kw(env[model], method, list(args), kwargs)
            env.flush_all()
            json.dumps(answer)
            took = (time.perf_counter() - start) * 1000
            env.cr.commit()
        return answer, took

    def repeat(self, title, work, rounds=ROUNDS):
        """Note how long a call took, which returns its answer and milliseconds."""
        work()
        calls = [work() for _round in range(rounds)]
        self.took[title] = [one for _answer, one in calls]
        return calls[-1][0]

    def measure(self):
        rows = self.repeat("first page", self.first_page)
        print(f"The big customer has {rows['total']} open transactions.")
        with clerk_env(self.group.companies) as env:
            number = env["account.move.line"].browse(self.items[-1]).move_name
            env.cr.execute(
                "SELECT COUNT(*) FROM account_move_line WHERE NOT reconciled"
                " AND parent_state = 'posted' AND display_type = 'payment_term'"
            )
            print(f"Open in all: {env.cr.fetchone()[0]}. Looking for {number}.")
        for title, text in (
            ("a number, exact", number),
            ("a number, in part", number[-4:]),
            ("a number that many have in part", number[-5:-3]),
            ("a number that none has", "INV/1999/4711"),
        ):
            found = self.repeat(title, lambda text=text: self.find(text))
            assert bool(found) == (title != "a number that none has"), found
        self.repeat("a number of the big customer", lambda: self.find("015", self.big))
        self.repeat("save a payment with 5 marks", self.save)
        return self.took

    def first_page(self):
        """As the web client opens it: its head, then its rows."""
        place = {"partner_id": self.big}
        head, one = self.call("ar.settlement", "page_open", place)
        rows, two = self.call(
            "ar.settlement", "page_rows", head["place"], [], 0, 80, "date_maturity"
        )
        return rows, one + two

    def find(self, text, partner=False):
        return self.call("ar.settlement", "page_find", text, partner)

    # SAVE IN JOURNAL: to be switched to ``entry_save`` of ``ar.payment.journal``, with
    # the customer, the amount and the five marks as the page sends them.
    def save(self):
        """Save a payment of the big customer with its marks."""
        companies = self.group.companies
        with clerk_env(companies) as env:
            items = env["ar.settlement"].open_transactions(self.big)
            marks = env["ar.settlement.line"].search([("is_marking", "=", True)])
            free = items - marks.move_line_id
            some = [item.id for item in free.filtered(lambda i: i.balance > 0)[:MARKS]]
            bank = bank_journal(env, companies[PAYING])
            values = {
                "partner_id": self.big,
                "amount": 100.0 * MARKS,
                "currency_id": bank.company_id.currency_id.id,
                "date": DATE,
                "journal_id": bank.id,
            }
        marks = {str(item): {} for item in some}
        return self.call(
            "ar.payment.journal", "entry_save", [self.journal], values, marks
        )


# ------------------------------------------------------------
# Report
# ------------------------------------------------------------
def report_lines(register, results):
    """Print the table of the lines."""
    print(
        f"\n{'':36}{'items':>7}{'ms each':>9}{'of Odoo':>9}{'queries each':>14}"
        f"{'/ (a)':>7}{'peak MB':>9}"
    )
    rows = [("a", register)]
    for lines in results:
        rows += [(step, lines.measures[step]) for step in "bcd"]
    for step, took in rows:
        if not took.seconds:
            continue
        ratio = took.milliseconds / register.milliseconds
        peak = f"{took.peak:.0f}" if took.peak else ""
        print(
            f"{f'({step}) {STEPS[step]}':36}{took.count:>7}{took.milliseconds:>9.2f}"
            f"{took.processor_milliseconds:>9.2f}{took.queries_each:>14.1f}"
            f"{ratio:>7.2f}{peak:>9}"
        )
    print()


def report_pages(took):
    """Print the table of the pages."""
    print(f"\n{'':38}{'median ms':>10}{'most ms':>10}")
    for title, times in took.items():
        print(f"{title:38}{statistics.median(times):>10.0f}{max(times):>10.0f}")
    print()


def goals(register, results, pages, workers):
    """The goals: what, the figure, and the most it may be."""
    if workers:
        faster, share = workers
        yield "one worker / two of them", 1 / faster, 1 / WORKERS_GOAL
        yield "share of a worker that is one after the other", share, SERIAL_GOAL
    if results:
        posted = [lines.measures["b"] for lines in results]
        yield (
            f"(b) at {posted[-1].count} / (a)",
            posted[-1].milliseconds / register.milliseconds,
            0.6,
        )
    if len(results) > 1:
        yield (
            f"(b) for each at {posted[-1].count} / at {posted[0].count}",
            posted[-1].milliseconds / posted[0].milliseconds,
            1.1,
        )
    for title, most in PAGE_GOALS.items() if pages else ():
        yield f"{title}, ms", statistics.median(pages[title]), most


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="a twentieth of everything"
    )
    parser.add_argument(
        "--only", choices=("lines", "workers", "pages"), help="one part"
    )
    parser.add_argument("--rounds", type=int, default=3, help="of 1,000 lines")
    options = parser.parse_args()
    share = 20 if options.quick else 1
    companies = 12 if options.quick else 50
    print(f"Making {companies} companies ...", flush=True)
    group = Group(companies)
    register, results, workers, pages = None, [], None, {}
    if options.only in (None, "lines"):
        counts = [200] if options.quick else [1000, 10_000]
        registered = 200 if options.quick else 500
        register, results = measure_lines(group, counts, registered, options.rounds)
        report_lines(register, results)
    if options.only in (None, "workers"):
        count = 500 if options.quick else 2000
        print(f"Entering 4 payment journals of {count} lines ...", flush=True)
        workers = TwoWorkers(group, Lines, count).measure()
    if options.only in (None, "pages"):
        print(f"Copying {100_000 // share} invoices for the pages ...", flush=True)
        pages = Pages(group, 100_000 // share).measure()
        report_pages(pages)
    missed = 0
    for title, figure, most in goals(register, results, pages, workers):
        holds = figure <= most
        missed += not holds
        mark = "holds " if holds else "MISSED"
        print(f"{mark}  {title}: {figure:.2f} (at most {most:g})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
