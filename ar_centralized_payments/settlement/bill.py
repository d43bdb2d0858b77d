"""A customer's bill of exchange: what each event of its life books.

Amounts are integers counting the rounding step of the bill's currency, values those of
the company's own. Debit is positive. The bank's line is apart from the bill's own
lines: a bank moves one sum for many bills.

Rule: bills of exchange A3.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from .because import Because, Figure, Rule, minus, total
from .bill_worth import Worth, difference_of
from .money import round_half_up, share


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
class Line:
    """``because`` says how the amounts came about."""

    account: Account
    amount: int
    value: int
    because: Because | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Booked:
    """What one event books for one bill.

    ``amount`` and ``value`` are the part of the bill that it moves, at the value of the
    draw; ``liability`` what it moves of the liability to the bank; ``bank`` is this
    bill's part of the bank's line, debit positive; ``bank_figures`` how it came about.
    """

    lines: tuple[Line, ...] = ()
    amount: int = 0
    value: int = 0
    liability: int = 0
    bank: tuple[int, int] = (0, 0)
    bank_figures: tuple[Figure, Figure] | None = field(
        default=None, repr=False, compare=False
    )

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
    face, value = worth.face(bill.open), worth.stands(bill.open_value)
    lines = [
        _line(Account.COLLECTION, face, value),
        _line(Account.HELD, -face, -value),
    ]
    return _booked(lines, bill.open, bill.open_value, 0, fee, worth)


def remit_for_discount(
    bill: Bill, interest: int, fee: int, worth: Worth, is_shown: bool = True
) -> Booked:
    """Sell a bill to the bank before it is due; what the bank pays is less its own.

    :param is_shown: whether the bill stays in the books, with a liability beside it
    """
    face, value = worth.face(bill.open), worth.stands(bill.open_value)
    paid = bill.open - interest - fee
    bank = (
        minus(face, worth.face(interest), worth.face(fee)),
        worth.now(paid),
    )
    costs = [
        _line(Account.DISCOUNT_INTEREST, worth.face(interest), worth.now(interest)),
        _line(Account.CHARGES, worth.face(fee), worth.now(fee)),
    ]
    liability = total([bank[1], worth.now(interest), worth.now(fee)])
    held = _line(Account.HELD, -face, -value)
    if not is_shown:
        return _whole([held, *costs], bill.open, bill.open_value, 0, bank, worth)
    return _whole(
        [
            _line(Account.DISCOUNTED, face, value),
            held,
            *costs,
            _line(Account.LIABILITY, -face, -liability),
        ],
        bill.open,
        bill.open_value,
        liability.amount,
        bank,
        worth,
    )


def honor(bill: Bill, part: int, fee: int, worth: Worth) -> Booked:
    """The drawee paid a part of the bill, or all of it."""
    value = part_value(bill, part)
    face, stood = worth.face(part), worth.part(part, value, (bill.value, bill.amount))
    if bill.place is Place.COLLECTION:
        bank = minus(face, worth.face(fee)), worth.now(part - fee)
        lines = [
            _line(Account.CHARGES, worth.face(fee), worth.now(fee)),
            _line(Account.COLLECTION, -face, -stood),
        ]
        return _whole(lines, part, value, 0, bank, worth)
    liability, lines = 0, []
    if bill.place is Place.DISCOUNTED:
        liability = part_liability(bill, part)
        owed = worth.part(part, liability, (bill.liability, bill.remitted))
        lines = [
            _line(Account.LIABILITY, face, owed),
            _line(Account.DISCOUNTED, -face, -stood),
        ]
    return _booked(lines, part, value, liability, fee, worth)


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
    if was_honored:
        value, whole = (
            honored_part_value(bill, part),
            (bill.honored_value, bill.honored),
        )
    else:
        value, whole = part_value(bill, part), (bill.value, bill.amount)
    face, stood = worth.face(part), worth.part(part, value, whole)
    target = Account.RECEIVABLE if on_invoices else Account.PROTESTED
    liability, claimed = 0, True
    if not was_honored and bill.place in STANDS_ON:
        lines = [
            _line(target, face, stood),
            _line(STANDS_ON[bill.place], -face, -stood),
        ]
        claimed = bill.place is Place.DISCOUNTED
        if claimed:
            liability = part_liability(bill, part)
            owed = worth.part(part, liability, (bill.liability, bill.remitted))
            lines.append(_line(Account.LIABILITY, face, owed))
    else:
        lines = [_line(target, face, stood if on_invoices else worth.now(part))]
    account = Account.PROTESTED if is_charged else Account.PROTEST_COST
    lines.append(_line(account, worth.face(cost), worth.now(cost)))
    asked = [part, cost] if claimed else [cost]
    bank = (
        -total([worth.face(amount) for amount in asked]),
        -total([worth.now(amount) for amount in asked]),
    )
    return _whole(lines, part, value, liability, bank, worth)


def recall(bill: Bill, worth: Worth, interest: int = 0) -> Booked:
    """Take a bill back from the bank before it is due.

    :param interest: what the bank gives back of it
    """
    face, value = worth.face(bill.open), worth.stands(bill.open_value)
    lines = [_line(Account.HELD, face, value)]
    bank = None
    if bill.place in STANDS_ON:
        lines.append(_line(STANDS_ON[bill.place], -face, -value))
    if bill.place is Place.DISCOUNTED:
        lines.append(_line(Account.LIABILITY, face, worth.stands(bill.open_liability)))
    if bill.place is not Place.COLLECTION:
        bank = -face, -worth.now(bill.open)
    given_back = worth.face(interest), worth.now(interest)
    lines += [
        _line(Account.BANK, *given_back),
        _line(Account.DISCOUNT_INTEREST, -given_back[0], -given_back[1]),
    ]
    return _whole(lines, bill.open, bill.open_value, bill.open_liability, bank, worth)


def charge_redraw(interest: int, fee: int, worth: Worth) -> Booked:
    """What the customer owes in addition, because a new bill pays the protested one."""
    faces = worth.face(interest), worth.face(fee)
    values = worth.now(interest), worth.now(fee)
    lines = [
        _line(Account.PROTESTED, total(faces), total(values)),
        _line(Account.INTEREST_INCOME, -faces[0], -values[0]),
        _line(Account.FEE_INCOME, -faces[1], -values[1]),
    ]
    return _whole(lines, 0, 0, 0, None, worth)


def revive(part: int, value: int, protested_value: int, worth: Worth) -> Booked:
    """The debt moves from the bill back to what the draw paid.

    :param value: the draw's, of this part
    :param protested_value: what stands on the bill, of this part
    """
    face = worth.face(part)
    lines = [
        _line(Account.RECEIVABLE, face, worth.stands(value)),
        _line(Account.PROTESTED, -face, -worth.stands(protested_value)),
    ]
    return _whole(lines, part, value, 0, None, worth)


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


def _line(account: Account, amount: Figure, value: Figure) -> Line:
    own = None if amount.currency == value.currency else amount
    why = Because(Rule.BILL, value, own, value.company)
    return Line(account, amount.signed, value.signed, why)


def _booked(lines, amount, value, liability, fee, worth):
    """With a fee that the bank takes for it, apart."""
    face, taken = worth.face(fee), worth.now(fee)
    lines = [*lines, _line(Account.CHARGES, face, taken)]
    return _whole(lines, amount, value, liability, (-face, -taken), worth)


def _whole(lines, amount, value, liability, bank, worth):
    """Without lines of nothing; the exchange difference makes it balance."""
    lines = [line for line in lines if line.amount or line.value]
    values = [line.because.balance for line in lines]
    moved = (0, 0)
    if bank:
        values.append(bank[1])
        moved = (bank[0].signed, bank[1].signed)
    difference = difference_of(values, worth)
    if difference.amount:
        account = Account.GAIN if difference.amount < 0 else Account.LOSS
        why = Because(Rule.BILL_EXCHANGE, difference, other=worth.holder)
        lines.append(Line(account, 0, difference.amount, why))
    return Booked(tuple(lines), amount, value, liability, moved, bank)


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
