"""How a discount or a difference is cut into the parts of its document (section 4).

Two cuts. A discount that reduces the tax has a part for each tax as it is booked on
the document, and for each base; and what is booked on profit and loss follows the
analytic distributions of the document's base lines. Whatever is cut, the parts make
the whole.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from .discount import spread
from .money import round_half_up, share
from .values import DiscountPart, Key, Portion


def correction(
    discount: int, rate: Fraction, taxes: Sequence[int], bases: Sequence[int]
) -> tuple[list[int], list[int]]:
    """What a whole discount corrects of each tax and each base, as they are booked.

    All in steps of the document's currency, positive as the document's total is.
    A tax is corrected by ``rate`` of what is booked, rounded once, whatever was
    rounded or typed there; the bases by ``rate`` of theirs, the largest one by what
    is left as well. 367.10 of 339.60 and 27.50 tax, rounded to 0.05, at 2 %:

    >>> correction(735, Fraction(2, 100), [2750], [33960])
    ([55], [680])

    Bases are rounded in a row, so that a hundred small ones are no half step too
    large each.

    >>> correction(3, Fraction(1, 100), [], [50, 50, 50, 150])
    ([], [1, 0, 1, 1])
    """
    of_taxes = [round_half_up(rate * tax) for tax in taxes]
    marks = [round_half_up(rate * upto) for upto in accumulate(bases, initial=0)]
    of_bases = [upto - start for start, upto in pairwise(marks)]
    of_bases[largest(bases)] += discount - sum(of_taxes) - sum(of_bases)
    return of_taxes, of_bases


def largest(weights: Sequence[int]) -> int:
    """The place of the largest weight, whichever its sign; the first of equal ones."""
    return max(range(len(weights)), key=lambda place: abs(weights[place]))


def reached(weights: Sequence[int], upto: int, rest: int | None) -> list[int]:
    """What each part of a whole has, once ``upto`` is given.

    Each its share by weight, rounded; the one at ``rest`` what the others leave.
    """
    whole = sum(weights)
    parts = [share(weight, upto, whole) for weight in weights]
    if rest is not None:
        parts[rest] += upto - sum(parts)
    return parts


def cut(weights: Sequence[int], before: int, now: int, rest: int | None) -> list[int]:
    """Give the next ``now`` of a whole to its parts, after ``before`` of it.

    Each gets what its running total still lacks: however a whole is taken, its parts
    end where they would at once. 3.80 and 20.00, taken as 0.11 and 23.69:

    >>> cut([380, 2000], 0, 11, 1), cut([380, 2000], 11, 2369, 1)
    ([2, 9], [378, 1991])
    """
    start = reached(weights, before, rest)
    end = reached(weights, before + now, rest)
    return [upto - had for had, upto in zip(start, end, strict=True)]


def split_discount(
    terms: tuple[DiscountPart, ...], amount: int, value: int, taxed: int, before: int
) -> list[tuple[DiscountPart, int, int]]:
    """Split a discount over the parts of its tier: (part, amount, value) each.

    ``taxed`` of it corrects tax, after ``before`` that did so earlier; the largest
    base takes the rest. What is not taxed is plain. Tax parts are valued first, the
    untaxed ones take the rest: 12.76 worth 15.39 with 0.76 of tax gives tax 0.76/0.92
    and 12.00/14.47.
    """
    parts, amounts = [], []
    if taxed and sum(part.amount for part in terms):
        parts = sorted(terms, key=lambda part: not part.is_tax)
        bases = [0 if part.is_tax else part.amount for part in parts]
        rest = largest(bases) if any(bases) else None
        amounts = cut([part.amount for part in parts], before, taxed, rest)
    parts.append(DiscountPart(None, 0))
    amounts.append(amount - sum(amounts))
    rows = zip(parts, amounts, spread(value, amounts), strict=True)
    return [row for row in rows if row[1] or row[2]]


def portions_in(portions: Sequence[Portion], is_own: bool) -> dict[Key, int]:
    """The weight of each analytic distribution, as a company may use it.

    Those of the document's own company; elsewhere what is shared of them.
    """
    weights: dict[Key, int] = {}
    for portion in portions:
        key = portion.analytic if is_own else portion.shared
        weights[key] = weights.get(key, 0) + portion.weight
    return {key: weight for key, weight in weights.items() if weight} or {None: 1}


def in_proportion(weights: Sequence[int]) -> list[int]:
    """Weights by which a whole can be split.

    Lines below zero count as they are (100.00 less beside 1,000.00) until they take
    more than a third of the others away: what is left says little of their proportion
    then (99.00 less beside 100.00), and each counts by its size.

    >>> in_proportion([1000, -100]), in_proportion([100, -99])
    ([1000, -100], [100, 99])
    """
    sizes = [abs(weight) for weight in weights]
    return list(weights) if 2 * sum(weights) >= sum(sizes) else sizes


def by_analytic(
    weights: dict[Key, int], amount: int, value: int, before: int = 0
) -> list[tuple[Key, int, int]]:
    """Split what is booked on profit and loss: (distribution, amount, value) each.

    ``before`` was split by the same weights earlier. 22.00 of 1,000.00 on A and 100.00
    on B is 20.00 on A and 2.00 on B.

    >>> by_analytic({"A": 100000, "B": 10000}, 2200, 2200)
    [('A', 2000, 2000), ('B', 200, 200)]
    """
    parts = in_proportion([*weights.values()])
    amounts = cut(parts, before, amount, largest(parts))
    values = spread(value, amounts if amount else parts)
    return [*zip(weights, amounts, values, strict=True)]
