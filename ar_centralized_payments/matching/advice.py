"""Reads a remittance advice as customers send it: a sheet, a list, the text of a mail.

Columns are found by what stands in them and by their headings; what a line says is
checked against the documents that exist. Nothing is dropped, and nothing is read that
is not certain: a line that may mean two things asks.

In two steps, because the documents are looked up in between: :func:`parse` bounds and
parts the text and tells which numbers may stand in it, :func:`read_advice` reads it.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from .index import Index, sieve_key_of, sieve_keys
from .lines import cells_of, lines_of
from .parts import PartsReader
from .rows import RowReader
from .values import Advice, Notation, Taken, TotalCheck


@dataclass(frozen=True)
class Text:
    """A text within bounds, parted into lines and cells."""

    lines: list
    cells: list
    notation: Notation
    is_cleaned: bool = False

    @cached_property
    def sieve_keys(self):
        """What the numbers of all documents that it may name have in common with their
        :func:`~.index.sieve_key_of`."""
        return sieve_keys(self._texts)

    @cached_property
    def odd_numbers(self):
        """Cells of other alphabets, which have no sieve key."""
        return {
            text
            for text in self._texts
            if not sieve_key_of(text) and any(map(str.isalpha, text))
        }

    @property
    def _texts(self):
        return {t for cells in self.cells for t in (*cells.texts, *cells.joined)}


def parse(text, notation):
    """Part a text into lines and cells.

    :param str text: whatever was pasted
    :raises TooMuchError: if it is longer than any advice
    """
    lines, is_cleaned = lines_of(text)
    cells = [cells_of("" if line.is_long else line.text, notation) for line in lines]
    return Text(lines, cells, notation, is_cleaned)


def read_advice(text, documents):
    """What an advice says, line by line.

    :param text: what :func:`parse` returns
    :param documents: the :class:`~.values.Document` that it may name
    :return: :class:`~.values.Advice`
    """
    index = Index(documents)
    drafts = _drafts(text, index)
    if _is_foreign(drafts):
        drafts = _drafts(text, index, is_foreign=True)
    if _is_inverted(drafts):
        for draft in drafts:
            draft.amount = draft.amount and -draft.amount
    for draft, below in pairwise(drafts):
        _look_below(draft, below)
    for draft in drafts:
        _finish(draft)
    advice = Advice([draft.row for draft in drafts], is_cleaned=text.is_cleaned)
    advice.totals = _totals(drafts)
    return advice


def _drafts(text, index, is_foreign=False):
    reader = RowReader(PartsReader(index, text.notation), is_foreign)
    return [
        reader.draft(line, cells)
        for line, cells in zip(text.lines, text.cells, strict=True)
    ]


def _is_foreign(drafts):
    """Whether all amounts are written the other way round than the reader does: one
    that can only be so is just what closes its document, and none can only be ours."""
    meanings = [
        (draft.document, one.meaning) for draft in drafts for one in draft.amounts
    ]
    return not any(meaning.is_ours for _document, meaning in meanings) and any(
        document
        and meaning.own is None
        and meaning.other is not None
        and document.is_closed_by(meaning.other)
        for document, meaning in meanings
    )


def _is_inverted(drafts):
    """Whether the sender writes what he pays as negative, as it stands in his books:
    every invoice is, no credit note, and it is no single line by chance."""
    told = [draft for draft in drafts if draft.document and draft.amount is not None]
    invoices = [draft for draft in told if not draft.document.is_note]
    notes = [draft for draft in told if draft.document.is_note]
    return (
        bool(invoices)
        and all(draft.amount < 0 for draft in invoices)
        and not any(draft.amount < 0 for draft in notes)
        and (len(invoices) > 1 or invoices[0].is_proven)
    )


def _look_below(draft, below):
    """A number alone is paid in full, unless its amount may stand in the next line."""
    is_alone = draft.row.taken is Taken.READ and draft.amount is None
    is_amount = below.row.taken is Taken.WORDS and any(
        one.figure.is_strong for one in below.amounts
    )
    if is_alone and is_amount:
        draft.row.taken, draft.row.reason = Taken.ASKS, "below"


def _finish(draft):
    """The amount as it reduces the document, which is more than nothing."""
    row, amount = draft.row, draft.amount
    row.amount = amount
    if amount is None or not draft.document:
        return
    row.amount = abs(amount) if draft.document.is_note else amount
    if row.amount <= 0 and row.taken is Taken.READ:
        row.taken, row.reason = Taken.REFUSED, "sign"


def _totals(drafts):
    """What each total line says, beside what the lines come to: all of them, or those
    since the total before."""
    checks, parts, whole = [], [], []
    for draft in drafts:
        row = draft.row
        if row.taken is Taken.TOTAL:
            if draft.amount is not None:
                checks.append(_check(row, (parts, whole)))
            parts = []
        elif row.documents or row.taken is Taken.REFUSED:
            worth = _worth(draft)
            parts.append(worth)
            whole.append(worth)
    return checks


def _check(row, sums):
    found = [None if None in some else sum(some) for some in sums]
    fits = [one for one in found if one is not None and abs(one) == abs(row.amount)]
    check = TotalCheck(row.place, row.amount, fits[0] if fits else found[-1])
    if check.found is None:
        row.reason = "unchecked"
    elif not fits:
        row.reason = "differs"
    return check


def _worth(draft):
    """What a line adds to the total, or ``None`` where it cannot be told."""
    row, document = draft.row, draft.document
    if row.amount is None:
        is_full = document and row.taken is Taken.READ
        amount = document.net if is_full else None
    else:
        amount = row.amount
    return -amount if amount is not None and document and document.is_note else amount
