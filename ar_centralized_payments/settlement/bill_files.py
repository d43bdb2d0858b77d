"""What a bank is given for a remittance of bills: CFONB LCR of 160 characters, or CSV.

Rule: bills of exchange A6.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

#: Characters that a bank's file may have, beside letters and digits.
ALLOWED = set("*().,/+-: ")
LENGTH = 160
ENTRY_CODES = {"discount": "1", "discount_value": "2", "collection": "3", "delay": "4"}
ACCEPTANCE = {"not_accepted": "0", "accepted": "1", "promissory_note": "2"}
CSV_COLUMNS = (
    *("remittance", "type", "bank_account", "bill", "kind", "acceptance_date"),
    *("drawee", "customer_account", "drawee_account", "amount", "currency"),
    *("draw_date", "due_date", "drawer_reference"),
)


@dataclass(frozen=True)
class Presented:
    """A bill on a remittance. ``amount`` is in hundredths for the bank's file, text for
    the table: see :attr:`amount_text`."""

    name: str
    kind: str
    acceptance_date: date | None
    drawee: str
    customer_account: str
    drawee_account: str
    drawee_bank: str
    cents: int
    amount_text: str
    currency: str
    draw_date: date
    due_date: date
    drawer_reference: str
    siren: str = ""


@dataclass(frozen=True)
class Presentation:
    """A remittance, as the bank is told of it."""

    name: str
    type: str
    entry_code: str
    date: date
    value_date: date | None
    remitter: str
    bank: str
    bank_account: str
    reference: str
    issuer_number: str
    convention: str
    siren: str
    bills: tuple[Presented, ...]
    dailly: str = ""
    line_end: str = "\r\n"


# ------------------------------------------------------------
# CFONB
# ------------------------------------------------------------
def cfonb(remittance: Presentation) -> bytes:
    """The file of a remittance: header, one record for each bill, total.

    Records are of 160 characters; see :func:`cfonb_problems` for what stands against.
    """
    bills = remittance.bills
    records = [
        _header(remittance),
        *(_bill(number, bill) for number, bill in enumerate(bills, 2)),
        _total(len(bills) + 2, sum(bill.cents for bill in bills)),
    ]
    return "".join(record + remittance.line_end for record in records).encode("ascii")


def cfonb_problems(remittance: Presentation):
    """What the format cannot say of a remittance, as pairs of a code and whose it is.

    Codes: ``bank`` and ``drawee`` (no French account), ``currency``, ``amount`` (too
    long), ``reference``.
    """
    if french_account(remittance.bank_account) is None:
        yield "bank", remittance.name
    for bill in remittance.bills:
        if french_account(bill.drawee_account) is None:
            yield "drawee", bill.name
        if bill.currency != "EUR":
            yield "currency", bill.name
        if bill.cents >= 10**12:
            yield "amount", bill.name
    if sum(bill.cents for bill in remittance.bills) >= 10**12:
        yield "amount", remittance.name


def french_account(iban: str) -> tuple[str, str, str] | None:
    """Bank, branch and account within a French IBAN; nothing if it is none.

    >>> french_account("FR76 3000 4000 0100 0000 0001 235 8")
    >>> french_account("FR7630004000010000000012358")
    ('30004', '00001', '00000000123')
    """
    iban = iban or ""
    if len(iban) != 27 or not iban.startswith("FR") or not iban.isalnum():
        return None
    return iban[4:9], iban[9:14], iban[14:25]


def _header(remittance):
    value = remittance.value_date if remittance.entry_code in "12" else None
    return _record(
        (1, "0360" + f"{1:08d}"),
        (13, _clean_reference(remittance.issuer_number, 6).rjust(6, "0")),
        (19, _clean(remittance.convention, 6)),
        (25, _day(remittance.date)),
        (31, _clean(remittance.remitter, 24)),
        (55, _clean(remittance.bank, 24)),
        (79, remittance.entry_code),
        (80, _clean(remittance.dailly, 1)),
        (81, "E"),
        (82, "".join(french_account(remittance.bank_account))),
        (119, _day(value)),
        (135, _clean_reference(remittance.siren, 15)),
        (150, _clean_reference(remittance.reference, 11)),
    )


def _bill(number, bill):
    return _record(
        (1, f"0660{number:08d}"),
        (21, _clean(bill.customer_account, 10)),
        (31, _clean(bill.drawee, 24)),
        (55, _clean(bill.drawee_bank, 24)),
        (79, ACCEPTANCE[bill.kind]),
        (82, "".join(french_account(bill.drawee_account))),
        (103, f"{bill.cents:012d}"),
        (119, _day(bill.due_date)),
        (125, _day(bill.draw_date)),
        (142, _clean_reference(bill.siren, 9)),
        (151, _clean_reference(bill.drawer_reference, 10)),
    )


def _total(number, cents):
    return _record((1, f"0860{number:08d}"), (103, f"{cents:012d}"))


def _record(*parts):
    """A record with texts at positions counted from 1."""
    text = [" "] * LENGTH
    for position, part in parts:
        text[position - 1 : position - 1 + len(part)] = part
    assert len(text) == LENGTH, "a part is too long"
    return "".join(text)


def _day(day):
    return day.strftime("%d%m%y") if day else ""


def plain(text: str) -> str:
    """Upper case letters without accents; what a bank's file cannot say is a hyphen.

    >>> plain("Société d'Équipement & Cie")
    'SOCIETE D-EQUIPEMENT - CIE'
    """
    folded = unicodedata.normalize("NFKD", text or "")
    folded = "".join(c for c in folded if not unicodedata.combining(c)).upper()
    return "".join(
        c if c.isascii() and (c.isalnum() or c in ALLOWED) else "-" for c in folded
    )


def reference(text: str) -> str:
    """Letters and digits alone.

    >>> reference("BOE/2026/00001")
    'BOE202600001'
    """
    return "".join(c for c in plain(text) if c.isalnum())


def _clean(text, length):
    return plain(text)[:length]


def _clean_reference(text, length):
    return reference(text)[:length]


def short_number(name: str, length: int) -> str:
    """A number that fits into a bank's reference: prefix, two digits of the year, and
    the number, as long as it fits.

    >>> short_number("BOE/2026/00001", 10), short_number("REM/2026/00001", 11)
    ('BOE2600001', 'REM2600001')
    """
    parts = [reference(part) for part in (name or "").split("/")]
    if len(parts) == 3 and len(parts[1]) == 4:
        parts[1] = parts[1][2:]
    return "".join(parts)[-length:]


# ------------------------------------------------------------
# CSV
# ------------------------------------------------------------
def table(remittance: Presentation) -> bytes:
    """The remittance as a table: semicolons, LF, a header, ISO dates, UTF-8."""
    rows = [CSV_COLUMNS, *(_row(remittance, bill) for bill in remittance.bills)]
    return "".join(";".join(map(_cell, row)) + "\n" for row in rows).encode()


def _row(remittance, bill):
    return (
        remittance.name,
        remittance.type,
        remittance.bank_account,
        bill.name,
        bill.kind,
        bill.acceptance_date,
        bill.drawee,
        bill.customer_account,
        bill.drawee_account,
        bill.amount_text,
        bill.currency,
        bill.draw_date,
        bill.due_date,
        bill.drawer_reference,
    )


def _cell(value):
    """Quoted only where the text holds what separates cells or rows."""
    text = value.isoformat() if isinstance(value, date) else str(value or "")
    if any(c in text for c in ';"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text
