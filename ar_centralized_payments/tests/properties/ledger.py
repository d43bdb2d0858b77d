"""A ledger of one company that remembers: what was open at a date, and what stands.

Written apart from the core, from the rules' words, so that the two can disagree.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from settlement.money import Currency
from settlement.revaluation import Exposure, release
from settlement.values import Role


@dataclass
class Document:
    """Its amount and booked value, and what was settled of both, by date."""

    currency: Currency
    amount: int
    value: int
    day: date
    settled: list = field(default_factory=list)

    def open(self, day=date.max):
        """What is open of it at the end of a day: amount and booked value."""
        known = [row for row in self.settled if row[0] <= day]
        return (
            self.amount - sum(row[1] for row in known),
            self.value - sum(row[2] for row in known),
        )


class Ledger:
    """Documents of one company, the sub-ledger, and the accounts of its runs."""

    def __init__(self, company):
        self.company = company
        self.items = {}
        #: (item, date, amount): what a run or a release ever booked for an item.
        self.booked = []
        self.run_dates = defaultdict(set)
        self.accounts = defaultdict(int)

    def invoice(self, key, currency, amount, value, day):
        self.items[key] = Document(currency, amount, value, day)

    def open(self, key, day=date.max):
        return self.items[key].open(day)

    def standing(self, key, day=date.max):
        return sum(
            amount for item, on, amount in self.booked if item == key and on <= day
        )

    def adjustment(self, day):
        return sum(amount for _item, on, amount in self.booked if on <= day)

    def settle(self, key, amount, day, releases=False):
        """Reduce what is open; by our own engine it may release what stands."""
        open_amount, open_value = self.open(key)
        value = open_value
        if amount != open_amount:
            value = int(Fraction(open_value * amount, open_amount))
        self.items[key].settled.append((day, amount, value))
        later = any(item == key and on > day for item, on, _x in self.booked)
        standing = self.standing(key)
        if not releases or later or not standing:
            return 0
        released = release(standing, open_amount, open_amount - amount)
        self.booked.append((key, day, -released))
        side = Role.UNREALIZED_GAIN if standing > 0 else Role.UNREALIZED_LOSS
        self.accounts[Role.ADJUSTMENT] -= released
        self.accounts[side] += released
        return released

    def settle_share(self, key, percent, day, releases):
        """Settle so many percent of what is open, if anything is."""
        open_amount, _value = self.open(key)
        if open_amount:
            part = int(open_amount * percent / 100) or open_amount
            self.settle(key, part, day, releases)

    def exposures(self, day):
        """What a run for the day looks at (4.1, 4.2)."""
        found = []
        for order, (key, item) in enumerate(self.items.items()):
            stands = self.standing(key, day) or self.standing(key)
            if item.day <= day and (any(item.open(day)) or stands):
                found.append(self._exposure(order, key, item, day))
        return tuple(found)

    def _exposure(self, order, key, item, day):
        amount, value = item.open(day)
        return Exposure(
            key=key,
            company=self.company,
            branch=self.company.key,
            partner="customer",
            currency=item.currency,
            amount=amount,
            value=value,
            amount_now=item.open()[0],
            standing=self.standing(key, day),
            standing_ever=self.standing(key),
            has_later_run=any(on > day for on in self.run_dates[key]),
            order=order,
        )

    def book(self, plan):
        """Write a plan into the sub-ledger and the accounts."""
        for one in plan.valued:
            self.booked.append((one.item.key, plan.date, one.booked))
            self.booked.append((one.item.key, plan.date_after, one.afterwards))
            self.run_dates[one.item.key].add(plan.date)
        for entry in plan.entries + plan.entries_after:
            assert sum(line.balance for line in entry.lines) == 0
            for line in entry.lines:
                assert line.amount == 0 and line.balance
                self.accounts[line.account.role] += line.balance

    def check(self):
        """The accounts hold what the sub-ledger says, each sign on its own (L2)."""
        standings = [self.standing(key) for key in self.items]
        assert self.accounts[Role.ADJUSTMENT] == self.adjustment(date.max)
        assert self.accounts[Role.UNREALIZED_GAIN] == -sum(
            standing for standing in standings if standing > 0
        )
        assert self.accounts[Role.UNREALIZED_LOSS] == -sum(
            standing for standing in standings if standing < 0
        )
