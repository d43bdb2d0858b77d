"""What a source's amount is worth on its way to a target (section 4).

Forward: source currency → accounting currency of each company on the way, at the
value date and with the receiving company's rates → target currency. Each step is
rounded to its currency. Backward when the target takes less than the source has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .money import Currency, convert, share
from .values import Company, Item, Key

#: A forward result that misses by this many steps of the target's currency fits.
FITTING_STEPS = 2


class MissingRateError(Exception):
    """A currency has no rate on or before the date in a company's own or the
    shared rates. ``args``: company key, currency key, date."""


@dataclass(frozen=True)
class Rates:
    """The rates known to a request."""

    table: Mapping[tuple[Key, Key, date], Fraction]

    def factor(
        self, company: Company, source: Currency, target: Currency, on: date
    ) -> Fraction:
        """What one unit of ``source`` is worth in ``target``, by the company's rates.

        :raises MissingRateError: where either currency has no rate.
        """
        if source == target:
            return Fraction(1)
        return self._rate(company, target, on) / self._rate(company, source, on)

    def _rate(self, company: Company, currency: Currency, on: date) -> Fraction:
        rate = self.table.get((company.key, currency.key, on))
        if not rate:
            raise MissingRateError(company.key, currency.key, on)
        return rate


@dataclass(frozen=True)
class Worth:
    """One amount along the chain: a, the value in each company (v, …, w), a′."""

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

    def meet(self, have: int, amount: int, value: int, want: int) -> Worth | None:
        """Settle as much as the source has (``have``) and the target takes (``want``).

        ``amount`` and ``value`` are what is open on the source now. ``None`` where
        what is left is worth nothing in the other currency.
        """
        if self.is_one_currency:
            return self._worth(min(have, want), amount, value, want)
        worth = self._worth(have, amount, value, None)
        if abs(worth.amount_target - want) <= self._tolerance(amount, value):
            return self._worth(have, amount, value, want)
        if worth.amount_target > want:
            have = min(self._backward(want, amount, value), have)
            worth = self._worth(have, amount, value, want)
        return worth if worth.amount_source and worth.amount_target else None

    def _worth(self, part: int, amount: int, value: int, want: int | None) -> Worth:
        """The forward chain for ``part`` of the source; ``want`` fixes a′."""
        values = self._values(part, share(value, part, amount))
        if self.is_one_currency:
            reached = part
        elif want is not None:
            reached = want
        elif self.cross_rate:
            reached = convert(
                part, self.source.currency, self.target.currency, self.cross_rate
            )
        else:
            reached = self._convert_last(values[-1])
        return Worth(part, values, reached)

    def _values(self, part: int, value: int) -> tuple[int, ...]:
        """v, then w at each company on the way, each from the one before."""
        values = [value]
        for payer, payee in zip(self.companies, self.companies[1:], strict=False):
            if self.source.currency == payee.currency:
                value = part
            else:
                factor = self.rates.factor(
                    payee, payer.currency, payee.currency, self.on
                )
                value = convert(value, payer.currency, payee.currency, factor)
            values.append(value)
        return tuple(values)

    def _convert_last(self, value: int) -> int:
        company, currency = self.companies[-1], self.target.currency
        factor = self.rates.factor(company, company.currency, currency, self.on)
        return convert(value, company.currency, currency, factor)

    def _backward(self, want: int, amount: int, value: int) -> int:
        """The part of the source that is worth ``want``: the chain the other way.

        It stops where the forward chain starts: at the last company that keeps its
        books in the source's currency, for there w is a.
        """
        if self.cross_rate:
            return convert(
                want, self.target.currency, self.source.currency, 1 / self.cross_rate
            )
        company, currency = self.companies[-1], self.target.currency
        factor = self.rates.factor(company, currency, company.currency, self.on)
        back = convert(want, currency, company.currency, factor)
        for payer, payee in zip(
            self.companies[-2::-1], self.companies[:0:-1], strict=True
        ):
            if payee.currency == self.source.currency:
                return back
            factor = self.rates.factor(payee, payee.currency, payer.currency, self.on)
            back = convert(back, payee.currency, payer.currency, factor)
        return share(amount, back, value) if value else amount

    def _tolerance(self, amount: int, value: int) -> Fraction:
        """How far the forward result may miss, in steps of the target's currency:
        two of them, or the worth of one step of any currency on the way."""
        step = self.target.currency.step
        if self.cross_rate:
            source_step = self.source.currency.step * self.cross_rate / step
            return max(Fraction(FITTING_STEPS), source_step)
        company = self.companies[-1]
        worth = self.rates.factor(
            company, company.currency, self.target.currency, self.on
        )
        worths = [company.currency.step * worth]
        is_reached = self.source.currency == company.currency
        for payer, payee in zip(
            self.companies[-2::-1], self.companies[:0:-1], strict=True
        ):
            if is_reached:
                break
            worth *= self.rates.factor(payee, payer.currency, payee.currency, self.on)
            worths.append(payer.currency.step * worth)
            is_reached = self.source.currency == payer.currency
        if not is_reached:
            worths.append(
                Fraction(value, amount) * self.companies[0].currency.step * worth
            )
        return max(Fraction(FITTING_STEPS), *(worth / step for worth in worths))
