"""From sales to the lists of one registration: items, problems and rows."""

from collections import defaultdict
from typing import NamedTuple

from stdnum.eu import vat as eu_vat

from ..sales_list.formats import FORMATS
from ..sales_list.ledger import changes, corrections, regular_rows
from ..sales_list.numbers import NORTHERN_IRELAND, refusal
from ..sales_list.values import Item, Kind, Period, Regime, Rounding

#: These stop the list from being reported, unless each is accepted with a reason.
BLOCKING = (
    "no_number",
    "invalid",
    "own_country",
    "not_eu",
    "northern_ireland",
    "no_rate",
)
#: Of these, what is accepted is in the rows; of the others it never is.
IN_ROWS_ONCE_ACCEPTED = {"invalid"}
HINTS = ("differs",)


class Trouble(NamedTuple):
    """A document and what is wrong with it; ``amount`` in cents of the statement's
    currency is what is not in the rows for it."""

    code: str
    move_id: int
    partner_id: int
    number: str
    kind: Kind | None = None
    amount: int = 0

    @property
    def key(self):
        return (self.code, self.move_id, self.number)


class Wanted(NamedTuple):
    """What a list shall hold: ``origin`` is the corrected period of a correction."""

    period: Period
    is_correction: bool
    rows: list
    troubles: list
    own_items: list


