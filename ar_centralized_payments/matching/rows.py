"""What one line of an advice says, in the light of the headings above it."""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from .arithmetic import AMOUNT_ROLES, judge
from .parts import SHORTEST_DIGITS
from .values import Document, Row, Standing, Taken
from .words import Role, role_of, words_of

#: A heading is short.
MOST_HEADING_WORDS = 5
FEWEST_HEADINGS = 2
#: More words than this in a sentence are about something else.
MOST_UNKNOWN_WORDS = 2


@dataclass
class Heading:
    """The headings above a table: what its columns hold, and what parts them."""

    roles: dict = field(default_factory=dict)
    count: int = 0
    parted_by: str = ""
    currency: str = ""

    def fits(self, cells):
        """Whether a line is of the same table."""
        is_aligned = cells.is_hard or len(cells.texts) == self.count
        return self.count and cells.parted_by == self.parted_by and is_aligned


NO_HEADING = Heading()


@dataclass
class Draft:
    """A row, with what is decided only when all rows are known.

    ``amount`` is signed as it is written.
    """

    row: Row
    amount: Decimal | None = None
    document: Document | None = None
    is_proven: bool = False
    amounts: list = field(default_factory=list)


def heading_of(cells, signs):
    """The headings that a line consists of, or ``None``.

    :param signs: of currencies; a heading may name one for its column
    """
    texts = [text for text in cells.texts if text]
    if any(char.isdigit() for text in texts for char in text):
        return None
    if len(texts) == 1:
        words = words_of(texts[0])
        is_heading = len(words) > 1 and all(role_of(word) for word in words)
        return Heading() if is_heading else None
    if any(len(words_of(text)) > MOST_HEADING_WORDS for text in texts):
        return None
    roles = {
        column: role
        for column, text in enumerate(cells.texts)
        if text and (role := role_of(text))
    }
    if len(roles) < max(FEWEST_HEADINGS, len(texts) / 2):
        return None
    return Heading(roles, len(cells.texts), cells.parted_by, _currency_of(texts, signs))


def _currency_of(texts, signs):
    words = (word.strip("()[]:.") for text in texts for word in text.split())
    return next((word for word in words if word in signs), "")


