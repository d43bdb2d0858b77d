"""What exists, by everything that a bank's text may know it by."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from .references import compact, plain, scheme_of

#: Letters and digits of which a number, or a part of it, has at least this many.
SHORTEST = 5
#: Schemes of references that are told by their form.
FORMED = ("ISO 11649", "BE")
TOKEN = re.compile(r"[A-Z]+|\d+")
WORD = re.compile(r"[A-Z0-9]+")
#: Words that say what a company is, not which.
FORMS = frozenset(
    [
        "AB",
        "AG",
        "AS",
        "ASA",
        "BV",
        "BVBA",
        "CIE",
        "CO",
        "COMPANY",
        "CORP",
        "CORPORATION",
        "GMBH",
        "HOLDING",
        "INC",
        "KG",
        "LLC",
        "LLP",
        "LTD",
        "LIMITED",
        "NV",
        "OY",
        "OYJ",
        "PLC",
        "SA",
        "SARL",
        "SAS",
        "SE",
        "SPA",
        "SRL",
        "UG",
        "THE",
        "AND",
        "UND",
        "EN",
        "ET",
    ]
)


def atoms(text):
    """Runs of letters and of digits, in capitals; what stands between them goes.

    >>> atoms("inv/E-0012")
    ['INV', 'E', '0012']
    """
    return TOKEN.findall(plain(text))


def loose(parts):
    """One form of runs, whatever parts them and however many zeros lead.

    Two numbers side by side stay two.

    >>> loose(["INV", "E", "0012"]), loose(["INVE", "12"]), loose(["2026", "00006"])
    ('INVE12', 'INVE12', '2026-6')
    """
    said = []
    for part in parts:
        is_number = part.isdigit()
        if is_number and said and said[-1][-1].isdigit():
            said.append("-")
        said.append((part.lstrip("0") or "0") if is_number else part)
    return "".join(said)


def name_words(name):
    """The words of a name that tell which it is.

    >>> name_words("Northwind Traders B.V.")
    ('NORTHWIND', 'TRADERS')
    """
    words = WORD.findall(plain(name).replace(".", "").replace("'", ""))
    return tuple(word for word in words if word not in FORMS) or tuple(words)


def is_structured(number, whole):
    """Whether a number is a structured reference, not one whose digits happen to fit:
    those without a form of their own are nothing but digits.

    >>> is_structured("2345676", "2345676"), is_structured("2345/676", "2345676")
    (True, False)
    """
    scheme = scheme_of(whole)
    return scheme in FORMED or bool(scheme and number.replace(" ", "").isdigit())


class ReceiptIndex:
    """Open documents, payments and parties, to be found by what a text says.

    :param candidates: of :class:`~.receipt_values.Candidate`
    :param parties: of :class:`~.receipt_values.Party`
    :param payers: of :class:`~.receipt_values.Payer`
    :param payments: of :class:`~.receipt_values.OwnPayment`
    """

    def __init__(self, candidates, parties=(), payers=(), payments=()):
        self.documents = {one.key: one for one in candidates}
        self.payments = {one.key: one for one in payments}
        self.parties = {one.key: one for one in parties}
        self.references = defaultdict(set)
        self.exact = defaultdict(set)
        self.loose = defaultdict(set)
        self.digits = defaultdict(set)
        self.tails = defaultdict(set)
        self.of_party = defaultdict(list)
        for one in self.documents.values():
            self.of_party[one.party].append(one)
            for number in one.numbers:
                self._add_number(one.key, number)
        self.heads = sorted(self.exact)
        self._add_parties(payers)
        self._add_payments()

    # ------------------------------------------------------------
    # What is known
    # ------------------------------------------------------------
    def _add_number(self, key, number):
        parts = atoms(number)
        whole = "".join(parts)
        if is_structured(number, whole):
            self.references[whole].add(key)
        if len(whole) < SHORTEST:
            return
        self.exact[whole].add(key)
        self.loose[loose(parts)].add(key)
        runs = [part for part in parts if part.isdigit()]
        for digits in {"".join(runs), *runs[-1:]} - {whole}:
            if len(digits) >= SHORTEST:
                self.digits[digits].add(key)
        for place in range(1, len(parts)):
            tail = "".join(parts[place:])
            if len(tail) >= SHORTEST and any(map(str.isdigit, parts[place:])):
                self.tails[tail].add(key)

    def _add_parties(self, payers):
        self.accounts = defaultdict(set)
        self.names = defaultdict(set)
        self.named_by = defaultdict(set)
        for party in self.parties.values():
            for account in party.accounts:
                self.accounts[account].add(party.key)
            for name in party.names:
                words = name_words(name)
                self.names[words].add(party.key)
                if words and len("".join(words)) >= SHORTEST:
                    for word in {words[0], max(words, key=len)}:
                        self.named_by[word].add((words, party.key))
        self.payers = defaultdict(list)
        for payer in payers:
            self.payers[payer.key].append(payer)

    def _add_payments(self):
        self.payment_numbers = defaultdict(set)
        self.payments_of = defaultdict(list)
        for one in self.payments.values():
            self.payments_of[one.party].append(one)
            for reference in one.references:
                whole = compact(reference)
                if len(whole) >= SHORTEST and any(map(str.isdigit, whole)):
                    self.payment_numbers[whole].add(one.key)

    # ------------------------------------------------------------
    # What a text says
    # ------------------------------------------------------------
    def heads_of(self, head):
        """The documents whose number a cut-off text begins: of one number only."""
        place = bisect_left(self.heads, head)
        found = []
        for number in self.heads[place : place + 2]:
            if number.startswith(head):
                found.append(number)
        return self.exact[found[0]] if len(found) == 1 else set()

    def trusted_party(self, receipt):
        """The party that paid by this account, or under this name, often enough."""
        for key in (receipt.account, " ".join(name_words(receipt.name))):
            known = self.payers.get(key, ()) if key else ()
            if len(known) == 1 and known[0].is_trusted:
                return known[0].party
        return None

    def parties_named(self, name):
        """The parties whose name is exactly this, and those that are part of it or of
        which it is a part."""
        words = name_words(name)
        equal = self.names.get(words, set()) if words else set()
        if equal or len("".join(words)) < SHORTEST:
            return equal, set()
        said = f" {' '.join(words)} "
        parts = set()
        for word in words:
            for known, party in self.named_by.get(word, ()):
                text = f" {' '.join(known)} "
                if text in said or said in text:
                    parts.add(party)
        return equal, parts
