"""The books of the examples, read from a database with the demo data, and judged.

Read on standard input by an Odoo shell (``env`` is there)::

    scripts/odoo shell -d demo --no-http < scripts/demo_books.py

Exit status 1 if any line of any entry, or what stays open, is not as expected.
"""

import sys
from collections import Counter

from odoo.exceptions import UserError

MODULE = "ar_centralized_payments"
COMPANIES = {"F": "fabrikam", "E": "east", "W": "west", "X": "europe"}
LOGINS = ("clerk", "clerk_fabrikam", "controller", "reader")
ENTRY_DATE = "2026-03-25"

# What accounting-rules section 5 says, typed in: whole entries. Company, account,
# customer or counterpart company, currency amount, then debit and credit in the
# company's own currency. The last rows of an example say what the entries leave open
# between the companies, one amount in the payment's and one in the own currency.
EXPECTED = {
    1: (
        "one currency",
        """
        F receivable Northwind   600.00 USD  600.00      -
        F due_to     E          -600.00 USD       - 600.00
        E due_from   F           600.00 USD  600.00      -
        E receivable Northwind  -600.00 USD       - 600.00
        open F due_to   E  -600.00 USD -600.00
        open E due_from F   600.00 USD  600.00
        """,
    ),
    2: (
        "a cash discount of 20.00, borne by the company of the invoice",
        """
        F receivable Northwind   580.00 USD  580.00      -
        F due_to     E          -580.00 USD       - 580.00
        E due_from   F           580.00 USD  580.00      -
        E receivable Northwind  -580.00 USD       - 580.00
        E discount   Northwind    20.00 USD   20.00      -
        E receivable Northwind   -20.00 USD       -  20.00
        open F due_to   E  -580.00 USD -580.00
        open E due_from F   580.00 USD  580.00
        """,
    ),
    3: (
        "in EUR; the exchange gain goes to the company of the payment",
        """
        F receivable Northwind   600.00 EUR  736.62      -
        F due_to     E          -600.00 EUR       - 736.62
        F due_to     E             0.00 EUR   12.90      -
        F gain       -             0.00 EUR       -  12.90
        E due_from   F           600.00 EUR  736.62      -
        E receivable Northwind  -600.00 EUR       - 736.62
        E receivable Northwind     0.00 EUR   12.90      -
        E due_from   F             0.00 EUR       -  12.90
        open F due_to   E  -600.00 EUR -723.72
        open E due_from F   600.00 EUR  723.72
        """,
    ),
    4: (
        "in EUR, with tax, a 2 % discount on the untaxed amount, and a gain",
        """
        F receivable Northwind   626.22 EUR  768.81      -
        F due_to     E          -626.22 EUR       - 768.81
        F due_to     E             0.00 EUR   13.46      -
        F gain       -             0.00 EUR       -  13.46
        E due_from   F           626.22 EUR  768.81      -
        E receivable Northwind  -626.22 EUR       - 768.81
        E receivable Northwind     0.00 EUR   13.46      -
        E due_from   F             0.00 EUR       -  13.46
        E discount   Northwind    12.00 EUR   14.47      -
        E receivable Northwind   -12.00 EUR       -  14.47
        open F due_to   E  -626.22 EUR -755.35
        open E due_from F   626.22 EUR  755.35
        """,
    ),
    5: (
        "three companies, the payment is primary: all goes through its company",
        """
        F due_from   E            25.00 USD   25.00      -
        F receivable Northwind   -25.00 USD       -  25.00
        F receivable Northwind   100.00 USD  100.00      -
        F due_to     W          -100.00 USD       - 100.00
        E receivable Northwind    25.00 USD   25.00      -
        E due_to     F           -25.00 USD       -  25.00
        W due_from   F           100.00 USD  100.00      -
        W receivable Northwind  -100.00 USD       - 100.00
        open F due_from E    25.00 USD   25.00
        open F due_to   W  -100.00 USD -100.00
        open E due_to   F   -25.00 USD  -25.00
        open W due_from F   100.00 USD  100.00
        """,
    ),
    6: (
        "the same documents without a primary payment",
        """
        F receivable Northwind    75.00 USD   75.00      -
        F due_to     W           -75.00 USD       -  75.00
        E receivable Northwind    25.00 USD   25.00      -
        E due_to     W           -25.00 USD       -  25.00
        W due_from   F            75.00 USD   75.00      -
        W receivable Northwind   -75.00 USD       -  75.00
        W due_from   E            25.00 USD   25.00      -
        W receivable Northwind   -25.00 USD       -  25.00
        open F due_to   W   -75.00 USD  -75.00
        open E due_to   W   -25.00 USD  -25.00
        open W due_from F    75.00 USD   75.00
        open W due_from E    25.00 USD   25.00
        """,
    ),
    7: (
        "beyond the six: an invoice of a company that keeps its books in EUR",
        """
        F receivable Northwind   600.00 EUR  736.62      -
        F due_to     X          -600.00 EUR       - 736.62
        X due_from   F           600.00 EUR  600.00      -
        X receivable Northwind  -600.00 EUR       - 600.00
        open F due_to   X  -600.00 EUR -736.62
        open X due_from F   600.00 EUR  600.00
        """,
    ),
    8: (
        "the same, paid in USD",
        """
        F receivable Northwind   736.62 USD  736.62      -
        F due_to     X          -736.62 USD       - 736.62
        X due_from   F           736.62 USD  600.00      -
        X receivable Northwind  -600.00 EUR       - 600.00
        open F due_to   X  -736.62 USD -736.62
        open X due_from F   736.62 USD  600.00
        """,
    ),
}
#: Its documents wait for the visitor without a settlement; judged once there is one.
LEFT_TO_THE_VISITOR = 8


