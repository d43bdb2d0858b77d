"""The values that go into a plan and come out of it. All immutable.

Companies, partners and accounts are opaque keys. An amount is an integer in
steps of the currency named beside it; *value* always means the accounting
currency of the item's company. Section numbers are those of the accounting
rules.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction

from .because import Because, Figure, LegFigures
from .money import Currency

Key = Hashable


class Side(Enum):
    """Which way a transaction moves the customer's balance (section 1)."""

    SOURCE = "source"  # decreases it: payment, credit note
    TARGET = "target"  # increases it: invoice, refund paid out


class Bearer(Enum):
    """The company that a discount or an exchange difference goes to (section 2)."""

    PAYMENT = "payment"
    INVOICE = "invoice"


@dataclass(frozen=True, slots=True)
class Company:
    """A legal entity and its accounting currency."""

    key: Key
    currency: Currency


@dataclass(frozen=True, slots=True)
class Routing:
    """The two choices of an ordered pair payment company → invoice company."""

    discount: Bearer = Bearer.INVOICE
    exchange: Bearer = Bearer.PAYMENT


@dataclass(frozen=True, slots=True)
class Portion:
    """What base lines of one analytic distribution are of their document (section 4).

    ``analytic`` is the key of the distribution (``None``: none), ``shared`` that of
    what companies other than the document's may use of it. ``weight`` is in steps of
    the document's currency, below zero for what makes the document smaller.
    """

    analytic: Key
    shared: Key
    weight: int


