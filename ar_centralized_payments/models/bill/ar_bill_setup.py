"""Setting companies up for bills of exchange."""

from odoo import api, models
from odoo.fields import Command

from ...books.bill_accounts import ACCOUNTS, account_of, field_of
from ...books.given_values import Ids, checked
from ...settlement.bill import Account


class ArBill(models.Model):
    _inherit = "ar.bill"

    @api.model
    @checked
    def setup(self, companies: Ids):
        """Make the journal and the accounts that companies lack for bills.

        What is there stays. Called again, nothing is made.

        :param companies: ids or records of legal entities
        :return: ids of the companies that got something
        :raises AccessError: without the right to configure them
        """
        pairs = self.env["intercompany.accounting"]
        chosen = pairs._check_setup_access(companies).sudo().root_id
        return self.sudo()._make_setup(chosen).ids

    @api.model
    def _make_setup(self, companies):
        """``self`` with ``sudo()``: settings of a company belong to administrators, who
        leave these to accounting administrators; the caller has checked the right."""
        made = companies.browse()
        plans = self._plan_setup(companies)
        for company, rows in plans.items():
            accounts = self.env["account.account"].with_company(company)
            for purpose, values in rows:
                company[field_of(purpose)] = accounts.create(values)
            is_new = not company.ar_bill_journal_id
            if is_new:
                company.ar_bill_journal_id = self._make_journal(company)
            if rows or is_new:
                made |= company
        return made

    @api.model
    def _plan_setup(self, companies, taken=None):
        """The accounts that companies lack: company -> list of (purpose, values).

        :param dict taken: company id -> codes that will be taken, too
        """
        pairs = self.env["intercompany.accounting"]
        charts = pairs._setup_charts(companies)
        plans = {}
        for company, chart in charts.items():
            rows = plans.setdefault(company, [])
            chart += [(code, "") for code in (taken or {}).get(company.id, ())]
            for purpose, (_name, kind, reconciled) in ACCOUNTS.items():
                if account_of(company, purpose) or not chart:
                    continue
                code = pairs._next_account_code(chart, kind)
                chart.append((code, kind))
                rows.append(
                    (
                        purpose,
                        {
                            "name": self._account_names()[purpose],
                            "code": code,
                            "account_type": kind,
                            "reconcile": reconciled,
                            "company_ids": [Command.set(company.ids)],
                        },
                    )
                )
        return plans

    @api.model
    def _account_names(self):
        return {
            Account.HELD: self.env._("Bills receivable"),
            Account.COLLECTION: self.env._("Bills for collection"),
            Account.DISCOUNTED: self.env._("Bills discounted"),
            Account.LIABILITY: self.env._("Liabilities for discounted bills"),
            Account.PROTESTED: self.env._("Protested bills"),
            Account.CHARGES: self.env._("Bank charges of bills"),
            Account.DISCOUNT_INTEREST: self.env._("Discount interest of bills"),
            Account.PROTEST_COST: self.env._("Protest costs of bills"),
            Account.INTEREST_INCOME: self.env._("Interest income of bills"),
            Account.FEE_INCOME: self.env._("Fee income of bills"),
        }

    @api.model
    def _make_journal(self, company):
        journals = self.env["account.journal"].with_company(company)
        taken = journals.with_context(active_test=False).search(
            [("company_id", "=", company.id)]
        ).mapped("code")  # fmt: skip
        code = next(
            c for c in ("BOE", *(f"BOE{n}" for n in range(2, 99))) if c not in taken
        )
        return journals.create(
            {
                "name": self.env._("Bills of Exchange"),
                "code": code,
                "type": "cash",
                "company_id": company.id,
                "default_account_id": company.ar_bill_held_account_id.id,
                "show_on_dashboard": False,
            }
        )
