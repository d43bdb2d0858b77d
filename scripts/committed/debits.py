"""Clerks who write the same direct debits to a file at the same moment.

One of them makes the file, the others read that nothing is left or that somebody else
is at it; no payment is ever in two files that the bank has, whoever refuses and makes
again meanwhile.
"""

import sys

from committed._files import debit_writer
from committed._group import bank_journal, clerk_env, make_customers, make_group
from committed._processes import Checks, at_once

DATE = "2026-04-20"
MANDATE = {"acc_number": "NL91ABNA0417164300", "ar_mandate_date": "2026-01-15"}
#: What the loser of a race may read.
CLEAR = ("Somebody else", "waits to be collected", "was noted before")


class DebitRaces:
    def __init__(self, checks):
        self.checks = checks
        self.companies = make_group(["Debit Races", "Debit Others"])
        with clerk_env(self.companies) as env:
            bank = bank_journal(env, self.companies[0]).sudo()
            bank.company_id.ar_creditor_identifier = "NL08ZZZ502057730000"
            bank.bank_acc_number = "NL20INGB0001234567"
            env.ref("base.EUR").sudo().active = True
            self.bank = bank.id
            env.cr.commit()

    def journal(self, count):
        """A payment journal with posted direct debits; its id."""
        with clerk_env(self.companies) as env:
            partners = make_customers(env, count)
            env["res.partner.bank"].sudo().create(
                [
                    {**MANDATE, "partner_id": one.id, "ar_mandate": f"M-{one.id}"}
                    for one in partners
                ]
            )
            journal = env["ar.payment.journal"].create({"journal_id": self.bank})
            payments = env["account.payment"].create(
                [
                    {
                        "ar_payment_journal_id": journal.id,
                        "ar_payment_type": "direct_debit",
                        "partner_id": one.id,
                        "currency_id": env.ref("base.EUR").id,
                        "amount": 10.0,
                        "date": DATE,
                    }
                    for one in partners
                ]
            )
            payments.action_post()
            env.cr.commit()
            return journal.id

    def make(self, journal):
        def work(env):
            return bool(
                env["ar.payment.journal"].browse(journal).action_make_debit_file()
            )

        return self.companies, work

    def refuse(self, journal):
        def work(env):
            lines = env["ar.payment.journal"].browse(journal).payment_ids
            return lines.ar_debit_file_id.action_refused("AC01")

        return self.companies, work

    def judge(self, title, outcomes, winners):
        """So many did it; nobody sees an error; who loses reads why."""
        failed = [o.failure for o in outcomes if o.failure]
        unclear = [
            o.refusal
            for o in outcomes
            if o.refusal and not any(text in o.refusal for text in CLEAR)
        ]
        won = sum(outcome.succeeded for outcome in outcomes)
        self.checks.check(
            won in winners and not failed and not unclear,
            f"{title}: {won} of {len(outcomes)}",
            failed + unclear,
        )

    def files(self, title, journal, made):
        """Each payment is in one file that the bank has, or in none."""
        with clerk_env(self.companies) as env:
            lines = env["ar.payment.journal"].browse(journal).payment_ids
            files = env["ar.debit.file"].search([("payment_ids", "in", lines.ids)])
            living = files.filtered(lambda one: one.state == "made")
            collected = sum(living.mapped("payment_count"))
            is_right = (
                len(living) == made
                and collected == made * len(lines)
                and lines.ar_debit_file_id == living
            )
            self.checks.check(
                is_right, f"{title}: {len(living)} living of {len(files)} files"
            )

    def run(self):
        journal = self.journal(3)
        title = "the same direct debits written by three"
        self.judge(title, at_once(*[self.make(journal) for _n in range(3)]), {1})
        self.files(title, journal, 1)
        title = "the same file refused by two"
        self.judge(title, at_once(self.refuse(journal), self.refuse(journal)), {1, 2})
        self.files(title, journal, 0)
        self.judge("made again", at_once(self.make(journal)), {1})
        title = "refused by one, made by another"
        self.judge(title, at_once(self.refuse(journal), self.make(journal)), {1, 2})
        with clerk_env(self.companies) as env:
            lines = env["ar.payment.journal"].browse(journal).payment_ids
            made = int(bool(lines.ar_debit_file_id))
        self.files(title, journal, made)


def main():
    # The library is not needed for it.
    sys.modules["sepaxml"] = debit_writer().library()
    checks = Checks()
    DebitRaces(checks).run()
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
