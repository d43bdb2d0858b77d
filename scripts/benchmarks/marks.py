"""How long one settlement of many invoices takes: posted, and undone.

One customer pays many invoices of another company with one payment. In one run on one
database, in which some are paid and committed before, so that the database knows what
it plans for. Each measurement is rolled back; the median of three rounds counts (one
round of 5,000 or more). The invoices are copies of a posted one, row for row.

Measured are seconds of processor time, of Odoo's process and of the database's own for
it: what else the machine does matters little then.
"""

import argparse
import sys

from benchmarks._copies import copy_invoices
from benchmarks._measure import Measure, measure, told
from committed._group import (
    clerk_env,
    make_customers,
    make_group,
    make_payments,
    post_invoices,
)

ROUNDS, MANY, AMOUNT, BEFORE = 3, 5000, 100.0, 200
STEPS = ("marked", "posted", "undone")


class Bench:
    """Invoices of one customer in one company, who pays in another one."""

    def __init__(self, count):
        self.companies = make_group(["Marks Payments", "Marks Invoices"])
        with clerk_env(self.companies) as env:
            partner = make_customers(env, 1)
            self.partner = partner.id
            first = post_invoices(env, self.companies[1], partner, AMOUNT)
            self.items = copy_invoices(env, first, partner.ids * (count + BEFORE))
            payment, values = self.payment(env, BEFORE)
            env["ar.settlement"].create(values)
            payment.action_post()
            env.cr.commit()
            env.cr.execute("ANALYZE")
            env.cr.commit()
            self.items = self.items[BEFORE:]

    def payment(self, env, count):
        """A payment of so many invoices, and the values of the settlement."""
        partner = env["res.partner"].browse(self.partner)
        payment = make_payments(env, self.companies[0], partner, AMOUNT * count)
        marks = [{"payment_id": payment.id}]
        marks += [{"move_line_id": item} for item in self.items[:count]]
        values = {"partner_id": partner.id}
        return payment, {**values, "line_ids": [(0, 0, mark) for mark in marks]}

    def round(self, count, took):
        """Mark, post and undo once; leave no trace."""
        with clerk_env(self.companies) as env:
            payment, values = self.payment(env, count)
            settlements = env["ar.settlement"]
            made = measure(env, took["marked"], lambda: settlements.create(values))
            env.invalidate_all()
            measure(env, took["posted"], payment.action_post)
            assert made.state == "posted"
            env.invalidate_all()
            measure(env, took["undone"], made.action_undo)
            assert made.state == "undone"


def run(counts):
    """Measure every count; return count -> step -> :class:`Measure`."""
    print(f"Making {max(counts)} invoices ...", flush=True)
    bench = Bench(max(counts))
    bench.round(10, {step: Measure() for step in STEPS})
    results = {}
    for count in counts:
        results[count] = {step: Measure() for step in STEPS}
        rounds = 1 if count >= MANY else ROUNDS
        for number in range(1, rounds + 1):
            print(f"{count} marks, round {number} of {rounds} ...", flush=True)
            bench.round(count, results[count])
    return results


def report(results):
    """Print the table."""
    print(f"\n{'':10}{'marks':>8}{'s':>9}{'ms each':>10}{'queries':>9}")
    for count, steps in results.items():
        for step, took in steps.items():
            each = took.milliseconds(count)
            print(
                f"{step:10}{count:>8}{each * count / 1000:>9.2f}{each:>10.2f}"
                f"{took.queries_each(count) * count:>9.0f}"
            )
    print()


def goals(results):
    """The goals: what, the figure, and the most it may be."""
    for count, steps in results.items():
        if count >= 1000:
            yield f"ms to post each of {count}", steps["posted"].milliseconds(count), 4
    least, most = min(results), max(results)
    if least < most:
        each = [results[n]["posted"].milliseconds(n) for n in (most, least)]
        yield f"each of {most} / of {least}", each[0] / each[1], 1.1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--counts",
        default="100,1000,5000",
        help="how many invoices, with commas between (the default: %(default)s)",
    )
    counts = [int(count) for count in parser.parse_args().counts.split(",")]
    results = run(counts)
    report(results)
    return 1 if told(goals(results)) else 0


if __name__ == "__main__":
    sys.exit(main())
