"""How long bills of exchange take: many on one slip, from the proposal to the protest.

Open invoices of one company, drawn by a proposal, one bill for each; remitted together,
honored together but for some, which are protested. Milliseconds and queries per bill,
beside Odoo's own register of as many payments in the same run. Nothing is kept.
"""

import argparse
import gc
import sys
import time

from benchmarks._copies import copy_invoices
from committed._group import (
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    post_invoices,
)
from toolbox.odoo_session import odoo_env

DRAWN, REMITTED, DUE, PROTESTED = "2026-04-01", "2026-04-02", "2026-05-31", "2026-06-02"
PROTESTS = 50
#: The most that an event may take of what Odoo's own register takes.
SHARE = 0.3
#: Of more bills each is compared with Odoo's own register of so many payments.
MOST_REGISTERED = 1000


class Bench:
    def __init__(self, count):
        self.count, self.figures = count, {}
        self.companies = make_group(["Bills 1", "Bills 2"])
        with odoo_env(context={"allowed_company_ids": list(self.companies)}) as env:
            partner = make_customers(env, 1)
            partner.write({"street": "Street 1", "city": "City"})
            env["ar.bill"].sudo().setup(self.companies)
            self.partner = partner.id
            invoice = post_invoices(env, self.companies[0], partner)
            more = count + min(count, MOST_REGISTERED) - 1
            copy_invoices(env, invoice, partner.ids * more)
            env.cr.commit()
            self.analyze(env)

    @staticmethod
    def analyze(env):
        env.cr.execute(
            "ANALYZE account_move, account_move_line, account_payment,"
            " account_partial_reconcile"
        )
        env.cr.commit()

    def measure(self, env, title, count, step):
        env.flush_all()
        env.invalidate_all()
        gc.collect()
        before, start = env.cr.sql_log_count, time.perf_counter()
        result = step()
        env.flush_all()
        each = (time.perf_counter() - start) * 1000 / count
        queries = (env.cr.sql_log_count - before) / count
        self.figures[title] = each
        print(f"{title:24}{each:>9.2f} ms{queries:>9.1f} queries per bill", flush=True)
        env.cr.commit()
        self.analyze(env)
        return result

    def run(self):
        with clerk_env(self.companies) as env:
            company = self.companies[0]
            items = env["account.move.line"].search(
                [
                    ("company_id", "=", company),
                    ("account_type", "=", "asset_receivable"),
                    ("reconciled", "=", False),
                ],
                limit=min(self.count, MOST_REGISTERED),
            )
            self.measure(
                env,
                "Odoo's own register",
                len(items),
                lambda: self.register(env, items),
            )
            self.draw(env, company)
            return self.figures

    @staticmethod
    def register(env, items):
        wizard = (
            env["account.payment.register"]
            .with_context(active_model="account.move.line", active_ids=items.ids)
            .create({"group_payment": False, "payment_date": DRAWN})
        )
        return wizard.action_create_payments()

    def draw(self, env, company):
        wizards = env["ar.bill.proposal"]
        wizard = wizards.create(
            {
                "company_id": company,
                "company_ids": [(6, 0, [company])],
                "grouping": "invoice",
                "date": DRAWN,
            }
        )
        self.measure(env, "proposed", self.count, wizard.action_propose)
        self.measure(env, "made", self.count, wizard.action_create_bills)
        bills = env["ar.bill"].search([("state", "=", "draft")])
        bills.due_date = DUE
        self.measure(env, "drawn", len(bills), bills.action_draw)
        remittance = env["ar.bill.remittance"].create(
            {
                "company_id": company,
                "journal_id": bank_journal(env, company).id,
                "date": REMITTED,
                "line_ids": [(0, 0, {"bill_id": bill.id}) for bill in bills],
            }
        )
        remittance.action_send()
        self.measure(env, "remitted", len(bills), remittance.action_post)
        protested = bills[:PROTESTS]
        paid = bills - protested
        self.measure(env, "honored", len(paid), lambda: paid.action_honor(DUE))
        with odoo_env(context={"allowed_company_ids": list(self.companies)}) as boss:
            some = boss["ar.bill"].browse(protested.ids)
            self.measure(
                boss, "protested", len(some), lambda: some.action_protest(PROTESTED)
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="few bills only")
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    count = 60 if options.quick else options.count
    print(f"{count} bills ...", flush=True)
    figures = Bench(count).run()
    own = figures.pop("Odoo's own register")
    missed = 0
    for title, figure in figures.items():
        holds = figure <= SHARE * own
        missed += not holds
        mark = "holds " if holds else "MISSED"
        print(f"{mark}  {title}: {figure / own:.2f} of the register (at most {SHARE})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
