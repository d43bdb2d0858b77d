"""Undo from everywhere: all companies or a clear refusal (accounting 4, *Undo*)."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestUndo(SettlingCommon):
    def setUp(self):
        super().setUp()
        tax, term = self.tax("E", 6.37), self.term(2, days=30)
        self.bill = self.invoice("E", 600, currency="EUR", tax=tax, term=term)
        self.pay = self.payment("F", 626.22, currency="EUR")
        self.before = self.trial_balance()
        self.settlement_4 = self.settle(self.pay, self.bill)
        self.assertNotEqual(self.trial_balance(), self.before)

    def assertUndone(self, settlement=None):
        settlement = settlement or self.settlement_4
        self.assertEqual(settlement.state, "undone")
        self.assertEqual(self.trial_balance(), self.before)
        entries = settlement.sudo().move_ids
        for line in entries.line_ids.filtered(lambda line: line.account_id.reconcile):
            self.assertTrue(line.reconciled, line.name)
        self.assertOpen(
            {self.bill: "638.22 EUR 769.82", self.pay: "-626.22 EUR -768.81"}
        )

    def as_controller(self, record):
        companies = self.all_companies.ids
        return record.with_user(self.controller).with_context(
            allowed_company_ids=companies
        )

    def test_button(self):
        self.settlement_4.with_user(self.controller).action_undo()
        self.assertUndone()
        self.assertEqual(self.bill.payment_state, "not_paid")
        dates = set(self.settlement_4.sudo().move_ids.mapped("date"))
        self.assertEqual({str(date) for date in dates}, {"2026-03-25"})

    def test_whole_books(self):
        self.settlement_4.with_user(self.controller).action_undo("2026-04-02")
        negations = self.settlement_4.sudo().move_ids.filtered("reversed_entry_id")
        self.assertBooks(
            negations,
            """
            F   receivable   Northwind   -626.22 EUR   -768.81
            F   due_to       East         626.22 EUR    768.81
            F   due_to       East           0.00 EUR    -13.46
            F   gain                        0.00 EUR     13.46
            E   due_from     Fabrikam    -626.22 EUR   -768.81
            E   receivable   Northwind    626.22 EUR    768.81
            E   receivable   Northwind      0.00 EUR    -13.46
            E   due_from     Fabrikam       0.00 EUR     13.46
            E   discount     Northwind    -12.00 EUR    -14.47
            E   receivable   Northwind     12.00 EUR     14.47
            """,
        )
        dates = {str(date) for date in negations.mapped("date")}
        self.assertEqual(dates, {"2026-04-02"})
        self.assertUndone()

    def test_unreconcile_on_the_widget(self):
        bill = self.as_controller(self.bill)
        bill.js_remove_outstanding_partial(
            bill.invoice_payments_widget["content"][0]["partial_id"]
        )
        self.assertUndone()

    def test_unreconcile_journal_items(self):
        lines = self.as_controller(self.receivable(self.pay))
        lines.remove_move_reconcile()
        self.assertUndone()

    def test_unreconcile_an_entry(self):
        entries = self.as_controller(self.settlement_4.sudo().move_ids)
        entries[0].line_ids.remove_move_reconcile()
        self.assertUndone()

    def test_cancel_payment(self):
        self.as_controller(self.pay).action_cancel()
        self.assertEqual(self.settlement_4.state, "undone")
        self.assertOpen({self.bill: "638.22 EUR 769.82"})
        self.assertEqual(self.pay.state, "canceled")

    def test_draft_payment(self):
        self.as_controller(self.pay).action_draft()
        self.assertEqual((self.settlement_4.state, self.pay.state), ("undone", "draft"))
        self.assertOpen({self.bill: "638.22 EUR 769.82"})

    def test_delete_payment(self):
        pay = self.as_controller(self.pay)
        pay.action_draft()
        pay.unlink()
        self.assertEqual(self.settlement_4.state, "undone")
        self.assertOpen({self.bill: "638.22 EUR 769.82"})
        source = self.settlement_4.line_ids.filtered(lambda line: line.side == "source")
        self.assertIn("PBNK1", source.document)
        self.assertEqual(source.company_id, self.companies["F"])

    def test_delete_posted_payment(self):
        self.as_controller(self.pay).unlink()
        self.assertEqual(self.settlement_4.state, "undone")
        self.assertOpen({self.bill: "638.22 EUR 769.82"})

    def test_draft_invoice(self):
        self.as_controller(self.bill).button_draft()
        self.assertEqual(
            (self.settlement_4.state, self.bill.state), ("undone", "draft")
        )
        self.assertOpen({self.pay: "-626.22 EUR -768.81"})

    def test_cancel_invoice(self):
        self.as_controller(self.bill).button_cancel()
        self.assertEqual(
            (self.settlement_4.state, self.bill.state), ("undone", "cancel")
        )
        self.assertOpen({self.pay: "-626.22 EUR -768.81"})

    def test_delete_invoice(self):
        bill = self.as_controller(self.bill)
        bill.button_draft()
        bill.unlink()
        self.assertEqual(self.settlement_4.state, "undone")
        self.assertOpen({self.pay: "-626.22 EUR -768.81"})

    def test_reversal_wizard_on_an_entry(self):
        entry = self.settlement_4.sudo().move_ids[0]
        wizard = (
            self.as_controller(self.env["account.move.reversal"])
            .with_context(active_model="account.move", active_ids=entry.ids)
            .create({"date": "2026-04-01", "journal_id": entry.journal_id.id})
        )
        action = wizard.reverse_moves()
        self.assertUndone()
        negations = self.settlement_4.sudo().move_ids.filtered("reversed_entry_id")
        self.assertEqual({str(d) for d in negations.mapped("date")}, {"2026-04-01"})
        self.assertIn(action.get("res_id") or 0, [*negations.ids, 0])

    def test_reversal_of_an_entry_returns_the_negations(self):
        entries = self.as_controller(self.settlement_4.sudo().move_ids)
        negations = entries[1]._reverse_moves(cancel=True)
        self.assertEqual(negations.reversed_entry_id, entries)
        self.assertUndone()

    def test_entries_cannot_be_changed_one_by_one(self):
        entry = self.as_controller(self.settlement_4.sudo().move_ids[0])
        line = entry.line_ids[0]
        other = entry.line_ids.account_id - line.account_id
        for what in (
            entry.button_draft,
            entry.button_cancel,
            entry.unlink,
            lambda: entry.write({"date": "2026-04-01"}),
            lambda: entry.write({"state": "draft"}),
            lambda: entry.write({"state": "cancel"}),
            lambda: line.write({"account_id": other[0].id}),
            lambda: line.write({"partner_id": False}),
            lambda: line.write({"debit": 1.0}),
            lambda: line.write({"balance": 1.0}),
            lambda: entry.write({"line_ids": [Command.delete(line.id)]}),
        ):
            with self.assertRefused(self.settlement_4.name), self.cr.savepoint():
                what()
        self.assertEqual(self.settlement_4.state, "posted")

    def test_settled_again_with_parts_between(self):
        self.settlement_4.with_user(self.controller).action_undo()
        part = self.settle(
            self.pay, self.bill, typed={self.bill: {"amount": 100.0, "discount": 0.0}}
        )
        self.assertOpen(
            {self.bill: "538.22 EUR 649.20", self.pay: "-526.22 EUR -646.04"}
        )
        rest = self.settle(self.pay, self.bill)
        part.with_user(self.controller).action_undo()
        rest.with_user(self.controller).action_undo()
        self.assertUndone(part)
        again = self.settle(self.pay, self.bill)
        self.assertOpenNothing(again)
        again.with_user(self.controller).action_undo()
        self.assertUndone(again)

    def test_due_to_paid_meanwhile_stays_matched(self):
        due_to = self.settlement_4.sudo().move_ids.line_ids.filtered(
            lambda line: line.account_type == "liability_current"
        )
        east, sales = due_to.partner_id, self.data["F"]["default_account_revenue"]
        paid = self.entry(
            "F",
            [
                (due_to.account_id, east, self.eur, 626.22, 755.35, {}),
                (sales, east, self.eur, -626.22, -755.35, {}),
            ],
        )
        payer = paid.line_ids.filtered(
            lambda line: line.account_id == due_to.account_id
        )
        (due_to | payer).reconcile()
        self.assertTrue(payer.reconciled)
        self.settlement_4.with_user(self.controller).action_undo()
        self.assertTrue(payer.reconciled)
        self.assertTrue(all(line.reconciled for line in due_to))
        negations = self.settlement_4.sudo().move_ids.filtered("reversed_entry_id")
        still_open = negations.line_ids.filtered(
            lambda line: line.account_id == due_to.account_id and not line.reconciled
        )
        self.assertEqual(sum(still_open.mapped("amount_residual_currency")), 626.22)
        self.assertEqual(round(sum(still_open.mapped("amount_residual")), 2), 755.35)
        self.assertOpen(
            {self.bill: "638.22 EUR 769.82", self.pay: "-626.22 EUR -768.81"}
        )

    def test_who_may_undo(self):
        with self.assertRaises(AccessError):
            self.settlement_4.action_undo()
        with self.assertRaises(AccessError):
            self.receivable(self.pay).remove_move_reconcile()
        with self.assertRaises(AccessError) as caught:
            self.pay.with_user(self.clerk_f).action_draft()
        self.assertNotIn(self.bill.name, str(caught.exception))
        self.assertNotIn("East", str(caught.exception))
        self.assertEqual(self.settlement_4.state, "posted")

    def test_once_only(self):
        self.settlement_4.with_user(self.controller).action_undo()
        with self.assertRefused(self.settlement_4.name, "Undone"):
            self.settlement_4.with_user(self.controller).action_undo()
        with self.assertRefused(self.settlement_4.name):
            self.settlement_4.action_post()
        entries = self.as_controller(self.settlement_4.sudo().move_ids)
        with self.assertRaises(UserError):
            entries.line_ids.remove_move_reconcile()

    def test_dates(self):
        undo = self.settlement_4.with_user(self.controller).action_undo
        with self.assertRefused("2026", "before"):
            undo("2026-03-24")
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-03-31"
        with self.assertRefused("locked", "04/01/2026"):
            undo("2026-03-31")
        undo()
        negations = self.settlement_4.sudo().move_ids.filtered("reversed_entry_id")
        self.assertEqual({str(d) for d in negations.mapped("date")}, {"2026-04-01"})
        self.companies["E"].sudo().fiscalyear_lock_date = False
        self.assertUndone()
