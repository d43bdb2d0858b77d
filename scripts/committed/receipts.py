"""Clerks who decide about the same bank receipts at the same moment.

One of them accepts, the other changes nothing or reads what happened; a line of a bank
statement never becomes two payments, and the lines are matched once.
"""

import sys

from committed._group import (
    bank_journal,
    clerk_env,
    make_customers,
    make_group,
    post_invoices,
)
from committed._processes import Checks, at_once

NAMES = ["Receipt Bank", "Receipt Invoices"]
DATE = "2026-04-20"
#: What the loser of a race may read.
CLEAR = ("Somebody else", "matched already", "marked in", "left to post")


class ReceiptRaces:
    def __init__(self, checks):
        self.checks = checks
        self.bank, self.other = self.companies = make_group(NAMES)
        with clerk_env(self.companies) as env:
            journal = bank_journal(env, self.bank).sudo()
            journal.ar_receipts = "propose"
            self.journal = journal.id
            env.cr.commit()

    def lines(self, count):
        """Lines of the bank's statement, each of which names an invoice of the other
        company; their ids, proposed."""
        with clerk_env(self.companies) as env:
            partners = make_customers(env, count)
            invoices = post_invoices(env, self.other, partners)
            lines = env["account.bank.statement.line"].sudo()
            made = lines.create(
                [
                    {
                        "journal_id": self.journal,
                        "date": DATE,
                        "amount": invoice.amount_total,
                        "payment_ref": invoice.name,
                    }
                    for invoice in invoices
                ]
            ).ids
            lines.env.flush_all()
            env["account.bank.statement.line"].browse(made).ar_propose()
            env.cr.commit()
            return made

    def accept(self, lines):
        return (
            self.companies,
            lambda env: env["account.bank.statement.line"].browse(lines).ar_accept(),
        )

    def undo(self, lines):
        def work(env):
            found = env["account.bank.statement.line"].browse(lines)
            return found.ar_receipt_ids.action_undo()

        return self.companies, work

    def post(self, lines):
        def work(env):
            found = env["account.bank.statement.line"].browse(lines)
            return bool(found.ar_receipt_ids.action_post())

        return self.companies, work

    def judge(self, title, outcomes):
        """Nobody sees an error; who loses reads why."""
        failed = [o.failure for o in outcomes if o.failure]
        unclear = [
            o.refusal
            for o in outcomes
            if o.refusal and not any(text in o.refusal for text in CLEAR)
        ]
        won = any(outcome.succeeded for outcome in outcomes)
        self.checks.check(won and not failed and not unclear, title, failed + unclear)

    def payments(self, title, lines, is_matched):
        """Each line has one living payment, and is matched or not."""
        with clerk_env(self.companies) as env:
            found = env["account.bank.statement.line"].browse(lines)
            payments = env["account.payment"].search(
                [
                    ("ar_statement_line_id", "in", lines),
                    ("state", "not in", ("canceled", "rejected")),
                ]
            )
            matched = set(found.mapped("is_reconciled"))
            self.checks.check(
                len(payments) == len(lines) and matched == {is_matched},
                f"{title}: {len(payments)} payments for {len(lines)} lines",
                matched,
            )

    def accepted_at_once(self):
        lines = self.lines(3)
        title = "the same receipts accepted by four"
        self.judge(title, at_once(*[self.accept(lines) for _clerk in range(4)]))
        self.payments(title, lines, is_matched=False)
        title = "and posted by two"
        self.judge(title, at_once(self.post(lines), self.post(lines)))
        self.payments(title, lines, is_matched=True)

    def undone_while_accepted(self):
        lines = self.lines(2)
        self.judge("accepted", at_once(self.accept(lines)))
        title = "undone by one, accepted by another"
        self.judge(title, at_once(self.undo(lines), self.accept(lines)))
        self.judge("accepted once more", at_once(self.accept(lines)))
        self.payments(title, lines, is_matched=False)


def main():
    checks = Checks()
    races = ReceiptRaces(checks)
    races.accepted_at_once()
    races.undone_while_accepted()
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
