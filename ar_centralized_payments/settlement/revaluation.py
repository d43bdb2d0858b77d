"""What the revaluation of open items in foreign currency books (period close, 3 and 4).

One run values what was open on a date with the rate of a date, for many companies at
once, and books only what is missing: the difference wanted less what stands in the
sub-ledger. The receivable is never touched; an adjustment account beside it takes the
difference against unrealized gain or loss. A second entry, the day after, brings each
item to what it shall carry from then on.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from functools import cache

from .because import Because, Figure, How, Rule, given, minus, times, total
from .figures import at_rate, in_steps
from .money import Currency, convert, share
from .values import Account, Company, Entry, Key, Line, Problem, Role

#: Lines say that they belong to a revaluation, and to none of a settlement's legs.
KIND = "revaluation"
#: A rate that is older than this before its date is worth a warning (4.3).
DAYS_FRESH = 7
#: Of more items than this a line says how many they are: each is in the sub-ledger.
MOST_ITEMS = 20


class Method(Enum):
    """How an item is valued (4.4)."""

    STANDARD = "standard"  # at the rate of the date: gains and losses
    MINIMUM = "minimum"  # losses only, written back up to the booked value
    INVOICE_DATE = "invoice_date"  # at the booked rate: takes back what stands


class Reversal(Enum):
    """What happens to a valuation the day after (3.3)."""

    NEXT_DAY = "next_day"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class Exposure:
    """An item as it was open on the considered date (4.2), signed as on the receivable.

    ``amount`` and ``amount_now`` (open today) are in ``currency``; ``value``, the
    booked value of ``amount``, ``standing`` (what earlier runs booked for it up to
    the date) and ``standing_ever`` (over all dates) in the company's accounting
    currency. ``has_later_run``: a run for a later date stands on it. ``branch`` holds
    the document; ``order`` puts items in an order that nobody chose. ``adjustment``
    is what its difference is booked on, against the result.
    """

    key: Key
    company: Company
    branch: Key
    partner: Key
    currency: Currency
    amount: int
    value: int
    amount_now: int
    standing: int = 0
    standing_ever: int = 0
    has_later_run: bool = False
    order: int = 0
    adjustment: Role = Role.ADJUSTMENT


@dataclass(frozen=True, slots=True)
class ClosingRate:
    """Units of the company's currency for one unit of the other; ``on`` is the date
    of the rate that was found, ``None`` where somebody typed it."""

    rate: Fraction
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RevaluationRequest:
    """Everything a run depends on.

    ``rates`` maps (company key, currency key) to the rate to use; a needed one that
    is missing is a problem of the plan. ``reversals`` is by company key.
    """

    date: date
    rate_date: date
    method: Method
    items: tuple[Exposure, ...]
    rates: Mapping[tuple[Key, Key], ClosingRate]
    reversals: Mapping[Key, Reversal]


@dataclass(frozen=True, slots=True)
class Valued:
    """What a run makes of one item, in the company's accounting currency.

    ``value`` is the new value at the rate, ``wanted`` the difference that shall
    stand at the date (w), ``booked`` what is missing there (x) and ``afterwards`` what
    the day after brings (y). ``difference`` says how ``wanted`` came about.
    """

    item: Exposure
    rate: ClosingRate | None
    value: int
    wanted: int
    booked: int
    afterwards: int
    difference: Figure = field(repr=False, compare=False)

    @property
    def standing_after(self) -> int:
        """What stands over all dates once both entries are booked."""
        return self.item.standing_ever + self.booked + self.afterwards

    @property
    def group_at_date(self) -> tuple:
        """Which pair of lines books it at the date: see :func:`group_of`."""
        return self._group(_change_at_date(self), self.wanted)

    @property
    def group_afterwards(self) -> tuple:
        """Which pair of lines books it the day after."""
        return self._group(_change_afterwards(self), self.standing_after)

    def _group(self, change: tuple[int, int], stands: int) -> tuple:
        """Where both gain and loss move, the one of the sign that stands then."""
        item, (gain, loss) = self.item, change
        is_gain = gain and (not loss or stands >= 0)
        role = Role.UNREALIZED_GAIN if is_gain else Role.UNREALIZED_LOSS
        return item.partner, item.currency, item.adjustment, role


@dataclass(frozen=True, slots=True)
class RevaluationPlan:
    """The values of all items, the entries at the date and at the day after, and what
    stands against them (``problems``) or is worth knowing (``warnings``)."""

    date: date
    valued: tuple[Valued, ...] = ()
    entries: tuple[Entry, ...] = ()
    entries_after: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def date_after(self) -> date:
        """The date of ``entries_after``."""
        return self.date + timedelta(days=1)


def plan_revaluation(request: RevaluationRequest) -> RevaluationPlan:
    """Plan a run; with a problem nothing is valued and nothing booked (4.3, 4.11)."""
    needed = _needed_rates(request)
    problems = _check_rates(request, needed)
    if problems:
        return RevaluationPlan(request.date, problems=problems)
    items = sorted(request.items, key=lambda item: (item.order, repr(item.key)))
    valued = tuple(_value_item(request, item) for item in items)
    return RevaluationPlan(
        request.date,
        valued,
        _entries(request.date, valued, _change_at_date, figure_at_date),
        _entries(
            request.date + timedelta(days=1),
            valued,
            _change_afterwards,
            figure_afterwards,
        ),
        warnings=_old_rates(request, needed),
    )


def fingerprint(plan: RevaluationPlan) -> str:
    """A short text that differs whenever the plan books or values something else.

    Made of plain text, so that it can be kept and compared in another process.
    """
    what = (plan.date, plan.valued, plan.entries, plan.entries_after, plan.problems)
    text = json.dumps(what, default=_plain, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _plain(value: object) -> object:
    """What JSON can write of a value of this module."""
    if is_dataclass(value):
        return [getattr(value, name) for name in _names(type(value))]
    return str(value)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a kind of value that say what it is, and not how it came about:
    asked for with every one of ten thousand items."""
    return tuple(field.name for field in fields(kind) if field.repr)


