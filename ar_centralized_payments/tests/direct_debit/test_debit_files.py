"""Posted direct debits become a file for the bank; a refused one lets them go."""

import base64
import doctest
import sys
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import BaseCase, freeze_time, tagged

from ...books import sepa
from ...books.debit_check import check_debit_file
from ...books.debit_file_book import collection_day
from ..settling import SettlingCommon
from .writer import SepaDD, library

CREDITOR = "NL08ZZZ502057730000"
OWN_IBAN, THEIR_IBAN = "NL20INGB0001234567", "NL91ABNA0417164300"
NAMES = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.008.001.08"}


class DebitCommon(SettlingCommon):
    """Fabrikam Europe collects in euros from Northwind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.data["X"]["default_journal_bank"]
        cls.bank.sudo().bank_acc_number = OWN_IBAN
        cls.companies["X"].sudo().ar_creditor_identifier = CREDITOR
        cls.account = cls.account_of(cls.northwind["X"], THEIR_IBAN, "M-2026/17")

    @classmethod
    def account_of(cls, partner, iban, mandate, **values):
        accounts = cls.env["res.partner.bank"].sudo()
        return accounts.create(
            {
                "acc_number": iban,
                "partner_id": partner.id,
                "ar_mandate": mandate,
                "ar_mandate_date": "2026-01-15",
                **values,
            }
        )

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.dict(sys.modules, {"sepaxml": library()}))
        self.journal = (
            self.env["ar.payment.journal"]
            .with_user(self.clerk)
            .with_company(self.companies["X"])
            .create({"journal_id": self.bank.id, "date": "2026-04-20"})
        )

    def debit(self, amount, **options):
        """A line of the payment journal, which another line keeps open."""
        if not self.journal.payment_ids:
            self.payment("X", 1, post=False, ar_payment_journal_id=self.journal.id)
        values = {
            "ar_payment_journal_id": self.journal.id,
            "ar_payment_type": "direct_debit",
            "date": "2026-04-20",
            **options,
        }
        return self.payment("X", amount, **values)

    def make(self, **options):
        self.journal.invalidate_recordset()
        action = self.journal.action_make_debit_file(**options)
        files = self.env["ar.debit.file"].with_user(self.clerk)
        if action.get("res_id"):
            return files.browse(action["res_id"])
        return files.search(action["domain"])

    def told(self, file):
        """What the file says of each debit: sequence, mandate, IBAN, amount, name."""
        root = etree.fromstring(base64.b64decode(file.content))
        rows = []
        for block in root.iterfind(".//p:PmtInf", NAMES):
            kind = block.findtext(".//p:SeqTp", namespaces=NAMES)
            for one in block.iterfind("p:DrctDbtTxInf", NAMES):
                texts = [
                    one.findtext(f".//p:{path}", namespaces=NAMES)
                    for path in ("MndtId", "DbtrAcct/p:Id/p:IBAN", "InstdAmt")
                ]
                rows.append((kind, *texts))
        return rows


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21")
class TestDebitFiles(DebitCommon):
    def test_from_the_proposal_to_the_file(self):
        """Collected for all companies: the lines of a proposal, posted, in one file."""
        bills = [
            self.invoice(letter, 40, currency="EUR", date="2026-04-01")
            for letter in "EX"
        ]
        proposals = self.env["ar.payment.proposal"].with_user(self.clerk)
        proposal = proposals.create(
            {"payment_journal_id": self.journal.id, "due_to": "2026-04-30"}
        )
        proposal.action_propose()
        proposal.action_create_lines()
        self.analyze()
        self.journal.action_post()
        self.assertOpen(dict.fromkeys(bills, 0))
        self.assertTrue(self.journal.is_debit_file_possible)
        file = self.make()
        self.assertEqual(self.told(file), [("FRST", "M-2026/17", THEIR_IBAN, "80.00")])
        payment = self.journal.payment_ids
        self.assertEqual(
            (payment.ar_debit_file_id, payment.ar_debit_sequence), (file, "FRST")
        )
        self.assertEqual((file.total, file.payment_count), (80, 1))
        self.assertEqual(str(file.date), "2026-04-22")
        self.assertFalse(self.journal.is_debit_file_possible)

    def test_first_and_next(self):
        self.debit(10)
        self.debit(20)
        first = self.make()
        self.assertEqual(
            [row[0::3] for row in self.told(first)],
            [("FRST", "10.00"), ("RCUR", "20.00")],
        )
        self.debit(30)
        self.assertEqual(self.told(self.make())[0][0], "RCUR")
        self.account.ar_mandate_use = "last"
        self.debit(40)
        self.assertEqual(self.told(self.make())[0][0], "FNAL")
        # A new mandate begins anew.
        self.account.write({"ar_mandate": "M-2", "ar_mandate_use": "series"})
        self.debit(50)
        self.assertEqual(self.told(self.make())[0][:2], ("FRST", "M-2"))

    def test_the_last_of_several(self):
        """The last payment here ends the series; a mandate ends once."""
        self.account.ar_mandate_use = "last"
        for amount in (10, 20, 30):
            self.debit(amount)
        self.assertEqual(
            [row[0::3] for row in self.told(self.make())],
            [("FRST", "10.00"), ("RCUR", "20.00"), ("FNAL", "30.00")],
        )
        self.debit(40)
        with self.assertRefused("M-2026/17 has had its last collection"):
            self.make()

    def test_day_of_collection(self):
        """One banking day later, on a day on which banks work."""
        for today, dates, day in (
            ("2026-04-21", ["2026-04-20"], "2026-04-22"),
            ("2026-04-21", ["2026-04-20", "2026-04-30"], "2026-04-30"),
            ("2026-04-21", ["2026-05-01"], "2026-05-04"),
            ("2026-04-02", ["2026-04-02"], "2026-04-07"),
        ):
            lines = self.env["account.payment"].concat(
                *(self.env["account.payment"].new({"date": one}) for one in dates)
            )
            with self.subTest(day), freeze_time(today):
                self.assertEqual(str(collection_day(lines)), day)

    def test_once(self):
        self.account.ar_mandate_use = "once"
        self.debit(10)
        self.assertEqual(self.told(self.make())[0][0], "OOFF")
        self.debit(20)
        with self.assertRefused("is for one collection, and was used"):
            self.make()

    def test_once_but_twice_in_one_file(self):
        self.account.ar_mandate_use = "once"
        self.debit(10)
        self.debit(20)
        with self.assertRefused("is for one collection, and was used"):
            self.make()

    def test_a_file_for_each_scheme(self):
        other = self.northwind["X"].copy(
            {"name": "Wingtip", "address_book_id": "4060", "company_id": False}
        )
        self.account_of(other, OWN_IBAN, "B-1", ar_mandate_scheme="b2b")
        self.debit(10)
        self.debit(20, partner=other)
        files = self.make()
        self.assertEqual(set(files.mapped("scheme")), {"core", "b2b"})
        self.assertEqual(sorted(files.mapped("total")), [10, 20])

    def test_nothing_twice(self):
        self.debit(10)
        file = self.make()
        with self.assertRefused("waits to be collected"):
            self.make()
        content = file.content
        self.assertEqual(file.browse(file.id).content, content)
        with self.assertRaises(AccessError):
            file.content = False

    def test_refused_by_the_bank_and_made_again(self):
        pay = self.debit(10)
        file = self.make()
        file.action_refused("AC01: no such account")
        self.assertEqual(
            (file.state, file.reason), ("refused", "AC01: no such account")
        )
        self.assertFalse(pay.ar_debit_file_id or pay.ar_debit_mandate)
        self.assertEqual(file.payment_ids, pay)
        with self.assertRefused("was noted before"):
            file.action_refused()
        self.account.acc_number = "DE89370400440532013000"
        again = self.make()
        self.assertNotEqual(again, file)
        self.assertEqual(
            self.told(again),
            [("FRST", "M-2026/17", "DE89370400440532013000", "10.00")],
        )
        self.assertIn(THEIR_IBAN, base64.b64decode(file.content).decode())

    # ------------------------------------------------------------
    # What is refused
    # ------------------------------------------------------------
    def test_all_that_stands_against_it(self):
        pay = self.debit(10)
        self.debit(20, currency="USD")
        self.account.write({"ar_mandate": False, "ar_mandate_date": False})
        self.companies["X"].sudo().ar_creditor_identifier = False
        self.bank.sudo().bank_account_id.acc_number = "12345"
        with self.assertRefused(
            "Fabrikam Europe has no valid creditor identifier",
            f"{self.bank.name} has no IBAN",
            f"{pay.name}, Northwind Traders: the customer has no bank account",
            "it is not in euros",
            "04/21/2026 is too early",
            "The first day is 04/22/2026",
        ):
            self.make(date="2026-04-21")
        self.assertFalse(pay.ar_debit_file_id)
        self.assertFalse(self.env["ar.debit.file"].sudo().search([]))

    def test_account_and_mandate(self):
        self.debit(10)
        self.account.acc_number = "NL92ABNA0417164300"
        with self.assertRefused("NL92ABNA0417164300 is no IBAN"):
            self.make()
        self.account.write({"acc_number": THEIR_IBAN, "ar_mandate_date": "2026-05-01"})
        with self.assertRefused("is signed after the day of collection"):
            self.make()
        self.assertTrue(self.make(date="2026-05-04"))

    def test_accounts_that_banks_do_not_debit(self):
        self.debit(10)
        self.account.acc_number = "TR330006100519786457841326"
        with self.assertRefused("is of no country that takes part in SEPA"):
            self.make()
        self.account.acc_number = "GB29NWBK60161331926819"
        self.account.acc_holder_name = "\u0391\u03b8\u03ae\u03bd\u03b1"
        with self.assertRefused("Enter the bank with its BIC", "in Latin letters"):
            self.make()
        bank = self.env["res.bank"].sudo().create({"name": "N", "bic": "NWBKGB2L"})
        self.account.write({"bank_id": bank.id, "acc_holder_name": "Athina"})
        self.assertEqual(self.told(self.make())[0][2], "GB29NWBK60161331926819")

    def test_queries_do_not_grow_with_payments(self):
        """Of the payments one query at most: what numbers, locks and notes is one."""
        counts = []
        for count in (2, 6):
            for amount in range(count):
                self.debit(amount + 1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.make()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_without_the_library(self):
        self.debit(10)
        with (
            patch.dict(sys.modules, {"sepaxml": None}),
            self.assertRefused("sepaxml", "not installed"),
        ):
            self.make()

    def test_what_the_library_or_the_check_finds(self):
        pay = self.debit(10)
        with (
            patch.object(SepaDD, "export", side_effect=ValueError("no schema")),
            self.assertRefused("no schema"),
        ):
            self.make()
        with (
            patch.object(SepaDD, "export", lambda *_args, **_options: b"<a/>"),
            self.assertRefused("Document"),
        ):
            self.make()
        self.assertFalse(pay.ar_debit_file_id)

    def test_only_posted_direct_debits(self):
        self.debit(10, post=False)
        self.debit(20, ar_payment_type="transfer")
        with self.assertRefused("waits to be collected"):
            self.make()

    def test_values_that_are_refused(self):
        for values, text in (
            ({"ar_mandate_date": False}, "Type both"),
            ({"ar_mandate": "/17"}, "no number that banks take"),
            ({"ar_mandate": "Ä1"}, "no number that banks take"),
        ):
            with self.assertRaises(ValidationError) as caught, self.cr.savepoint():
                self.account.write(values)
            self.assertIn(text, str(caught.exception))
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.companies["X"].sudo().ar_creditor_identifier = "NL09ZZZ502057730000"

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------
    def test_who_may(self):
        pay = self.debit(10)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.journal.with_user(self.reader).action_make_debit_file()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.journal.with_user(self.clerk_f).action_make_debit_file()
        file = self.make()
        with self.assertRaises(AccessError), self.cr.savepoint():
            file.with_user(self.reader).action_refused()
        with self.assertRaises(AccessError), self.cr.savepoint():
            file.with_user(self.clerk_f).read(["name"])
        with self.assertRaises(AccessError), self.cr.savepoint():
            pay.ar_debit_file_id = file
        with self.assertRaises(AccessError), self.cr.savepoint():
            pay.copy({"ar_debit_mandate": "M"})


@tagged("post_install", "-at_install")
class TestDebitCheck(BaseCase):
    """Each rule of the message definition, broken alone."""

    def file(self):
        writer = SepaDD(
            {
                "name": "Fabrikam",
                "IBAN": OWN_IBAN,
                "creditor_id": CREDITOR,
                "instrument": "CORE",
            },
            "pain.008.001.08",
            clean=False,
        )
        for number in (1, 2):
            writer.add_payment(
                {
                    "name": "Northwind",
                    "IBAN": THEIR_IBAN,
                    "BIC": "ABNANL2A",
                    "amount": 1050 * number,
                    "type": "RCUR",
                    "collection_date": "2026-04-21",
                    "mandate_id": f"M-{number}",
                    "mandate_date": "2026-01-15",
                    "description": "Invoice 17",
                    "endtoend_id": f"P{number}",
                }
            )
        return writer.export().decode()

    def test_examples(self):
        self.assertFalse(doctest.testmod(sepa).failed)

    def test_right(self):
        self.assertEqual(check_debit_file(self.file().encode()), [])

    def test_wrong(self):
        for old, new, text in (
            ("pain.008.001.08", "pain.001.001.03", "Document"),
            ("<MsgId>M-1", "<MsgId>/M-1", "MsgId"),
            ("<NbOfTxs>2<", "<NbOfTxs>3<", "NbOfTxs"),
            ("<CtrlSum>31.50<", "<CtrlSum>31.51<", "CtrlSum"),
            ("<PmtMtd>DD", "<PmtMtd>TRF", "PmtMtd"),
            ("<Cd>CORE", "<Cd>COR1", "LclInstrm"),
            ("<SeqTp>RCUR", "<SeqTp>NEXT", "SeqTp"),
            (OWN_IBAN, OWN_IBAN[:-1] + "8", "CdtrAcct"),
            (CREDITOR, CREDITOR[:-1] + "1", "CdtrSchmeId"),
            (THEIR_IBAN, THEIR_IBAN[:-1] + "1", "DbtrAcct"),
            ("ABNANL2A", "ABNANL2", "DbtrAgt"),
            ("<EndToEndId>P2", "<EndToEndId>P1", "P1 x 2"),
            ("<MndtId>M-1<", f"<MndtId>{'M' * 36}<", "MndtId"),
            ("<Nm>Northwind", f"<Nm>{'N' * 71}", "Dbtr/Nm"),
            ('Ccy="EUR">10.50', 'Ccy="USD">10.50', "Ccy"),
            (">10.50<", ">10.505<", "InstdAmt"),
            (">10.50<", ">x<", "InstdAmt"),
            ("<Ustrd>Invoice 17", f"<Ustrd>{'I' * 141}", "Ustrd"),
            ("</Document>", "", "XML"),
        ):
            with self.subTest(new):
                found = self.file().replace(old, new)
                self.assertNotEqual(found, self.file())
                problems = check_debit_file(found.encode())
                self.assertIn(text, "\n".join(problems))
