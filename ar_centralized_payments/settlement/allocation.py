"""From marked transactions to legs: who settles what (section 3).

One board holds what is left of every source and target while legs are made. The
order of marking plays no part: everything is sorted first.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product

from .chain import Chain, MissingRateError, Rates, Worth
from .discount import Given, Taking, available, tier_met
from .figures import booked, discounted, leg_figures
from .money import share
from .values import (
    Company,
    Difference,
    Item,
    Key,
    Leg,
    Mark,
    Problem,
    Request,
    Side,
    Use,
)

Chooser = Callable[["Source", "Target"], bool]


@dataclass
class Source:
    """A marked source, and what is left of it in both currencies.

    ``tier`` is the tier of its own discount (credit notes only) that its use is in.
    """

    mark: Mark
    taking: Taking
    tier: int | None
    amount: int
    value: int
    difference: Difference | None = None

    @property
    def item(self) -> Item:
        """The transaction."""
        return self.mark.item

    @property
    def left(self) -> int:
        """What it can still give, beside its own discount: what the user typed, or
        all that is open."""
        return self.taking.capacity(self.tier)

    @property
    def earns(self) -> bool:
        """Whether what it pays may earn a discount: that of a credit note only where
        the note gives one itself (section 6)."""
        if not self.item.is_note or self.taking.typed_discount:
            return True
        return self.tier is not None and self.taking.typed_discount is None

    def give(self, amount: int, value: int) -> None:
        """Take ``amount`` (worth ``value``) out of it."""
        self.taking.take(amount, self.tier, counts=True)
        self.amount -= amount
        self.value -= value


@dataclass
class Target:
    """A marked target, what it still takes, and the legs that pay it.

    ``tiers`` are the tiers in which marked sources could pay it.
    """

    mark: Mark
    taking: Taking
    tiers: tuple[int, ...]
    legs: list[Leg] = field(default_factory=list)
    difference: Difference | None = None

    @property
    def item(self) -> Item:
        """The transaction."""
        return self.mark.item

    @property
    def missing(self) -> int:
        """What the user typed and no source has covered (0: all of it is).

        A discount typed on a target that nothing pays would get lost: it is missing.
        So is an amount typed on an invoice that its discount alone would close, and
        the full settlement of what nothing pays.
        """
        if self.difference:
            return 0
        if self.mark.amount is None:
            unpaid = self.item.amount if self.mark.full_settlement else 0
            return 0 if self.legs else self.mark.discount or unpaid
        earning = min(map(self.taking.capacity, self.tiers), default=0)
        if earning or self.taking.inside:
            return earning
        return self.taking.capacity(None)


class Board:
    """All sources and targets of one request, and the legs made so far."""

    def __init__(
        self, request: Request, limits: Mapping[Key, dict[int, int]] | None = None
    ) -> None:
        self.request = request
        self.levels: tuple[Chooser, ...] = ()
        #: By target: what its tiers may give, where overpayments shrink it (section 7).
        self.limits = limits or {}
        self.rates = Rates(request.rates)
        self.problems: dict[Problem, None] = {}
        self.primary = next(
            (mark.item for mark in request.marks if mark.is_primary), None
        )
        self.sources = self._sorted_sources()
        self.targets = self._sorted_targets()
        self.made = 0
        self.unpaired: set[int] = set()

    def _sorted_sources(self) -> list[Source]:
        """By date and id; the primary payment is the last (3.3)."""
        marks = [m for m in self.request.marks if m.item.side is Side.SOURCE]
        marks.sort(key=lambda m: (m.is_primary, m.item.date, m.item.order))
        return [self._source(mark) for mark in marks]

    def _source(self, mark: Mark) -> Source:
        item = mark.item
        taking = Taking(item.amount, item.discount, mark.amount, mark.discount)
        tier = self._tier_met(item, mark)
        return Source(mark, taking, tier, item.amount, item.value)

    def _sorted_targets(self) -> list[Target]:
        """By date, larger available discount, due date, id."""
        marks = [m for m in self.request.marks if m.item.side is Side.TARGET]

        def rank(mark: Mark) -> tuple[date, Fraction, date, int]:
            item, worth = mark.item, 0
            if self.sources:
                tier = self._tier_met(self.sources[0].item, mark)
                worth = 0 if tier is None else available(item.discount, tier, 0)
            return item.date, -worth * item.currency.step, item.due_date, item.order

        return [self._target(mark) for mark in sorted(marks, key=rank)]

    def _target(self, mark: Mark) -> Target:
        item = mark.item
        taking = Taking(
            item.amount,
            item.discount,
            mark.amount,
            mark.discount,
            mark.full_settlement,
            self.limits.get(item.key, {}),
        )
        tiers = {self.tier(source, mark) for source in self.sources} - {None}
        return Target(mark, taking, tuple(sorted(tiers)))

    def rate_date(self, source: Item) -> date:
        """The date of a leg for rates: the primary's, else the source's (3.3)."""
        return self.primary.date if self.primary else source.date

    def discount_date(self, source: Item) -> date:
        """The date that decides on a discount (section 6): what was typed, else the
        day of the primary, or of the source."""
        deciding = self.primary or source
        return self.request.discount_date or deciding.discount_day or deciding.date

    def _tier_met(self, source: Item, mark: Mark) -> int | None:
        """The tier of a marked document at the date that decides on a source: its
        days of grace extend every tier (section 6)."""
        on = self.discount_date(source) - timedelta(days=source.grace_days)
        return tier_met(mark.item.discount, mark.use, on)

    def tier(self, source: Source, target: Mark) -> int | None:
        """The place of the target's tier in which the source pays it, if any."""
        return self._tier_met(source.item, target) if source.earns else None

    def companies(self, source: Item, target: Item) -> tuple[Company, ...]:
        """The companies on the way from source to target: through the hub where
        neither is in it."""
        ends = (source.company, target.company)
        if source.company == target.company:
            return ends[:1]
        if self.primary and self.primary.company not in ends:
            return (source.company, self.primary.company, target.company)
        return ends

    def fill(self, levels: Iterable[Chooser]) -> None:
        """Make legs: each company's own first, one currency first (section 3).

        Repeated until nothing is left to meet: what was too small to be worth a
        step of the other currency may fit once others have taken their part.
        """
        made, self.levels = -1, tuple(levels)
        while made != self.made:
            made = self.made
            for chosen in self.levels:
                for source, target in self._meetings(chosen):
                    self._meet(source, target)

    def _meetings(self, chosen: Chooser) -> Iterator[tuple[Source, Target]]:
        """A customer's own first, then inside one company, then in one currency."""
        for level in product((True, False), repeat=3):
            for source in self.sources:
                for target in self.targets:
                    if not source.left:
                        break
                    if level == nearness(source.item, target.item) and chosen(
                        source, target
                    ):
                        yield source, target

    def _meet(self, source: Source, target: Target) -> None:
        tier = self.tier(source, target.mark)
        want = target.taking.capacity(tier)
        if not want:
            return
        chain = self.chain(source, target)
        try:
            worth = chain.meet(source.left, source.amount, source.value, want)
        except MissingRateError as missing:
            self.refuse_rates(missing.args)
            return
        if worth:
            self._settle(source, target, chain, worth, tier)

    def chain(self, source: Source, target: Target) -> Chain:
        """What a source's amounts are worth on the way to a target."""
        return Chain(
            source.item,
            target.item,
            self.companies(source.item, target.item),
            self.rates,
            self.rate_date(source.item),
            target.mark.cross_rate,
        )

    def _check_pairs(self, companies: tuple[Company, ...]) -> None:
        """Refuse for want of a pair. The leg still takes its part, so that no pair
        is asked for that would not be needed; it is not shown, nor booked."""
        for payer, payee in pairwise(companies):
            if (payer.key, payee.key) not in self.request.routings:
                self._refuse("pair", company=payer.key, details=(("other", payee.key),))
                self.unpaired.add(self.made)

    def refuse_rates(self, missing: Iterable[tuple[Key, Key, date]]) -> None:
        """Refuse for want of rates: company key, currency key and date of each."""
        for company, currency, on in missing:
            details = (("currency", currency), ("date", on))
            self._refuse("rate", company=company, details=details)

    def _refuse(self, code: str, **where: Key) -> None:
        self.problems[Problem(code, **where)] = None

    def _settle(
        self,
        source: Source,
        target: Target,
        chain: Chain,
        worth: Worth,
        tier: int | None,
    ) -> None:
        self._check_pairs(chain.companies)
        via = self.primary if len(chain.companies) > 2 else None
        leg = Leg(
            self.made,
            source.item,
            target.item,
            via,
            source.item.date,
            chain.on,
            worth.amount_source,
            worth.amount_target,
            worth.values[0],
            worth.values[1] if via else None,
            worth.values[-1],
            figures=leg_figures(chain, worth, source.amount, source.value),
        )
        source.give(worth.amount_source, worth.values[0])
        target.taking.take(worth.amount_target, tier, counts_in_part(source, target))
        target.legs.append(leg)
        self.made += 1

    def keeps_typed(self) -> bool:
        """Whether every amount that the user typed is used in full."""
        return not any(
            source.mark.amount is not None and source.left for source in self.sources
        ) and not any(target.missing for target in self.targets)

    def legs(self) -> tuple[Leg, ...]:
        """The legs in the order made, with what they settle at booked value; those
        that lack a pair of companies left out."""
        valued = {
            leg.number: leg for target in self.targets for leg in value_legs(target)
        }
        for source in self.sources:
            if source.item.is_note:
                for leg in value_note(source, self.legs_of(source, valued.values())):
                    valued[leg.number] = leg
        return tuple(valued[n] for n in sorted(valued) if n not in self.unpaired)

    def legs_of(self, source: Source, legs: Iterable[Leg] | None = None) -> list[Leg]:
        """The legs of a source, in the order made."""
        if legs is None:
            legs = (leg for target in self.targets for leg in target.legs)
        found = (leg for leg in legs if leg.source.key == source.item.key)
        return sorted(found, key=lambda leg: leg.number)

    def differences(self) -> tuple[Difference, ...]:
        """What is written off, of sources and of targets."""
        both = (*self.sources, *self.targets)
        return tuple(one.difference for one in both if one.difference)


