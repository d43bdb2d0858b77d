from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ...books.revaluation_accounts import ACCOUNTS, ADJUSTMENTS, ROLES, role_account
from ...settlement.values import Role


class ResCompany(models.Model):
    _inherit = "res.company"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_revaluation_reversal = fields.Selection(
        selection=[
            ("next_day", "The Next Day"),
            ("settlement", "When the Item Is Settled"),
        ],
        string="Reversal of Revaluations",
        default="next_day",
        required=True,
        help="The next day: an entry of the day after takes the difference back. When "
        "the item is settled: the difference stands until then, and the next "
        "revaluation books what is new.",
    )
    ar_revaluation_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Revaluation Journal",
        domain="[('type', '=', 'general'), ('company_id', '=', id)]",
        help="For the entries of revaluations. Empty: the journal of exchange "
        "differences.",
    )
    ar_revaluation_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Revaluation Account",
        help="What revaluations add to receivables, or take from them: a current asset "
        "beside the receivable account, not reconcilable.",
    )
    ar_revaluation_due_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Intercompany Revaluation Account",
        help="What revaluations add to what companies owe each other, or take from it, "
        "where they include that: a current asset, not reconcilable.",
    )
    ar_unrealized_gain_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Unrealized Gain Account",
        help="Empty: the account of exchange gains.",
    )
    ar_unrealized_loss_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Unrealized Loss Account",
        help="Empty: the account of exchange losses.",
    )

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains(
        "ar_revaluation_journal_id",
        "ar_revaluation_account_id",
        "ar_revaluation_due_account_id",
        "ar_unrealized_gain_account_id",
        "ar_unrealized_loss_account_id",
    )
    def _check_ar_revaluation(self):
        problems = [
            problem
            for company in self.sudo()
            for problem in company._ar_revaluation_choices_problems()
        ]
        if problems:
            raise ValidationError("\n".join(problems))

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_revaluation_journal(self):
        """The journal for revaluations of this legal entity."""
        return self.ar_revaluation_journal_id or self.currency_exchange_journal_id

    def _ar_revaluation_problems(self, roles=ROLES):
        """What this legal entity lacks to book a revaluation, all at once.

        To be called with ``sudo()``.

        :param roles: for which an account is needed
        :return: list of texts
        """
        if not self.active:
            return [self._ar_archived_refusal()]
        return [
            *self._ar_revaluation_missing(roles),
            *self._ar_revaluation_choices_problems(),
            *self._ar_revaluation_archived(roles),
        ]

    def _ar_release_problems(self, role):
        """What stands against a settlement's booking on the account of a role.

        To be called with ``sudo()``. An archived account of the revaluation's own is
        refused where any account of an entry is.

        :return: list of texts
        """
        account = role_account(self, role)
        if not account:
            return [self._ar_revaluation_account_missing(role)]
        if account.active or self[ACCOUNTS[role][0]]:
            return []
        return [self._ar_revaluation_archived_text(account)]

    def _ar_revaluation_missing(self, roles):
        if not self._ar_revaluation_journal():
            yield self.env._(
                "%(company)s has no journal for revaluations. Choose one in the "
                "settings of %(company)s.",
                company=self.name,
            )
        for role in roles:
            if not role_account(self, role):
                yield self._ar_revaluation_account_missing(role)

    def _ar_revaluation_account_missing(self, role):
        return self.env._(
            "%(company)s has no %(label)s. Choose one in the settings of %(company)s, "
            "or have it made under Configuration > Set Up Intercompany Accounting.",
            company=self.name,
            label=self._ar_revaluation_label(role),
        )

    def _ar_revaluation_choices_problems(self):
        """Reasons against the journal and the accounts that are chosen."""
        journal = self.ar_revaluation_journal_id
        words = {"company": self.name}
        if journal and (journal.company_id != self or journal.type != "general"):
            yield self.env._(
                "%(company)s: the revaluation journal must be one of %(company)s, of "
                "type Miscellaneous.",
                **words,
            )
        for role, (name, _fallback) in ACCOUNTS.items():
            account = self[name]
            words["label"] = self._ar_revaluation_label(role)
            if account and self.root_id not in account.company_ids.root_id:
                yield self.env._(
                    "%(company)s: the %(label)s is of another company. Choose one of "
                    "%(company)s.",
                    **words,
                )
        for role in ADJUSTMENTS:
            account = role_account(self, role)
            if not account:
                continue
            if account.account_type != "asset_current" or account.reconcile:
                words["label"] = self._ar_revaluation_label(role)
                yield self.env._(
                    "%(company)s: the %(label)s must be a current asset that does not "
                    "allow reconciliation.",
                    **words,
                )

    def _ar_revaluation_archived(self, roles):
        records = [self._ar_revaluation_journal()]
        records += [role_account(self, role) for role in roles]
        for record in records:
            if record and not record.active:
                yield self._ar_revaluation_archived_text(record)

    def _ar_revaluation_archived_text(self, record):
        return self.env._(
            "%(company)s: %(record)s is archived. Unarchive it, or choose another in "
            "the settings of %(company)s.",
            company=self.name,
            record=record.with_company(self).display_name,
        )

    def _ar_revaluation_label(self, role):
        return self._fields[ACCOUNTS[role][0]]._description_string(self.env)

    def _ar_plan_revaluation_accounts(self, roles=(Role.ADJUSTMENT,), taken=None):
        """Plan the adjustment accounts that these legal entities lack.

        The code is the next free one of current assets, as for due-from accounts.
        To be called with ``sudo()``, after the right to configure was checked.

        :param roles: of :data:`ADJUSTMENTS`
        :param dict taken: company id -> codes that will be taken, too
        :return: list of (company, role, values of the account)
        """
        rows, pairs = [], self.env["intercompany.accounting"]
        lacking = {
            company: [role for role in roles if not role_account(company, role)]
            for company in self
        }
        charts = pairs._setup_charts(self.filtered(lacking.get))
        for company, chart in charts.items():
            chart += [(code, "") for code in (taken or {}).get(company.id, ())]
            for role in lacking[company] if chart else ():
                code = pairs._next_account_code(chart, "asset_current")
                chart.append((code, "asset_current"))
                rows.append((company, role, self._ar_account_vals(company, role, code)))
        return rows

    def _ar_account_vals(self, company, role, code):
        names = {
            Role.ADJUSTMENT: self.env._("Revaluation of receivables"),
            Role.ADJUSTMENT_DUE: self.env._("Revaluation of intercompany balances"),
        }
        return {
            "name": names[role],
            "code": code,
            "account_type": "asset_current",
            "reconcile": False,
            "company_ids": [Command.set(company.ids)],
        }

    def _ar_make_revaluation_accounts(self, roles=(Role.ADJUSTMENT,)):
        """Make what :meth:`_ar_plan_revaluation_accounts` plans, and use it.

        :return: the companies that got one
        """
        made = self.browse()
        rows = self._ar_plan_revaluation_accounts(roles)
        for company, role, values in rows:
            account = self.env["account.account"].with_company(company).create(values)
            company[ACCOUNTS[role][0]] = account
            made |= company
        return made
