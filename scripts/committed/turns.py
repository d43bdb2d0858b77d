"""Clients that post and undo different settlements at the same moment, in journals
that are secured by hash.

Each call is done as by RPC, with Odoo's retries. Nobody is refused, whoever waits: the
entry before is there for the one after, so numbers have no gap and the chain holds.
"""

import argparse
import sys
import time

from committed._group import (
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    make_payments,
    make_settlements,
    post_invoices,
    receivables,
)
from committed._processes import FORK, LONGEST, Checks, at_once, call, close_connections

NAMES = ["Turn One", "Turn Two", "Turn Three"]
CLIENTS = 8
#: Journals whose numbers have gaps or come twice, or with an entry that is not secured.
GAPS = """
    SELECT move.journal_id, COUNT(*), MAX(sequence_number), COUNT(inalterable_hash)
      FROM account_move move JOIN account_journal journal
        ON journal.id = move.journal_id AND journal.restrict_mode_hash_table
     WHERE move.state = 'posted'
     GROUP BY move.journal_id, sequence_prefix
    HAVING COUNT(*) <> MAX(sequence_number)
        OR COUNT(DISTINCT sequence_number) <> MAX(sequence_number)
        OR COUNT(*) <> COUNT(inalterable_hash) OR BOOL_OR(made_sequence_gap)"""


class Turns:
    def __init__(self, checks):
        self.checks = checks
        self.companies = make_group(NAMES)
        with clerk_env(self.companies) as env:
            companies = env["res.company"].sudo().browse(self.companies)
            journals = companies.ar_intercompany_journal_id
            journals |= journals.union(*(bank_journal(env, c) for c in self.companies))
            journals.sudo().restrict_mode_hash_table = True
            # What is secured cannot be cancelled: lines have journals of their own.
            banks = journals.sudo().create(
                [
                    {"name": "Lines", "code": "LIN", "type": "bank", "company_id": id}
                    for id in self.companies
                ]
            )
            self.unsecured = dict(zip(self.companies, banks.ids, strict=True))
            env.cr.commit()

    def documents(self, payer, owner, count, post=True, mark=True):
        """Payments, each marked (or to be marked) with an invoice of another company.

        :return: ids of the payments, of the draft settlements, of the invoices' items
        """
        with clerk_env(self.companies) as env:
            partners = make_customers(env, count)
            items = receivables(post_invoices(env, owner, partners))
            payments = make_payments(env, payer, partners)
            if post:
                payments.action_post()
            made = make_settlements(env, payments, items) if mark else payments.browse()
            env.cr.commit()
            return payments.ids, made.ids, items.ids

    def button(self, model, ids, name):
        """A call: press a button on records."""
        return self.companies, lambda env: bool(getattr(env[model].browse(ids), name)())

    def mark_and_post(self, payments, items):
        """A call that has written something before it posts: it can but be retried."""

        def work(env):
            made = make_settlements(
                env,
                env["account.payment"].browse(payments),
                env["account.move.line"].browse(items),
            )
            return made.action_post()

        return self.companies, work

    def journal(self, payer, owner, count):
        """A payment journal with lines, each marked with an invoice."""
        with clerk_env([payer, *self.companies]) as env:
            partners = make_customers(env, count)
            items = receivables(post_invoices(env, owner, partners))
            journal = env["ar.payment.journal"].create(
                {"company_id": payer, "journal_id": self.unsecured[payer]}
            )
            payments = env["account.payment"].create(
                [
                    {
                        "ar_payment_journal_id": journal.id,
                        "partner_id": partner.id,
                        "amount": 100.0,
                    }
                    for partner in partners
                ]
            )
            make_settlements(env, payments, items)
            env.cr.commit()
            return journal.id, items.ids

    # ------------------------------------------------------------
    # What came of it
    # ------------------------------------------------------------
    def judge(self, title, outcomes):
        """Nobody is refused, and nobody meets an error."""
        told = sorted({o.refusal or o.failure for o in outcomes if not o.succeeded})
        won = sum(outcome.succeeded for outcome in outcomes)
        title = f"{title}: {won} of {len(outcomes)} done"
        self.checks.check(won and not told, title, "\n".join(told))

    def chains(self, title):
        """Every secured journal has every number once, each of them in the chain."""
        with clerk_env(self.companies) as env:
            env.cr.execute(GAPS)
            self.checks.check(
                not env.cr.rowcount, f"{title}: chains", env.cr.fetchall()
            )

    def open(self, title, items, wanted):
        with clerk_env(self.companies) as env:
            lines = env["account.move.line"].browse(items)
            found = {line.amount_residual for line in lines}
            self.checks.check(found == {wanted}, f"{title}: open {found}", wanted)

    # ------------------------------------------------------------
    # At the same moment
    # ------------------------------------------------------------
    def pairs(self, title, count, model="ar.settlement", post=True, undo=True):
        """Two clients post one settlement each, and undo it; so many times."""
        one, two, three = self.companies
        sides = [self.documents(one, two, count, post)]
        sides.append(self.documents(three, two, count, post))
        place = 0 if model == "account.payment" else 1
        buttons = [(model, place, "action_post")]
        buttons += [("ar.settlement", 1, "action_undo")] if undo else []
        for name, where, button in buttons:
            calls = [
                [self.button(name, [side[where][n]], button) for n in range(count)]
                for side in sides
            ]
            outcomes = in_step(*calls)
            self.judge(f"{title}, {button}", outcomes)
            left = 100.0 if button == "action_undo" else 0.0
            for side in sides:
                self.open(f"{title}, {button}", side[2], left)
        self.chains(title)

    def written(self):
        """Clients that mark and post in one call."""
        one, two, three = self.companies
        sides = [self.documents(payer, two, 1, mark=False) for payer in (one, three)]
        outcomes = at_once(*(self.mark_and_post(side[0], side[2]) for side in sides))
        self.judge("marked and posted in one call", outcomes)
        self.chains("marked and posted in one call")

    def journals(self, count):
        """Two payment journals, posted and undone at the same moment."""
        one, two, three = self.companies
        made = [self.journal(payer, two, count) for payer in (one, three)]
        for button, left in (("action_post", 0.0), ("action_undo", 100.0)):
            calls = [
                self.button("ar.payment.journal", [journal], button)
                for journal, _items in made
            ]
            title = f"two payment journals, {button}"
            self.judge(title, at_once(*calls))
            for _journal, items in made:
                self.open(title, items, left)
        self.chains("two payment journals")

    def clients(self, seconds, each):
        """Many clients work as fast as they can: most post, and undo every other one,
        the last one marks and posts in one call."""
        one, two, three = self.companies
        ways = [(one, two), (two, three), (three, one), (three, two)]
        calls = [
            [
                self.button("ar.settlement", [made], button)
                for n, made in enumerate(self.documents(*ways[number % 4], each)[1])
                for button in ("action_post", "action_undo")[: 1 + n % 2]
            ]
            for number in range(CLIENTS - 1)
        ]
        payments, _none, items = self.documents(*ways[3], each, mark=False)
        pairs = zip(payments, items, strict=True)
        calls.append([self.mark_and_post([pay], [item]) for pay, item in pairs])
        start = time.monotonic()
        outcomes = in_step(*calls, until=start + seconds)
        took = time.monotonic() - start
        longest = max(outcome.seconds for outcome in outcomes)
        title = f"{CLIENTS} clients for {took:.0f} s, longest call {longest:.1f} s"
        self.judge(title, outcomes)
        self.chains(title)


