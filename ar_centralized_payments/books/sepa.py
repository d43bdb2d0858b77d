"""What the rules of SEPA direct debits say of texts and numbers; plain Python."""

import re
import unicodedata

IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
CREDITOR = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
#: What an identifier may be made of; it neither begins nor ends with a slash.
IDENTIFIER = re.compile(r"(?!/)(?!.*//)[A-Za-z0-9+?/:().,' -]{1,35}(?<!/)")
NOT_ALLOWED = re.compile(r"[^A-Za-z0-9/?:().,'+ -]+")
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
