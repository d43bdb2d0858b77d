"""What revaluations need in a committed group: rates, accounts, invoices in euros."""

CONSIDERED = "2026-03-31"
RATES = (("2026-03-10", 1.2062), (CONSIDERED, 1.2150))
AMOUNT = 123.45


def make_ready(env, companies):
    """Give companies rates of the euro, and the account of revaluations."""
    euro = env.ref("base.EUR").sudo()
    euro.active = True
    records = env["res.company"].sudo().browse(companies)
    env["res.currency.rate"].sudo().create(
        [
            {
                "name": day,
                "rate": 1 / rate,
                "currency_id": euro.id,
                "company_id": company,
            }
            for company in companies
            for day, rate in RATES
        ]
    )
    records._ar_make_revaluation_accounts()


def post_euro_invoices(env, company, partners):
    """Post an invoice in euros for each of these customers (ids)."""
    moves = env["account.move"].with_company(company)
    line = {"name": "Sales", "price_unit": AMOUNT, "tax_ids": [(6, 0, [])]}
    invoices = moves.create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": partner,
                "company_id": company,
                "currency_id": env.ref("base.EUR").id,
                "invoice_date": "2026-03-10",
                "date": "2026-03-10",
                "invoice_payment_term_id": False,
                "invoice_line_ids": [(0, 0, line)],
            }
            for partner in partners
        ]
    )
    invoices.action_post()
    return invoices.with_env(env)


def make_run(env, companies):
    """A computed draft of all companies."""
    values = {"date": CONSIDERED, "company_ids": [(6, 0, list(companies))]}
    run = env["ar.revaluation"].create(values)
    run.action_compute()
    return run
