"""Paying off what companies owe each other: one balanced entry in each of them.

Source: receivables home 5. What is open between two companies stands in the books of
both: items on due-to and due-from accounts, of both ordered pairs. A company pays or
receives the net of them, bilaterally or through one company, the netting centre; every
item is closed at its booked value on both sides alike. The bank line stands at the
date's rate, so a difference is realized in each company by itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum


class PayoffRole(Enum):
    """What an account is for; the record layer knows which one it is."""

    ITEM = "item"  # the due-to or due-from account of the items that a line closes
    RECEIPTS = "receipts"  # outstanding receipts of the company's bank
    PAYMENTS = "payments"  # outstanding payments of it
    GAIN = "gain"
    LOSS = "loss"


class ProblemCode(Enum):
    """Why something cannot be paid off."""

    NOTHING = "nothing"
    UNEVEN = "uneven"
    SIGNS = "signs"
    NO_CENTRE = "no centre"


@dataclass(frozen=True)
class Owed:
    """One open item of a company on what it owes another, or is owed.

    ``amount`` and ``value`` are open, in steps of ``currency`` and of the company's own
    currency; positive: the other owes the company.
    """

    key: int
    company: object
    other: object
    account: object
    currency: object
    amount: int
    value: int


@dataclass(frozen=True)
class PayoffProblem:
    """A reason against paying off; of two companies and a currency, where it has."""

    code: ProblemCode
    company: object = None
    other: object = None
    currency: object = None
    amount: int = 0
    amount_other: int = 0


@dataclass(frozen=True)
class PayoffLine:
    """One line of an entry, debit positive: ``amount`` in steps of ``currency``,
    ``value`` in those of the company's own.

    ``account``: that of the items, where it closes some; ``closes``: their keys, each
    is closed whole.
    """

    role: PayoffRole
    account: object
    other: object
    currency: object
    amount: int
    value: int
    closes: tuple = ()


@dataclass(frozen=True)
class PayoffEntry:
    """The entry of one company; its values add up to nothing."""

    company: object
    lines: tuple


@dataclass(frozen=True)
class PayoffPlan:
    """What is booked in every company, or why nothing is."""

    entries: tuple = ()
    problems: tuple = ()


def plan_payoff(items, convert, centre=None):
    """Plan paying off some open items.

    :param items: :class:`Owed`, each pair's on both of its sides
    :param convert: ``(company, currency, amount) -> value`` at the date of payment, in
        steps; of a company's own currency the amount itself
    :param centre: the company through which all pay; empty: each pair by itself
    :return: :class:`PayoffPlan`
    """
    problems = tuple(_problems(items, centre))
    if problems:
        return PayoffPlan(problems=problems)
    payments = _payments(items, centre)
    entries = []
    own = _grouped(items, lambda item: item.company)
    for company in sorted({*own, *payments}):
        lines = [*_closing(own.get(company, ()))]
        lines += _bank(company, payments.get(company, {}), convert)
        lines += _differences(lines)
        entries.append(PayoffEntry(company, tuple(lines)))
    return PayoffPlan(entries=tuple(entries))


def nets(items):
    """(company, other, currency) -> what the other owes the company, net."""
    found = defaultdict(int)
    for item in items:
        found[item.company, item.other, item.currency] += item.amount
    return dict(found)


def _problems(items, centre):
    if not items:
        yield PayoffProblem(ProblemCode.NOTHING)
    for item in items:
        if item.amount * item.value < 0:
            yield PayoffProblem(
                ProblemCode.SIGNS, item.company, item.other, item.currency, item.amount
            )
    found = nets(items)
    companies = {item.company for item in items}
    if centre is not None and items and centre not in companies:
        yield PayoffProblem(ProblemCode.NO_CENTRE, centre)
    for (company, other, currency), amount in sorted(found.items()):
        opposite = found.get((other, company, currency), 0)
        is_first = company < other or (other, company, currency) not in found
        if is_first and amount + opposite:
            yield PayoffProblem(
                ProblemCode.UNEVEN, company, other, currency, amount, opposite
            )


def _payments(items, centre):
    """company -> (other, currency) -> what it receives; less than 0: what it pays."""
    found = defaultdict(lambda: defaultdict(int))
    for (company, other, currency), amount in nets(items).items():
        if centre is None:
            found[company][other, currency] += amount
        elif company != centre:
            found[company][centre, currency] += amount
            found[centre][company, currency] -= amount
    return found


def _closing(items):
    """Lines that close items: one for those of an account, a side and a company."""
    groups = _grouped(
        items,
        lambda item: (
            item.other,
            item.account,
            item.currency,
            (item.value or item.amount) > 0,
        ),
    )
    for (other, account, currency, _is_debit), some in sorted(groups.items()):
        yield PayoffLine(
            PayoffRole.ITEM,
            account,
            other,
            currency,
            -sum(item.amount for item in some),
            -sum(item.value for item in some),
            tuple(sorted(item.key for item in some)),
        )


def _bank(company, payments, convert):
    for (other, currency), amount in sorted(payments.items()):
        if amount:
            role = PayoffRole.RECEIPTS if amount > 0 else PayoffRole.PAYMENTS
            value = convert(company, currency, amount)
            yield PayoffLine(role, None, other, currency, amount, value)


def _differences(lines):
    """What the items were booked at and the bank is not: realized, of each currency."""
    sums = defaultdict(int)
    others = {}
    for line in lines:
        sums[line.currency] += line.value
        others.setdefault(line.currency, line.other)
    for currency, value in sorted(sums.items()):
        if value:
            role = PayoffRole.LOSS if value < 0 else PayoffRole.GAIN
            yield PayoffLine(role, None, others[currency], currency, 0, -value)


def _grouped(items, key):
    groups = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
