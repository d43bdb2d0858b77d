"""Lists of payments, a row for each: which column is what.

Columns are found by their headings and by what stands in them; texts that are neither
amount, date, name nor account are what the payment is matched by. No row is dropped:
one without a readable amount comes back without.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from .figures import figure_of, meaning_of
from .references import compact
from .words import TOTALS, Role, role_of, words_of

#: Rows among which a heading may stand; how many rows and columns a list may have.
HEAD_ROWS, MOST_ROWS, MOST_COLUMNS = 20, 10_000, 60
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
NAMES = frozenset(
    [
        *("name", "customer", "payer", "debtor", "client", "naam", "klant"),
        *("betaler", "debiteur", "kunde", "zahler", "auftraggeber", "navn", "nom"),
        *("payeur", "kundenname", "klantnaam", "kundenavn"),
    ]
)
ACCOUNTS = frozenset(["iban", "account", "rekening", "konto", "kontonummer", "compte"])
#: Which of several amounts is what was paid.
AMOUNT_ROLES = (Role.PAID, Role.AMOUNT, Role.GROSS)
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d", "%d.%m.%y")


class TooLongError(Exception):
    """The list has more rows than can be read at once."""


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment; ``amount`` is ``None`` where it cannot be read.

    ``check`` is the number of the check that it is, empty where none could be read.
    """

    place: int
    amount: Decimal | None
    texts: tuple[str, ...] = ()
    name: str = ""
    account: str = ""
    day: date | None = None
    check: str | None = None


@dataclass
class PaymentList:
    """The rows, the headings by what they were taken for, and the total that a row of
    its own says."""

    rows: list = field(default_factory=list)
    columns: dict = field(default_factory=dict)
    total: Decimal | None = None

    @property
    def sum(self):
        """What the readable rows come to."""
        return sum((r.amount for r in self.rows if r.amount is not None), Decimal(0))


def read_payments(table, notation):
    """The payments of a table.

    :param table: rows of cells: texts, numbers (``Decimal``) and dates
    :param notation: :class:`~.values.Notation`, how amounts are written
    :return: :class:`PaymentList`
    :raises TooLongError: above :data:`MOST_ROWS`
    """
    table = [
        row[:MOST_COLUMNS]
        for row in table
        if any(cell not in ("", None) for cell in row)
    ]
    if len(table) > MOST_ROWS + HEAD_ROWS:
        raise TooLongError
    return _Reader(table, notation).payments()


class _Reader:
    def __init__(self, table, notation):
        self.table, self.notation = table, notation
        self.head = self._heading()
        self.body = table[self.head + 1 :] if self.head is not None else table
        names = table[self.head] if self.head is not None else ()
        self.heads = [str(cell or "") for cell in names]
        self.roles = [role_of(text) for text in self.heads]

    def _heading(self):
        """The first row that is nothing but words, at least two of which are known."""
        for place, row in enumerate(self.table[:HEAD_ROWS]):
            texts = [cell for cell in row if isinstance(cell, str) and cell]
            known = [t for t in texts if role_of(t) or self._is_name(t, NAMES)]
            if len(known) > 1 and len(texts) == sum(c not in ("", None) for c in row):
                return place
        return None

    @staticmethod
    def _is_name(text, words):
        return not words.isdisjoint(words_of(text))

    def _columns(self, words):
        return [n for n, text in enumerate(self.heads) if self._is_name(text, words)]

    def _amount_column(self):
        """By its heading, where amounts stand below; else the column that has most of
        them."""
        counts = Counter(
            n
            for row in self.body
            for n, cell in enumerate(row)
            if self._is_amount(cell)
        )
        for role in AMOUNT_ROLES:
            for n, found in enumerate(self.roles):
                if found is role and (counts[n] or not counts):
                    return n
        return counts.most_common(1)[0][0] if counts else None

    def _is_amount(self, cell):
        if isinstance(cell, Decimal):
            return True
        figure = figure_of(cell, self.notation) if isinstance(cell, str) else None
        return bool(figure and figure.is_strong)

    def payments(self):
        """All rows, and the total that one of them says."""
        amount = self._amount_column()
        names, accounts = self._columns(NAMES)[:1], self._columns(ACCOUNTS)[:1]
        found = PaymentList()
        found.columns = {
            what: self.heads[n]
            for what, n in (
                ("amount", amount),
                *(("name", n) for n in names),
                *(("account", n) for n in accounts),
            )
            if n is not None and n < len(self.heads)
        }
        for place, row in enumerate(self.body, start=1):
            one = self._row(place, row, amount, names)
            if one.amount is not None and any(map(self._is_total, row)):
                found.total = one.amount
            else:
                found.rows.append(one)
        return found

    @staticmethod
    def _is_total(cell):
        """Whether a cell says nothing but that it adds up others."""
        words = words_of(cell) if isinstance(cell, str) else []
        return bool(words) and TOTALS.issuperset(words)

    def _row(self, place, row, amount_column, names):
        amount, texts, name, account, day = None, [], "", "", None
        for column, cell in enumerate(row):
            text = str(cell or "").strip()
            if column == amount_column:
                amount = self._amount(cell)
            elif column in names:
                name = text
            elif IBAN.fullmatch(compact(text)):
                account = account or compact(text)
            elif (on := self._day(cell)) is not None:
                day = day or on
            elif text and not isinstance(cell, Decimal):
                texts.append(text)
            elif text:
                texts.append(f"{cell:f}")
        return PaymentRow(place, amount, tuple(texts), name, account, day)

    def _amount(self, cell):
        if isinstance(cell, Decimal):
            return cell
        figure = figure_of(cell, self.notation) if isinstance(cell, str) else None
        return meaning_of(figure, self.notation).sure() if figure else None

    @staticmethod
    def _day(cell):
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, str) and 6 <= len(cell.strip()) <= 10:
            for pattern in DAYS:
                try:
                    return datetime.strptime(cell.strip(), pattern).date()
                except ValueError:
                    continue
        return None
