"""An independent auditor: each company's totals, computed a second time.

It takes from a plan only who settles whom by how much (a, a', discount), and knows
nothing of entries or lines: values, exchange differences and what companies owe each
other are worked out again from the rules, on running totals per company.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import floor

from settlement.values import Bearer, Role, Side

RECEIVABLE, INTERCOMPANY, EXCHANGE, DISCOUNT, TAX, DIFFERENCE = (
    "receivable", "intercompany", "exchange", "discount", "tax", "difference",
)  # fmt: skip
ADJUSTMENT, UNREALIZED = "adjustment", "unrealized"
KINDS = {
    Role.RECEIVABLE: RECEIVABLE,
    Role.DUE_TO: INTERCOMPANY,
    Role.DUE_FROM: INTERCOMPANY,
    Role.GAIN: EXCHANGE,
    Role.LOSS: EXCHANGE,
    Role.DISCOUNT: DISCOUNT,
    Role.TAX: TAX,
    Role.PENNY: DIFFERENCE,
    Role.OVER_UNDER: DIFFERENCE,
    Role.ADJUSTMENT: ADJUSTMENT,
    Role.UNREALIZED_GAIN: UNREALIZED,
    Role.UNREALIZED_LOSS: UNREALIZED,
}


def totals(plan):
    """What a plan books in each company, by kind of account; zeros left out."""
    sums = defaultdict(int)
    for entry in plan.entries:
        for line in entry.lines:
            sums[entry.company.key, KINDS[line.account.role]] += line.balance
    return {key: value for key, value in sums.items() if value}


def rounded(number):
    """The nearest whole number, halves away from zero; a hair below is a half."""
    size = abs(number)
    steps = floor(size + Fraction(1, 2) + min(size / 10**12, Fraction(1, 1000)))
    return steps if number > 0 else -steps


@dataclass
class Open:
    """What is left of an item while legs settle it."""

    amount: int
    value: int

    def part(self, amount):
        """Take ``amount`` out, and return what it is worth: at the end, all."""
        worth = self.value
        if amount != self.amount:
            worth = exactly(self.value * amount, self.amount)
        self.amount -= amount
        self.value -= worth
        return worth


@dataclass
class Bundle:
    """Legs that a hub adds up (elsewhere one leg): what is known of them together."""

    payer: object
    leg: object
    difference: int = 0
    tiers: dict = field(default_factory=dict)

    @property
    def is_internal(self):
        """Whether the payer is the target's own company."""
        return self.payer == self.leg.target.company


@dataclass
class Discounted:
    """What is given of one tier, what it is worth, and how much corrects tax."""

    amount: int = 0
    value: int = 0
    taxed: int = 0

    def add(self, amount, value, taxed):
        """Add what one leg gives."""
        self.amount += amount
        self.value += value
        self.taxed += taxed


