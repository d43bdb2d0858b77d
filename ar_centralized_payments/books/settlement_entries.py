"""From the entries of a plan to values of journal entries: accounts, partners, labels,
taxes and analytic distributions of each line."""

from functools import cached_property

from odoo import Command
from odoo.tools import format_date

from ..settlement.because import pack
from ..settlement.revaluation import KIND as RELEASED
from ..settlement.values import Entry, Line, Role
from .distributions import Distributions
from .revaluation_accounts import ACCOUNTS as REVALUATION_ACCOUNTS
from .revaluation_accounts import role_account
from .steps import from_steps

#: The account of a company for each role of profit and loss.
OWN_ACCOUNTS = {
    Role.GAIN: "income_currency_exchange_account_id",
    Role.LOSS: "expense_currency_exchange_account_id",
    Role.DISCOUNT: "account_journal_early_pay_discount_loss_account_id",
    Role.PENNY: "ar_penny_difference_account_id",
    Role.OVER_UNDER: "ar_overunder_payment_account_id",
}

#: Lines of these get what the analytic distribution models say.
RESULT_ROLES = {*OWN_ACCOUNTS, Role.UNREALIZED_GAIN, Role.UNREALIZED_LOSS}

#: What Odoo would compute for a line of an entry without taxes, one after the other.
PLAIN_LINE = {
    "display_type": "product",
    "sequence": 100,
    "quantity": 1.0,
    "price_unit": 0.0,
    "price_subtotal": 0.0,
    "price_total": 0.0,
    "product_uom_id": False,
    "tax_ids": [],
}


def plain_line(amount):
    """The same with what Odoo computes of the amount, in the line's currency."""
    return {**PLAIN_LINE, "price_subtotal": amount, "price_total": amount}


class SettlementEntries:
    """Writes down the entries of plans.

    :param pairs: (payment root id, invoice root id) -> the pair's record
    :param booked_lines: :class:`BookedLines` of the documents
    :param discounts: :class:`DiscountBook`
    :param texts: :class:`ProblemTexts`
    """

    def __init__(self, env, pairs, booked_lines, discounts, texts):
        self.env = env
        self.pairs = pairs
        self.booked_lines = booked_lines
        self.discounts = discounts
        self.texts = texts
        self.distributions = Distributions(env)
        self.labels = {}

    def move_values(self, booked, entry):
        """Values of one entry; accounts that are missing refuse the settlement."""
        company = self.env["res.company"].browse(entry.branch)
        return {
            "move_type": "entry",
            "company_id": company.id,
            "journal_id": company.root_id.ar_intercompany_journal_id.id,
            "date": booked.plan.date,
            "line_ids": [
                (0, 0, self._line_values(booked, entry, line)) for line in entry.lines
            ],
        }

    @cached_property
    def accounts_of_pairs(self):
        """What is due: readiness of the pairs says what is wrong with these."""
        pairs = self.env["intercompany.accounting"].union(*self.pairs.values())
        return pairs.due_to_account_id | pairs.due_from_account_id

    def _line_values(self, booked, entry: Entry, line: Line):
        company = self.env["res.company"].browse(entry.branch)
        currency = self.env["res.currency"].browse(line.currency.key)
        values = {
            "name": self._label_once(line),
            "partner_id": self._partner_id(line),
            "currency_id": currency.id,
            "amount_currency": from_steps(line.amount, currency),
            "balance": from_steps(line.balance, company.currency_id),
            "analytic_distribution": dict(line.analytic or ()) or False,
            "date_maturity": False,
            "ar_because": pack(line.because),
        }
        if line.account.role is Role.RECEIVABLE:
            values["date_maturity"] = line.value_date
        if line.part is not None:
            values |= self._part_values(line)
        else:
            values |= plain_line(values["amount_currency"])
        values["account_id"] = self._account_id(booked, entry, line)
        if line.account.role in RESULT_ROLES:
            values["analytic_distribution"] = values[
                "analytic_distribution"
            ] or self.distributions.default(
                company, values["account_id"], values["partner_id"]
            )
        return values

    def _part_values(self, line):
        """Taxes and tags of a line that corrects base or tax; a due-from line takes
        those of the base line that it replaces. Of a tax line, as it is booked, the
        analytic distribution, too."""
        found = self.booked_lines.values[line.part]
        values = {
            name: [Command.set(found[name])] for name in ("tax_ids", "tax_tag_ids")
        }
        if line.account.role is Role.TAX:
            values |= {
                "tax_repartition_line_id": found["tax_repartition_line_id"],
                "group_tax_id": found["group_tax_id"],
                "analytic_distribution": dict(found["analytic_distribution"] or ())
                or False,
            }
        return values

    def _account_id(self, booked, entry, line):
        """The account of a line's role; none is a reason to refuse."""
        role, company = line.account.role, entry.company.key
        if role is Role.RECEIVABLE:
            return line.account.key
        if role is Role.TAX:
            return self.booked_lines.values[line.part]["account_id"]
        if role is Role.DUE_TO:
            return self.pairs[company, line.account.key].due_to_account_id.id
        if role is Role.DUE_FROM:
            return self.pairs[line.account.key, company].due_from_account_id.id
        if role in REVALUATION_ACCOUNTS:
            root = self.env["res.company"].browse(company)
            booked.refusals += root._ar_release_problems(role)
            return role_account(root, role).id
        return self._result_account(booked, line, company).id

    def _result_account(self, booked, line, company):
        """The account of profit and loss of a line's role, in the company that bears
        it: that of a tier or a difference, else the company's own."""
        role, root = line.account.role, self.env["res.company"].browse(company)
        account = self.env["account.account"]
        if role in (Role.PENNY, Role.OVER_UNDER):
            account = account.browse(line.account.key or [])
        elif role is Role.DISCOUNT:
            account = self.discounts.account(line.account.key, root)
        own = root[OWN_ACCOUNTS[role]]
        account = account or own
        if not account:
            booked.refusals.append(self.texts.no_account(root, OWN_ACCOUNTS[role]))
        elif account == own and not account.active:
            booked.refusals += self._against_own_account(root, role)
        return account

    def _against_own_account(self, root, role):
        """What readiness says of the gain, loss or discount account of a company: also
        where a settlement inside it needs no pair."""
        return [
            message
            for code, message in root._ar_account_problems()
            if code == f"{role.value}_archived"
        ]

    def _partner_id(self, line):
        if isinstance(line.partner, tuple):
            return self.env["res.company"].browse(line.partner[1]).partner_id.id
        return line.partner or False

    def _label_once(self, line):
        """The text of lines that are alike: there are as many as documents."""
        key = (line.kind, line.account.role, line.other, line.value_date)
        if key not in self.labels:
            self.labels[key] = self._label(line)
        return self.labels[key]

    def _label(self, line):
        """A line's text: other company, value date; no document of the other company,
        as its readers here may not be members there. The number of the settlement is
        the reference of the entry: before posting there is none."""
        env = self.env
        words = {
            "company": env["res.company"].browse(line.other).name,
            "date": format_date(env, line.value_date),
        }
        if line.kind == "exchange" and line.account.role is not Role.RECEIVABLE:
            return env._("Exchange difference, %(company)s, %(date)s", **words)
        if line.kind == RELEASED:
            return env._("Revaluation released, %(date)s", **words)
        if line.kind == "discount":
            return env._("Cash discount, %(company)s, %(date)s", **words)
        if line.kind == "penny":
            return env._("Penny difference, %(date)s", **words)
        if line.kind == "over_under":
            return env._("Over- or underpayment, %(date)s", **words)
        return env._("%(company)s, %(date)s", **words)
