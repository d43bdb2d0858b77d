"""What the cells of one line hold: documents, figures, words."""

import re
from dataclasses import dataclass, field

from .figures import MOST_DIGITS, figure_of, meaning_of
from .index import BETWEEN_WORDS, MOST_PARTS
from .words import LABELS, LEADING, TOTALS, words_of

DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}\.?|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2})\.?"
)
#: Digits alone that stand in a sentence are a number from this length on.
SHORTEST_DIGITS = 4
MOST_MONTHS, MOST_DAYS = 12, 31
#: Digits that go on after a blank inside an amount.
GROUP = re.compile(r"\d{3}(?!\d)")
#: What may stand behind an amount, beside its currency.
BEHIND = ("CR", "DR", "-", ")")
KNOWN = LABELS | TOTALS
YEARS = range(1900, 2101)
PUNCTUATION = ".,;:!?#()[]\"'*-/"


@dataclass(frozen=True)
class Named:
    """Documents that a part of a line is the number of.

    ``is_weak``: it is but a few digits, which may mean anything.
    """

    text: str
    documents: tuple
    column: int
    is_weak: bool = False


@dataclass(frozen=True)
class Amount:
    """A figure, what it may mean, and where it stands: its column, and how many names
    of documents stand before it in the line."""

    text: str
    figure: object
    meaning: object
    column: int
    behind: int


@dataclass
class Parts:
    """Everything that a line holds.

    ``unknown``: column -> words that say nothing the reader knows; ``currency``: of a
    cell of its own; ``numbers``: what looks like the number of a document and is none.
    """

    is_table: bool
    is_hard: bool
    named: list = field(default_factory=list)
    amounts: list = field(default_factory=list)
    unknown: dict = field(default_factory=dict)
    numbers: list = field(default_factory=list)
    currency: str = ""
    has_total: bool = False


