"""The door to bank files: bytes in, statements with their lines out, each line once.

A file is refused whole, with everything that stands against it, before anything is
written: another bank account, another currency, balances that the lines do not come
to, or a file that was imported before.
"""

import hashlib

from odoo.exceptions import UserError
from odoo.tools.misc import format_amount

from ..matching.references import compact
from .bank_formats import read_statements
from .camt_reader import BankFileError


class BankFileBook:
    """Reads one file for one bank journal.

    :param journal: ``account.journal`` of type bank, which the user may read
    :param bytes content: the file
    """

    def __init__(self, journal, content):
        self.env, self.journal = journal.env, journal
        self.company = journal.company_id
        self.content = content
        self.checksum = hashlib.sha256(content).hexdigest()
        self.currency = journal.currency_id or self.company.currency_id

    def statements(self):
        """What the file says.

        :return: list of :class:`~.camt_reader.Statement`
        :raises UserError: with everything that stands against the file
        """
        self._check_new()
        try:
            kind, statements = read_statements(self.content)
        except BankFileError as error:
            raise UserError(error_text(self.env, error)) from error
        if kind == "054":
            raise UserError(
                self.env._(
                    "This is a camt.%(kind)s: a notification, no statement. Its lines "
                    "come again with the statement, which is to be imported.",
                    kind=kind,
                )
            )
        problems = [text for one in statements for text in self._problems(one)]
        if problems:
            raise UserError("\n".join(dict.fromkeys(problems)))
        return statements

    def _check_new(self):
        """Refuse a file that this bank has had.

        ``sudo()``: the statements of the user's own bank, whoever imported them.
        """
        found = (
            self.env["account.bank.statement"]
            .sudo()
            .search(
                [
                    ("journal_id", "=", self.journal.id),
                    ("ar_file_checksum", "=", self.checksum),
                ],
                limit=1,
            )
        )
        if found:
            raise UserError(
                self.env._(
                    "This file was imported on %(date)s by %(user)s, as %(statement)s. "
                    "It is not imported twice.",
                    date=found.create_date.date(),
                    user=found.create_uid.name,
                    statement=found.name,
                )
            )

    def _problems(self, statement):
        """What stands against one statement."""
        own = compact(self.journal.bank_account_id.acc_number or "")
        words = {
            "statement": statement.name,
            "bank": self.journal.name,
            "account": statement.account,
            "own": self.journal.bank_account_id.acc_number,
            "currency": statement.currency,
            "own_currency": self.currency.name,
        }
        if own and statement.account and compact(statement.account) != own:
            yield self.env._(
                "%(statement)s is of account %(account)s, but %(bank)s has %(own)s. "
                "Choose the bank journal of that account.",
                **words,
            )
        if statement.currency and statement.currency != self.currency.name:
            yield self.env._(
                "%(statement)s is in %(currency)s, but %(bank)s is in "
                "%(own_currency)s. Choose the bank journal of that currency.",
                **words,
            )
        if statement.difference:
            yield self.env._(
                "%(statement)s: its lines miss %(amount)s of the closing balance. Ask "
                "the bank for a whole file.",
                amount=format_amount(
                    self.env, float(statement.difference), self.currency
                ),
                **words,
            )

    # ------------------------------------------------------------
    # Values
    # ------------------------------------------------------------
    def prepare(self, statement, known):
        """Values of a statement with those lines that the bank did not have before.

        :param known: references of lines that are there already
        """
        lines = [
            self._prepare_line(line)
            for line in statement.lines
            if line.amount and line.reference not in known
        ]
        values = {
            "name": statement.name,
            "journal_id": self.journal.id,
            "ar_file_checksum": self.checksum,
            "date": statement.day,
        }
        if statement.opening is not None and statement.closing is not None:
            values["balance_start"] = float(statement.opening)
            values["balance_end_real"] = float(statement.closing)
        return values, lines

    def _prepare_line(self, line):
        details = {
            "references": list(line.references),
            "end_to_end": line.end_to_end,
            "return": line.returned,
        }
        return {
            "journal_id": self.journal.id,
            "date": line.date,
            "amount": float(line.amount),
            "payment_ref": line.text,
            "partner_name": line.name or False,
            "account_number": line.account or False,
            "ref": line.end_to_end or False,
            "ar_bank_reference": line.reference,
            "transaction_details": {k: v for k, v in details.items() if v},
        }


def error_text(env, error):
    """Why a file cannot be read, in words."""
    texts = {
        "unknown": env._(
            "This is no camt.053 of version 2 to 13, no MT940 and no BAI2 "
            "(%(detail)s). Ask the bank for one."
        ),
        "library": env._(
            "This format is read by the Python library %(detail)s, which is not "
            "installed here. Have it installed, or ask the bank for camt.053."
        ),
        "statement": env._("This is a bank statement. Import it under Bank Receipts."),
        "empty": env._("The file has no lines."),
        "lines": env._(
            "The file has more than %(detail)s lines. Ask the bank for smaller ones."
        ),
        "large": env._(
            "The file is larger than %(detail)s MB. Ask the bank for smaller ones."
        ),
        "entities": env._(
            "The file declares entities, which no bank does. It is not read."
        ),
        "malformed": env._("The file cannot be read: %(detail)s"),
        "amount": env._("%(detail)s in the file is no amount."),
        "date": env._("%(detail)s in the file is no date."),
        "record": env._("Line %(detail)s is none of a lockbox file."),
        "batch": env._(
            "Line %(detail)s: the checks above it are not those that it adds up. Ask "
            "the bank for a whole file."
        ),
        "cut": env._("The file ends too early. Ask the bank for a whole one."),
        "incomplete": env._("Entry %(detail)s of the file has no amount or no date."),
    }
    return texts[error.code] % {"detail": error.detail}