# ------------------------------------------------------------
# What is expected
# ------------------------------------------------------------
def cents(text):
    """Money as text, to compare: two decimals, and no minus before zero."""
    amount = 0.0 if text == "-" else float(text)
    return f"{amount + 0.0:.2f}" if round(amount, 2) else "0.00"


def expected_lines(table):
    """(company, account, partner, amount, currency, debit, credit), counted."""
    rows = [text.split() for text in table.strip().splitlines()]
    return Counter(
        (*words, cents(amount), currency, cents(debit), cents(credit))
        for *words, amount, currency, debit, credit in (
            row for row in rows if row[0] != "open"
        )
    )


def expected_open(table):
    """(company, account, partner) -> (amount, currency, company amount)."""
    rows = [text.split() for text in table.strip().splitlines()]
    return {
        (company, account, partner): (cents(amount), currency, cents(balance))
        for _open, company, account, partner, amount, currency, balance in (
            row for row in rows if row[0] == "open"
        )
    }


# ------------------------------------------------------------
# What the database says
# ------------------------------------------------------------
class Books:
    """Reads settlements as the clerk, and knows accounts and partners by a word."""

    def __init__(self, env):
        clerk = env.ref(f"{MODULE}.demo_user_clerk")
        self.companies = {
            letter: env.ref(f"{MODULE}.demo_company_{name}")
            for letter, name in COMPANIES.items()
        }
        ids = [company.id for company in self.companies.values()]
        self.env = env(user=clerk, context={"allowed_company_ids": ids, "tz": "UTC"})
        self.companies = {
            letter: company.with_env(self.env)
            for letter, company in self.companies.items()
        }
        self.letters = {c: letter for letter, c in self.companies.items()}
        self.accounts = self._account_words()

    def _account_words(self):
        """(company, account) -> word of the expected tables."""
        words = {}
        for letter, company in self.companies.items():
            northwind = self._northwind(letter).with_company(company)
            known = {
                "receivable": northwind.property_account_receivable_id,
                "gain": company.sudo().income_currency_exchange_account_id,
                "loss": company.sudo().expense_currency_exchange_account_id,
                "discount": (
                    company.sudo().account_journal_early_pay_discount_loss_account_id
                ),
            }
            words |= {(letter, account.id): word for word, account in known.items()}
        for pair in self.env["intercompany.accounting"].search([]):
            payer = self.letters.get(pair.payment_company_id)
            biller = self.letters.get(pair.invoice_company_id)
            words[payer, pair.due_to_account_id.id] = "due_to"
            words[biller, pair.due_from_account_id.id] = "due_from"
        return words

    def _northwind(self, letter):
        return self.env.ref(f"{MODULE}.demo_northwind_{COMPANIES[letter]}")

    def partner_word(self, letter, partner):
        if not partner:
            return "-"
        for other, company in self.companies.items():
            if partner == company.partner_id:
                return other
        return "Northwind" if partner == self._northwind(letter) else partner.name

    def partner_text(self, letter, partner):
        if self.partner_word(letter, partner) == "Northwind":
            number = partner.with_company(self.companies[letter]).customer_account
            return f"{partner.name} ({number})"
        return partner.name or ""

    def settlement(self, number):
        """The settlement of an example: the posted one, else the one that waits.

        Found by the documents, which all say "Example 3" or the like, so that an
        example that somebody undid and settled again is found, too.
        """
        reference = f"Example {number}"
        found = self.env["ar.settlement"].search(
            [("line_ids.move_line_id.move_id.ref", "=", reference)], order="id desc"
        )
        for state in ("posted", "draft", "undone"):
            if settlements := found.filtered(lambda s, state=state: s.state == state):
                return settlements[0]
        return found

    def rows(self, settlement):
        """Its journal items as dicts: those posted, or those of the preview."""
        if settlement.state == "draft":
            return settlement.preview()
        moves = settlement.move_ids.filtered(lambda m: not m.reversed_entry_id)
        return [
            {
                "company_id": line.company_id.id,
                "account_id": line.account_id.id,
                "partner_id": line.partner_id.id,
                "currency_id": line.currency_id.id,
                "amount_currency": line.amount_currency,
                "debit": line.debit,
                "credit": line.credit,
                "date": str(line.date),
            }
            for line in moves.line_ids.sorted("id")
        ]

    def line(self, row):
        """A row as a line of the expected tables."""
        letter = self.letters[self.env["res.company"].browse(row["company_id"])]
        partner = self.env["res.partner"].browse(row["partner_id"] or [])
        return (
            letter,
            self.accounts.get((letter, row["account_id"]), "?"),
            self.partner_word(letter, partner),
            cents(row["amount_currency"]),
            self.env["res.currency"].browse(row["currency_id"]).name,
            cents(row["debit"]),
            cents(row["credit"]),
        )

    def cells(self, row):
        """A row as people read it."""
        line = self.line(row)
        company = self.companies[line[0]]
        account = self.env["account.account"].with_company(company)
        account = account.browse(row["account_id"])
        partner = self.env["res.partner"].browse(row["partner_id"] or [])
        return (
            f"{account.code} {account.name}",
            self.partner_text(line[0], partner),
            f"{row['amount_currency']:,.2f} {line[4]}",
            f"{row['debit']:,.2f}" if row["debit"] else "",
            f"{row['credit']:,.2f}" if row["credit"] else "",
        )

    def open_between(self, settlement, rows):
        """What the entries leave due: residuals if posted, sums of a preview."""
        found = {}
        order = list(self.companies)
        for row in rows if settlement.state == "draft" else self._open_rows(settlement):
            line = self.line(row)
            if line[1] in ("due_to", "due_from"):
                total = found.setdefault(line[:3], [0.0, line[4], 0.0])
                total[0] += row["amount_currency"]
                total[2] += row["debit"] - row["credit"]
        return {
            key: (cents(amount), currency, cents(balance))
            for key, (amount, currency, balance) in sorted(
                found.items(), key=lambda item: order.index(item[0][0])
            )
        }

    def _open_rows(self, settlement):
        for line in settlement.move_ids.line_ids:
            yield {
                "company_id": line.company_id.id,
                "account_id": line.account_id.id,
                "partner_id": line.partner_id.id,
                "currency_id": line.currency_id.id,
                "amount_currency": line.amount_residual_currency,
                "debit": line.amount_residual,
                "credit": 0.0,
            }

    def open_documents(self, settlement):
        """(document, what stays open of it), of those of which something does."""
        if settlement.state == "draft":
            for line in settlement.line_ids:
                if not line.currency_id.is_zero(line.amount_left):
                    name = f"{line.company_id.name}, {line.document}"
                    yield name, f"{line.amount_left:,.2f} {line.currency_id.name}"
            return
        items = settlement.line_ids.move_line_id | settlement.move_ids.line_ids
        for item in items.filtered(lambda i: i.account_type == "asset_receivable"):
            if item.amount_residual or item.amount_residual_currency:
                currency, own = item.currency_id.name, item.company_currency_id.name
                yield (
                    f"{item.company_id.name}, {item.move_name}",
                    f"{item.amount_residual_currency:,.2f} {currency}"
                    f" / {item.amount_residual:,.2f} {own}",
                )

    def waiting_documents(self, number):
        """The open documents of an example that nobody settled or marked yet."""
        items = self.env["account.move.line"].search(
            [
                ("move_id.ref", "=", f"Example {number}"),
                ("account_id.account_type", "=", "asset_receivable"),
                ("company_id", "in", [c.id for c in self.companies.values()]),
                ("reconciled", "=", False),
            ],
            order="id",
        )
        return [f"{item.company_id.name}, {item.move_name}" for item in items]