class SalesListBook:
    """All lists of one registration, as they should be now.

    :param setting: :class:`Setting`
    :param found: sales of the registration (``SalesLines``), by date
    :param reported: items (:class:`Item`) of lists that were reported
    :param reported_periods: periods whose regular list was reported
    :param drafts: periods of regular lists in draft
    :param accepted: keys of troubles that were accepted with a reason
    :param unlisted: sales whose tax has no kind (``SalesLines.without_kind``)
    """

    def __init__(
        self,
        setting,
        found,
        reported,
        reported_periods,
        drafts,
        accepted,
        unlisted=(),
    ):
        self.setting = setting
        self.found = found
        self.reported = reported
        self.reported_periods = sorted(reported_periods)
        self.drafts = drafts
        self.accepted = accepted
        self.format = FORMATS[setting.format]
        self.rounding = Rounding(setting.rounding)
        self._periods = {}
        self._numbers = {}
        self._read()
        for day, move, partner, number in unlisted:
            trouble = Trouble("no_kind", move, partner, number)
            self.troubles[self.period_at(day)].append((day, trouble))

    # ------------------------------------------------------------
    # Items and troubles
    # ------------------------------------------------------------
    def _read(self):
        """Each sale is an item, or a trouble that keeps it out: exactly once."""
        self.items, self.troubles = [], defaultdict(list)
        for one in self.found:
            period = self._period_of(one)
            code = self._code(one)
            is_out = bool(code) and not (
                code in IN_ROWS_ONCE_ACCEPTED
                and (code, one.move_id, one.number) in self.accepted
            )
            if code:
                self._note(period, one, code, one.amount if is_out else 0)
            if not is_out:
                item = Item(one.source, one.number, one.kind, one.amount, period)
                self.items.append((one.date, item, one))
            for warning in self._warnings(one):
                self._note(period, one, warning, 0)

    def _note(self, period, one, code, amount):
        trouble = Trouble(
            code, one.move_id, one.partner_id, one.number, one.kind, amount
        )
        self.troubles[period].append((one.date, trouble))

    def _code(self, one):
        if one.amount is None:
            return "no_rate"
        key = one.number, one.kind
        if key not in self._numbers:
            self._numbers[key] = self._refusal(*key)
        return self._numbers[key]

    def _refusal(self, number, kind):
        code = refusal(number, kind, self.setting.country)
        return code or ("" if eu_vat.is_valid(number) else "invalid")

    def _warnings(self, one):
        if one.number != one.number_today:
            yield "differs"
        if one.rate:
            yield "rate"
        if one.is_other_product:
            yield "product"
        if one.kind is Kind.GOODS and one.delivery_country_id is not None:
            is_abroad = one.delivery_country_id in self.setting.delivery_countries
            if not is_abroad and one.number[:2] != NORTHERN_IRELAND:
                yield "delivery"
        if one.partner_id in self.setting.invalid_partners:
            yield "vies"

    # ------------------------------------------------------------
    # Periods
    # ------------------------------------------------------------
    def _period_of(self, one):
        if self.setting.is_note_of_origin and one.is_note and one.origin_date:
            period = self.covering(one.origin_date)
            if period:
                return period
        if one.date not in self._periods:
            self._periods[one.date] = self.period_at(one.date)
        return self._periods[one.date]

    def covering(self, day):
        """The reported period that a day is in, if there is one."""
        return next((one for one in self.reported_periods if one.holds(day)), None)

    def period_at(self, day):
        return (
            self.covering(day)
            or next((one for one in self.drafts if one.holds(day)), None)
            or Period.of(day, self.setting.months)
        )

    # ------------------------------------------------------------
    # Lists
    # ------------------------------------------------------------
    def wanted(self, period):
        """Every list in draft, up to that of a period: the regular ones, and where the
        regime replaces, a correction of each reported period that is wrong."""
        periods = {one for one in self.drafts if one <= period}
        if period not in self.reported_periods:
            periods.add(period)
        is_replaced = self.format.regime is Regime.REPLACE
        lists, known = [], list(self.reported)
        for place, one in enumerate(sorted(periods)):
            changed = self._changes(one, known)
            rows, own = regular_rows(changed, one), self._own(one)
            troubles = self._troubles(one)
            if not is_replaced:
                fixes = self._corrections(changed, known)
                rows += fixes
                known += [item for row in fixes for item in row.items]
                if not place:
                    troubles += self._late_troubles(one)
            lists.append(Wanted(one, False, rows, troubles, own))
        if is_replaced:
            lists += self._replacements()
        return [one for one in lists if one.rows or one.troubles]

    def _replacements(self):
        """A correction of each reported period that is wrong, by all that is known."""
        today = [item for _day, item, _one in self.items]
        rows = self._corrections(changes(today, self.reported), self.reported)
        for origin in self.reported_periods:
            own = [row for row in rows if row.origin == origin]
            troubles = self._open_troubles(origin)
            if own or troubles:
                yield Wanted(origin, True, own, troubles, [])

    def _changes(self, period, known):
        today = [item for day, item, _one in self.items if day <= period.last]
        return changes(today, known)

    def _corrections(self, changed, known):
        return corrections(
            changed,
            known,
            self.reported_periods,
            self.format.step,
            self.rounding,
            self.format.is_by_number,
        )

    def _own(self, period):
        return [item for _day, item, _one in self.items if item.period == period]

    def _troubles(self, period, until=None):
        """The troubles of a period, one for each document and code, amounts added."""
        merged = {}
        for day, trouble in self.troubles.get(period, ()):
            if until and day > until:
                continue
            key = (*trouble.key, trouble.kind)
            known = merged.get(key)
            amount = (trouble.amount or 0) + (known.amount if known else 0)
            merged[key] = trouble._replace(amount=amount)
        return [*merged.values()]

    def _late_troubles(self, period):
        """Those of reported periods that nobody accepted."""
        return [
            trouble
            for origin in self.reported_periods
            for trouble in self._open_troubles(origin, period.last)
        ]

    def _open_troubles(self, period, until=None):
        return [
            trouble
            for trouble in self._troubles(period, until)
            if trouble.code in BLOCKING and trouble.key not in self.accepted
        ]


class Setting(NamedTuple):
    """What a registration says, by plain values.

    ``country`` is its code; ``delivery_countries`` the ids of the countries where
    goods may be delivered to; ``invalid_partners`` those that VIES does not know.
    """

    country: str
    format: str
    rounding: str
    months: int
    is_note_of_origin: bool
    delivery_countries: frozenset
    invalid_partners: frozenset