def release(standing: int, amount: int, amount_left: int) -> int:
    """What a settlement takes back of a standing when it reduces an open amount (4.8).

    ``standing`` in the company's accounting currency, the amounts in the item's; all of
    it where nothing is left.

    >>> release(880, 100000, 60000), release(-5000, 100000, 0), release(528, 9, 9)
    (352, -5000, 0)
    """
    return standing - share(standing, amount_left, amount)


def split(before: int, after: int) -> tuple[int, int]:
    """The change of the gain account (a credit) and of the loss account (a debit) when
    a standing moves from ``before`` to ``after`` (4.5): split where it crosses zero.

    >>> split(-5000, 3000), split(0, -5000), split(3000, 1000)
    ((3000, -5000), (0, 5000), (-2000, 0))
    """
    gain = max(after, 0) - max(before, 0)
    loss = max(-after, 0) - max(-before, 0)
    return gain, loss


def _needed_rates(request: RevaluationRequest) -> list[tuple[Key, Key]]:
    """(company, currency) whose rate decides something, each once, in a fixed order."""
    if request.method is Method.INVOICE_DATE:
        return []
    needed = {
        (item.company.key, item.currency.key) for item in request.items if item.amount
    }
    return sorted(needed, key=repr)


def _check_rates(
    request: RevaluationRequest, needed: Iterable[tuple[Key, Key]]
) -> tuple[Problem, ...]:
    problems = []
    for company, currency in needed:
        found = request.rates.get((company, currency))
        details = (("currency", currency), ("on", request.rate_date))
        if not found:
            problems.append(Problem("rate_missing", company, details=details))
        elif found.rate <= 0:
            problems.append(Problem("rate_not_positive", company, details=details))
    return tuple(problems)


def _old_rates(
    request: RevaluationRequest, needed: Iterable[tuple[Key, Key]]
) -> tuple[Problem, ...]:
    """A warning for each rate found more than a week before its date (4.3)."""
    oldest = request.rate_date - timedelta(days=DAYS_FRESH)
    return tuple(
        Problem("rate_old", company, details=(("currency", currency), ("on", found.on)))
        for company, currency in needed
        for found in (request.rates[company, currency],)
        if found.on and found.on < oldest
    )


def _value_item(request: RevaluationRequest, item: Exposure) -> Valued:
    rate = request.rates.get((item.company.key, item.currency.key))
    value, wanted = _wanted(request.method, item, rate)
    booked = wanted - item.standing
    target = _target_afterwards(request, item, wanted)
    afterwards = target - (item.standing_ever + booked)
    difference = _difference(item, rate, value, wanted)
    return Valued(item, rate, value, wanted, booked, afterwards, difference)


def _wanted(
    method: Method, item: Exposure, rate: ClosingRate | None
) -> tuple[int, int]:
    """The new value and the difference that shall stand (4.4)."""
    if method is Method.INVOICE_DATE:
        return item.value, 0
    value = 0
    if item.amount:
        value = convert(item.amount, item.currency, item.company.currency, rate.rate)
    difference = value - item.value
    if method is Method.MINIMUM:
        difference = min(difference, 0)
    return value, difference


def _target_afterwards(request: RevaluationRequest, item: Exposure, wanted: int) -> int:
    """What shall stand from the day after on, over all dates (4.6)."""
    if item.has_later_run:
        return item.standing_ever
    if request.reversals[item.company.key] is Reversal.NEXT_DAY:
        return 0
    if not item.amount or not item.amount_now:
        return 0
    return share(wanted, item.amount_now, item.amount)


def _change_at_date(valued: Valued) -> tuple[int, int]:
    item = valued.item
    return split(item.standing, item.standing + valued.booked)


def _change_afterwards(valued: Valued) -> tuple[int, int]:
    """Both accounts end at what stands over all dates, whatever the first entry moved.

    A rate corrected from .75 to .76 under *next day* (REV-10): the first entry credits
    the loss account with 10.00, so the day after debits that one again. The sign of
    what stands in between (+10.00) would put it on the gain account.
    """
    gain, loss = split(valued.item.standing_ever, valued.standing_after)
    gain_before, loss_before = _change_at_date(valued)
    return gain - gain_before, loss - loss_before


