"""The values that go into a reader of remittance advices, and come out of it.

Amounts are exact (``Decimal``) in units of the payment's currency. Documents are known
by opaque keys.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum


class Standing(Enum):
    """How a document that a number names stands to the payment."""

    OPEN = "open"  # open, and of the customer who pays (or nobody was chosen)
    OTHERS = "others"  # open, of another customer
    CLOSED = "closed"  # settled already


class Taken(Enum):
    """What a line of an advice was taken for."""

    READ = "read"
    HEADER = "header"
    TOTAL = "total"
    WORDS = "words"
    ASKS = "asks"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Document:
    """A document that may be paid, and the numbers that it is known by.

    ``total``, ``open`` and ``discount`` (what is available of it) are positive, also
    of a credit note; those of a document in another currency are in that one.
    """

    key: Hashable
    numbers: tuple[str, ...]
    open: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    is_note: bool = False
    standing: Standing = Standing.OPEN

    @property
    def net(self) -> Decimal:
        """What closes the document beside its discount."""
        return self.open - self.discount

    def is_closed_by(self, amount: Decimal) -> bool:
        """Whether an amount is what closes it, with its discount or without."""
        return abs(amount) in (self.open, self.net)


@dataclass(frozen=True, slots=True)
class Notation:
    """How the reader of the advice writes amounts, and in which currency.

    ``step``: what the currency rounds to. ``signs``: letters or signs of a currency,
    in capitals -> the codes that they may mean.
    """

    point: str = "."
    thousands: str = ","
    step: Decimal = Decimal("0.01")
    signs: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_parted_by_blanks(self) -> bool:
        """Whether the language has blanks between thousands."""
        return bool(self.thousands) and self.thousands.isspace()

    def is_whole(self, amount: Decimal) -> bool:
        """Whether the currency can hold an amount without rounding.

        >>> Notation().is_whole(Decimal("1.50")), Notation().is_whole(Decimal("1.505"))
        (True, False)
        """
        return not amount % self.step


@dataclass
class Row:
    """A line of an advice, and what it was taken for.

    ``amount`` is what it pays, ``discount`` what it deducts, ``None`` where it does not
    say; positive for what reduces the document it names, the amount of a line without
    one as it is written. ``reason``: why it asks or is refused, a word; ``detail``: the
    text that the reason is about. ``options``: amounts it may mean.
    """

    place: int
    text: str
    taken: Taken = Taken.WORDS
    number: str = ""
    documents: tuple[Hashable, ...] = ()
    amount: Decimal | None = None
    discount: Decimal | None = None
    currency: str = ""
    reason: str = ""
    detail: str = ""
    options: tuple[Decimal, ...] = ()


@dataclass
class TotalCheck:
    """What a total line says, and what the lines above come to (``None``: one of them
    could not be read)."""

    place: int
    said: Decimal
    found: Decimal | None


@dataclass
class Advice:
    """All that was read: rows in their order, and the check of each total line.

    ``is_cleaned``: characters that are no text were left out.
    """

    rows: list[Row]
    totals: list[TotalCheck] = field(default_factory=list)
    is_cleaned: bool = False

    @property
    def heading(self) -> str:
        """The first line that was taken for a heading."""
        return next((r.text for r in self.rows if r.taken is Taken.HEADER), "")