def nearness(one: Item, other: Item) -> tuple[bool, bool, bool]:
    """Whether two transactions share their customer, company and currency."""
    return (
        one.party == other.party,
        one.company == other.company,
        one.currency == other.currency,
    )


def counts_in_part(source: Source, target: Target) -> bool:
    """Whether what a source pays earns its part where it does not close the target.

    Payments do where the company's option says so, and always do under *always*. A
    credit note that gives a discount itself is not a payment: what it gives, it earns.
    """
    is_always = target.mark.use is Use.ALWAYS
    discount = target.item.discount
    return is_always or source.item.is_note or bool(discount and discount.partial)


def value_legs(target: Target) -> Iterator[Leg]:
    """Give each leg of a target its booked value c and its part of the discount.

    Leg by leg: c first, then the discount on what c left, so that a closing
    discount takes the rest. 638.22 at 769.82 paid 626.22: c = 755.35, and the
    discount of 12.00 is worth 14.47.
    """
    item, taking = target.item, target.taking
    amount, value = item.amount, item.value
    for leg, given in zip(target.legs, taking.given(), strict=True):
        paid = leg.figures.amount_target
        settled = share(value, leg.amount_target, amount)
        figures = {"value_settled": booked(item, paid, settled, value, amount)}
        amount, value = amount - leg.amount_target, value - settled
        worth = value_given(given, amount, value)
        if given.amount:
            is_last = leg is target.legs[-1]
            earned = discounted(item, taking, given, paid, is_last)
            figures["discount"] = earned
            figures["discount_value"] = booked(item, earned, worth, value, amount)
        amount, value = amount - given.amount, value - worth
        yield replace(
            leg,
            figures=replace(leg.figures, **figures),
            value_settled=settled,
            discount=given.amount,
            discount_value=worth,
            discount_taxed=given.taxed,
            tier=given.tier,
        )


