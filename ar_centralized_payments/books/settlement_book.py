"""The only door between records and the planner (design, *Layers*).

Open items, pairs, rates and discounts go in as a request; a plan comes out, and
from it the values of the journal entries. Plain Python: the book works for many
settlements with a fixed number of queries, and decides nothing itself.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property

from ..settlement.money import Currency
from ..settlement.planner import fingerprint, make_plan
from ..settlement.values import (
    Bearer,
    Company,
    Item,
    Mark,
    Plan,
    Request,
    Routing,
    Side,
    Tolerance,
    Use,
)
from .booked_lines import BookedLines, analytic_key
from .discount_book import DiscountBook
from .entry_check import EntryCheck
from .item_refusals import ItemRefusals
from .lock_dates import LockDates, Place
from .other_customers import OtherCustomers
from .settlement_entries import SettlementEntries
from .settlement_problems import ProblemTexts
from .standings import NOTHING, read_standings
from .steps import to_steps
from .tax_due_on_payment import lines_with_taxed_discount, taxed_items

#: Draft payments come after the items of their day: they have no journal item yet.
DRAFT_ORDER = 2**40

#: Problems that a transaction causes by not being there; its own refusal says why.
CODES_OF_MISSING_ITEMS = (
    "no_source",
    "no_target",
    "nothing",
    "excess",
    "discount_unpaid",
    "full_settlement_unpaid",
)


@cache
def core_currency(key, rounding):
    """The currency as the core knows it; ``rounding`` is Odoo's, as text."""
    return Currency(key, Fraction(rounding))


@dataclass
class Booked:
    """The plan of one settlement, as values of records and reasons to refuse it."""

    settlement: object
    plan: Plan
    refusals: list = field(default_factory=list)
    #: what the preview says beside the entries; nothing that stands against them
    notes: list = field(default_factory=list)
    #: branch id -> values of its entry, in the order in which they are created
    moves: dict = field(default_factory=dict)

    @property
    def fingerprint(self):
        """A text that changes whenever something else would be booked."""
        return fingerprint(self.plan)

    @property
    def used_pairs(self):
        """The pairs that the legs go over: a set of (payment, invoice) root ids."""
        return set(SettlementBook._used_pairs(self.plan))


