"""From legs to entries: which lines each company books, and what matches what.

Section 4 of the accounting rules. One balanced entry per company (or branch); what
one company owes another is a pair of mirrored lines.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from .because import Figure, given, minus, part_of, same, total
from .chain import MissingRateError, Rates
from .figures import at_rate
from .ledger import Ledger
from .money import Currency, convert
from .parts import split_discount
from .transfers import NoteUse, Place, Transfer, at_payer
from .values import (
    Account,
    Bearer,
    Company,
    Difference,
    DiscountPart,
    Item,
    Key,
    Leg,
    LineRef,
    Role,
    Routing,
    Side,
)

#: The account of a discount's tier, one of its parts, and that part's amount and value.
DiscountRow = tuple[Key, DiscountPart, Figure, Figure]


class Books(Ledger):
    """The entries of a plan while they are written."""

    def __init__(
        self, rates: Rates, routings: Mapping[tuple[Key, Key], Routing]
    ) -> None:
        super().__init__()
        self.rates = rates
        self.routings = routings
        #: Rates that a conversion needed: company key, currency key, date.
        self.missing: dict[tuple[Key, Key, date], None] = {}
        #: By document and tier: how much of its discount has corrected tax, earlier
        #: and here.
        self.corrected: dict[tuple[Key, int | None], int] = {}
        #: By document: how much of its discount was plain, earlier and here; signed.
        self.plain: dict[Key, int] = {}

    def book(self, legs: Iterable[Leg], hub: Item | None) -> None:
        """Write all lines of all legs; ``missing`` names the rates it lacks."""
        transfers: dict[object, Transfer] = {}
        notes: dict[Key, NoteUse] = {}
        for leg in legs:
            if leg.source_discount:
                use = notes.setdefault(leg.source.key, NoteUse(leg.source))
                use.legs.append(leg)
            if leg.is_internal:
                self._book_internal(leg)
            else:
                transfer = self._transfer_of(leg, hub, transfers)
                transfer.legs.append(leg)
                if leg.via:
                    transfer.incoming[leg.number] = self._book_incoming(leg)
        for transfer in transfers.values():
            self._book_transfer(transfer)
        for use in notes.values():
            self._book_note(use)

    def _transfer_of(
        self, leg: Leg, hub: Item | None, transfers: dict[object, Transfer]
    ) -> Transfer:
        payer = Place.of(leg.via or leg.source)
        is_hub = hub is not None and payer.company == hub.company
        key: object = leg.number
        if is_hub:
            key = (payer, leg.source.currency, leg.target.key)
        routing = self.routings[payer.company.key, leg.target.company.key]
        transfer = Transfer(payer, leg.target, leg.source.currency, routing=routing)
        return transfers.setdefault(key, transfer)

    # Legs between companies

    def _book_incoming(self, leg: Leg) -> LineRef:
        """The hop source company → hub of a routed leg: the same amount in and out,
        on the primary's receivable, at the value that the hub received."""
        source, hub = Place.of(leg.source), Place.of(leg.via)
        currency, figures = leg.source.currency, leg.figures
        amount, value = figures.amount_source, figures.value_source
        mirror = self._next_mirror()
        taken = self._receivable(
            source, currency, amount, value, leg, "settle", hub.company
        )
        self._due(
            Role.DUE_TO, source, currency, -amount, -value, leg, "settle", hub.company,
            mirror,
        )  # fmt: skip
        self._match(
            taken, leg.source.key, leg.value_source, leg.amount_source, currency,
            source.company,
        )  # fmt: skip
        self._due(
            Role.DUE_FROM, hub, currency, amount, figures.value_via, leg, "settle",
            source.company, mirror,
        )  # fmt: skip
        return self._receivable(
            hub, currency, -amount, -figures.value_via, leg, "settle", source.company
        )

    def _book_transfer(self, transfer: Transfer) -> None:
        payer, payee = transfer.payer, Place.of(transfer.target)
        currency, mirror = transfer.currency, self._next_mirror()
        amount, value = transfer.amount, transfer.value
        taken = self._receivable(
            payer, currency, amount, value, transfer, "settle", payee.company
        )
        self._due(
            Role.DUE_TO, payer, currency, -amount, -value, transfer, "settle",
            payee.company, mirror,
        )  # fmt: skip
        for leg in transfer.legs:
            credit = transfer.incoming.get(leg.number, leg.source.key)
            self._match(
                taken, credit, at_payer(leg.figures).amount, leg.amount_source,
                currency, payer.company,
            )  # fmt: skip
        self._due(
            Role.DUE_FROM, payee, currency, amount, transfer.value_target, transfer,
            "settle", payer.company, mirror,
        )  # fmt: skip
        self._settle_target(transfer, payer.company)
        self._book_exchange(transfer, transfer.routing.exchange)
        self._book_discounts(transfer, transfer.routing.discount)

    def _settle_target(self, transfer: Transfer, other: Company) -> None:
        """The target's receivable: what came in, and what the exchange difference
        puts right, so that exactly a' and c are settled."""
        place, target = Place.of(transfer.target), transfer.target
        received, exchange = transfer.value_target, transfer.exchange
        credit = self._receivable(
            place, target.currency, -transfer.amount_target, -received, transfer,
            "settle", other,
        )  # fmt: skip
        fix = self._receivable(
            place, target.currency, None, exchange, transfer, "exchange", other
        )
        value, gain = received.amount, exchange.amount
        if gain > 0:
            self._match(fix, credit, gain, 0, target.currency, place.company)
            value -= gain
        elif gain < 0:
            self._match(target.key, fix, -gain, 0, target.currency, place.company)
        self._match(
            target.key, credit, value, transfer.amount_target.amount, target.currency,
            place.company,
        )  # fmt: skip

    def _book_exchange(self, transfer: Transfer, bearer: Bearer) -> None:
        gain, payee = transfer.exchange, Place.of(transfer.target)
        if not gain.amount:
            return
        payer = transfer.payer
        if bearer is Bearer.INVOICE:
            self._gain(payee, transfer.target.currency, gain, transfer, payer.company)
            return
        owed = self._at_payer(transfer, gain)
        amount = None
        if transfer.currency == payee.company.currency:
            amount = gain
        elif transfer.currency == payer.company.currency:
            amount = owed
        mirror = self._next_mirror()
        self._due(
            Role.DUE_FROM, payee, transfer.currency, amount and -amount, -gain,
            transfer, "exchange", payer.company, mirror,
        )  # fmt: skip
        self._due(
            Role.DUE_TO, payer, transfer.currency, amount, owed, transfer, "exchange",
            payee.company, mirror,
        )  # fmt: skip
        self._gain(payer, transfer.currency, owed, transfer, payee.company)

    def _at_payer(self, transfer: Transfer, value: Figure) -> Figure:
        """A value of the target's company in the payer's accounting currency, with
        the payer's rates; 0 where one is missing, which refuses the plan."""
        payer, payee = transfer.payer.company, transfer.target.company
        on, ends = transfer.legs[0].rate_date, (payee.currency, payer.currency)
        if payee.currency == payer.currency:
            return same(value, payer.key)
        try:
            [factor] = self.rates.factors([(payer, *ends)], on)
        except MissingRateError as error:
            self.missing.update(dict.fromkeys(error.args))
            return given(0, payer.currency, payer.key)
        amount = convert(value.amount, *ends, factor)
        return at_rate(amount, value, *ends, factor, payer.key, on)

    def _gain(
        self,
        place: Place,
        currency: Currency,
        gain: Figure,
        leg: Transfer,
        other: Company,
    ) -> None:
        role = Role.GAIN if gain.amount > 0 else Role.LOSS
        account = Account(role, place.company.key)
        self._result(
            place, account, None, currency, None, -gain, leg, "exchange", other,
            leg.target, leg.target.portions,
        )  # fmt: skip

    def _book_discounts(self, transfer: Transfer, bearer: Bearer) -> None:
        target, payee = transfer.target, Place.of(transfer.target)
        amount, value = transfer.discount, transfer.discount_value
        if not amount:
            return
        payer = transfer.payer.company
        credit = self._receivable(
            payee, target.currency, -amount, -value, transfer, "discount", payer
        )
        self._match(
            target.key, credit, value.amount, amount.amount, target.currency,
            payee.company,
        )  # fmt: skip
        routed = []
        for account, part, part_amount, part_value in self._discount_parts(transfer):
            if part.is_tax or bearer is Bearer.INVOICE:
                self._discount_line(
                    payee, transfer, target.currency, account, part, part_amount,
                    part_value, other_than(payee, payer, target.company),
                )  # fmt: skip
            else:
                self._route_discount(
                    transfer, account, part, part_amount, part_value, tuple(routed)
                )
                routed.append(part_value)

    def _discount_parts(self, transfer: Transfer) -> Iterator[DiscountRow]:
        """The parts of a transfer's discount, tier by tier."""
        for tier in unique(leg.tier for leg in transfer.legs):
            legs = [leg for leg in transfer.legs if leg.tier == tier and leg.discount]
            if legs:
                yield from self._tier_parts(
                    transfer.target,
                    tier,
                    total(leg.figures.discount for leg in legs),
                    total(leg.figures.discount_value for leg in legs),
                    sum(leg.discount_taxed for leg in legs),
                )

    def _tier_parts(
        self, item: Item, place: int | None, amount: Figure, value: Figure, taxed: int
    ) -> Iterator[DiscountRow]:
        if place is None:
            yield None, DiscountPart(None, 0), amount, value
            return
        tier = item.discount.tiers[place]
        before = self.corrected.get((item.key, place), tier.given)
        self.corrected[item.key, place] = before + taxed
        whole = sum(part.amount for part in tier.parts)
        rows = split_discount(tier.parts, amount.amount, value.amount, taxed, before)
        for part, units, worth in rows:
            weight = part.amount, whole
            if part.key is None:  # what is not taxed: the rest
                weight = units, amount.amount
            found = part_of(amount, units, item.currency, *weight)
            own = item.company.currency
            yield (
                tier.account, part, found,
                part_of(value, worth, own, units, amount.amount),
            )  # fmt: skip

    def _discount_line(
        self,
        place: Place,
        cause: Transfer | NoteUse,
        currency: Currency,
        account: Key,
        part: DiscountPart,
        amount: Figure,
        value: Figure,
        other: Company,
    ) -> None:
        item, company = cause.item, place.company.key
        if part.is_tax:
            self._add(
                place, Account(Role.TAX, company, part.key), place.partner, currency,
                amount, value, cause, "discount", other, part=part.key,
            )  # fmt: skip
            return
        before = 0
        if not part.portions:
            before = self.plain.setdefault(item.key, given_plain(item))
            self.plain[item.key] += amount.signed
        self._result(
            place, Account(Role.DISCOUNT, company, account), place.partner, currency,
            amount, value, cause, "discount", other, item,
            part.portions or item.portions, before, part.key,
        )  # fmt: skip

    def _book_note(self, use: NoteUse) -> None:
        """A credit note's own discount, credited in the note's company: used as 99.00
        and 1.00, so 1.00 of its receivable is debited beside."""
        note, place = use.note, Place.of(use.note)
        amount = total(leg.figures.source_discount for leg in use.legs)
        value = total(leg.figures.source_discount_value for leg in use.legs)
        debit = self._receivable(
            place, note.currency, amount, value, use, "discount", note.company
        )
        self._match(
            debit, note.key, value.amount, amount.amount, note.currency, note.company
        )
        for tier in unique(leg.source_tier for leg in use.legs):
            legs = [leg for leg in use.legs if leg.source_tier == tier]
            sums = (
                total(leg.figures.source_discount for leg in legs),
                total(leg.figures.source_discount_value for leg in legs),
                sum(leg.source_discount_taxed for leg in legs),
            )
            for account, part, part_amount, part_value in self._tier_parts(
                note, tier, *sums
            ):
                self._discount_line(
                    place, use, note.currency, account, part, -part_amount,
                    -part_value, note.company,
                )  # fmt: skip

    def book_differences(self, differences: Iterable[Difference]) -> None:
        """Write off what closes sources and targets, in each one's own company, at
        booked value (section 7)."""
        for difference in differences:
            item, place = difference.item, Place.of(difference.item)
            is_over = item.side is Side.SOURCE
            amount, value = difference.figures
            if not is_over:
                amount, value = -amount, -value
            role, kind = difference.role, difference.role.value
            line = self._receivable(
                place, item.currency, amount, value, difference, kind, item.company
            )
            account = Account(role, place.company.key, difference.account)
            self._result(
                place, account, place.partner, item.currency, -amount, -value,
                difference, kind, item.company, item, item.portions,
            )  # fmt: skip
            debit, credit = (line, item.key) if is_over else (item.key, line)
            self._match(
                debit, credit, difference.value, difference.amount, item.currency,
                item.company,
            )  # fmt: skip

    def _route_discount(
        self,
        transfer: Transfer,
        account: Key,
        part: DiscountPart,
        amount: Figure,
        value: Figure,
        before: tuple[Figure, ...],
    ) -> None:
        """The untaxed part of a discount that the payment's company bears: T is owed
        it, in the target's currency on both sides. ``before`` is what parts before it
        are worth: they are converted together, so that several cost no more than one.
        """
        payer, payee = transfer.payer, Place.of(transfer.target)
        currency = transfer.target.currency
        owed = same(amount, payer.company.key)
        if currency != payer.company.currency:
            owed = self._at_payer(transfer, total([*before, value]))
            if before:
                owed = minus(owed, self._at_payer(transfer, total(before)))
        mirror = self._next_mirror()
        self._due(
            Role.DUE_FROM, payee, currency, amount, value, transfer, "discount",
            payer.company, mirror, part.key,
        )  # fmt: skip
        self._due(
            Role.DUE_TO, payer, currency, -amount, -owed, transfer, "discount",
            payee.company, mirror,
        )  # fmt: skip
        untagged = replace(part, key=None)
        self._discount_line(
            payer, transfer, currency, account, untagged, amount, owed, payee.company
        )

    # Legs inside one company

    def _book_internal(self, leg: Leg) -> None:
        """Source and target of one company meet directly; what differs between them
        is lines of the company's entry."""
        source, target = leg.source, leg.target
        transfer = Transfer(Place.of(source), target, source.currency, [leg])
        is_same = source.account == target.account and not leg.is_for_another
        if is_same and source.currency == target.currency:
            self._match_directly(leg)
        else:
            # In the target's branch, for one entry has to hold both lines.
            place = Place(
                target.branch, source.company, source.account, source.partner,
                source.analytic,
            )  # fmt: skip
            taken = self._receivable(
                place, source.currency, leg.figures.amount_source,
                leg.figures.value_source, leg, "settle", target.company,
            )  # fmt: skip
            self._match(
                taken, source.key, leg.value_source, leg.amount_source,
                source.currency, source.company,
            )  # fmt: skip
            self._settle_target(transfer, source.company)
        self._book_exchange(transfer, Bearer.INVOICE)
        self._book_discounts(transfer, Bearer.INVOICE)

    def _match_directly(self, leg: Leg) -> None:
        source, target, gain = leg.source, leg.target, leg.exchange
        place, currency = Place.of(target), target.currency
        exchange = minus(leg.figures.value_target, leg.figures.value_settled)
        fix = self._receivable(
            place, currency, None, exchange, leg, "exchange", target.company
        )
        if gain > 0:
            self._match(fix, source.key, gain, 0, currency, target.company)
        elif gain < 0:
            self._match(target.key, fix, -gain, 0, currency, target.company)
        value = min(leg.value_source, leg.value_settled)
        self._match(
            target.key, source.key, value, leg.amount_target, currency,
            target.company, leg.number,
        )  # fmt: skip


def other_than(place: Place, one: Company, other: Company) -> Company:
    """The company on the other side of a place (itself, where both are one)."""
    return other if place.company == one else one


def given_plain(item: Item) -> int:
    """What an item gave earlier of discounts that correct no tax; signed as its
    discount lines are, and in its currency."""
    tiers = item.discount.tiers if item.discount else ()
    given = sum(tier.given for tier in tiers if not tier.parts)
    return given if item.side is Side.TARGET else -given


def unique(tiers: Iterable[int | None]) -> list[int | None]:
    """Each tier once, in order of their first leg."""
    return list(dict.fromkeys(tiers))
