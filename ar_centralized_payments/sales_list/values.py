"""Kinds, periods, items and rows of a recapitulative statement."""

import calendar
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

#: Cents in one unit: formats file whole units, or cents.
UNIT = 100


class Kind(Enum):
    """What was supplied; rows of a number are in this order."""

    GOODS = "goods"
    TRIANGULAR = "triangular"
    SERVICES = "services"

    @property
    def order(self) -> int:
        return [*Kind].index(self)


class Regime(Enum):
    """How an error of a reported period is put right.

    ``REPLACE``: a list of its own for that period, with the right totals.
    ``DELTA_NEXT``: a signed difference in the next list. ``ORIGIN_TOTALS``: in the next
    list, the total before and the new one.
    """

    REPLACE = "replace"
    DELTA_NEXT = "delta_next"
    ORIGIN_TOTALS = "origin_totals"


class Rounding(Enum):
    """How a row's exact amount becomes what is filed; halves away from zero."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, or a quarter by its first month.

    >>> Period(2026, 1, 3).last, Period(2026, 3).code, Period(2026, 1, 3).code
    (datetime.date(2026, 3, 31), '2026-03', '2026-Q1')
    """

    year: int
    month: int
    months: int = 1

    @classmethod
    def of(cls, day: date, months: int = 1) -> "Period":
        """The month, or the quarter, that a day is in."""
        return cls(day.year, day.month - (day.month - 1) % months, months)

    @classmethod
    def between(cls, first: date, last: date) -> "Period":
        """The period of these days, as they are stored."""
        return cls(first.year, first.month, last.month - first.month + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        month = self.month + self.months - 1
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def is_quarter(self) -> bool:
        return self.months > 1

    @property
    def quarter(self) -> int:
        return (self.month + 2) // 3

    @property
    def code(self) -> str:
        if self.is_quarter:
            return f"{self.year}-Q{self.quarter}"
        return f"{self.year}-{self.month:02d}"

    @property
    def before(self) -> "Period":
        """The period just before, of the same length."""
        return Period.of(self.first - timedelta(days=1), self.months)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Item:
    """A base amount of one source (a journal item, a discount of a settlement), signed
    as a sale: credit notes are negative. ``period`` is the one it belongs to."""

    source: Hashable
    number: str
    kind: Kind
    amount: int
    period: Period

    @property
    def key(self) -> tuple:
        return (self.source, self.number, self.kind, self.period)


@dataclass(frozen=True, slots=True)
class Row:
    """A customer's number and a kind: what stood before, and what is right now.

    ``before`` is 0 in a regular row. ``origin`` is the period that is put right, or
    ``None``. ``items`` make up the difference, exactly.
    """

    number: str
    kind: Kind
    before: int
    new: int
    origin: Period | None = None
    items: tuple[Item, ...] = ()

    @property
    def difference(self) -> int:
        return self.new - self.before


def rounded(amount: int, step: int, rounding: Rounding = Rounding.HALF_UP) -> int:
    """How many steps an amount in cents is.

    >>> rounded(150075, 100), rounded(20050, 100), rounded(-20050, 100)
    (1501, 201, -201)
    >>> rounded(199, 100, Rounding.DOWN), rounded(-101, 100, Rounding.UP)
    (1, -2)
    """
    whole, rest = divmod(abs(amount), step)
    if rounding is Rounding.HALF_UP:
        whole += 2 * rest >= step
    elif rounding is Rounding.UP:
        whole += rest > 0
    return whole if amount >= 0 else -whole
