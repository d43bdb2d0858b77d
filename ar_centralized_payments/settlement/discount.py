"""What a cash discount is worth for what one settlement pays (section 6).

Figures: D the discount on a total of A, both in the invoice's currency.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from .money import round_half_up
from .values import Discount


def available(discount: Discount, outside: int) -> int:
    """What is left of the discount when ``outside`` more is settled without it.

    ``D × (A − settled outside) / A``, rounded, less what was given before. 12.00 on
    638.22 with 313.11 settled outside leaves 6.11.
    """
    untouched = discount.total - discount.outside - outside
    worth = round_half_up(Fraction(discount.amount * untouched, discount.total))
    return max(worth - discount.given, 0)


def earned(discount: Discount, paid: int) -> int:
    """What a payment of ``paid`` inside the tier earns: ``P × D / (A − D)``.

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
        room = self.rest - self._reserved(earns)
        if self.typed is not None:
            room = min(room, self.typed - self.inside - self.outside)
        return max(room, 0)

    def _reserved(self, earns: bool) -> int:
        if self.typed_discount is not None:
            return self.typed_discount
        if self.discount is None:
            return 0
        left = available(self.discount, self.outside)
        return left if earns else min(left, earned(self.discount, self.inside))

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
        part = min(earned(self.discount, self.inside), self.discount.amount)
        if self.rest <= max(left, part):
            return self.rest
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
        """The discount of each take: what it earned, the last one the rest.

        A typed discount is spread over all takes by what they pay.
        """
        if self.typed_discount is not None or self.discount is None:
            return spread(self.total(), [amount for amount, _earns in self.takes])
        worth = [
            earned(self.discount, amount) if earns else 0
            for amount, earns in self.takes
        ]
        return fill(self.total(), worth)


def fill(total: int, wanted: list[int]) -> list[int]:
    """Give each what it wants of ``total`` (≥ 0); the last that wants takes the rest.

    >>> fill(1000, [505, 495]), fill(3, [5, 0, 5]), fill(0, [1, 2])
    ([505, 495], [3, 0, 0], [0, 0])
    """
    last = max((place for place, want in enumerate(wanted) if want), default=None)
    parts, rest = [], total
    for place, want in enumerate(wanted):
        part = rest if place == last else min(want, rest)
        parts.append(part)
        rest -= part
    return parts


def spread(total: int, weights: list[int]) -> list[int]:
    """Split ``total`` by weights, rounded; the last that weighs takes the rest.

    >>> spread(100, [1, 1, 1]), spread(7, [0, 5, 0])
    ([33, 33, 34], [0, 7, 0])
    """
    whole = sum(weights) or 1
    return fill(
        total, [round_half_up(Fraction(total * weight, whole)) for weight in weights]
    )
