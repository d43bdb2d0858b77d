"""A customer's bill of exchange: what each event of its life books.

Amounts are integers counting the rounding step of the bill's currency, values those of
the company's own. Debit is positive. The bank's line is apart from the bill's own
lines: a bank moves one sum for many bills.

Rule: bills of exchange A3.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from .money import Currency, convert, round_half_up, share


class Account(StrEnum):
    """What an account of the company that holds the bill is for."""

    RECEIVABLE = "receivable"
    HELD = "held"
    COLLECTION = "collection"
    DISCOUNTED = "discounted"
    LIABILITY = "liability"
    PROTESTED = "protested"
    BANK = "bank"
    CHARGES = "charges"
    DISCOUNT_INTEREST = "discount_interest"
    PROTEST_COST = "protest_cost"
    INTEREST_INCOME = "interest_income"
    FEE_INCOME = "fee_income"
    GAIN = "gain"
    LOSS = "loss"


class Place(StrEnum):
    """Where a bill is: with the company, or with a bank, and how."""

    NOWHERE = "nowhere"
    HELD = "held"
    COLLECTION = "collection"
    DISCOUNTED = "discounted"
    #: Discounted, and the liability is not shown in the books.
    UNSHOWN = "unshown"
    #: Discounted without recourse: the bank's.
    SOLD = "sold"


#: On which account a bill stands where it is.
STANDS_ON = {
    Place.HELD: Account.HELD,
    Place.COLLECTION: Account.COLLECTION,
    Place.DISCOUNTED: Account.DISCOUNTED,
}


@dataclass(frozen=True, slots=True)
class Worth:
    """What amounts of the bill's currency are worth on a day, in the company's.

    :param factor: of one unit (not one step) of the currency
    """

    currency: Currency
    company: Currency
    factor: Fraction = Fraction(1)

    def of(self, amount: int) -> int:
        return convert(amount, self.currency, self.company, self.factor)


@dataclass(frozen=True, slots=True)
class Line:
    account: Account
    amount: int
    value: int


@dataclass(frozen=True, slots=True)
class Booked:
    """What one event books for one bill.

    ``amount`` and ``value`` are the part of the bill that it moves, at the value of the
    draw; ``liability`` what it moves of the liability to the bank; ``bank`` is this
    bill's part of the bank's line, debit positive.
    """

    lines: tuple[Line, ...] = ()
    amount: int = 0
    value: int = 0
    liability: int = 0
    bank: tuple[int, int] = (0, 0)

    @property
    def difference(self) -> int:
        """The exchange difference: a gain is negative, as it is credited."""
        return sum(
            line.value
            for line in self.lines
            if line.account in (Account.GAIN, Account.LOSS)
        )


@dataclass(frozen=True, slots=True)
class Bill:
    """How a bill stands after the events so far.

    ``value`` is the company amount of the draw, of which ``open_value`` is still open
    and ``honored_value`` was honored.
    """

    key: Hashable
    amount: int
    value: int
    place: Place = Place.NOWHERE
    open: int = 0
    open_value: int = 0
    liability: int = 0
    open_liability: int = 0
    honored: int = 0
    honored_value: int = 0
    protested: int = 0
    is_closed: bool = False
    remitted: int = 0


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that is not undone, as it is kept.

    ``place`` of a remittance: where the bill went; ``is_closing``: nothing can follow.
    """

    kind: str
    amount: int = 0
    value: int = 0
    liability: int = 0
    place: Place = Place.NOWHERE
    is_closing: bool = False
    was_honored: bool = False


# ------------------------------------------------------------
# How a bill stands
# ------------------------------------------------------------
def standing(key: Hashable, events: tuple[Happened, ...]) -> Bill:
    """How a bill stands after its events, first to last."""
    bill = Bill(key, 0, 0)
    for event in events:
        bill = STEPS.get(event.kind, lambda bill, _event: bill)(bill, event)
        bill = replace(bill, is_closed=bill.is_closed or event.is_closing)
    return bill


def _drawn(bill, event):
    return replace(
        bill,
        amount=event.amount,
        value=event.value,
        place=Place.HELD,
        open=event.amount,
        open_value=event.value,
    )


def _remitted(bill, event):
    return replace(
        bill,
        place=event.place,
        remitted=bill.open,
        liability=event.liability,
        open_liability=event.liability,
    )


def _honored(bill, event):
    return replace(
        _less(bill, event),
        honored=bill.honored + event.amount,
        honored_value=bill.honored_value + event.value,
    )


def _protested(bill, event):
    protested = bill.protested + event.amount
    if event.was_honored:
        return replace(
            bill,
            honored=bill.honored - event.amount,
            honored_value=bill.honored_value - event.value,
            protested=protested,
        )
    return replace(_less(bill, event), protested=protested)


