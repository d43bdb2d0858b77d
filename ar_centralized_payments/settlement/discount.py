"""What a cash discount is worth for what one settlement pays (section 6).

Figures: D a tier's discount on a total of A, both in the document's currency. A
credit note with a discount of its own is used by the same formulas as an invoice is
paid.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise

from .money import round_half_up, share
from .values import Discount, Use


def tier_met(discount: Discount | None, use: Use, on: date) -> int | None:
    """The place of the tier that a date meets: the first one, best first.

    *Always* meets the first tier, *never* none; a discount that is not enabled is
    for *always* only.
    """
    if discount is None or use is Use.NEVER:
        return None
    if use is Use.ALWAYS:
        return 0
    met = (n for n, tier in enumerate(discount.tiers) if on <= tier.until)
    return next(met, None) if discount.is_enabled else None


def available(discount: Discount, place: int, outside: int, now: int = 0) -> int:
    """What is left of a tier when ``outside`` more is settled without it.

    ``D * (A - settled outside) / A``, rounded, less what it gave before. 12.00 on
    638.22 with 313.11 settled outside leaves 6.11. All tiers together give no more
    than the best one would (``now``: what others give in this settlement): rounded
    each by itself, they could.
    """
    tier = discount.tiers[place]
    untouched = discount.total - tier.outside - outside
    worth = round_half_up(Fraction(tier.amount * untouched, discount.total))
    most = max(other.amount for other in discount.tiers)
    most -= sum(other.given for other in discount.tiers) + now
    return max(min(worth - tier.given, most), 0)


def earned(discount: Discount, place: int, paid: int) -> int:
    """What a payment of ``paid`` inside a tier earns: ``P * D / (A - D)``.

    297.00 at 1 % of 1,000.00 earns 3.00; 500.00 earns 5.05.
    """
    amount = discount.tiers[place].amount
    payable = discount.total - amount
    if payable <= 0:
        return amount if paid else 0
    return round_half_up(Fraction(paid * amount, payable))


@dataclass(frozen=True, slots=True)
class Take:
    """A part of what is paid, and the place of the tier that it is paid in.

    ``counts``: it earns its part though the settlement does not close the document.
    """

    amount: int
    tier: int | None
    counts: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """The discount of one take, the tier it belongs to, and what corrects tax."""

    amount: int
    taxed: int
    tier: int | None


@dataclass
class Taking:
    """A document filling up: how much it still takes, and the discount that results.

    All amounts in its currency; ``typed`` and ``typed_discount`` are the user's, where
    there are any. ``is_full``: the rest is given as discount. ``is_closing``: what is
    lacking is written off, so the whole discount is given. ``limits`` are what tiers
    give at most, by place, where an overpayment makes their discount smaller.
    """

    open_amount: int
    discount: Discount | None
    typed: int | None = None
    typed_discount: int | None = None
    is_full: bool = False
    limits: dict[int, int] = field(default_factory=dict)
    is_closing: bool = False
    takes: list[Take] = field(default_factory=list)
    #: What is paid, or used, without discount; and by tier, as far as it is in one.
    paid: int = 0
    inside: dict[int, int] = field(default_factory=dict)

    @property
    def rest(self) -> int:
        """What is open before any discount."""
        return self.open_amount - self.paid

    @property
    def lacking(self) -> int:
        """What stays open after the discount."""
        return self.rest - sum(given.amount for given in self.given())

    def capacity(self, tier: int | None) -> int:
        """How much it takes from a source of a tier, or outside every tier."""
        room = self._room(tier)
        if self.typed is not None:
            room = min(room, self.typed - self.paid)
        return max(room, 0)

    def _room(self, tier: int | None) -> int:
        """What closes it, paid in one tier (or outside) beside what is paid already.

        Of 1,000.00 at 1 % with 495.00 paid a source outside pays 500.00, for 5.00 are
        left then: what it pays makes the discount smaller.
        """
        if self.typed_discount is not None:
            return self.rest - self.typed_discount
        if self.inside.keys() <= {tier}:
            return self.rest - sum(self._whole(0, tier).values())
        if self._closes(0, None):
            return 0
        return bisect_left(
            range(self.rest), True, key=lambda paid: self._closes(paid, tier)
        )

    def take(self, amount: int, tier: int | None, counts: bool = False) -> None:
        """Record that a source paid ``amount``."""
        self.takes.append(Take(amount, tier, counts))
        self.paid += amount
        if tier is not None:
            self.inside[tier] = self.inside.get(tier, 0) + amount

    def _closes(self, more: int, tier: int | None) -> bool:
        return self.rest - more <= sum(self._whole(more, tier).values())

    def _whole(self, more: int = 0, tier: int | None = None) -> dict[int, int]:
        """What each tier gives where what is paid (and ``more`` in a tier, or outside)
        closes the document: all that is available.

        The last tier takes what the others leave of it, each of which has what it
        would have given to all that was ever paid in it. 1,000.00 at 2 % and 1 %,
        294.00 paid in the first tier and 693.00 in the second: 6.00, which leaves
        10.00 * 700.00 / 1,000.00 = 7.00 for the second.
        """
        inside = self.inside
        if tier is not None:
            inside = {**inside, tier: inside.get(tier, 0) + more}
        paid, shares = self.paid + more, {}
        for place in sorted(inside):
            now = sum(shares.values())
            outside = paid - inside[place] + now
            most = available(self.discount, place, outside, now)
            if place != max(inside):
                most = min(most, self._caught_up(place, inside[place]))
            most = min(most, self.limits.get(place, most))
            shares[place] = min(most, max(self.open_amount - paid - now, 0))
        return shares

    def _in_part(self) -> dict[int, int]:
        """What each tier gives where the document stays open: what the takes that
        count earn, never more than is left to give."""
        shares: dict[int, int] = {}
        for place in sorted(self.inside):
            now = sum(shares.values())
            outside = self.paid - self.inside[place] + now
            counted = (t.amount for t in self.takes if t.counts and t.tier == place)
            share = earned(self.discount, place, sum(counted))
            most = available(self.discount, place, outside, now)
            shares[place] = min(share, most, self.rest - now)
        return shares

    def _caught_up(self, place: int, paid: int) -> int:
        """What brings a tier to its part of all that was ever paid in it, earlier
        payments that got none included: ``g = D * (settled inside + P + g) / A``, less
        what it gave before."""
        total, tier = self.discount.total, self.discount.tiers[place]
        payable = total - tier.amount
        if payable <= 0:
            return tier.amount
        inside = total - tier.outside - self.open_amount + paid
        due = Fraction(tier.amount * inside - total * tier.given, payable)
        return max(round_half_up(due), 0)

    def _calculated(self) -> tuple[dict[int, int], bool]:
        """What each tier gives by the terms, whatever the user typed; and whether that
        is all of it, because the document is closed: what is paid reaches the open
        amount less the whole discount, or the rest is given or written off."""
        whole = self._whole()
        closing = self.typed_discount
        if closing is None:
            closing = sum(whole.values())
        if self.is_closing or self.is_full or self.rest <= closing:
            return whole, True
        return self._in_part(), False

    def given(self) -> list[Given]:
        """The discount of each take: what it earned, the last that earns the rest.

        A typed discount is spread over all takes by what they pay; what a full
        settlement adds goes with the last one. Only what the terms give corrects tax.
        What is given outside every tier counts for the first one that is paid in.
        """
        if not self.takes:
            return []
        calculated, is_whole = self._calculated()
        amounts = self._amounts(calculated, is_whole)
        spare = None
        if self.discount is not None:
            spare = next(iter(calculated), 0)
        tiers = [
            spare if take.tier is None and amount else take.tier
            for take, amount in zip(self.takes, amounts, strict=True)
        ]
        taxed = [0] * len(amounts)
        for place, most in calculated.items():
            of_tier = [n for n, tier in enumerate(tiers) if tier == place]
            parts = [amounts[n] for n in of_tier]
            for n, part in zip(
                of_tier, fill(min(most, sum(parts)), parts), strict=True
            ):
                taxed[n] = part
        rows = zip(amounts, taxed, tiers, strict=True)
        return [Given(*row) for row in rows]

    def _amounts(self, calculated: dict[int, int], is_whole: bool) -> list[int]:
        if self.typed_discount is not None:
            amounts = spread(self.typed_discount, [take.amount for take in self.takes])
        else:
            amounts = [0] * len(self.takes)
            for place, total in calculated.items():
                wanted = self._wanted(place, total, is_whole)
                amounts = [a + part for a, part in zip(amounts, wanted, strict=True)]
        if self.is_full:
            amounts[-1] += self.rest - sum(amounts)
        return amounts

    def _wanted(self, place: int, total: int, is_whole: bool) -> list[int]:
        """A tier's discount, split over the takes that are paid in it."""
        return fill(
            total,
            [
                earned(self.discount, place, take.amount)
                if take.tier == place and (take.counts or is_whole)
                else None
                for take in self.takes
            ],
        )


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