@dataclass
class Audit:
    """The totals of each company, as they add up."""

    request: object
    sums: dict = field(default_factory=lambda: defaultdict(int))
    open: dict = field(default_factory=dict)
    bundles: dict = field(default_factory=dict)
    taxed: dict = field(default_factory=dict)

    def convert(self, value, by, source, target, on):
        """Convert at a company's rates: units per unit, in steps of each currency."""
        if source == target:
            return value
        rates = self.request.rates
        factor = rates[by.key, target.key, on] / rates[by.key, source.key, on]
        return rounded(value * source.step / target.step * factor)

    def leg(self, leg, hub):
        """Pay one leg: out of the source, along the way, into the target."""
        source, target = leg.source, leg.target
        worth = self.open[source.key].part(leg.amount_source)
        self.sums[source.company.key, RECEIVABLE] += worth
        way = [source.company, leg.via.company if leg.via else None, target.company]
        way = [company for company in way if company is not None]
        for payer, payee in pairwise(way):
            if payer == payee:
                continue
            self.sums[payer.key, INTERCOMPANY] -= worth
            if payee.currency == source.currency:
                worth = leg.amount_source
            else:
                worth = self.convert(
                    worth, payee, payer.currency, payee.currency, leg.rate_date
                )
            self.sums[payee.key, INTERCOMPANY] += worth
        settled = self.open[target.key].part(leg.amount_target)
        given = self.open[target.key].part(leg.discount) if leg.discount else 0
        self.sums[target.company.key, RECEIVABLE] -= settled + given
        bundle = self.bundle(leg, way[-2], hub)
        bundle.difference += worth - settled
        tier = bundle.tiers.setdefault(leg.tier, Discounted())
        tier.add(leg.discount, given, leg.discount_taxed)

    def bundle(self, leg, payer, hub):
        """Where the difference and the discount of a leg are added up."""
        source = leg.via or leg.source
        key = leg.number
        if hub and source.company == hub.company != leg.target.company:
            who = (source.branch, source.account, source.partner, source.analytic)
            key = (who, leg.source.currency, leg.target.key)
        return self.bundles.setdefault(key, Bundle(payer, leg))

    def close(self, bundle):
        """Send the exchange difference and the discount to who bears them."""
        payer, payee = bundle.payer, bundle.leg.target.company
        exchange = discount = Bearer.INVOICE
        if payer != payee:
            routing = self.request.routings[payer.key, payee.key]
            exchange, discount = routing.exchange, routing.discount
        if exchange is Bearer.INVOICE:
            self.sums[payee.key, EXCHANGE] -= bundle.difference
        else:
            there = self.at_payer(bundle, bundle.difference)
            self.sums[payee.key, INTERCOMPANY] -= bundle.difference
            self.sums[payer.key, INTERCOMPANY] += there
            self.sums[payer.key, EXCHANGE] -= there
        self.close_discount(bundle, discount)

    def close_discount(self, bundle, bearer):
        """The tax stays where it was posted; the rest goes where the pair says."""
        payer, target = bundle.payer, bundle.leg.target
        rest = rest_value = 0
        for place, given in bundle.tiers.items():
            tax, tax_value = self.tax(target, place, given)
            self.sums[target.company.key, TAX] += tax_value
            rest += given.amount - tax
            rest_value += given.value - tax_value
        if bearer is Bearer.INVOICE:
            self.sums[target.company.key, DISCOUNT] += rest_value
            return
        there = rest
        if target.currency != payer.currency:
            there = self.at_payer(bundle, rest_value)
        self.sums[target.company.key, INTERCOMPANY] += rest_value
        self.sums[payer.key, INTERCOMPANY] -= there
        self.sums[payer.key, DISCOUNT] += there

    def tax(self, item, place, given):
        """How much of a discount is tax: what is due in all, less what was before."""
        tier = item.discount.tiers[place] if place is not None else None
        parts = tier.parts if tier else ()
        whole = sum(part.amount for part in parts)
        if not given.taxed or not whole:
            return 0, 0
        before = self.taxed.get((item.key, place), tier.given)
        after = self.taxed[item.key, place] = before + given.taxed
        amount = sum(
            rounded(Fraction(part.amount * after, whole))
            - rounded(Fraction(part.amount * before, whole))
            for part in parts
            if part.is_tax
        )
        return amount, rounded(Fraction(given.value * amount, given.amount))

    def note(self, note, legs):
        """A credit note's own discount: credited, and tax corrected, in its company."""
        tiers = {}
        for leg in legs:
            if leg.source_discount:
                worth = self.open[note.key].part(leg.source_discount)
                tier = tiers.setdefault(leg.source_tier, Discounted())
                tier.add(leg.source_discount, worth, leg.source_discount_taxed)
        for place, given in tiers.items():
            _tax, tax_value = self.tax(note, place, given)
            self.sums[note.company.key, RECEIVABLE] += given.value
            self.sums[note.company.key, TAX] -= tax_value
            self.sums[note.company.key, DISCOUNT] -= given.value - tax_value

    def write_off(self, legs):
        """Write off what is small enough: where the money is used up, what targets
        lack; then, where all of them are paid, what is left of the sources."""
        marks = {
            side: [mark for mark in self.request.marks if mark.item.side is side]
            for side in Side
        }
        met = {leg.source.key for leg in legs} | {leg.target.key for leg in legs}
        sources, targets = marks[Side.SOURCE], marks[Side.TARGET]
        if not any(self.open[mark.item.key].amount for mark in sources):
            for mark in targets:
                self.close_item(mark.item, met, -1)
        if not any(self.open[mark.item.key].amount for mark in targets):
            for mark in sources:
                if self.is_offered(mark, legs):
                    self.close_item(mark.item, met, 1)

    def is_offered(self, mark, legs):
        """Whether typed amounts leave the settlement all that is left of a source."""
        item, left = mark.item, self.open[mark.item.key].amount
        own = sum(leg.source_discount for leg in legs if leg.source.key == item.key)
        if mark.amount is not None and mark.amount + own < item.amount:
            return False
        targets = [m for m in self.request.marks if m.item.side is Side.TARGET]
        if any(mark.amount is None for mark in targets):
            return True
        keys = {mark.item.key for mark in targets}
        over = sum(mark.amount for mark in targets)
        over -= sum(leg.amount_target for leg in legs if leg.target.key in keys)
        currencies = {mark.item.currency for mark in targets}
        return currencies == {item.currency} and left <= over

    def close_item(self, item, met, sign):
        """Close an item that was met, if what is left is within a maximum."""
        left = self.open[item.key]
        tolerance = self.request.tolerances.get(item.company.key)
        if item.key not in met or not left.amount or not tolerance:
            return
        most = max(tolerance.penny, tolerance.over_under)
        if most and left.value <= most:
            self.sums[item.company.key, RECEIVABLE] += sign * left.value
            self.sums[item.company.key, DIFFERENCE] -= sign * left.value
            left.part(left.amount)

    def release(self, date):
        """Take back what revaluations booked, as far as items are closed; nothing where
        the last of them is later than the settlement."""
        for mark in self.request.marks:
            item, left = mark.item, self.open[mark.item.key].amount
            if item.revalued_on and item.revalued_on > date:
                continue
            kept = rounded(Fraction(item.standing * left, item.amount))
            freed = item.standing - kept
            self.sums[item.company.key, ADJUSTMENT] -= freed
            self.sums[item.company.key, UNREALIZED] += freed

    def at_payer(self, bundle, value):
        """A value of the target's company in the payer's currency, at its rates."""
        payer, payee = bundle.payer, bundle.leg.target.company
        on = bundle.leg.rate_date
        return self.convert(value, payer, payee.currency, payer.currency, on)