@dataclass(frozen=True, slots=True)
class DiscountPart:
    """One line of a whole discount: its amount in the invoice's currency.

    ``key`` identifies the line to the record layer (taxes, tags); ``is_tax`` says
    that the part corrects tax, which stays where it was posted. ``portions`` are
    those of a base line of its own; without, the document's.
    """

    key: Key
    amount: int
    is_tax: bool = False
    portions: tuple[Portion, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier of a cash discount, in the document's currency (section 6).

    ``amount`` is the discount on the whole total (D), ``until`` the last date that
    earns it, ``account`` the tier's own account (an opaque key; ``None``: that of the
    company that bears the discount). ``outside`` was settled earlier without this
    tier (other tiers, their discounts included, and no tier at all); ``given`` is the
    discount that this tier gave earlier. ``parts`` splits ``amount`` where it
    corrects tax.
    """

    amount: int
    until: date
    account: Key = None
    outside: int = 0
    given: int = 0
    parts: tuple[DiscountPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Discount:
    """The cash discount of one invoice or credit note (section 6).

    ``total`` is the document's total (A), ``tiers`` its tiers, best first. ``partial``
    lets a payment that does not close the invoice earn its part. ``is_enabled`` is
    false on a credit note whose company gives no discounts on credit notes: only
    *always* takes it then.
    """

    total: int
    tiers: tuple[Tier, ...]
    partial: bool = False
    is_enabled: bool = True


class Use(Enum):
    """*Use cash discount* of a marked transaction (section 6)."""

    NORMAL = "normal"  # the tier whose date is met
    ALWAYS = "always"  # the first tier, as if its date were met
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Item:
    """An open transaction: what is open of it, in both currencies, both positive.

    ``branch`` is the company that holds the document (``company`` itself, or a
    branch of it); ``order`` breaks ties between equal dates. ``is_note`` marks a
    credit note: it earns a target a cash discount only where it gives one itself, its
    own ``discount``. ``grace_days`` of a source extend the date of every tier for it;
    ``discount_day`` is the day that counts for discounts, where that is not its date
    (a bill of exchange: when it is due).
    ``portions`` of a document say how its base lines are spread over analytic
    distributions; none where they have none.
    ``party`` is the customer over all companies: who pays for somebody else is of
    another one (section 9).
    ``standing`` is what revaluations have booked for it and a settlement releases, in
    the company's currency, positive for a gain (0: nothing is released);
    ``revalued_on`` the date of the last of them.
    """

    key: Key
    side: Side
    company: Company
    branch: Key
    partner: Key
    account: Key
    currency: Currency
    date: date
    due_date: date
    order: int
    amount: int
    value: int
    discount: Discount | None = None
    is_note: bool = False
    analytic: Key = None
    grace_days: int = 0
    portions: tuple[Portion, ...] = ()
    standing: int = 0
    revalued_on: date | None = None
    party: Key = None
    discount_day: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked transaction, and what the user typed (``None``: automatic).

    ``amount`` is paid or used, without discount; ``discount`` is taken on top; both
    in the item's currency. ``cross_rate``: units of the target's currency for one
    unit of the source's. ``use`` says whether the item's tiers are used;
    ``full_settlement`` gives what a target's payments leave open as extra discount.
    """

    item: Item
    amount: int | None = None
    discount: int | None = None
    cross_rate: Fraction | None = None
    is_primary: bool = False
    use: Use = Use.NORMAL
    full_settlement: bool = False


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Up to which value a company writes differences off (section 7).

    ``penny`` and ``over_under`` are the maxima in steps of its own currency, 0 for
    none; the accounts are opaque keys. ``is_unspecific``: an overpayment first makes
    the cash discount smaller.
    """

    penny: int = 0
    over_under: int = 0
    is_unspecific: bool = False
    penny_account: Key = None
    over_under_account: Key = None


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a plan depends on.

    ``rates`` maps (company key, currency key, date) to the units of that currency for
    one unit of the company's rate base; a rate that is missing there is a problem
    of the plan. ``date`` and ``discount_date`` are the user's choice, if any.
    ``tolerances`` are by company key; a company that is missing has none.
    """

    marks: tuple[Mark, ...]
    routings: Mapping[tuple[Key, Key], Routing]
    rates: Mapping[tuple[Key, Key, date], Fraction]
    date: date | None = None
    discount_date: date | None = None
    tolerances: Mapping[Key, Tolerance] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason to refuse the plan: a code, where, and the figures of its text."""

    code: str
    company: Key = None
    item: Key = None
    details: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Leg:
    """One source meeting one target, through ``via`` where a hub is used (section 4).

    ``amount_source`` (a) and ``discount``/``amount_target`` (δ, a') are in the
    currencies of source and target. ``value_source`` (v) is in the source company's
    accounting currency, ``value_via`` (w of the first hop) in the hub's, and
    ``value_target`` (w), ``value_settled`` (c) and ``discount_value`` in the target
    company's. ``discount_taxed`` is the part of the discount that corrects tax;
    ``tier`` is the place of the target's tier that the leg settles in (``None``:
    outside every tier). The same of a credit note's own discount, in the note's
    currency and its company's, is in ``source_tier`` and ``source_discount…``.
    ``date`` is the value date, ``rate_date`` that of the rates; ``figures`` say how
    the amounts came about.
    """

    number: int
    source: Item
    target: Item
    via: Item | None
    date: date
    rate_date: date
    amount_source: int
    amount_target: int
    value_source: int
    value_via: int | None
    value_target: int
    value_settled: int = 0
    discount: int = 0
    discount_value: int = 0
    discount_taxed: int = 0
    tier: int | None = None
    source_tier: int | None = None
    source_discount: int = 0
    source_discount_value: int = 0
    source_discount_taxed: int = 0
    figures: LegFigures | None = field(default=None, repr=False)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Its number, as several legs that are booked together have theirs."""
        return (self.number,)

    @property
    def value_date(self) -> date:
        """When the customer paid."""
        return self.date

    @property
    def exchange(self) -> int:
        """The exchange difference d, positive for a gain, in the target's value."""
        return self.value_target - self.value_settled

    @property
    def payer(self) -> Company:
        """The company that pays the target's company: the pair's payment company."""
        return self.via.company if self.via else self.source.company

    @property
    def is_internal(self) -> bool:
        """Whether source and target belong to one legal entity."""
        return self.source.company == self.target.company

    @property
    def is_for_another(self) -> bool:
        """Whether one customer pays for another (section 9)."""
        return self.source.party != self.target.party


