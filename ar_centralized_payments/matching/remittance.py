"""Reads a remittance advice as customers send it: invoice numbers with amounts.

Plain text, pasted or from a file. Nothing is guessed: a line that cannot be read one
way is read in each way that is possible, and the numbers that exist decide.
"""

import csv
import re
from dataclasses import dataclass, field

#: Letters or signs of a currency before or behind an amount.
CURRENCY = r"(?P<{name}>[A-Z]{{3}}|[^\w\s.,'\u2019+-])?"
AMOUNT = re.compile(
    rf"^{CURRENCY.format(name='before')}\s*(?P<sign>[+-]?)\s*"
    rf"(?P<digits>\d[\d.,'\u2019\s]*)(?P<minus>-?)\s*{CURRENCY.format(name='behind')}$"
)
#: A number, a gap, and what looks like an amount at the end: without blanks between
#: its digits, or with them where thousands are parted.
SIGNS = r"(?:[A-Z]{3}|[^\w\s])?\s?[+-]?"
NUMBER_AND_AMOUNT = tuple(
    re.compile(
        rf"^(?P<number>.*?\S)[\s,]+(?P<amount>{SIGNS}{digits}-?\s?(?:[A-Z]{{3}}|[^\w\s])?)$"
    )
    for digits in (r"\d\S*", r"\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?")
)


@dataclass
class AdviceLine:
    """One line: the ways to read it, each a number and the text of an amount.

    The first is how it is read where none of the numbers exists.
    """

    place: int
    text: str
    readings: list = field(default_factory=list)

    @property
    def numbers(self):
        return [number for number, _amount in self.readings]


def read_advice(text):
    """The lines of an advice that are not empty; a heading is none.

    :return: list of :class:`AdviceLine`, and the text of the heading, if any
    """
    lines = [
        AdviceLine(place, line.strip(), readings_of(line))
        for place, line in enumerate(text.splitlines(), 1)
        if line.strip(" \t,;\"'")
    ]
    if len(lines) > 1 and not re.search(r"\d", lines[0].text):
        return lines[1:], lines[0].text
    return lines, ""


def readings_of(line):
    """The ways to read a line; none if it has more columns than two."""
    line = line.strip("\ufeff\r\n")
    for separator in "\t;":
        if separator in line:
            return _readings_of_cells(_cells(line, separator))
    readings = [(line.strip(" \"'"), "")]
    for form in NUMBER_AND_AMOUNT:
        split = form.match(line.strip())
        if split:
            readings.insert(0, (split["number"].strip(" ,\"'"), split["amount"]))
    if "," in line:
        number, *rest = _cells(line, ",")
        # A comma may also be part of the amount: 600,50 or 1,234.56.
        readings.insert(0, (number, ",".join(cell for cell in rest if cell)))
    return list(dict.fromkeys(readings))


def _readings_of_cells(cells):
    cells = [cell for cell in cells if cell]
    if len(cells) > 2:
        return []
    return [(cells[0], cells[1] if len(cells) > 1 else "")]


def _cells(line, separator):
    (cells,) = csv.reader([line], delimiter=separator, skipinitialspace=True)
    return [cell.strip(" \"'\t") for cell in cells]


def read_amount(text, decimal_point, thousands):
    """An amount as the user's language writes it, or plainly: ``1234.56``.

    >>> read_amount("1.234,56 EUR", ",", "."), read_amount("-1,234.50", ".", ",")
    ((1234.56, 'EUR'), (-1234.5, ''))
    >>> read_amount("600,50", ".", ","), read_amount("n/a", ".", ",")
    ((None, ''), (None, ''))

    :return: the amount, ``None`` where it cannot be read; and the letters or the sign
        of a currency beside it
    """
    found = AMOUNT.match(text.strip())
    if not found:
        return None, ""
    blank = thousands if thousands.isspace() else " "
    digits = re.sub(r"(?<=\d)\s+(?=\d)", blank, found["digits"].strip())
    currency = found["before"] or found["behind"] or ""
    local = rf"\d+|\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+" if thousands else r"\d+"
    if re.fullmatch(rf"(?:{local})(?:{re.escape(decimal_point)}\d+)?", digits):
        if thousands:
            digits = digits.replace(thousands, "")
        plain = digits.replace(decimal_point, ".")
    elif re.fullmatch(r"\d+(?:\.\d+)?", digits):
        plain = digits
    else:
        return None, currency
    is_negative = "-" in (found["sign"], found["minus"])
    return float(plain) * (-1 if is_negative else 1), currency
