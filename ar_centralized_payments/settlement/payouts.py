"""Who pays out what customers have to their credit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .values import Key


@dataclass(frozen=True)
class Payout:
    """One outgoing payment, and the companies whose transactions it settles."""

    #: the company that pays
    company: Key
    #: the companies whose credits (and debits) are marked for it
    companies: tuple[Key, ...]
    #: in steps of the transaction currency
    amount: int


def split(
    credits: Mapping[Key, int], debits: Mapping[Key, int], central: Key = None
) -> list[Payout]:
    """Share a customer's balance in one currency out to payments.

    Centrally one payment of the whole balance. Else each company pays its own, where
    what is owed to the others is netted first: it goes to the largest credits, as
    many as it takes, and the last of these pays what is left. A settlement waits for
    one draft payment only, so every company belongs to one payment:

    >>> split({1: 30, 2: 50}, {3: 40})
    [Payout(company=2, companies=(3, 2), amount=10), Payout(company=1, \
companies=(1,), amount=30)]
    >>> split({1: 30, 2: 30}, {3: 40})
    [Payout(company=2, companies=(3, 1, 2), amount=20)]
    >>> split({1: 30, 2: 30}, {3: 40}, central=4)
    [Payout(company=4, companies=(1, 2, 3), amount=20)]

    :param dict credits: company -> open credits, in steps
    :param dict debits: company -> open debits that are netted, in steps
    :param central: the company that pays for all
    :return: list of :class:`Payout`; empty where the balance is no credit
    """
    companies = sorted({*credits, *debits})
    nets = {one: credits.get(one, 0) - debits.get(one, 0) for one in companies}
    if central:
        total = sum(nets.values())
        return [Payout(central, tuple(nets), total)] if total > 0 else []
    owed = -sum(net for net in nets.values() if net < 0)
    group, given, payouts = [one for one in nets if nets[one] <= 0], 0, []
    givers = [one for one in nets if nets[one] > 0]
    for giver in sorted(givers, key=lambda one: (-nets[one], one)):
        group.append(giver)
        given += nets[giver]
        if given > owed:
            payouts.append(Payout(giver, tuple(group), given - owed))
            group, given, owed = [], 0, 0
    return payouts


def lower(payouts: Iterable[Payout], amount: int) -> list[Payout]:
    """Pay out so much only: in order, and what gets nothing is not paid.

    >>> lower([Payout(2, (3, 2), 10), Payout(1, (1,), 30)], 15)
    [Payout(company=2, companies=(3, 2), amount=10), Payout(company=1, \
companies=(1,), amount=5)]
    >>> lower([Payout(2, (3, 2), 10), Payout(1, (1,), 30)], 10)
    [Payout(company=2, companies=(3, 2), amount=10)]
    """
    lowered = []
    for payout in payouts:
        part = min(payout.amount, amount)
        amount -= part
        if part > 0:
            lowered.append(replace(payout, amount=part))
    return lowered
