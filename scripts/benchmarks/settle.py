"""How long settling payments takes, beside Odoo's own registering of payments.

In one run on one database, from posted invoices with a customer each:

(a) Odoo's own ``account.payment.register`` in one company: payments created, posted
    and reconciled;
(b) the same number of payments created, marked, posted and settled with another
    company's invoices, in one call;
(c) undoing these settlements.

Some are done and committed before, so that the database knows what it plans for. Each
measurement is rolled back, so that all start from the same books; the median of
three rounds counts, in which (a), (b) and (c) take turns (one round of 5,000 or more).
The invoices are copies of a posted one, row for row.

Measured are seconds of processor time, of Odoo's process and of the database's own for
it: what else the machine does matters little then.
"""

import argparse
import sys

from benchmarks._copies import copy_invoices
from benchmarks._measure import Measure, measure, told
from committed._group import (
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    make_payments,
    make_settlements,
    post_invoices,
)

ROUNDS, MANY, BEFORE = 3, 5000, 200
STEPS = {
    "a": "Odoo's own register, one company",
    "b": "settled with another company",
    "c": "undone",
}


class Bench:
    """Invoices in two companies, and the three things done with them."""

    def __init__(self, count):
        self.companies = make_group(["Bench Payments", "Bench Invoices"])
        with clerk_env(self.companies) as env:
            partners = make_customers(env, count + BEFORE)
            self.partners = partners.ids
            own, self.foreign = (
                self.make_invoices(env, company) for company in self.companies
            )
            self.own = env["account.move.line"].browse(own).move_id.ids
            self.register(env, BEFORE)
            self.settle(env, BEFORE)
            env.cr.commit()
            env.cr.execute("ANALYZE")
            env.cr.commit()
            for name in ("partners", "own", "foreign"):
                setattr(self, name, getattr(self, name)[BEFORE:])

    def make_invoices(self, env, company):
        """An open invoice of a company for each customer: their receivable items."""
        first = post_invoices(env, company, env["res.partner"].browse(self.partners[0]))
        items = copy_invoices(env, first, self.partners)
        env.cr.commit()
        return items

    def round(self, count, measures):
        """Do (a), (b) and (c) once with ``count`` items each; leave no trace."""
        with clerk_env(self.companies) as env:
            measure(env, measures["a"], lambda: self.register(env, count))
        with clerk_env(self.companies) as env:
            made = measure(env, measures["b"], lambda: self.settle(env, count))
            assert set(made.mapped("state")) == {"posted"}
            env.invalidate_all()
            measure(env, measures["c"], made.action_undo)
            assert set(made.mapped("state")) == {"undone"}

    def register(self, env, count):
        invoices = env["account.move"].browse(self.own[:count])
        journal = bank_journal(env, self.companies[0])
        context = {"active_model": "account.move", "active_ids": invoices.ids}
        register = env["account.payment.register"].with_context(**context)
        values = {"journal_id": journal.id, "payment_date": "2026-03-25"}
        register.create(values)._create_payments()
        assert set(invoices.mapped("payment_state")) == {"paid"}

    def settle(self, env, count):
        partners = env["res.partner"].browse(self.partners[:count])
        items = env["account.move.line"].browse(self.foreign[:count])
        payments = make_payments(env, self.companies[0], partners)
        settlements = make_settlements(env, payments, items)
        payments.action_post()
        return settlements


def run(counts):
    """Measure every count; return count -> step -> :class:`Measure`."""
    print(f"Making {2 * max(counts)} invoices ...", flush=True)
    bench = Bench(max(counts))
    bench.round(10, {step: Measure() for step in STEPS})
    results = {}
    for count in counts:
        results[count] = {step: Measure() for step in STEPS}
        rounds = 1 if count >= MANY else ROUNDS
        for number in range(1, rounds + 1):
            print(f"{count} items, round {number} of {rounds} ...", flush=True)
            bench.round(count, results[count])
    return results


def report(results):
    """Print the table."""
    print(f"\n{'':36}{'items':>7}{'ms each':>10}{'queries each':>14}{'/ (a)':>8}")
    for count, measures in results.items():
        base = measures["a"].milliseconds(count)
        for step, title in STEPS.items():
            took = measures[step].milliseconds(count)
            asked = measures[step].queries_each(count)
            label = f"({step}) {title}"
            print(f"{label:36}{count:>7}{took:>10.2f}{asked:>14.1f}{took / base:>8.2f}")
    print()


def goals(results):
    """The goals: what, the figure, and the most it may be."""
    for count, measures in results.items():
        a, b, c = (measures[step].milliseconds(count) for step in STEPS)
        yield f"(b) / (a) at {count}", b / a, 0.25
        yield f"(c) / (a) at {count}", c / a, 0.15
        asked = measures["b"].queries_each(count)
        yield f"queries of (b) for each payment at {count}", asked, 12
    least, most = min(results), max(results)
    if least < most:
        each = [results[count]["b"].milliseconds(count) for count in (most, least)]
        yield f"(b) for each at {most} / at {least}", each[0] / each[1], 1.1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--counts",
        default="100,1000",
        help="how many payments, with commas between (the default: %(default)s)",
    )
    counts = [int(count) for count in parser.parse_args().counts.split(",")]
    results = run(counts)
    report(results)
    return 1 if told(goals(results)) else 0


if __name__ == "__main__":
    sys.exit(main())