class Role(Enum):
    """What an account is for; the record layer knows which one it is."""

    RECEIVABLE = "receivable"
    DUE_TO = "due_to"
    DUE_FROM = "due_from"
    GAIN = "gain"
    LOSS = "loss"
    DISCOUNT = "discount"
    TAX = "tax"
    PENNY = "penny"
    OVER_UNDER = "over_under"
    ADJUSTMENT = "adjustment"  # what a revaluation adds to the receivable
    ADJUSTMENT_DUE = "adjustment_due"  # the same of what companies owe each other
    UNREALIZED_GAIN = "unrealized_gain"
    UNREALIZED_LOSS = "unrealized_loss"


@dataclass(frozen=True, slots=True)
class Account:
    """An account by its role: a receivable by ``key``, due-to/due-from by the
    counterpart's company key, the rest by the company that bears them; ``key`` is
    the tier's own account of a discount (or ``None``), and that of a difference."""

    role: Role
    company: Key
    key: Key = None


@dataclass(frozen=True, slots=True)
class Line:
    """A journal item: signed amounts, debit positive.

    ``amount`` is in ``currency``, ``balance`` in the entry's accounting currency.
    ``mirror`` numbers the pair of due-to and due-from lines it belongs to; ``legs``
    are leg numbers; ``part`` is the discount part whose taxes and tags it carries;
    ``other`` is the company on the other side, ``value_date`` when the customer
    paid; ``because`` says how the amounts came about.
    """

    account: Account
    partner: Key
    currency: Currency
    amount: int
    balance: int
    legs: tuple[int, ...]
    kind: str
    other: Key
    value_date: date
    mirror: int | None = None
    part: Key = None
    analytic: Key = None
    because: Because | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """The balanced entry of one company (or branch)."""

    branch: Key
    company: Company
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class LineRef:
    """A line of the plan: the entry's branch and the line's place in it."""

    branch: Key
    place: int


@dataclass(frozen=True, slots=True)
class Match:
    """What a debit and a credit settle of each other.

    ``debit`` and ``credit`` are line references or item keys; ``value`` is in the
    accounting currency, ``debit_amount`` and ``credit_amount`` in each one's own.
    ``leg`` is set where a source meets a target without a line between them.
    """

    debit: LineRef | Key
    credit: LineRef | Key
    value: int
    debit_amount: int
    credit_amount: int
    leg: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What is written off of one item to close it (section 7).

    ``role`` is PENNY or OVER_UNDER, ``amount`` in the item's currency, ``value`` in
    its company's; ``numbers`` are the legs that settle the rest of the item.
    ``figures`` say how amount and value came about.
    """

    item: Item
    role: Role
    account: Key
    amount: int
    value: int
    numbers: tuple[int, ...]
    value_date: date
    figures: tuple[Figure, Figure] | None = field(
        default=None, repr=False, compare=False
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """What a plan takes from one item: paid or used, discount and difference, and
    all three at value."""

    item: Item
    amount: int = 0
    discount: int = 0
    value: int = 0
    difference: int = 0

    @property
    def open_amount(self) -> int:
        """What stays open, in the item's currency."""
        return self.item.amount - self.amount - self.discount - self.difference

    @property
    def open_value(self) -> int:
        """What stays open, in its company's accounting currency."""
        return self.item.value - self.value


@dataclass(frozen=True, slots=True)
class Release:
    """What a settlement takes back of a revaluation of an item (period close 4.8).

    ``amount`` is the part of the standing that goes, in the company's currency;
    ``line`` is the line of the adjustment account that books it.
    """

    item: Item
    amount: int
    line: LineRef


@dataclass(frozen=True, slots=True)
class Plan:
    """Who settles what, which entries that books, and what stands against it."""

    date: date | None
    legs: tuple[Leg, ...] = ()
    entries: tuple[Entry, ...] = ()
    matches: tuple[Match, ...] = ()
    settled: Mapping[Key, Settled] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    differences: tuple[Difference, ...] = ()
    releases: tuple[Release, ...] = ()
