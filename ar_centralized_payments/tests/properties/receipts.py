"""A group whose customers pay, and receipts with noise whose meaning is known."""

import random
from datetime import date, timedelta

from matching.receipt_index import ReceiptIndex
from matching.receipt_values import Candidate, Party, Payer, Receipt
from matching.references import is_belgian, is_creditor_reference, is_kid

DAY = date(2026, 4, 20)
COMPANIES = ("F", "E", "W")
STEMS = [
    "Northwind",
    "Adventure",
    "Contoso",
    "Litware",
    "Proseware",
    "Tailspin",
    "Wingtip",
    "Fourth",
    "Graphic",
    "Humongous",
    "Lucerne",
    "Margie",
    "Trey",
    "Woodgrove",
    "Alpine",
    "Blue",
    "Coho",
    "Consolidated",
    "Datum",
    "Fabricam",
    "Lamna",
    "Liberty",
    "Munson",
    "Nod",
    "Relecloud",
    "School",
    "Southridge",
    "Wide",
    "VanArsdel",
]
TRADES = [
    "Traders",
    "Works",
    "Foods",
    "Toys",
    "Bank",
    "Hotel",
    "Travel",
    "Pharma",
    "Media",
    "Energy",
    "Steel",
]
FORMS = ("", "B.V.", "GmbH", "AS", "NV", "SA", "Inc.", "Ltd")


def belgian(number):
    """A structured communication of ten digits."""
    text = f"{number:010d}"
    return f"{text}{int(text) % 97 or 97:02d}"


def creditor_reference(text):
    """An ISO 11649 reference."""
    digits = "".join(str(int(char, 36)) for char in f"{text}RF00")
    return f"RF{98 - int(digits) % 97:02d}{text}"


def kid(number):
    """A Norwegian KID with its modulus 10."""
    text = f"{number}"
    return next(
        f"{text}{digit}" for digit in range(10) if is_kid_luhn(f"{text}{digit}")
    )


def is_kid_luhn(text):
    """Modulus 10 alone, in its own words."""
    total = 0
    for place, digit in enumerate(reversed(text)):
        total += sum(divmod(int(digit) * (1 + place % 2), 10))
    return total % 10 == 0


class Group:
    """Parties, their open documents over three companies, and how they pay."""

    def __init__(self, parties, documents, seed=7):
        self.random = random.Random(seed)
        self.parties, self.payers = [], []
        self.of_party = {}
        self.documents = []
        for number in range(parties):
            self._add_party(number)
        counters = dict.fromkeys(COMPANIES, 0)
        for number in range(documents):
            party = self.parties[self.random.randrange(parties)]
            self._add_document(number, party, counters)
        self.index = ReceiptIndex(self.documents, self.parties, self.payers)

    def _add_party(self, number):
        pick = self.random.choice
        name = f"{pick(STEMS)} {pick(TRADES)} {number} {pick(FORMS)}".strip()
        accounts = (f"NL{number:016d}",) if self.random.random() < 0.7 else ()
        party = Party(number, (name,), accounts)
        self.parties.append(party)
        self.of_party[number] = []
        if not accounts and self.random.random() < 0.5:
            hits, misses = pick(((1, 0), (2, 0), (5, 0), (4, 1)))
            self.payers.append(Payer(f"DE{number:020d}", number, hits, misses))

    def _add_document(self, number, party, counters):
        pick = self.random.choice
        company = pick(COMPANIES)
        counters[company] += 1
        count = counters[company]
        # Two companies number alike: only amount and payer tell them apart.
        name = {
            "F": f"INV/2026/{count:05d}",
            "E": f"INV/2026/{count:05d}",
            "W": f"W26-{count:06d}",
        }[company]
        numbers = (name, *self._reference(company, number))
        amount = self.random.randrange(1000, 2_000_000)
        discounts = ()
        if self.random.random() < 0.2:
            discounts = ((DAY + timedelta(days=pick((-3, 4))), amount * 2 // 100),)
        document = Candidate(
            number,
            company,
            party.key,
            "EUR",
            numbers,
            amount,
            DAY + timedelta(days=number % 30),
            discounts,
            is_note=self.random.random() < 0.04,
        )
        self.documents.append(document)
        self.of_party[party.key].append(document)

    def _reference(self, company, number):
        if number % 3:
            return ()
        if company == "F":
            return (creditor_reference(f"{number:08d}"),)
        return (belgian(number + 1_000_000),) if company == "E" else (kid(number),)

    # ------------------------------------------------------------
    # Receipts
    # ------------------------------------------------------------
    def receipt(self, key):
        """A receipt and what it means: the keys of the documents it pays."""
        party = self._paying_party()
        invoices = [one for one in self.of_party[party.key] if not one.is_note]
        count = min(len(invoices), self.random.choice((1, 1, 1, 2, 3, 5)))
        paid = self.random.sample(invoices, count)
        amount = sum(one.open - one.discount_on(DAY) for one in paid)
        kind = self.random.random()
        if kind < 0.05:
            amount = max(1, amount // 2)
        elif kind < 0.08:
            amount += self.random.randrange(1, 5000)
        return (
            Receipt(
                key,
                "EUR",
                amount,
                DAY,
                (("label", self._text(paid)),),
                self._account(party),
                self._name(party),
            ),
            frozenset(one.key for one in paid),
        )

    def _paying_party(self):
        while True:
            party = self.random.choice(self.parties)
            if any(not one.is_note for one in self.of_party[party.key]):
                return party

    def _account(self, party):
        if self.random.random() < 0.06:
            # Somebody pays for another one, from an account of its own.
            party = self.random.choice(self.parties)
        if party.accounts:
            return party.accounts[0]
        return f"DE{party.key:020d}" if self.random.random() < 0.8 else ""

    def _name(self, party):
        name = party.names[0].upper()
        return self.random.choice((name, name[:18], party.names[0], ""))

    def _text(self, paid):
        noise = self.random.random()
        parts = []
        for one in paid:
            number = self.random.choice(one.numbers)
            if noise > 0.85:
                number = self._spoiled(number)
            elif noise > 0.6:
                number = self.random.choice(
                    (number.lower(), number.replace("/", " "), number.replace("/", "-"))
                )
            parts.append(number)
        if noise < 0.08:
            parts = parts[:-1]
        glue = self.random.choice((" ", ", ", " + ", "; "))
        head = self.random.choice(
            (
                "",
                "factuur ",
                "Rechnung ",
                "INVOICES ",
                "betaling 20-04-2026 ",
                "Faktura ",
            )
        )
        tail = self.random.choice(("", " dank u", " 20.04.2026", " kd.nr 4050"))
        return f"{head}{glue.join(parts)}{tail}"

    def _spoiled(self, number):
        """One digit mistyped, one lost, or the front cut off."""
        kind = self.random.randrange(3)
        places = [n for n, char in enumerate(number) if char.isdigit()]
        place = self.random.choice(places)
        if kind == 0:
            digit = str((int(number[place]) + self.random.randrange(1, 10)) % 10)
            return number[:place] + digit + number[place + 1 :]
        if kind == 1:
            return number[:place] + number[place + 1 :]
        return number[len(number) // 2 :]


assert is_belgian(belgian(123))
assert is_creditor_reference(creditor_reference("ABC1"))
assert is_kid(kid(23456))
