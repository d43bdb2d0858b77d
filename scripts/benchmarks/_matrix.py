"""How long the page of a close takes: every check of every company, made anew.

Companies by the dozen, invoices open in each, one close of all of them with the
delivered template; the page is opened, which checks all of it.
"""

import logging

from benchmarks._copies import copy_invoices
from committed._group import CLERK, GROUPS, clerk_env, make_customers, post_invoices
from toolbox.odoo_session import odoo_env

CUSTOMERS = 50
PERIOD = {"date_from": "2026-03-01", "date_to": "2026-03-31"}


class Matrix:
    def __init__(self, companies, items):
        self.companies = self._companies(companies)
        with odoo_env(context={"allowed_company_ids": self.companies}) as env:
            partners = make_customers(env, CUSTOMERS).ids
            each = items // companies
            for company in self.companies:
                first = env["res.partner"].browse(partners[:1])
                invoice = post_invoices(env, company, first)
                copy_invoices(
                    env, invoice, [partners[n % CUSTOMERS] for n in range(each - 1)]
                )
            env.cr.commit()
            for table in ("account_move", "account_move_line"):
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    def _companies(self, count):
        """With a chart each, and without any pair: a close needs none."""
        logging.getLogger("odoo.addons.account.models.chart_template").setLevel("ERROR")
        with odoo_env() as env:
            companies = env["res.company"].create(
                [
                    {"name": f"Matrix {number}", "currency_id": env.ref("base.USD").id}
                    for number in range(1, count + 1)
                ]
            )
            for company in companies:
                env["account.chart.template"].try_loading(
                    "generic_coa", company=company, install_demo=False
                )
            self._let_in(env, companies)
            env.cr.commit()
            return companies.ids

    @staticmethod
    def _let_in(env, companies):
        clerk = env["res.users"].search([("login", "=", CLERK)])
        if not clerk:
            clerk = env["res.users"].with_context(no_reset_password=True).create(
                {
                    "name": "Clerk of the group",
                    "login": CLERK,
                    "company_id": companies[0].id,
                    "company_ids": [(6, 0, companies.ids)],
                    "group_ids": [(6, 0, [env.ref(group).id for group in GROUPS])],
                }
            )  # fmt: skip
        clerk.company_ids |= companies
        env.user.company_ids |= companies

    def run(self, measure):
        """Figures: what is measured, how much, and the most that it may be.

        :param measure: as ``Bench.measure``
        """
        with clerk_env(self.companies) as env:
            closes = env["ar.period.close"]
            values = {**PERIOD, "company_ids": [(6, 0, self.companies)]}
            close, _made, _asked = measure(
                env, "close made", lambda: closes.create(values)
            )
            tasks = len(close.sudo().task_ids)
            measure(env, "checked first", close.check)
            page, seconds, asked = measure(
                env, "page opened, checked", lambda: closes.page_open(close.id)
            )
            checks = len(page["rows"])
            print(
                f"{len(self.companies)} companies, {checks} tasks in each, {tasks} "
                "in all\n"
            )
            yield "seconds to open the page, checked anew", seconds, 3
            yield "queries for each check", asked / checks, 6
