"""Files that list payments become lines of a payment journal, none of them dropped."""

import base64
import io
import re
import time
import zipfile
from datetime import date
from decimal import Decimal

from openpyxl import Workbook

from odoo.tests import freeze_time, tagged

from ...books.camt_reader import MOST_BYTES
from ...books.payment_file import read_payment_file
from ...matching.values import Notation
from .bank_files import camt
from .receiving import ReceivingCommon

IBAN = "NL91ABNA0417164300"
NOTATION = Notation(".", ",", Decimal("0.01"), {"USD": frozenset({"USD"})})


class PaymentImportCommon(ReceivingCommon):
    """Two invoices to be paid, and a payment journal that takes a file."""

    def setUp(self):
        super().setUp()
        self.bills = [self.invoice(letter, 40, date="2026-04-10") for letter in "EW"]
        for number, bill in enumerate(self.bills):
            bill.sudo().name = f"LIST/{number}0012"
        journals = self.as_clerk(self.env["ar.payment.journal"])
        self.journal = journals.with_company(self.companies["F"]).create(
            {"journal_id": self.bank.id, "date": "2026-04-20"}
        )

    def wizard(self, content):
        wizards = self.as_clerk(self.env["ar.payment.import"])
        return wizards.create(
            {
                "payment_journal_id": self.journal.id,
                "file": base64.b64encode(content).decode(),
            }
        )

    def lines(self):
        return [
            (line.partner_id.name, line.amount, len(line.settlement_id.line_ids))
            for line in self.journal.payment_ids.sorted("id")
        ]

    def assertTwoAndOneToAsk(self):
        self.assertEqual(
            self.lines(),
            [
                ("Northwind Traders", 40, 2),
                ("Northwind Traders", 40, 2),
                (False, 1234.5, 0),
            ],
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21")
class TestPaymentImport(PaymentImportCommon):
    def test_csv_with_headings(self):
        file = (
            "Datum;Naam;IBAN;Omschrijving;Betaald bedrag\r\n"
            f"20-04-2026;Northwind;{IBAN};LIST/00012;40.00\r\n"
            f"20-04-2026;Northwind;{IBAN};betaling list 1/0012;40.00\r\n"
            "20-04-2026;Iemand;;zomaar;1,234.50\r\n"
            "Totaal;;;;1,314.50\r\n"
        ).encode()
        wizard = self.wizard(file)
        for text in ("3 payments", "Sure", "LIST/00012", "Unknown"):
            self.assertIn(text, wizard.preview)
        self.assertFalse(self.lines())
        wizard.action_import()
        self.assertTwoAndOneToAsk()
        self.assertEqual(
            set(self.journal.payment_ids.mapped("date")), {date(2026, 4, 20)}
        )
        with self.assertRefused("not imported twice"):
            self.wizard(file).action_import()
        self.analyze()
        self.journal.action_post()
        self.assertOpen(dict.fromkeys(self.bills, 0))

    def test_total_that_differs(self):
        file = b"Name,Amount,Reference\nNorthwind,40.00,LIST/00012\nTotal,41.00,\n"
        with self.assertRefused("its rows come to"):
            self.wizard(file).action_import()
        self.assertFalse(self.lines())

    def test_workbook(self):
        book = Workbook()
        sheet = book.active
        sheet.append(["Remittances of April"])
        sheet.append(["Paid", "Customer", "Account", "Invoice", "Amount"])
        for place, bill in enumerate(self.bills):
            day = date(2026, 4, 20 + place)
            sheet.append([day, "Northwind", IBAN, bill.name, 40])
        sheet.append([date(2026, 4, 20), "Somebody", None, None, 1234.5])
        packed = io.BytesIO()
        book.save(packed)
        self.wizard(packed.getvalue()).action_import()
        self.assertTwoAndOneToAsk()

    def test_notification(self):
        lines = [
            (f"N{n}", bill.amount_total, "Northwind", bill.name)
            for n, bill in enumerate(self.bills)
        ]
        lines.append(("N3", 1234.5, "Somebody", "x", {"iban": "BE68539007547034"}))
        space = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"
        file = camt(lines, 8, space=space)
        file = file.replace(b"BkToCstmrStmt", b"BkToCstmrDbtCdtNtfctn")
        file = file.replace(b"<Stmt>", b"<Ntfctn>").replace(b"</Stmt>", b"</Ntfctn>")
        self.wizard(file).action_import()
        self.assertTwoAndOneToAsk()
        with self.assertRefused("This is a bank statement"):
            self.wizard(camt(lines)).action_import()

    def test_amount_that_cannot_be_read(self):
        file = b"Name,Amount,Reference\nNorthwind,forty,LIST/00012\n"
        wizard = self.wizard(file)
        self.assertIn("not readable", wizard.preview)
        wizard.action_import()
        self.assertEqual([line[1] for line in self.lines()], [0])
        self.assertTrue(self.journal.problems())

    def sheet(self, rows):
        """A workbook whose sheet is put together byte for byte."""
        book, packed = Workbook(), io.BytesIO()
        book.active.append(["Name", "Amount"])
        plain = io.BytesIO()
        book.save(plain)
        with (
            zipfile.ZipFile(plain) as read,
            zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as write,
        ):
            for name in read.namelist():
                text = read.read(name)
                if name.endswith("sheet1.xml"):
                    text = re.sub(
                        rb"<sheetData>.*</sheetData>",
                        b"<sheetData>" + rows + b"</sheetData>",
                        text,
                    )
                write.writestr(name, text)
        return packed.getvalue()

    def test_hostile_workbooks(self):
        """However much a small file unpacks to, it is refused in seconds."""
        cell, inline = b"<c><v>1</v></c>", b'<c t="inlineStr"><is><t>%s</t></is></c>'
        entity = b'<!DOCTYPE x [<!ENTITY a "b">]><row>' + inline % b"&a;" + b"</row>"
        for rows, text in (
            (b'<row r="1">' + cell * 3_000_000 + b"</row>", "more than"),
            ((b"<row>" + cell + b"</row>") * 600_000, "more than"),
            (b"<row/>" * 3_000_000, "more than"),
            (b"<row>" + inline % (b"a" * 70_000_000) + b"</row>", "larger than"),
            (entity, "entities"),
        ):
            content = self.sheet(rows)
            start = time.process_time()
            with self.subTest(text), self.assertRefused(text):
                self.wizard(content).action_import()
            self.assertLess(time.process_time() - start, 10)
        self.assertFalse(self.lines())

    def test_texts_of_every_encoding(self):
        text = "Name;Description;Amount\nM\u00fcller;LIST/00012\0;40.00\n"
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
            found = read_payment_file(text.encode(encoding), NOTATION)
            with self.subTest(encoding):
                self.assertEqual(
                    [(row.name, row.texts, row.amount) for row in found.rows],
                    [("M\u00fcller", ("LIST/00012",), 40)],
                )

    def test_hostile_files(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
            for number in range(3):
                bomb.writestr(f"{number}.xml", b"0" * (80 * 1024 * 1024))
        for content, text in (
            (packed.getvalue(), "larger than"),
            (b"PK\3\4 nothing", "cannot be read"),
            (b"\0\0\0", "no lines"),
            (b"Name,Amount\n" + b"a,1.00\n" * 10_100, "more than"),
            (b"a,1.00\n" * 4_000_000, "more than"),
            (b"a;" * (MOST_BYTES // 2 + 1), "larger than"),
            (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "entities"),
        ):
            with self.subTest(text), self.assertRefused(text):
                self.wizard(content).action_import()
        self.assertFalse(self.lines())