def in_step(*clients, until=None):
    """Let several clients do a list of calls each, one after the other.

    They begin each call at the same moment, or, where there is a time at which they
    are to stop (``until``), as soon as the one before is done.

    :return: the outcomes of all calls that were done
    """
    close_connections()
    barrier, pipes = FORK.Barrier(len(clients)), []
    for calls in clients:
        reader, writer = FORK.Pipe(duplex=False)
        process = FORK.Process(
            target=_do, args=(calls, barrier, until, writer), daemon=True
        )
        process.start()
        writer.close()
        pipes.append(reader)
    return [outcome for reader in pipes for outcome in reader.recv()]


def _do(calls, barrier, until, writer):
    outcomes = []
    for companies, work in calls:
        if until is None:
            barrier.wait(LONGEST)
        elif time.monotonic() > until:
            break
        start = time.monotonic()
        outcome = call(companies, work)
        outcome.seconds = time.monotonic() - start
        outcomes.append(outcome)
    writer.send(outcomes)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="60 s with 8 clients")
    full = parser.parse_args().full
    checks = Checks()
    turns = Turns(checks)
    turns.pairs("settlements", 20)
    for _number in range(5 if full else 1):
        turns.written()
        turns.journals(5)
    turns.pairs("draft payments", 20 if full else 5, "account.payment", False, full)
    turns.clients(60 if full else 8, 150 if full else 20)
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