# ------------------------------------------------------------
# Printing and judging
# ------------------------------------------------------------
HEADINGS = (
    "account",
    "customer or counterpart",
    "currency amount",
    "debit",
    "credit",
)
RIGHT = (False, False, True, True, True)
WIDTHS = (36, 26, 16, 10, 10)


def print_cells(cells):
    columns = zip(cells, WIDTHS, RIGHT, strict=True)
    texts = [t.rjust(width) if right else t.ljust(width) for t, width, right in columns]
    print("    " + " ".join(texts).rstrip())


def print_difference(expected, found):
    for title, rows in (
        ("expected, but not there", expected - found),
        ("there, but not expected", found - expected),
    ):
        for row in rows.elements():
            print(f"    {title}: {' '.join(row)}")


def judge_company(books, letter, rows, expected):
    """Print the entry of one company; say whether it is what it should be."""
    own = [row for row in rows if books.line(row)[0] == letter]
    company = books.companies[letter]
    print(f"\n  {company.name} ({company.currency_id.name})")
    print_cells(HEADINGS)
    for row in own:
        print_cells(books.cells(row))
    wanted = Counter({line: n for line, n in expected.items() if line[0] == letter})
    found = Counter(books.line(row) for row in own)
    dates = {row["date"] for row in own} - {ENTRY_DATE}
    print_difference(wanted, found)
    for date in sorted(dates):
        print(f"    dated {date}, and not {ENTRY_DATE}")
    is_equal = found == wanted and not dates
    print("    = as expected" if is_equal else "    DIFFERS from what is expected")
    return is_equal


