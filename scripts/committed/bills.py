"""Two clerks on one bill of exchange, and processes killed while bills are booked.

One of two clerks wins, the other reads why; a killed process leaves all of an event, or
nothing of it.
"""

import argparse
import random
import sys

from committed._group import (
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    post_invoices,
    receivables,
)
from committed._processes import Checks, at_once
from committed.kills import Kills
from toolbox.odoo_session import odoo_env

DRAWN, DUE, REMITTED = "2026-03-26", "2026-04-30", "2026-03-27"
COUNT = 3
#: What the loser of a race may read.
CLEAR = ("Somebody else", "it would have to be", "was drawn before", "went on")


class Bills(Kills):
    def __init__(self, checks, seed):
        self.checks = checks
        self.random = random.Random(seed)
        self.companies = make_group(["Bill One", "Bill Two"])
        with odoo_env(context={"allowed_company_ids": list(self.companies)}) as env:
            env["ar.bill"].setup(self.companies)
            env.cr.commit()

    def drafts(self):
        """Draft bills of one company, each marking an invoice of the other."""
        holder, owner = self.companies
        with clerk_env(self.companies) as env:
            partners = make_customers(env, COUNT)
            items = receivables(post_invoices(env, owner, partners))
            bills = env["ar.bill"].create(
                [
                    {
                        "company_id": holder,
                        "partner_id": partner.id,
                        "amount": 100.0,
                        "date": DRAWN,
                        "due_date": DUE,
                    }
                    for partner in partners
                ]
            )
            payments = bills.payment_id
            payments._ar_mark(list(zip(payments, items, strict=True)))
            env.cr.commit()
            return bills.ids

    def remitted(self, state="posted"):
        """Bills at the bank, and their remittance (or one that is only sent)."""
        ids = self.drafts()
        with clerk_env(self.companies) as env:
            env["ar.bill"].browse(ids).action_draw()
            remittance = env["ar.bill.remittance"].create(
                {
                    "company_id": self.companies[0],
                    "journal_id": bank_journal(env, self.companies[0]).id,
                    "date": REMITTED,
                    "line_ids": [(0, 0, {"bill_id": bill}) for bill in ids],
                }
            )
            remittance.action_send()
            if state == "posted":
                remittance.action_post()
            env.cr.commit()
            return ids, remittance.ids

    # ------------------------------------------------------------
    # What is done
    # ------------------------------------------------------------
    @staticmethod
    def draw(env, bills):
        env["ar.bill"].browse(bills).action_draw()

    @staticmethod
    def post(env, _bills, remittances):
        env["ar.bill.remittance"].browse(remittances).action_post()

    @staticmethod
    def honor(env, bills, _remittances):
        env["ar.bill"].browse(bills).action_honor(DUE)

    @staticmethod
    def protest(env, bills, _remittances):
        env["ar.bill"].browse(bills).action_protest(DUE, debt="invoices")

    # ------------------------------------------------------------
    # Two clerks
    # ------------------------------------------------------------
    def race(self, title, *works):
        """Only one of them is done; the other reads why."""

        def as_call(work):
            def called(env):
                work(env)
                return True

            return self.companies, called

        outcomes = at_once(*map(as_call, works))
        done = [outcome for outcome in outcomes if outcome.succeeded]
        refused = [o.refusal or o.failure for o in outcomes if not o.succeeded]
        self.checks.check(len(done) == 1, f"{title}: one of two is done", refused)
        told = all(any(text in said for text in CLEAR) for said in refused)
        self.checks.check(told, f"{title}: the other reads why", refused)

    def races(self):
        ids, remittances = self.remitted()
        self.race(
            "honored twice",
            lambda env: self.honor(env, ids, remittances),
            lambda env: self.honor(env, list(reversed(ids)), remittances),
        )
        ids, remittances = self.remitted()
        self.race(
            "honored and protested",
            lambda env: self.honor(env, ids, remittances),
            lambda env: self.protest(env, ids, remittances),
        )
        ids, remittances = self.remitted("sent")
        self.race(
            "one remittance posted twice",
            lambda env: self.post(env, ids, remittances),
            lambda env: self.post(env, ids, remittances),
        )
        ids = self.drafts()
        self.race(
            "drawn twice",
            lambda env: self.draw(env, ids),
            lambda env: self.draw(env, ids),
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="more kills")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"--seed {options.seed}")
    checks = Checks()
    bills = Bills(checks, options.seed)
    bills.races()
    for number in range(1, (6 if options.full else 1) + 1):
        bills.kill(number, "posting a remittance", bills.post, bills.remitted("sent"))
        bills.kill(number, "honoring bills", bills.honor, bills.remitted())
        bills.kill(number, "protesting bills", bills.protest, bills.remitted())
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
