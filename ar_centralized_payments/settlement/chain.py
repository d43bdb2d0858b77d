"""What a source's amount is worth on its way to a target (section 4).

Forward: source currency → accounting currency of each company on the way, at the
value date and with the receiving company's rates → target currency. Each step is
rounded to its currency. Backward when the target takes less than the source has.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from .money import Currency, convert, share
from .values import Company, Item, Key

#: A forward result that misses by this many steps of the target's currency fits.
FITTING_STEPS = 2

#: A conversion by a company's rates: the company, from one currency to another.
Conversion = tuple[Company, Currency, Currency]


class MissingRateError(Exception):
    """Currencies have no rate on or before the date in a company's own or the
    shared rates. ``args``: (company key, currency key, date) for each."""


@dataclass(frozen=True)
class Rates:
    """The rates known to a request."""

    table: Mapping[tuple[Key, Key, date], Fraction]

    def factors(self, conversions: Sequence[Conversion], on: date) -> list[Fraction]:
        """For each, what one unit of the first currency is worth in the second.

        :raises MissingRateError: naming every rate that is missing.
        """
        needed = {
            (company.key, currency.key, on): None
            for company, source, target in conversions
            if source != target
            for currency in (source, target)
        }
        missing = [key for key in needed if not self.table.get(key)]
        if missing:
            raise MissingRateError(*missing)
        return [self._factor(*conversion, on) for conversion in conversions]

    def _factor(
        self, company: Company, source: Currency, target: Currency, on: date
    ) -> Fraction:
        if source == target:
            return Fraction(1)
        rate, base = self.table[company.key, target.key, on], source.key
        return rate / self.table[company.key, base, on]


@dataclass(frozen=True)
class Worth:
    """One amount along the chain: a, the value in each company (v, …, w), a'."""

    amount_source: int
    values: tuple[int, ...]
    amount_target: int


@dataclass(frozen=True)
class Chain:
    """The way from a source to a target through ``companies`` (the first is the
    source's, the last the target's; one only, where both are the same)."""

    source: Item
    target: Item
    companies: tuple[Company, ...]
    rates: Rates
    on: date
    cross_rate: Fraction | None = None

    @property
    def is_one_currency(self) -> bool:
        """Whether no conversion of the amount is needed."""
        return self.source.currency == self.target.currency

    @cached_property
    def factors(self) -> list[Fraction]:
        """By what each step multiplies: company to company, then to the target's
        currency; together, so that every rate that is missing is named at once.

        A company that keeps its books in the source's currency receives a itself.
        """
        steps = [
            (payee, payer.currency, payee.currency)
            if payee.currency != self.source.currency
            else (payee, payee.currency, payee.currency)
            for payer, payee in pairwise(self.companies)
        ]
        last, end = self.companies[-1], self.target.currency
        if self.is_one_currency or self.cross_rate:
            end = last.currency
        return self.rates.factors([*steps, (last, last.currency, end)], self.on)

    @property
    def hops(self) -> list[tuple[Company, Company, Fraction]]:
        """Payer, payee and factor of each step from company to company."""
        return [
            (payer, payee, factor)
            for (payer, payee), factor in zip(
                pairwise(self.companies), self.factors[:-1], strict=True
            )
        ]

    def meet(self, have: int, amount: int, value: int, want: int) -> Worth | None:
        """Settle as much as the source has (``have``) and the target takes (``want``).

        ``amount`` and ``value`` are what is open on the source now. ``None`` where
        what is left is worth nothing in the other currency.

        :raises MissingRateError: naming every rate that is missing.
        """
        if self.is_one_currency:
            return self._worth(min(have, want), amount, value, min(have, want))
        worth = self._worth(have, amount, value, None)
        if abs(worth.amount_target - want) <= self._tolerance(amount, value):
            return self._worth(have, amount, value, want)
        if worth.amount_target > want:
            have = min(self._backward(want, amount, value), have)
            worth = self._worth(have, amount, value, want)
        return worth if worth.amount_source and worth.amount_target else None

    def _worth(self, part: int, amount: int, value: int, reached: int | None) -> Worth:
        """The chain for ``part`` of the source; ``reached`` is a' where it is known."""
        values = self._values(part, share(value, part, amount))
        if reached is None:
            reached = self._forward(part, values[-1])
        return Worth(part, values, reached)

    def _forward(self, part: int, value: int) -> int:
        source, target = self.source.currency, self.target.currency
        if self.cross_rate:
            return convert(part, source, target, self.cross_rate)
        return convert(value, self.companies[-1].currency, target, self.factors[-1])

    def _values(self, part: int, value: int) -> tuple[int, ...]:
        """v, then w at each company on the way, each from the one before."""
        values = [value]
        for payer, payee, factor in self.hops:
            if payee.currency == self.source.currency:
                value = part
            else:
                value = convert(value, payer.currency, payee.currency, factor)
            values.append(value)
        return tuple(values)

    def _backward(self, want: int, amount: int, value: int) -> int:
        """The part of the source that is worth ``want``: the chain the other way.

        It stops where the forward chain starts: at the last company that keeps its
        books in the source's currency, for there w is a.
        """
        source, target = self.source.currency, self.target.currency
        if self.cross_rate:
            return convert(want, target, source, 1 / self.cross_rate)
        back = convert(want, target, self.companies[-1].currency, 1 / self.factors[-1])
        for payer, payee, factor in reversed(self.hops):
            if payee.currency == source:
                return back
            back = convert(back, payee.currency, payer.currency, 1 / factor)
        return share(amount, back, value)

    def _tolerance(self, amount: int, value: int) -> Fraction:
        """How far the forward result may miss, in steps of the target's currency:
        two of them, or the worth of one step of any currency on the way."""
        if self.cross_rate:
            worths = [self.source.currency.step * self.cross_rate]
        else:
            worths = list(self._step_worths(amount, value))
        return max(Fraction(FITTING_STEPS), max(worths) / self.target.currency.step)

    def _step_worths(self, amount: int, value: int) -> Iterator[Fraction]:
        """What one step of each currency on the way is worth, in the target's."""
        worth = self.factors[-1]
        yield self.companies[-1].currency.step * worth
        for payer, payee, factor in reversed(self.hops):
            if payee.currency == self.source.currency:
                return
            worth *= factor
            yield payer.currency.step * worth
        yield Fraction(value, amount) * self.companies[0].currency.step * worth
