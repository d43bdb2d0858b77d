"""What a bill of exchange is worth: on a day, and in the books, and why."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .because import Because, Figure, How, Rule, given, minus, times, total
from .figures import at_rate
from .money import Currency, convert


@dataclass(frozen=True, slots=True)
class Worth:
    """What amounts of the bill's currency are worth on a day, in the company's.

    :param factor: of one unit (not one step) of the currency
    :param holder: the company that holds the bill, whose rates these are
    :param on: the day
    """

    currency: Currency
    company: Currency
    factor: Fraction = Fraction(1)
    holder: Hashable = None
    on: date | None = None

    def of(self, amount: int) -> int:
        return convert(amount, self.currency, self.company, self.factor)

    def face(self, amount: int) -> Figure:
        """An amount of the bill's currency."""
        return given(amount, self.currency, self.holder)

    def stands(self, value: int) -> Figure:
        """A value at which something stands in the books."""
        return given(value, self.company, self.holder)

    def now(self, amount: int) -> Figure:
        """What an amount is worth on the day."""
        face = self.face(amount)
        if self.currency == self.company:
            return face
        ends = self.currency, self.company
        return at_rate(self.of(amount), face, *ends, self.factor, self.holder, self.on)

    def part(self, part: int, value: int, whole: tuple[int, int]) -> Figure:
        """A part at the value of what it is a part of (``whole``: value, amount); the
        last part has the rest."""
        face = self.face(part)
        if self.currency == self.company and part == value:
            return face
        return times(How.BOOKED, value, self.company, face, whole, company=self.holder)


def difference_of(values: list[Figure], worth: Worth) -> Figure:
    """What credits are more than debits: the loss, or below zero the gain."""
    credits = [_size(figure, worth) for figure in values if figure.signed < 0]
    debits = [_size(figure, worth) for figure in values if figure.signed > 0]
    first = total(credits) if credits else worth.stands(0)
    return minus(first, *debits)


def because_of_payment(amount: int, value: int, worth: Worth) -> Because:
    """Why a line of the payment that draws a bill, or that takes the draw back, is what
    it is: worth the rate of its day, or else what was booked.

    :param amount: of the line, debit positive, and so is ``value``
    """
    found = worth.now(abs(amount))
    if found.amount != abs(value):
        whole = abs(value), abs(amount)
        found = worth.part(abs(amount), abs(value), whole)
    face = worth.face(abs(amount))
    if (amount or value) < 0:
        found, face = -found, -face
    own = None if face.currency == found.currency else face
    return Because(Rule.BILL, found, own, worth.holder)


def _size(figure: Figure, worth: Worth) -> Figure:
    """Without a sign: fees may be more than what the bank pays."""
    if figure.amount < 0:
        return worth.stands(-figure.amount)
    return figure if figure.sign > 0 else -figure
