"""From marked transactions to legs: who settles what (section 3).

One board holds what is left of every source and target while legs are made. The
order of marking plays no part: everything is sorted first.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from .chain import Chain, MissingRateError, Rates, Worth
from .discount import Taking, available, fill
from .money import share
from .values import Company, Item, Key, Leg, Mark, Problem, Request, Side

Chooser = Callable[["Source", "Target"], bool]


@dataclass
class Source:
    """A marked source and what is left of it."""

    mark: Mark
    amount: int
    value: int
    used: int = 0

    @property
    def item(self) -> Item:
        """The transaction."""
        return self.mark.item

    @property
    def left(self) -> int:
        """What it can still give: what the user typed, or all that is open."""
        if self.mark.amount is None:
            return self.amount
        return min(self.mark.amount - self.used, self.amount)

    def give(self, amount: int, value: int) -> None:
        """Take ``amount`` (worth ``value``) out of it."""
        self.used += amount
        self.amount -= amount
        self.value -= value


@dataclass
class Target:
    """A marked target, what it still takes, and the legs that pay it."""

    mark: Mark
    taking: Taking
    legs: list[Leg] = field(default_factory=list)

    @property
    def item(self) -> Item:
        """The transaction."""
        return self.mark.item

    @property
    def missing(self) -> int:
        """What the user typed and no source has covered (0: all of it is).

        A discount typed on a target that nothing pays would get lost: it is missing.
        So is an amount typed on an invoice that its discount alone would close.
        """
        if self.mark.amount is None:
            return 0 if self.legs else self.mark.discount or 0
        earning = self.taking.capacity(earns=True)
        if earning or self.taking.inside:
            return earning
        return self.taking.capacity(earns=False)


class Board:
    """All sources and targets of one request, and the legs made so far."""

    def __init__(self, request: Request) -> None:
        self.request = request
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
        return [Source(mark, mark.item.amount, mark.item.value) for mark in marks]

    def _sorted_targets(self) -> list[Target]:
        """By date, larger available discount, due date, id."""
        marks = [m for m in self.request.marks if m.item.side is Side.TARGET]
        deciding = self.discount_date(self.sources[0].item) if self.sources else None

        def rank(mark: Mark) -> tuple[date, Fraction, date, int]:
            item, worth = mark.item, 0
            if item.discount and deciding and deciding <= item.discount.until:
                worth = available(item.discount, 0)
            return item.date, -worth * item.currency.step, item.due_date, item.order

        return [Target(mark, self._taking(mark)) for mark in sorted(marks, key=rank)]

    def _taking(self, mark: Mark) -> Taking:
        item = mark.item
        discount = item.discount
        if discount and not any(self.earns(source, item) for source in self.sources):
            discount = None
        return Taking(item.amount, discount, mark.amount, mark.discount)

    def rate_date(self, source: Item) -> date:
        """The date of a leg for rates: the primary's, else the source's (3.3)."""
        return self.primary.date if self.primary else source.date

    def discount_date(self, source: Item) -> date:
        """The date that decides on a discount (section 6)."""
        return self.request.discount_date or self.rate_date(source)

    def earns(self, source: Source, target: Item) -> bool:
        """Whether what the source pays earns the target its discount."""
        return bool(
            target.discount
            and not source.item.is_note
            and self.discount_date(source.item) <= target.discount.until
        )

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
        made = -1
        while made != self.made:
            made = self.made
            for chosen in levels:
                for source, target in self._meetings(chosen):
                    self._meet(source, target)

    def _meetings(self, chosen: Chooser) -> Iterator[tuple[Source, Target]]:
        for is_internal in (True, False):
            for is_same in (True, False):
                for source in self.sources:
                    for target in self.targets:
                        if not source.left:
                            break
                        one, other = source.item, target.item
                        if (
                            (one.company == other.company) is is_internal
                            and (one.currency == other.currency) is is_same
                            and chosen(source, target)
                        ):
                            yield source, target

    def _meet(self, source: Source, target: Target) -> None:
        earns = self.earns(source, target.item)
        want = target.taking.capacity(earns)
        companies = self.companies(source.item, target.item)
        if not want:
            return
        chain = Chain(
            source.item,
            target.item,
            companies,
            self.rates,
            self.rate_date(source.item),
            target.mark.cross_rate,
        )
        try:
            worth = chain.meet(source.left, source.amount, source.value, want)
        except MissingRateError as missing:
            self.refuse_rates(missing.args)
            return
        if worth:
            self._settle(source, target, chain, worth, earns)

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
        self, source: Source, target: Target, chain: Chain, worth: Worth, earns: bool
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
        )
        source.give(worth.amount_source, worth.values[0])
        target.taking.take(worth.amount_target, earns)
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
        valued = (leg for target in self.targets for leg in value_legs(target))
        shown = (leg for leg in valued if leg.number not in self.unpaired)
        return tuple(sorted(shown, key=lambda leg: leg.number))


def value_legs(target: Target) -> Iterator[Leg]:
    """Give each leg of a target its booked value c and its part of the discount.

    Leg by leg: c first, then the discount on what c left, so that a closing
    discount takes the rest. 638.22 at 769.82 paid 626.22: c = 755.35, and the
    discount of 12.00 is worth 14.47.
    """
    amount, value = target.item.amount, target.item.value
    discounts = target.taking.parts()
    taxed = fill(target.taking.calculated(), discounts)
    for leg, discount, part in zip(target.legs, discounts, taxed, strict=True):
        settled = share(value, leg.amount_target, amount)
        amount, value = amount - leg.amount_target, value - settled
        discount_value = share(value, discount, amount) if discount else 0
        amount, value = amount - discount, value - discount_value
        yield replace(
            leg,
            value_settled=settled,
            discount=discount,
            discount_value=discount_value,
            discount_taxed=part,
        )


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