class RowReader:
    """Reads one line after the other; the headings change on the way.

    :param parts_reader: :class:`~.parts.PartsReader`
    :param is_foreign: amounts are written the other way round than the reader does
    """

    def __init__(self, parts_reader, is_foreign=False):
        self.parts_reader, self.is_foreign = parts_reader, is_foreign
        self.notation = parts_reader.notation
        self.heading = NO_HEADING

    def draft(self, line, cells):
        """What a line says.

        :return: :class:`Draft`
        """
        row = Row(line.place, line.text)
        if line.is_long:
            row.taken, row.reason = Taken.REFUSED, "long"
            return Draft(row)
        heading = NO_HEADING
        if self.heading.fits(cells):
            heading = self.heading
        drafts = [
            self._draft(Row(line.place, line.text), parts, heading)
            for parts in self._readings(cells, heading)
        ]
        draft = drafts[0] if len(drafts) == 1 else self._better(*drafts)
        if not draft.row.documents and draft.row.taken is not Taken.TOTAL:
            found = heading_of(cells, self.notation.signs)
            if found:
                self.heading = found
                row.taken = Taken.HEADER
                return Draft(row)
        return draft

    def _readings(self, cells, heading):
        """The ways to part a line: one, or two where a comma or a blank between digits
        may be part of a number or stand between two."""
        read = self.parts_reader.parts_of
        columns = {c for c, role in heading.roles.items() if role in AMOUNT_ROLES}
        if heading.count:
            return [read(cells, columns)]
        if cells.joined and cells.joined != cells.texts:
            return [read(replace(cells, texts=cells.joined)), read(cells)]
        merged = read(cells)
        is_clear = cells.is_hard or self.notation.is_parted_by_blanks
        if is_clear or not any(" " in one.figure.digits for one in merged.amounts):
            return [merged]
        return [merged, read(cells, is_merging=False)]

    def _better(self, first, second):
        """Of two ways to part a line the one that is about a document, and adds up.

        Where that does not tell them apart, it is a comma of the reader's language that
        belongs to a number; a blank may mean two things.
        """
        ranks = [
            (bool(one.row.documents), bool(one.document), one.is_proven)
            for one in (first, second)
        ]
        better = second if ranks[1] > ranks[0] else first
        amounts = [one.amount for one in (first, second)]
        is_split = not self.notation.is_parted_by_blanks and any(
            " " in one.figure.digits for one in first.amounts
        )
        is_same = ranks[0] != ranks[1] or amounts[0] == amounts[1]
        if is_same or not is_split or better.row.taken is not Taken.READ:
            return better
        better.row.taken, better.row.reason = Taken.ASKS, "amounts"
        better.row.options = tuple(abs(one) for one in amounts if one is not None)
        better.amount = None
        return better

    def _draft(self, row, parts, heading):
        if parts.named:
            return self._of_document(row, parts, heading)
        return self._without_document(row, parts, heading)

    # ------------------------------------------------------------
    # A line that names a document
    # ------------------------------------------------------------
    def _of_document(self, row, parts, heading):
        named = _best_named(parts.named, heading.roles)
        row.number = named[0].text
        common = set.intersection(*({d.key for d in one.documents} for one in named))
        documents = {d.key: d for one in named for d in one.documents}
        document = documents[common.pop()] if len(common) == 1 else None
        draft = Draft(row, document=document, amounts=parts.amounts)
        row.documents = (document.key,) if document else tuple(documents)
        verdict = judge(parts.amounts, heading.roles, document, self.is_foreign)
        self._take(draft, verdict, parts, heading)
        standing = next(iter(documents.values())).standing
        if standing is not Standing.OPEN:
            row.taken, row.reason = Taken.REFUSED, standing.value
        elif not document:
            row.taken = Taken.ASKS
            row.reason = "numbers" if len(named) > 1 and not common else "several"
        else:
            self._decide(draft, verdict, parts, heading)
        return draft

    def _take(self, draft, verdict, parts, heading):
        draft.amount, draft.is_proven = verdict.amount, verdict.is_proven
        draft.row.discount = verdict.discount
        draft.row.currency = verdict.currency or parts.currency or heading.currency

    def _decide(self, draft, verdict, parts, heading):
        """Whether what a line says of its one document is certain."""
        row = draft.row
        reason, detail = verdict.reason, verdict.detail
        if not reason and not verdict.is_proven:
            reason, detail = self._doubt(draft, parts, heading)
        row.taken = Taken.READ
        if reason:
            row.taken = Taken.REFUSED if reason == "decimals" else Taken.ASKS
            row.reason, row.detail, row.options = reason, detail, verdict.options

    def _doubt(self, draft, parts, heading):
        """Words beside the number that may say anything."""
        columns = {one.column for one in parts.named}
        if not parts.is_table and not heading.count:
            columns = set(parts.unknown)
        elif draft.amount is None:
            columns |= {
                column
                for column in parts.unknown
                if not heading.count or heading.roles.get(column) in AMOUNT_ROLES
            }
        words = [word for c in sorted(columns) for word in parts.unknown.get(c, ())]
        return ("words", " ".join(words)) if words else ("", "")

    # ------------------------------------------------------------
    # A line that names none
    # ------------------------------------------------------------
    def _without_document(self, row, parts, heading):
        draft = Draft(row, amounts=parts.amounts)
        is_table, amounts = heading.count or parts.is_table, parts.amounts
        if parts.has_total and parts.amounts and (is_table or not parts.unknown):
            row.taken = Taken.TOTAL
        else:
            row.number = _number_meant(parts)
            if not _is_data(row.number, parts, heading):
                row.number = ""
                return draft
            row.taken = Taken.REFUSED
            row.reason = "unknown" if row.number else "nothing"
            amounts = [one for one in amounts if one.text != row.number]
        verdict = judge(amounts, heading.roles, None, self.is_foreign)
        self._take(draft, verdict, parts, heading)
        return draft


def _best_named(named, roles):
    """What a column for numbers names, before anything else."""
    in_columns = [one for one in named if roles.get(one.column) is Role.NUMBER]
    return in_columns or named


def _number_meant(parts):
    """What stands in a line like the number of a document that does not exist."""
    if parts.numbers:
        return parts.numbers[0]
    weak = [one.text for one in parts.amounts if not one.figure.is_strong]
    if not weak or parts.amounts[0].text != weak[0]:
        return ""
    is_number = parts.is_hard or len(weak[0]) >= SHORTEST_DIGITS
    return weak[0] if is_number else ""


def _is_data(number, parts, heading):
    """Whether a line that names no document was meant to name one."""
    if heading.count:
        columns = [c for c, role in heading.roles.items() if role in AMOUNT_ROLES]
        return any(one.column in columns for one in parts.amounts)
    is_amount = any(one.figure.is_strong for one in parts.amounts)
    unknown = sum(map(len, parts.unknown.values()))
    if parts.is_hard and is_amount:
        return True
    if not number or (unknown and not is_amount):
        return False
    return parts.is_table or unknown <= MOST_UNKNOWN_WORDS
