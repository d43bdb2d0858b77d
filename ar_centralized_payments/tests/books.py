"""Whole books as text: what the tests of this addon expect and show.

A row reads ``company  account  partner  amount currency  balance  [date]``::

    F   receivable   Northwind    600.00 EUR    736.62
    F   gain                        0.00 EUR    -12.90
    E   receivable   Northwind   -580.00

Both amounts are signed, debit positive. The partner may be left out, and so may
the date. One amount alone, or two without a currency, is the company's own
currency. A table may be pasted back from the output of a failing test.
"""

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

NUMBER = re.compile(r"^-?[\d,]*\.?\d+$")
DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
CURRENCY = re.compile(r"^[A-Z]{3}$")


class Row(NamedTuple):
    """One journal item, or one balance."""

    company: str
    account: str
    partner: str
    amount: str
    currency: str
    balance: str
    date: str = ""


def rows_of(table):
    """The rows of a text table, cells one space apart, without blank ones."""
    return [" ".join(row.split()) for row in table.splitlines() if row.strip()]


def money(value, digits=2):
    """Format an amount with its currency's decimals; zero has no sign."""
    step = Decimal(1).scaleb(-digits)
    amount = Decimal(str(value).replace(",", "")).quantize(step, ROUND_HALF_UP)
    return str(amount if amount else abs(amount))


def parse(table, currencies, digits=None):
    """Read a table into a list of rows.

    :param str table: rows as in the module's docstring; ``#`` starts a comment
    :param dict currencies: company letter -> name of its own currency
    :param dict digits: currency name -> decimals (2 where not given)
    """
    rows = []
    for number, text in enumerate(table.splitlines(), 1):
        cells = text.split(" #")[0].split()
        if cells and not cells[0].startswith("#"):
            try:
                rows.append(_parse_row(cells, currencies, digits or {}))
            except (IndexError, KeyError, ValueError) as error:
                raise ValueError(f"row {number} of the table: {text!r}") from error
    return rows


def _parse_row(cells, currencies, digits):
    cells = list(cells)
    company, account = cells.pop(0), cells.pop(0)
    partner = cells.pop(0) if not NUMBER.match(cells[0]) else ""
    date = cells.pop() if DATE.match(cells[-1]) else ""
    own = currencies[company]
    amount, currency, balance = parse_amounts(cells, own, digits)
    return Row(company, account, partner, amount, currency, balance, date)


def parse_amounts(cells, own, digits):
    """Read ``[amount, [currency], balance]`` into (amount, currency, balance)."""
    named = [cell for cell in cells if CURRENCY.match(cell)]
    numbers = [cell for cell in cells if NUMBER.match(cell)]
    if len(named) + len(numbers) != len(cells) or len(named) > 1:
        raise ValueError(cells)
    currency = named[0] if named else own
    if len(numbers) not in (1, 2) or (currency != own and len(numbers) == 1):
        raise ValueError(cells)
    amount = money(numbers[0], digits.get(currency, 2))
    return amount, currency, money(numbers[-1], digits.get(own, 2))


def render(rows):
    """Write rows as a table, in columns."""
    if not rows:
        return "    (nothing)"
    widths = [max(len(row[i]) for row in rows) for i in range(len(Row._fields))]
    lines = []
    for row in rows:
        cells = [
            row.company.ljust(widths[0]),
            row.account.ljust(widths[1]),
            row.partner.ljust(widths[2]),
            f"{row.amount.rjust(widths[3])} {row.currency}",
            row.balance.rjust(widths[5]),
            row.date,
        ]
        lines.append("    " + "   ".join(cells).rstrip())
    return "\n".join(lines)


def difference(expected, actual):
    """Say how two books differ, or return an empty text. Order is irrelevant."""
    if not any(row.date for row in expected):
        actual = [row._replace(date="") for row in actual]
    missing = list((Counter(expected) - Counter(actual)).elements())
    extra = list((Counter(actual) - Counter(expected)).elements())
    if not missing and not extra:
        return ""
    return "\n".join(
        [
            "The books differ.",
            "Expected, but not there:",
            render(missing),
            "There, but not expected:",
            render(extra),
            "All that is there:",
            render(actual),
            "All that was expected:",
            render(expected),
        ]
    )
