"""How long EU sales lists of many companies take.

20 companies in Germany, 1,000 invoices of five lines each and 200 customers' VAT
numbers: 100,000 base lines of one month. After ANALYZE:

(a) ``prepare`` of all companies in one run, nothing there before;
(b) the same again, which changes nothing;
(c) once more after all lists were reported and 20 invoices were posted late.
"""

import argparse
import sys
import time

from stdnum.de import vat as german_vat
from stdnum.es import nif

from benchmarks._copies import copy_invoices
from committed._group import (
    clerk_env,
    make_customers,
    make_group,
    odoo_env,
    post_invoices,
)

LINES, CUSTOMERS = 5, 200
MOST_SECONDS = 10
DATE = "2026-03-31"
KINDS = ("goods", "services", "triangular", "goods", "services")
TABLES = (
    "account_move",
    "account_move_line",
    "account_move_line_account_tax_rel",
    "res_partner",
    "ar_eu_sales_list_item",
)


def spanish_number(place):
    """A valid number of a Spanish company."""
    for letter in "0123456789":
        number = f"B{place:07d}{letter}"
        if nif.is_valid(number):
            return f"ES{number}"
    raise AssertionError(place)


def german_number(place):
    for digit in range(10):
        number = f"{10000000 + place}{digit}"
        if german_vat.is_valid(number):
            return f"DE{number}"
    raise AssertionError(place)


class Bench:
    """Companies of Germany with sales of March."""

    def __init__(self, companies, invoices):
        names = [f"Sales {place + 1}" for place in range(companies)]
        self.companies = make_group(names)
        with odoo_env() as env:
            self.taxes = [
                self.make_taxes(env, place, company)
                for place, company in enumerate(self.companies)
            ]
            env.cr.commit()
        with clerk_env(self.companies) as env:
            partners = make_customers(env, CUSTOMERS).sudo()
            for place, partner in enumerate(partners, 1):
                partner.write(
                    {"country_id": env.ref("base.es").id, "vat": spanish_number(place)}
                )
            self.partners = partners.ids
            for company, taxes in zip(self.companies, self.taxes, strict=True):
                self.make_invoices(env, company, taxes, invoices)
            for table in TABLES:
                env.cr.execute(f"ANALYZE {table}")
            env.cr.commit()

    @staticmethod
    def make_taxes(env, place, company):
        """Kind -> id of a tax of a company that reports in Germany."""
        germany = env.ref("base.de")
        company = env["res.company"].browse(company)
        company.account_fiscal_country_id = germany
        company.currency_id = env.ref("base.EUR")
        company.partner_id.vat = german_number(place + 1)
        group = env["account.tax.group"].create(
            {"name": "EU", "company_id": company.id, "country_id": germany.id}
        )
        taxes = env["account.tax"].with_company(company)
        return {
            kind: taxes.create(
                {
                    "name": f"0 % {kind}",
                    "amount": 0,
                    "type_tax_use": "sale",
                    "company_id": company.id,
                    "country_id": germany.id,
                    "tax_group_id": group.id,
                    "eu_sales_kind": kind,
                }
            ).id
            for kind in {*KINDS}
        }

    def make_invoices(self, env, company, taxes, count):
        partner = env["res.partner"].browse(self.partners[:1])
        first = self.make_first(env, company, taxes, partner)
        wanted = [self.partners[n % CUSTOMERS] for n in range(count - 1)]
        copy_invoices(env, first, wanted)
        env.cr.execute(
            "UPDATE account_move move SET ar_eu_vat = partner.vat"
            "  FROM res_partner partner, copied_invoice new"
            " WHERE partner.id = move.partner_id AND move.id = new.id"
        )
        env.cr.commit()

    @staticmethod
    def make_first(env, company, taxes, partner):
        moves = env["account.move"].with_company(env["res.company"].browse(company))
        first = moves.create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "company_id": company,
                "invoice_date": "2026-03-10",
                "date": "2026-03-10",
                "invoice_line_ids": [
                    (
                        0,
                        0,
                        {
                            "name": f"Line {place}",
                            "price_unit": 10.15 + place,
                            "tax_ids": [(6, 0, [taxes[kind]])],
                        },
                    )
                    for place, kind in enumerate(KINDS)
                ],
            }
        )
        first.action_post()
        return first

    def prepare(self):
        """One run over all companies: seconds, queries, and what is there then."""
        with clerk_env(self.companies) as env:
            before, start = env.cr.sql_log_count, time.perf_counter()
            env["ar.eu.sales.list"].prepare(self.companies, DATE)
            env.cr.flush()
            took = time.perf_counter() - start
            queries = env.cr.sql_log_count - before
            env.cr.execute(
                "SELECT count(*), max(id), sum(amount) FROM ar_eu_sales_list_item"
            )
            found = env.cr.fetchone()
            env.cr.commit()
            return took, queries, found

    def report(self):
        """Report all lists, and post an invoice of the month in each company."""
        with odoo_env() as env:
            lists = env["ar.eu.sales.list"].search([("state", "=", "draft")])
            lists.with_context(allowed_company_ids=self.companies).action_report()
            env.cr.commit()
        with clerk_env(self.companies) as env:
            partner = env["res.partner"].browse(self.partners[:1])
            for company, taxes in zip(self.companies, self.taxes, strict=True):
                post_invoices(env, company, partner, tax=taxes["goods"])
            env.cr.commit()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="2 companies only")
    companies = 2 if parser.parse_args().quick else 20
    print(
        f"Making {companies * 5000} base lines of {companies} companies ...", flush=True
    )
    bench = Bench(companies, 1000)
    steps = {"(a) first run": bench.prepare(), "(b) second run": bench.prepare()}
    bench.report()
    steps["(c) after reporting"] = bench.prepare()
    print(f"\n{'':25}{'s':>9}{'queries':>9}{'items':>9}")
    for title, (seconds, queries, found) in steps.items():
        print(f"{title:25}{seconds:>9.2f}{queries:>9}{found[0]:>9}")
    print()
    missed = 0
    for title, (seconds, _queries, _found) in steps.items():
        missed += seconds > MOST_SECONDS
        mark = "holds " if seconds <= MOST_SECONDS else "MISSED"
        print(f"{mark}  {title}: {seconds:.2f} s (at most {MOST_SECONDS})")
    first, second = (steps[name][2] for name in list(steps)[:2])
    is_same = first == second
    print(f"{'holds ' if is_same else 'MISSED'}  the second run changes nothing")
    return 1 if missed or not is_same else 0


if __name__ == "__main__":
    sys.exit(main())
