"""Users who settle the same documents at the same moment, with real connections.

One of them wins, the others read what happened; nobody is ever deadlocked, whatever
the order of the companies; and the books are those of one after the other.
"""

import argparse
import sys
import time

from committed._behalf import BehalfRaces
from committed._closes import CloseRaces
from committed._group import (
    DATE,
    clerk_env,
    make_customers,
    make_group,
    make_payments,
    make_settlements,
    post_invoices,
    receivables,
)
from committed._processes import Checks, at_once, call, close_connections
from committed._revaluations import make_ready, make_run, post_euro_invoices

NAMES = ["Race One", "Race Two", "Race Three"]
#: What the loser of a race may read.
CLEAR = (
    "Somebody else",
    "settled already",
    "undone already",
    "not open any more",
    "marked in",
    "is Posted",
    "is Undone",
    "not a draft any more",
    "nothing left to pay",
    "is locked by its",
    "has changed since it was computed",
    "closed with another",
    "is locked already",
    "is not closed",
)


class Races(BehalfRaces, CloseRaces):
    def __init__(self, checks):
        self.checks = checks
        self.one, self.two, self.three = self.companies = make_group(NAMES)

    # ------------------------------------------------------------
    # Documents
    # ------------------------------------------------------------
    def customers(self, count):
        with clerk_env(self.companies) as env:
            partners = make_customers(env, count)
            env.cr.commit()
            return partners.ids

    def invoices(self, company, customers):
        """Post an invoice for each customer; return the ids of their items."""
        with clerk_env(self.companies) as env:
            partners = env["res.partner"].browse(customers)
            items = receivables(post_invoices(env, company, partners))
            env.cr.commit()
            return items.ids

    def payments(self, company, customers, post=True, amount=100.0):
        with clerk_env(self.companies) as env:
            partners = env["res.partner"].browse(customers)
            payments = make_payments(env, company, partners, amount)
            if post:
                payments.action_post()
            env.cr.commit()
            return payments.ids

    def drafts(self, payments, items):
        """Draft settlements, one for each payment."""
        with clerk_env(self.companies) as env:
            made = make_settlements(
                env,
                env["account.payment"].browse(payments),
                env["account.move.line"].browse(items),
            )
            env.cr.commit()
            return made.ids

    # ------------------------------------------------------------
    # What users do
    # ------------------------------------------------------------
    def mark_and_post(self, company, payments, items):
        """A call: mark payments with items and post, as a user of one company."""

        def work(env):
            made = make_settlements(
                env,
                env["account.payment"].browse(payments),
                env["account.move.line"].browse(items),
            )
            made.action_post()
            return made.ids

        others = [other for other in self.companies if other != company]
        return [company, *others], work

    def button(self, model, ids, name, reverse=False):
        """A call: press a button on records."""
        ids = list(reversed(ids)) if reverse else ids
        companies = list(reversed(self.companies)) if reverse else self.companies
        return companies, lambda env: bool(getattr(env[model].browse(ids), name)())

    def register(self, items):
        """A call: Odoo's own payment of the invoices, in their company."""

        def work(env):
            lines = env["account.move.line"].browse(items)
            register = env["account.payment.register"].with_context(
                active_model="account.move.line", active_ids=lines.ids
            )
            register.create({})._create_payments()
            return True

        return self.companies, work

    def lock(self, company, date):
        """A call: set the lock date of a company, as its administrator does."""

        def work(env):
            company_record = env["res.company"].sudo().browse(company)
            company_record.fiscalyear_lock_date = date
            return True

        return self.companies, work

    # ------------------------------------------------------------
    # What came of it
    # ------------------------------------------------------------
    def judge(self, title, outcomes, wins=1):
        """So many calls won, and the others tell why they did not."""
        won = sum(outcome.succeeded for outcome in outcomes)
        refusals = [outcome.refusal for outcome in outcomes if outcome.refusal]
        failures = [outcome.failure for outcome in outcomes if outcome.failure]
        clear = all(any(text in said for text in CLEAR) for said in refusals)
        self.checks.check(
            won == wins and clear and not failures,
            f"{title}: {won} of {len(outcomes)} won",
            f"{refusals} {failures}",
        )
        for said in sorted(set(refusals)):
            print(f"        the other read: {said}")

    def open_amounts(self, title, items, wanted):
        """Each item is open by the amount wanted, and every entry balances."""
        with clerk_env(self.companies) as env:
            lines = env["account.move.line"].browse(items)
            found = [line.amount_residual for line in lines]
            self.checks.check(found == wanted, f"{title}: open {found}", wanted)
            env.cr.execute(
                "SELECT move_id FROM account_move_line"
                " GROUP BY move_id HAVING SUM(balance) <> 0"
            )
            self.checks.check(not env.cr.rowcount, f"{title}: every entry balances")

    def deadlocks(self):
        """How many deadlocks the server has seen in this database."""
        close_connections()
        time.sleep(1.5)  # the server counts them when a session is idle or ended
        with clerk_env(self.companies) as env:
            env.cr.execute(
                "SELECT deadlocks FROM pg_stat_database"
                " WHERE datname = current_database()"
            )
            return env.cr.fetchone()[0]

    # ------------------------------------------------------------
    # The races
    # ------------------------------------------------------------
    def same_invoice(self):
        customer = self.customers(1)
        item = self.invoices(self.three, customer)
        calls = [
            self.mark_and_post(company, self.payments(company, customer), item)
            for company in (self.one, self.two)
        ]
        title = "one invoice, payments of two companies"
        self.judge(title, at_once(*calls))
        self.open_amounts(title, item, [0.0])

    def same_payment(self):
        customer = self.customers(1)
        payment = self.payments(self.one, customer)
        items = [self.invoices(c, customer) for c in (self.two, self.three)]
        calls = [
            self.mark_and_post(company, payment, item)
            for company, item in zip((self.two, self.three), items, strict=True)
        ]
        title = "one payment, invoices of two companies"
        self.judge(title, at_once(*calls))
        with clerk_env(self.companies) as env:
            lines = env["account.move.line"].browse([item[0] for item in items])
            left = sorted(line.amount_residual for line in lines)
            self.checks.check(left == [0.0, 100.0], f"{title}: open {left}")

    def same_settlement(self):
        """Two users press the same button: post, then undo."""
        customer = self.customers(1)
        item = self.invoices(self.two, customer)
        made = self.drafts(self.payments(self.one, customer), item)
        for name, left in (("action_post", 0.0), ("action_undo", 100.0)):
            calls = [
                self.button("ar.settlement", made, name, reverse)
                for reverse in (False, True)
            ]
            self.judge(f"one settlement, {name} twice", at_once(*calls))
            self.open_amounts(f"one settlement, {name} twice", item, [left])

    def same_draft_payment(self):
        """Post the payment here, its settlement there."""
        customer = self.customers(1)
        item = self.invoices(self.two, customer)
        payment = self.payments(self.one, customer, post=False)
        made = self.drafts(payment, item)
        outcomes = at_once(
            self.button("account.payment", payment, "action_post"),
            self.button("ar.settlement", made, "action_post", True),
        )
        title = "a draft payment posted, its settlement posted"
        # Posting a posted payment again does nothing, in Odoo: both may succeed.
        self.judge(title, outcomes, sum(outcome.succeeded for outcome in outcomes) or 1)
        self.open_amounts(title, item, [0.0])

    def paid_natively(self):
        """Odoo's own payment of an invoice that is just being settled."""
        customer = self.customers(1)
        item = self.invoices(self.two, customer)
        made = self.drafts(self.payments(self.one, customer), item)
        outcomes = at_once(
            self.button("ar.settlement", made, "action_post"), self.register(item)
        )
        title = "an invoice settled, and paid in its own company"
        self.judge(title, outcomes)
        self.open_amounts(title, item, [0.0])

    def undone_while_posted(self):
        """One settlement of an invoice is undone, and the rest of it settled."""
        customer = self.customers(1)
        item = self.invoices(self.two, customer)
        first = self.drafts(self.payments(self.one, customer, amount=60.0), item)
        self.do(self.button("ar.settlement", first, "action_post"))
        second = self.drafts(self.payments(self.three, customer, amount=60.0), item)
        outcomes = at_once(
            self.button("ar.settlement", first, "action_undo"),
            self.button("ar.settlement", second, "action_post", True),
        )
        title = "an invoice: one settlement undone, another posted"
        undone, posted = (outcome.succeeded for outcome in outcomes)
        self.judge(title, outcomes, (undone + posted) or 1)
        # Whichever came first took, or gave back, what there was then.
        allowed = {
            (True, True): [[60.0], [40.0]],
            (True, False): [[100.0]],
            (False, True): [[0.0]],
        }[undone, posted]
        self.open_amounts_among(title, item, allowed)

    def locked_meanwhile(self):
        """A lock date between preview and posting, and at the same moment."""
        customer = self.customers(1)
        item = self.invoices(self.two, customer)
        made = self.drafts(self.payments(self.one, customer), item)
        post = self.button("ar.settlement", made, "action_post")
        title = "a lock date between preview and posting"
        self.do(self.button("ar.settlement", made, "preview"))
        self.do(self.lock(self.two, DATE))
        refused = call(*post)
        self.judge(title, [refused], 0)
        self.open_amounts(title, item, [100.0])
        self.do(self.lock(self.two, False))
        title = "a settlement posted, the period locked"
        outcomes = at_once(post, self.lock(self.two, DATE))
        posted, locked = (outcome.succeeded for outcome in outcomes)
        self.judge(title, outcomes, 1 + posted if locked else 1)
        self.open_amounts(title, item, [0.0 if posted else 100.0])
        self.do(self.lock(self.two, False))

    # ------------------------------------------------------------
    # Revaluations
    # ------------------------------------------------------------
    def revaluations(self, count):
        """Computed drafts for one date, of all companies, one invoice in each."""
        customer = self.customers(1)
        with clerk_env(self.companies) as env:
            for company in self.companies:
                post_euro_invoices(env, company, customer)
            runs = [make_run(env, self.companies) for _number in range(count)]
            env.cr.commit()
            return [(run.id, run.fingerprint) for run in runs]

    def post_seen(self, run, seen, reverse=False):
        """A call: post a revaluation as it was seen."""
        companies = list(reversed(self.companies)) if reverse else self.companies
        return (
            companies,
            lambda env: env["ar.revaluation"].browse(run).action_post(seen),
        )

    def adjusted(self, title, wanted):
        """The account of revaluations says what the sub-ledger does, and that is what
        was wanted, day for day."""
        with clerk_env(self.companies) as env:
            env.cr.execute(
                "SELECT item.date, SUM(item.balance) FROM account_move_line item"
                " JOIN res_company company ON company.ar_revaluation_account_id"
                "  = item.account_id WHERE company.id = ANY(%s)"
                " GROUP BY 1 HAVING SUM(item.balance) <> 0 ORDER BY 1",
                [self.companies],
            )
            booked = [float(amount) for _date, amount in env.cr.fetchall()]
            env.cr.execute(
                "SELECT date, SUM(amount) FROM ar_revaluation_line WHERE is_booked"
                " AND company_id = ANY(%s) GROUP BY 1 HAVING SUM(amount) <> 0"
                " ORDER BY 1",
                [self.companies],
            )
            known = [float(amount) for _date, amount in env.cr.fetchall()]
        self.checks.check(
            booked == known == wanted, f"{title}: {booked} stands", (known, wanted)
        )

    def revalued(self):
        """Two users post one revaluation, two revaluations of one date, undo one.

        123.45 EUR: 148.91 USD, then 149.99, in each of three companies; the day after,
        it is taken back.
        """
        with clerk_env(self.companies) as env:
            make_ready(env, self.companies)
            env.cr.commit()
        title = "one revaluation, posted twice"
        [(run, seen)] = self.revaluations(1)
        outcomes = at_once(
            self.post_seen(run, seen), self.post_seen(run, seen, reverse=True)
        )
        self.judge(title, outcomes)
        self.adjusted(title, [3.24, -3.24])
        title = "two revaluations of one date"
        (one, seen), (two, also_seen) = self.revaluations(2)
        outcomes = at_once(
            self.post_seen(one, seen), self.post_seen(two, also_seen, reverse=True)
        )
        self.judge(title, outcomes)
        self.adjusted(title, [6.48, -6.48])
        title = "one revaluation, undone twice"
        calls = [
            self.button("ar.revaluation", [run], "action_undo", reverse)
            for reverse in (False, True)
        ]
        self.judge(title, at_once(*calls))
        self.adjusted(title, [3.24, -3.24])

    def do(self, one):
        """Do a call that nothing stands against."""
        outcome = call(*one)
        if not outcome.succeeded:
            raise RuntimeError(outcome.refusal or outcome.failure)

    def open_amounts_among(self, title, items, allowed):
        """The items are open by one of these lists of amounts."""
        with clerk_env(self.companies) as env:
            lines = env["account.move.line"].browse(items)
            found = [line.amount_residual for line in lines]
        self.checks.check(found in allowed, f"{title}: open {found}", allowed)
        self.open_amounts(title, items, found)

    def opposite_orders(self, rounds, count=2):
        """Companies in opposite orders, records in opposite orders; post and undo."""
        before, outcomes = self.deadlocks(), []
        pairs = [
            (self.one, self.two),
            (self.two, self.one),
            (self.two, self.three),
            (self.three, self.one),
        ]
        for number in range(rounds):
            sets = []
            for payer, owner in pairs:
                customers = self.customers(count)
                items = self.invoices(owner, customers)
                drafts = self.payments(payer, customers, post=number % 2 == 0)
                sets.append((drafts, self.drafts(drafts, items), items))
            outcomes += self.opposite_round(number, sets)
            for _payments, _made, items in sets:
                self.settled(number, items)
        failed = [o.refusal or o.failure for o in outcomes if not o.succeeded]
        title = f"opposite company orders, {rounds} rounds of {len(pairs)}"
        self.checks.check(not failed, f"{title}: all posted, all undone", failed)
        seen = self.deadlocks() - before
        self.checks.check(not seen, f"{title}: {seen} deadlocks")

    def opposite_round(self, number, sets):
        """Post all at once (payments in every other round), then undo all at once."""
        posts, undos = [], []
        for place, (payments, made, _items) in enumerate(sets):
            reverse = bool(place % 2)
            model, ids = "ar.settlement", made
            if number % 2:
                model, ids = "account.payment", payments
            posts.append(self.button(model, ids, "action_post", reverse))
            undos.append(self.button("ar.settlement", made, "action_undo", reverse))
        return at_once(*posts) + (at_once(*undos) if number % 3 else [])

    def settled(self, number, items):
        wanted = 100.0 if number % 3 else 0.0
        with clerk_env(self.companies) as env:
            lines = env["account.move.line"].browse(items)
            wrong = lines.filtered(lambda line: line.amount_residual != wanted)
            if wrong:
                self.checks.check(False, f"round {number}: {wrong} not open {wanted}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="many more rounds")
    full = parser.parse_args().full
    checks = Checks()
    races = Races(checks)
    for _number in range(5 if full else 1):
        races.same_invoice()
        races.same_payment()
        races.same_settlement()
        races.same_draft_payment()
        races.paid_natively()
        races.undone_while_posted()
        races.locked_meanwhile()
    races.settled_on_behalf()
    races.revalued()
    races.closed()
    races.opposite_orders(40 if full else 6)
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
