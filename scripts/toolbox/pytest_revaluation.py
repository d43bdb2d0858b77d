"""A pytest plugin: tests of Odoo begin after a revaluation was posted in their company.

An entry of years before any of theirs, in a currency that no test knows, is valued
under *next day*: what a test then finds otherwise than without the addon comes of that.
"""

DATES = ("2009-12-15", "2009-12-31")
RATES = (2.0, 4.0)


def pytest_collection_modifyitems(items):
    if items:
        from odoo.addons.account.tests.common import AccountTestInvoicingCommon

        _begin_with_revaluation(AccountTestInvoicingCommon)


def _begin_with_revaluation(common):
    original = common.setUpClass.__func__

    def setUpClass(cls):
        original(cls)
        revalue(cls.env, cls.env.company.root_id)

    common.setUpClass = classmethod(setUpClass)


def revalue(env, company):
    """Post an entry in foreign currency, and a revaluation that takes itself back."""
    env = env(user=1, su=True, context={"allowed_company_ids": company.ids})
    company = company.with_env(env)
    accounts = env["account.account"].search([("company_ids", "in", company.ids)])
    receivable = accounts.filtered(lambda a: a.account_type == "asset_receivable")[:1]
    income = accounts.filtered(lambda a: a.account_type == "income")[:1]
    if not receivable or not income:
        return
    currency = env["res.currency"].create(
        {
            "name": "ZQX",
            "symbol": "z",
            "active": False,
            "rate_ids": [
                (0, 0, {"name": day, "rate": rate, "company_id": company.id})
                for day, rate in zip(DATES, RATES, strict=True)
            ],
        }
    )
    company._ar_make_revaluation_accounts()
    _post_entry(env, company, currency, receivable, income)
    values = {"date": DATES[1], "company_ids": [(6, 0, company.ids)]}
    run = env["ar.revaluation"].create(values)
    run.action_compute()
    run.action_post()
    assert len(run.move_ids) == len(DATES), "nothing was valued"


def _post_entry(env, company, currency, receivable, income):
    partner = env["res.partner"].create({"name": "Valued"})
    journals = env["account.journal"].search(
        [("type", "=", "general"), ("company_id", "=", company.id)]
    )
    rows = ((receivable, 100.0, 50.0), (income, -100.0, -50.0))
    env["account.move"].create(
        {
            "move_type": "entry",
            "company_id": company.id,
            "journal_id": journals[:1].id,
            "date": DATES[0],
            "line_ids": [
                (
                    0,
                    0,
                    {
                        "account_id": account.id,
                        "partner_id": partner.id,
                        "currency_id": currency.id,
                        "amount_currency": amount,
                        "balance": balance,
                    },
                )
                for account, amount, balance in rows
            ],
        }
    ).action_post()
