"""A lockbox file becomes checks of a payment journal, each with what it pays."""

import doctest
from decimal import Decimal

from odoo.tests import BaseCase, freeze_time, tagged

from ...books import lockbox_reader
from ...books.camt_reader import BankFileError
from ...books.lockbox_reader import is_lockbox, read_lockbox
from .lockbox import lockbox
from .test_payment_import import PaymentImportCommon

CHECKS = [
    ("0000012345", 4000, "LIST/00012"),
    ("12346", 4000, "for", "list 1/0012", "thank you"),
    ("", 123450, "no number"),
]


@tagged("post_install", "-at_install")
class TestLockboxReader(BaseCase):
    def assertUnread(self, content, code, detail=""):
        with self.assertRaises(BankFileError) as caught:
            read_lockbox(content)
        self.assertEqual(
            (caught.exception.code, caught.exception.detail), (code, detail)
        )

    def test_examples(self):
        self.assertFalse(doctest.testmod(lockbox_reader).failed)

    def test_every_field(self):
        found = read_lockbox(lockbox(CHECKS))
        self.assertEqual(
            [(row.amount, row.check, row.account, str(row.day)) for row in found.rows],
            [
                (Decimal("40.00"), "12345", "44556677", "2026-04-20"),
                (Decimal("40.00"), "12346", "44556677", "2026-04-20"),
                (Decimal("1234.50"), "", "44556677", "2026-04-20"),
            ],
        )
        self.assertEqual(found.rows[1].texts, ("for", "list 1/0012", "thank you"))
        self.assertEqual((found.total, found.sum), (Decimal("1314.5"),) * 2)

    def test_what_is_none(self):
        self.assertTrue(is_lockbox(b"\r\n" + lockbox(CHECKS)))
        for content in (b"", b"1;2;3\n", b"Name,Amount\n", b"101", b"01,a,b,260420,"):
            self.assertFalse(is_lockbox(content), content)

    def test_refused(self):
        whole = lockbox(CHECKS)
        lines = whole.split(b"\r\n")
        self.assertUnread(b"\r\n".join(lines[:-1]), "cut")
        self.assertUnread(b"\r\n".join(lines[:3] + lines[-1:]), "empty")
        self.assertUnread(whole + b"\r\n6", "record", "12")
        self.assertUnread(whole.replace(b"\r\n5001", b"\r\nX001"), "record", "3")
        self.assertUnread(whole.replace(b"0000004000", b"000000400O"), "record", "4")
        self.assertUnread(whole.replace(b"260420FAB", b"261340FAB"), "record", "3")
        self.assertUnread(whole.replace(b"40010026", b"40010096"), "record", "6")
        self.assertUnread(lockbox(CHECKS, count=4), "batch", "9")
        self.assertUnread(lockbox(CHECKS[:1] * 10_001), "lines", "10000")


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21")
class TestLockbox(PaymentImportCommon):
    def test_checks_on_a_deposit_slip(self):
        file = lockbox(CHECKS)
        wizard = self.wizard(file)
        self.assertIn("3 payments", wizard.preview)
        wizard.action_import()
        self.assertTwoAndOneToAsk()
        lines = self.journal.payment_ids.sorted("id")
        self.assertEqual(
            [
                (one.ar_payment_type, one.ar_check_number, one.use_deposit_slip)
                for one in lines
            ],
            [
                ("check", "12345", True),
                ("check", "12346", True),
                ("check", False, True),
            ],
        )
        self.assertEqual({str(line.date) for line in lines}, {"2026-04-20"})
        with self.assertRefused("not imported twice"):
            self.wizard(file).action_import()
        lines[2].unlink()
        self.analyze()
        self.journal.action_post()
        self.assertOpen(dict.fromkeys(self.bills, 0))

    def test_the_account_tells_the_customer(self):
        self.env["res.partner.bank"].sudo().create(
            {"acc_number": "44556677", "partner_id": self.northwind["F"].id}
        )
        self.wizard(lockbox([("1", 700, "on account")])).action_import()
        self.assertEqual(self.lines(), [("Northwind Traders", 7, 0)])

    def test_total_that_differs(self):
        with self.assertRefused("its rows come to"):
            self.wizard(lockbox(CHECKS, total=131451)).action_import()
        self.assertFalse(self.lines())

    def test_words_of_what_is_refused(self):
        whole = lockbox(CHECKS)
        for content, text in (
            (whole[:-104], "ends too early"),
            (lockbox(CHECKS, count=4), "not those that it adds up"),
            (whole + b"\r\nX", "none of a lockbox file"),
        ):
            with self.subTest(text), self.assertRefused(text):
                self.wizard(content).action_import()
        self.assertFalse(self.lines())
