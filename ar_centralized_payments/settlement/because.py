"""Why a line is what it is: the calculation, kept beside the line that it makes.

A figure is an amount and how it came about of other figures, down to what was given.
Lines are made of figures, so none can say anything else than what is booked. Nothing
here is language: words are found on reading.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction

from .money import Currency, round_half_up

Key = Hashable
#: How many digits a rate is shown with: the first number of them that reproduces what
#: it made.
DIGITS = range(4, 13)


class How(Enum):
    """How a figure comes about; the values are what is stored."""

    GIVEN = "g"  # what is marked, typed, or known
    TYPED = "t"  # a discount that the user typed
    FULL = "f"  # what a full settlement adds
    LISTED = "n"  # of so many items that they are listed elsewhere
    SAME = "="  # as it was in another company, or another role
    SUM = "+"
    MINUS = "-"  # the first one less the others
    BOOKED = "b"  # at the value at which a document is booked
    RATE = "r"  # at a company's rate
    CROSS = "c"  # at the rate that the user typed
    EARNED = "e"  # paid × D / (A - D): the discount of a tier
    PART = "p"  # its share of a whole


class Rule(Enum):
    """What a line is for (section 4 of the accounting rules); stored by value."""

    TAKEN = "taken"  # a source's receivable
    SETTLED = "settled"  # a target's receivable
    DUE_TO = "due_to"
    DUE_FROM = "due_from"
    THROUGH_TAKEN = "through_taken"  # the same, on the way to the primary payment
    THROUGH_BROUGHT = "through_brought"
    THROUGH_DUE_TO = "through_due_to"
    THROUGH_DUE_FROM = "through_due_from"
    INSIDE = "inside"  # a receivable, where both are in one company
    EXCHANGE_RECEIVABLE = "exchange_receivable"
    EXCHANGE = "exchange"
    DISCOUNT_RECEIVABLE = "discount_receivable"
    DISCOUNT = "discount"
    DISCOUNT_TAX = "discount_tax"
    NOTE_DISCOUNT = "note_discount"
    PENNY = "penny"
    OVER_UNDER = "over_under"
    RELEASE = "release"  # what a settlement takes back of a revaluation
    REVALUATION = "revaluation"
    BILL = "bill"
    BILL_EXCHANGE = "bill_exchange"
    BILL_BANK = "bill_bank"


#: The figures of a product: something times a factor.
PRODUCTS = (How.BOOKED, How.RATE, How.CROSS, How.EARNED, How.PART)


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in steps of a currency, and the calculation that made it.

    ``of`` are the figures that it is made of; ``numerator`` and ``denominator`` the
    exact factor of a product, in steps for a step. ``rest`` is what was added after
    rounding: what closes a document takes what is left. ``company`` is the company in
    whose books (or by whose rates) it was found, ``on`` the date of that value or
    rate, ``place`` that of the discount's tier (or how many are listed). ``sign`` is
    how it stands on a line.
    """

    how: How
    amount: int
    currency: Key
    of: tuple["Figure", ...] = ()
    numerator: int = 0
    denominator: int = 1
    rest: int = 0
    company: Key = None
    on: date | None = None
    place: int | None = None
    sign: int = 1

    def __neg__(self) -> "Figure":
        return replace(self, sign=-self.sign)

    @property
    def signed(self) -> int:
        """The amount as it stands on a line: debit positive."""
        return self.sign * self.amount

    @property
    def product(self) -> int:
        """What a product makes, before anything is added."""
        exact = Fraction(self.of[0].amount * self.numerator, self.denominator)
        return round_half_up(exact)

    def computed(self) -> int:
        """The amount, computed anew from what it is made of, down to what was given."""
        amounts = [figure.computed() for figure in self.of]
        if self.how is How.MINUS:
            return amounts[0] - sum(amounts[1:])
        if self.how in PRODUCTS:
            exact = Fraction(amounts[0] * self.numerator, self.denominator)
            return round_half_up(exact) + self.rest
        return sum(amounts) + self.rest if self.of else self.amount

    def steps(self) -> Iterator["Figure"]:
        """All figures that it is made of, and itself, in the order of calculation."""
        for figure in self.of:
            yield from figure.steps()
        yield self


