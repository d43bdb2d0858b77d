"""Only members of every company involved see, mark, settle or undo."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestAccess(SettlingCommon):
    def setUp(self):
        super().setUp()
        self.bill, self.pay = self.invoice("E", 600), self.payment("F", 600)

    def test_stranger_sees_nothing(self):
        settlement = self.settle(self.pay, self.bill)
        stranger = self.env["ar.settlement"].with_user(self.clerk_f)
        self.assertFalse(stranger.search([]))
        for model in ("line", "leg", "mirror"):
            records = self.env[f"ar.settlement.{model}"].with_user(self.clerk_f)
            self.assertFalse(records.search([]), model)
        pay = self.pay.with_user(self.clerk_f)
        pay.invalidate_recordset()
        self.assertFalse(pay.settlement_ids)
        self.assertFalse(pay.settlement_count)
        entry = settlement.move_ids.filtered(
            lambda move: move.company_id == self.companies["F"]
        ).with_user(self.clerk_f)
        entry.invalidate_recordset()
        self.assertFalse(entry.ar_settlement_ids)
        self.assertFalse(entry.settlement_ids)
        self.assertEqual(entry.line_ids.mapped("balance"), [600, -600])
        texts = " ".join(entry.line_ids.mapped("name"))
        self.assertIn("Fabrikam East", texts)
        self.assertNotIn(self.bill.name, texts)

    def test_stranger_can_do_nothing(self):
        settlement = self.settlement(self.pay, self.bill)
        for method in ("preview", "action_post", "action_undo", "unlink", "read"):
            with self.assertRaises(AccessError) as caught, self.cr.savepoint():
                getattr(settlement.with_user(self.clerk_f), method)()
            self.assertNotIn(self.bill.name, str(caught.exception), method)
        self.assertEqual(settlement.state, "draft")

    def test_stranger_cannot_mark(self):
        line = self.receivable(self.bill)
        settlements = self.env["ar.settlement"].with_user(self.clerk_f)
        values = {"partner_id": self.northwind["F"].id}
        with self.assertRaises(AccessError) as caught, self.cr.savepoint():
            settlements.create(
                {**values, "line_ids": [Command.create({"move_line_id": line.id})]}
            )
        self.assertNotIn(self.bill.name, str(caught.exception))
        own = settlements.create(values)
        with self.assertRaises(AccessError), self.cr.savepoint():
            own.write({"line_ids": [Command.create({"move_line_id": line.id})]})

    def test_posting_a_payment_marked_with_documents_of_others(self):
        pay = self.payment("F", 600, post=False)
        self.settlement(pay, self.bill)
        with self.assertRaises(AccessError) as caught, self.cr.savepoint():
            pay.with_user(self.clerk_f).action_post()
        self.assertNotIn(self.bill.name, str(caught.exception))
        pay.invalidate_recordset()
        self.assertEqual(pay.state, "draft")

    def test_reader_reads(self):
        settlement = self.settlement(self.pay, self.bill)
        reader = settlement.with_user(self.reader)
        self.assertEqual(reader.line_ids.mapped("amount"), [600, 600])
        self.assertTrue(reader.preview_html)
        for what in (
            reader.action_post,
            reader.unlink,
            lambda: reader.write({"date": "2026-04-01"}),
            lambda: reader.line_ids.write({"amount": 5}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                what()

    def test_company_switcher_does_not_matter(self):
        one = self.companies["W"].ids
        settlement = self.settlement(self.pay, self.bill).with_context(
            allowed_company_ids=one
        )
        settlement.action_post()
        self.assertEqual(settlement.state, "posted")
        undo = settlement.with_user(self.controller).with_context(
            allowed_company_ids=one
        )
        undo.action_undo()
        self.assertEqual(settlement.state, "undone")
        self.assertOpen({self.bill: "600 USD 600", self.pay: "-600 USD -600"})

    def test_user_without_accounting(self):
        nobody = self.new_user("nobody", "base.group_user")
        settlement = self.settlement(self.pay, self.bill).with_user(nobody)
        for method in ("preview", "action_post", "action_undo"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                getattr(settlement, method)()
