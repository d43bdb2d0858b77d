"""What a format writes, and what it says of that beforehand."""

from dataclasses import dataclass, field

from .values import UNIT, Kind, Period, Regime, Rounding, Row, rounded


@dataclass(frozen=True, slots=True)
class Contact:
    """Who reports, and whom the authority may ask."""

    name: str = ""
    street: str = ""
    zip: str = ""
    city: str = ""
    country: str = ""
    person: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a file depends on; ``rows`` regular ones first, then corrections.

    ``own_number`` has its prefix. ``sequence`` counts the company's files (France).
    """

    own_number: str
    country: str
    period: Period
    rows: tuple[Row, ...]
    contact: Contact = field(default_factory=Contact)
    rounding: Rounding = Rounding.HALF_UP
    sequence: int = 1

    @property
    def bare_number(self) -> str:
        """The own number without its prefix."""
        return self.own_number[2:]


class Format:
    """A kind of file.

    ``step`` is the filed amounts' in cents; ``is_by_number``: one row for a number and
    all kinds; ``has_negative_rows``: whether an ordinary row may be below zero.
    """

    code = ""
    extension = "csv"
    media = "text/csv"
    regime = Regime.ORIGIN_TOTALS
    step = UNIT
    is_by_number = False
    has_negative_rows = True

    def problems(self, statement: Statement) -> list[tuple[str, str]]:
        """Why the file cannot be written: code and the value that is wrong."""
        raise NotImplementedError

    def left_out(self, statement: Statement) -> list[Row]:
        """The rows that the file cannot hold, and that are filed by other means."""
        return []

    def render(self, statement: Statement) -> bytes:
        """The file, byte for byte."""
        raise NotImplementedError

    def amount(self, cents: int, statement: Statement) -> int:
        """An amount in the format's steps, rounded once."""
        return rounded(cents, self.step, statement.rounding)


def by_number(format_: Format, statement: Statement) -> list[tuple[str, dict]]:
    """(number, kind -> filed amount) of each number, in order."""
    found: dict[str, dict[Kind, int]] = {}
    for row in statement.rows:
        amounts = found.setdefault(row.number, {})
        amounts[row.kind] = format_.amount(row.new, statement)
    return sorted(found.items())


def decimal(cents: int) -> str:
    """Cents as a decimal with a dot.

    >>> decimal(-5), decimal(100000)
    ('-0.05', '1000.00')
    """
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // UNIT}.{abs(cents) % UNIT:02d}"


def too_long(name: str, value: str, most: int) -> list[tuple[str, str]]:
    """A problem where a text has more characters than its field."""
    return [(f"{name}_too_long", value)] if len(value) > most else []


def missing(**values: str) -> list[tuple[str, str]]:
    """A problem for each value that is needed and empty."""
    return [(f"{name}_missing", "") for name, value in values.items() if not value]
