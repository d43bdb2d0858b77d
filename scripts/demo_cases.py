"""The books of cases that the demo does not keep: made, printed, judged, taken back.

Read on standard input by an Odoo shell, as scripts/demo_books.py is, whose tables these
continue. Exit status 1 if any line differs.
"""

import sys

from odoo.fields import Command

from demo_books import (
    COMPANIES,
    ENTRY_DATE,
    MODULE,
    Books,
    expected_lines,
    judge_company,
    print_logins,
)

# Account by account as in demo_books.EXPECTED; last, what stays open of the documents.
EXPECTED = {
    9: (
        "an overpayment of 0.30, written off by the company of the payment",
        """
        F receivable Northwind   196.00 USD  196.00      -
        F due_to     E          -196.00 USD       - 196.00
        F receivable Northwind     0.30 USD    0.30      -
        F over_under Northwind    -0.30 USD       -   0.30
        E due_from   F           196.00 USD  196.00      -
        E receivable Northwind  -196.00 USD       - 196.00
        E discount   Northwind     4.00 USD    4.00      -
        E receivable Northwind    -4.00 USD       -   4.00
        """,
    ),
    10: (
        "a check that bounced",
        """
        F outstanding_receipts Northwind  600.00 USD  600.00      -
        F receivable Northwind           -600.00 USD       - 600.00
        F receivable Northwind            600.00 USD  600.00      -
        F due_to     E                   -600.00 USD       - 600.00
        F due_to     E                    600.00 USD  600.00      -
        F receivable Northwind           -600.00 USD       - 600.00
        F receivable Northwind            600.00 USD  600.00      -
        F outstanding_receipts Northwind -600.00 USD       - 600.00
        E due_from   F                    600.00 USD  600.00      -
        E receivable Northwind           -600.00 USD       - 600.00
        E receivable Northwind            600.00 USD  600.00      -
        E due_from   F                   -600.00 USD       - 600.00
        """,
    ),
    11: (
        "a credit of one company that another pays out",
        """
        F receivable Northwind           100.00 USD  100.00      -
        F outstanding_payments Northwind -100.00 USD      - 100.00
        F due_from   E                   100.00 USD  100.00      -
        F receivable Northwind          -100.00 USD       - 100.00
        E receivable Northwind           100.00 USD  100.00      -
        E due_to     F                  -100.00 USD       - 100.00
        """,
    ),
}
STAYS_OPEN = {9: [], 10: ["600.00 USD"], 11: []}
MAXIMUM_DIFFERENCE = 1.00


class CaseBooks(Books):
    """Books that know a few accounts more."""

    def _account_words(self):
        words = super()._account_words()
        fabrikam = self.companies["F"].sudo()
        bank = self.env["account.chart.template"].with_company(fabrikam).ref("bank")
        words["F", fabrikam.ar_overunder_payment_account_id.id] = "over_under"
        for lines, word in (
            (bank.inbound_payment_method_line_ids, "outstanding_receipts"),
            (bank.outbound_payment_method_line_ids, "outstanding_payments"),
        ):
            words |= {("F", account.id): word for account in lines.payment_account_id}
        return words

    def rows_of(self, moves):
        """Journal items of some entries, as dicts that the books print."""
        return [
            {
                **{name: line[name].id for name in ("company_id", "account_id")},
                **{name: line[name].id for name in ("partner_id", "currency_id")},
                **{name: line[name] for name in ("amount_currency", "debit", "credit")},
                "date": str(line.date),
            }
            for line in moves.line_ids.sorted("id")
        ]


# ------------------------------------------------------------
# The cases
# ------------------------------------------------------------
def settle(demo, *documents):
    settlement = demo.env["ar.settlement"].create(
        {
            "partner_id": demo._demo_record("northwind_fabrikam").id,
            "line_ids": [
                Command.create(demo._prepare_mark_vals(document, {}))
                for document in documents
            ],
        }
    )
    settlement.action_post()
    return settlement


