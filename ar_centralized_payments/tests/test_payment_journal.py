"""Payment journals: lines, validation, posting with isolated refusals, and undo."""

from odoo.tests import tagged

from .journals import PaymentJournalCommon


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
        fine, wrong, late = (self.invoice("E", amount) for amount in (10, 20, 30))
        self.line(journal, 10, fine)
        bad = self.line(journal, 20, wrong)
        self.line(journal, 30, late)
        bad.partner_id.active = False
        bad.ar_payment_type = "check"
        journal.action_post()
        self.assertEqual(set(self.states(journal)), {"refused"})

    def test_undo(self):
        journal = self.payment_journal(user=self.controller)
        bill = self.invoice("E", 600)
        before = self.trial_balance()
        line = self.line(journal, 600, bill)
        journal.action_post()
        self.assertOpen({bill: "0"})
        journal.action_undo()
        self.assertEqual(journal.state, "undone")
        self.assertEqual(line.state, "canceled")
        self.assertEqual(line.settlement_ids.state, "undone")
        self.assertOpen({bill: "600 USD 600"})
        self.assertEqual(self.trial_balance(), before)
