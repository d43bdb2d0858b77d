"""Which format a bank's file has, and its reader.

XML is read here; MT940 and BAI2 by the libraries ``mt-940`` and ``bai2``, where they
are installed. What these make of a file becomes the same statements.
"""

import importlib
import re
from decimal import Decimal

from .camt_reader import (
    MOST_BYTES,
    MOST_LINES,
    NOT_PROVIDED,
    BankFileError,
    Statement,
    StatementLine,
    read_camt,
)

IBAN_AHEAD = re.compile(r"([A-Z]{2}\d{2}[A-Z0-9]{11,30}?)(?=[A-Z]{2,} |$)")
#: Of a text in SWIFT's format: what begins a line of a statement.
SWIFT_LINE, SWIFT_ACCOUNT = b":61:", b":25"
BAI_HEADER = b"01,"
XML_STARTS = (b"<", b"\xff\xfe<", b"\xfe\xff\0<")


def read_statements(content):
    """The statements of a file, whatever its format.

    :param bytes content: the file
    :return: kind of message (``053``, ``054``, ``940``, ``bai``), list of
        :class:`~.camt_reader.Statement`
    :raises BankFileError: if it is none, or cannot be read here
    """
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if SWIFT_LINE in content and SWIFT_ACCOUNT in content and start[:1] != b"<":
        return "940", _read_with("mt940", "mt-940", _swift_statements, content)
    if start.startswith(BAI_HEADER):
        return "bai", _read_with("bai2", "bai2", _bai_statements, content)
    return read_camt(content)


def _read_with(module, package, reader, content):
    """Read by a library that need not be there, which may fail in any way."""
    if len(content) > MOST_BYTES:
        raise BankFileError("large", str(MOST_BYTES // 1024 // 1024))
    try:
        library = importlib.import_module(module)
    except ImportError as error:
        raise BankFileError("library", package) from error
    try:
        statements = reader(library, content.decode("utf-8", errors="replace"))
    except Exception as error:
        raise BankFileError("malformed", str(error)[:200]) from error
    count = sum(len(statement.lines) for statement in statements)
    if not count:
        raise BankFileError("empty")
    if count > MOST_LINES:
        raise BankFileError("lines", str(MOST_LINES))
    return statements


# ------------------------------------------------------------
# MT940
# ------------------------------------------------------------
def _swift_statements(library, text):
    """One statement for each block that begins with its reference (``:20:``)."""
    blocks = [f":20:{part}" for part in re.split(r"(?m)^:20:", text)[1:]]
    return [_swift_statement(library.parse(block)) for block in blocks]


def _swift_statement(found):
    data = found.data
    opening = data.get("final_opening_balance") or data.get(
        "intermediate_opening_balance"
    )
    closing = data.get("final_closing_balance") or data.get(
        "intermediate_closing_balance"
    )
    number = "/".join(
        str(data[name])
        for name in ("statement_number", "sequence_number")
        if data.get(name)
    )
    statement = Statement(
        name=f"{data.get('transaction_reference') or ''} {number}".strip(),
        account=(data.get("account_identification") or "").split(" ")[0],
        currency=closing.amount.currency if closing else "",
        opening=opening.amount.amount if opening else None,
        closing=closing.amount.amount if closing else None,
    )
    for place, one in enumerate(found, start=1):
        statement.lines.append(_swift_line(one.data, f"{statement.name}/{place}"))
    statement.day = closing.date if closing else None
    statement.day = statement.day or max(
        (x.date for x in statement.lines), default=None
    )
    return statement


def _swift_line(data, fallback):
    name = data.get("applicant_name") or ""
    account = data.get("gvc_applicant_iban") or data.get("applicant_iban") or ""
    ahead = IBAN_AHEAD.match(name)
    if ahead and not account:
        account, name = ahead[1], name[ahead.end() :]
    text = data.get("purpose") or data.get("transaction_details") or ""
    end_to_end = (
        data.get("end_to_end_reference") or data.get("customer_reference") or ""
    )
    reference = data.get("bank_reference") or ""
    day = data.get("entry_date") or data["date"]
    return StatementLine(
        reference=reference or fallback,
        date=day,
        amount=data["amount"].amount,
        text=" ".join(text.split()) or reference or fallback,
        name=name.strip(),
        account=account,
        end_to_end="" if end_to_end in NOT_PROVIDED else end_to_end,
        returned="RVSL" if str(data.get("status", "")).startswith("R") else "",
    )


# ------------------------------------------------------------
# BAI2
# ------------------------------------------------------------
def _bai_statements(library, text):
    reader = importlib.import_module(f"{library.__name__}.bai2")
    found = reader.parse_from_string(text, check_integrity=True)
    return [
        _bai_statement(group.header, account)
        for group in found.children
        for account in group.children
    ]


def _bai_statement(group, account):
    """Amounts are in cents; their type code says which side they are of."""
    header = account.header
    statement = Statement(
        name=f"{header.customer_account_number} {group.as_of_date:%Y-%m-%d}",
        account=header.customer_account_number,
        currency=header.currency or group.currency or "",
        day=group.as_of_date,
    )
    for place, one in enumerate(account.children, start=1):
        is_debit = one.type_code.transaction.value == "debit"
        amount = Decimal(one.amount or 0) / 100
        reference = one.bank_reference or ""
        statement.lines.append(
            StatementLine(
                reference=reference or f"{statement.name}/{place}",
                date=group.as_of_date,
                amount=-amount if is_debit else amount,
                text=" ".join((one.text or reference or "-").split()),
                end_to_end=one.customer_reference or "",
            )
        )
    return statement
