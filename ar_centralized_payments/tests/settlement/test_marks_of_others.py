"""A draft payment of the user in a settlement that is not: what becomes of it.

Fabrikam's clerk may change and delete Fabrikam's payments; the settlement that marks
one of them with an invoice of East is for members of both.
"""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestMarksOfOthers(SettlingCommon):
    def setUp(self):
        super().setUp()
        self.journal = (
            self.env["ar.payment.journal"]
            .with_user(self.clerk)
            .with_company(self.companies["F"])
            .create({})
        )
        self.pay = self.line(112)
        self.bill = self.invoice("E", 112)
        self.draft = self.settlement(self.pay, self.bill)
        self.env.invalidate_all()

    def line(self, amount):
        return self.payment(
            "F", amount, post=False, ar_payment_journal_id=self.journal.id
        )

    def mine(self, payment):
        """The payment as Fabrikam's clerk has it."""
        return payment.with_user(self.clerk_f)

    def assertKept(self, note, marks):
        """The settlement is there with these documents marked, and with a note."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.draft.exists())
        self.assertEqual(self.draft.state, "draft")
        lines = self.draft.line_ids
        found = [*lines.move_line_id.move_id, *lines.payment_id]
        self.assertEqual(len(lines), len(marks))
        self.assertEqual(set(found), set(marks))
        message = self.draft.message_ids[0]
        self.assertIn(note, message.body)
        self.assertIn("Fabrikam, ", message.body)
        self.assertEqual(message.author_id, self.clerk_f.partner_id)

    def test_deleting_takes_its_own_mark_alone(self):
        self.mine(self.pay).unlink()
        self.assertFalse(self.pay.exists())
        self.assertKept("unmarked, as it was deleted", [self.bill])

    def test_deleting_a_payment_in_no_payment_journal(self):
        self.pay.ar_payment_journal_id = False
        self.mine(self.pay).unlink()
        self.assertKept("unmarked, as it was deleted", [self.bill])

    def test_deleting_the_payment_journal(self):
        own = self.line(5)
        own_bill = self.invoice("F", 5)
        visible = self.settlement(own, own_bill, user=self.clerk_f)
        self.journal.with_user(self.clerk_f).unlink()
        self.assertFalse((self.pay | own).exists())
        self.assertFalse(visible.exists())
        self.assertKept("unmarked, as it was deleted", [self.bill])

    def test_a_member_deletes_the_settlement_with_the_line(self):
        self.pay.with_user(self.clerk).unlink()
        self.assertFalse(self.draft.exists())

    def test_another_customer_takes_its_own_mark_alone(self):
        other = self.env["res.partner"].create({"name": "Contoso"})
        self.mine(self.pay).partner_id = other
        self.assertEqual(self.pay.partner_id, other)
        self.assertKept("of another customer or currency now", [self.bill])

    def test_another_amount_is_told(self):
        self.mine(self.pay).amount = 1
        self.assertKept("another amount, date or journal now", [self.bill, self.pay])
        notes = self.draft.message_ids
        self.mine(self.pay).write({"amount": 1, "memo": "the same"})
        self.assertEqual(self.draft.message_ids, notes)

    def test_a_member_s_change_is_no_news(self):
        notes = self.draft.message_ids
        self.pay.with_user(self.clerk).amount = 1
        self.assertEqual(self.draft.message_ids, notes)

    def test_posting_it_is_refused(self):
        with self.assertRaises(AccessError) as caught, self.cr.savepoint():
            self.mine(self.pay).action_post()
        self.assertNotIn(self.bill.name, str(caught.exception))
        self.assertNotIn(self.draft.name, str(caught.exception))

    def test_undoing_leaves_what_is_not_the_user_s(self):
        """Posted alone, then undone by somebody of Fabrikam."""
        pay = self.payment("F", 50, ar_payment_journal_id=self.journal.id)
        self.bill = self.invoice("E", 50)
        self.draft = self.settlement(pay, self.bill)
        manager = self.new_user("manager_f", "account.group_account_manager", "F")
        self.clerk_f = manager
        pay.with_user(manager)._ar_undo_lines()
        self.assertEqual(pay.state, "canceled")
        self.assertKept("unmarked, as the payment was undone", [self.bill])
