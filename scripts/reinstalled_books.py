"""What the books say before the addon is uninstalled, after it, and once it is back.

    reinstalled_books.py before|without|after FILE

Works on the database that AR_DATABASE names; ``before`` makes a group that settles, and
keeps in FILE what the other two compare with.
"""

import json
import sys
from pathlib import Path

from committed._group import (
    CLERK,
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

NAMES = ("Fabrikam", "Fabrikam East", "Fabrikam West")
MODULE = "ar_centralized_payments"
BOOKS = """
    SELECT company_id, account_id, partner_id, COUNT(*), SUM(balance),
           SUM(amount_residual), COUNT(full_reconcile_id)
      FROM account_move_line WHERE parent_state = 'posted' GROUP BY 1, 2, 3"""


def settle(companies):
    """One settlement posted, one posted and undone, one that stays a draft."""
    with clerk_env(companies) as env:
        partners = make_customers(env, 3)
        invoices = post_invoices(env, companies[1], partners)
        invoices |= post_invoices(env, companies[2], partners)
        payments = make_payments(env, companies[0], partners)
        payments[:2].action_post()
        settlements = make_settlements(env, payments[:2], receivables(invoices)[:2])
        settlements.action_post()
        settlements[1].action_undo()
        make_settlements(env, payments[2], receivables(invoices)[5])
        env.cr.commit()


def choose_accounts(companies):
    """What people do after the set-up: another code, another name, another account."""
    with odoo_env(context={"allowed_company_ids": companies}) as env:
        pairs = env["intercompany.accounting"]
        first = pairs.search(
            [
                ("payment_company_id", "=", companies[0]),
                ("invoice_company_id", "=", companies[1]),
            ]
        )
        first.due_to_account_id.with_company(companies[0]).write(
            {"code": "299001", "name": "What we owe East"}
        )
        first.due_from_account_id = first.due_from_account_id.copy()
        env["res.company"].browse(companies[1]).ar_intercompany_journal_id.code = "XYZ"
        env.cr.commit()


def used(env, companies):
    """Journals of companies, accounts of pairs, and what is due between them."""
    pairs = env["intercompany.accounting"].search([])
    return {
        "journals": [
            company.ar_intercompany_journal_id.id
            for company in env["res.company"].browse(companies)
        ],
        "accounts": {
            pair.display_name: [
                pair.due_to_account_id.id,
                pair.due_from_account_id.id,
                pair.former_due_to_account_ids.ids,
                pair.former_due_from_account_ids.ids,
            ]
            for pair in pairs
        },
        "balances": {
            row.display_name: [row.amount_due_to, row.amount_due_from]
            for row in env["ar.intercompany.balance"].search([])
            if row.amount_due_to or row.amount_due_from
        },
    }


def books(env):
    """Balances and what is open, per company, account and partner; and how many
    accounts and journals there are."""
    env.cr.execute(BOOKS)
    rows = sorted([str(value) for value in row] for row in env.cr.fetchall())
    counts = [
        env[model].with_context(active_test=False).search_count([])
        for model in ("account.account", "account.journal", "account.move")
    ]
    return {"rows": rows, "counts": counts}


def before(file):
    companies = make_group(NAMES)
    settle(companies)
    choose_accounts(companies)
    with odoo_env(context={"allowed_company_ids": companies}) as env:
        state = {"companies": companies, "used": used(env, companies)}
        state["books"] = books(env)
    file.write_text(json.dumps(state))
    yield "something is due", bool(state["used"]["balances"])
    yield (
        "a former account is kept",
        any(former for *_rest, former in state["used"]["accounts"].values()),
    )


def without(file):
    state = json.loads(file.read_text())
    with odoo_env(context={"allowed_company_ids": state["companies"]}) as env:
        module = env["ir.module.module"].search([("name", "=", MODULE)])
        yield "the addon is uninstalled", module.state == "uninstalled"
        yield "its models are gone", "ar.settlement" not in env
        env.cr.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') "
            "AND (relname LIKE 'ar\\_%' OR relname LIKE 'intercompany%')"
        )
        yield "its tables are gone", not env.cr.fetchall()
        yield "the books are as they were", books(env) == state["books"]


def after(file):
    state = json.loads(file.read_text())
    companies = state["companies"]
    with odoo_env(context={"allowed_company_ids": companies}) as env:
        pairs = env["intercompany.accounting"]
        setup = env["intercompany.setup"].create({})
        for line in setup.company_ids:
            line.is_chosen = line.company_id.id in companies
        offered = {(row.kind, row.status) for row in setup.line_ids}
        yield (
            "the assistant offers what is there",
            offered
            == {
                ("journal", "reuse"),
                ("due_to", "reuse"),
                ("due_from", "reuse"),
                ("pair", "create"),
            },
        )
        setup.action_setup()
        env.flush_all()
        yield (
            "the same journals, accounts and balances",
            json.loads(json.dumps(used(env, companies))) == state["used"],
        )
        yield "nothing was made twice", books(env) == state["books"]
        again = pairs.setup_companies(companies)
        yield "a second time makes nothing", {r["status"] for r in again} == {"exists"}
        # The right to undo went with its group.
        clerk = env["res.users"].search([("login", "=", CLERK)])
        clerk.group_ids |= env.ref(f"{MODULE}.group_settlement_undo")
        env.cr.commit()
    settle(companies)
    with odoo_env(context={"allowed_company_ids": companies}) as env:
        states = env["ar.settlement"].search([]).mapped("state")
        yield "settles again", sorted(states) == ["draft", "posted", "undone"]


def main():
    name, file = sys.argv[1:]
    checks = Checks()
    for title, holds in {"before": before, "without": without, "after": after}[name](
        Path(file)
    ):
        checks.check(holds, title)
    return checks.exit_code()


if __name__ == "__main__":
    sys.exit(main())
