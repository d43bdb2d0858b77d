"""How long settling payments takes, beside Odoo's own registering of payments.

In one run on one database, from posted invoices with a customer each, after ANALYZE:

(a) Odoo's own ``account.payment.register`` in one company: payments created, posted
    and reconciled;
(b) the same number of payments created, marked, posted and settled with another
    company's invoices, in one call;
(c) undoing these settlements.

Each measurement is rolled back, so that all start from the same books; the median of
three rounds counts, in which (a), (b) and (c) take turns.
"""

import argparse
import gc
import statistics
import sys
import time
from dataclasses import dataclass, field

from committed._group import (
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    make_payments,
    make_settlements,
    post_invoices,
    receivables,
)

ROUNDS = 3
STEPS = {
    "a": "Odoo's own register, one company",
    "b": "settled with another company",
    "c": "undone",
}
TABLES = (
    "account_move",
    "account_move_line",
    "account_payment",
    "account_partial_reconcile",
    "ar_settlement",
    "ar_settlement_line",
    "ar_settlement_leg",
    "res_partner",
)


@dataclass
class Measure:
    """What one step took: seconds and queries, of each round."""

    seconds: list = field(default_factory=list)
    queries: list = field(default_factory=list)

    def milliseconds(self, count):
        """Median milliseconds per item."""
        return statistics.median(self.seconds) * 1000 / count

    def queries_each(self, count):
        """Median queries per item."""
        return statistics.median(self.queries) / count


class Bench:
    """Invoices in two companies, and the three things done with them."""

    def __init__(self, count):
        self.companies = make_group(["Bench Payments", "Bench Invoices"])
        with clerk_env(self.companies) as env:
            partners = make_customers(env, count)
            own, foreign = (
                post_invoices(env, company, partners) for company in self.companies
            )
            self.partners = partners.ids
            self.own, self.foreign = own.ids, receivables(foreign).ids
            env.cr.commit()
            for table in TABLES:
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    def measure(self, env, measure, step):
        """Run a step, everything that a commit would do included."""
        env.flush_all()
        gc.collect()
        before, start = env.cr.sql_log_count, time.perf_counter()
        result = step()
        env.cr.flush()
        measure.seconds.append(time.perf_counter() - start)
        measure.queries.append(env.cr.sql_log_count - before)
        return result

    def round(self, count, measures):
        """Do (a), (b) and (c) once with ``count`` items each; leave no trace."""
        with clerk_env(self.companies) as env:
            self.measure(env, measures["a"], lambda: self.register(env, count))
        with clerk_env(self.companies) as env:
            made = self.measure(env, measures["b"], lambda: self.settle(env, count))
            assert set(made.mapped("state")) == {"posted"}
            env.invalidate_all()
            self.measure(env, measures["c"], made.action_undo)
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
    print(f"Posting {2 * max(counts)} invoices ...", flush=True)
    bench = Bench(max(counts))
    bench.round(10, {step: Measure() for step in STEPS})
    results = {}
    for count in counts:
        results[count] = {step: Measure() for step in STEPS}
        for number in range(1, ROUNDS + 1):
            print(f"{count} items, round {number} of {ROUNDS} ...", flush=True)
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
    most = max(results)
    a, b, c = (results[most][step].milliseconds(most) for step in STEPS)
    asked = results[most]["b"].queries_each(most)
    yield f"(b) / (a) at {most}", b / a, 0.6
    yield f"queries of (b) for each payment at {most}", asked, 25
    yield f"(c) / (b) at {most}", c / b, 1.0
    if len(results) > 1:
        least = min(results)
        each = results[least]["b"].milliseconds(least)
        yield f"(b) for each at {most} / at {least}", b / each, 1.1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="100 items only")
    results = run((100,) if parser.parse_args().quick else (100, 1000))
    report(results)
    missed = 0
    for title, figure, most in goals(results):
        holds = figure <= most
        missed += not holds
        mark = "holds " if holds else "MISSED"
        print(f"{mark}  {title}: {figure:.2f} (at most {most:g})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
