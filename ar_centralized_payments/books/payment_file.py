"""Files that list payments: CSV and XLSX as tables, camt.054 as notifications, lockbox
files as checks.

A workbook comes from outside and may unpack to anything: what it would unpack to is
bounded before it is opened.
"""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from ..matching.payment_list import (
    MOST_COLUMNS,
    MOST_ROWS,
    PaymentList,
    PaymentRow,
    TooLongError,
    read_payments,
)
from .bank_formats import read_statements
from .camt_reader import DECLARATION, MOST_BYTES, BankFileError
from .lockbox_reader import is_lockbox, read_lockbox

#: What a workbook may unpack to, and how many tags it may have: four for each cell of
#: a list that is as long and as wide as can be.
MOST_UNPACKED = 64 * 1024 * 1024
MOST_TAGS = 4 * MOST_ROWS * MOST_COLUMNS
#: How a text begins that is written two bytes for a character.
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SEPARATORS = ";\t|,"


def read_payment_file(content, notation):
    """The payments that a file lists.

    :param bytes content: the file
    :param notation: how amounts in it are written
    :return: :class:`~..matching.payment_list.PaymentList`
    :raises BankFileError: if it cannot be read
    """
    if len(content) > MOST_BYTES:
        raise BankFileError("large", str(MOST_BYTES // 1024 // 1024))
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"<":
        return _of_notification(content)
    if is_lockbox(start):
        return read_lockbox(content)
    table = _workbook(content) if content[:2] == b"PK" else _sheet(content)
    try:
        found = read_payments(table, notation)
    except TooLongError:
        raise BankFileError("lines", str(MOST_ROWS)) from None
    if not found.rows:
        raise BankFileError("empty")
    return found


def _sheet(content):
    """The cells of a text: parted by what parts most of its first lines."""
    try:
        text = content.decode(WIDE.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if text.count("\n") > MOST_ROWS * 2:
        raise BankFileError("lines", str(MOST_ROWS))
    lines = text.replace("\0", "").splitlines()
    head = lines[:20]
    separator = max(SEPARATORS, key=lambda one: sum(one in line for line in head))
    try:
        return [
            [cell.strip() for cell in row]
            for row in csv.reader(lines, delimiter=separator)
        ]
    except csv.Error as error:
        raise BankFileError("malformed", str(error)[:200]) from error


def _workbook(content):
    """The cells of the first sheet: texts, numbers and dates."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_workbook(packed)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = []
        for row in book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True):
            rows.append([_cell(value) for value in row])
            if len(rows) > MOST_ROWS * 2:
                raise BankFileError("lines", str(MOST_ROWS))
        return rows
    except BankFileError:
        raise
    except Exception as error:
        raise BankFileError("malformed", str(error)[:200]) from error


def _check_workbook(packed):
    """Refuse what takes too long to read, before it is read."""
    parts = packed.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BankFileError("large", str(MOST_UNPACKED // 1024 // 1024))
    tags = 0
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            text = packed.read(part)
            if b"\0" in text:
                raise BankFileError("malformed", part.filename[:40])
            if DECLARATION.search(text.decode("latin-1")):
                raise BankFileError("entities")
            tags += text.count(b"<")
    if tags > MOST_TAGS:
        raise BankFileError("lines", str(MOST_ROWS))


def _cell(value):
    if value is None or isinstance(value, datetime | date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return Decimal(repr(round(value, 6))).normalize()
        except InvalidOperation:
            return str(value)
    return str(value).strip()


def _of_notification(content):
    """The credits that a notification tells; what went is no payment of a customer."""
    kind, statements = read_statements(content)
    if kind != "054":
        raise BankFileError("statement")
    lines = [line for one in statements for line in one.lines if line.amount > 0]
    rows = [
        PaymentRow(
            place,
            line.amount,
            (line.text, *line.references, line.end_to_end),
            line.name,
            line.account.replace(" ", ""),
            line.date,
        )
        for place, line in enumerate(lines, start=1)
        if not line.returned
    ]
    if not rows:
        raise BankFileError("empty")
    return PaymentList(rows)