def _recalled(bill, _event):
    return replace(bill, place=Place.HELD, liability=0, open_liability=0, remitted=0)


def _less(bill, event):
    return replace(
        bill,
        open=bill.open - event.amount,
        open_value=bill.open_value - event.value,
        open_liability=bill.open_liability - event.liability,
    )


STEPS = {
    "draw": _drawn,
    "remit": _remitted,
    "honor": _honored,
    "protest": _protested,
    "recall": _recalled,
}


def state_of(
    bill: Bill, debt_open: bool = True, was_redrawn: bool = False, undone: bool = False
) -> str:
    """The state of a bill.

    :param debt_open: whether the customer still owes what was protested, on the bill
        or on the invoices again
    :param was_redrawn: whether another bill paid it
    :param undone: whether there was a draw, taken back since
    """
    if not bill.amount:
        return "cancelled" if undone else "draft"
    if bill.is_closed:
        return "closed"
    if bill.open:
        return "drawn" if bill.place is Place.HELD else "remitted"
    if not bill.protested:
        return "honored"
    if debt_open:
        return "protested"
    return "redrawn" if was_redrawn else "closed"


def contingent(bill: Bill) -> int:
    """For how much of a bill the bank may still come back.

    Rule: bills of exchange A3 4b: what the books do not show counts until it is closed.
    """
    if bill.is_closed:
        return 0
    if bill.place is Place.DISCOUNTED:
        return bill.open
    return bill.open + bill.honored if bill.place is Place.UNSHOWN else 0


def facility_used(bill: Bill) -> int:
    """How much of the bank's limit a bill uses: its face until it is closed."""
    if bill.is_closed or bill.place not in (Place.DISCOUNTED, Place.UNSHOWN):
        return 0
    return bill.open + bill.honored


# ------------------------------------------------------------
# Events
# ------------------------------------------------------------
def remit_for_collection(bill: Bill, fee: int, worth: Worth) -> Booked:
    """Give a bill to the bank that collects it; a fee may be taken at once."""
    lines = [
        Line(Account.COLLECTION, bill.open, bill.open_value),
        Line(Account.HELD, -bill.open, -bill.open_value),
    ]
    return _booked(bill, lines, bill.open, bill.open_value, fees=(fee,), worth=worth)


def remit_for_discount(
    bill: Bill, interest: int, fee: int, worth: Worth, is_shown: bool = True
) -> Booked:
    """Sell a bill to the bank before it is due; what the bank pays is less its own.

    :param is_shown: whether the bill stays in the books, with a liability beside it
    """
    paid = bill.open - interest - fee
    bank = (paid, worth.of(paid))
    costs = [
        Line(Account.DISCOUNT_INTEREST, interest, worth.of(interest)),
        Line(Account.CHARGES, fee, worth.of(fee)),
    ]
    liability = bank[1] + sum(line.value for line in costs)
    held = Line(Account.HELD, -bill.open, -bill.open_value)
    if not is_shown:
        return _whole([held, *costs], bill.open, bill.open_value, 0, bank)
    return _whole(
        [
            Line(Account.DISCOUNTED, bill.open, bill.open_value),
            held,
            *costs,
            Line(Account.LIABILITY, -bill.open, -liability),
        ],
        bill.open,
        bill.open_value,
        liability,
        bank,
    )


def honor(bill: Bill, part: int, fee: int, worth: Worth) -> Booked:
    """The drawee paid a part of the bill, or all of it."""
    value = part_value(bill, part)
    if bill.place is Place.COLLECTION:
        paid = part - fee
        lines = [
            Line(Account.CHARGES, fee, worth.of(fee)),
            Line(Account.COLLECTION, -part, -value),
        ]
        return _whole(lines, part, value, 0, (paid, worth.of(paid)))
    liability, lines = 0, []
    if bill.place is Place.DISCOUNTED:
        liability = part_liability(bill, part)
        lines = [
            Line(Account.LIABILITY, part, liability),
            Line(Account.DISCOUNTED, -part, -value),
        ]
    return _booked(bill, lines, part, value, liability, (fee,), worth)


def protest(
    bill: Bill,
    part: int,
    worth: Worth,
    cost: int = 0,
    is_charged: bool = True,
    on_invoices: bool = False,
) -> Booked:
    """The drawee did not pay: the customer owes it again.

    :param is_charged: whether the customer owes the bank's cost, too
    :param on_invoices: whether the draw is open again, and not the bill itself
    """
    was_honored = not bill.open
    value = honored_part_value(bill, part) if was_honored else part_value(bill, part)
    target = Account.RECEIVABLE if on_invoices else Account.PROTESTED
    liability, bank = 0, (0, 0)
    if not was_honored and bill.place in STANDS_ON:
        lines = [
            Line(target, part, value),
            Line(STANDS_ON[bill.place], -part, -value),
        ]
        if bill.place is Place.DISCOUNTED:
            liability = part_liability(bill, part)
            lines.append(Line(Account.LIABILITY, part, liability))
            bank = (-part, -worth.of(part))
    else:
        bank = (-part, -worth.of(part))
        lines = [Line(target, part, value if on_invoices else worth.of(part))]
    account = Account.PROTESTED if is_charged else Account.PROTEST_COST
    lines.append(Line(account, cost, worth.of(cost)))
    bank = (bank[0] - cost, bank[1] - worth.of(cost))
    return _whole(lines, part, value, liability, bank)


