"""How quickly the page *Settle Transactions* answers: server time of each call.

One customer with a record in each of many companies, and thousands of open invoices,
half of them with a cash discount. Each call runs like a web client's: with an
environment and a cursor of its own, the access rights of a clerk, its answer as JSON.
"""

import argparse
import gc
import json
import statistics
import sys
import time

from odoo.service.model import call_kw

from benchmarks._clerk import GOALS as GOALS_OF_CLERK
from benchmarks._clerk import Clerk
from benchmarks._copies import copy_invoices
from benchmarks._many_marks import GOALS as GOALS_OF_MANY
from benchmarks._many_marks import ManyMarks
from committed._group import (
    clerk_env,
    make_group,
    make_payments,
    post_invoices,
    receivables,
)

MARKS = 50
ROUNDS = 7
#: Of what takes longer.
FEW_ROUNDS = 3
#: What is measured, and the most it may take, in milliseconds.
GOALS = {
    "first page": 300,
    "mark with totals": 100,
    "preview of 50 marks": 300,
    **GOALS_OF_CLERK,
    **GOALS_OF_MANY,
}
TABLES = (
    "account_move",
    "account_move_line",
    "account_payment",
    "ar_settlement",
    "ar_settlement_line",
    "res_partner",
)


class Page:
    """The page of one customer, called over and over."""

    def __init__(self, companies, items):
        self.companies = make_group(
            [f"Page {number:02}" for number in range(1, companies + 1)]
        )
        #: ids of a posted invoice without and one with discount, of each company
        self.models = []
        self.count = items // companies * companies
        with clerk_env(self.companies) as env:
            partners = self.make_party(env)
            for company, partner in zip(self.companies, partners, strict=True):
                self.models += self.post(env, company, partner, items // companies)
                print(".", end="", flush=True)
            print()
            payment = make_payments(env, self.companies[0], partners[:1], 5000.0)
            payment.action_post()
            self.partner = partners[0].id
            self.payment_item = receivables(payment).id
            env.cr.commit()
            for table in TABLES:
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    def make_party(self, env):
        """A record of the customer in each company, one party by its ID."""
        return (
            env["res.partner"]
            .sudo()
            .create(
                [
                    {
                        "name": "Northwind Traders",
                        "address_book_id": "4050",
                        "company_id": company,
                    }
                    for company in self.companies
                ]
            )
        )

    @staticmethod
    def post(env, company, partner, count):
        """Invoices of one company, every other one with a discount: one of each is
        posted, the others are copies. Return the ids of the two."""
        term = (
            env["account.payment.term"]
            .sudo()
            .create(
                {
                    "name": f"2 % {company}",
                    "company_id": company,
                    "early_discount": True,
                    "discount_percentage": 2,
                    "discount_days": 3650,
                    "line_ids": [(0, 0, {"value": "percent", "value_amount": 100})],
                }
            )
        )
        models = [
            post_invoices(env, company, [partner], term=term_id)
            for term_id in (False, term.id)
        ]
        for number, model in enumerate(models):
            copies = (count + number) // 2 - 1
            copy_invoices(env, model, partner.ids * copies)
        env.cr.commit()
        env.invalidate_all()
        return [model.id for model in models]

    def call(self, method, *args, model="ar.settlement"):
        """One call of the web client; return its answer and milliseconds."""
        with clerk_env(self.companies[:1]) as env:
            records = env[model]
            gc.collect()
            start = time.perf_counter()
            kwargs = {"context": {"allowed_company_ids": self.companies[:1]}}
            answer = call_kw(records, method, list(args), kwargs)
            env.cr.flush()
            json.dumps(answer)
            took = (time.perf_counter() - start) * 1000
            env.cr.commit()
        return answer, took

    def open(self):
        """The first page, as the web client opens it: its head, then its rows."""
        head, one = self.call("page_open", {"partner_id": self.partner})
        rows, two = self.call("page_rows", head["place"], [], 0, 80, "date_maturity")
        return head, rows, one + two


def measure(page):
    """Measure everything; return title -> milliseconds of each call."""
    took, clerk = {}, Clerk(page)
    page.open()
    took["first page"] = [page.open()[2] for _round in range(ROUNDS)]
    place, rows = page.open()[0]["place"], page.open()[1]
    print(f"{rows['total']} open transactions")
    for title, args in (
        ("last page", ([], rows["total"] - 80, 80, "date_maturity")),
        ("first page, largest first", ([], 0, 80, "open desc")),
        ("first page of a search", ([["move_name", "ilike", "0001"]], 0, 80, "date")),
    ):
        took[title] = [page.call("page_rows", place, *args)[1] for _r in range(ROUNDS)]
    took.update(measure_marks(page))
    took.update(clerk.measure(FEW_ROUNDS))
    took.update(ManyMarks(page).measure(FEW_ROUNDS))
    return took


def measure_marks(page):
    """Mark invoices all over the companies, one by one, and preview them."""
    took = {"mark with totals": []}
    head, _took = page.call("page_open", {"item_ids": [page.payment_item]})
    place, items = head["place"], spread_items(page)
    for item in items:
        shown = [str(item) for item in items]
        state, one = page.call("page_mark", place, [item], shown)
        took["mark with totals"].append(one)
        place["settlement_id"] = state["settlement"]["id"]
    took[f"the last five of {MARKS} marks"] = took["mark with totals"][-5:]
    typed = {str(items[0]): {"amount": 12.34}}
    for title, method, args in (
        ("totals while typing", "page_totals", (typed, [])),
        (f"preview of {MARKS} marks", "page_preview", ()),
    ):
        calls = [page.call(method, place, *args) for _round in range(ROUNDS)]
        took[title] = [one for _answer, one in calls]
    preview = calls[-1][0]
    assert preview["fingerprint"], "nothing was planned"
    assert not preview["problems"], preview["problems"]
    took["post what the preview shows"] = [
        page.call("page_post", place, preview["fingerprint"])[1]
    ]
    return took


def spread_items(page):
    """Items to mark, from as many companies as there are."""
    with clerk_env(page.companies) as env:
        found = env["ar.settlement"].open_transactions(page.partner)
        found = found.filtered(lambda item: item.balance > 0)
        some = list(found.grouped("company_id").values())
        return [some[n % len(some)][n // len(some)].id for n in range(MARKS)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--companies", type=int, default=20)
    options = parser.parse_args()
    print(f"Posting {options.items} invoices in {options.companies} companies ...")
    took = measure(Page(options.companies, options.items))
    print(f"\n{'':34}{'median ms':>10}{'most ms':>10}")
    for title, times in took.items():
        print(f"{title:34}{statistics.median(times):>10.0f}{max(times):>10.0f}")
    print()
    missed = 0
    for title, most in GOALS.items():
        figure = statistics.median(took[title])
        missed += figure > most
        mark = "holds " if figure <= most else "MISSED"
        print(f"{mark}  {title}: {figure:.0f} ms (at most {most})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
