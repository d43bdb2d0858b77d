from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...books.revaluation_accounts import ACCOUNTS, role_account
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

    def _ar_revaluation_problems(self):
        """What this legal entity lacks to book a revaluation, all at once.

        To be called with ``sudo()``.

        :return: list of texts
        """
        if not self.active:
            return [self._ar_archived_refusal()]
        return [
            *self._ar_revaluation_missing(),
            *self._ar_revaluation_choices_problems(),
            *self._ar_revaluation_archived(),
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

    def _ar_revaluation_missing(self):
        if not self._ar_revaluation_journal():
            yield self.env._(
                "%(company)s has no journal for revaluations. Choose one in the "
                "settings of %(company)s.",
                company=self.name,
            )
        for role in ACCOUNTS:
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
        account = self.ar_revaluation_account_id
        if account and (account.account_type != "asset_current" or account.reconcile):
            yield self.env._(
                "%(company)s: the Revaluation Account must be a current asset that "
                "does not allow reconciliation.",
                **words,
            )

    def _ar_revaluation_archived(self):
        records = [self._ar_revaluation_journal()]
        records += [role_account(self, role) for role in ACCOUNTS]
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

    def _ar_make_revaluation_account(self):
        """Make the adjustment account where a legal entity has none.

        The code is the next free one of current assets, as for due-from accounts.
        To be called with ``sudo()``, after the right to configure was checked.

        :return: the companies that got one
        """
        pairs = self.env["intercompany.accounting"]
        lacking = self.filtered(lambda c: not role_account(c, Role.ADJUSTMENT))
        charts = pairs._setup_charts(lacking)
        for company, chart in charts.items():
            company.ar_revaluation_account_id = self.env["account.account"].create(
                {
                    "name": self.env._("Revaluation of receivables"),
                    "code": pairs._next_account_code(chart, "asset_current"),
                    "account_type": "asset_current",
                    "reconcile": False,
                    "company_ids": [(6, 0, company.ids)],
                }
            )
        return lacking
