"""How quickly *Receivables*, the customer position and statements answer: server time.

100,000 open transactions of 50 companies; with ``--large`` 1,000,000 of 200, copied by
the database, and only the first pages that everybody opens. Each call runs like a web
client's: with an environment and a cursor of its own, its answer as JSON. Beside what a
call took: what Python and the database worked for it, and how many programs of the
machine wanted to work meanwhile.
"""

import argparse
import gc
import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import NamedTuple

from odoo.service.model import call_kw

from benchmarks._copies import copy_invoices
from benchmarks._many_companies import copy_companies
from committed._group import CLERK, clerk_env, make_customers, make_group, post_invoices
from toolbox.odoo_session import odoo_env

#: Customers in all, how many each company has, and from which one on the next company
#: has its own: so each customer buys from five.
CUSTOMERS, OF_COMPANY, SHIFT = 2000, 200, 40
#: Open items of the customer whose statement is measured.
STATEMENT = 300
PER_PAGE = 80
ROUNDS = 5
#: Columns of the list as it opens.
LIST = (
    "company_id",
    "partner_id",
    "document",
    "kind",
    "date_due",
    "days_overdue",
    "amount_open",
    "amount_current",
    "currency_id",
    "company_currency_id",
    "current_currency_id",
    "discount_until",
    "amount_discount",
    "marked_by",
)
POSITION = (
    "party_id",
    "company_id",
    "currency_id",
    "amount_invoices",
    "amount_credit_notes",
    "amount_payments",
    "amount_net",
    "amount_current",
    "current_currency_id",
    "amount_overdue",
    "date_oldest_due",
)
REPORT = "ar_centralized_payments.report_customer_statement"
#: What is measured, and the most it may take, in milliseconds.
GOALS = {
    "list": 300,
    "tiles": 1000,
    "position": 500,
    f"statement of {STATEMENT} items": 1000,
}
GOALS_OF_LARGE = {
    "first page of receivables": 500,
    "settle page": 500,
    "entry page": 500,
}


class Took(NamedTuple):
    """Milliseconds of a call: all; what of that Python worked itself, and what its
    database process did (without those that PostgreSQL starts beside it). The rest it
    waited for other programs of the machine."""

    all: float = 0.0
    own: float = 0.0
    database: float = 0.0
    queries: int = 0

    def plus(self, other):
        return Took(*map(sum, zip(self, other, strict=True)))


class Clocks:
    """What was used until now by this process and the one that the cursor talks to."""

    def __init__(self, cr):
        cr.execute("SELECT pg_backend_pid()")
        self.cr, self.process = cr, Path(f"/proc/{cr.fetchone()[0]}/stat")

    def now(self):
        return Took(
            time.perf_counter() * 1000,
            time.process_time() * 1000,
            self.database(),
            self.cr.sql_log_count,
        )

    def database(self):
        """Zero where the database is on another machine."""
        if not self.process.exists():
            return 0.0
        fields = self.process.read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) * 1000 / os.sysconf("SC_CLK_TCK")

    def since(self, start):
        return Took(*(b - a for a, b in zip(start, self.now(), strict=True)))


