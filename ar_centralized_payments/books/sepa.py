"""What the rules of SEPA direct debits say of texts and numbers; plain Python."""

import re
import unicodedata
from datetime import date, timedelta

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
CREDITOR = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
#: What an identifier may be made of; it neither begins nor ends with a slash.
IDENTIFIER = re.compile(r"(?!/)(?!.*//)[A-Za-z0-9+?/:().,' -]{1,35}(?<!/)")
NOT_ALLOWED = re.compile(r"[^A-Za-z0-9/?:().,'+ -]+")
#: Whose accounts can be debited, by the first letters of the IBAN: members of the
#: European Economic Area, and others, whose banks are named as well.
EEA = frozenset(
    [
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR"),
        *("HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO"),
        *("PL", "PT", "RO", "SE", "SI", "SK"),
    ]
)
OUTSIDE_EEA = frozenset(
    ["AD", "AL", "CH", "GB", "GI", "MC", "MD", "ME", "MK", "RS", "SM", "VA"]
)
#: So many banking days before it collects, a bank has the file.
LEAD_DAYS = 1
#: Letters that are no letter with an accent.
SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
)


def is_iban(text):
    """Whether a compact text is an IBAN by its form and check digits.

    >>> is_iban("NL91ABNA0417164300"), is_iban("NL92ABNA0417164300")
    (True, False)
    """
    return bool(IBAN.fullmatch(text)) and _remainder(text) == 1


def is_creditor_identifier(text):
    """Whether a compact text is a creditor identifier: the three letters of the
    business are left out of its check.

    >>> is_creditor_identifier("DE98ZZZ09999999999")
    True
    >>> is_creditor_identifier("DE98ABC09999999999")
    True
    >>> is_creditor_identifier("DE97ZZZ09999999999")
    False
    """
    return bool(CREDITOR.fullmatch(text)) and _remainder(text[:4] + text[7:]) == 1


def _remainder(text):
    """Modulus 97 over letters as numbers, the head at the end."""
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97


def is_identifier(text):
    """Whether a mandate, a message or a payment may be called so.

    >>> is_identifier("M-2026/17"), is_identifier("/17"), is_identifier("17//3")
    (True, False, False)
    """
    return bool(IDENTIFIER.fullmatch(text))


def sepa_text(text, most):
    """A text in the letters that every bank takes, cut to a length.

    >>> sepa_text("Café Müller & Söhne", 70), sepa_text("Øst ß", 4)
    ('Cafe Muller Sohne', 'Ost')
    """
    parts = unicodedata.normalize("NFKD", (text or "").translate(SPELLED))
    plain = "".join(char for char in parts if not unicodedata.combining(char))
    return " ".join(NOT_ALLOWED.sub(" ", plain).split())[:most].strip()


def is_banking_day(day):
    """Whether the banks of the euro settle among each other on a day.

    >>> [is_banking_day(date(2026, 4, n)) for n in (2, 3, 4, 6, 7)]
    [True, False, False, False, True]
    >>> is_banking_day(date(2026, 5, 1)), is_banking_day(date(2026, 12, 25))
    (False, False)
    """
    easter = _easter(day.year)
    closed = {easter - timedelta(days=2), easter + timedelta(days=1)}
    fixed = {(1, 1), (5, 1), (12, 25), (12, 26)}
    is_fixed = (day.month, day.day) in fixed
    return day.weekday() < 5 and day not in closed and not is_fixed


def first_collection(today):
    """The first day on which a file that is made today can be collected.

    >>> first_collection(date(2026, 4, 21)), first_collection(date(2026, 4, 2))
    (datetime.date(2026, 4, 22), datetime.date(2026, 4, 7))
    """
    day = today
    for _number in range(LEAD_DAYS):
        day = next_banking_day(day + timedelta(days=1))
    return day


def next_banking_day(day):
    """A day, or the first banking day after it.

    >>> next_banking_day(date(2026, 4, 4)), next_banking_day(date(2026, 4, 7))
    (datetime.date(2026, 4, 7), datetime.date(2026, 4, 7))
    """
    while not is_banking_day(day):
        day += timedelta(days=1)
    return day


def _easter(year):
    """Easter Sunday of the Gregorian calendar, by the method of Gauss.

    >>> _easter(2024), _easter(2026), _easter(2038)
    (datetime.date(2024, 3, 31), datetime.date(2026, 4, 5), datetime.date(2038, 4, 25))
    """
    century = year // 100
    moon = (15 + century - century // 4 - (13 + 8 * century) // 25) % 30
    full = (19 * (year % 19) + moon) % 30
    full -= full // 29 + (full // 28 - full // 29) * (year % 19 // 11)
    march_21 = date(year, 3, 21) + timedelta(days=full)
    return march_21 + timedelta(days=(6 - march_21.weekday()) % 7 or 7)
