import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...books.lock_dates import LockDates, Place

#: Where settlements book profit and loss: short name -> field of the company.
RESULT_ACCOUNTS = {
    "gain": "income_currency_exchange_account_id",
    "loss": "expense_currency_exchange_account_id",
    "discount": "account_journal_early_pay_discount_loss_account_id",
}


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "ar.bounded.own.values", "ar.guarded.fields"]

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_intercompany_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Intercompany Journal",
        domain="[('type', '=', 'general'), ('company_id', '=', id)]",
        help="The journal for all entries that settlements of customer payments "
        "across companies make in this company.",
    )

    # ------------------------------------------------------------
    # Fields: cash discounts and differences (accounting sections 6 and 7)
    # ------------------------------------------------------------
    ar_discount_partial_payments = fields.Boolean(
        string="Discounts on Partial Payments",
        help="A payment that does not close the invoice takes its part of the cash "
        "discount.",
    )
    ar_discount_credit_notes = fields.Boolean(
        string="Discounts on Credit Notes",
        help="Credit notes take the cash discount of their own payment terms.",
    )
    ar_cash_discount_administration = fields.Selection(
        selection=[("specific", "Specific"), ("unspecific", "Unspecific")],
        string="Cash Discount Administration",
        default="specific",
        required=True,
        help="Specific: an overpayment leaves the cash discount as it is. Unspecific: "
        "it makes the discount smaller first.",
    )
    ar_penny_difference_max = fields.Monetary(
        string="Maximum Penny Difference",
        currency_field="currency_id",
        help="Up to this amount, in the company's currency, what is lacking or too "
        "much is a penny difference. 0: none.",
    )
    ar_penny_difference_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Penny Difference Account",
        help="Where penny differences are written off.",
    )
    ar_overunder_payment_max = fields.Monetary(
        string="Maximum Overpayment or Underpayment",
        currency_field="currency_id",
        help="Up to this amount, in the company's currency, what is lacking or too "
        "much is written off; above, it stays open. 0: none.",
    )
    ar_overunder_payment_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Over- and Underpayment Account",
        help="Where over- and underpayments are written off.",
    )

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains(
        "ar_penny_difference_max",
        "ar_penny_difference_account_id",
        "ar_overunder_payment_max",
        "ar_overunder_payment_account_id",
    )
    def _check_ar_differences(self):
        problems = [
            problem
            for company in self.sudo()
            for name in ("ar_penny_difference", "ar_overunder_payment")
            for problem in company._ar_difference_problems(name)
        ]
        if problems:
            raise ValidationError("\n".join(problems))

    def _ar_difference_problems(self, name):
        """Reasons against a maximum and the account that goes with it."""
        most, account = self[f"{name}_max"], self[f"{name}_account_id"]
        words = {
            "company": self.name,
            "maximum": self._fields[f"{name}_max"]._description_string(self.env),
            "label": self._fields[f"{name}_account_id"]._description_string(self.env),
        }
        if self.currency_id.compare_amounts(most, 0.0) < 0:
            yield self.env._("%(company)s: %(maximum)s cannot be negative.", **words)
        if most and not account:
            yield self.env._(
                "%(company)s: with a %(maximum)s, choose a %(label)s, too.", **words
            )
        if account and self.root_id not in account.company_ids.root_id:
            yield self.env._(
                "%(company)s: the %(label)s is of another company. Choose one of "
                "%(company)s.",
                **words,
            )
        if account and account.internal_group not in ("income", "expense"):
            yield self.env._(
                "%(company)s: the %(label)s must be an income or expense account.",
                **words,
            )

    @api.constrains("ar_intercompany_journal_id")
    def _check_intercompany_journal(self):
        for company in self.sudo():
            problems = [
                message
                for code, message in company._ar_journal_problems()
                if code in ("journal_company", "journal_type")
            ]
            if problems:
                raise ValidationError("\n".join(problems))

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @api.model
    def _ar_user_companies(self):
        """Return every company of the acting user, the current one first.

        For ``with_context(allowed_company_ids=….ids)``: work that spans companies
        must not depend on which ones are ticked in the company switcher.
        """
        companies = self.env.user.company_ids
        current = self.env.company
        return (current & companies) | companies

    @api.model
    def _ar_member_companies(self):
        """Every company that the acting user is a member of, archived ones too.

        What was settled there stays to be seen by its members; nothing is booked
        there any more.
        """
        return self.env.user.with_context(active_test=False).company_ids

    def _ar_pos_receivable(self):
        """The receivable account that only the point of sale uses, if there is one.

        Some charts of accounts name the customers' own account for it (Norway): what
        stands there is the customers'. ``sudo()``: the company may not be ticked in
        the company switcher.
        """
        root = self.sudo().root_id
        partners = self.env["res.partner"].sudo().with_company(root)
        receivable = partners._fields["property_account_receivable_id"]
        usual = receivable.get_company_dependent_fallback(partners)
        return root.account_default_pos_receivable_account_id - usual

    @api.model
    def _ar_pos_receivable_of_all(self):
        """What :meth:`_ar_pos_receivable` says of every company that the acting user
        is a member of, in as many queries as for one; the superuser's are all.

        ``sudo()``: companies that are not ticked; ids alone are returned.

        :return: list of (account id, company id)
        """
        companies = self._ar_member_companies().sudo()
        if self.env.su:
            companies = companies.with_context(active_test=False)
            companies = companies.search(Domain.TRUE)
        usual = self._ar_usual_receivables()
        return [
            (account, company.id)
            for company in companies
            for account in company.root_id.account_default_pos_receivable_account_id.ids
            if account != usual.get(company.root_id.id, usual.get(False))
        ]

    @api.model
    def _ar_usual_receivables(self):
        """Company id -> id of the customers' own receivable account there; ``False``:
        that of companies without one. ``sudo()``: defaults are the administrators'."""
        field = self.env["ir.model.fields"]._get(
            "res.partner", "property_account_receivable_id"
        )
        defaults = (
            self.env["ir.default"]
            .sudo()
            .search(
                [
                    ("field_id", "=", field.id),
                    ("user_id", "=", False),
                    ("condition", "=", False),
                ]
            )
        )
        return {d.company_id.id: json.loads(d.json_value) for d in defaults}

    def _ar_archived_refusal(self):
        return self.env._(
            "%(company)s is archived: nothing can be booked there. Unarchive it, or "
            "unmark its documents.",
            company=self.name,
        )

    def _ar_open(self, action):
        """Let an action open documents of these companies, ticked or not.

        The web client puts the ticked companies into the context of every action, so
        it is told to tick these before.
        """
        if not self - self.env.companies:
            return action
        if "views" not in action:
            modes = action["view_mode"].split(",")
            action = {**action, "views": [(False, mode) for mode in modes]}
        return {
            "type": "ir.actions.client",
            "tag": "ar_centralized_payments.open_in_companies",
            "params": {"action": action, "company_ids": self.ids},
        }

    def _ar_open_entries(self, moves):
        """Open entries of these companies, ticked or not.

        :param moves: ``account.move``, with the rights to read them
        """
        action = moves._get_records_action(
            name=self.env._("Entries"),
            views=[
                (self.env.ref("account.view_move_tree").id, "list"),
                (False, "form"),
            ],
            domain=[("id", "in", moves.ids)],
            context={"create": False},
        )
        return self._ar_open(action)

    def _ar_offset_problems(self, account):
        """Reasons against a ledger account in the place of the bank's outstanding one.

        The money stays there until something clears it: so it must be reconcilable, and
        a current asset or liability of the company.
        """
        words = {"company": self.name, "account": account.sudo().display_name}
        if not account:
            return
        if self.sudo().root_id not in account.sudo().company_ids.root_id:
            yield self.env._(
                "The offset account is of another company. Choose one of %(company)s.",
                **words,
            )
            return
        if account.account_type not in ("asset_current", "liability_current"):
            yield self.env._(
                "%(account)s cannot be the offset: choose a current asset or a current "
                "liability, such as a clearing account.",
                **words,
            )
        if not account.reconcile:
            yield self.env._(
                "%(account)s cannot be the offset: it does not allow reconciliation. "
                "Allow it there, or choose another account.",
                **words,
            )
        if not account.active:
            yield self.env._(
                "%(account)s cannot be the offset: it is archived.", **words
            )

    # ------------------------------------------------------------
    # Readiness for intercompany accounting
    # ------------------------------------------------------------
    def _ar_branch_refusal(self):
        return self.env._(
            "%(branch)s is a branch of %(root)s. Intercompany accounting is between "
            "legal entities: choose %(root)s.",
            branch=self.name,
            root=self.root_id.name,
        )

    def _ar_rate_refusal(self, currency, date):
        return self.env._(
            "%(company)s has no rate for %(currency)s on or before %(date)s. Add one "
            "under Configuration > Currencies.",
            company=self.name,
            currency=currency.name,
            date=format_date(self.env, date),
        )

    def _ar_readiness_problems(self, date=None):
        """What each company lacks to take part in any pair.

        To be called with ``sudo()``, see ``intercompany.accounting``.

        :param date: locks are checked at this date, and not without one
        :return: company -> list of (code, company, message)
        """
        receivable = self._ar_with_receivable_account()
        return {
            company: [
                (code, company, message)
                for code, message in company._ar_archived_problems()
                or [
                    *company._ar_journal_problems(),
                    *company._ar_account_problems(),
                    *company._ar_receivable_problems(receivable),
                    *(company._ar_date_problems(date) if date else []),
                ]
            ]
            for company in self
        }

    def _ar_archived_problems(self):
        return (
            [] if self.active else [("company_archived", self._ar_archived_refusal())]
        )

    def _ar_journal_problems(self):
        """What is wrong with the Intercompany journal: list of (code, text)."""
        journal = self.ar_intercompany_journal_id
        checks = {
            "journal_company": journal.company_id == self,
            "journal_type": journal.type == "general",
            "journal_archived": journal.active,
            "journal_currency": not journal.currency_id - self.currency_id,
        }
        codes = [code for code, is_right in checks.items() if not is_right]
        if not journal:
            codes = ["journal_missing"]
        texts = codes and self._ar_journal_texts(
            company=self.name,
            journal=journal.display_name,
            currency=journal.currency_id.name,
        )
        return [(code, texts[code]) for code in codes]

    def _ar_journal_texts(self, **words):
        return {
            "journal_missing": self.env._(
                "%(company)s has no Intercompany journal. Have it made under "
                "Configuration > Set Up Intercompany Accounting.",
                **words,
            ),
            "journal_company": self.env._(
                "The Intercompany journal of %(company)s, %(journal)s, belongs to "
                "another company. Choose one of %(company)s in its settings.",
                **words,
            ),
            "journal_type": self.env._(
                "The Intercompany journal of %(company)s, %(journal)s, is not of type "
                "Miscellaneous. Choose one that is in the settings of %(company)s.",
                **words,
            ),
            "journal_archived": self.env._(
                "The Intercompany journal of %(company)s, %(journal)s, is archived. "
                "Unarchive it, or choose another in the settings of %(company)s.",
                **words,
            ),
            "journal_currency": self.env._(
                "The Intercompany journal of %(company)s, %(journal)s, takes only "
                "%(currency)s. Take the currency off the journal, or choose another in "
                "the settings of %(company)s.",
                **words,
            ),
        }

    def _ar_account_problems(self):
        """What is wrong with the accounts of the company that settlements book on."""
        problems = []
        for code, field_name in RESULT_ACCOUNTS.items():
            account = self[field_name]
            codes = self._ar_account_codes(account)
            texts = codes and self._ar_account_texts(field_name)
            problems += [(f"{code}_{what}", texts[what]) for what in codes]
        return problems

    def _ar_account_codes(self, account):
        """What is wrong with an account of profit and loss, in short."""
        if not account:
            return ["missing"]
        checks = {
            "archived": account.active,
            "type": account.internal_group in ("income", "expense"),
        }
        return [code for code, is_right in checks.items() if not is_right]

    def _ar_account_texts(self, field_name):
        account = self[field_name]
        words = {
            "company": self.name,
            "label": self._fields[field_name]._description_string(self.env),
            "account": account.with_company(self).display_name,
        }
        return {
            "missing": self.env._(
                "%(company)s has no %(label)s. Choose one in the settings of "
                "%(company)s, under Default Accounts.",
                **words,
            ),
            "archived": self.env._(
                "%(label)s of %(company)s, %(account)s, is archived. Unarchive it, "
                "or choose another in the settings of %(company)s.",
                **words,
            ),
            "type": self.env._(
                "%(label)s of %(company)s, %(account)s, is not an account of income or "
                "expenses. Change its type, or choose another in the settings of "
                "%(company)s.",
                **words,
            ),
        }

    def _ar_receivable_problems(self, companies_with_account):
        if self in companies_with_account:
            return []
        text = self.env._(
            "%(company)s has no receivable account. Add one to its chart of accounts.",
            company=self.name,
        )
        return [("receivable_missing", text)]

    def _ar_date_problems(self, date):
        journal = self.env["account.journal"]
        return [
            (
                "locked",
                self.env._(
                    "%(company)s is locked until %(lock_date)s (%(lock)s). Choose a "
                    "later date, or have the lock changed.",
                    company=self.name,
                    lock=lock.label,
                    lock_date=format_date(self.env, lock.until),
                ),
            )
            for lock in LockDates(self.env).at([Place(self, journal)], date)
        ]

    def _ar_with_receivable_account(self):
        """The companies that have a receivable account for trade."""
        groups = self.env["account.account"]._read_group(
            [
                ("company_ids", "in", self.ids),
                ("account_type", "=", "asset_receivable"),
                ("non_trade", "=", False),
            ],
            ["company_ids"],
        )
        return self.browse().union(*(company for (company,) in groups))
