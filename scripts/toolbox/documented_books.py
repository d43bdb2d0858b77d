"""The tables of the documents against the books that scripts/demo prints.

A table of a document has, for each company, an account, a debit and a credit; the text
before it names the example ("example 3"). The scripts that print the books of the demo
have the same example as it is compared with the database.
"""

import ast
import re
from collections import Counter

from .cache import CHECKOUT, SCRIPTS

COMPANIES = {"fabrikam": "F", "east": "E", "west": "W"}
SOURCES = ("demo_books.py", "demo_cases.py")
ACCOUNTS = {
    "receivable": "receivable",
    "cash discount": "discount",
    "exchange gain": "gain",
    "due to": "due_to",
    "due from": "due_from",
    "over- and underpayment": "over_under",
    "outstanding receipts": "outstanding_receipts",
    "outstanding payments": "outstanding_payments",
    # In the Dutch pages.
    "debiteuren": "receivable",
    "betalingskorting": "discount",
    "verschuldigd aan": "due_to",
    "te vorderen van": "due_from",
    "over- en onderbetaling": "over_under",
    "openstaande ontvangsten": "outstanding_receipts",
    "openstaande betalingen": "outstanding_payments",
}
SEPARATOR = re.compile(r"\|[\s:|-]+\|")
EXAMPLE = re.compile(r"\(?(?:example|voorbeeld) (\d+)\b")


def differences(*documents):
    """What the tables of the documents say otherwise than the scripts."""
    expected = {number: entries(table) for number, table in known_examples()}
    shown = set()
    for path in documents:
        for line, number, table in example_tables(path.read_text()):
            shown.add(number)
            place = f"{path.relative_to(CHECKOUT)}:{line}"
            if number not in expected:
                yield f"{place}: there is no example {number}"
            elif (found := Counter(rows(table))) != expected[number]:
                text = _difference(found, expected[number])
                yield f"{place}: example {number} {text}"
    if not shown:
        yield "no table of an example was found in the documents"


def known_examples():
    """(number, table) of each example, as written in the scripts."""
    for source in SOURCES:
        for node in ast.parse((SCRIPTS / source).read_text()).body:
            if isinstance(node, ast.Assign) and node.targets[0].id == "EXPECTED":
                for number, (_title, table) in ast.literal_eval(node.value).items():
                    yield number, table


def entries(table):
    """(company, account, counterpart, debit, credit), counted, of such a table."""
    found = Counter()
    for words in (line.split() for line in table.strip().splitlines()):
        if words[0] != "open":
            company, account, partner, _amount, _currency, debit, credit = words
            other = partner if account in ("due_to", "due_from") else ""
            found[company, account, other, debit.strip("-"), credit.strip("-")] += 1
    return found


def example_tables(text):
    """(line, number, lines) of each table that follows a text with an example."""
    number, block = None, []
    for place, line in enumerate([*text.splitlines(), ""], 1):
        if line.startswith("|"):
            block.append(line)
            continue
        if block and number:
            yield place - len(block), number, block
            number = None
        block = []
        named = EXAMPLE.search(line)
        if line.startswith("#"):
            number = None
        elif named:
            number = int(named[1])


def rows(table):
    """The lines of a table of a document, as :func:`entries` counts them."""
    heading, *lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table
        if not SEPARATOR.fullmatch(line)
    ]
    for start in range(0, len(heading), 4):
        company = _company(heading[start])
        for cells in lines:
            account, debit, credit = cells[start : start + 3]
            if account:
                yield (company, *_account(account), debit, credit)


def _company(text):
    words = text.lower().split(",")[0].split()
    return COMPANIES[words[-1]]


def _account(text):
    """What an account of a document is called in the scripts."""
    name = re.sub(r"\(.*\)", "", text.lower()).split(",")[0].strip()
    for words, account in ACCOUNTS.items():
        if name.startswith(words):
            other = name[len(words) :].strip()
            return account, COMPANIES[other.split()[-1]] if other else ""
    return name, ""


def _difference(found, expected):
    more, less = found - expected, expected - found
    parts = [("has", more), ("lacks", less)]
    return ", ".join(f"{verb} {sorted(lines)}" for verb, lines in parts if lines)
