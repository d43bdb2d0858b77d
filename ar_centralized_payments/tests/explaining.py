"""Asserts of explanations: what journal items say of themselves, word for word.

A row of a table is the item, company, account and balance, and below it what is said
of it::

    F  gain   -12.90
        Exchange difference, ...: 12.90 USD = 736.62 USD − 723.72 USD
"""

import operator
import re
from decimal import ROUND_HALF_UP, Decimal

from ..settlement.because import unpack

ITEM = re.compile(r"[FEWX] +\w+ +-?[\d.]+$")
NUMBER = re.compile(r"-?[\d,]+\.\d+|\d+")
OPERATORS = {
    "+": operator.add,
    "−": operator.sub,
    "×": operator.mul,
    "÷": operator.truediv,
}


class Explaining:
    """For tests of settlements, and of whatever books in the same way."""

    def explained(self, entries, user=None, letters="FEWX"):
        """The items of entries, of some companies, with what a user is told of each."""
        rows = []
        for item in entries.sudo().line_ids.sorted("id"):
            letter = self.letter_of(item.company_id)
            if letter in letters:
                role = self.role_of(letter, item.account_id, item.partner_id)
                text = self.told(item, user or self.controller)
                rows.append((f"{letter} {role} {item.balance:.2f}", text))
        return rows

    @staticmethod
    def told(item, user):
        text = item.with_user(user).ar_explanation
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def assertExplained(self, entries, table, **options):
        self.maxDiff = None
        expected = []
        for row in filter(None, map(str.strip, table.splitlines())):
            if ITEM.match(row):
                expected.append((" ".join(row.split()), ""))
            else:
                item, text = expected[-1]
                expected[-1] = (item, f"{text} {row}".strip())
        self.assertEqual(self.explained(entries, **options), expected)
        self.assertFiguresMake(entries)

    def assertFiguresMake(self, entries):
        """The figures that are kept make the amounts, and so do those of the text."""
        for item in entries.sudo().line_ids:
            because = unpack(item.ar_because)
            own, unit = item.company_currency_id, item.currency_id
            self.assertMakes(because.balance, own, item.balance)
            amount = because.balance if own == unit else because.amount
            self.assertMakes(amount, unit, item.amount_currency)
            for result, made in calculations(self.told(item, self.controller)):
                self.assertEqual(result, made, item.ar_explanation)

    def assertMakes(self, figure, currency, amount):
        made = figure.sign * figure.computed() * currency.rounding if figure else 0
        self.assertFalse(currency.compare_amounts(made, amount), (figure, amount))


def calculations(text):
    """Each ``result = calculation`` of a text, as two numbers."""
    for part in text.partition(": ")[2].split(" · "):
        result, is_one, calculation = part.partition(" = ")
        if is_one:
            # "(as booked by ...)" and the like say where something comes from
            plain = re.sub(r" \([a-z][^()]*\)", "", calculation)
            made = computed(plain.replace("(", " ( ").replace(")", " ) ").split())
            yield (
                Decimal(NUMBER.search(result).group().replace(",", "")),
                made.quantize(Decimal("0.01"), ROUND_HALF_UP),
            )


def computed(words):
    """A calculation from left to right, which is how they are written; what stands in
    brackets first."""
    made, sign = None, None
    while words:
        word = words.pop(0)
        if word == ")":
            return made
        if word in OPERATORS:
            sign = OPERATORS[word]
        elif word == "(" or NUMBER.match(word):
            number = computed(words) if word == "(" else Decimal(word.replace(",", ""))
            made = sign(made, number) if sign else number
    return made
