"""Structured references: what banks carry unchanged, and what proves that it was.

A reference counts only with valid check digits. Known: ISO 11649 (``RF``), the Belgian
structured communication, the Dutch payment reference of 16 digits, the Finnish and the
Swiss QR reference, and the Norwegian KID. Texts come as :func:`compact` gives them.
"""

import re
import unicodedata

ALNUM = re.compile(r"[A-Z0-9]+")
RF = re.compile(r"RF\d{2}[A-Z0-9]{1,21}")
BELGIAN_LENGTH, DUTCH_LENGTH, SWISS_LENGTH = 12, 16, 27
FINNISH_LENGTHS, KID_LENGTHS = range(4, 21), range(4, 26)
#: How the next remainder of the recursive modulus 10 follows from one digit more.
SWISS_TABLE = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)
DUTCH_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6, 1)


def plain(text):
    """Capitals without accents.

    >>> plain("Café Müller ß")
    'CAFE MULLER SS'
    """
    if text.isascii():
        return text.upper()
    parts = unicodedata.normalize("NFKD", text.upper())
    return "".join(char for char in parts if not unicodedata.combining(char))


def compact(text):
    """Letters and digits alone, in capitals.

    >>> compact("+++090/9337/55493+++"), compact("rf18 5390 0754 7034")
    ('090933755493', 'RF18539007547034')
    """
    return "".join(ALNUM.findall(plain(text)))


def scheme_of(reference):
    """What makes a compact reference a valid structured one; empty: nothing does.

    Of two schemes that fit the longer check counts.

    >>> scheme_of("RF18539007547034"), scheme_of("090933755493"), scheme_of("INV12")
    ('ISO 11649', 'BE', '')
    """
    for name, is_valid in SCHEMES:
        if is_valid(reference):
            return name
    return ""


def is_creditor_reference(text):
    """ISO 11649: modulus 97 over the letters as numbers, with its head at the end.

    >>> [is_creditor_reference(f"RF{check}539007547034") for check in (18, 19)]
    [True, False]
    """
    if not RF.fullmatch(text):
        return False
    digits = "".join(str(int(char, 36)) for char in text[4:] + text[:4])
    return int(digits) % 97 == 1


def is_belgian(text):
    """Ten digits and their remainder by 97, which is never 0.

    >>> is_belgian("090933755493"), is_belgian("090933755494")
    (True, False)
    """
    if len(text) != BELGIAN_LENGTH or not text.isdecimal():
        return False
    return (int(text[:10]) % 97 or 97) == int(text[10:])


def is_dutch(text):
    """16 digits, the first of which checks the others: modulus 11, weights from the
    right.

    >>> is_dutch("6000120260000123"), is_dutch("6000120260000124")
    (True, False)

    Of a remainder of two digits 1 is written.

    >>> is_dutch("1000000000000006")
    True
    """
    if len(text) != DUTCH_LENGTH or not text.isdecimal():
        return False
    total = sum(
        int(digit) * DUTCH_WEIGHTS[place % 10]
        for place, digit in enumerate(reversed(text[1:]))
    )
    check = -total % 11
    return int(text[0]) == (1 if check == 10 else check)


def is_finnish(text):
    """Weights 7, 3, 1 from the right.

    >>> is_finnish("1232"), is_finnish("1233")
    (True, False)
    """
    if len(text) not in FINNISH_LENGTHS or not text.isdecimal():
        return False
    weights = (7, 3, 1)
    total = sum(
        int(digit) * weights[place % 3]
        for place, digit in enumerate(reversed(text[:-1]))
    )
    return -total % 10 == int(text[-1])


def is_swiss(text):
    """27 digits, modulus 10 recursive.

    >>> [is_swiss(f"21000000000313947143000901{digit}") for digit in (7, 8)]
    [True, False]
    """
    if len(text) != SWISS_LENGTH or not text.isdecimal():
        return False
    rest = 0
    for digit in text[:-1]:
        rest = SWISS_TABLE[(rest + int(digit)) % 10]
    return (10 - rest) % 10 == int(text[-1])


def is_kid(text):
    """Modulus 10 (Luhn), or modulus 11 with weights 2 to 7.

    >>> is_kid("2345676"), is_kid("12345678903"), is_kid("2345677")
    (True, True, False)
    """
    if len(text) not in KID_LENGTHS or not text.isdecimal():
        return False
    return _luhn(text) or _modulus_11(text)


def _luhn(text):
    total = 0
    for place, digit in enumerate(reversed(text)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return not total % 10


def _modulus_11(text):
    total = sum(
        int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(text[:-1]))
    )
    return -total % 11 == int(text[-1])


SCHEMES = (
    ("ISO 11649", is_creditor_reference),
    ("BE", is_belgian),
    ("CH QRR", is_swiss),
    ("NL", is_dutch),
    ("FI", is_finnish),
    ("NO KID", is_kid),
)