class PartsReader:
    """Reads cells with the help of the documents that exist."""

    def __init__(self, index, notation):
        self.index, self.notation = index, notation
        self.figures, self.meanings = {}, {}

    def parts_of(self, cells, amount_columns=(), is_merging=True):
        """The parts of a line.

        :param cells: :class:`~.lines.Cells`
        :param amount_columns: columns in which no document is named
        :param is_merging: whether digits with a single blank between them may be one
            amount
        """
        parts = Parts(cells.is_table, cells.is_hard)
        for column, cell in enumerate(cells.texts):
            if cell:
                is_amount = column in amount_columns
                self._read_cell(parts, column, cell, is_amount, is_merging)
        if not all(one.is_weak for one in parts.named):
            parts.named = [one for one in parts.named if not one.is_weak]
        return parts

    def _read_cell(self, parts, column, cell, is_amount, is_merging):
        parts.has_total |= not TOTALS.isdisjoint(words_of(cell))
        if cell.upper() in self.notation.signs:
            parts.currency = cell.upper()
            return
        figure = self._figure(cell)
        is_date = _is_date(cell)
        found = ()
        if not is_amount and self._may_be_number(cell, figure, is_date):
            found = self.index.find(cell)
        if found:
            is_weak = cell.isdecimal() and len(cell) < SHORTEST_DIGITS
            parts.named.append(Named(cell, found, column, is_weak))
        elif figure and (is_merging or " " not in figure.digits):
            self._add_amount(parts, column, cell, figure)
        elif not is_date:
            self._read_words(parts, column, BETWEEN_WORDS.split(cell), is_merging)

    def _may_be_number(self, text, figure, is_date):
        """What is written as an amount or a date is a number only to the letter."""
        is_other = is_date or (figure and figure.is_strong)
        return not is_other or text in self.index.raw

    def _add_amount(self, parts, column, text, figure):
        amount = Amount(text, figure, self._meaning(figure), column, len(parts.named))
        parts.amounts.append(amount)

    def _figure(self, text):
        """As :func:`figure_of`; the same text is read once."""
        if text not in self.figures:
            self.figures[text] = figure_of(text, self.notation)
        return self.figures[text]

    def _meaning(self, figure):
        if figure not in self.meanings:
            self.meanings[figure] = meaning_of(figure, self.notation)
        return self.meanings[figure]

    # ------------------------------------------------------------
    # Words
    # ------------------------------------------------------------
    def _read_words(self, parts, column, words, is_merging):
        place, before = 0, ""
        while place < len(words):
            taken = (
                self._read_name(
                    parts, column, words[place : place + MOST_PARTS], before
                )
                or self._read_figure(parts, column, words, place, is_merging)
                or self._read_word(parts, column, words[place])
            )
            before = words[place + taken - 1]
            place += taken

    def _read_name(self, parts, column, words, before):
        """A number that the next words are; how many they are."""
        count, found = self.index.find_parts(words)
        text = " ".join(words[:count]).strip(PUNCTUATION)
        if not found or not any(char.isdecimal() for char in text):
            return 0
        if count == 1 and not self._is_named_in_words(text, before):
            return 0
        parts.named.append(Named(text, found, column))
        return count

    def _is_named_in_words(self, text, before):
        """Whether a word among others is surely a number, not an amount or a year."""
        figure = self._figure(text)
        if not self._may_be_number(text, figure, _is_date(text)):
            return False
        return not text.isdecimal() or _is_long_number(text) or _leads(before)

    def _read_figure(self, parts, column, words, place, is_merging):
        """An amount that the next words are: a currency, groups of digits, a sign."""
        most = _figure_length(words, place, self.notation, is_merging)
        for count in range(most, 0, -1):
            text = " ".join(words[place : place + count])
            figure = self._figure(text)
            if figure:
                if not figure.is_strong and _leads(words[place - 1] if place else ""):
                    parts.numbers.append(text)
                else:
                    self._add_amount(parts, column, text, figure)
                return count
        return 0

    def _read_word(self, parts, column, word):
        """A word that is neither; always one."""
        text = word.strip(PUNCTUATION)
        letters = words_of(text)
        has_digit = any(char.isdecimal() for char in text)
        if _is_date(text):
            return 1
        if has_digit and letters:
            parts.numbers.append(text)
        elif has_digit or not self._is_known(text, letters):
            parts.unknown.setdefault(column, []).append(text)
        return 1

    def _is_known(self, text, letters):
        return KNOWN.issuperset(letters) or text.upper() in self.notation.signs


def _figure_length(words, place, notation, is_merging):
    """How many words an amount may have that starts here."""
    end = place
    if words[end].upper().rstrip(".") in notation.signs or words[end] == "(":
        end += 1
    if end < len(words) and words[end] in ("-", "+") and end > place:
        end += 1
    if end >= len(words) or not any(char.isdecimal() for char in words[end]):
        return 0
    end += 1
    while is_merging and end < len(words) and GROUP.match(words[end]):
        end += 1
        if end - place >= MOST_PARTS:
            break
    while end < len(words) and end - place < MOST_PARTS + 2:
        word = words[end].upper().rstrip(".")
        if word not in notation.signs and word not in BEHIND:
            break
        end += 1
    return end - place


def _leads(word):
    words = words_of(word)
    return bool(words) and words[-1] in LEADING


def _is_long_number(text):
    return len(text) >= SHORTEST_DIGITS and int(text[:MOST_DIGITS]) not in YEARS


def _is_date(text):
    """Whether a text is a date in digits, of any order that has sense.

    >>> _is_date("10.03.26"), _is_date("2026-03-10"), _is_date("12.34.56")
    (True, True, False)
    """
    if not DATE.fullmatch(text):
        return False
    one, two = sorted(int(part) for part in re.findall(r"\d+", text))[:2]
    return one <= MOST_MONTHS and max(one, two) <= MOST_DAYS
