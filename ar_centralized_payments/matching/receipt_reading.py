"""What a bank's text names: documents, and payments of our own.

The longest name counts, and every word once. A number that is nothing but digits
must stand as it is written; a structured reference may be parted by blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .receipt_index import SHORTEST, atoms, loose
from .references import compact, plain

WORD = re.compile(r"[A-Z0-9]+")
#: Words of which one name has at most so many; characters that a text has.
MOST_WORDS = 7
MOST_TEXT = 4000
#: A cut-off number is told by at least this share of it.
LONGEST_CUT = 0.6


@dataclass(slots=True)
class Named:
    """What a part of the text names. Several documents: it may mean each of them."""

    rule: int
    code: str
    text: str
    documents: frozenset


@dataclass(slots=True)
class Reading:
    """``strong``: documents by rules 1 and 3; ``weak``: by rule 4; ``payments``."""

    strong: list = field(default_factory=list)
    weak: list = field(default_factory=list)
    payments: list = field(default_factory=list)

    def add(self, named):
        """Keep what was found, each group of documents once."""
        if named.rule == 2:
            kept = self.payments
        else:
            kept = self.weak if named.rule == 4 else self.strong
        if all(named.documents != one.documents for one in kept):
            kept.append(named)


def read(receipt, index):
    """What the texts of a receipt name.

    :return: :class:`Reading`
    """
    reading = Reading()
    for _carrier, text in receipt.texts:
        _TextReader(text[:MOST_TEXT], index, reading).add_all()
    known = {key for named in reading.strong for key in named.documents}
    reading.weak = [
        named for named in reading.weak if not known.intersection(named.documents)
    ]
    return reading


class _TextReader:
    def __init__(self, text, index, reading):
        said, text = text, plain(text)
        self.index, self.reading = index, reading
        spans = [(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
        #: As it was written, where capitals do not change its length.
        self.text = said if len(said) == len(text) else text
        self.words = [word for word, _start, _end in spans]
        self.spans = [(start, end) for _word, start, end in spans]
        self.atoms = [atoms(word) for word in self.words]

    def add_all(self):
        """Add what the text names to the reading."""
        rest = []
        place = 0
        while place < len(self.words):
            taken = self._longest(place, self._strong)
            if not taken:
                rest.append(place)
            place += taken or 1
        self._read_rest(rest)

    def _read_rest(self, places):
        free = set(places)
        place = 0
        while place < len(self.words):
            taken = place in free and self._longest(place, self._weak, free)
            place += taken or 1
        if free and max(free) == len(self.words) - 1:
            self._read_cut(free)

    def _longest(self, place, find, free=None):
        """How many words from a place on are one name; 0: none."""
        end = min(place + MOST_WORDS, len(self.words))
        for stop in range(end, place, -1):
            if free is not None and not free.issuperset(range(place, stop)):
                continue
            named = find(place, stop)
            if named:
                self.reading.add(named)
                return stop - place
        return 0

    def _shown(self, place, stop):
        return self.text[self.spans[place][0] : self.spans[stop - 1][1]]

    def _is_glued(self, place, stop):
        return not any(char.isspace() for char in self._shown(place, stop))

    def _strong(self, place, stop):
        whole = "".join(self.words[place:stop])
        if len(whole) < 4:
            return None
        index = self.index
        found = index.references.get(whole)
        if found:
            return Named(1, "reference", self._shown(place, stop), frozenset(found))
        if whole.isdigit() and not self._is_glued(place, stop):
            return None
        found = index.payment_numbers.get(whole)
        if found:
            return Named(2, "payment", self._shown(place, stop), frozenset(found))
        found = index.exact.get(whole) or self._loosely(place, stop)
        if found and len(whole) >= SHORTEST:
            return Named(3, "number", self._shown(place, stop), frozenset(found))
        return None

    def _loosely(self, place, stop):
        parts = [part for some in self.atoms[place:stop] for part in some]
        return self.index.loose.get(loose(parts))

    def _weak(self, place, stop):
        whole = "".join(self.words[place:stop])
        if len(whole) < SHORTEST or not self._is_glued(place, stop):
            return None
        found = self.index.digits.get(whole)
        code = "digits"
        if not found:
            found, code = self.index.tails.get(whole), "tail"
        if not found:
            return None
        return Named(4, code, self._shown(place, stop), frozenset(found))

    def _read_cut(self, free):
        """A number that the end of the text cuts off."""
        last = len(self.words)
        for place in range(max(0, last - MOST_WORDS), last):
            head = "".join(self.words[place:last])
            if place not in free or len(head) < SHORTEST:
                continue
            found = self.index.heads_of(head)
            number = found and self._shortest_number(found)
            if (
                found
                and len(head) >= LONGEST_CUT * number
                and any(map(str.isdigit, head))
            ):
                self.reading.add(
                    Named(4, "cut", self._shown(place, last), frozenset(found))
                )
                return

    def _shortest_number(self, keys):
        numbers = [n for key in keys for n in self.index.documents[key].numbers]
        return min(len(compact(number)) for number in numbers)
