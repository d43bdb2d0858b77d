"""Notes of Odoo on settled documents ("Invoice Paid") stay the same in batches."""

from unittest.mock import patch

from odoo.tests import tagged

from ...books import batches
from ...models.account import account_payment
from ..settling import SettlingCommon

#: What two messages of two documents may differ in.
OWN = {
    "id",
    "res_id",
    "parent_id",
    "child_ids",
    "message_id",
    "reply_to",
    "date",
    "create_date",
    "write_date",
}
#: What is one payment's own.
NUMBERED = {
    "name",
    "move_name",
    "ref",
    "sequence_number",
    "matching_number",
    "display_name",
    "payment_reference",
    "inalterable_hash",
    "full_reconcile_id",
}


@tagged("post_install", "-at_install")
class TestBatches(SettlingCommon):
    @classmethod
    def default_env_context(cls):
        return {}

    def setUp(self):
        super().setUp()
        self.bills = self.env["account.move"].union(
            *(self.invoice("E", 100) for _number in range(4))
        )
        self.done()

    def done(self):
        """What a commit would do."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()

    def notes(self, work):
        """The messages that work leaves on the invoices: invoice -> messages."""
        known = self.bills.message_ids
        work()
        self.done()
        return {bill: bill.message_ids - known for bill in self.bills}

    def settle_all(self):
        # pylint: disable=attribute-defined-outside-init
        self.made = self.settlement(self.payment("F", 400), *self.bills)
        self.made.with_context(tracking_disable=False).action_post()

    def told(self, message):
        """All that a message stores, and the changes that it shows."""
        values = message.sudo().read(load=None)[0]
        kept = {
            name: value
            for name, value in values.items()
            if name not in OWN and message._fields[name].store
            if name != "tracking_value_ids"
        }
        kept["parent"] = bool(message.parent_id)
        kept["changes"] = [
            (v.field_id.name, v.old_value_char, v.new_value_char, v.old_value_float)
            for v in message.sudo().tracking_value_ids
        ]
        return kept

    def odoo_own(self, work):
        """The same work with Odoo's one message after the other."""
        with patch.object(batches, "_batchable", lambda records: records[:0]):
            return self.notes(work)

    def test_as_odoo_posts_them(self):
        batched = self.notes(self.settle_all)
        self.made.with_user(self.controller).action_undo()
        self.done()
        own = self.odoo_own(self.settle_all)
        paid = self.env.ref("account.mt_invoice_paid")
        for bill in self.bills:
            mine, odoos = batched[bill], own[bill]
            self.assertEqual(mine.subtype_id, paid)
            self.assertEqual(len(mine), len(odoos))
            self.assertIn(
                ("payment_state", "Not Paid", "Paid"),
                [change[:3] for change in self.told(mine)["changes"]],
            )
            self.assertEqual(self.told(mine), self.told(odoos))
            self.assertEqual(mine.reply_to, odoos.reply_to)

    def test_undone_alike(self):
        self.settle_all()
        self.done()
        undo = self.made.with_user(self.controller).action_undo
        batched = self.notes(undo)
        self.settle_all()
        self.done()
        own = self.odoo_own(self.made.with_user(self.controller).action_undo)
        for bill in self.bills:
            self.assertEqual(
                [self.told(message) for message in batched[bill]],
                [self.told(message) for message in own[bill]],
            )
            self.assertTrue(batched[bill])

    def test_who_follows_is_notified(self):
        """Of the invoice that somebody follows for it; the rest is batched."""
        followed = self.bills[1]
        paid = self.env.ref("account.mt_invoice_paid")
        followed.message_subscribe(self.controller.partner_id.ids, paid.ids)
        made = []
        create = batches._create

        def counted(records, values, tracking):
            made.append(records)
            return create(records, values, tracking)

        with patch.object(batches, "_create", counted):
            notes = self.notes(self.settle_all)
        self.assertEqual(made, [self.bills - followed])
        self.assertEqual(
            {bill: note.notified_partner_ids for bill, note in notes.items()},
            {
                bill: self.controller.partner_id
                if bill == followed
                else self.env["res.partner"]
                for bill in self.bills
            },
        )
        self.assertEqual([len(note) for note in notes.values()], [1] * 4)

    def test_queries(self):
        """No query for each further note."""
        bills = self.bills
        counts = []
        for number in (2, 4):
            self.bills = bills[:number]
            self.settle_all()
            counts.append(self.queries(self.done))
            self.made.with_user(self.controller).action_undo()
            self.done()
        self.assertLessEqual(counts[1] - counts[0], 2, counts)

    def post_payments(self):
        """Post payments with a mark each; return them."""
        payments = self.env["account.payment"].with_user(self.clerk)
        for bill in self.bills:
            payment = self.payment("F", 100, post=False)
            self.settlement(payment, bill)
            payments |= payment
        self.done()
        payments.action_post()
        self.done()
        return payments

    def stored(self, payment):
        """What Odoo stores of a payment, of its entry and of its items."""
        entry = payment.sudo().move_id
        records = [payment.sudo(), entry, *entry.line_ids.sorted("balance")]
        return [
            {
                name: value
                for name, value in record.read(load=None)[0].items()
                if record._fields[name].store
                and record._fields[name].type not in ("many2one", "one2many")
                and name not in OWN | NUMBERED
            }
            for record in records
        ]

    def said(self, payment):
        return [
            self.told(message)["changes"]
            for message in payment.message_ids.sorted("id")
        ]

    def test_payments_as_odoo_posts_them(self):
        """Linked with their entries, numbered and noted as one by one."""
        together = self.post_payments()
        self.bills = self.env["account.move"].union(
            *(self.invoice("E", 100) for _number in range(4))
        )
        self.done()
        with (
            patch.object(batches, "batch", lambda records: None),
            patch.object(account_payment, "batch", lambda records: None),
        ):
            alone = self.post_payments()
        for one, other in zip(together, alone, strict=True):
            self.assertEqual(self.stored(one), self.stored(other))
            self.assertEqual(one.move_id.origin_payment_id, one)
            self.assertEqual(self.said(one), self.said(other))
            self.assertIn(("state", "Draft", "Paid"), self.said_states(one))
        numbers = [payment.move_id.sequence_number for payment in together | alone]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 8)))

    def said_states(self, payment):
        return [change[:3] for changes in self.said(payment) for change in changes]
