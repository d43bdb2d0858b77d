"""Amounts as integers that count a currency's rounding step, and how they round.

An amount of 1,234.56 USD is ``123456`` steps of 0.01; 100.05 CHF in cash
rounding is ``2001`` steps of 0.05. A rate is an exact fraction.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction

#: Stored rates are binary floats: what they put this close to a half *is* a half (one
#: part in so many). The bound, a thousandth of a step, keeps a whole number whole:
#: 5,000,000,000.00 at rate 1 is 5 * 10¹¹ steps.
NOISE = 10**12
LARGEST_NOISE = NOISE // 1000


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: an opaque key and the size of its rounding step."""

    key: Hashable
    step: Fraction = Fraction(1, 100)


def round_half_up(value: Fraction) -> int:
    """Round to a whole number of steps, halves away from zero.

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(-5, 2))
    (3, -3)
    >>> round_half_up(Fraction(5 * 10**11)), round_half_up(Fraction(1.005) * 100)
    (500000000000, 101)
    """
    size, of = abs(value.numerator), value.denominator
    noise = min(size, of * LARGEST_NOISE)
    steps = ((2 * size + of) * NOISE + 2 * noise) // (2 * of * NOISE)
    return steps if value.numerator >= 0 else -steps


def share(total: int, part: int, whole: int) -> int:
    """Give what ``part`` of ``whole`` is worth of ``total``; all of it at the end.

    >>> share(72372, 30000, 60000), share(10000, 1, 3), share(10000, 3, 3)
    (36186, 3333, 10000)
    """
    return round_half_up(Fraction(total * part, whole))


def convert(amount: int, source: Currency, target: Currency, factor: Fraction) -> int:
    """Convert steps of ``source`` to steps of ``target``.

    ``factor`` is what one unit (not one step) of ``source`` is worth in ``target``.

    >>> convert(60000, Currency("EUR"), Currency("USD"), Fraction("1.2277"))
    73662
    """
    return round_half_up(amount * source.step * factor / target.step)