def _entries(on: date, valued: Sequence[Valued], change, figure) -> tuple[Entry, ...]:
    """One entry for each branch that books something: for each customer, currency and
    side one line of the result and one of the adjustment (4.9)."""
    companies: dict[Key, Company] = {}
    sums: dict[Key, dict] = defaultdict(lambda: defaultdict(list))
    for one in valued:
        item, (gain, loss) = one.item, change(one)
        companies[item.branch] = item.company
        rows = sums[item.branch]
        key = (item.partner, item.currency, item.adjustment)
        for role, moved in ((Role.UNREALIZED_GAIN, gain), (Role.UNREALIZED_LOSS, loss)):
            if moved:
                rows[(*key, role)].append(figure(one, role))
    entries = [
        Entry(branch, companies[branch], _lines(on, companies[branch], rows))
        for branch, rows in sorted(sums.items(), key=lambda pair: repr(pair[0]))
    ]
    return tuple(entry for entry in entries if entry.lines)


def _lines(on: date, company: Company, rows: Mapping) -> tuple[Line, ...]:
    lines = []
    for (partner, currency, adjustment, role), figures in rows.items():
        why = because_of_items(company.key, figures)
        change = why.balance.amount
        if change:
            lines += result_lines(
                company, partner, currency, role, change, on, adjustment, why
            )
    return tuple(lines)


def group_of(adjustment: Line, result: Line) -> tuple:
    """What the two lines of a pair have in common, and :class:`Valued` names, too."""
    return (
        result.partner,
        result.currency,
        adjustment.account.role,
        result.account.role,
    )


def result_lines(
    company: Company,
    partner: Key,
    currency: Currency,
    role: Role,
    change: int,
    on: date,
    adjustment: Role = Role.ADJUSTMENT,
    because: Because | None = None,
) -> tuple[Line, Line]:
    """A debit of ``change`` on the adjustment account against a credit of the result;
    both in the item's currency with an amount of zero (4.9).

    :param because: why, of the debit
    """

    def line(of: Role, balance: int, why: Because | None) -> Line:
        account = Account(of, company.key)
        return Line(
            account, partner, currency, 0, balance, (), KIND, company.key, on,
            because=why,
        )  # fmt: skip

    contra = because and replace(because, balance=-because.balance)
    return line(adjustment, change, because), line(role, -change, contra)


def figure_at_date(valued: Valued, role: Role) -> Figure:
    """What an item changes of the gain or the loss account at the date: what shall
    stand there less what stands."""
    own, company = valued.item.company.currency, valued.item.company.key
    before = _on_account(given(valued.item.standing, own, company), role, valued)
    return minus(_on_account(valued.difference, role, valued), before)


def figure_afterwards(valued: Valued, role: Role) -> Figure:
    """The same of the day after, the change at the date left out."""
    own, company = valued.item.company.currency, valued.item.company.key
    after = given(valued.standing_after, own, company)
    before = given(valued.item.standing_ever, own, company)
    return minus(
        _on_account(after, role, valued),
        _on_account(before, role, valued),
        figure_at_date(valued, role),
    )


def because_of_items(company: Key, figures: Iterable[Figure]) -> Because:
    """Why a line of a revaluation is there: the sum of its items."""
    found = [figure for figure in figures if figure.amount]
    whole = total(found)
    if len(found) > MOST_ITEMS:
        whole = Figure(
            How.LISTED, whole.amount, whole.currency, place=len(found), company=company
        )
    return Because(Rule.REVALUATION, whole, other=company)


def _on_account(figure: Figure, role: Role, valued: Valued) -> Figure:
    """What of a standing is on the gain or the loss account: all or nothing."""
    is_gain = role is Role.UNREALIZED_GAIN
    if (figure.amount > 0) is is_gain:
        return figure
    return given(0, valued.item.company.currency, valued.item.company.key)


def _difference(
    item: Exposure, rate: ClosingRate | None, value: int, wanted: int
) -> Figure:
    """The difference that shall stand: new value less booked value, or nothing."""
    own = item.company.currency
    booked = given(item.value, own, item.company.key)
    difference = minus(_figure_of_value(item, rate, value), booked)
    if difference.amount == wanted:
        return difference
    return given(wanted, own, item.company.key)


def _figure_of_value(item: Exposure, rate: ClosingRate | None, value: int) -> Figure:
    """The new value: what is open at the rate; of a rate that was typed there is no
    date."""
    own, company = item.company.currency, item.company.key
    opened = given(item.amount, item.currency, company)
    if not rate or not item.amount or value == item.value:
        return given(value, own, company)
    ends = item.currency, own
    if rate.on is None:
        factor = in_steps(*ends, rate.rate)
        return times(How.CROSS, value, own, opened, factor, company=company)
    return at_rate(value, opened, *ends, rate.rate, company, rate.on)
