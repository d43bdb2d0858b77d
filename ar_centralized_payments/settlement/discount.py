"""What a cash discount is worth for what one settlement pays (section 6).

Figures: D the discount on a total of A, both in the invoice's currency.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil

from .money import round_half_up, share
from .values import Discount


def available(discount: Discount, outside: int) -> int:
    """What is left of the discount when ``outside`` more is settled without it.

    ``D * (A - settled outside) / A``, rounded, less what was given before. 12.00 on
    638.22 with 313.11 settled outside leaves 6.11.
    """
    worth = round_half_up(unrounded(discount, outside))
    return max(worth - discount.given, 0)


def unrounded(discount: Discount, outside: int) -> Fraction:
    """``D * (A - settled outside) / A``."""
    untouched = discount.total - discount.outside - outside
    return Fraction(discount.amount * untouched, discount.total)


def earned(discount: Discount, paid: int) -> int:
    """What a payment of ``paid`` inside the tier earns: ``P * D / (A - D)``.

    297.00 at 1 % of 1,000.00 earns 3.00; 500.00 earns 5.05.
    """
    payable = discount.total - discount.amount
    if payable <= 0:
        return discount.amount
    return round_half_up(Fraction(paid * discount.amount, payable))


@dataclass
class Taking:
    """A target filling up: how much it still takes, and the discount that results.

    ``inside`` was paid by sources that earn the discount, ``outside`` by others.
    All amounts in the target's currency; ``typed`` and ``typed_discount`` are the
    user's, where there are any.
    """

    open_amount: int
    discount: Discount | None
    typed: int | None = None
    typed_discount: int | None = None
    takes: list[tuple[int, bool]] = field(default_factory=list)
    inside: int = 0
    outside: int = 0

    @property
    def rest(self) -> int:
        """What is open before any discount."""
        return self.open_amount - self.inside - self.outside

    def capacity(self, earns: bool) -> int:
        """How much the target takes from a source that earns the discount, or not."""
        room = self._room(earns)
        if self.typed is not None:
            room = min(room, self.typed - self.inside - self.outside)
        return max(room, 0)

    def _room(self, earns: bool) -> int:
        if self.typed_discount is not None:
            return self.rest - self.typed_discount
        if self.discount is None or not (earns or self.inside):
            return self.rest
        if earns:
            return self.rest - available(self.discount, self.outside)
        return self._room_outside(self.discount)

    def _room_outside(self, discount: Discount) -> int:
        """What a source that earns nothing pays beside others that earn: until what
        is left is the discount that is then left, which it makes smaller itself.

        Of 1,000.00 at 1 % with 495.00 paid it pays 500.00, for 5.00 are left then.
        """
        payable = discount.total - discount.amount
        if payable <= 0:
            return self.rest
        over = self.rest + discount.given - unrounded(discount, self.outside)
        return min(ceil(over * discount.total / payable), self.rest)

    def take(self, amount: int, earns: bool) -> None:
        """Record that a source paid ``amount``."""
        self.takes.append((amount, earns))
        if earns:
            self.inside += amount
        else:
            self.outside += amount

    def total(self) -> int:
        """The discount that this settlement gives on the target.

        A settlement that reaches the open amount less the discount closes it with
        exactly what is left; another one earns its part only where the company
        gives discounts on partial payments.
        """
        if not self.takes:
            return 0
        if self.typed_discount is not None:
            return self.typed_discount
        if self.discount is None or not self.inside:
            return 0
        left = available(self.discount, self.outside)
        if self.rest <= left:
            return self.rest
        part = earned(self.discount, self.inside)
        return min(part, left) if self.discount.partial else 0

    def calculated(self) -> int:
        """The part of ``total`` that the terms give: only that much corrects tax.

        What the user typed beyond it is a discount without tax (section 4).
        """
        total = self.total()
        if self.typed_discount is None or self.discount is None or not self.inside:
            return total if self.typed_discount is None else 0
        left = available(self.discount, self.outside)
        if self.rest > total:
            part = earned(self.discount, self.inside)
            left = min(part, left) if self.discount.partial else 0
        return min(total, left)

    def parts(self) -> list[int]:
        """The discount of each take: what it earned, the last that earns the rest.

        A typed discount is spread over all takes by what they pay.
        """
        if self.typed_discount is not None or self.discount is None:
            return spread(self.total(), [amount for amount, _earns in self.takes])
        worth = [
            earned(self.discount, amount) if earns else None
            for amount, earns in self.takes
        ]
        return fill(self.total(), worth)


def fill(total: int, wanted: list[int | None]) -> list[int]:
    """Give each what it wants of ``total`` (≥ 0), in order; the last one the rest.

    ``None`` takes no part; one that wants 0 does, and may have to take the rest.

    >>> fill(1000, [505, 495]), fill(3, [5, None, 5]), fill(1, [0, None])
    ([505, 495], [3, 0, 0], [1, 0])
    """
    last = max(
        (place for place, want in enumerate(wanted) if want is not None), default=None
    )
    parts, rest = [], total
    for place, want in enumerate(wanted):
        part = rest if place == last else min(want or 0, rest)
        parts.append(part)
        rest -= part
    return parts


def spread(total: int, weights: list[int]) -> list[int]:
    """Split ``total`` by weights: all of it, each within a step of its share.

    The running sum is rounded, so no part has another sign than its weight, weights
    below zero included, and one that weighs nothing gets nothing.

    >>> spread(100, [1, 1, 1]), spread(7, [0, 5, 0]), spread(90, [100, -10])
    ([33, 34, 33], [0, 7, 0], [100, -10])
    """
    whole = sum(weights)
    marks = [share(total, upto, whole) if upto else 0 for upto in accumulate(weights)]
    return [upto - start for start, upto in pairwise([0, *marks])]
