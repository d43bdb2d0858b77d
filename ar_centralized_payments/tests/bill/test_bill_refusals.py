"""What is refused with bills of exchange, and what stays as it was."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .billing import BillCommon


@tagged("post_install", "-at_install")
class TestBillRefusals(BillCommon):
    def test_nothing_is_set_up_twice(self):
        company = self.companies["F"]
        journal = company.sudo().ar_bill_journal_id
        bills = self.env["ar.bill"].with_user(self.controller)
        self.assertFalse(bills.setup(company.ids))
        self.assertEqual(company.sudo().ar_bill_journal_id, journal)
        with self.assertRaises(AccessError):
            bills.with_user(self.clerk).setup(company.ids)

    def test_accounts_that_do_not_fit(self):
        company = self.companies["F"].sudo()
        asset = company.ar_bill_collection_account_id
        for name, account, text in (
            ("protested", asset, "must be a receivable"),
            ("discounted", asset, "the same account"),
            ("liability", company.ar_bill_held_account_id, "current liability"),
            ("charges", asset, "must be an expense"),
        ):
            with self.subTest(name=name), self.assertRaises(ValidationError) as caught:
                company[f"ar_bill_{name}_account_id"] = account
            self.assertIn(text, str(caught.exception))
        lines = self.bank.inbound_payment_method_line_ids
        lines.payment_account_id = company.ar_bill_held_account_id
        self.assertIn("payment method", "".join(company._ar_bill_problems()))

    def test_a_company_without_set_up(self):
        company = self.companies["F"].sudo()
        company.ar_bill_held_account_id = False
        with self.assertRefused("Fabrikam", "Bills Receivable"):
            self.bill("F", 5)

    def test_before_the_draw(self):
        bill = self.bill("F", 5, kind="accepted", draw=False)
        with self.assertRefused("no acceptance date"):
            bill.action_draw()
        bill.action_accept("2026-06-02")
        self.assertEqual(bill.kind, "accepted")
        with self.assertRefused("before it is drawn"):
            bill.due_date = "2026-05-31"
        with self.assertRefused("in the future"):
            bill.acceptance_date = "2027-05-31"
        self.companies["F"].sudo().fiscalyear_lock_date = "2026-06-30"
        with self.assertRefused("06/01/2026", "locked"):
            bill.action_draw()
        self.assertEqual(bill.state, "draft")

    def test_a_draft_goes_with_its_payment(self):
        bill = self.bill("F", 5, draw=False)
        payment = bill.payment_id
        bill.unlink()
        self.assertFalse(payment.exists())
        other = self.bill("F", 5, draw=False)
        other.payment_id.unlink()
        self.assertFalse(other.exists())

    def test_what_is_drawn_stays(self):
        bill = self.bill_1()
        boss = bill.with_user(self.controller)
        for work in (
            boss.payment_id.action_draft,
            boss.payment_id.action_cancel,
            boss.payment_id.move_id.button_draft,
            boss.payment_id.move_id._reverse_moves,
            boss.unlink,
            lambda: boss.write({"amount": 3}),
            lambda: boss.write({"due_date": "2026-12-01"}),
        ):
            with self.assertRaises(UserError) as caught, self.cr.savepoint():
                work()
            self.assertIn(bill.name, str(caught.exception))

    def test_entries_and_matches_stay(self):
        bill = self.bill_1()
        self.remittance(bill)
        boss = self.env(user=self.controller.id)
        move = bill.event_ids[-1].move_id.with_env(boss)
        for work in (
            move.button_draft,
            move._reverse_moves,
            move.line_ids.remove_move_reconcile,
            lambda: move.line_ids[0].write({"name": "x", "partner_id": False}),
        ):
            with self.assertRefused(bill.name), self.cr.savepoint():
                work()
        with self.assertRaises(AccessError):
            move.line_ids[0].write({"ar_bill_event_id": False})

    def test_order_of_dates_and_locks(self):
        bill = self.bill_1()
        self.remittance(bill)
        with self.assertRefused("before its last event"):
            bill.action_honor("2026-06-14")
        self.companies["F"].sudo().fiscalyear_lock_date = "2026-08-31"
        with self.assertRefused("09/01/2026", "locked"):
            bill.action_honor("2026-08-14")
        self.assertEqual(len(bill.event_ids), 2)
        boss = bill.with_user(self.controller)
        boss.action_undo_last()
        self.assertEqual(str(bill.event_ids[-1].date), "2026-09-01")

    def test_parts_and_sums(self):
        bills = self.bill_1() | self.bill("F", 7)
        self.remittance(bills)
        with self.assertRefused("one bill at a time"):
            bills.action_honor("2026-08-14", amount=5)
        with self.assertRefused("the most is"):
            bills[0].action_honor("2026-08-14", amount=1000.01)
        with self.assertRefused("fee is more"):
            bills[1].action_honor("2026-08-14", fee=8)
        with self.assertRefused("positive"):
            bills[0].action_honor("2026-08-14", fee=-1)
        boss = bills.with_user(self.controller)
        with self.assertRefused("no interest to be given back"):
            boss[0].action_recall("2026-08-14", interest=1)
        with self.assertRefused("is Remitted"):
            boss.action_redraw("2026-08-14", "2026-09-01")

    def test_cost_without_a_bank(self):
        bill = self.bill_1().with_user(self.controller)
        with self.assertRefused("no bank has it"):
            bill.action_protest("2026-08-20", cost=5)
        bill.action_protest("2026-08-20", cost=5, bank=self.bank.id)
        self.assertEqual(bill.value_outstanding, 1005)

    def test_undo_is_of_the_last_event(self):
        bill = self.bill_1()
        remittance = self.remittance(bill)
        self.event(bill, "honor", "2026-08-14")
        with self.assertRefused(bill.name, "went on"):
            remittance.with_user(self.controller).action_undo()
        self.event(bill, "undo", None)
        remittance.with_user(self.controller).action_undo()
        self.assertEqual((bill.state, remittance.state), ("drawn", "cancelled"))
        self.event(bill, "undo", None)
        with self.assertRefused("nothing happened"):
            bill.with_user(self.controller).action_undo_last()

    def test_undo_of_a_protest_on_the_invoices(self):
        """What it opened is settled again, as it was."""
        bill = self.bill_1()
        before = self.trial_balance()
        bill.with_user(self.controller).action_protest("2026-08-20", debt="invoices")
        self.assertOpen({self.invoices[0]: "600.00"})
        bill.with_user(self.controller).action_undo_last("2026-08-21")
        self.assertEqual(self.trial_balance(), before)
        for invoice in self.invoices:
            self.assertOpen({invoice: "0"})
        self.assertEqual(bill.state, "drawn")

    def test_what_was_paid_is_not_undone(self):
        bill = self.bill_1()
        self.event(bill, "protest", "2026-08-20")
        debt = self.bill_lines(bill, "pb")
        payment = self.payment("F", 400, date="2026-09-01")
        settlement = self.settlement(payment)
        settlement.mark(debt.ids)
        settlement.action_post()
        boss = bill.with_user(self.controller)
        with self.assertRefused("is paid"):
            boss.action_undo_last("2026-09-02")
        with self.assertRefused("is paid"):
            boss.action_revive("2026-09-02")
        self.assertEqual((bill.state, bill.value_outstanding), ("protested", 600))

    def test_who_may(self):
        bill = self.bill_1()
        for name, arguments in (
            ("protest", ["2026-08-20"]),
            ("undo_last", []),
            ("recall", ["2026-08-20"]),
        ):
            with self.assertRaises(AccessError):
                getattr(bill, f"action_{name}")(*arguments)
        with self.assertRaises(AccessError):
            bill.with_user(self.reader).action_honor("2026-08-20")
        self.assertEqual(bill.with_user(self.reader).state, "drawn")

    def test_who_is_a_member_of_the_holding_company_alone(self):
        """The bill and what touches its company alone; nothing of the others."""
        boss_f = self.new_user("boss_f", "account.group_account_manager", "F")
        bill = self.bill_1().with_user(boss_f)
        for work in (
            lambda: bill.action_protest("2026-08-20", debt="invoices"),
            bill.action_undo_last,
        ):
            with self.assertRaises(AccessError) as caught, self.cr.savepoint():
                work()
            self.assertNotIn("East", str(caught.exception))
        bill.action_protest("2026-08-20", debt="bill")
        self.assertEqual(bill.state, "protested")

    # ------------------------------------------------------------
    # Remittances
    # ------------------------------------------------------------
    def test_no_bill_is_presented_twice(self):
        bill = self.bill_1()
        self.remittance(bill, post=False)
        with self.assertRefused("one remittance at a time"):
            self.remittance(bill, post=False)
        with self.assertRefused("Only drawn bills"):
            self.remittance(self.bill("F", 5, draw=False), post=False)

    def test_sent_is_as_it_was_sent(self):
        bill = self.bill_1()
        remittance = self.remittance(bill, post=False)
        with self.assertRefused("would have to be Sent"):
            remittance.action_post()
        remittance.action_send()
        content, digest = remittance.attachment_id.raw, remittance.file_hash
        remittance.action_send()
        self.assertEqual(remittance.attachment_id.raw, content)
        self.assertEqual(remittance.file_hash, digest)
        self.assertIn(b";collection;", content)
        with self.assertRefused("was sent"):
            remittance.line_ids.unlink()
        boss = remittance.with_user(self.controller)
        with self.assertRefused("Say why"):
            boss.action_draft()
        boss.action_draft("A bill too many")
        self.assertFalse(remittance.attachment_id)
        remittance.action_remove(bill.id)
        with self.assertRefused("has no bills"):
            remittance.action_send()

    def test_removing_from_a_posted_one_is_a_recall(self):
        bill = self.bill_1()
        remittance = self.remittance(bill).with_user(self.controller)
        remittance.action_remove(bill.id, "2026-06-20")
        self.assertEqual((bill.state, bill.event_ids[-1].kind), ("drawn", "recall"))

    def test_cfonb_needs_french_accounts_and_euros(self):
        self.bank.ar_bill_format = "cfonb_lcr"
        remittance = self.remittance(self.bill_1(), post=False)
        with self.assertRefused("French IBAN", "EUR alone"):
            remittance.action_send()
        self.assertEqual(remittance.state, "draft")

    def test_the_file_of_a_bank(self):
        self.bank.write(
            {
                "ar_bill_format": "cfonb_lcr",
                "bank_acc_number": "FR76 3000 4000 0100 0000 0001 235",
            }
        )
        self.bank.bank_account_id.acc_number = "FR7630004000010000000012358"
        account = self.env["res.partner.bank"].create(
            {
                "acc_number": "FR7630006000011234567890189",
                "partner_id": self.northwind["F"].id,
            }
        )
        bill = self.bill_eur(drawee_bank_id=account.id)
        remittance = self.remittance(bill, post=False)
        remittance.action_send()
        lines = base64.b64decode(remittance.attachment_id.datas).split(b"\r\n")
        self.assertEqual([len(line) for line in lines], [160, 160, 160, 0])
        self.assertEqual(lines[1][102:114], b"000000060000")
        self.assertEqual(lines[1][81:102], b"300060000112345678901")

    def test_paper(self):
        bill = self.bill_1(draw=False)
        reports = self.env["ir.actions.report"].with_user(self.clerk)
        html = reports._render_qweb_html(
            "ar_centralized_payments.report_bill", bill.ids
        )[0]
        self.assertIn(b"Signature of the drawee", html)
        bill.action_draw()
        remittance = self.remittance(bill, post=False)
        html = reports._render_qweb_html(
            "ar_centralized_payments.report_bill_remittance", remittance.ids
        )[0]
        self.assertIn(bill.name.encode(), html)

    # ------------------------------------------------------------
    # Proposals
    # ------------------------------------------------------------
    def proposal(self, **values):
        self.northwind["F"].write({"street": "Street 1", "city": "City"})
        wizards = self.env["ar.bill.proposal"].with_user(self.clerk)
        proposal = wizards.create(
            {
                "company_id": self.companies["F"].id,
                "date": "2026-06-01",
                "company_ids": [Command.set(self.all_companies.ids)],
                **values,
            }
        )
        proposal.action_propose()
        return proposal

    def test_a_proposal_and_none_the_second_time(self):
        """Law (f): what is marked is not proposed again."""
        for letter, amount, due in (
            ("E", 600, "2026-08-14"),
            ("W", 400, "2026-08-14"),
            ("F", 50, "2026-09-30"),
        ):
            self.invoice(letter, amount, date="2026-05-10", invoice_date_due=due)
        self.credit_note("E", 25, date="2026-05-11", invoice_date_due="2026-08-14")
        proposal = self.proposal()
        lines = proposal.line_ids
        self.assertEqual(sorted(lines.mapped("amount")), [50, 975])
        self.assertFalse(any(lines.mapped("problem")))
        proposal.action_create_bills()
        bills = self.env["ar.bill"].with_user(self.clerk).search(
            [("state", "=", "draft")]
        )  # fmt: skip
        self.assertEqual(sorted(bills.mapped("amount")), [50, 975])
        self.assertEqual(
            {str(bill.due_date) for bill in bills}, {"2026-08-14", "2026-09-30"}
        )
        self.assertFalse(self.proposal().line_ids)
        bills.action_draw()
        self.assertEqual(set(bills.mapped("state")), {"drawn"})
        self.assertFalse(self.proposal().line_ids)

    def test_what_is_not_proposed(self):
        self.invoice("E", 60, date="2026-05-10", invoice_date_due="2026-08-14")
        few = self.proposal(minimum_amount=100)
        self.assertIn("less than the minimum", few.line_ids.problem)
        self.assertFalse(self.proposal(only_bill_customers=True).line_ids)
        self.assertFalse(self.proposal(due_to="2026-08-13").line_ids)
        with self.assertRefused("No line is ticked"):
            few.action_create_bills()
        self.northwind["F"].write({"street": False, "city": False})
        few.action_propose()
        self.assertIn("no address", few.line_ids.problem)

    def test_matured_and_closable(self):
        self.bank.ar_bill_risk_days = 10
        bill = self.bill_1()
        self.remittance(bill, "discount")
        bills = self.env["ar.bill"].with_user(self.clerk)
        self.assertNotIn(bill, bills._matured(self.day("2026-08-14")))
        self.assertIn(bill, bills._matured(self.day("2026-08-24")))
        step = self.env["ar.bill.step"].with_user(self.clerk).create(
            {"kind": "honor", "bill_ids": [Command.set(bill.ids)],
             "date": "2026-08-14"}
        )  # fmt: skip
        self.assertIn("Bills discounted", step.preview_html)
        self.assertFalse(step.problems)
        step.action_do()
        self.assertEqual(bill.state, "honored")
        self.assertIn(bill, bills._closable(self.day("2026-08-24")))
        with self.assertRefused("may come back until"):
            bill.action_close("2026-08-20")
        with self.enter_registry_test_mode():
            self.env.ref(
                "ar_centralized_payments.cron_bill_close"
            ).method_direct_trigger()
        self.assertEqual(bill.state, "closed")

    def test_reports(self):
        self.bank.ar_bill_facility_limit = 5000
        self.remittance(self.bill_1(), "discount")
        reports = self.env["ar.bill.report"].with_user(self.clerk)
        for kind, text in (
            ("contingent", "1,000.00"),
            ("facility", "4,000.00"),
            ("proof", "Bills discounted"),
        ):
            report = reports.create({"kind": kind, "date": "2026-07-01"})
            self.assertIn(text, report.content)
        self.entry(
            "F",
            [
                (account, self.northwind["F"], self.usd, sign * 5, sign * 5, {})
                for account, sign in (
                    (self.companies["F"].sudo().ar_bill_held_account_id, 1),
                    (self.data["F"]["default_account_revenue"], -1),
                )
            ],
        )
        rows = self.env["ar.bill"].with_user(self.clerk).proof("2026-07-01")
        [row] = [row for row in rows if row["difference"]]
        self.assertEqual((row["purpose"], row["difference"]), ("held", 5))
        self.assertEqual([entry["balance"] for entry in row["entries"]], [5])

    def test_on_the_customer(self):
        bill = self.bill_1()
        partner = self.northwind["F"].with_user(self.clerk)
        partner = partner.with_company(self.companies["F"])
        self.assertEqual(
            (partner.ar_bill_count, partner.ar_bills_outstanding), (1, 1000)
        )
        self.assertEqual(partner.action_open_bills()["res_model"], "ar.bill")
        self.assertTrue(bill)

    def test_a_line_of_a_payment_journal(self):
        """A payment journal of the bills' journal draws bills, with what they pay."""
        invoice = self.invoice("E", 80, date="2026-05-10")
        journals = self.env["ar.payment.journal"].with_user(self.clerk)
        journal = journals.with_company(self.companies["F"]).create(
            {"journal_id": self.companies["F"].sudo().ar_bill_journal_id.id,
             "date": "2026-06-01"}
        )  # fmt: skip
        line = self.env["account.payment"].with_user(self.clerk).create(
            {"ar_payment_journal_id": journal.id, "amount": 80,
             "partner_id": self.northwind["F"].id}
        )  # fmt: skip
        self.settlement(line, invoice)
        bill = line.ar_bill_ids
        self.assertEqual(bill.state, "draft")
        journal.action_post()
        self.assertEqual((line.ar_line_state, bill.state), ("posted", "drawn"))
        self.assertOpen({invoice: "0"})
