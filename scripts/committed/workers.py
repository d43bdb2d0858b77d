"""Two workers on payment journals of different companies that pay the same ones.

They work at the same time: each posts its entries without numbers, and gives them
theirs last. In journals secured by hash one waits for the other. Either way nothing is
refused, numbers have neither gaps nor duplicates, chains hold, and what both pay is
open by what neither paid. Users who post in the same journals meanwhile, on their pages
or as Odoo has it, are no exception.
"""

import argparse
import random
import sys
import time

from committed._group import (
    DATE,
    bank_journal,
    clerk_env,
    make_customers,
    make_settlements,
    post_invoices,
)
from committed._processes import Checks, at_once
from committed.journals import BATCH, Journals, work
from committed.turns import GAPS

#: Posted entries without a number, or that say that the number before is missing.
UNNUMBERED = """
    SELECT id, name FROM account_move
     WHERE state = 'posted' AND (COALESCE(name, '/') = '/'
        OR made_sequence_gap AND ref IS DISTINCT FROM 'By hand')"""


def timed_work(env):
    """What a scheduled action does; return when each of its batches was worked on."""
    from odoo.addons.ar_centralized_payments.books.worker_turns import WorkerTurn

    give, hold, times = WorkerTurn.give, WorkerTurn.hold, []

    def giving(turn, env):
        times[-1] = (times[-1], time.monotonic())
        give(turn, env)

    def holding(turn):
        is_held = hold(turn)
        if is_held:
            times.append(time.monotonic())
        return is_held

    WorkerTurn.give, WorkerTurn.hold = giving, holding
    work(env)
    return [one for one in times if isinstance(one, tuple)]