def judge_open(books, settlement, rows, expected):
    """Print what stays open; say whether it is what it should be."""
    documents = list(books.open_documents(settlement))
    found = books.open_between(settlement, rows)
    verb = "Would stay" if settlement.state == "draft" else "Stays"
    text = "; ".join(f"{name}: {amount}" for name, amount in documents)
    print(f"\n  {verb} open of the documents: {text or 'nothing'}")
    for (letter, account, partner), (amount, currency, balance) in found.items():
        own = books.companies[letter].currency_id.name
        words = account.replace("_", " ")
        print(
            f"  {verb} open in {books.companies[letter].name}, {words} "
            f"{books.companies[partner].name}: {float(amount):,.2f} {currency}"
            + (f" = {float(balance):,.2f} {own}" if currency != own else "")
        )
    is_equal = found == expected and not documents
    print("  = as expected" if is_equal else "  DIFFERS from what is expected")
    return is_equal


def judge_example(books, number):
    """Print one example; return whether all of it is as expected."""
    title, table = EXPECTED[number]
    settlement = books.settlement(number)
    print(f"\nExample {number}: {title}")
    if not settlement:
        print("  DIFFERS: there is no settlement of its documents.")
        return False
    states = {
        "posted": "posted",
        "draft": "waiting; this is its preview",
        "undone": "undone since; these are the entries that were negated",
    }
    print(f"  Settlement {settlement.name}, {states[settlement.state]}")
    try:
        rows = books.rows(settlement)
    except UserError as refusal:
        print(f"  DIFFERS: it is refused.\n  {refusal}")
        return False
    expected = expected_lines(table)
    present = {line[0] for line in expected} | {books.line(row)[0] for row in rows}
    verdicts = [
        judge_company(books, letter, rows, expected)
        for letter in COMPANIES
        if letter in present
    ]
    if settlement.state != "undone":
        verdicts.append(judge_open(books, settlement, rows, expected_open(table)))
    return all(verdicts)


def print_waiting(books, number):
    documents = "; ".join(books.waiting_documents(number))
    print(f"\nExample {number}: {EXPECTED[number][0]}")
    print(f"  Waiting without a settlement: {documents}.")
    print("  Open the payment in Odoo, and press Settle Transactions.")


def print_logins(books):
    print("\nLogins (each one's password is the login):")
    for login in LOGINS:
        user = books.env.ref(f"{MODULE}.demo_user_{login}").sudo()
        role = "may read"
        if user.has_group("account.group_account_manager"):
            role = "may configure, settle and undo"
        elif user.has_group("account.group_account_invoice"):
            role = "may settle"
        names = ", ".join(user.company_ids.sorted("id").mapped("name"))
        print(f"  {login:<15} {role}: {names}")
    print(f"  {'admin':<15} Odoo's own administrator, of all companies")


def main(env):
    books = Books(env)
    judged = list(EXPECTED)
    if not books.settlement(LEFT_TO_THE_VISITOR):
        judged.remove(LEFT_TO_THE_VISITOR)
    verdicts = {number: judge_example(books, number) for number in judged}
    if LEFT_TO_THE_VISITOR not in verdicts:
        print_waiting(books, LEFT_TO_THE_VISITOR)
    different = [str(number) for number, is_equal in verdicts.items() if not is_equal]
    if different:
        print(
            f"\nDIFFERENT from what is expected: example {', '.join(different)}."
            "\nIf the database is older than the examples, or was worked in,"
            " scripts/demo --fresh makes it again."
        )
    else:
        print(f"\nAll {len(verdicts)} examples are as expected, line for line.")
    env.cr.rollback()
    sys.stdout.flush()
    return 1 if different else 0


if "env" in globals():
    sys.exit(main(globals()["env"]))
elif __name__ == "__main__":
    sys.exit("This script is for an Odoo shell; scripts/demo runs it.")
