"""The pages of payment journals: ways to the lines, what may still be changed."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..journals import PaymentJournalCommon

LINES = "ar_centralized_payments.action_payment_journal_lines"


@tagged("post_install", "-at_install")
class TestPaymentJournalPage(PaymentJournalCommon):
    # ------------------------------------------------------------
    # The page of lines
    # ------------------------------------------------------------
    def at_address(self, user, journal_id=None):
        """What the address of the page of lines opens."""
        action = self.env.ref(f"{LINES}_at").with_user(user)
        self.assertEqual(action.sudo().path, "payment-journal-lines")
        context = {"active_id": journal_id} if journal_id else {}
        return action.with_context(**context).run()

    def test_the_address_of_the_lines_names_their_journal(self):
        journal = self.payment_journal(use_deposit_slip=True, means_of_payment="check")
        opened = journal.action_open_lines()
        self.assertEqual(opened["path"], "payment-journal-lines")
        self.assertEqual(opened["context"]["active_id"], journal.id)
        for user in (self.clerk, self.reader):
            found = self.at_address(user, journal.id)
            self.assertEqual(found, {**opened, "help": found["help"]})
        payments = self.env["account.payment"].with_user(self.clerk)
        payment = payments.with_context(**found["context"]).create(
            {"partner_id": self.northwind["F"].id, "amount": 5}
        )
        self.assertEqual(payment.ar_payment_journal_id, journal)
        self.assertTrue(payment.use_deposit_slip)
        self.assertEqual(payment.ar_payment_type, "check")

    def test_the_address_without_a_journal_takes_no_lines(self):
        found = self.at_address(self.clerk)
        self.assertEqual(found["xml_id"], LINES)
        self.assertEqual(found["domain"], "[('ar_payment_journal_id', '!=', False)]")
        self.assertIn("'create': False", found["context"])
        self.assertIn("group_payment_journal", found["context"])
        self.assertEqual(self.at_address(self.clerk, "x")["xml_id"], LINES)

    def test_the_address_tells_nothing_of_others(self):
        journal = self.payment_journal("W")
        with self.assertRaises(AccessError) as caught:
            self.at_address(self.clerk_f, journal.id)
        self.assertNotIn(journal.name, str(caught.exception))

    # ------------------------------------------------------------
    # What may still be changed
    # ------------------------------------------------------------
    def test_a_posted_payment_journal_is_read_only(self):
        journal = self.payment_journal()
        paid = self.line(journal, 600, self.invoice("E", 600))
        journal.write({"date": "2026-03-24", "means_of_payment": "check"})
        journal.action_post()
        card = self.data["F"]["default_journal_cash"].id
        for values in (
            {"date": "2026-03-26"},
            {"use_deposit_slip": True},
            {"means_of_payment": "cash"},
            {"journal_id": card},
            {"offset_type": "ledger"},
            {"offset_account_id": False},
            {"is_posted_unsettled": True},
            {"company_id": self.companies["E"].id},
        ):
            with (
                self.subTest(values),
                self.assertRefused(journal.name, "cannot be changed", "Posted"),
            ):
                journal.write(values)
        journal.write({"description": "Monday", "user_id": self.clerk_f.id})
        paid.with_user(self.controller).action_draft()
        self.assertEqual(journal.state, "draft")
        journal.date = "2026-03-26"

    def test_a_journal_posted_in_part_takes_more_lines(self):
        journal = self.payment_journal()
        self.line(journal, 600)
        journal.action_post()
        self.assertFalse(journal.action_open_lines()["context"]["create"])
        held = self.payment_journal()
        self.line(held, 5, ar_hold_until="2099-01-01")
        self.line(held, 6)
        held.action_post()
        self.assertEqual(held.state, "partial")
        held.means_of_payment = "check"
        self.assertTrue(held.action_open_lines()["context"]["create"])
