from itertools import pairwise

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from .ar_cash_discount import CHECKED_BY_TERM

#: As Odoo's settings allow for early payment discounts.
DISCOUNT_ACCOUNT_TYPES = ("expense", "income", "income_other")
#: Ten years: no discount waits longer, and every date that follows is one.
MOST_DAYS = 3660


class AccountPaymentTerm(models.Model):
    _name = "account.payment.term"
    _inherit = ["account.payment.term", "ar.bounded.own.values", "ar.guarded.fields"]

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    cash_discount_ids = fields.One2many(
        comodel_name="ar.cash.discount",
        inverse_name="payment_term_id",
        string="Further Discounts",
        copy=True,
        help="What is granted after the days of the early discount: each with more "
        "days and a smaller percentage than the one before.",
    )
    cash_discount_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Early Discount Account",
        company_dependent=True,
        ondelete="restrict",
        domain="[('account_type', 'in', ('expense', 'income', 'income_other'))]",
        help="Where the current company books the early discount of these terms to its "
        "customers. Empty: the account of early payment discounts in its settings.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends(
        "cash_discount_ids.discount_percentage", "cash_discount_ids.discount_days"
    )
    def _compute_example_preview(self):
        """Say of every tier what the example pays by which date, as of the first."""
        result = super()._compute_example_preview()
        for term in self:
            if term.early_discount and term.cash_discount_ids:
                term.example_preview_discount = Markup("<br/>").join(
                    [term.example_preview_discount, *term._ar_example_sentences()]
                )
        return result

    def _ar_example_sentences(self):
        start = self.example_date or fields.Date.context_today(self)
        return [
            self.env._(
                "Then: %(amount)s if paid before %(date)s",
                amount=Markup("<b>%s</b>")
                % formatLang(
                    self.env,
                    self.example_amount * (1 - tier.discount_percentage / 100),
                    currency_obj=self.currency_id,
                ),
                date=Markup("<b>%s</b>")
                % format_date(self.env, start + relativedelta(days=tier.discount_days)),
            )
            for tier in self.cash_discount_ids.sorted("discount_days")
        ]

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains(
        "cash_discount_ids", "early_discount", "discount_percentage", "discount_days"
    )
    def _check_cash_discounts(self):
        """Refuse tiers that are not best first, with every reason."""
        problems = []
        for term in self.filtered("cash_discount_ids"):
            problems += term._ar_early_discount_problems()
            for tier in term.cash_discount_ids:
                problems += term._ar_tier_problems(tier)
            problems += term._ar_order_problems()
        if problems:
            raise ValidationError("\n".join(problems))

    def _ar_early_discount_problems(self):
        if not self.early_discount:
            return [
                self.env._(
                    "%(term)s: further discounts need the early discount, which they "
                    "follow. Tick Early Discount, or remove them.",
                    term=self.name,
                )
            ]
        if self.discount_percentage > 100:
            return [
                self.env._(
                    "%(term)s: the early discount cannot be more than 100 %%.",
                    term=self.name,
                )
            ]
        return []

    def _ar_tier_problems(self, tier):
        words = {"term": self.name, "tier": tier.display_name}
        problems = []
        if not 0 < tier.discount_percentage <= 100:
            problems.append(
                self.env._(
                    "%(term)s, %(tier)s: the percentage must be more than 0 and no "
                    "more than 100.",
                    **words,
                )
            )
        if not 0 < tier.discount_days <= MOST_DAYS:
            problems.append(
                self.env._(
                    "%(term)s, %(tier)s: the days must be more than 0 and no more than "
                    "%(most)s.",
                    most=MOST_DAYS,
                    **words,
                )
            )
        return problems

    def _ar_order_problems(self):
        """Reasons against the order: days must rise, and percentages fall."""
        steps = [
            (tier.discount_days, tier.discount_percentage, tier.display_name)
            for tier in self.cash_discount_ids.sorted("discount_days")
        ]
        if self.early_discount:
            name = self.env["ar.cash.discount"]._ar_tier_name(
                self.discount_percentage, self.discount_days
            )
            steps.insert(0, (self.discount_days, self.discount_percentage, name))
        problems = []
        for (days, rate, before), (next_days, next_rate, after) in pairwise(steps):
            words = {"term": self.name, "before": before, "after": after}
            if next_days <= days:
                problems.append(
                    self.env._(
                        "%(term)s: %(after)s comes after %(before)s, so it needs more "
                        "days.",
                        **words,
                    )
                )
            if next_rate >= rate:
                problems.append(
                    self.env._(
                        "%(term)s: %(after)s comes after %(before)s, so it needs a "
                        "smaller percentage.",
                        **words,
                    )
                )
        return problems

    @api.constrains("cash_discount_account_id")
    def _check_cash_discount_account(self):
        problems = []
        for term in self.filtered("cash_discount_account_id"):
            label = self._fields["cash_discount_account_id"]._description_string(
                self.env
            )
            problems += term._ar_account_problems(term.cash_discount_account_id, label)
        if problems:
            raise ValidationError("\n".join(problems))

    def _ar_account_problems(self, account, label):
        """Reasons against an account for discounts of the current company.

        ``sudo()``: whether an account is of the company is found out without telling
        anything of one that is not.

        :param account: ``account.account``, the value in the current company
        :param str label: what the account is for
        :return: list of texts, each with the way to mend it
        """
        company, account = self.env.company, account.sudo()
        words = {"term": self.name, "label": label, "company": company.name}
        if not account.company_ids & (company | company.sudo().parent_ids):
            return [
                self.env._(
                    "%(term)s, %(label)s: the account is not one of %(company)s. "
                    "Choose an account of %(company)s.",
                    **words,
                )
            ]
        words["account"] = account.with_company(company).display_name
        types = dict(account._fields["account_type"]._description_selection(self.env))
        words["type"] = types[account.account_type]
        words["currency"] = account.currency_id.name
        currencies = (company.currency_id, account.currency_id.browse())
        checks = {
            "archived": account.active,
            "type": account.account_type in DISCOUNT_ACCOUNT_TYPES,
            "currency": account.currency_id in currencies,
        }
        texts = self._ar_account_texts(words)
        return [texts[code] for code, is_right in checks.items() if not is_right]

    def _ar_account_texts(self, words):
        return {
            "archived": self.env._(
                "%(term)s, %(label)s: the account %(account)s of %(company)s is "
                "archived. Unarchive it, or choose another.",
                **words,
            ),
            "type": self.env._(
                "%(term)s, %(label)s: the account %(account)s of %(company)s is of "
                "type %(type)s. Choose an account of income or expenses.",
                **words,
            ),
            "currency": self.env._(
                "%(term)s, %(label)s: the account %(account)s of %(company)s takes "
                "only %(currency)s, but a discount has the currency of its document. "
                "Take the currency off the account, or choose another.",
                **words,
            ),
        }

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        if "cash_discount_ids" not in vals:
            return super().write(vals)
        terms = self.with_context(ar_cash_discounts=CHECKED_BY_TERM)
        return super(AccountPaymentTerm, terms).write(vals)

    def copy(self, default=None):
        """Copy the accounts of every company, too: Odoo copies the current one's."""
        copies = super().copy(default)
        for term, copied in zip(self, copies, strict=True):
            term._ar_copy_accounts(copied)
        return copies

    def _ar_copy_accounts(self, copied):
        """Give a copy of these terms the accounts that they have in each company.

        ``sudo()``: terms are shared, and in no company may a copy book elsewhere than
        what it was copied from. Nothing is returned.
        """
        tiers = {
            (tier.discount_days, tier.discount_percentage): tier
            for tier in copied.cash_discount_ids
        }
        pairs = [(self, copied, "cash_discount_account_id")]
        pairs += [
            (tier, tiers[key], "account_id")
            for tier in self.cash_discount_ids
            if (key := (tier.discount_days, tier.discount_percentage)) in tiers
        ]
        companies = self.env["res.company"].sudo()
        for company in companies.search([("active", "in", (True, False))]):
            for source, target, name in pairs:
                account = source.sudo().with_company(company)[name]
                if account:
                    target.sudo().with_company(company)[name] = account

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_as_tier(self, tier):
        """These terms as if a tier were their early discount, and not stored: Odoo's
        own computation then gives the tier's date and amounts.

        A record without origin: two of one origin would be one in the cache.
        """
        if not tier:
            return self
        return self.new(
            {
                "early_discount": True,
                "discount_percentage": tier.discount_percentage,
                "discount_days": tier.discount_days,
                "early_pay_discount_computation": self.early_pay_discount_computation,
                "line_ids": [],
            }
        )

    @api.model
    def _ar_format_percentage(self, percentage):
        """A percentage in the language, with the decimals that it has: 2, 2.5, 3.33."""
        digits = next(
            (n for n in range(4) if abs(round(percentage, n) - percentage) < 1e-9), 4
        )
        return formatLang(self.env, percentage, digits=digits)