def given(
    amount: int, currency: Currency, company: Key, how: How = How.GIVEN
) -> Figure:
    """What is not calculated."""
    return Figure(how, amount, currency.key, company=company)


def same(figure: Figure, company: Key, rest: int = 0) -> Figure:
    """What one company takes over from another, and what it adds to close."""
    amount = figure.amount + rest
    return Figure(
        How.SAME, amount, figure.currency, (figure,), rest=rest, company=company
    )


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of figures of one currency; of one, itself."""
    figures = tuple(figures)
    if len(figures) == 1:
        return figures[0]
    return Figure(
        How.SUM,
        sum(figure.amount for figure in figures),
        figures[0].currency,
        figures,
        company=figures[0].company,
    )


def total_of(figures: Iterable[Figure | None]) -> Figure | None:
    """The sum of those that there are, if any."""
    found = [figure for figure in figures if figure]
    return total(found) if found else None


def total_signed(figures: Iterable[Figure]) -> Figure:
    """The sum of figures as they stand, those of the other sign taken off."""
    found = sorted(figures, key=lambda figure: figure.signed < 0)
    sign = found[0].sign
    alike = [figure for figure in found if figure.sign == sign]
    others = [figure for figure in found if figure.sign != sign]
    whole = minus(total(alike), *others)
    return whole if sign > 0 else -whole


def minus(first: Figure, *others: Figure) -> Figure:
    """What is left of a figure after others of its currency, those of nothing left
    out."""
    others = tuple(other for other in others if other.amount)
    amount = first.amount - sum(other.amount for other in others)
    if not others:
        return first
    return Figure(
        How.MINUS, amount, first.currency, (first, *others), company=first.company
    )


def times(
    how: How,
    amount: int,
    currency: Currency,
    base: Figure,
    factor: tuple[int, int],
    **where: object,
) -> Figure:
    """A product that is known to be ``amount``: what the factor does not make of it,
    rounded, is its rest.

    :param factor: numerator and denominator, in steps of the one currency for a step
        of the other; a denominator of 0 makes it something given

    >>> usd, eur = Currency("USD"), given(100, Currency("EUR"), "E")
    >>> times(How.PART, 34, usd, eur, (1, 3)).rest
    1
    >>> times(How.PART, 34, usd, eur, (0, 0)).how
    <How.GIVEN: 'g'>
    """
    numerator, denominator = factor
    if not denominator:
        return given(amount, currency, where.get("company"))
    made = round_half_up(Fraction(base.amount * numerator, denominator))
    return Figure(
        how, amount, currency.key, (base,), numerator, denominator, amount - made,
        **where,
    )  # fmt: skip


def part_of(
    whole: Figure, amount: int, currency: Currency, weight: int, of: int
) -> Figure:
    """A part of a whole by its weight, standing as the whole does; the whole itself
    where it takes all of it."""
    if amount == whole.amount:
        return whole
    part = times(How.PART, amount, currency, whole, (weight, of), company=whole.company)
    return part if whole.sign > 0 else -part


def shown_rate(
    figure: Figure, base_step: Fraction, step: Fraction
) -> tuple[bool, Fraction]:
    """The rate of a product as a reader is shown it: as short as it can be and still
    make the amount, written as it is larger than one where both ways are as short.

    :param base_step: the step of the currency that it converts
    :param step: that of its own
    :return: whether it divides, and the rate

    >>> eur, cent = given(60000, Currency("EUR"), "E"), Fraction(1, 100)
    >>> rate = times(How.RATE, 73662, Currency("USD"), eur, (122769999999, 10**11))
    >>> shown_rate(rate, cent, cent)
    (False, Fraction(12277, 10000))
    >>> usd = given(73662, Currency("USD"), "F")
    >>> rate = times(How.RATE, 60000, Currency("EUR"), usd, (10000, 12277))
    >>> shown_rate(rate, cent, cent)
    (True, Fraction(12277, 10000))
    >>> usd = given(100000, Currency("USD"), "X")
    >>> rate = times(How.RATE, 75000, Currency("EUR"), usd, (3, 4))
    >>> shown_rate(rate, cent, cent)
    (False, Fraction(3, 4))
    """
    exact = Fraction(figure.numerator, figure.denominator) * step / base_step
    base = figure.of[0].amount * base_step / step
    is_small = 0 < exact < 1
    for digits in DIGITS:
        for is_divisor in (is_small, not is_small):
            rate = round(1 / exact if is_divisor and exact else exact, digits)
            if rate and _made(base, rate, is_divisor) == figure.product:
                return is_divisor, rate
    return False, exact


def _made(base: Fraction, rate: Fraction, is_divisor: bool) -> int:
    return round_half_up(base / rate if is_divisor else base * rate)


@dataclass(frozen=True, slots=True)
class Because:
    """Why a line is what it is.

    ``rule`` is what it is for, ``amount`` and ``balance`` how its
    amounts came about, in the line's currency and its company's (``None``: zero, or
    no amount of its own). ``other`` is the company on the other side, ``pair`` the
    companies of payment and invoice where their setting decided, and ``bearer`` whom
    it named. ``is_undone``: the line takes back what this explains.
    """

    rule: Rule
    balance: Figure | None
    amount: Figure | None = None
    other: Key = None
    pair: tuple[Key, Key] | None = None
    bearer: str | None = None
    is_undone: bool = False

    def undone(self) -> "Because":
        """Why the line is there that takes this one back."""
        balance, amount = self.balance and -self.balance, self.amount and -self.amount
        return replace(self, balance=balance, amount=amount, is_undone=True)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Balance and amount, those that it has, each once."""
        found = (self.balance, self.amount)
        return tuple(dict.fromkeys(figure for figure in found if figure))


