"""How long closing a month takes: a revaluation of many companies, and the close.

Open invoices in euros, the same number in each company; one run values all of them, is
posted, and is computed once more, as opening a posted run does. Seconds, by the clock
and of the processor, and queries beside the number of entries. Nothing is kept.
"""

import argparse
import gc
import os
import sys
import time
from pathlib import Path

from benchmarks._copies import copy_invoices
from benchmarks._matrix import Matrix
from committed._group import clerk_env, make_customers, make_group
from committed._revaluations import CONSIDERED, make_ready, post_euro_invoices
from toolbox.odoo_session import odoo_env

CUSTOMERS = 50
PER_PAGE = 80


def server(env):
    """Seconds of the processor that the database has spent on this connection so far;
    0 where it runs elsewhere."""
    status = Path(f"/proc/{env.cr._cnx.info.backend_pid}/stat")
    if not status.exists():
        return 0.0
    user, system = status.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


class Bench:
    def __init__(self, companies, items):
        names = [f"Close {number}" for number in range(1, companies + 1)]
        self.companies = make_group(names)
        with odoo_env(context={"allowed_company_ids": list(self.companies)}) as env:
            make_ready(env, self.companies)
            partners = make_customers(env, CUSTOMERS).ids
            each = items // companies
            for company in self.companies:
                invoice = post_euro_invoices(env, company, partners[:1])
                places = [partners[n % CUSTOMERS] for n in range(each - 1)]
                copy_invoices(env, invoice, places)
            env.cr.commit()
            for table in ("account_move", "account_move_line"):
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    @staticmethod
    def measure(env, title, step):
        env.flush_all()
        env.invalidate_all()
        gc.collect()
        before = env.cr.sql_log_count
        start, own, of_server = time.perf_counter(), time.process_time(), server(env)
        result = step()
        env.flush_all()
        seconds = time.perf_counter() - start
        queries = env.cr.sql_log_count - before
        own, of_server = time.process_time() - own, server(env) - of_server
        print(
            f"{title:24}{seconds:>9.2f} s, of the processor {own:.2f} s and "
            f"{of_server:.2f} s by the database{queries:>7} queries",
            flush=True,
        )
        return result, seconds, queries

    def run(self):
        with clerk_env(self.companies) as env:
            runs = env["ar.revaluation"]
            run = runs.create(
                {"date": CONSIDERED, "company_ids": [(6, 0, self.companies)]}
            )
            _done, computed, asked = self.measure(env, "computed", run.action_compute)
            items, seen = len(run.line_ids), run.fingerprint
            _done, posted, asked_posted = self.measure(
                env, "posted", lambda: run.action_post(seen)
            )
            entries = len(run.sudo().move_ids)
            self.measure(env, "opened again", lambda: run.is_out_of_date)
            lines = env["ar.revaluation.line"]
            _done, page, _asked = self.measure(
                env,
                "a page of its lines",
                lambda: lines.search_read(
                    [("revaluation_id", "=", run.id)],
                    ["partner_id", "move_line_id", "value", "amount"],
                    limit=PER_PAGE,
                ),
            )
            print(f"{items} items, {entries} entries\n")
            yield "seconds to compute", computed, 5
            yield "seconds to post", posted, 10
            yield "queries to compute", asked, 60
            yield "seconds for a page of lines", page, 0.3
            each = (asked_posted - 60) / entries
            yield "queries for each entry, beside 60", each, 20


def _figures(is_quick, is_matrix):
    if not is_matrix:
        companies, items = (4, 400) if is_quick else (20, 10000)
        print(f"{items} invoices in {companies} companies ...", flush=True)
        yield from Bench(companies, items).run()
    companies, items = (5, 500) if is_quick else (50, 100_000)
    print(f"{items} invoices in {companies} companies ...", flush=True)
    yield from Matrix(companies, items).run(Bench.measure)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few items only")
    parser.add_argument(
        "--matrix", action="store_true", help="the page of the close alone"
    )
    options = parser.parse_args()
    missed = 0
    for title, figure, most in _figures(options.quick, options.matrix):
        holds = figure <= most
        missed += not holds
        mark = "holds " if holds else "MISSED"
        print(f"{mark}  {title}: {figure:.2f} (at most {most:g})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