class SettlementBook:
    """Reads what some settlements mark, and writes down what their plans book.

    :param settlements: ``ar.settlement`` records with ``sudo()``; that the user is a
        member of every company involved is for the caller to check, before
    """

    def __init__(self, settlements):
        self.settlements = settlements
        self.env = settlements.env
        self.lines = settlements.line_ids
        # Not line.settlement_id: in a form being edited, the settlement is a draft of
        # itself, and the lines that the form did not touch still name the stored one.
        self.owners = {
            line: settlement
            for settlement in settlements
            for line in settlement.line_ids
        }
        self.texts = ProblemTexts(self.env)
        self.refusals = defaultdict(list)
        self.discounts = DiscountBook(self.env)
        self.locks = LockDates(self.env)
        self.entry_check = EntryCheck(self.env)
        self.customers = OtherCustomers(self.env)

    def booked(self):
        """Plan every settlement, down to the values of its entries.

        What stands against a plan is listed with it, all reasons at once.

        :return: settlement -> :class:`Booked`
        """
        result = self.planned()
        self.entries = SettlementEntries(
            self.env, self.pairs, self.booked_lines, self.discounts, self.texts
        )
        for settlement, booked in result.items():
            self._check(booked)
            self._write(booked)
            booked.refusals = list(
                dict.fromkeys([*self.refusals[settlement], *booked.refusals])
            )
        return result

    def planned(self):
        """Plan every settlement: amounts alone, no entries, no reasons against it.

        :return: settlement -> :class:`Booked`, without moves and refusals
        """
        return {settlement: self.plan(settlement) for settlement in self.requests}

    @cached_property
    def requests(self):
        """Settlement -> its marks as the core knows them, read once."""
        requests = self._requests(self._items())
        self._prepare_pairs()
        self._prepare_rates(requests)
        return requests

    def plan(self, settlement):
        """The plan of one settlement: amounts alone, no entries."""
        marks = self.requests[settlement]
        return Booked(settlement, make_plan(self._request(settlement, marks)))

    def renew(self, line):
        """Read anew the draft payment that a line marks, after its amount changed."""
        settlement = self.owners[line]
        self.requests[settlement] = [
            replace(mark, item=self._payment_item(line.payment_id))
            if mark.item.key == line._item_key()
            else mark
            for mark in self.requests[settlement]
        ]

    # ------------------------------------------------------------
    # Open items in
    # ------------------------------------------------------------
    def _items(self):
        """The item of each marked line that is open; the others are refused."""
        self._prefetch()
        booked = self.booked_lines = BookedLines(self.lines.move_line_id)
        discounts = self.discounts.discounts(self.lines.move_line_id, booked)
        standings = read_standings(self.lines.move_line_id)
        items, refusals = {}, ItemRefusals(self.env)
        for line in self.lines:
            reason, item = refusals.against(line), line.move_line_id
            if reason:
                self.refusals[self.owners[line]].append(reason)
            elif line.payment_id:
                items[line] = self._payment_item(line.payment_id)
            else:
                items[line] = self._move_line_item(
                    item,
                    discounts.get(item),
                    booked.portions(item),
                    standings.get(item.id, NOTHING),
                )
        return items

    def _prefetch(self):
        """Read what all lines need in one query each."""
        items = self.lines.move_line_id
        items.fetch(
            [
                "move_id", "company_id", "account_id", "partner_id", "currency_id",
                "date", "date_maturity", "amount_residual", "reconciled",
                "amount_residual_currency", "amount_currency", "balance",
                "parent_state", "analytic_distribution", "discount_date",
                "discount_amount_currency",
            ]
        )  # fmt: skip
        taxed = items.filtered(lambda item: item.company_id.root_id.tax_exigibility)
        taxed.move_id.line_ids.fetch(["tax_ids"])

    def company(self, company):
        """The legal entity of a company, as the core knows it."""
        root = company.root_id
        return Company(root.id, self.currency(root.currency_id))

    @staticmethod
    def currency(currency):
        """A currency as the core knows it."""
        return core_currency(currency.id, str(currency.rounding))

    def _move_line_item(self, line, discount, portions=(), standing=NOTHING):
        own = line.company_id.currency_id
        value, amount = line.amount_residual, line.amount_residual_currency
        is_target = (line.balance or line.amount_currency) > 0
        return Item(
            key=line.id,
            side=Side.TARGET if is_target else Side.SOURCE,
            company=self.company(line.company_id),
            branch=line.company_id.id,
            partner=line.partner_id.id,
            account=line.account_id.id,
            currency=self.currency(line.currency_id),
            date=line.date,
            due_date=line.date_maturity or line.date,
            order=line.id,
            amount=abs(to_steps(amount, line.currency_id)),
            value=abs(to_steps(value, own)),
            discount=discount,
            is_note=line.move_id.move_type == "out_refund",
            analytic=analytic_key(line.analytic_distribution),
            grace_days=line.move_id.origin_payment_id._ar_discount_grace_days(),
            portions=portions,
            standing=standing.amount,
            revalued_on=standing.last,
            party=line.partner_id._ar_party_key(),
            discount_day=line.move_id.origin_payment_id._ar_discount_day() or None,
        )

    def _payment_item(self, payment):
        """What Odoo would book now for a draft payment."""
        values = payment._prepare_move_line_default_vals()[1]
        currency, own = payment.currency_id, payment.company_id.currency_id
        is_target = payment.payment_type == "outbound"
        return Item(
            key=("payment", payment.id),
            side=Side.TARGET if is_target else Side.SOURCE,
            company=self.company(payment.company_id),
            branch=payment.company_id.id,
            partner=values["partner_id"],
            account=values["account_id"],
            currency=self.currency(currency),
            date=payment.date,
            due_date=payment.date,
            # One that is being entered has no id yet.
            order=DRAFT_ORDER + (payment._origin.id or 0),
            amount=abs(to_steps(values["amount_currency"], currency)),
            value=abs(to_steps(values["debit"] - values["credit"], own)),
            grace_days=payment._ar_discount_grace_days(),
            party=payment.partner_id._ar_party_key(),
            discount_day=payment._ar_discount_day() or None,
        )

    # ------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------
    def _requests(self, items):
        requests = {settlement: [] for settlement in self.settlements}
        for line, item in items.items():
            requests[self.owners[line]].append(self._mark(line, item))
        return requests

    @staticmethod
    def _mark(line, item):
        currency = line.currency_id
        amount = discount = None
        if line.is_amount_manual:
            amount = to_steps(line.amount_typed, currency)
        if line.is_discount_manual:
            discount = to_steps(line.discount_typed, currency)
        rate = Fraction(str(line.cross_rate)) if line.cross_rate else None
        return Mark(
            item,
            amount,
            discount,
            rate,
            line.is_primary,
            Use(line.use_cash_discount),
            line.full_settlement,
        )

    def _prepare_pairs(self):
        """All pairs of any two companies of one settlement."""
        pairs = set()
        for settlement in self.settlements:
            roots = settlement.line_ids.company_id.root_id.ids
            pairs |= {(one, two) for one in roots for two in roots if one != two}
        self._use_pairs(pairs)

    def _use_pairs(self, pairs):
        """Read pairs, given as (payment root id, invoice root id)."""
        self.pairs = self.env["intercompany.accounting"]._for_pairs(pairs)
        self.routings = {
            key: Routing(
                Bearer(pair.cash_discount_company), Bearer(pair.exchange_company)
            )
            for key, pair in self.pairs.items()
        }

    @cached_property
    def unready(self):
        """Reasons against the pairs of these settlements, by their ids."""
        unready = defaultdict(list)
        records = self.env["intercompany.accounting"].union(*self.pairs.values())
        for problem in records._readiness_problems():
            unready[problem["pair_id"]].append(problem["message"])
        return unready

    def _prepare_rates(self, requests):
        """The rates of every company for every currency at every source's date."""
        wanted = set()
        for marks in requests.values():
            companies = {mark.item.company for mark in marks}
            currencies = {mark.item.currency for mark in marks}
            currencies |= {company.currency for company in companies}
            dates = {m.item.date for m in marks if m.item.side is Side.SOURCE}
            if len(currencies) > 1:
                wanted |= {
                    (company.key, currency.key, date)
                    for company in companies
                    for currency in currencies
                    for date in dates
                }
        found = self.env["res.currency"]._ar_rates_on(wanted)
        self.rates = {key: Fraction(str(rate)) for key, rate in found.items() if rate}

    def _request(self, settlement, marks):
        return Request(
            tuple(marks),
            self.routings,
            self.rates,
            settlement.date or None,
            settlement.discount_reference_date or None,
            {mark.item.company.key: self._tolerance(mark) for mark in marks},
        )

    def _tolerance(self, mark):
        """What the company of a marked transaction writes off (section 7)."""
        company = self.env["res.company"].browse(mark.item.company.key)
        own = company.currency_id
        return Tolerance(
            penny=to_steps(company.ar_penny_difference_max, own),
            over_under=to_steps(company.ar_overunder_payment_max, own),
            is_unspecific=company.ar_cash_discount_administration == "unspecific",
            penny_account=company.ar_penny_difference_account_id.id,
            over_under_account=company.ar_overunder_payment_account_id.id,
        )

    # ------------------------------------------------------------
    # Reasons against a plan
    # ------------------------------------------------------------
    def _check(self, booked):
        """Collect every reason to refuse: of the plan, the pairs, and the locks."""
        plan, settlement = booked.plan, booked.settlement
        refusals = booked.refusals
        is_whole = not self.refusals[settlement]
        refusals += [
            self.texts.text(problem, settlement)
            for problem in plan.problems
            if is_whole or problem.code not in CODES_OF_MISSING_ITEMS
        ]
        for key in self._used_pairs(plan):
            refusals += self.unready[self.pairs[key].id]
        refusals += self.customers.refusals(plan, settlement)
        refusals += self.locked_payments(settlement)
        for payment in settlement.line_ids.payment_id:
            refusals += self.entry_check.against_payment(payment)
        refusals += [
            self.texts.cash_basis_discount(line)
            for line in lines_with_taxed_discount(settlement.line_ids, plan)
        ]

    def locked_payments(self, settlement):
        """Reasons against draft payments with a locked date: Odoo would move it."""
        return [
            reason
            for payment in settlement.line_ids.payment_id
            for reason in self.locks.against_payment(
                payment.company_id, payment.date, payment.journal_id
            )
        ]

    @staticmethod
    def _used_pairs(plan):
        used = {}
        for leg in plan.legs:
            if leg.via:
                used[leg.source.company.key, leg.via.company.key] = None
            if not leg.is_internal:
                used[leg.payer.key, leg.target.company.key] = None
        return used

    # ------------------------------------------------------------
    # Move values out
    # ------------------------------------------------------------
    def _write(self, booked):
        """Turn the entries of a plan into values, companies in a fixed order; and
        collect what Odoo would refuse of them."""
        plan, settlement = booked.plan, booked.settlement
        taxed = taxed_items(settlement.line_ids)
        taxed = taxed.filtered(lambda item: self._is_settled(plan, item))
        booked.notes = self.customers.notes(plan)
        booked.notes += self._cash_basis_notes(plan, taxed)
        for entry in sorted(plan.entries, key=lambda entry: entry.branch):
            company = self.env["res.company"].browse(entry.branch)
            booked.moves[entry.branch] = self.entries.move_values(booked, entry)
            if not company.active:
                booked.refusals.append(company._ar_archived_refusal())
                continue
            booked.refusals += self.entry_check.against_entry(
                company, booked.moves[entry.branch], self.entries.accounts_of_pairs
            )
        booked.refusals += self.entry_check.against_tax_due_on_payment(taxed)
        places = [
            *self._places(booked),
            *map(Place.of_tax_due_on_payment, taxed.company_id),
        ]
        booked.refusals += self.locks.against_posting(places, plan.date)

    def _places(self, booked):
        """Where the entries of a plan are to be."""
        for move in booked.moves.values():
            yield Place(
                self.env["res.company"].browse(move["company_id"]),
                self.env["account.journal"].browse(move["journal_id"] or []),
                any(self._carries_tax(values) for *_, values in move["line_ids"]),
            )

    @staticmethod
    def _carries_tax(values):
        """Whether a line corrects base or tax, with tags or without any."""
        taxes = [*values.get("tax_ids", ()), *values.get("tax_tag_ids", ())]
        return bool(values.get("tax_repartition_line_id")) or any(
            linked or ids for _command, linked, ids in taxes
        )

    @staticmethod
    def _is_settled(plan, item):
        settled = plan.settled.get(item.id)
        return bool(settled and (settled.value or settled.amount))

    def _cash_basis_notes(self, plan, items):
        """What the preview says where a tax becomes due in a later month than that in
        which the customer paid (section 7)."""
        known = {item.id: item for item in items}
        dates = {}
        for leg in plan.legs:
            is_earlier = (leg.date.year, leg.date.month) < (
                plan.date.year,
                plan.date.month,
            )
            if leg.target.key in known and is_earlier:
                dates.setdefault(leg.target.key, leg.date)
        return [
            self.texts.cash_basis_later(known[key], date, plan.date)
            for key, date in dates.items()
        ]
