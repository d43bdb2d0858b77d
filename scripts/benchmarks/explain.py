"""What it costs to say why: processor time of posting with explanations and without.

Payments in euro in one company settle invoices of another, each with an exchange
difference: eight lines, all of them explained. On one database, by turns, each
rolled back:

(a) posted, with the reason of each item kept;
(b) posted, with none kept: neither packed nor stored;
(c) the planning in (a), of which the figures are a part.

Explaining costs (a) less (b), and at most (c) beside it. Measured are seconds of
processor time of Odoo's process and of the database's own for it; the least counts,
which other work on the machine disturbs least.
"""

import argparse
import gc
import os
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

from committed._group import (
    clerk_env,
    make_customers,
    make_group,
    make_payments,
    make_settlements,
    post_invoices,
    receivables,
)

ROUNDS = 7
#: What explaining may take of posting.
MOST = 0.05
BOOKS = "odoo.addons.ar_centralized_payments.books"
RATES = (("2026-03-10", 1.2062), ("2026-03-25", 1.2077))


class Bench:
    """Customers with a euro invoice each in the second company."""

    def __init__(self, count):
        self.count = count
        self.companies = make_group(["Bench Payments", "Bench Invoices"])
        with clerk_env(self.companies) as env:
            self.euro = self.make_rates(env)
            partners = make_customers(env, count)
            invoices = post_invoices(
                env, self.companies[1], partners, currency=self.euro
            )
            self.partners, self.items = partners.ids, receivables(invoices).ids
            env.cr.commit()
            for table in ("account_move", "account_move_line", "res_partner"):
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    def make_rates(self, env):
        euro = env.ref("base.EUR").sudo()
        euro.active = True
        env["res.currency.rate"].sudo().create(
            [
                {
                    "currency_id": euro.id,
                    "company_id": company,
                    "name": date,
                    "inverse_company_rate": rate,
                }
                for company in self.companies
                for date, rate in RATES
            ]
        )
        return euro.id

    def post(self, is_kept):
        """Post all once; return seconds of posting, and of the planning in it."""
        with clerk_env(self.companies) as env:
            partners = env["res.partner"].browse(self.partners)
            items = env["account.move.line"].browse(self.items)
            payments = make_payments(
                env, self.companies[0], partners, currency=self.euro
            )
            payments.action_post()
            settlements = make_settlements(env, payments, items)
            env.flush_all()
            env.invalidate_all()
            gc.collect()
            planning = Planning()
            quiet = patch(f"{BOOKS}.settlement_entries.pack", lambda because: False)
            with planning, nullcontext() if is_kept else quiet:
                start = processor_time(env)
                settlements.action_post()
                env.flush_all()
                took = processor_time(env) - start
            kept = settlements.sudo().move_ids.line_ids.filtered("ar_because")
            assert bool(kept) is is_kept
            assert not is_kept or len(kept) == 8 * self.count
            env.cr.rollback()
        return took, planning.seconds


class Planning:
    """Counts the processor time of every plan that is made meanwhile."""

    def __init__(self):
        self.seconds = 0

    def __enter__(self):
        from odoo.addons.ar_centralized_payments.books import settlement_book

        plan = settlement_book.make_plan

        def counted(request):
            start = time.process_time()
            try:
                return plan(request)
            finally:
                self.seconds += time.process_time() - start

        self.patcher = patch(f"{BOOKS}.settlement_book.make_plan", counted)
        self.patcher.start()

    def __exit__(self, *error):
        self.patcher.stop()


def processor_time(env):
    """Seconds that this process and the database's own for it have used."""
    env.cr.execute("SELECT pg_backend_pid()")
    [pid] = env.cr.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=100)
    count = parser.parse_args().count
    bench = Bench(count)
    bench.post(True)
    found = {True: [], False: []}
    for _round in range(ROUNDS):
        for is_kept, results in found.items():
            results.append(bench.post(is_kept))
    kept, plain = (
        min(took for took, _planning in results) * 1000 / count
        for results in found.values()
    )
    planning = min(p for _took, p in found[True]) * 1000 / count
    share = (kept - plain) / plain
    print(f"{count} settlements of 8 lines, milliseconds of processor time each:")
    print(f"(a) posted, explained      {kept:8.2f}")
    print(f"(b) posted, nothing kept   {plain:8.2f}   {share:+.1%}")
    print(f"(c) planning, in (a)       {planning:8.2f}   {planning / plain:.1%}")
    holds = share <= MOST
    print(f"{'holds ' if holds else 'MISSED'}  at most {MOST:.0%} of posting")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
