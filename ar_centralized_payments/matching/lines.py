"""The lines of a pasted text, within bounds, and the cells of a line.

Whatever is pasted is looked at in linear time: bounds come first, and no pattern here
can go back over what it has read.
"""

import csv
import re
from dataclasses import dataclass

from .figures import LONGEST_FIGURE, figure_of

#: More at once is no customer's advice.
MOST_CHARACTERS = 300_000
MOST_LINES = 5_000
MOST_WORDS = 40_000
#: Without the empty cells at its end.
LONGEST_LINE = 1_000
#: Blanks that do not part words: they stand between thousands.
BOUND_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), "\u00a0")
#: What is written for a minus, a quote, and blanks of all kinds.
ALIKE = {
    **BOUND_BLANKS,
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " "),
}
#: No text: signs of control, marks of direction and order, half of a character.
NO_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
EMPTY_CELLS = " \t\v\f,;|\"'\u00a0"
#: Quotes, and what makes text bold where it is written for a page.
AROUND_CELLS = " \u00a0\t\"'*_"
GAP = re.compile(r"[\s,;|:=]+")
WIDE_GAP = re.compile(" {2,}")


class TooMuchError(ValueError):
    """A text beyond the bounds: ``kind`` is ``characters``, ``lines`` or ``words``."""

    def __init__(self, kind, count, most):
        super().__init__(f"{count} {kind}, {most} at most")
        self.kind, self.count, self.most = kind, count, most


@dataclass(frozen=True)
class Line:
    """A line that is not empty: its place, and its text without what is no text."""

    place: int
    text: str
    is_long: bool = False


@dataclass(frozen=True)
class Cells:
    """The cells of a line, and what parted them.

    ``is_table``: parted by what does not stand in sentences. ``joined``: the cells if
    commas between digits are those of numbers, where that can be.
    """

    texts: tuple[str, ...]
    parted_by: str = ""
    is_table: bool = False
    joined: tuple[str, ...] = ()

    @property
    def is_hard(self):
        """Whether columns can be counted: an empty cell is there, too."""
        return self.parted_by in ("\t", "|", ";")


def lines_of(text):
    """The lines that are not empty, and whether something was left out of the text.

    >>> lines_of("\\ufeff;;;\\nINV/1;5,00;;;")
    ([Line(place=2, text='INV/1;5,00', is_long=False)], True)

    :raises TooMuchError: before anything else is looked at
    """
    if len(text) > MOST_CHARACTERS:
        raise TooMuchError("characters", len(text), MOST_CHARACTERS)
    clean = NO_TEXT.sub("", text)
    raw = clean.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [(place, line.rstrip(EMPTY_CELLS)) for place, line in enumerate(raw, 1)]
    found = [(place, line) for place, line in found if line.strip(EMPTY_CELLS)]
    if len(found) > MOST_LINES:
        raise TooMuchError("lines", len(found), MOST_LINES)
    words = sum(1 for _gap in GAP.finditer(clean))
    if words > MOST_WORDS:
        raise TooMuchError("words", words, MOST_WORDS)
    lines = [
        Line(place, _whole(raw[place - 1], line), len(line) > LONGEST_LINE)
        for place, line in found
    ]
    return lines, clean != text


def _whole(raw, stripped):
    """A line without the empty cells at its end, but with the quote that closes it."""
    rest = raw[len(stripped) :]
    closing = rest[: len(rest) - len(rest.lstrip("\"'"))] if rest else ""
    return (stripped + closing).lstrip(" \u00a0")[: LONGEST_LINE + 1]


def cells_of(text, notation):
    """Part a line by the strongest of what parts it: a tab, a pipe, a semicolon, a
    comma, blanks in a row.

    >>> from .values import Notation
    >>> cells_of("| INV/1 | **5.00** |", Notation()).texts
    ('INV/1', '5.00')
    >>> cells_of("INV/1,1,234.56", Notation()).joined
    ('INV/1', '1,234.56')
    """
    text = text.translate(ALIKE)
    if "\t" in text:
        return Cells(_clean(_quoted(text, "\t")), "\t", is_table=True)
    if "|" in text:
        inner = text.strip().removeprefix("|").removesuffix("|")
        return Cells(_clean(inner.split("|")), "|", is_table=True)
    if ";" in text:
        return Cells(_clean(_quoted(text, ";")), ";", is_table=True)
    gaps = WIDE_GAP.split(text.strip(" "))
    if "," in text and ('"' in text or len(gaps) == 1):
        return _comma_cells(text, notation)
    is_table = len(gaps) > 1
    return Cells(_clean(gaps), "  " if is_table else "", is_table)


def _comma_cells(text, notation):
    parts = _quoted(text, ",")
    if '"' in text:
        return Cells(_clean(parts), ",", is_table=True)
    joined = _clean(_joined(parts, notation))
    return Cells(_clean(parts), ",", joined=joined)


def _joined(parts, notation):
    """Neighbours between which a comma may be part of a number."""
    joined = parts[:1]
    for part in parts[1:]:
        before, behind = joined[-1].rsplit(" ", 1)[-1], part.split(" ", 1)[0]
        if (
            before[-1:].isdigit()
            and behind[:1].isdigit()
            and len(before) + len(behind) < LONGEST_FIGURE
            and figure_of(before, notation)
            and figure_of(f"{before},{behind}", notation)
        ):
            joined[-1] += f",{part}"
        else:
            joined.append(part)
    return joined


def _quoted(text, separator):
    (cells,) = csv.reader([text], delimiter=separator)
    return cells


def _clean(cells):
    return tuple(cell.strip(AROUND_CELLS) for cell in cells)
