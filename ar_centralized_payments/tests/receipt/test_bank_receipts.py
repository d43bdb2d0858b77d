"""Money on the bank becomes settlements over all companies, once, and back."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ...books.home_figures import HomeFigures
from .receiving import ReceivingCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21")
class TestWorkedCase(ReceivingCommon):
    """755.00 on the bank: two invoices of two companies, one less 2 %."""

    def setUp(self):
        super().setUp()
        term = self.term(2, 12)
        self.east = self.invoice("E", 500, date="2026-04-10", term=term)
        self.west = self.invoice("W", 265, date="2026-04-10")
        self.east.sudo().name = "INV/E/0012"
        self.west.sudo().name = "INV/W/0031"
        self.money = self.line(755, "INV/E/0012 INV/W/0031 less 2%", "2026-04-20")

    def test_is_sure(self):
        (told,) = self.money.ar_propose()
        self.assertEqual(told["confidence"], "sure")
        self.assertEqual(told["rest"], 0)
        self.assertEqual(told["partner_id"], self.northwind["F"].id)
        for text in (self.east.name, "Northwind", "755.00", "10.00"):
            self.assertIn(text, told["why"])

    def test_whole_books(self):
        receipt = self.accept_and_post(self.money)
        payment = receipt.payment_id
        self.env.invalidate_all()
        self.assertEqual(receipt.state, "posted", payment.ar_problem)
        self.assertBooks(
            payment,
            """
            F  suspense    Northwind   755.00
            F  receivable  Northwind  -755.00
            """,
        )
        self.assertBooks(
            payment.settlement_ids,
            """
            F  receivable  Northwind   490.00
            F  due_to      East       -490.00
            F  receivable  Northwind   265.00
            F  due_to      West       -265.00
            E  due_from    Fabrikam    490.00
            E  receivable  Northwind  -490.00
            E  discount    Northwind    10.00
            E  receivable  Northwind   -10.00
            W  due_from    Fabrikam    265.00
            W  receivable  Northwind  -265.00
            """,
        )
        self.assertOpen({self.east: 0, self.west: 0, payment: 0})
        self.assertMatched(self.money)
        self.assertEqual(payment.state, "paid")
        self.assertEqual(payment.reconciled_statement_line_ids, self.money)
        self.assertTrue(payment.is_matched)

    def test_twice_is_once(self):
        receipt = self.accept_and_post(self.money)
        self.money.ar_propose()
        self.money.ar_accept()
        self.assertEqual(receipt.state, "posted")
        payments = self.env["account.payment"].search(
            [("ar_statement_line_id", "=", self.money.id)]
        )
        self.assertEqual(len(payments), 1)

    def test_undone_from_the_payment(self):
        before = self.trial_balance()
        receipt = self.accept_and_post(self.money)
        lines = self.as_clerk(receipt.payment_id, self.controller)
        lines.action_undo_lines()
        self.assertUndone(receipt, before)

    def test_undone_from_the_statement(self):
        before = self.trial_balance()
        receipt = self.accept_and_post(self.money)
        entry = receipt.statement_line_id.move_id
        self.as_clerk(self.money, self.controller).action_undo_reconciliation()
        self.assertUndone(receipt, before)
        self.assertEqual(receipt.statement_line_id.move_id, entry)

    def test_undone_on_its_page(self):
        before = self.trial_balance()
        receipt = self.accept_and_post(self.money)
        with self.assertRaises(AccessError):
            receipt.action_undo()
        self.as_clerk(receipt, self.controller).action_undo()
        self.assertUndone(receipt, before)

    def assertUndone(self, receipt, before):
        """Everything is open again, and can be decided anew."""
        self.env.invalidate_all()
        self.assertEqual(receipt.state, "undone")
        self.assertMatched(self.money, is_matched=False)
        self.assertOpen({self.east: 500, self.west: 265})
        self.assertEqual(self.trial_balance(), before)
        self.accept_and_post(self.money)
        self.assertOpen({self.east: 0, self.west: 0})
        self.assertMatched(self.money)

    def test_the_bank_returns_it(self):
        receipt = self.accept_and_post(self.money)
        before = receipt.payment_id
        back = self.line(-755, f"RETURN {before.name}", "2026-04-21")
        (told,) = back.ar_propose()
        self.assertEqual((told["confidence"], told["marks"]), ("likely", []))
        self.assertEqual(told["payment_id"], before.id)
        self.as_clerk(back, self.controller).ar_accept()
        self.env.invalidate_all()
        self.assertEqual(before.state, "canceled")
        self.assertOpen({self.east: 500, self.west: 265})
        self.assertMatched(self.money)
        self.assertMatched(back)
        self.as_clerk(back, self.controller).ar_accept()
        self.assertBalances("F", "suspense  0\nreceivable  0\nbank  0")
        self.assertFalse(self.bank._ar_propose_new() & back.ar_receipt_ids)

    def test_returned_by_a_clerk_without_the_right(self):
        receipt = self.accept_and_post(self.money)
        back = self.line(-755, f"RETURN {receipt.payment_id.name}", "2026-04-21")
        with self.assertRaises(AccessError):
            back.ar_accept()
        self.env.invalidate_all()
        self.assertEqual(receipt.state, "posted")

    def test_what_goes_back_alone_pays_nothing(self):
        back = self.line(-755, "INV/E/0012 INV/W/0031", "2026-04-21")
        (told,) = back.ar_propose()
        self.assertEqual((told["confidence"], told["marks"]), ("none", []))
        with self.assertRefused("no payment is known"):
            back.ar_accept()

    def test_draft_that_is_deleted(self):
        self.money.ar_accept()
        receipt = self.money.ar_receipt_ids
        self.assertEqual(receipt.state, "accepted")
        receipt.payment_id.unlink()
        self.assertEqual(receipt.state, "proposed")
        self.assertFalse(self.money.is_reconciled)
        self.accept_and_post(self.money)
        self.assertOpen({self.east: 0, self.west: 0})

    def test_nothing_is_taken_apart(self):
        """The match with the bank goes with the receipt alone."""
        receipt = self.accept_and_post(self.money)
        lines = self.money.sudo()._ar_suspense_items()
        with self.assertRefused("Undo it under Bank Receipts"):
            lines.remove_move_reconcile()
        payment = self.as_clerk(receipt.payment_id, self.controller)
        with self.assertRefused("it cannot be changed"):
            payment.action_draft()
        self.assertMatched(self.money)

    def test_the_line_stays_as_it_is(self):
        self.accept_and_post(self.money)
        line = self.money.sudo()
        values = {"amount": 1, "payment_ref": "x", "partner_id": self.northwind["F"].id}
        for name, value in values.items():
            with self.subTest(name), self.assertRefused("a bank receipt stands"):
                line.write({name: value})
        line.write({"amount": 755, "transaction_type": "x"})
        with self.assertRefused("a bank receipt stands"):
            line.unlink()

    def test_locked_company_of_an_invoice(self):
        receipt = self.receipt(self.money)
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-04-20"
        self.money.ar_accept()
        self.analyze()
        receipt.action_post()
        self.env.invalidate_all()
        self.assertEqual(receipt.state, "accepted")
        self.assertIn("locked", receipt.payment_id.ar_problem)
        self.assertMatched(self.money, is_matched=False)


@tagged("post_install", "-at_install")
@freeze_time("2026-04-21")
class TestReceipts(ReceivingCommon):
    """What is proposed for whom, and what stands against it."""

    def test_member_of_one_company(self):
        """Documents of others neither match nor appear."""
        secret = self.invoice("E", 500, date="2026-04-10")
        secret.sudo().name = "SECRET/0012"
        own = self.invoice("F", 300, date="2026-04-10")
        line = self.as_clerk(self.line(500, "SECRET/0012"), self.clerk_f)
        (told,) = line.ar_propose()
        self.assertEqual((told["confidence"], told["marks"]), ("ask", []))
        self.assertNotIn("SECRET", told["why"].replace("SECRET/0012 stands", ""))
        line = self.line(300, own.name)
        (told,) = self.as_clerk(line, self.clerk_f).ar_propose()
        self.assertEqual(told["confidence"], "sure")

    def test_proposed_by_another_one(self):
        """What a member of all found does not name documents to a member of one."""
        secret = self.invoice("E", 500, date="2026-04-10")
        secret.sudo().name = "HIDDEN/0012"
        line = self.line(500, "hidden 0012")
        self.assertEqual(self.receipt(line).confidence, "sure")
        seen = self.as_clerk(line.ar_receipt_ids, self.clerk_f)
        self.env.invalidate_all()
        told = f"{seen.why} {seen.documents} {seen._told()}"
        self.assertNotIn("HIDDEN/0012", told)
        self.assertNotIn("hidden 0012", told)
        self.assertIn("a document you may not open", seen.documents)
        self.assertFalse(seen._told()[0]["marks"])
        with self.assertRaises(UserError):
            seen.action_accept()

    def test_entered_by_hand(self):
        """A payment that was entered before is matched, not doubled."""
        bill = self.invoice("E", 400, date="2026-04-10")
        payment = self.payment("F", 400, date="2026-04-18")
        self.settle(payment, bill)
        line = self.line(400, "thank you")
        (told,) = line.ar_propose()
        self.assertEqual(told["confidence"], "likely")
        self.assertEqual(told["payment_id"], payment.id)
        receipt = self.accept_and_post(line)
        self.env.invalidate_all()
        self.assertBooks(
            receipt.bridge_move_id,
            """
            F  suspense     Northwind   400.00
            F  outstanding  Northwind  -400.00
            """,
        )
        self.assertMatched(line)
        self.assertTrue(payment.is_matched)
        self.assertOpen({bill: 0, payment: 0})
        self.as_clerk(receipt, self.controller).action_undo()
        self.env.invalidate_all()
        self.assertMatched(line, is_matched=False)
        self.assertFalse(payment.is_matched)
        self.assertEqual(receipt.state, "undone")
        self.assertEqual(payment.state, self.state_used)

    def test_same_money_twice(self):
        """Two lines that name one invoice: the second asks."""
        bill = self.invoice("F", 200, date="2026-04-10")
        first = self.line(200, bill.name)
        second = self.line(200, bill.name)
        told = {t["statement_line_id"]: t for t in (first | second).ar_propose()}
        self.assertEqual(told[first.id]["confidence"], "sure")
        self.assertEqual(told[second.id]["confidence"], "ask")
        self.assertIn("another receipt", told[second.id]["why"])

    def test_part_of_an_invoice(self):
        bill = self.invoice("W", 900, date="2026-04-10")
        line = self.line(400, f"part of {bill.name}")
        (told,) = line.ar_propose()
        self.assertEqual(told["confidence"], "likely")
        receipt = self.accept_and_post(line)
        self.assertEqual(receipt.state, "posted", receipt.payment_id.ar_problem)
        self.assertOpen({bill: 500})

    def test_more_than_the_invoice(self):
        bill = self.invoice("W", 300, date="2026-04-10")
        line = self.line(350, bill.name)
        (told,) = line.ar_propose()
        self.assertEqual((told["confidence"], told["rest"]), ("likely", 50))
        receipt = self.accept_and_post(line)
        self.assertOpen({bill: 0, receipt.payment_id: -50})

    def test_foreign_currency_on_the_bank(self):
        """A line in EUR on a bank in USD pays an invoice in EUR of another company."""
        bill = self.invoice("E", 600, currency="EUR", date="2026-03-10")
        line = self.line(
            736.62,
            bill.name,
            "2026-03-25",
            foreign_currency_id=self.eur.id,
            amount_currency=600,
        )
        (told,) = line.ar_propose()
        self.assertEqual(told["confidence"], "sure")
        receipt = self.accept_and_post(line)
        self.assertEqual(receipt.state, "posted", receipt.payment_id.ar_problem)
        self.assertOpen({bill: 0, receipt.payment_id: 0})
        self.assertMatched(line)
        self.assertBooks(
            receipt.payment_id,
            """
            F  suspense    Northwind   600.00 EUR  736.62
            F  receivable  Northwind  -600.00 EUR -736.62
            """,
        )

    def test_account_of_another_customer(self):
        """A contradiction is never better than a question."""
        other = self.env["res.partner"].sudo().create({"name": "Wingtip Toys"})
        self.env["res.partner.bank"].sudo().create(
            {"acc_number": "DE89 3704 0044 0532 0130 00", "partner_id": other.id}
        )
        bill = self.invoice("F", 120, date="2026-04-10")
        line = self.line(120, bill.name, account="DE89370400440532013000")
        (told,) = line.ar_propose()
        self.assertEqual(told["confidence"], "ask")
        self.assertIn("but the account is that of Wingtip Toys", told["why"])

    def test_nobodys(self):
        line = self.line(77, "something", account="")
        (told,) = line.ar_propose()
        self.assertEqual(told["confidence"], "none")
        with self.assertRefused("Choose the customer"):
            line.ar_accept()
        receipt = line.ar_receipt_ids
        receipt.partner_id = self.northwind["F"]
        action = receipt.action_settle()
        self.assertEqual(receipt.state, "accepted")
        self.assertEqual(action["params"]["payment_id"], receipt.payment_id.id)

    def test_learns_and_unlearns(self):
        """Two accepted receipts make an account certain, an undone one uncertain."""
        for amount in (11, 12):
            bill = self.invoice("F", amount, date="2026-04-10")
            self.accept_and_post(
                self.line(amount, bill.name, account="FR7630006000011234567890189")
            )
        self.invoice("E", 13, date="2026-04-10")
        line = self.line(13, "merci", account="FR7630006000011234567890189")
        (told,) = line.ar_propose()
        self.assertEqual(told["confidence"], "likely")
        self.assertIn("paid like this before", told["why"])
        receipt = self.accept_and_post(line)
        self.as_clerk(receipt, self.controller).action_undo()
        (told,) = line.ar_propose()
        self.assertEqual(told["confidence"], "none")

    def test_equal_numbers(self):
        """Two companies that number alike: the amount decides, else it asks."""
        east = self.invoice("E", 210, date="2026-04-10")
        west = self.invoice("W", 220, date="2026-04-10")
        (east | west).sudo().name = "BILL/2026/0007"
        (told,) = self.line(220, "bill/2026/7").ar_propose()
        self.assertEqual(told["confidence"], "sure")
        self.assertEqual(
            [m["move_line_id"] for m in told["marks"]], self.receivable(west).ids
        )
        line = self.line(100, "bill/2026/7")
        (told,) = line.ar_propose()
        self.assertEqual((told["confidence"], told["marks"]), ("ask", []))
        receipt = line.ar_receipt_ids
        self.assertEqual(
            receipt.readings.split("\n"),
            [
                "1. Fabrikam East: BILL/2026/0007",
                "2. Fabrikam West: BILL/2026/0007",
                "3. Fabrikam East: BILL/2026/0007 · Fabrikam West: BILL/2026/0007",
            ],
        )
        self.assertEqual(receipt.reading_count, 3)
        receipt.choose(2)
        self.assertEqual(receipt.documents, "Fabrikam West: BILL/2026/0007")
        with self.assertRefused("no such reading"):
            receipt.choose(9)

    def test_posts_by_itself(self):
        """Only what is sure, only within the maximum, only where it was chosen."""
        bills = [self.invoice("E", n, date="2026-04-10") for n in (70, 90, 110)]
        for number, bill in enumerate(bills):
            bill.sudo().name = f"AUTO/{number}0012"
        lines = [
            self.line(70, bills[0].name),
            self.line(90, bills[1].name),
            self.line(110, "no number"),
        ]
        self.bank.with_user(self.controller).write(
            {"ar_receipts": "post", "ar_receipts_maximum": 80}
        )
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["account.journal"].sudo()._cron_post_receipts()
        self.env.invalidate_all()
        states = [line.ar_receipt_ids.state for line in lines]
        self.assertEqual(states, ["posted", "proposed", "proposed"])
        self.assertOpen({bills[0]: 0, bills[1]: 90})
        self.assertEqual(lines[0].ar_receipt_ids.decided_by_id, self.controller)

    def test_posts_nothing_by_itself_for_who_left(self):
        bill = self.invoice("E", 70, date="2026-04-10")
        line = self.line(70, bill.name)
        self.bank.with_user(self.controller).write(
            {"ar_receipts": "post", "ar_receipts_maximum": 80}
        )
        self.controller.sudo().company_ids = (
            [Command.unlink(self.companies["F"].id)]
            if self.controller.company_id != self.companies["F"]
            else [Command.unlink(self.companies["E"].id)]
        )
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["account.journal"].sudo()._cron_post_receipts()
        self.env.invalidate_all()
        self.assertNotEqual(line.ar_receipt_ids.state, "posted")
        self.assertOpen({bill: 70})

    def test_accept_all_sure(self):
        bills = [self.invoice(letter, 40, date="2026-04-10") for letter in "FEW"]
        for number, bill in enumerate(bills):
            bill.sudo().name = f"BULK/{number}0012"
        lines = [self.line(40, bill.name) for bill in bills]
        unknown = self.line(5, "something", account="")
        receipts = self.as_clerk(self.env["ar.bank.receipt"])
        receipts.action_open_all()
        totals = {row["confidence"]: row["count"] for row in receipts.totals()}
        self.assertEqual(totals, {"sure": 3, "likely": 0, "ask": 0, "none": 1})
        action = receipts.action_accept_all_sure()
        self.assertEqual(action["params"]["count"], 3)
        journals = self.env["ar.payment.journal"]
        for line in lines:
            self.assertEqual(line.ar_receipt_ids.state, "accepted")
            journals |= line.ar_receipt_ids.payment_journal_id
        self.assertEqual(len(journals), 1)
        self.assertEqual(unknown.ar_receipt_ids.state, "proposed")
        self.analyze()
        journals.action_post()
        self.assertOpen(dict.fromkeys(bills, 0))

    def test_left(self):
        line = self.line(5, "interest", account="")
        receipt = self.receipt(line)
        receipt.action_leave()
        self.assertEqual(receipt.state, "left")
        line.ar_propose()
        self.assertEqual(receipt.state, "left")
        receipt.action_propose_again()
        self.assertEqual(receipt.state, "proposed")

    def test_no_record_in_the_company(self):
        """A customer whom the bank's company does not know is asked for."""
        other = (
            self.env["res.partner"]
            .sudo()
            .create({"name": "Eastern Only", "company_id": self.companies["E"].id})
        )
        bill = self.invoice("E", 60, partner=other, date="2026-04-10")
        bill.sudo().name = "EASTERN/0012"
        (told,) = self.line(60, bill.name, account="").ar_propose()
        self.assertEqual((told["confidence"], told["marks"]), ("ask", []))
        self.assertIn("has no record", told["why"])

    def test_the_tile_of_receivables(self):
        """What waits, by what a clerk does with it; nothing waits: no tile."""
        home = self.as_clerk(self.env["ar.receivables.home"])
        self.assertEqual(self.tile(home), [])
        bill = self.invoice("E", 40, date="2026-04-10")
        bill.sudo().name = "TILE/00012"
        lines = self.line(40, bill.name)
        lines |= self.line(9, "thank you", account="")
        lines.ar_propose()
        self.assertEqual(
            self.tile(home),
            [("Sure", 1, 40.0), ("To look at", 0, 0.0), ("Unknown", 1, 9.0)],
        )
        lines[0].ar_accept()
        self.assertEqual(self.tile(home)[0], ("Sure", 0, 0.0))
        elsewhere = home.with_context(allowed_company_ids=self.companies["E"].ids)
        self.assertEqual(self.tile(elsewhere), [])

    def tile(self, home):
        rows = home._tile_bank_receipts(HomeFigures(home.env))["rows"]
        found = self.env["ar.bank.receipt"]
        return [
            (
                row["label"],
                row["count"],
                sum(found.search(row["action"].domain).mapped("amount")),
            )
            for row in rows
        ]

    def test_suspense_account_that_is_shut(self):
        self.bank.sudo().ar_receipts = "off"
        self.suspense.sudo().reconcile = False
        bill = self.invoice("F", 15, date="2026-04-10")
        line = self.line(15, bill.name)
        line.ar_propose()
        with self.assertRefused("does not allow reconciliation"):
            line.ar_accept()
        self.bank.with_user(self.controller).ar_receipts = "propose"
        self.assertTrue(self.suspense.reconcile)
        self.accept_and_post(line)
        self.assertOpen({bill: 0})

    def test_settings_that_cannot_be(self):
        cash = self.data["F"]["default_journal_cash"]
        with self.assertRefused("is not a bank"):
            cash.with_user(self.controller).ar_receipts = "propose"
        with self.assertRefused("less than 0"):
            self.bank.with_user(self.controller).ar_receipts_maximum = -1

    def test_many_lines_ask_few_queries(self):
        bills = [self.invoice("E", 20 + n, date="2026-04-10") for n in range(12)]
        for number, bill in enumerate(bills):
            bill.sudo().name = f"MANY/{number:02}0012"
        lines = self.line(0.5, "x")
        for bill in bills:
            lines |= self.line(bill.amount_total, bill.name)
        few, many = lines[1:3], lines[3:]
        self.queries(few.ar_propose)
        of_few = self.queries(few.ar_propose)
        many.ar_propose()
        of_many = self.queries(many.ar_propose)
        self.assertLessEqual(of_many, of_few + 12)
        accepted = self.queries(few.ar_accept)
        self.assertLessEqual(self.queries(many.ar_accept), accepted + 80)