class Bench:
    #: A payment journal, made when it is asked for first.
    journal = None

    def __init__(self, companies, items, real):
        self.companies = make_group([f"Home {n:03}" for n in range(1, real + 1)])
        print(f"{real} companies are made", flush=True)
        with odoo_env() as env:
            manager = env.ref("account.group_account_manager")
            env["res.users"].search([("login", "=", CLERK)]).group_ids += manager
            env.cr.commit()
        with clerk_env(self.companies) as env:
            partners = make_customers(env, CUSTOMERS)
            env.cr.execute(
                "UPDATE res_partner SET address_book_id = 'P' || id / 2"
                " WHERE id = ANY(%s) AND id %% 4 < 2",
                [partners.ids],
            )
            env.cr.commit()
            self.customer = partners[0].id
            self.post(env, partners.ids, items // companies)
        if companies > real:
            self.companies = copy_companies(self.companies, companies)
        self.settle_down()

    def post(self, env, partners, each):
        """One invoice of each company is posted, every other one with a discount; the
        others are copies, of one customer after the other."""
        for number, company in enumerate(self.companies):
            shift = number * SHIFT
            mine = [
                partners[(n % OF_COMPANY + shift) % CUSTOMERS] for n in range(each - 1)
            ]
            if number == 0:
                mine[:STATEMENT] = [self.customer] * STATEMENT
            record = env["res.partner"].browse(mine[:1])
            term = self.term(env, company) if number % 2 else False
            invoice = post_invoices(env, company, record, term=term)
            copy_invoices(env, invoice, mine)
            env.cr.commit()
            print(".", end="", flush=True)
        print()

    @staticmethod
    def term(env, company):
        values = {
            "name": f"2 % {company}",
            "company_id": company,
            "early_discount": True,
            "discount_percentage": 2,
            "discount_days": 3650,
            "line_ids": [(0, 0, {"value": "percent", "value_amount": 100})],
        }
        return env["account.payment.term"].sudo().create(values).id

    @staticmethod
    def settle_down():
        """Due dates all over the year, and the statistics of the database."""
        with odoo_env() as env:
            env.cr.execute(
                "UPDATE account_move_line SET date_maturity = DATE '2026-04-01'"
                " + (id % 300)::int WHERE display_type = 'payment_term'"
            )
            env.cr.commit()
            for table in ("account_move", "account_move_line", "res_partner"):
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    # ------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------
    def timed(self, work):
        """The answer of some work in an environment of its own, and how long it was."""
        with clerk_env(self.companies) as env:
            clocks = Clocks(env.cr)
            gc.collect()
            start = clocks.now()
            answer = work(env)
            env.cr.flush()
            json.dumps(answer, default=str)
            return answer, clocks.since(start)

    def call(self, model, method, *args, **kwargs):
        kwargs["context"] = {"allowed_company_ids": list(self.companies)}
        return self.timed(lambda env: call_kw(env[model], method, [*args], kwargs))

    def rows(self, model, names):
        """The first page of a list, with its number of rows, as the web client asks."""
        spec = {
            name: {"fields": {"display_name": {}}} if name.endswith("_id") else {}
            for name in names
        }
        return self.call(
            model,
            "web_search_read",
            domain=[],
            specification=spec,
            limit=PER_PAGE,
            count_limit=10001,
        )

    def statement(self):
        return self.timed(
            lambda env: (
                env["ir.actions.report"]
                ._render_qweb_html(REPORT, [self.customer])[0]
                .decode()
            )
        )

    def settle_page(self):
        place = {"partner_id": self.customer}
        head, one = self.call("ar.settlement", "page_open", place)
        _rows, two = self.call(
            "ar.settlement", "page_rows", head["place"], [], 0, PER_PAGE, ""
        )
        return head, one.plus(two)

    def entry_page(self):
        """As it opens, and the customers that a few letters find; what is open of the
        one that is chosen comes as on the settle page."""
        journals = "ar.payment.journal"
        if not self.journal:
            with clerk_env(self.companies) as env:
                self.journal = env[journals].create({}).id
                env.cr.commit()
        _head, one = self.call(journals, "entry_open", [self.journal])
        _found, two = self.call(journals, "entry_customers", [self.journal], "Cust")
        return None, one.plus(two)

    def calls(self):
        return {
            "list": lambda: self.rows("ar.open.transaction", LIST),
            "list by party": lambda: self.call(
                "ar.open.transaction",
                "web_read_group",
                domain=[],
                groupby=["party_id"],
                aggregates=["amount_current:sum"],
                limit=PER_PAGE,
            ),
            "tiles": lambda: self.call("ar.open.transaction", "retrieve_dashboard"),
            "position": lambda: self.rows("ar.customer.position", POSITION),
            f"statement of {STATEMENT} items": self.statement,
        }

    def calls_of_large(self):
        return {
            "first page of receivables": lambda: self.rows("ar.open.transaction", LIST),
            "settle page": self.settle_page,
            "entry page": self.entry_page,
            "tiles": lambda: self.call("ar.open.transaction", "retrieve_dashboard"),
            "position": lambda: self.rows("ar.customer.position", POSITION),
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="1,000,000 of 200")
    parser.add_argument("--items", type=int)
    parser.add_argument("--companies", type=int)
    options = parser.parse_args()
    companies = options.companies or (200 if options.large else 50)
    items = options.items or (1_000_000 if options.large else 100_000)
    print(f"{items} open transactions of {companies} companies ...", flush=True)
    real = min(10, companies) if options.large else companies
    bench = Bench(companies, items, real)
    calls = bench.calls_of_large() if options.large else bench.calls()
    goals = GOALS_OF_LARGE if options.large else GOALS
    missed = 0
    print(f"{'':35}{'median':>11}{'Python':>8}{'database':>9}{'queries':>9}{'load':>7}")
    for title, call in calls.items():
        call()
        times = [call()[1] for _round in range(ROUNDS)]
        took = Took(*map(statistics.median, zip(*times, strict=True)))
        most = goals.get(title)
        missed += bool(most and took.all > most)
        mark = "       " if not most else "holds  " if took.all <= most else "MISSED "
        print(
            f"{mark}{title:28}{took.all:>8.0f} ms{took.own:>8.0f}{took.database:>9.0f}"
            f"{took.queries:>9.0f}{os.getloadavg()[0]:>7.1f}",
            flush=True,
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
