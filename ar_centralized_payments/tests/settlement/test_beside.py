"""What other addons do to documents that settlements settled; also ``beside/``."""

from odoo.tests import tagged

from ..settling import SettlingCommon


@tagged("post_install", "-at_install")
class TestBeside(SettlingCommon):
    def rows_of(self, invoice, row):
        """The rows in place of a row that another addon put into the widget."""
        partials = self.env["account.partial.reconcile"].sudo()
        partial = partials.browse(row["partial_id"]).exists()
        items = partial.debit_move_id | partial.credit_move_id
        legs = self.env["ar.settlement.leg"].sudo()
        legs = legs.search([("line_ids", "in", items.ids)])
        return invoice._ar_widget_rows(row, partial, legs)

    def test_a_row_of_the_widget_that_is_no_match(self):
        """Others carry a journal item there, whose id may be that of any match."""
        invoice, other = self.invoice("E", 600), self.invoice("E", 50)
        payment = self.payment("F", 600)
        self.settle(payment, invoice)
        self.settle(self.payment("F", 50), other)
        item = self.receivable(other)
        row = {
            "partial_id": self.receivable(invoice).matched_credit_ids.id,
            "move_id": payment.move_id.id,
            "amount": 600,
        }
        self.assertEqual(self.rows_of(other, row), [row])
        self.assertEqual(self.rows_of(invoice, row), [row])
        gone = {**row, "partial_id": item.id + 10**6}
        self.assertEqual(self.rows_of(invoice, gone), [gone])
        native = {
            **row,
            "move_id": self.receivable(
                invoice
            ).matched_credit_ids.credit_move_id.move_id.id,
        }
        self.assertEqual(self.rows_of(invoice, native)[0]["ref"], payment.name)

    def test_matching_again_what_a_settlement_matched(self):
        invoice, payment = self.invoice("F", 600), self.payment("F", 600, post=False)
        settlement = self.settlement(payment, invoice)
        payment.action_post()
        items = self.receivable(payment) | self.receivable(invoice)
        partials = items.matched_debit_ids | items.matched_credit_ids
        items.reconcile()
        self.assertEqual(items.matched_debit_ids | items.matched_credit_ids, partials)
        self.assertEqual(settlement.state, "posted")
        self.assertOpenNothing(settlement)

    def test_matching_again_what_was_not_settled_together(self):
        one, two = self.invoice("F", 600), self.invoice("F", 50)
        payment = self.payment("F", 600)
        self.settle(payment, one)
        items = self.receivable(payment) | self.receivable(two)
        with self.assertRefused("already reconciled"), self.cr.savepoint():
            items.reconcile()
        self.settle(self.payment("F", 50), two)
        with self.assertRefused("already reconciled"), self.cr.savepoint():
            items.reconcile()

    def test_matching_an_entry_that_was_negated(self):
        invoice, payment = self.invoice("E", 600), self.payment("F", 600)
        settlement = self.settle(payment, invoice)
        entry = settlement.sudo().move_ids.filtered(
            lambda move: move.company_id == self.companies["E"]
        )
        item = self.receivable(entry)
        item.with_user(self.controller).remove_move_reconcile()
        self.assertEqual(settlement.state, "undone")
        items = (item | self.receivable(self.invoice("E", 600))).with_user(self.clerk)
        with self.assertRefused(entry.name, "payment itself"), self.cr.savepoint():
            items.reconcile()
        self.assertOpen({invoice: "600 USD 600"})
