"""Lockbox files in the format of the Bank Administration Institute: checks that a bank
opened and cashed, in lines of fixed width.

Each line says by its first digit what it is: 1 and 2 open the file, 5 a lockbox with
its date of deposit, 6 is a check, 4 continues it with what was written beside, 7, 8
and 9 add up. Amounts are in cents. Places after the check's number differ from bank to
bank: what stands there is read as text.
"""

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from ..matching.payment_list import MOST_ROWS, PaymentList, PaymentRow
from .camt_reader import BankFileError

#: How such a file begins: priority, whom it is for, and whom it is from.
HEAD = re.compile(rb"1\d\d[ -~]{20}\d{6}")
KNOWN = frozenset("12456789")
#: Places in lines, from 0 on, by their first digit.
DEPOSITED = slice(14, 20)
ITEM, AMOUNT, ACCOUNT, CHECK = slice(1, 7), slice(7, 17), slice(26, 36), slice(36, 46)
BESIDE, OVERFLOW = slice(46, None), slice(11, None)
#: Of a batch's, of a lockbox's total: how many checks, and what they come to.
OF_BATCH = slice(20, 23), slice(23, 33)
OF_LOCKBOX = slice(20, 24), slice(24, 34)


def is_lockbox(content):
    """Whether a file begins as a lockbox file does.

    >>> is_lockbox(b"101FABRIKAM  091000019 2604200830"), is_lockbox(b"1;2;3")
    (True, False)
    """
    return bool(HEAD.match(content.lstrip()[:40]))


def read_lockbox(content):
    """The checks of a lockbox file.

    :param bytes content: the file
    :return: :class:`~..matching.payment_list.PaymentList`, its total that of the file
    :raises BankFileError: if a line is none of such a file, or its counts or sums are
        not those of its checks
    """
    reader = _Reader()
    text = content.decode("ascii", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            reader.take(number, line)
    return reader.result()


class _Reader:
    def __init__(self):
        self.rows, self.day = [], None
        self.batch, self.totals = [], []
        self.places = {}
        self.is_whole = False

    def take(self, number, line):
        """One line, by its first digit."""
        if line[0] not in KNOWN or self.is_whole:
            raise BankFileError("record", str(number))
        getattr(self, f"_take_{line[0]}", self._pass)(number, line)
        if len(self.rows) > MOST_ROWS:
            raise BankFileError("lines", str(MOST_ROWS))

    def _pass(self, number, line):
        """What says nothing of checks."""

    def _take_5(self, number, line):
        self.day = _day(line[DEPOSITED], number)

    def _take_6(self, number, line):
        check = line[CHECK].strip().lstrip("0")
        row = PaymentRow(
            place=len(self.rows) + 1,
            amount=Decimal(_digits(line[AMOUNT], number)) / 100,
            texts=(line[BESIDE].strip(),) if line[BESIDE].strip() else (),
            account=line[ACCOUNT].strip().lstrip("0"),
            day=self.day,
            check=check,
        )
        self.places[line[ITEM]] = len(self.rows)
        self.rows.append(row)
        self.batch.append(row)

    def _take_4(self, number, line):
        """What was written beside a check; the one that it names by its item."""
        place = self.places.get(line[ITEM])
        if place is None:
            raise BankFileError("record", str(number))
        row = self.rows[place]
        self.rows[place] = replace(row, texts=(*row.texts, line[OVERFLOW].strip()))

    def _take_7(self, number, line):
        count, total = (_digits(line[part], number) for part in OF_BATCH)
        if (count, total) != (len(self.batch), _cents(self.batch)):
            raise BankFileError("batch", str(number))
        self.batch, self.places = [], {}

    def _take_8(self, number, line):
        _count, total = (_digits(line[part], number) for part in OF_LOCKBOX)
        self.totals.append(Decimal(total) / 100)

    def _take_9(self, number, line):
        self.is_whole = True

    def result(self):
        if not self.is_whole:
            raise BankFileError("cut")
        if not self.rows:
            raise BankFileError("empty")
        return PaymentList(self.rows, {}, sum(self.totals) if self.totals else None)


def _cents(rows):
    return int(sum((row.amount for row in rows), Decimal(0)) * 100)


def _digits(text, number):
    if not (text.isascii() and text.isdecimal()):
        raise BankFileError("record", str(number))
    return int(text)


def _day(text, number) -> date:
    try:
        return datetime.strptime(text, "%y%m%d").date()
    except ValueError:
        raise BankFileError("record", str(number)) from None
