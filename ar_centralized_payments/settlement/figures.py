"""How the amounts of legs come about, while they are made (section 4)."""

from datetime import date
from fractions import Fraction

from .because import Figure, How, LegFigures, given, same, times
from .chain import Chain, Worth
from .discount import Given, Taking
from .money import Currency
from .values import Item, Key


def leg_figures(chain: Chain, worth: Worth, amount: int, value: int) -> LegFigures:
    """The figures of a leg that goes along a chain.

    ``amount`` and ``value`` are what was open on the source before it.
    """
    source = chain.source
    used = given(worth.amount_source, source.currency, source.company.key)
    way = [booked(source, used, worth.values[0], value, amount)]
    for hop, received in zip(chain.hops, worth.values[1:], strict=True):
        way.append(_received(chain, hop, received, used, way[-1]))
    reached = _reached(chain, worth, used, way[-1])
    via = way[1] if len(way) > 2 else None
    return LegFigures(used, way[0], via, way[-1], reached)


def booked(item: Item, base: Figure, worth: int, value: int, amount: int) -> Figure:
    """A part of an item at its booked value, of which ``value`` is open for
    ``amount``; in the company's own currency that is the part itself."""
    own, company = item.company.currency, item.company.key
    if base.currency == own.key and base.amount == worth:
        return base if base.company == company else same(base, company)
    factor = (value, amount)
    return times(How.BOOKED, worth, own, base, factor, company=company, on=item.date)


def at_rate(
    amount: int,
    base: Figure,
    source: Currency,
    target: Currency,
    factor: Fraction,
    company: Key,
    on: date,
) -> Figure:
    """``base`` at a company's rate: one unit of ``source`` is ``factor`` of
    ``target``."""
    factor = in_steps(source, target, factor)
    return times(How.RATE, amount, target, base, factor, company=company, on=on)


def in_steps(source: Currency, target: Currency, factor: Fraction) -> tuple[int, int]:
    """A factor of units as one of steps: numerator and denominator."""
    exact = factor * source.step / target.step
    return exact.numerator, exact.denominator


def discounted(
    item: Item, taking: Taking, one: Given, paid: Figure, is_last: bool
) -> Figure:
    """What a document gives to one part of what is paid on it (section 6).

    :param paid: that part
    :param is_last: whether it is the last one, with which a full settlement goes
    """
    amount, currency, company = one.amount, item.currency, item.company.key
    if taking.typed_discount is not None:
        return given(amount, currency, company, How.TYPED)
    if one.tier is None or (taking.is_full and is_last):
        return given(amount, currency, company, How.FULL)
    most, whole = item.discount.tiers[one.tier].amount, item.discount.total
    return times(
        How.EARNED, amount, currency, paid, (most, whole - most), company=company,
        place=one.tier,
    )  # fmt: skip


def _received(chain, hop, received: int, used: Figure, before: Figure) -> Figure:
    """What a company on the way receives: a itself, what the company before has
    booked, or that at its own rate."""
    payer, payee, factor = hop
    if payee.currency == chain.source.currency:
        return same(used, payee.key)
    if payer.currency == payee.currency:
        return same(before, payee.key)
    ends = payer.currency, payee.currency
    return at_rate(received, before, *ends, factor, payee.key, chain.on)


def _reached(chain: Chain, worth: Worth, used: Figure, received: Figure) -> Figure:
    """a': in one currency a itself, else what the target's company received at its
    rate, or a at the rate that was typed."""
    company = chain.companies[-1]
    target, amount = chain.target.currency, worth.amount_target
    if chain.is_one_currency:
        return same(used, company.key)
    if chain.cross_rate:
        factor = in_steps(chain.source.currency, target, chain.cross_rate)
        return times(How.CROSS, amount, target, used, factor, company=company.key)
    if company.currency == target:
        return same(received, company.key, amount - received.amount)
    ends = company.currency, target
    return at_rate(amount, received, *ends, chain.factors[-1], company.key, chain.on)