def recall(bill: Bill, worth: Worth, interest: int = 0) -> Booked:
    """Take a bill back from the bank before it is due.

    :param interest: what the bank gives back of it
    """
    lines = [Line(Account.HELD, bill.open, bill.open_value)]
    bank = (0, 0)
    if bill.place in STANDS_ON:
        lines.append(Line(STANDS_ON[bill.place], -bill.open, -bill.open_value))
    if bill.place is Place.DISCOUNTED:
        lines.append(Line(Account.LIABILITY, bill.open, bill.open_liability))
    if bill.place is not Place.COLLECTION:
        bank = (-bill.open, -worth.of(bill.open))
    lines += [
        Line(Account.BANK, interest, worth.of(interest)),
        Line(Account.DISCOUNT_INTEREST, -interest, -worth.of(interest)),
    ]
    return _whole(lines, bill.open, bill.open_value, bill.open_liability, bank)


def charge_redraw(interest: int, fee: int, worth: Worth) -> Booked:
    """What the customer owes in addition, because a new bill pays the protested one."""
    values = worth.of(interest), worth.of(fee)
    lines = [
        Line(Account.PROTESTED, interest + fee, sum(values)),
        Line(Account.INTEREST_INCOME, -interest, -values[0]),
        Line(Account.FEE_INCOME, -fee, -values[1]),
    ]
    return _whole(lines, 0, 0, 0, (0, 0))


def revive(part: int, value: int, protested_value: int) -> Booked:
    """The debt moves from the bill back to what the draw paid.

    :param value: the draw's, of this part
    :param protested_value: what stands on the bill, of this part
    """
    lines = [
        Line(Account.RECEIVABLE, part, value),
        Line(Account.PROTESTED, -part, -protested_value),
    ]
    return _whole(lines, part, value, 0, (0, 0))


def part_value(bill: Bill, part: int) -> int:
    """What a part is worth of the draw's value; the last part takes the rest.

    >>> bill = Bill("b", 60000, 73662, Place.HELD, 60000, 73662)
    >>> part_value(bill, 40000)
    49108
    """
    if part == bill.open:
        return bill.open_value
    return min(share(bill.value, part, bill.amount), bill.open_value)


def part_liability(bill: Bill, part: int) -> int:
    if part == bill.open:
        return bill.open_liability
    return min(share(bill.liability, part, bill.remitted), bill.open_liability)


def honored_part_value(bill: Bill, part: int) -> int:
    return share(bill.honored_value, part, bill.honored)


def _booked(_bill, lines, amount, value, liability=0, fees=(), worth=None):
    """With fees that the bank takes for them, apart."""
    fee = sum(fees)
    taken = worth.of(fee)
    lines = [*lines, Line(Account.CHARGES, fee, taken)]
    return _whole(lines, amount, value, liability, (-fee, -taken))


def _whole(lines, amount, value, liability, bank):
    """Without lines of nothing; the exchange difference makes it balance."""
    lines = [line for line in lines if line.amount or line.value]
    rest = -sum(line.value for line in lines) - bank[1]
    if rest:
        lines.append(Line(Account.GAIN if rest < 0 else Account.LOSS, 0, rest))
    return Booked(tuple(lines), amount, value, liability, bank)


# ------------------------------------------------------------
# Figures
# ------------------------------------------------------------
def discount_interest(
    amount: int, percent: Fraction, days: int, basis: int = 360
) -> int:
    """The interest that a bank takes for buying a bill so many days before it is due.

    >>> discount_interest(100000, Fraction("7.2"), 60)
    1200
    """
    return round_half_up(Fraction(amount) * percent * max(days, 0) / (100 * basis))


def split(total: int, faces: list[int]) -> list[int]:
    """A sum over bills, by their faces; the last one takes the rest.

    >>> split(333, [60000, 40000]), split(300, [60000, 40000])
    ([200, 133], [180, 120])
    """
    parts, left, whole = [], total, sum(faces)
    for face in faces[:-1]:
        parts.append(min(share(total, face, whole), left) if whole else 0)
        left -= parts[-1]
    return [*parts, left] if faces else []


def excess(used: int, added: int, limit: int) -> int:
    """By how much a facility would be exceeded; 0 if it would not."""
    return max(used + added - limit, 0) if limit else 0
