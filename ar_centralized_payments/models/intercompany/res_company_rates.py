"""Rates that companies need to settle with each other."""

from odoo import models
from odoo.tools import SQL


class ResCompany(models.Model):
    _inherit = "res.company"

    def _ar_rate_problems(self, date):
        """Rates that each company may need with each of the others and that are not
        there: for the other's accounting currency, and for the currencies of its own
        open receivables. A conversion goes over its own currency, so this needs its
        rate, too.

        To be called with ``sudo()``, see ``intercompany.accounting``.

        :return: (company id, other company's id) -> list of (code, company, message),
            where there are any
        """
        open_currencies = self._ar_open_currencies()
        needs = {
            (company, other): company._ar_rate_needs(open_currencies[company] | other)
            for company in self
            for other in self.currency_id
        }
        rates = self.env["res.currency"]._ar_rates_on(
            {
                (company.id, currency.id, date)
                for (company, _other), currencies in needs.items()
                for currency in currencies
            }
        )
        lacking = {
            (company, other): [
                ("rate_missing", company, company._ar_rate_refusal(currency, date))
                for currency in currencies
                if rates[company.id, currency.id, date] is None
            ]
            for (company, other), currencies in needs.items()
        }
        with_lack = {company for (company, _other), some in lacking.items() if some}
        return {
            (company.id, other.id): lacking[company, other.currency_id]
            for company in with_lack
            for other in self
        }

    def _ar_rate_needs(self, currencies):
        """The currencies of which a conversion needs rates, by name."""
        foreign = currencies - self.currency_id
        return (foreign and foreign | self.currency_id).sorted("name")

    def _ar_open_currencies(self):
        """The foreign currencies of posted open receivables, per company with its
        branches."""
        currencies = self.env["res.currency"]
        found = dict.fromkeys(self, currencies)
        self.env["account.account"].flush_model(["account_type"])
        self.env["account.move.line"].flush_model()
        self.env["res.company"].flush_model(["parent_path"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT entity.root_id, item.currency_id
                  FROM (SELECT DISTINCT company_id, currency_id, account_id
                          FROM account_move_line
                         WHERE parent_state = 'posted'
                           AND reconciled IS NOT TRUE
                           AND (amount_residual <> 0
                                OR amount_residual_currency <> 0)
                           AND currency_id <> company_currency_id) item
                  JOIN account_account account ON account.id = item.account_id
                  JOIN (SELECT id, split_part(parent_path, '/', 1)::int AS root_id
                          FROM res_company) entity ON entity.id = item.company_id
                 WHERE account.account_type = 'asset_receivable'
                   AND entity.root_id = ANY(%s)
                """,
                self.ids,
            )
        )
        for company, currency in rows:
            found[self.browse(company)] |= currencies.browse(currency)
        return found
