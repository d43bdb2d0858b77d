"""How long one settlement of many invoices with tax due on payment takes.

One customer pays many invoices with one payment. In one run on one database, after
ANALYZE:

(a) Odoo's own ``account.payment.register`` in one company, grouped into one payment;
(b) one payment created, marked, posted and settled with as many invoices of another
    company, in one call;
(c) undoing that settlement.

Each of them books an entry for the tax of each invoice. Each measurement is rolled
back; (a) and (b) take turns, and the median of three rounds counts; (c) is measured in
the last of them. The invoices are copies of a posted one, row for row.

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
    post_invoices,
    receivables,
)

ROUNDS = 3
AMOUNT, TAX = 100.0, 21.0
STEPS = {
    "a": "Odoo's own register, grouped, one company",
    "b": "settled with another company",
    "c": "undone",
}
TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "ar_settlement_line",
    "ar_settlement_leg",
)


class Bench:
    """Invoices of one customer in two companies, each with a tax due on payment."""

    def __init__(self, count):
        self.companies = make_group(["Tax Payments", "Tax Invoices"])
        with clerk_env(self.companies) as env:
            self.partner = make_customers(env, 1).id
            partner = env["res.partner"].browse(self.partner)
            made = []
            for company in self.companies:
                tax = self.make_tax(env, company)
                first = post_invoices(env, company, partner, AMOUNT, tax=tax)
                items = copy_invoices(env, first, partner.ids * count)
                made.append(env["account.move.line"].browse(items).move_id.ids)
                env.cr.commit()
            self.own, self.foreign = made
            for table in TABLES:
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    @staticmethod
    def make_tax(env, company):
        """A tax of a company that is due on payment; returns its id."""
        company = env["res.company"].sudo().browse(company)
        company.tax_exigibility = True
        accounts = company.env["account.account"].with_company(company)
        waiting, due = accounts.create(
            [
                {
                    "name": name,
                    "code": code,
                    "account_type": "liability_current",
                    "reconcile": code == "251900",
                    "company_ids": [(6, 0, company.ids)],
                }
                for name, code in (("Tax not yet due", "251900"), ("Tax", "251901"))
            ]
        )
        base = {"factor_percent": 100, "repartition_type": "base"}
        part = {"factor_percent": 100, "repartition_type": "tax", "account_id": due.id}
        return (
            company.env["account.tax"]
            .create(
                {
                    "name": "21 % on payment",
                    "amount": TAX,
                    "company_id": company.id,
                    "tax_exigibility": "on_payment",
                    "cash_basis_transition_account_id": waiting.id,
                    "invoice_repartition_line_ids": [(0, 0, base), (0, 0, part)],
                    "refund_repartition_line_ids": [(0, 0, base), (0, 0, part)],
                }
            )
            .id
        )

    def round(self, count, took, is_undone):
        """Do (a) and (b), and (c) if asked, with ``count`` invoices each; leave no
        trace."""
        with clerk_env(self.companies) as env:
            measure(env, took["a"], lambda: self.register(env, count))
        with clerk_env(self.companies) as env:
            made = measure(env, took["b"], lambda: self.settle(env, count))
            if is_undone:
                env.invalidate_all()
                measure(env, took["c"], made.action_undo)
                assert made.state == "undone"

    def register(self, env, count):
        invoices = env["account.move"].browse(self.own[:count])
        register = env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        )
        journal = bank_journal(env, self.companies[0])
        values = {"journal_id": journal.id, "payment_date": "2026-03-25"}
        payments = register.create({**values, "group_payment": True})._create_payments()
        assert len(payments) == 1
        self.check(env, invoices)

    def settle(self, env, count):
        invoices = env["account.move"].browse(self.foreign[:count])
        total = AMOUNT * (100 + TAX) / 100 * count
        partner = env["res.partner"].browse(self.partner)
        payment = make_payments(env, self.companies[0], partner, total)
        marks = [{"payment_id": payment.id}]
        marks += [{"move_line_id": item.id} for item in receivables(invoices)]
        made = env["ar.settlement"].create(
            {"partner_id": partner.id, "line_ids": [(0, 0, mark) for mark in marks]}
        )
        payment.action_post()
        assert made.state == "posted"
        self.check(env, invoices)
        return made

    @staticmethod
    def check(env, invoices):
        """Each invoice is paid, and the tax of each is due."""
        assert set(invoices.mapped("payment_state")) == {"paid"}
        due = env["account.move"].sudo().search_count(
            [("tax_cash_basis_origin_move_id", "in", invoices.ids)]
        )  # fmt: skip
        assert due == len(invoices), due


def run(counts):
    """Measure every count; return count -> step -> :class:`Measure`."""
    print(f"Making {2 * max(counts)} invoices ...", flush=True)
    bench = Bench(max(counts))
    bench.round(5, {step: Measure() for step in STEPS}, is_undone=True)
    results = {}
    for count in counts:
        took = {step: Measure() for step in STEPS}
        for number in range(1, ROUNDS + 1):
            print(f"{count} invoices, round {number} of {ROUNDS} ...", flush=True)
            bench.round(count, took, is_undone=number == ROUNDS)
        results[count] = took
    return results


def report(results):
    """Print the table."""
    print(f"\n{'':45}{'invoices':>9}{'s':>9}{'queries':>9}{'/ (a)':>8}")
    for count, steps in results.items():
        base = steps["a"].milliseconds(count)
        for step, title in STEPS.items():
            each = steps[step].milliseconds(count)
            queries = steps[step].queries_each(count) * count
            label = f"({step}) {title}"
            print(
                f"{label:45}{count:>9}{each * count / 1000:>9.2f}{queries:>9.0f}"
                f"{each / base:>8.2f}"
            )
    print()


def goals(results):
    """The goals: what, the figure, and the most it may be."""
    for count, steps in results.items():
        a, b = (steps[step].milliseconds(count) for step in "ab")
        yield f"(b) / (a), {count} invoices", b / a, 1.0
    if len(results) > 1:
        least, most = min(results), max(results)
        each = [results[count]["b"].milliseconds(count) for count in (most, least)]
        yield f"(b) for each of {most} / of {least}", each[0] / each[1], 1.1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="150 invoices only")
    results = run((150,) if parser.parse_args().quick else (150, 600))
    report(results)
    return 1 if told(goals(results)) else 0


if __name__ == "__main__":
    sys.exit(main())