def exactly(number, by):
    """Divide whole numbers (not negative), rounding halves up."""
    return (2 * number + by) // (2 * by)


def audit(request, plan):
    """The same totals as :func:`totals`, worked out a second time."""
    work = Audit(request)
    for mark in request.marks:
        work.open[mark.item.key] = Open(mark.item.amount, mark.item.value)
    hub = next((mark.item for mark in request.marks if mark.is_primary), None)
    for leg in plan.legs:
        work.leg(leg, hub)
    # What stays inside a company comes first: tax is corrected in this order.
    bundles = sorted(work.bundles.values(), key=lambda bundle: not bundle.is_internal)
    for bundle in bundles:
        work.close(bundle)
    for mark in request.marks:
        legs = [leg for leg in plan.legs if leg.source.key == mark.item.key]
        work.note(mark.item, legs)
    work.write_off(plan.legs)
    work.release(plan.date)
    return {key: value for key, value in work.sums.items() if value}


def worth(item):
    """The discount that is still available on an item."""
    discount = item.discount
    if discount is None:
        return 0
    tier = discount.tiers[0]
    untouched = discount.total - tier.outside
    whole = exactly(tier.amount * untouched, discount.total)
    return max(whole - tier.given, 0)


def payable(item):
    """What closes an item: what is open, less its discount."""
    return max(item.amount - worth(item), 0)


def greedy(request):
    """What stays open of each item where all is in one currency, nothing was typed,
    and every source earns every discount: each company's own first, the oldest first.
    Then each company writes off what is small enough, where that leaves no money.
    """
    sources = [mark for mark in request.marks if mark.item.side is Side.SOURCE]
    sources.sort(key=lambda m: (m.is_primary, m.item.date, m.item.order))
    targets = [mark.item for mark in request.marks if mark.item.side is Side.TARGET]
    targets.sort(key=lambda i: (i.date, -worth(i), i.due_date, i.order))
    left = {mark.item.key: mark.item.amount for mark in sources}
    wants = {item.key: payable(item) for item in targets}
    for is_internal in (True, False):
        for source in (mark.item for mark in sources):
            for target in targets:
                if (source.company == target.company) is is_internal:
                    paid = min(left[source.key], wants[target.key])
                    left[source.key] -= paid
                    wants[target.key] -= paid
    return written_off(request, left, wants)


def written_off(request, left, wants):
    """What stays open where sources have so much left and targets still want so much:
    companies write off what is small enough."""
    is_spent, ends = not any(left.values()), {}
    items = {mark.item.key: mark.item for mark in request.marks}
    for key, lacking in wants.items():
        item = items[key]
        ends[key] = after(item, lacking)
        if is_spent and lacking < payable(item) and lacking <= most(request, item):
            ends[key] = 0
    is_paid = not any(ends.values())
    for key, over in left.items():
        item = items[key]
        if is_paid and over < item.amount and over <= most(request, item):
            ends[key] = 0
    return left | ends


def most(request, item):
    """How much an item's company writes off."""
    tolerance = request.tolerances.get(item.company.key)
    return max(tolerance.penny, tolerance.over_under) if tolerance else 0


def after(item, lacking):
    """What stays open of a target that got all but ``lacking`` of what it takes."""
    paid = payable(item) - lacking
    if not paid:
        return item.amount
    if not lacking:
        return 0
    discount, given = item.discount, 0
    if discount and discount.partial:
        first = discount.tiers[0]
        earned = exactly(paid * first.amount, discount.total - first.amount)
        given = min(earned, item.amount - payable(item))
    return item.amount - paid - given


def in_turn(discount, payments):
    """What each payment of an invoice without a history earns where it is settled by
    itself on its day, and what stays open: ``payments`` are (amount, day)."""
    total, best = discount.total, max(tier.amount for tier in discount.tiers)
    left, given, inside, found = total, Counter(), Counter(), []
    for paid, day in payments:
        met = [n for n, tier in enumerate(discount.tiers) if day <= tier.until]
        amount, earned = min(paid, left), 0
        if met and left:
            place = met[0]
            share = discount.tiers[place].amount
            outside = (total - left) - inside[place]
            most = exactly(share * (total - outside), total) - given[place]
            most = min(max(most, 0), best - sum(given.values()), left)
            if paid >= left - most:
                amount, earned = left - most, most
            elif discount.partial:
                earned = min(exactly(paid * share, total - share), most)
            if not amount:  # nothing can be paid where the discount is everything
                earned = 0
            inside[place] += amount + earned
            given[place] += earned
        left -= amount + earned
        found.append(earned)
    return found, left
