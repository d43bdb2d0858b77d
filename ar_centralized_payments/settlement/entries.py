"""From legs to entries: which lines each company books, and what matches what.

Section 4 of the accounting rules. One balanced entry per company (or branch); what
one company owes another is a pair of mirrored lines.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from .chain import MissingRateError, Rates
from .ledger import Ledger
from .money import Currency, convert
from .parts import split_discount
from .transfers import NoteUse, Place, Transfer, value_at_payer
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
DiscountRow = tuple[Key, DiscountPart, int, int]


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
        transfer = Transfer(payer, leg.target, leg.source.currency)
        return transfers.setdefault(key, transfer)

    # Legs between companies

    def _book_incoming(self, leg: Leg) -> LineRef:
        """The hop source company → hub of a routed leg: the same amount in and out,
        on the primary's receivable, at the value that the hub received."""
        source, hub = Place.of(leg.source), Place.of(leg.via)
        currency, amount = leg.source.currency, leg.amount_source
        mirror = self._next_mirror()
        taken = self._receivable(
            source, currency, amount, leg.value_source, leg, "settle", hub.company
        )
        self._due(
            Role.DUE_TO, source, currency, -amount, -leg.value_source, leg, "settle",
            hub.company, mirror,
        )  # fmt: skip
        self._match(
            taken, leg.source.key, leg.value_source, amount, currency, source.company
        )
        self._due(
            Role.DUE_FROM, hub, currency, amount, leg.value_via, leg, "settle",
            source.company, mirror,
        )  # fmt: skip
        return self._receivable(
            hub, currency, -amount, -leg.value_via, leg, "settle", source.company
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
                taken, credit, value_at_payer(leg), leg.amount_source, currency,
                payer.company,
            )  # fmt: skip
        self._due(
            Role.DUE_FROM, payee, currency, amount, transfer.value_target, transfer,
            "settle", payer.company, mirror,
        )  # fmt: skip
        routing = self.routings[payer.company.key, payee.company.key]
        self._settle_target(transfer, payer.company)
        self._book_exchange(transfer, routing.exchange)
        self._book_discounts(transfer, routing.discount)

    def _settle_target(self, transfer: Transfer, other: Company) -> None:
        """The target's receivable: what came in, and what the exchange difference
        puts right, so that exactly a' and c are settled."""
        place, target = Place.of(transfer.target), transfer.target
        value, gain = transfer.value_target, transfer.exchange
        credit = self._receivable(
            place, target.currency, -transfer.amount_target, -value, transfer, "settle",
            other,
        )  # fmt: skip
        fix = self._receivable(
            place, target.currency, 0, gain, transfer, "exchange", other
        )
        if gain > 0:
            self._match(fix, credit, gain, 0, target.currency, place.company)
            value -= gain
        elif gain < 0:
            self._match(target.key, fix, -gain, 0, target.currency, place.company)
        self._match(
            target.key, credit, value, transfer.amount_target, target.currency,
            place.company,
        )  # fmt: skip

    def _book_exchange(self, transfer: Transfer, bearer: Bearer) -> None:
        gain, payee = transfer.exchange, Place.of(transfer.target)
        if not gain:
            return
        payer = transfer.payer
        if bearer is Bearer.INVOICE:
            self._gain(payee, transfer.target.currency, gain, transfer, payer.company)
            return
        owed = self._at_payer(transfer, gain)
        amount = 0
        if transfer.currency == payee.company.currency:
            amount = gain
        elif transfer.currency == payer.company.currency:
            amount = owed
        mirror = self._next_mirror()
        self._due(
            Role.DUE_FROM, payee, transfer.currency, -amount, -gain, transfer,
            "exchange", payer.company, mirror,
        )  # fmt: skip
        self._due(
            Role.DUE_TO, payer, transfer.currency, amount, owed, transfer, "exchange",
            payee.company, mirror,
        )  # fmt: skip
        self._gain(payer, transfer.currency, owed, transfer, payee.company)

    def _at_payer(self, transfer: Transfer, value: int) -> int:
        """A value of the target's company in the payer's accounting currency, with
        the payer's rates; 0 where one is missing, which refuses the plan."""
        payer, payee = transfer.payer.company, transfer.target.company
        try:
            [factor] = self.rates.factors(
                [(payer, payee.currency, payer.currency)], transfer.legs[0].rate_date
            )
        except MissingRateError as error:
            self.missing.update(dict.fromkeys(error.args))
            return 0
        return convert(value, payee.currency, payer.currency, factor)

    def _gain(
        self,
        place: Place,
        currency: Currency,
        gain: int,
        leg: Transfer,
        other: Company,
    ) -> None:
        role = Role.GAIN if gain > 0 else Role.LOSS
        account = Account(role, place.company.key)
        self._result(
            place, account, None, currency, 0, -gain, leg, "exchange", other,
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
        self._match(target.key, credit, value, amount, target.currency, payee.company)
        routed = 0
        for account, part, part_amount, part_value in self._discount_parts(transfer):
            if part.is_tax or bearer is Bearer.INVOICE:
                self._discount_line(
                    payee, transfer, target.currency, account, part, part_amount,
                    part_value, other_than(payee, payer, target.company),
                )  # fmt: skip
            else:
                self._route_discount(
                    transfer, account, part, part_amount, part_value, routed
                )
                routed += part_value

    def _discount_parts(self, transfer: Transfer) -> Iterator[DiscountRow]:
        """The parts of a transfer's discount, tier by tier."""
        for tier in unique(leg.tier for leg in transfer.legs):
            legs = [leg for leg in transfer.legs if leg.tier == tier]
            sums = (
                sum(leg.discount for leg in legs),
                sum(leg.discount_value for leg in legs),
                sum(leg.discount_taxed for leg in legs),
            )
            yield from self._tier_parts(transfer.target, tier, *sums)

    def _tier_parts(
        self, item: Item, place: int | None, amount: int, value: int, taxed: int
    ) -> Iterator[DiscountRow]:
        if place is None:
            if amount:
                yield None, DiscountPart(None, 0), amount, value
            return
        tier = item.discount.tiers[place]
        before = self.corrected.get((item.key, place), tier.given)
        self.corrected[item.key, place] = before + taxed
        for row in split_discount(tier.parts, amount, value, taxed, before):
            yield tier.account, *row

    def _discount_line(
        self,
        place: Place,
        cause: Transfer | NoteUse,
        currency: Currency,
        account: Key,
        part: DiscountPart,
        amount: int,
        value: int,
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
            self.plain[item.key] += amount
        self._result(
            place, Account(Role.DISCOUNT, company, account), place.partner, currency,
            amount, value, cause, "discount", other, item,
            part.portions or item.portions, before, part.key,
        )  # fmt: skip

    def _book_note(self, use: NoteUse) -> None:
        """A credit note's own discount, credited in the note's company: used as 99.00
        and 1.00, so 1.00 of its receivable is debited beside."""
        note, place = use.note, Place.of(use.note)
        amount = sum(leg.source_discount for leg in use.legs)
        value = sum(leg.source_discount_value for leg in use.legs)
        debit = self._receivable(
            place, note.currency, amount, value, use, "discount", note.company
        )
        self._match(debit, note.key, value, amount, note.currency, note.company)
        for tier in unique(leg.source_tier for leg in use.legs):
            legs = [leg for leg in use.legs if leg.source_tier == tier]
            sums = (
                sum(leg.source_discount for leg in legs),
                sum(leg.source_discount_value for leg in legs),
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
            sign = 1 if item.side is Side.SOURCE else -1
            amount, value = sign * difference.amount, sign * difference.value
            role, kind = difference.role, difference.role.value
            line = self._receivable(
                place, item.currency, amount, value, difference, kind, item.company
            )
            account = Account(role, place.company.key, difference.account)
            self._result(
                place, account, place.partner, item.currency, -amount, -value,
                difference, kind, item.company, item, item.portions,
            )  # fmt: skip
            debit, credit = (line, item.key) if sign > 0 else (item.key, line)
            self._match(
                debit, credit, difference.value, difference.amount, item.currency,
                item.company,
            )  # fmt: skip

    def _route_discount(
        self,
        transfer: Transfer,
        account: Key,
        part: DiscountPart,
        amount: int,
        value: int,
        before: int,
    ) -> None:
        """The untaxed part of a discount that the payment's company bears: T is owed
        it, in the target's currency on both sides. ``before`` is what parts before it
        are worth: they are converted together, so that several cost no more than one.
        """
        payer, payee = transfer.payer, Place.of(transfer.target)
        currency = transfer.target.currency
        if currency == payer.company.currency:
            owed = amount
        else:
            owed = self._at_payer(transfer, before + value)
            owed -= self._at_payer(transfer, before)
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
                place, source.currency, leg.amount_source, leg.value_source, leg,
                "settle", target.company,
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
        fix = self._receivable(
            place, currency, 0, gain, leg, "exchange", target.company
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
