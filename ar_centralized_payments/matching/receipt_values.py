"""The values that go into the reader of bank receipts, and come out of it.

Amounts are integers that count the rounding step of the currency they are in.
Companies, parties, documents and payments are opaque keys.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum


class Confidence(Enum):
    """How sure it is what a receipt means."""

    SURE = "sure"
    LIKELY = "likely"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far the amount may differ from what it pays, in steps of its currency."""

    over: int = 0
    under: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money on the bank.

    ``amount``: more than 0 is received, less than 0 goes back. ``texts``: what came
    with it, as (carrier, text); the carrier ``end_to_end`` is what the payer's or our
    own bank carried unchanged. ``account``: of the payer, compact. ``date``: when the
    money came, which decides discounts.
    """

    key: Hashable
    currency: Hashable
    amount: int
    date: date
    texts: tuple[tuple[str, str], ...] = ()
    account: str = ""
    name: str = ""
    limits: Limits = Limits()
    is_return: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open document that a receipt may pay.

    ``numbers``: what it is known by; ``open`` is positive, also of a credit note.
    ``discounts``: (last day, amount) of what may still be deducted, the best first.
    """

    key: Hashable
    company: Hashable
    party: Hashable
    currency: Hashable
    numbers: tuple[str, ...]
    open: int
    due: date
    discounts: tuple[tuple[date, int], ...] = ()
    is_note: bool = False

    def discount_on(self, day):
        """What a payment of this day may deduct."""
        return next((some for until, some in self.discounts if day <= until), 0)

    @property
    def sign(self):
        """What it adds to an amount that is paid: 1, or -1 for a credit note."""
        return -1 if self.is_note else 1


@dataclass(frozen=True, slots=True)
class OwnPayment:
    """A payment in the books that no line of a bank statement is matched with.

    ``is_matched``: it came from the bank already; then only a return means it.
    """

    key: Hashable
    party: Hashable
    currency: Hashable
    amount: int
    date: date
    references: tuple[str, ...] = ()
    account: str = ""
    is_matched: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A customer over all companies, and what is known of how it pays."""

    key: Hashable
    names: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payer:
    """What was learned: a compact account, or a name, and who paid by it."""

    key: str
    party: Hashable
    hits: int
    misses: int = 0

    @property
    def is_trusted(self):
        """Whether it was confirmed often enough, and never undone."""
        return self.hits >= 2 and not self.misses


@dataclass(frozen=True, slots=True)
class Mark:
    """A document that is paid. ``amount`` is what is paid of it, without discount;
    ``None``: what the rules of settling give. ``discount`` 0: none is taken."""

    document: Hashable
    amount: int | None = None
    discount: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a proposal.

    ``rule`` and ``code`` say which; ``documents`` and ``party`` whom it is about;
    ``text`` what stands in the bank's text; ``amounts`` figures in steps of the
    receipt's currency.
    """

    rule: int
    code: str
    documents: tuple[Hashable, ...] = ()
    party: Hashable = None
    text: str = ""
    amounts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a receipt means, and why.

    ``payment``: it is a payment that stands in the books already, or for money that
    goes back the one to undo. ``rest``: what no document takes, ``None`` where another
    currency hides it. ``alternatives``: other readings, as marks.
    """

    receipt: Hashable
    party: Hashable = None
    marks: tuple[Mark, ...] = ()
    payment: Hashable = None
    rest: int | None = 0
    confidence: Confidence = Confidence.NONE
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[tuple[Mark, ...], ...] = field(default=())
