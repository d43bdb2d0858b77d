"""What comes from outside (by RPC, forms, pastes, imports) is checked before use.

:class:`Given` knows the kinds of values. Each check returns the value as the product
goes on with it, or refuses it in words. A public method names the kind of each of its
arguments as the annotation, and is ``@checked``; values of fields are checked by
``given_fields``, with the same checks.
"""

import inspect
import math
import re
import reprlib
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps

from odoo.exceptions import UserError
from odoo.models import BaseModel
from odoo.orm.identifiers import NewId

#: Amounts above so many rounding steps are no amounts; floats hold them exactly.
MOST_STEPS = 10**15
#: No document is dated before or after.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
#: The highest id, and the highest whole number, that the database keeps.
HIGHEST = 2**31 - 1
#: Units of one currency for one of another: none is worth so little, or so much.
CROSS_RATES = (1e-8, 1e8)
#: How long a text may be: typed into a line, typed as a note, pasted.
LONGEST_LINE, LONGEST_NOTE, LONGEST_PASTE = 10_000, 1_000_000, 5_000_000
#: How many ids, keys or marks one call may bring.
MOST_VALUES = 100_000
#: A row of a page: an item by its id, or a draft payment.
KEY = re.compile(r"(payment_)?([1-9][0-9]{0,9})", re.ASCII)
#: NUL, and halves of characters: the database keeps neither.
NO_TEXT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True)
class Kind:
    """The kind of an argument: the check of :class:`Given`, and what it is told."""

    check: str
    options: dict = field(default_factory=dict)

    def take(self, given, value):
        """The value as the method goes on with it; see :class:`Given`."""
        return getattr(given, self.check)(value, **self.options)


