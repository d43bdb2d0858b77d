"""Which documents a text names: numbers compared as people write them.

Case, separators, blanks, a ``#`` before and a full stop behind do not matter. Noughts
before digits do not matter either, where only one document is left then.
"""

import re

from .values import Standing

DIGITS_OR_LETTERS = re.compile(r"\d+|[^\W\d_]+")
#: A number written in more parts than these is none.
MOST_PARTS = 6
#: A cell of more words than this is a sentence: no number in parts is looked for.
MOST_WORDS = 12
LONGEST_KEY = 40
#: Between words; a number may stand right behind a colon.
BETWEEN_WORDS = re.compile("[ :=]+")


def key_of(number):
    """A number as it is compared.

    >>> key_of("#einv/2026-00011."), key_of("PO 4714")
    ('EINV202600011', 'PO4714')
    """
    return "".join(char for char in number if char.isalnum()).upper()


def loose_key_of(number):
    """A number without the noughts before its digits.

    >>> loose_key_of("EINV/2026/00011"), loose_key_of("0004713")
    ('EINV 2026 11', '4713')
    """
    return " ".join(
        part.lstrip("0") or "0" for part in DIGITS_OR_LETTERS.findall(number.upper())
    )


def sieve_key_of(number):
    """What all ways to write a number have in common: its ASCII letters and digits
    without noughts. Other numbers may have it in common, too: it is for a search that
    must not miss any.

    >>> sieve_key_of("einv/2026/1") == sieve_key_of("EINV/2026/00001")
    True
    """
    return "".join(
        char for char in number if char.isascii() and char.isalnum() and char != "0"
    ).upper()


class Index:
    """The documents that may be named, by their numbers."""

    def __init__(self, documents):
        self.documents = {document.key: document for document in documents}
        self.exact, self.loose, self.starts, self.raw = {}, {}, set(), set()
        self.found = {}
        for document in documents:
            for number in filter(None, document.numbers):
                key = key_of(number)
                self.raw.add(number)
                self.exact.setdefault(key, {})[document.key] = document
                self.loose.setdefault(loose_key_of(number), {})[document.key] = document
                self.starts.update(key[:end] for end in range(1, len(key)))

    def find(self, text):
        """The documents that a text is the number of: those that can be paid first.

        :return: tuple of :class:`Document`, all of one standing
        """
        if text not in self.found:
            self.found[text] = self._find(text)
        return self.found[text]

    def _find(self, text):
        exact = self.exact.get(key_of(text), {}).values()
        loose = self.loose.get(loose_key_of(text), {}).values()
        for standing in Standing if exact or loose else ():
            found = tuple(one for one in exact if one.standing is standing)
            if found:
                return found
            found = tuple(one for one in loose if one.standing is standing)
            if len(found) == 1:
                return found
        return ()

    def find_parts(self, words):
        """The longest number that a list of words starts with.

        :param words: some at most
        :return: how many of them it has (0: none), and its documents
        """
        found = self.find(words[0])
        best, key = (1 if found else 0, found), ""
        for count, word in enumerate(words, 1):
            key += key_of(word)
            if count > 1 and key in self.exact:
                best = (count, self.find(key))
            if key not in self.starts:
                break
        return best


def sieve_keys(cells):
    """The sieve keys of everything in some cells that may be a number: a whole cell,
    and in it a word with digits, or some words in a row.

    :param cells: texts
    :return: set
    """
    keys = set()
    for cell in cells:
        keys.add(sieve_key_of(cell)[: LONGEST_KEY + 1])
        words = BETWEEN_WORDS.split(cell)
        parts = [sieve_key_of(word) for word in words]
        with_digits = [any(map(str.isdigit, word)) for word in words]
        most = MOST_PARTS if len(parts) <= MOST_WORDS else 1
        for start in range(len(parts)):
            key, has_digit = "", False
            for place in range(start, min(start + most, len(parts))):
                key += parts[place]
                has_digit = has_digit or with_digits[place]
                if has_digit:
                    keys.add(key)
    return {key for key in keys if 0 < len(key) <= LONGEST_KEY}
