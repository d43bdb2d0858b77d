"""Paying off what companies owe each other: one balanced entry in each of them.

Source: receivables home 5. What is open between two companies stands in the books of
both: items on due-to and due-from accounts, of both ordered pairs. A company pays or
receives the net of them, bilaterally or through one company, the netting centre; every
item is closed at its booked value on both sides alike. The bank line stands at the
date's rate, so a difference is realized in each company by itself.

**Through a centre H**, what two others owe each other goes over to H first. A owes B
600.00: A owes it to H instead, and H owes it to B, on the accounts of the pairs with H
(*through* lines, mirrors of each other). Then each pays H, or is paid, its net, which
closes the through lines again:

=======  ==================================  ======  ======
company  account                              debit  credit
=======  ==================================  ======  ======
A        due to B (the item is closed)       600.00
A        due to H (goes over)                        600.00
A        due to H (closed by the payment)    600.00
A        outstanding payments                        600.00
H        due from A (taken over)             600.00
H        due to B (taken over)                       600.00
H        due from A (closed by the payment)          600.00
H        due to B (closed by the payment)    600.00
H        outstanding receipts, of A          600.00
H        outstanding payments, to B                  600.00
=======  ==================================  ======  ======

In A and B they stand at the booked value of the items, so going over realizes nothing;
in H at the rate of the date, at which H receives and pays: it realizes nothing of what
others owe but what rounding leaves, as each bank line is rounded by itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum


class PayoffRole(Enum):
    """What an account is for; the record layer knows which one it is."""

    ITEM = "item"  # the due-to or due-from account of the items that a line closes
    DUE_TO = "due to"  # of the pair with the centre: what the company owes the other
    DUE_FROM = "due from"  # and what the other owes the company
    RECEIPTS = "receipts"  # outstanding receipts of the company's bank
    PAYMENTS = "payments"  # outstanding payments of it
    GAIN = "gain"
    LOSS = "loss"


class ProblemCode(Enum):
    """Why something cannot be paid off."""

    NOTHING = "nothing"
    UNEVEN = "uneven"
    SIGNS = "signs"


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
    is closed whole. A line of what goes over to the centre, or is taken over by it, has
    a ``third`` company, with which that was until then; the line that closes it names
    it by its ``key``.
    """

    role: PayoffRole
    account: object
    other: object
    currency: object
    amount: int
    value: int
    closes: tuple = ()
    third: object = None

    @property
    def key(self):
        """What names a line that goes over, among those of its entry."""
        return self.role.value, self.other, self.third, self.currency


@dataclass(frozen=True)
class PayoffEntry:
    """The entry of one company; its values add up to nothing."""

    company: object
    lines: tuple


@dataclass(frozen=True)
class Payment:
    """What one company pays another: ``amount``, more than 0, in steps of
    ``currency``."""

    payer: object
    receiver: object
    currency: object
    amount: int


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
    problems = tuple(_problems(items))
    if problems:
        return PayoffPlan(problems=problems)
    payments = _payments(items, centre)
    through = _through(items, convert, centre)
    entries = []
    own = _grouped(items, lambda item: item.company)
    for company in sorted({*own, *payments}):
        lines = [*_closing(own.get(company, ()))]
        lines += through.get(company, ())
        lines += _closing_through(through.get(company, ()))
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


def who_pays_whom(items, centre=None):
    """The payments that pay off some items, even on both sides.

    :return: tuple of :class:`Payment`; with a centre all are to it or of it
    """
    return tuple(
        Payment(company, other, currency, -amount)
        for company, payments in sorted(_payments(items, centre).items())
        for (other, currency), amount in sorted(payments.items())
        if amount < 0
    )


def _problems(items):
    if not items:
        yield PayoffProblem(ProblemCode.NOTHING)
    for item in items:
        if item.amount * item.value < 0:
            yield PayoffProblem(
                ProblemCode.SIGNS, item.company, item.other, item.currency, item.amount
            )
    found = nets(items)
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


def _through(items, convert, centre):
    """company -> lines of what goes over to the centre, and is taken over by it.

    One line for each other company and currency, of the net with it; what comes to
    nothing has none. A net value of the other sign than the amount stays with the
    company, where it is realized: no item may be worth less than nothing.
    """
    found = defaultdict(list)
    values = defaultdict(int)
    for item in items:
        values[item.company, item.other, item.currency] += item.value
    for (company, other, currency), amount in sorted(nets(items).items()):
        if amount and centre is not None and centre not in (company, other):
            value = values[company, other, currency]
            value = value if value * amount > 0 else 0
            found[company].append(_going_over(centre, other, currency, amount, value))
            worth = convert(centre, currency, abs(amount))
            worth = -worth if amount > 0 else worth
            found[centre].append(_going_over(company, other, currency, -amount, worth))
    return found


def _going_over(other, third, currency, amount, value):
    role = PayoffRole.DUE_FROM if amount > 0 else PayoffRole.DUE_TO
    return PayoffLine(role, None, other, currency, amount, value, third=third)


def _closing_through(lines):
    """What closes those lines again: one line for each account and currency."""
    groups = _grouped(lines, lambda line: (line.other, line.role.value, line.currency))
    for (other, _role, currency), some in sorted(groups.items()):
        yield PayoffLine(
            some[0].role,
            None,
            other,
            currency,
            -sum(line.amount for line in some),
            -sum(line.value for line in some),
            tuple(line.key for line in some),
        )


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