class Given:
    """Checks of values, by their kinds.

    :raises UserError: in each check, with what is wrong
    """

    def __init__(self, env):
        self.env = env

    def _refuse(self, text, value):
        raise UserError(text % {"value": shown(value)})

    # ------------------------------------------------------------
    # Texts and numbers
    # ------------------------------------------------------------
    def text(self, value, most=LONGEST_LINE, is_cleaned=False):
        """A text; ``False`` and ``None`` are an empty one. One that is cleaned later
        may have any characters."""
        if value is None or value is False:
            return ""
        if not isinstance(value, str):
            self._refuse(self.env._("%(value)s is not a text."), value)
        if not is_cleaned and NO_TEXT.search(value):
            self._refuse(
                self.env._(
                    "%(value)s has characters that cannot be kept. Type it anew."
                ),
                value,
            )
        if len(value) > most:
            raise UserError(
                self.env._(
                    "A text of %(count)s characters is too long; %(most)s is the most.",
                    count=len(value),
                    most=most,
                )
            )
        return value

    def number(self, value, least=-MOST_STEPS, most=MOST_STEPS):
        """A finite number between two others; ``False`` and ``None`` stay."""
        if value is None or value is False:
            return value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or (isinstance(value, float) and not math.isfinite(value)):
            self._refuse(self.env._("%(value)s is not a number."), value)
        if not least <= value <= most:
            self._refuse(
                self.env._("%(value)s is out of all bounds. Type another number."),
                value,
            )
        return value

    def amount(self, value, currency=None):
        """An amount, if it is known in a currency: with no more decimals than that
        has, and of no more than ``MOST_STEPS`` steps. It is never rounded."""
        value = self.number(value)
        if value and currency:
            steps = value / currency.rounding
            if abs(steps) > MOST_STEPS:
                self._refuse(
                    self.env._("%(value)s is out of all bounds. Type another number."),
                    value,
                )
            if abs(steps - round(steps)) > max(1e-6, abs(steps) * 1e-15):
                raise UserError(
                    self.env._(
                        "%(value)s has more decimals than %(currency)s has. Type it "
                        "anew.",
                        value=shown(value),
                        currency=currency.name,
                    )
                )
        return value

    def cross_rate(self, value):
        """A rate between two currencies; 0 is none."""
        if value:
            least, most = CROSS_RATES
            try:
                self.number(value, least, most)
            except UserError:
                self._refuse(
                    self.env._(
                        "%(value)s is no rate between two currencies: it must be more "
                        "than 0. Type another, or clear it."
                    ),
                    value,
                )
        return self.number(value)

    def whole(self, value, least=-HIGHEST, most=HIGHEST):
        """A whole number; ``False`` and ``None`` stay."""
        value = self.number(value)
        if isinstance(value, float) and not value.is_integer():
            self._refuse(self.env._("%(value)s is not a whole number."), value)
        return self.number(value, least, most)

    def count(self, value):
        """How many, or after how many: a whole number from 0 on."""
        if value is None or isinstance(value, bool | float):
            self._refuse(self.env._("%(value)s is not a whole number."), value)
        if isinstance(value, int) and value < 0:
            self._refuse(self.env._("%(value)s is less than 0."), value)
        return self.whole(value)

    def flag(self, value):
        """Yes or no."""
        if value is not None and (
            not isinstance(value, int) or value not in (True, False)
        ):
            self._refuse(self.env._("%(value)s is neither yes nor no."), value)
        return bool(value)

    def choice(self, value, options):
        """One of some options; ``False``, ``None`` and an empty text are none."""
        if value is None or value is False or value == "":
            return False
        if not isinstance(value, str) or value not in options:
            self._refuse(self.env._("%(value)s is none of the choices."), value)
        return value

    def day(self, value):
        """A date, from a date or an ISO text; ``None`` for none."""
        if value is None or value is False or value == "":
            return None
        found = value.date() if isinstance(value, datetime) else value
        if isinstance(value, str):
            try:
                found = datetime.fromisoformat(value).date()
            except ValueError:
                found = None
        if not isinstance(found, date):
            self._refuse(self.env._("%(value)s is not a date."), value)
        if not FIRST_DAY <= found <= LAST_DAY:
            raise UserError(
                self.env._(
                    "%(date)s is no date of a document: it must be between %(first)s "
                    "and %(last)s.",
                    date=found,
                    first=FIRST_DAY,
                    last=LAST_DAY,
                )
            )
        return found

    # ------------------------------------------------------------
    # Records
    # ------------------------------------------------------------
    def id(self, value, is_needed=True):
        """The id of a record, from a record or its id."""
        if isinstance(value, BaseModel) and len(value) <= 1:
            value = value.id
        if isinstance(value, NewId):
            return value
        if not is_needed and (value is None or value is False):
            return False
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse(self.env._("%(value)s is not the id of a record."), value)
        if not 0 < value <= HIGHEST:
            self._refuse(self.env._("%(value)s is not the id of a record."), value)
        return value

    def ids(self, value):
        """A list of ids, from records or their ids."""
        if isinstance(value, BaseModel):
            return value.ids
        return [self.id(one) for one in self.items(value)]

    def items(self, value):
        """Several values: a list of a bounded length."""
        if value is None or value is False:
            return []
        if not isinstance(value, list | tuple | set | frozenset):
            self._refuse(self.env._("%(value)s is not a list."), value)
        if len(value) > MOST_VALUES:
            raise UserError(
                self.env._(
                    "These are %(count)s at once; %(most)s are the most.",
                    count=len(value),
                    most=MOST_VALUES,
                )
            )
        return value

    def records(self, records):
        """Records as a call names them by their ids, which may be anything."""
        for one in records._ids:
            if not isinstance(one, NewId):
                self.id(one)
        return records

    def key(self, value, is_needed=True, is_item=False):
        """The key of a row of a page, as a text; if so, of an item alone."""
        if not is_needed and (value is None or value is False or value == ""):
            return False
        text = str(value) if type(value) is int and abs(value) <= HIGHEST else value
        found = isinstance(text, str) and KEY.fullmatch(text)
        if not found or int(found[2]) > HIGHEST or (is_item and found[1]):
            self._refuse(self.env._("%(value)s is not the key of a row."), value)
        return text

    def keys(self, value):
        """Several keys of rows."""
        return [self.key(one) for one in self.items(value)]

    # ------------------------------------------------------------
    # Values by names
    # ------------------------------------------------------------
    def mapping(self, value, kinds):
        """Values by known names, each of its kind; nothing else is swallowed."""
        value = self._dict(value)
        unknown = [name for name in value if name not in kinds]
        if unknown:
            self._refuse(
                self.env._("%(value)s: nothing here has such a name."), unknown
            )
        return {name: kinds[name].take(self, one) for name, one in value.items()}

    def table(self, value, key, kind):
        """Values of one kind, by keys of one kind."""
        return {
            key.take(self, name): kind.take(self, one)
            for name, one in self._dict(value).items()
        }

    def _dict(self, value):
        if value is None or value is False:
            return {}
        if not isinstance(value, dict):
            self._refuse(self.env._("%(value)s is not a table of values."), value)
        self.items(list(value))
        return value

    def domain(self, value):
        """Conditions of a search: only their form; what they mean the search finds."""
        return list(self.items(value))


