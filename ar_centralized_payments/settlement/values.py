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
class DiscountPart:
    """One line of a whole discount: its amount in the invoice's currency.

    ``key`` identifies the line to the record layer (taxes, tags); ``is_tax`` says
    that the part corrects tax, which stays where it was posted.
    """

    key: Key
    amount: int
    is_tax: bool = False


@dataclass(frozen=True, slots=True)
class Discount:
    """The cash discount of one target, in the target's currency (section 6).

    ``total`` is the invoice's total (A), ``amount`` the discount on it (D), ``until``
    the last date that earns it. ``outside`` was settled earlier without this
    discount, ``given`` is the discount given earlier. ``partial`` lets a payment
    that does not close the invoice earn its part.
    """

    total: int
    amount: int
    until: date
    outside: int = 0
    given: int = 0
    partial: bool = False
    parts: tuple[DiscountPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An open transaction: what is open of it, in both currencies, both positive.

    ``branch`` is the company that holds the document (``company`` itself, or a
    branch of it); ``order`` breaks ties between equal dates. ``is_note`` marks a
    source that earns a target no cash discount (credit note).
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


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked transaction, and what the user typed (``None``: automatic).

    ``amount`` is paid or used, without discount; ``discount`` is taken on top; both
    in the item's currency. ``cross_rate``: units of the target's currency for one
    unit of the source's.
    """

    item: Item
    amount: int | None = None
    discount: int | None = None
    cross_rate: Fraction | None = None
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Everything a plan depends on.

    ``rates`` maps (company key, currency key, date) to the units of that currency for
    one unit of the company's rate base; a rate that is missing there is a problem
    of the plan. ``date`` and ``discount_date`` are the user's choice, if any.
    """

    marks: tuple[Mark, ...]
    routings: Mapping[tuple[Key, Key], Routing]
    rates: Mapping[tuple[Key, Key, date], Fraction]
    date: date | None = None
    discount_date: date | None = None


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
    company's. ``discount_taxed`` is the part of the discount that corrects tax.
    ``date`` is the value date, ``rate_date`` that of the rates.
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


class Role(Enum):
    """What an account is for; the record layer knows which one it is."""

    RECEIVABLE = "receivable"
    DUE_TO = "due_to"
    DUE_FROM = "due_from"
    GAIN = "gain"
    LOSS = "loss"
    DISCOUNT = "discount"
    TAX = "tax"


@dataclass(frozen=True, slots=True)
class Account:
    """An account by its role: a receivable by ``key``, due-to/due-from by the
    counterpart's company key, the rest by the company that bears them."""

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
    paid.
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
class Settled:
    """What a plan takes from one item: paid or used, discount, and both at value."""

    item: Item
    amount: int = 0
    discount: int = 0
    value: int = 0

    @property
    def open_amount(self) -> int:
        """What stays open, in the item's currency."""
        return self.item.amount - self.amount - self.discount

    @property
    def open_value(self) -> int:
        """What stays open, in its company's accounting currency."""
        return self.item.value - self.value


@dataclass(frozen=True, slots=True)
class Plan:
    """Who settles what, which entries that books, and what stands against it."""

    date: date | None
    legs: tuple[Leg, ...] = ()
    entries: tuple[Entry, ...] = ()
    matches: tuple[Match, ...] = ()
    settled: Mapping[Key, Settled] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
