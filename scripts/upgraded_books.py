"""What the books say before the addon is brought up to date, and after it.

    upgraded_books.py before|after FILE

Works on the database that AR_DATABASE names. ``before`` runs with an older addon: it
makes a group whose payment journal is posted, and keeps in FILE what the books say;
``after`` compares, and goes on working with what was posted then.
"""

import json
import sys
from pathlib import Path

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
from committed._processes import Checks
from toolbox.odoo_session import odoo_env

NAMES = ("Contoso", "Contoso East", "Contoso West")
#: Everything of the books that an accountant would miss.
BOOKS = """
    SELECT line.id, move.name, move.date, move.state, line.account_id,
           line.partner_id, line.name, line.debit, line.credit, line.amount_currency,
           line.amount_residual, line.amount_residual_currency, line.reconciled,
           line.full_reconcile_id, line.matching_number, move.payment_state
      FROM account_move_line line JOIN account_move move ON move.id = line.move_id"""
PARTIALS = """
    SELECT id, debit_move_id, credit_move_id, amount, debit_amount_currency,
           credit_amount_currency FROM account_partial_reconcile"""


def before(file):
    companies = make_group(NAMES)
    with clerk_env(companies) as env:
        partners = make_customers(env, 3)
        invoices = post_invoices(env, companies[1], partners)
        invoices |= post_invoices(env, companies[2], partners)
        journal = (
            env["ar.payment.journal"]
            .with_company(companies[0])
            .create({"journal_id": bank_journal(env, companies[0]).id})
        )
        payments = make_payments(env, companies[0], partners)
        payments.ar_payment_journal_id = journal
        make_settlements(env, payments, receivables(invoices)[:3])
        journal.action_post()
        env.cr.commit()
        state = {"companies": companies, "journal": journal.id}
        state["left"] = receivables(invoices)[3:].ids
        yield "the payment journal is posted", journal.state == "posted"
    with odoo_env() as env:
        state["books"], state["settlements"] = _books(env), _settlements(env)
    file.write_text(json.dumps(state))
    yield "there are settlements", bool(state["settlements"])


def after(file):
    state = json.loads(file.read_text())
    with odoo_env() as env:
        yield "every journal item and match is as it was", _books(env) == state["books"]
        yield "every settlement too", _settlements(env) == state["settlements"]
    with clerk_env(state["companies"]) as env:
        journal = env["ar.payment.journal"].browse(state["journal"])
        payments = journal.payment_ids
        yield (
            "the journal shows its lines as posted",
            (
                journal.state == "posted"
                and payments.mapped("ar_line_state") == ["posted"] * 3
            ),
        )
        payment = payments[0]
        settlements = payment.settlement_ids
        settlements.action_undo()
        items = env["account.move.line"].browse(state["left"])
        item = items.filtered(lambda one: one.partner_id == payment.partner_id)
        again = make_settlements(env, payment, item)
        again.action_post()
        yield (
            "what was posted then is undone",
            settlements.mapped("state") == ["undone"],
        )
        yield "and settled again", again.mapped("state") == ["posted"]
        yield "and the other invoice is paid", not item.amount_residual
        env.cr.commit()


def _books(env):
    env.flush_all()
    books = {}
    for name, query in (("items", BOOKS), ("matches", PARTIALS)):
        env.cr.execute(f"{query} ORDER BY 1")
        books[name] = [[str(value) for value in row] for row in env.cr.fetchall()]
    return books


def _settlements(env):
    """Settlements by their ids: number, state, and what they marked."""
    found = env["ar.settlement"].with_context(active_test=False).search([])
    return [
        [one.id, one.name, one.state, sorted(one.line_ids.mapped("amount"))]
        for one in found.sorted("id")
    ]


def main():
    name, file = sys.argv[1:]
    checks = Checks()
    for title, holds in {"before": before, "after": after}[name](Path(file)):
        checks.check(holds, title)
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