def draft_payment(demo, reference, amount):
    options = {"post": False}
    return demo._post_document(reference, "payment", "fabrikam", amount, options)


def difference(demo):
    options = {"term": "two_percent"}
    invoice = demo._post_document("Case 9", "out_invoice", "east", 200.00, options)
    payment = demo._post_document("Case 9", "payment", "fabrikam", 196.30, {})
    return settle(demo, invoice, payment).move_ids, invoice | payment.move_id


def bounced_check(demo):
    invoice = demo._post_document("Case 10", "out_invoice", "east", 600.00, {})
    payment = draft_payment(demo, "Case 10", 600.00)
    payment.write({"use_deposit_slip": True, "payment_reference": "Check 310"})
    payment.action_post()
    settlement = settle(demo, invoice, payment)
    payment.action_generate_deposit_slip()
    payment.deposit_slip_id.action_cancel_payment(payment, ENTRY_DATE)
    settlement.invalidate_recordset()
    cancelling = payment.ar_bounce_payment_id.move_id
    moves = payment.move_id | settlement.move_ids | cancelling
    return moves, invoice | payment.move_id | cancelling


def paid_out_centrally(demo):
    note = demo._post_document("Case 11", "out_refund", "east", 100.00, {})
    payment = draft_payment(demo, "Case 11", 100.00)
    payment.payment_type = "outbound"
    payment.action_post()
    moves = payment.move_id | settle(demo, note, payment).move_ids
    return moves, note | payment.move_id


CASES = {9: difference, 10: bounced_check, 11: paid_out_centrally}


# ------------------------------------------------------------
# Printing and judging
# ------------------------------------------------------------
def judge(books, demo, number):
    """Make a case, print its books, and say whether they are as expected."""
    title, table = EXPECTED[number]
    print(f"\nExample {number}: {title} (made now, and taken back)")
    moves, documents = CASES[number](demo)
    rows = books.rows_of(moves.with_env(books.env))
    expected = expected_lines(table)
    verdicts = [
        judge_company(books, letter, rows, expected)
        for letter in COMPANIES
        if letter in {line[0] for line in expected}
    ]
    items = documents.line_ids.filtered("amount_residual").filtered(
        lambda item: item.account_type == "asset_receivable"
    )
    left = [f"{i.amount_residual:.2f} {i.company_currency_id.name}" for i in items]
    is_equal = left == STAYS_OPEN[number]
    verdict = "as expected" if is_equal else "DIFFERS from what is expected"
    print(f"\n  Stays open of the documents: {', '.join(left) or 'nothing'}")
    print(f"  {'= ' if is_equal else ''}{verdict}")
    return all(verdicts) and is_equal


def main(env):
    controller = env.ref(f"{MODULE}.demo_user_controller")
    fabrikam = env.ref(f"{MODULE}.demo_company_fabrikam")
    account = (
        env["account.account"]
        .with_company(fabrikam)
        .search(
            [
                ("account_type", "=", "income_other"),
                ("company_ids", "in", fabrikam.ids),
            ],
            limit=1,
        )
    )
    fabrikam.ar_overunder_payment_account_id = account
    fabrikam.ar_overunder_payment_max = MAXIMUM_DIFFERENCE
    books = CaseBooks(env)
    companies = [company.id for company in books.companies.values()]
    demo = env["ar.centralized.payments.demo"].with_user(controller)
    demo = demo.with_context(allowed_company_ids=companies)
    verdicts = [judge(books, demo, number) for number in CASES]
    env.cr.rollback()
    are_equal = all(verdicts)
    text = f"All {len(verdicts)} are as expected, line for line."
    print(f"\n{text if are_equal else 'DIFFERENT from what is expected.'}")
    print_logins(books)
    sys.stdout.flush()
    return 0 if are_equal else 1


if "env" in globals():
    sys.exit(main(globals()["env"]))
sys.exit("This script is for an Odoo shell; scripts/demo runs it.")