@dataclass(frozen=True, slots=True)
class LegFigures:
    """How the amounts of a leg came about; each as the leg names it."""

    amount_source: Figure
    value_source: Figure
    value_via: Figure | None
    value_target: Figure
    amount_target: Figure
    value_settled: Figure | None = None
    discount: Figure | None = None
    discount_value: Figure | None = None
    source_discount: Figure | None = None
    source_discount_value: Figure | None = None


def pack(because: Because) -> dict:
    """Because as JSON can have it, short: what is empty is left out."""
    packed = {
        "rule": because.rule.value,
        "balance": _pack(because.balance),
        "amount": _pack(because.amount),
        "other": because.other,
        "pair": because.pair and [*because.pair],
        "bearer": because.bearer,
        "is_undone": because.is_undone or None,
    }
    return {name: value for name, value in packed.items() if value is not None}


def unpack(packed: dict) -> Because:
    """What :func:`pack` packed."""
    pair = packed.get("pair")
    return Because(
        Rule(packed["rule"]),
        _unpack(packed.get("balance")),
        _unpack(packed.get("amount")),
        packed.get("other"),
        pair and tuple(pair),
        packed.get("bearer"),
        packed.get("is_undone", False),
    )


def _pack(figure: Figure | None) -> list | None:
    if figure is None:
        return None
    factor = [figure.numerator, figure.denominator]
    values = [
        figure.how.value,
        figure.sign,
        figure.amount,
        figure.currency,
        figure.company,
        figure.on and figure.on.isoformat(),
        figure.place,
        figure.rest or None,
        factor if figure.how in PRODUCTS else None,
        [_pack(one) for one in figure.of] or None,
    ]
    while values[-1] is None:
        values.pop()
    return values


def _unpack(values: list | None) -> Figure | None:
    if values is None:
        return None
    filled = [*values, *[None] * (10 - len(values))]
    how, sign, amount, currency, company, on, place, rest, factor, of = filled
    numerator, denominator = factor or (0, 1)
    return Figure(
        How(how),
        amount,
        currency,
        tuple(_unpack(one) for one in of or ()),
        numerator,
        denominator,
        rest or 0,
        company,
        date.fromisoformat(on) if on else None,
        place,
        sign,
    )
