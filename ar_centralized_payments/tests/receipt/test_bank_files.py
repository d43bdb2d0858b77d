"""Banks' files become statement lines, each once; what is hostile is refused."""

import base64
import sys
import time
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ...books.bank_formats import read_statements
from ...books.camt_reader import MOST_BYTES, BankFileError, read_camt
from .bank_files import camt
from .receiving import ReceivingCommon

LINES = [
    ("REF1", 755.00, "Northwind", "INV/E/0012 INV/W/0031", {"end": "E2E-7"}),
    ("REF2", -12.40, "Bank", "Fees"),
    (
        "REF3",
        [
            ("", 100.00, "Wingtip", "A", {"structured": "RF18539007547034"}),
            ("", 50.50, "Tailspin", "B"),
        ],
    ),
]


def swift_library():
    """What MT940's library gives for one statement of two lines."""

    def money(amount):
        return SimpleNamespace(
            amount=SimpleNamespace(amount=Decimal(amount), currency="USD"),
            date=date(2026, 4, 20),
        )

    class Found(list):
        data = {
            "transaction_reference": "STARTUMSE",
            "account_identification": "NL20INGB0001234567",
            "statement_number": "00007",
            "final_opening_balance": money("100.00"),
            "final_closing_balance": money("842.60"),
        }

    common = {"date": date(2026, 4, 20), "status": "C"}
    found = Found(
        SimpleNamespace(data={**common, **data})
        for data in (
            {
                "amount": SimpleNamespace(amount=Decimal("755.00")),
                "bank_reference": "REF1",
                "end_to_end_reference": "E2E-7",
                "purpose": "INV/E/0012",
                "applicant_name": "NL91ABNA0417164300NORTHWIND TRADERS BV",
            },
            {
                "amount": SimpleNamespace(amount=Decimal("-12.40")),
                "customer_reference": "NONREF",
                "transaction_details": "Fees",
            },
        )
    )
    return SimpleNamespace(parse=lambda text: found)


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21")
class TestBankFiles(ReceivingCommon):
    def statement_of(self, content):
        kind, (statement,) = read_camt(content)
        self.assertEqual(kind, "053")
        return statement

    def imported(self, content, user=None, journal=None):
        wizards = self.as_clerk(self.env["ar.bank.import"], user)
        wizard = wizards.create(
            {
                "journal_id": (journal or self.bank).id,
                "file": base64.b64encode(content).decode(),
            }
        )
        return wizard.action_import()

    def lines(self):
        return self.env["account.bank.statement.line"].search(
            [("journal_id", "=", self.bank.id)], order="id"
        )

    def assertUnread(self, code, content):
        start = time.monotonic()
        with self.assertRaises(BankFileError) as caught:
            read_camt(content)
        self.assertEqual(caught.exception.code, code)
        self.assertLess(time.monotonic() - start, 10)

    def test_every_version(self):
        for version in range(2, 14):
            with self.subTest(version):
                statement = self.statement_of(camt(LINES, version))
                self.assertEqual(
                    [
                        (one.reference, str(one.amount), one.name, one.end_to_end)
                        for one in statement.lines
                    ],
                    [
                        ("REF1", "755.00", "Northwind", "E2E-7"),
                        ("REF2", "-12.40", "Bank", ""),
                        ("REF3/1", "100.00", "Wingtip", ""),
                        ("REF3/2", "50.50", "Tailspin", ""),
                    ],
                )
                self.assertEqual(
                    statement.closing - statement.opening, Decimal("893.10")
                )
                self.assertFalse(statement.difference)
                self.assertEqual(statement.lines[2].references, ("RF18539007547034",))
                self.assertEqual(statement.lines[0].account, "NL91ABNA0417164300")
        self.assertUnread("unknown", camt(LINES, 14))
        self.assertUnread("unknown", camt(LINES, space="urn:something"))

    def test_hostile_files(self):
        good = camt(LINES)
        laughs = "".join(
            f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(9)
        )
        head, rest = good.split(b"\n", 1)
        declared = head + f"<!DOCTYPE x [{laughs}]>".encode() + rest
        self.assertUnread("entities", declared.replace(b"Northwind", b"&l8;"))
        outside = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        self.assertUnread("entities", head + outside + rest)
        wide = (head + outside + rest).decode().replace("UTF-8", "UTF-16")
        self.assertUnread("entities", wide.encode("utf-16"))
        self.assertUnread("large", good + b" " * MOST_BYTES)
        entry = good[good.index(b"<Ntry>") : good.index(b"</Ntry>") + 7]
        self.assertUnread("lines", good.replace(entry, b"<Ntry></Ntry>" * 1_000_000))
        self.assertUnread("incomplete", good.replace(entry, b"<Ntry/>" * 1_000_000))
        parts = b"<NtryDtls>" + b"<TxDtls></TxDtls>" * 1_000_000
        self.assertUnread("lines", good.replace(b"<NtryDtls>", parts, 1))
        self.assertUnread("malformed", good[:-20])
        self.assertUnread("malformed", b"<a>" * 100_000)
        self.assertUnread("malformed", b"")
        self.assertUnread("malformed", b"\0\1\2")
        self.assertUnread("amount", good.replace(b"755.00</Amt>", b"7e999999</Amt>"))
        self.assertUnread("amount", good.replace(b"755.00</Amt>", b"NaN</Amt>"))
        self.assertUnread("date", good.replace(b"2026-04-20", b"2026-04-32"))
        self.assertUnread("empty", camt([]))

    def test_import(self):
        self.imported(camt(LINES))
        lines = self.lines()
        self.assertEqual(lines.mapped("amount"), [755.0, -12.4, 100.0, 50.5])
        statement = lines.statement_id
        self.assertEqual(
            (statement.name, statement.balance_start, statement.balance_end_real),
            ("STMT-2026-04-20", 100, 993.1),
        )
        self.assertTrue(statement.is_complete)
        self.assertEqual(lines[0].transaction_details, {"end_to_end": "E2E-7"})
        self.assertEqual(len(lines.ar_receipt_ids), 4)
        with self.assertRefused("It is not imported twice"):
            self.imported(camt(LINES))

    def test_lines_come_once(self):
        self.imported(camt(LINES))
        more = [*LINES, ("REF4", 5.00, "Northwind", "x")]
        self.imported(camt(more, name="STMT-B"))
        self.assertEqual(len(self.lines()), 5)
        with self.assertRefused("there already"):
            self.imported(camt(more, name="STMT-C"))

    def test_all_that_stands_against_it(self):
        self.bank.sudo().bank_acc_number = "NL20 INGB 0001 2345 67"
        iban = "<IBAN>NL91ABNA0417164300</IBAN>"
        file = camt(LINES, account=iban, currency="EUR", closing=990.0)
        with self.assertRefused("is of account", "is in EUR", "3.10"):
            self.imported(file)
        self.assertFalse(self.lines())
        self.imported(camt(LINES, account="<IBAN>NL20INGB0001234567</IBAN>"))

    def test_notification_is_no_statement(self):
        space = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"
        file = camt(LINES, 8, space=space)
        file = file.replace(b"BkToCstmrStmt", b"BkToCstmrDbtCdtNtfctn")
        file = file.replace(b"<Stmt>", b"<Ntfctn>").replace(b"</Stmt>", b"</Ntfctn>")
        self.assertEqual(read_camt(file)[0], "054")
        with self.assertRefused("a notification, no statement"):
            self.imported(file)

    def test_mt940_by_its_library(self):
        """As the library gives it (5.1): statements that come to their balances."""

        file = b":20:STARTUMSE\n:25:NL20INGB0001234567\n:61:2604200420C755,00NTRF"
        with patch.dict(sys.modules, {"mt940": swift_library()}):
            kind, (statement,) = read_statements(file)
        self.assertEqual((kind, statement.difference), ("940", 0))
        first, second = statement.lines
        self.assertEqual(
            (first.account, first.name, first.end_to_end),
            ("NL91ABNA0417164300", "NORTHWIND TRADERS BV", "E2E-7"),
        )
        self.assertEqual(second.reference, "STARTUMSE 00007/2")
        self.assertEqual(second.end_to_end, "")

    def test_library_that_is_missing(self):
        with (
            patch.dict(sys.modules, {"mt940": None}),
            self.assertRefused("mt-940", "not installed"),
        ):
            self.imported(b":20:A\n:25:B\n:61:2604200420C755,00NTRF")

    def test_return_codes_pay_nothing(self):
        bill = self.invoice("F", 30, date="2026-04-10")
        self.imported(camt([("R1", 30.0, "Vendor", bill.name, {"returned": "AC04"})]))
        (told,) = self.as_clerk(self.lines()).ar_propose()
        self.assertEqual((told["confidence"], told["marks"]), ("none", []))

    def test_from_the_file_to_the_settlement(self):
        """With this addon alone: import, accept all sure, post, all paid."""
        bills = [self.invoice(letter, 40, date="2026-04-10") for letter in "EW"]
        for number, bill in enumerate(bills):
            bill.sudo().name = f"FILE/{number}0012"
        text = " ".join(bill.name for bill in bills)
        self.imported(camt([("T1", 80.0, "Northwind", text)]))
        receipts = self.as_clerk(self.env["ar.bank.receipt"])
        receipts.action_accept_all_sure()
        self.analyze()
        receipt = self.lines().ar_receipt_ids
        self.as_clerk(receipt).action_post()
        self.assertOpen(dict.fromkeys(bills, 0))
        self.assertMatched(self.lines())

    def test_bank_of_others(self):
        with self.assertRaises(Exception) as caught:
            self.imported(
                camt(LINES), self.clerk_f, self.data["E"]["default_journal_bank"]
            )
        self.assertNotIn("East", str(caught.exception))