def value_note(source: Source, legs: Iterable[Leg]) -> Iterator[Leg]:
    """Give each leg of a credit note its part of the note's own discount, at booked
    value: on what all its legs left, so that a closing discount takes the rest.

    A note of 100.00 at 1 % is used as 99.00 and 1.00.
    """
    item, taking = source.item, source.taking
    amount, value = source.amount, source.value
    for leg, given in zip(legs, taking.given(), strict=True):
        worth = value_given(given, amount, value)
        figures = leg.figures
        if given.amount:
            earned = discounted(item, taking, given, figures.amount_source, False)
            figures = replace(
                figures,
                source_discount=earned,
                source_discount_value=booked(item, earned, worth, value, amount),
            )
        amount, value = amount - given.amount, value - worth
        yield replace(
            leg,
            figures=figures,
            source_discount=given.amount,
            source_discount_value=worth,
            source_discount_taxed=given.taxed,
            source_tier=given.tier,
        )


def value_given(given: Given, amount: int, value: int) -> int:
    """A discount at the booked value of what is left of its document."""
    return share(value, given.amount, amount) if given.amount else 0


def is_typed(mark: Mark) -> bool:
    """Whether the user gave an amount or a discount."""
    return mark.amount is not None or bool(mark.discount)


#: In the order of section 3; and, where that would not use all that was typed, typed
#: amounts before automatic ones.
NATURAL: tuple[Chooser, ...] = (lambda source, target: True,)
TYPED_FIRST: tuple[Chooser, ...] = (
    lambda source, target: is_typed(source.mark) and is_typed(target.mark),
    lambda source, target: is_typed(source.mark),
    lambda source, target: is_typed(target.mark),
    *NATURAL,
)


def allocate(request: Request) -> Board:
    """Match the marked transactions of a request; the result says what is missing."""
    board = Board(request)
    board.fill(NATURAL)
    if board.keeps_typed() or board.problems:
        return board
    board = Board(request)
    board.fill(TYPED_FIRST)
    return board