def shown(value):
    """A value as a refusal shows it: never long, and always a text."""
    try:
        return reprlib.repr(value)
    except ValueError:  # a whole number of thousands of digits
        return type(value).__name__


def one(records):
    """Exactly one record, which a call has to name.

    :raises UserError: if there is none, or several
    """
    if len(records) != 1:
        raise UserError(
            records.env._(
                "This is done with one record (%(kind)s) at a time. Choose one.",
                kind=records._description,
            )
        )
    return records


def checked(method):
    """Check what a public method is called with, by the annotations of its arguments,
    and that its records have ids that can be such."""
    signature = inspect.signature(method)
    kinds = {
        name: parameter.annotation
        for name, parameter in signature.parameters.items()
        if isinstance(parameter.annotation, Kind)
    }

    @wraps(method)
    def call(self, *args, **kwargs):
        given = Given(self.env)
        given.records(self)
        bound = signature.bind(self, *args, **kwargs)
        for name, kind in kinds.items():
            if name in bound.arguments:
                bound.arguments[name] = kind.take(given, bound.arguments[name])
        return method(*bound.args, **bound.kwargs)

    call.kinds = kinds
    return call


# ------------------------------------------------------------
# The kinds of arguments
# ------------------------------------------------------------
Text = Kind("text")
Pasted = Kind("text", {"most": LONGEST_PASTE, "is_cleaned": True})
Flag = Kind("flag")
Count = Kind("count")
Amount = Kind("amount")
Day = Kind("day")
Id = Kind("id")
MaybeId = Kind("id", {"is_needed": False})
Ids = Kind("ids")
Key = Kind("key")
MaybeKey = Kind("key", {"is_needed": False})
Keys = Kind("keys")
Conditions = Kind("domain")


def choice_of(*options):
    """One of some options."""
    return Kind("choice", {"options": options})


def mapping_of(**kinds):
    """Values by names, each of its kind."""
    return Kind("mapping", {"kinds": kinds})


def table_of(key, kind):
    """Values of one kind, by keys of one kind."""
    return Kind("table", {"key": key, "kind": kind})


#: Where the page *Settle Transactions* starts.
Place = mapping_of(
    settlement_id=MaybeId,
    payment_id=MaybeId,
    item_ids=Ids,
    partner_id=MaybeId,
    other_partner_ids=Ids,
    date=Day,
    discount_reference_date=Day,
)
#: What is typed or chosen on a marked transaction.
Typed = mapping_of(
    amount=Amount,
    discount=Amount,
    is_primary=Flag,
    cross_rate=Kind("cross_rate"),
    use_cash_discount=choice_of("normal", "always", "never"),
    full_settlement=Flag,
)
#: That on several rows, by their keys.
TypedRows = table_of(Key, Typed)
#: That on marked items, before they are stored: the marks of a payment being entered.
Marks = table_of(Kind("key", {"is_item": True}), Typed)
