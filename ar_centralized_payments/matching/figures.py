"""Amounts as they are written, and what they may mean.

A figure keeps what it says beside its digits: the sign, however it is written, and the
currency. What its separators mean is decided by the language of the reader; where they
can mean two things, both are kept.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

BLANKS = " \u00a0"
#: What stands between the digits of an amount.
INSIDE = frozenset("0123456789.,'" + BLANKS)
#: ``600,-`` and ``600.--``: no decimals.
NO_DECIMALS = re.compile(r"^[.,] ?--?(?!\d)")
#: No sheet holds more; also keeps what is summed exact.
MOST_DIGITS = 18
LONGEST_FIGURE = 40
GROUP = 3


@dataclass(frozen=True)
class Figure:
    """An amount as it is written: digits with their separators, sign and currency.

    ``is_strong``: it is written as amounts are, not as any whole number.
    """

    digits: str
    is_negative: bool = False
    currency: str = ""
    is_strong: bool = False


@dataclass(frozen=True)
class Meaning:
    """What a figure means: ``own`` as the language of the reader has it, ``other`` the
    other way round; ``None`` where it cannot mean that.

    ``is_finer``: its own has more decimals than the currency, if only noughts.
    ``is_ours``: its separators cannot be meant the other way round.
    """

    own: Decimal | None
    other: Decimal | None
    is_finer: bool = False
    is_ours: bool = False

    @property
    def options(self):
        """The amounts it may mean, its own first."""
        found = [one for one in (self.own, self.other) if one is not None]
        return tuple(dict.fromkeys(found))

    def sure(self, is_foreign=False):
        """The one amount that it means, or ``None``.

        :param is_foreign: the text is known to be written the other way round
        """
        if is_foreign and self.other is not None:
            return self.other
        return self.own if self.own is not None and len(self.options) == 1 else None


def figure_of(text, notation):
    """A text as an amount, or ``None``.

    >>> from .values import Notation
    >>> notation = Notation(signs={"$": frozenset({"USD"}), "EUR": frozenset({"EUR"})})
    >>> figure_of("($25.00)", notation)
    Figure(digits='25.00', is_negative=True, currency='$', is_strong=True)
    >>> figure_of("1.209,87- EUR", notation)
    Figure(digits='1.209,87', is_negative=True, currency='EUR', is_strong=True)
    >>> figure_of("2 %", notation), figure_of("10.03.26", notation)
    (None, None)
    """
    text = text.strip()
    if len(text) > LONGEST_FIGURE:
        return None
    places = [place for place, char in enumerate(text) if "0" <= char <= "9"]
    if not places:
        return None
    first, last = places[0], places[-1] + 1
    digits, before, behind = text[first:last], text[:first], text[last:]
    behind, cut = NO_DECIMALS.sub("", behind), NO_DECIMALS.match(behind)
    if len(places) > MOST_DIGITS or not INSIDE.issuperset(digits):
        return None
    affixes = [_affix(before, notation), _affix(behind, notation)]
    if None in affixes or not _is_number(digits):
        return None
    signs, currencies = zip(*affixes, strict=True)
    is_strong = bool(cut or any(signs + currencies) or set(digits) & set(".,'"))
    return Figure(digits, "-" in signs, max(currencies, key=len), is_strong)


def _affix(text, notation):
    """The sign and the currency beside the digits; ``None`` for anything else."""
    rest = "".join(char for char in text if char not in "()+-" + BLANKS).upper()
    sign = "-" if "-" in text or "(" in text or ")" in text else ""
    if rest not in notation.signs:
        for letters, meant in (("CR", "-"), ("DR", "+")):
            if rest.endswith(letters) or rest.startswith(letters):
                sign = meant
                rest = rest.removesuffix(letters).removeprefix(letters)
                break
    if rest and rest not in notation.signs:
        rest = rest.rstrip(".")
    if rest and rest not in notation.signs:
        return None
    return sign, rest


def _is_number(digits):
    return any(number_of(digits, *pair) is not None for pair in (".,", ",."))


def number_of(digits, point, parting):
    """Digits with separators as a number, or ``None``.

    >>> number_of("1.234,56", ",", "."), number_of("1.234,56", ".", ",")
    (Decimal('1234.56'), None)
    >>> number_of("12,34,567.00", ".", ","), number_of("12.34.56", ",", ".")
    (Decimal('1234567.00'), None)
    """
    whole, found, fraction = digits.rpartition(point)
    if not found:
        whole, fraction = digits, ""
    elif not fraction.isdigit():
        return None
    kinds = {char for char in whole if not char.isdigit()}
    if not kinds:
        return Decimal(f"{whole}.{fraction}") if whole else None
    kind = kinds.pop()
    if kinds or kind == point or kind not in parting + "'" + BLANKS:
        return None
    groups = whole.split(kind)
    if not _are_groups(groups):
        return None
    return Decimal("".join(groups) + "." + fraction)


def _are_groups(groups):
    """Thousands, or, as in India, a thousand and then hundreds."""
    first, *middle, last = groups
    sizes = {len(group) for group in middle}
    return (
        1 <= len(first) <= GROUP
        and not first.startswith("0")
        and len(last) == GROUP
        and sizes in (set(), {GROUP}, {GROUP - 1})
    )


def meaning_of(figure, notation):
    """What a figure means to a reader.

    >>> from .values import Notation
    >>> meaning_of(Figure("1,234"), Notation()).options
    (Decimal('1234'),)
    >>> meaning_of(Figure("1.000"), Notation()).options
    (Decimal('1.000'), Decimal('1000'))
    >>> meaning_of(Figure("12.3456"), Notation()).options
    ()
    """
    digits, sign = figure.digits, -1 if figure.is_negative else 1
    own, decimals = _own(digits, notation), _decimals(notation.step)
    foreign = ",." if notation.point == "." else ".,"
    readings = (
        number_of(digits, *foreign),
        number_of(digits, notation.point, foreign[0]),
    )
    others = [
        one
        for one in readings
        if one is not None and notation.is_whole(one) and _decimals(one) <= decimals
    ]
    mine = own if own is not None and notation.is_whole(own) else None
    other = next((one for one in others if one != mine), None)
    return Meaning(
        None if mine is None else mine * sign,
        None if other is None else other * sign,
        is_finer=own is not None and _decimals(own) > decimals,
        is_ours=mine is not None and mine != readings[0] and other is None,
    )


def _own(digits, notation):
    """As the language has it, or plainly: ``1234.56``."""
    found = number_of(digits, notation.point, notation.thousands)
    if found is None and notation.point in digits:
        found = number_of(digits, notation.point, ".,")
    return number_of(digits, ".", "") if found is None else found


def _decimals(number):
    return -number.as_tuple().exponent
