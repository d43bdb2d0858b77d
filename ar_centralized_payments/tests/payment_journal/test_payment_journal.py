"""Payment journals: lines, validation, posting with isolated refusals, and undo."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ...books.line_check import LineCheck
from ..journals import PaymentJournalCommon

MODELS = "odoo.addons.ar_centralized_payments.models.payment_journal"


@tagged("post_install", "-at_install")
class TestPaymentJournal(PaymentJournalCommon):
    # ------------------------------------------------------------
    # Posting
    # ------------------------------------------------------------
    def test_lines_are_posted_with_their_settlements(self):
        journal = self.payment_journal()
        bill, other = self.invoice("E", 600), self.invoice("W", 200)
        paid = self.line(journal, 600, bill)
        prepaid = self.line(journal, 50)
        partly = self.line(journal, 150, other)
        self.assertEqual(journal.state, "draft")
        self.analyze()
        journal.action_post()
        self.assertEqual(self.states(journal), ["posted"] * 3)
        self.assertEqual(journal.state, "posted")
        self.assertBooks(
            paid,
            """
            F   outstanding  Northwind   600.00
            F   receivable   Northwind  -600.00
            """,
        )
        self.assertBooks(
            paid.settlement_ids,
            """
            F   receivable   Northwind   600.00
            F   due_to       East       -600.00
            E   due_from     Fabrikam    600.00
            E   receivable   Northwind  -600.00
            """,
        )
        self.assertBooks(
            partly.settlement_ids,
            """
            F   receivable   Northwind   150.00
            F   due_to       West       -150.00
            W   due_from     Fabrikam    150.00
            W   receivable   Northwind  -150.00
            """,
        )
        self.assertFalse(prepaid.settlement_ids)
        self.assertOpen(
            {
                bill: "0",
                other: "50 USD 50",
                paid: "0",
                partly: "0",
                prepaid: "-50 USD -50",
            }
        )

    def test_a_line_that_is_refused_does_not_stop_the_others(self):
        journal = self.payment_journal()
        bills = [self.invoice(letter, 100) for letter in "EWE"]
        lines = [self.line(journal, 100, bill) for bill in bills]
        self.lock("W")
        journal.action_post()
        self.assertEqual(self.states(journal), ["posted", "refused", "posted"])
        self.assertEqual(journal.state, "partial")
        self.assertIn("Fabrikam West", lines[1].ar_problem)
        self.assertIn("is locked by its", lines[1].ar_problem)
        self.assertFalse(lines[0].ar_problem)
        self.assertEqual(lines[1].state, "draft")
        self.assertOpen({bills[0]: "0", bills[1]: "100 USD 100", bills[2]: "0"})
        self.lock("W", False)
        first, last = lines[0].name, lines[2].name
        journal.action_post()
        self.assertEqual(self.states(journal), ["posted"] * 3)
        self.assertFalse(lines[1].ar_problem)
        self.assertEqual((lines[0].name, lines[2].name), (first, last))
        self.assertOpen(dict.fromkeys(bills, "0"))
        with self.assertRefused("left to post"):
            journal.action_post()

    def test_what_only_odoo_refuses_is_found_by_halving(self):
        """And the numbers of what is posted have no gap."""
        journal = self.payment_journal()
        bills = [self.invoice("E", 100 + number) for number in range(5)]
        lines = [
            self.line(journal, bill.amount_total, bill, memo=f"Line {number}")
            for number, bill in enumerate(bills)
        ]
        post = type(self.env["account.move"])._post

        reason = "Line 2 is refused by another addon."

        def refuse(moves, soft=True):
            if "Line 2" in moves.mapped("ref"):
                raise UserError(reason)
            return post(moves, soft)

        self.patch(type(self.env["account.move"]), "_post", refuse)
        journal.action_post()
        self.assertEqual(
            self.states(journal), ["posted", "posted", "refused", "posted", "posted"]
        )
        self.assertEqual(lines[2].ar_problem, reason)
        self.assertOpen({lines[0]: "0", bills[2]: "102 USD 102", bills[4]: "0"})
        numbers = [
            int(line.name.rpartition("/")[2]) for line in lines if line != lines[2]
        ]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 4)))

    def test_what_nobody_expected_is_told_and_stops_nothing(self):
        journal = self.payment_journal()
        lines = [self.line(journal, 100 + number) for number in range(2)]
        post = type(self.env["account.move"])._post

        def fail(moves, soft=True):
            if 101.0 in moves.mapped("amount_total_signed"):
                raise ZeroDivisionError
            return post(moves, soft)

        self.patch(type(self.env["account.move"]), "_post", fail)
        with mute_logger(f"{MODELS}.account_payment_posting"):
            journal.action_post()
        self.assertEqual(self.states(journal), ["posted", "refused"])
        self.assertIn("unexpected", lines[1].ar_problem)

    def test_a_check_that_fails_stops_nothing(self):
        journal = self.payment_journal()
        lines = [self.line(journal, 100 + number) for number in range(3)]
        found = LineCheck.found

        def fail(check):
            if lines[1] in check.payments:
                raise ZeroDivisionError
            return found(check)

        self.patch(LineCheck, "found", fail)
        with mute_logger(f"{MODELS}.account_payment_posting"):
            journal.action_post()
        self.assertEqual(self.states(journal), ["posted", "refused", "posted"])
        self.assertIn("unexpected", lines[1].ar_problem)
        self.assertOpen({lines[0]: "-100 USD -100", lines[2]: "-102 USD -102"})

    def test_a_batch_that_fails_in_the_background_does_not_wait_for_ever(self):
        self.in_background()
        journal, other = self.payment_journal(), self.payment_journal()
        for number in range(3):
            self.line(journal, 100 + number)
        self.line(other, 7)
        journal.action_post()
        other.action_post()
        post = type(self.env["account.payment"])._ar_post_lines

        def fail(lines):
            if lines.ar_payment_journal_id == journal:
                raise ZeroDivisionError
            return post(lines)

        self.patch(type(self.env["account.payment"]), "_ar_post_lines", fail)
        with mute_logger(f"{MODELS}.ar_payment_journal_posting"):
            self.run_worker()
        self.assertEqual(self.states(journal), ["refused"] * 3)
        self.assertEqual((journal.state, journal.worker_user_id.id), ("draft", False))
        self.assertIn("unexpected", journal.payment_ids[:1].ar_problem)
        self.assertEqual(self.states(other), ["posted"])

    def test_a_line_on_hold_waits(self):
        journal = self.payment_journal()
        self.line(journal, 100)
        held = self.line(journal, 200, ar_hold_until="2026-05-01")
        rows = journal.problems()
        self.assertEqual(
            [(row["payment_id"], row["is_on_hold"]) for row in rows], [(held.id, True)]
        )
        journal.action_post()
        self.assertEqual(self.states(journal), ["posted", "entered"])
        with self.assertRefused("Lines on hold: 1"):
            journal.action_post()
        held.ar_hold_until = "2026-04-15"
        journal.action_post()
        self.assertEqual(journal.state, "posted")

    def test_a_ledger_account_takes_the_money(self):
        clearing = self.env["account.account"].create(
            {
                "name": "Clearing",
                "code": "101777",
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [Command.set(self.companies["F"].ids)],
            }
        )
        journal = self.payment_journal(
            offset_type="ledger", offset_account_id=clearing.id
        )
        bill = self.invoice("E", 600)
        line = self.line(journal, 600, bill)
        journal.action_post()
        self.assertBooks(
            line,
            """
            F   @101777      Northwind   600.00
            F   receivable   Northwind  -600.00
            """,
        )
        self.assertOpen({bill: "0", line: "0"})
        self.assertEqual(line.state, "paid")
        with self.assertRefused("is posted"):
            line.offset_account_id = False

    # ------------------------------------------------------------
    # A settlement that fails
    # ------------------------------------------------------------
    def test_a_payment_can_be_posted_without_its_settlement(self):
        journal = self.payment_journal(is_posted_unsettled=True)
        bill = self.invoice("W", 100)
        line, fine = self.line(journal, 100, bill), self.line(journal, 50)
        self.lock("W")
        journal.action_post()
        self.assertEqual(self.states(journal), ["unsettled", "posted"])
        self.assertEqual(journal.state, "posted")
        self.assertIn("is locked by its", line.ar_problem)
        self.assertBooks(
            line,
            """
            F   outstanding  Northwind   100.00
            F   receivable   Northwind  -100.00
            """,
        )
        self.assertOpen(
            {bill: "100 USD 100", line: "-100 USD -100", fine: "-50 USD -50"}
        )
        self.assertEqual(line.settlement_id.state, "draft")
        journal.action_post()
        self.assertEqual(self.states(journal), ["unsettled", "posted"])
        self.lock("W", False)
        journal.action_post()
        self.assertEqual(self.states(journal), ["posted", "posted"])
        self.assertFalse(line.ar_problem)
        self.assertBooks(
            line.settlement_ids,
            """
            F   receivable   Northwind   100.00
            F   due_to       West       -100.00
            W   due_from     Fabrikam    100.00
            W   receivable   Northwind  -100.00
            """,
        )
        self.assertOpen({bill: "0", line: "0"})

    def test_settling_it_by_hand_clears_the_reason(self):
        journal = self.payment_journal(is_posted_unsettled=True)
        bill = self.invoice("W", 100)
        line = self.line(journal, 100, bill)
        self.lock("W")
        journal.action_post()
        self.lock("W", False)
        line.settlement_id.action_post()
        self.assertEqual(self.states(journal), ["posted"])
        self.assertFalse(line.ar_problem)

    def test_what_the_payment_itself_lacks_is_refused_all_the_same(self):
        journal = self.payment_journal(is_posted_unsettled=True)
        self.line(journal, 100, self.invoice("W", 100), use_deposit_slip=True)
        self.lock("W")
        journal.action_post()
        self.assertEqual(self.states(journal), ["refused"])

    # ------------------------------------------------------------
    # Validation
    # ------------------------------------------------------------
    def test_every_problem_of_every_line_is_listed(self):
        journal = self.payment_journal()
        self.line(journal, 100, self.invoice("E", 100))
        bad = self.line(
            journal, 100, self.invoice("W", 100), ar_payment_type="check",
            use_deposit_slip=True, date="2026-03-20",
        )  # fmt: skip
        nothing = self.line(journal, 0)
        excess = self.line(journal, 100, bill := self.invoice("E", 500))
        target = excess.settlement_id.line_ids.filtered("move_line_id")
        target.amount = 300
        self.lock("F", "2026-03-24")
        self.lock("W")
        before = self.trial_balance()
        rows = {row["payment_id"]: row for row in journal.problems()}
        self.assertEqual(set(rows), {bad.id, nothing.id, excess.id})
        self.assertEqual(rows[bad.id]["line"], "Northwind Traders, $\xa0100.00")
        self.assertProblems(
            rows[bad.id],
            "no payment reference",
            "no check number",
            "Fabrikam: 03/20/2026 is locked",
            "Fabrikam: 03/20/2026, the date of the payment, is locked",
            "Fabrikam West: 03/20/2026 is locked",
        )
        self.assertProblems(rows[nothing.id], "no amount")
        self.assertProblems(rows[excess.id], bill.name, "200.00")
        action = journal.action_validate()
        self.assertEqual(action["params"]["rows"], journal.problems())
        self.assertEqual(action["params"]["ready"], 1)
        self.assertEqual(self.states(journal), ["entered"] * 4)
        self.assertEqual(self.trial_balance(), before)

    def test_what_is_unlikely_is_listed_and_stands_against_nothing(self):
        journal = self.payment_journal()
        self.invoice("W", 1)
        far = self.line(journal, 100, self.invoice("E", 100), date="2027-03-25")
        large = self.line(journal, 101_000)
        rows = {row["payment_id"]: row for row in journal.problems()}
        self.assertEqual(set(rows), {far.id, large.id})
        for row, text in ((rows[far.id], "11 months"), (rows[large.id], "1000 times")):
            self.assertIn(text, row["warnings"][0])
            self.assertEqual((row["problems"], row["is_on_hold"]), ([], False))
        self.assertEqual(journal.action_validate()["params"]["ready"], 2)

    def assertProblems(self, row, *texts):
        """Each text is in a problem of the row, and nothing else is said."""
        for text in texts:
            self.assertIn(text, "\n".join(row["problems"]))
        self.assertLessEqual(len(row["problems"]), len(texts), row["problems"])

    # ------------------------------------------------------------
    # Undo
    # ------------------------------------------------------------
    def test_undo(self):
        journal = self.payment_journal(user=self.controller)
        bill, other = self.invoice("E", 600), self.invoice("F", 70)
        before = self.trial_balance()
        lines = [
            self.line(journal, 600, bill),
            self.line(journal, 70, other),
            self.line(journal, 5),
        ]
        journal.action_post()
        self.assertOpen({bill: "0", other: "0"})
        journal.action_undo()
        self.assertEqual(journal.state, "undone")
        for line in lines:
            self.assertEqual((line.state, line.ar_line_state), ("canceled", "undone"))
        self.assertEqual(lines[0].settlement_ids.state, "undone")
        self.assertOpen({bill: "600 USD 600", other: "70 USD 70"})
        self.assertEqual(self.trial_balance(), before)
        with self.assertRefused("Nothing of"):
            journal.action_undo()

    def test_undo_of_chosen_lines_with_what_was_settled_later(self):
        journal = self.payment_journal(user=self.controller)
        line, other = self.line(journal, 600), self.line(journal, 50)
        journal.action_post()
        bill = self.invoice("E", 400)
        self.settle(line, bill)
        self.assertOpen({line: "-200 USD -200", bill: "0"})
        line.action_undo_lines()
        self.assertEqual(self.states(journal), ["undone", "posted"])
        self.assertEqual(journal.state, "posted")
        self.assertOpen({bill: "400 USD 400", other: "-50 USD -50"})
        with self.assertRefused("Only posted lines"):
            line.action_undo_lines()

    def test_undo_is_refused_once_the_bank_statement_is_matched(self):
        journal = self.payment_journal(user=self.controller)
        bill = self.invoice("E", 600)
        line, other = self.line(journal, 600, bill), self.line(journal, 50)
        journal.action_post()
        self.match_statement(line)
        journal.action_undo()
        self.assertEqual(self.states(journal), ["posted", "undone"])
        self.assertIn("bank statement", line.ar_problem)
        self.assertOpen({bill: "0", line: "0"})
        self.assertEqual(other.state, "canceled")

    def match_statement(self, payment):
        """Match the money of a payment with a line of the bank's statement."""
        statement_line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": payment.journal_id.id,
                "date": "2026-03-27",
                "payment_ref": "Statement",
                "amount": payment.amount,
            }
        )
        outstanding = payment.outstanding_account_id
        _money, suspense, _other = statement_line._seek_for_lines()
        suspense.account_id = outstanding
        money = payment.move_id.line_ids.filtered(lambda x: x.account_id == outstanding)
        (suspense | money).reconcile()

    # ------------------------------------------------------------
    # In the background
    # ------------------------------------------------------------
    def test_many_lines_are_posted_in_the_background(self):
        self.in_background()
        journal = self.payment_journal()
        bills = [self.invoice(letter, 100) for letter in "EWEWE"]
        lines = [self.line(journal, 100, bill) for bill in bills]
        self.line(journal, 70, use_deposit_slip=True)
        journal.action_post()
        self.assertEqual(journal.state, "posting")
        self.assertEqual(set(self.states(journal)), {"queued"})
        self.assertEqual(
            journal.posting_progress(),
            {"state": "posting", "progress": 0.0, "done": 0, "total": 6},
        )
        with self.assertRefused("in the background"):
            lines[0].amount = 5
        with self.assertRefused("in the background"):
            journal.action_post()
        self.run_worker()
        self.assertEqual(self.states(journal), ["posted"] * 5 + ["refused"])
        self.assertEqual(journal.state, "partial")
        self.assertFalse(journal.worker_user_id)
        tracked = journal.message_ids.sudo().tracking_value_ids.sorted("id")
        self.assertEqual(tracked.mapped("new_value_char"), ["Posted in Part"])
        self.assertIn(
            "Refused: 1, Posted: 5", "".join(journal.message_ids.mapped("body"))
        )
        self.assertEqual(lines[0].move_id.line_ids.create_uid, self.clerk)
        self.assertOpen(dict.fromkeys(bills, "0"))

    def test_undoing_in_the_background(self):
        self.in_background(lines=2)
        journal = self.payment_journal(user=self.controller)
        bills = [self.invoice("E", 100) for _number in range(3)]
        for bill in bills:
            self.line(journal, 100, bill)
        journal.action_post()
        self.run_worker()
        self.assertEqual(journal.state, "posted")
        journal.action_undo("2026-04-02")
        self.assertEqual(journal.state, "posting")
        self.run_worker()
        self.assertEqual(journal.state, "undone")
        self.assertOpen(dict.fromkeys(bills, "100 USD 100"))
        moves = journal.payment_ids.settlement_ids.sudo().move_ids
        dates = moves.filtered("reversed_entry_id").mapped("date")
        self.assertEqual({str(date) for date in dates}, {"2026-04-02"})
        self.assertFalse(journal.undo_date)

    def test_who_lost_the_right_meanwhile_posts_nothing(self):
        self.in_background()
        user = self.new_user("leaver", "account.group_account_invoice", "FE")
        journal = self.payment_journal(user=user)
        bill = self.invoice("E", 100)
        line = self.line(journal, 100, bill)
        prepaid = self.line(journal, 50)
        journal.action_post()
        user.sudo().write({"company_ids": [Command.set(self.companies["F"].ids)]})
        self.run_worker()
        self.assertEqual(self.states(journal), ["refused", "posted"])
        self.assertIn("not a member of", line.with_user(self.clerk).ar_problem)
        self.assertOpen({bill: "100 USD 100", prepaid: "-50 USD -50"})

    def test_who_may_not_post_any_more_posts_nothing(self):
        self.in_background()
        nothing = [Command.set(self.env.ref("base.group_user").ids)]
        for login, change in (
            ("archived", {"active": False}),
            ("demoted", {"group_ids": nothing}),
        ):
            with self.subTest(login):
                user = self.new_user(login, "account.group_account_invoice", "FE")
                journal = self.payment_journal(user=user)
                line = self.line(journal, 50).with_user(self.clerk)
                journal.action_post()
                user.sudo().write(change)
                self.run_worker()
                self.assertEqual((line.state, line.ar_line_state), ("draft", "refused"))
                self.assertIn("may not do it any more", line.ar_problem)

    # ------------------------------------------------------------
    # A line's customer and mark, by an invoice's number
    # ------------------------------------------------------------
    def new_line(self, journal, **values):
        """A line as a program makes it: what the journal says is filled in."""
        lines = self.env["account.payment"].with_user(journal.env.user)
        company = journal.company_id
        return lines.with_company(company).create(
            {"ar_payment_journal_id": journal.id, **values}
        )

    def test_a_number_tells_the_customer_and_marks_the_invoice(self):
        journal = self.payment_journal(means_of_payment="card")
        bill = self.invoice("E", 600)
        self.data["E"]["default_journal_sale"].sudo().code = "EINV"
        bill = self.invoice("E", 70)
        line = self.new_line(journal, amount=50, ar_transaction_number=bill.name)
        self.assertEqual(line.partner_id, self.northwind["F"])
        self.assertEqual(
            (line.payment_type, line.journal_id, str(line.date), line.ar_payment_type),
            ("inbound", journal.journal_id, "2026-03-25", "card"),
        )
        self.assertEqual(
            line.settlement_id.line_ids.mapped("document")[-1:], [bill.name]
        )
        self.assertEqual(line.ar_marked_amount, 50)
        journal.action_post()
        self.assertOpen({bill: "20 USD 20", line: "0"})

    def test_a_part_of_the_number_and_the_payment_reference_will_do(self):
        journal = self.payment_journal()
        bill = self.invoice("E", 600, payment_reference="RF18-4711")
        for number in ("RF18-4711", "4711"):
            line = self.new_line(journal, amount=1, ar_transaction_number=number)
            self.assertEqual(line.partner_id, self.northwind["F"])
            line.unlink()
        self.assertFalse(self.receivable(bill)._ar_marked_in())

    def test_a_number_of_several_companies_offers_all(self):
        journal = self.payment_journal()
        self.data["W"]["default_journal_sale"].sudo().code = "WINV"
        bills = [self.invoice(letter, 600, ref="PO 77") for letter in "EW"]
        with self.assertRefused(
            "PO 77 fits several",
            f"Fabrikam East: {bills[0].name}, Northwind Traders, $\xa0600.00",
            f"Fabrikam West: {bills[1].name}, Northwind Traders, $\xa0600.00",
        ):
            self.new_line(journal, amount=1, ar_transaction_number="PO 77")
        form = Form(
            self.env["account.payment"]
            .with_user(self.clerk)
            .with_context(**journal.action_open_lines()["context"]),
            "ar_centralized_payments.view_payment_journal_line_list",
        )
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as warned:
            form.ar_transaction_number = "PO 77"
        self.assertIn("Fabrikam West", warned.output[0])
        self.assertFalse(form.partner_id)
        form.ar_transaction_number = bills[1].name
        self.assertEqual(form.partner_id, self.northwind["F"])
        with self.assertRefused("No open transaction"):
            self.new_line(journal, amount=1, ar_transaction_number="NONE 1")

    def test_where_the_customer_is_known_only_its_own_numbers_count(self):
        journal = self.payment_journal()
        contoso = self.env["res.partner"].create({"name": "Contoso"})
        own = self.invoice("E", 600, ref="PO 77")
        other = self.invoice("E", 500, ref="PO 77", partner=contoso)
        values = {"amount": 600, "ar_transaction_number": "PO 77"}
        line = self.new_line(journal, partner_id=self.northwind["F"].id, **values)
        marked = line.settlement_id.line_ids.move_line_id
        self.assertEqual(marked.move_id, own)
        with self.assertRefused("No open transaction of the customer"):
            self.new_line(
                journal,
                partner_id=contoso.id,
                amount=5,
                ar_transaction_number=own.name,
            )
        self.assertFalse(self.receivable(other)._ar_marked_in())

    def test_numbers_of_other_companies_are_not_told(self):
        bill = self.invoice("E", 600, ref="SECRET-1")
        journal = self.payment_journal(user=self.clerk_f)
        with self.assertRefused("No open transaction") as caught:
            self.new_line(journal, amount=1, ar_transaction_number="SECRET-1")
        self.assertNotIn(bill.name, str(caught.exception))
        find = self.env["ar.settlement"].with_user(self.clerk_f).page_find
        self.assertEqual(find("SECRET"), [])

    # ------------------------------------------------------------
    # Lines and journals that are changed or deleted
    # ------------------------------------------------------------
    def test_deleting_a_line_frees_what_it_marked(self):
        journal = self.payment_journal()
        bill = self.invoice("E", 600)
        line = self.line(journal, 600, bill)
        settlement = line.settlement_id
        line.unlink()
        self.assertFalse(settlement.exists())
        self.assertFalse(self.receivable(bill)._ar_marked_in())

    def test_an_open_journal_is_deleted_with_its_lines(self):
        journal = self.payment_journal()
        lines = self.line(journal, 600, self.invoice("E", 600)) | self.line(journal, 5)
        journal.unlink()
        self.assertFalse(lines.exists())
        journal = self.payment_journal()
        self.line(journal, 5)
        journal.action_post()
        with self.assertRefused("has posted lines"):
            journal.unlink()

    def test_a_payment_posted_by_its_own_form_counts(self):
        journal = self.payment_journal()
        line, other = self.line(journal, 600), self.line(journal, 5)
        line.action_post()
        self.assertEqual((line.ar_line_state, journal.state), ("posted", "partial"))
        other.unlink()
        self.assertEqual(journal.state, "posted")
        line.action_draft()
        self.assertEqual((line.ar_line_state, journal.state), ("entered", "draft"))

    def test_a_posted_journal_takes_no_more_lines(self):
        journal, other = self.payment_journal(), self.payment_journal()
        self.line(journal, 5)
        journal.action_post()
        line = self.line(other, 6)
        with self.assertRefused("takes no more lines", "Posted"):
            self.line(journal, 6)
        with self.assertRefused("takes no more lines"):
            line.ar_payment_journal_id = journal
        self.assertEqual(len(journal.payment_ids), 1)

    def test_counts_and_totals(self):
        journal = self.payment_journal()
        self.line(journal, 600, self.invoice("E", 600))
        self.line(journal, 50, currency="EUR")
        self.line(journal, 50)
        self.assertEqual(journal.line_count, 3)
        self.assertEqual(journal.totals, "$\xa0650.00 + 50.00\xa0€")

    # ------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------
    def test_the_offset_is_of_the_company(self):
        with self.assertRefused("company"):
            self.payment_journal(journal_id=self.data["E"]["default_journal_bank"].id)
        journal = self.payment_journal()
        with self.assertRefused("company"):
            self.new_line(
                journal,
                amount=5,
                partner_id=self.northwind["F"].id,
                journal_id=self.data["E"]["default_journal_bank"].id,
            )
        with self.assertRefused("not a bank, cash or credit card journal"):
            self.payment_journal(journal_id=self.data["F"]["default_journal_misc"].id)
        accounts = {
            "another company": self.data["E"]["default_account_assets"],
            "current asset": self.data["F"]["default_account_revenue"],
        }
        for text, account in accounts.items():
            with self.subTest(account=text), self.assertRefused():
                self.payment_journal(offset_type="ledger", offset_account_id=account.id)
        with self.assertRefused("Choose the ledger account"):
            self.payment_journal(offset_type="ledger")

    def test_only_payments_of_customers(self):
        journal = self.payment_journal()
        with self.assertRefused("that customers make"):
            self.line(journal, 5, direction="out")

    def test_what_the_engine_writes_nobody_else_does(self):
        journal = self.payment_journal()
        line = self.line(journal, 5)
        for name, value in (
            ("ar_progress", "queued"),
            ("ar_line_state", "posted"),
            ("ar_refusal", "no"),
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                line[name] = value
        with self.assertRaises(AccessError):
            journal.worker_user_id = self.env.user
        with self.assertRefused("Number is determined", "Status is determined"):
            journal.write({"state": "posted", "name": "Mine"})
        self.assertEqual(journal.state, "draft")
        self.assertIn("CPJ/", journal.name)

    # ------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------
    def test_a_member_of_one_company_learns_nothing_of_the_others(self):
        journal = self.payment_journal()
        bill = self.invoice("W", 100)
        line = self.line(journal, 100, bill)
        self.lock("W")
        journal.action_post()
        self.assertIn("Fabrikam West", line.ar_problem)
        only_f = line.with_user(self.clerk_f)
        only_f.invalidate_recordset()
        self.assertIn("company of others", only_f.ar_problem)
        self.assertFalse(only_f.settlement_id)
        self.assertEqual(only_f.ar_marked_amount, 0)
        rows = journal.with_user(self.clerk_f).problems()
        self.assertIn("not a member of", rows[0]["problems"][0])
        self.assertNotIn("West", str(rows))
        journal.with_user(self.clerk_f).action_post()
        self.assertEqual(self.states(journal), ["refused"])
        self.assertOpen({bill: "100 USD 100"})

    def test_who_may_do_what(self):
        journal = self.payment_journal()
        line = self.line(journal, 5)
        for action in (journal.action_post, journal.action_undo):
            with self.assertRaises(AccessError):
                action.__func__(journal.with_user(self.reader))
        self.assertEqual(journal.with_user(self.reader).problems(), [])
        journal.action_post()
        with self.assertRaises(AccessError):
            journal.action_undo()
        with self.assertRaises(AccessError):
            line.action_undo_lines()
        east = self.payment_journal("E")
        with self.assertRaises(AccessError):
            east.with_user(self.clerk_f).read(["name"])
        with self.assertRaises(AccessError):
            self.env["account.payment"].with_user(self.clerk_f).create(
                {"ar_payment_journal_id": east.id, "amount": 1}
            )
        own = self.line(self.payment_journal(user=self.clerk_f), 6)
        with self.assertRaisesRegex(
            AccessError, "You may not use one of these"
        ) as said:
            own.ar_payment_journal_id = east.id
        self.assertNotIn(east.name, str(said.exception))
        with self.assertRaises(AccessError):
            self.env["ar.payment.journal"].with_user(self.clerk_f).create(
                {"company_id": self.companies["E"].id}
            )