class Workers(Journals):
    """Two companies that receive payments, and two that both of them pay."""

    names = ("Worker One", "Worker Two", "Shared One", "Shared Two")

    def secure(self):
        """Secure the Intercompany journals of those that are paid by hash."""
        with clerk_env(self.companies) as env:
            owners = env["res.company"].sudo().browse(self.companies[2:])
            owners.ar_intercompany_journal_id.restrict_mode_hash_table = True
            env.cr.commit()

    def both_payers(self, count):
        one, two, *owners = self.companies
        return [self.lines(one, owners, count), self.lines(two, owners[::-1], count)]

    def halves(self, count):
        """Payment journals of both payers, each with one half of the same invoices,
        which are due in two.

        :return: ids of the payment journals, of the items of the invoices
        """
        one, two, owner, _other = self.companies
        with clerk_env(self.companies) as env:
            half = {"value": "percent", "value_amount": 50}
            lines = [(0, 0, {**half, "nb_days": days}) for days in (10, 40)]
            terms = env["account.payment.term"].sudo()
            term = terms.create({"name": "In two halves", "line_ids": lines})
            partners = make_customers(env, count)
            invoices = post_invoices(env, owner, partners, 200.0, term.id)
            items = invoices.line_ids.filtered("date_maturity")
            items = items.sorted(lambda item: (item.date_maturity, item.move_id.id))
            env.cr.commit()
        halves = (one, items.ids[:count]), (two, items.ids[: count - 1 : -1])
        return [self.half(*each) for each in halves], items.ids

    def half(self, payer, items):
        """A payment journal of a company that pays these items."""
        with clerk_env([payer, *self.companies]) as env:
            bank = bank_journal(env, payer)
            values = {"company_id": payer, "journal_id": bank.id, "date": DATE}
            journal = env["ar.payment.journal"].create(values)
            marked = env["account.move.line"].browse(items)
            values = {"ar_payment_journal_id": journal.id, "amount": 100.0}
            payments = env["account.payment"].create(
                [{**values, "partner_id": item.partner_id.id} for item in marked]
            )
            make_settlements(env, payments, marked)
            env.cr.commit()
            return journal.id

    def typed(self, count):
        """A call: post entries in a journal that the workers share, as Odoo does."""

        def post(env):
            company = env["res.company"].browse(self.companies[2])
            account = company.account_journal_suspense_account_id
            lines = [
                (0, 0, {"account_id": account.id, "balance": balance})
                for balance in (1.0, -1.0)
            ]
            values = {
                "journal_id": company.sudo().ar_intercompany_journal_id.id,
                "company_id": company.id,
                "date": DATE,
                "ref": "By hand",
                "line_ids": lines,
            }
            for _number in range(count):
                env["account.move"].with_company(company).create(values)._post()
                env.cr.commit()
                time.sleep(0.1)

        return self.companies[2:3], post

    # ------------------------------------------------------------
    # At the same moment
    # ------------------------------------------------------------
    def workers(self):
        """The calls of two workers."""
        return (self.companies, timed_work), (self.companies[::-1], timed_work)

    def sound(self, title):
        """Every posted entry has its number, and chains hold."""
        wrong = self.rows(UNNUMBERED) + self.rows(GAPS)
        self.checks.check(not wrong, f"{title}: numbers and chains", wrong)

    def overlapping(self, title, outcomes, wanted):
        """Whether both have worked at the same time, as they may or may not."""
        one, two = (outcome.result or [] for outcome in outcomes[:2])
        together = sum(
            start < other_end and other_start < end
            for start, end in one
            for other_start, other_end in two
        )
        text = f"{title}: {together} batches of {len(one)} and {len(two)} together"
        self.checks.check(bool(together) == wanted, text, (one, two))

    def shared(self, title, count, together):
        """Both pay the same companies: posted, and undone."""
        made = self.both_payers(count)
        journals = [journal for journal, _items in made]
        items = [item for _journal, some in made for item in some]
        for button, judge in (("action_post", "posted"), ("action_undo", "undone")):
            self.press(journals, button)
            outcomes = at_once(*self.workers())
            self.succeeded(f"{title}, {judge}", outcomes)
            getattr(self, judge)(f"{title}, {judge}", journals, items)
            self.overlapping(f"{title}, {judge}", outcomes, together)
            self.sound(f"{title}, {judge}")

    def same_invoices(self, title, count):
        """Both pay the same invoices, half each: one waits, or tries again."""
        journals, items = self.halves(count)
        self.press(journals)
        self.succeeded(title, at_once(*self.workers()))
        with clerk_env(self.companies) as env:
            states = env["ar.payment.journal"].browse(journals).mapped("state")
            lines = env["account.move.line"].browse(items)
            found = {
                (line.amount_residual, line.move_id.payment_state) for line in lines
            }
        self.checks.check(
            states == ["posted"] * 2
            and found in ({(0.0, "paid")}, {(0.0, "in_payment")}),
            f"{title}: {len(items)} invoices paid by both",
            (states, found, self.reasons(journals)),
        )
        self.sound(title)

    def beside_others(self, title, count):
        """A user posts a payment journal, another one types entries, beside both."""
        made = self.both_payers(count)
        own = self.lines(self.companies[3], self.companies[2:3], count)
        self.press([journal for journal, _items in made])

        def post(env):
            self.module.FOREGROUND_LINES = 100
            env["ar.payment.journal"].browse(own[0]).action_post()

        calls = [(self.companies, post), self.typed(count)]
        self.succeeded(title, at_once(*self.workers(), *calls))
        made.append(own)
        journals = [journal for journal, _items in made]
        self.posted(title, journals, [item for _j, some in made for item in some])
        self.sound(title)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="longer, five times")
    full = parser.parse_args().full
    checks = Checks()
    workers = Workers(checks, random.random())
    before = workers.deadlocks()
    count = (12 if full else 4) * BATCH
    for number in range(1, 6 if full else 2):
        workers.shared(f"{number}. the same companies", count, together=True)
        workers.same_invoices(f"{number}. the same invoices", count)
        workers.beside_others(f"{number}. beside users", count)
    workers.secure()
    workers.shared("secured by hash", count, together=False)
    workers.same_invoices("secured by hash, the same invoices", count)
    seen = workers.deadlocks() - before
    checks.check(not seen, f"{seen} deadlocks")
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
