"""A small group of companies in a committed database, for scripts outside the tests.

Races, killed processes and benchmarks need real commits, which a test of Odoo cannot
have. They make their own companies, user and documents here, as little as they need.
"""

import logging
from contextlib import contextmanager

from toolbox.odoo_session import odoo_env, registry

CLERK = "group_clerk"
GROUPS = (
    "base.group_user",
    "account.group_account_invoice",
    "ar_centralized_payments.group_settlement_undo",
    "ar_centralized_payments.group_close_receivable",
)
DATE = "2026-03-25"


def make_group(names):
    """Create companies with a chart each, all pairs between them, and a clerk.

    :param names: names of the companies, all in US dollars
    :return: ids of the companies, in that order
    """
    logging.getLogger("odoo.addons.account.models.chart_template").setLevel("ERROR")
    with odoo_env() as env:
        usd = env.ref("base.USD")
        usd.active = True
        companies = env["res.company"].create(
            [{"name": name, "currency_id": usd.id} for name in names]
        )
        for company in companies:
            env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )
        env.user.company_ids |= companies
        pairs = env["intercompany.accounting"].with_context(
            allowed_company_ids=companies.ids
        )
        pairs.setup_companies(companies.ids)
        env["res.users"].with_context(no_reset_password=True).create(
            {
                "name": "Clerk of the group",
                "login": CLERK,
                "company_id": companies[0].id,
                "company_ids": [(6, 0, companies.ids)],
                "group_ids": [(6, 0, [env.ref(group).id for group in GROUPS])],
            }
        )
        env.cr.commit()
        return companies.ids


@contextmanager
def clerk_env(companies):
    """An environment of the clerk in these companies, the first one being the main."""
    with odoo_env(CLERK, {"allowed_company_ids": list(companies)}) as env:
        yield env


def make_customers(env, count):
    """Create customers that all companies share."""
    names = [{"name": f"Customer {n}"} for n in range(1, count + 1)]
    return env["res.partner"].sudo().create(names)


def post_invoices(
    env,
    company,
    partners,
    amount=100.0,
    term=False,
    tax=False,
    date="2026-03-10",
    currency=None,
):
    """Post an invoice of a company for each of these customers, in batches.

    :param currency: id, the company's own without
    """
    company = env["res.company"].browse(company)
    moves = env["account.move"].with_company(company)
    taxes = [(6, 0, [tax] if tax else [])]
    line = {"name": "Sales", "price_unit": amount, "tax_ids": taxes}
    for start in range(0, len(partners), 200):
        batch = moves.create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "invoice_date": date,
                    "date": date,
                    "invoice_payment_term_id": term,
                    "currency_id": currency or company.currency_id.id,
                    "invoice_line_ids": [(0, 0, line)],
                }
                for partner in partners[start : start + 200]
            ]
        )
        batch.action_post()
        moves |= batch
    return moves.with_env(env)


def bank_journal(env, company):
    """The bank journal of a company."""
    return env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company)], order="id"
    )[:1]


def make_payments(env, company, partners, amount=100.0, currency=None):
    """Create draft payments of these customers in a company, in its own currency or
    another one (by id)."""
    journal = bank_journal(env, company)
    return env["account.payment"].create(
        [
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": partner.id,
                "company_id": company,
                "journal_id": journal.id,
                "currency_id": currency or journal.company_id.currency_id.id,
                "amount": amount,
                "date": DATE,
            }
            for partner in partners
        ]
    )


def receivables(documents):
    """The receivable lines of documents, one each, in their order."""
    lines = documents.move_id if documents._name == "account.payment" else documents
    found = lines.line_ids.filtered(
        lambda line: line.account_type == "asset_receivable"
    ).grouped("move_id")
    return documents.env["account.move.line"].union(*(found[move] for move in lines))


def make_settlements(env, payments, items):
    """Mark each payment (draft, or its item where posted) together with an item."""
    marks = [{"payment_id": payment.id} for payment in payments]
    if payments and payments[0].state != "draft":
        marks = [{"move_line_id": line.id} for line in receivables(payments)]
    return env["ar.settlement"].create(
        [
            {
                "partner_id": payment.partner_id.id,
                "line_ids": [(0, 0, mark), (0, 0, {"move_line_id": item.id})],
            }
            for payment, mark, item in zip(payments, marks, items, strict=True)
        ]
    )


__all__ = [
    "CLERK",
    "bank_journal",
    "clerk_env",
    "make_customers",
    "make_group",
    "make_payments",
    "make_settlements",
    "post_invoices",
    "receivables",
    "registry",
]
