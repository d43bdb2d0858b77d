"""The door between records and the revaluation core (period close, 3 to 6).

Open items as they were on a date, rates and settings go in as a request; a plan comes
out, and from it the values of entries and of the sub-ledger. A fixed number of queries
for all companies of a run.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from odoo.fields import Domain
from odoo.tools import format_date

from ..settlement.because import pack
from ..settlement.revaluation import (
    ClosingRate,
    Exposure,
    Method,
    RevaluationRequest,
    Reversal,
    fingerprint,
    group_of,
    plan_revaluation,
)
from ..settlement.values import Company, Role
from .distributions import Distributions
from .exposures import read_exposures
from .lock_dates import LockDates, Place
from .revaluation_accounts import ADJUSTMENTS, ROLES, role_account
from .settlement_book import core_currency
from .settlement_entries import PLAIN_LINE
from .steps import from_steps, to_steps


@dataclass(frozen=True)
class FoundRate:
    """The rate of a company for a currency: units of the company's for one unit, the
    date it is of (``None``: a base that has no rates), and what somebody typed."""

    rate: Fraction | None
    on: object
    typed: Fraction | None = None

    @property
    def used(self):
        """The rate that counts, or ``None``."""
        if self.typed is not None:
            return ClosingRate(self.typed)
        return ClosingRate(self.rate, self.on) if self.rate else None


@dataclass
class RevaluationBooked:
    """The plan of a run, with the values of its entries."""

    plan: object
    refusals: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    #: (branch id, date) -> values of the entry, in the order in which they are made
    moves: dict = field(default_factory=dict)

    @cached_property
    def fingerprint(self):
        """Another one where anything else would be booked, or valued otherwise."""
        return fingerprint(self.plan)


class RevaluationBook:
    """Reads what a run looks at, and writes down what its plan books.

    :param run: an ``ar.revaluation`` record with ``sudo()``; that the user is a member
        of every company of it is for the caller to check, before
    """

    def __init__(self, run):
        self.run = run
        self.env = run.env
        self.distributions = Distributions(run.env)
        self.locks = LockDates(run.env)
        self._labels = {}
        self.roots = run._companies()
        self.branches = self.env["res.company"].search(
            [("id", "child_of", self.roots.ids)]
        )

    # ------------------------------------------------------------
    # In: items, rates, settings
    # ------------------------------------------------------------
    @cached_property
    def items(self):
        """What was open on the considered date, as the core knows it."""
        run = self.run
        rows = read_exposures(
            self.env,
            self.branches,
            run.date,
            run._linked_ids("partner_ids"),
            run._linked_ids("currency_ids"),
            run._linked_ids("account_ids"),
            self._due() if run.with_intercompany else (),
        )
        return tuple(self._exposure(row) for row in rows)

    def _due(self):
        """Accounts and partners of the balances of pairs whose two companies are in the
        run and keep their books in different currencies (period close 4.10)."""
        return [
            place
            for pair in self.pairs
            if pair.payment_company_id in self.roots
            and pair.invoice_company_id in self.roots
            for place in (
                (pair.due_to_account_id.id, pair.invoice_company_id.partner_id.id),
                (pair.due_from_account_id.id, pair.payment_company_id.partner_id.id),
            )
            if place[0]
        ]

    @cached_property
    def pairs(self):
        """Pairs of the run's companies, archived ones too, of different currencies."""
        pairs = self.env["intercompany.accounting"].with_context(active_test=False)
        sides = ("payment_company_id", "invoice_company_id")
        found = pairs.search(Domain.OR([(s, "in", self.roots.ids)] for s in sides))
        return found.filtered(
            lambda p: p[sides[0]].currency_id != p[sides[1]].currency_id
        )

    def _left_out(self):
        """Companies whose balances with others, not in this run, it leaves alone."""
        if not self.run.with_intercompany:
            return []
        lacking = self.env["res.company"]
        for pair in self.pairs:
            inside = (pair.payment_company_id | pair.invoice_company_id) & self.roots
            lacking |= inside if len(inside) == 1 else lacking.browse()
        return [
            self.env._(
                "%(company)s: balances with companies that are not in this revaluation "
                "are left as they are. Both are revalued, or neither.",
                company=company.name,
            )
            for company in lacking.sorted("id")
        ]

    def _exposure(self, row):
        branch = self.env["res.company"].browse(row["company_id"])
        currency = self.env["res.currency"].browse(row["currency_id"])
        own = branch.root_id.currency_id
        return Exposure(
            key=row["id"],
            company=self._company(branch.root_id),
            branch=branch.id,
            partner=row["partner_id"],
            currency=self._currency(currency),
            amount=to_steps(float(row["amount"]), currency),
            value=to_steps(float(row["value"]), own),
            amount_now=to_steps(float(row["amount_now"] or 0), currency),
            standing=to_steps(float(row["standing"]), own),
            standing_ever=to_steps(float(row["standing_ever"]), own),
            has_later_run=row["has_later_run"],
            order=row["id"],
            adjustment=Role.ADJUSTMENT_DUE if row["is_due"] else Role.ADJUSTMENT,
        )

    def _company(self, root):
        return Company(root.id, self._currency(root.currency_id))

    @staticmethod
    def _currency(currency):
        return core_currency(currency.id, str(currency.rounding))

    @cached_property
    def rates(self):
        """(root id, currency id) -> :class:`FoundRate`, for what was open."""
        typed = {
            (row.company_id.id, row.currency_id.id): Fraction(str(row.rate_typed))
            for row in self.run.rate_ids
            if row.is_typed
        }
        needed = {(i.company.key, i.currency.key) for i in self.items if i.amount}
        own = {root.id: root.currency_id.id for root in self.roots}
        asked = {
            (company, key, self.run.rate_date)
            for company, currency in needed
            for key in (currency, own[company])
        }
        found = self.env["res.currency"]._ar_dated_rates_on(asked)
        return {
            (company, currency): self._found_rate(
                found.get((company, currency, self.run.rate_date)),
                found.get((company, own[company], self.run.rate_date)),
                typed.get((company, currency)),
            )
            for company, currency in sorted(needed)
        }

    @staticmethod
    def _found_rate(rate, base, typed):
        """Odoo keeps units for one unit of a base; the older date of the two counts."""
        if not (rate and base):
            return FoundRate(None, None, typed)
        dates = [on for _rate, on in (rate, base) if on]
        value = Fraction(str(base[0])) / Fraction(str(rate[0]))
        return FoundRate(value, min(dates, default=None), typed)

    @property
    def request(self):
        """Everything the plan depends on."""
        used = {key: found.used for key, found in self.rates.items()}
        return RevaluationRequest(
            self.run.date,
            self.run.rate_date,
            Method(self.run.method),
            self.items,
            {key: rate for key, rate in used.items() if rate},
            {r.id: Reversal(r.ar_revaluation_reversal) for r in self.roots},
        )

    # ------------------------------------------------------------
    # Out: entries, and what stands against them
    # ------------------------------------------------------------
    def booked(self):
        """Plan the run, down to the values of its entries.

        :rtype: RevaluationBooked
        """
        plan = plan_revaluation(self.request)
        booked = RevaluationBooked(plan)
        booked.refusals = [
            *(self._problem_text(problem) for problem in plan.problems),
            *self._readiness(),
            *self._date_refusals(plan),
        ]
        booked.warnings = [self._problem_text(warning) for warning in plan.warnings]
        booked.warnings += self._left_out()
        for on, entries in (
            (plan.date, plan.entries),
            (plan.date_after, plan.entries_after),
        ):
            for entry in entries:
                booked.moves[entry.branch, on] = self._move_values(entry, on)
        return booked

    def _problem_text(self, problem):
        env, details = self.env, dict(problem.details)
        company = env["res.company"].browse(problem.company)
        currency = env["res.currency"].browse(details["currency"])
        words = {
            "company": company.name,
            "currency": currency.name,
            "date": format_date(env, details["on"]),
        }
        if problem.code == "rate_missing":
            return company._ar_rate_refusal(currency, details["on"])
        if problem.code == "rate_not_positive":
            return env._(
                "%(company)s: the rate typed for %(currency)s must be more than 0.",
                **words,
            )
        return env._(
            "%(company)s: the rate for %(currency)s is of %(date)s, more than a week "
            "before the date of the rates.",
            **words,
        )

    def _readiness(self):
        """What companies with something open in foreign currency lack."""
        concerned = {item.company.key for item in self.items}
        return [
            message
            for root in self.roots
            if root.id in concerned
            for message in root._ar_revaluation_problems(self._roles(root))
        ]

    def _roles(self, root):
        """The roles for which a company needs an account in this run."""
        is_due = any(
            item.adjustment is Role.ADJUSTMENT_DUE
            for item in self.items
            if item.company.key == root.id
        )
        return (*ROLES, Role.ADJUSTMENT_DUE) if is_due else ROLES

    def _date_refusals(self, plan):
        """Locks at the date, and at the day after where something is booked there."""
        dates = {plan.date: plan.entries, plan.date_after: plan.entries_after}
        refusals = []
        for on, entries in dates.items():
            places = [self._place(entry.branch) for entry in entries]
            refusals += self.locks.against_undoing(places, on)
        return refusals

    def _place(self, branch):
        company = self.env["res.company"].browse(branch)
        return Place(company, company.root_id._ar_revaluation_journal())

    def _move_values(self, entry, on):
        branch = self.env["res.company"].browse(entry.branch)
        return {
            "move_type": "entry",
            "company_id": branch.id,
            "journal_id": branch.root_id._ar_revaluation_journal().id,
            "date": on,
            "ref": self.run.name,
            "line_ids": [
                (0, 0, self._line_values(branch, line, on)) for line in entry.lines
            ],
        }

    def _line_values(self, branch, line, on):
        root = branch.root_id
        account = role_account(root, line.account.role)
        distribution = False
        if line.account.role not in ADJUSTMENTS:
            distribution = self.distributions.default(branch, account.id, line.partner)
        return {
            **PLAIN_LINE,
            "name": self._label(root, line.currency.key, on),
            "account_id": account.id,
            "partner_id": line.partner or False,
            "currency_id": line.currency.key,
            "amount_currency": 0.0,
            "balance": from_steps(line.balance, root.currency_id),
            "analytic_distribution": distribution,
            "date_maturity": False,
            "ar_because": pack(line.because),
        }

    def _label(self, root, currency, on):
        """What the lines of a company and currency say, on one of the two dates."""
        key = (root.id, currency, on)
        if key not in self._labels:
            self._labels[key] = self._make_label(self.rates.get(key[:2]), on)
        return self._labels[key]

    def _make_label(self, found, on):
        """Number, rate and date; of the day after, what it takes back."""
        env = self.env
        used = found and found.used
        words = {
            "run": self.run.name,
            "date": format_date(env, self.run.date),
            "rate": f"{float(used.rate):.6g}" if used else "",
        }
        if on != self.run.date:
            return env._("%(run)s: reversal of %(date)s", **words)
        if not used or self.run.method == Method.INVOICE_DATE.value:
            return env._("%(run)s: revaluation, %(date)s", **words)
        return env._("%(run)s: revaluation at %(rate)s, %(date)s", **words)

    # ------------------------------------------------------------
    # Out: the sub-ledger
    # ------------------------------------------------------------
    def line_values(self, plan):
        """Values of the sub-ledger: for each item its valuation, and what the day
        after brings, where it brings anything.

        :return: list of (dict without its journal item, the group of the pair of lines
            that books it, or ``None``)
        """
        rows = []
        for one in plan.valued:
            group = one.group_at_date if one.booked else None
            rows.append((self._valuation_values(one), group))
            if one.afterwards:
                rows.append((self._reversal_values(plan, one), one.group_afterwards))
        return rows

    def _item_values(self, item):
        return {
            "revaluation_id": self.run.id,
            "move_line_id": item.key,
            "company_id": item.branch,
            "partner_id": item.partner,
            "currency_id": item.currency.key,
        }

    def _valuation_values(self, one):
        item, own = one.item, self._own_currency(one.item)
        currency = self.env["res.currency"].browse(item.currency.key)
        rate = one.rate
        return {
            **self._item_values(item),
            "kind": "valuation",
            "date": self.run.date,
            "amount_open": from_steps(item.amount, currency),
            "value_booked": from_steps(item.value, own),
            "rate": float(rate.rate) if rate and item.amount else 0.0,
            "rate_date": rate.on if rate and item.amount else False,
            "value": from_steps(one.value, own),
            "standing_before": from_steps(item.standing, own),
            "standing_after": from_steps(one.wanted, own),
            "amount": from_steps(one.booked, own),
        }

    def _reversal_values(self, plan, one):
        item, own = one.item, self._own_currency(one.item)
        return {
            **self._item_values(item),
            "kind": "reversal",
            "date": plan.date_after,
            "standing_before": from_steps(item.standing_ever + one.booked, own),
            "standing_after": from_steps(one.standing_after, own),
            "amount": from_steps(one.afterwards, own),
        }

    def _own_currency(self, item):
        return self.env["res.company"].browse(item.company.key).currency_id


def items_by_group(move, entry):
    """The adjustment item of each pair of lines of an entry, found by its place.

    :param move: the ``account.move`` made of ``entry``
    :return: the group of the pair, as the core names it -> ``account.move.line``
    """
    items, lines = move.line_ids.sorted("id"), entry.lines
    return {
        group_of(lines[place], lines[place + 1]): items[place]
        for place in range(0, len(lines), 2)
    }
