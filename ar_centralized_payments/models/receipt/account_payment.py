from odoo import fields, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    _inherit = "account.payment"

    ar_statement_line_id = fields.Many2one(
        comodel_name="account.bank.statement.line",
        string="Line of the Bank Statement",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The line of a bank statement that brought the payment.",
    )

    #: One payment for each line, but for those that were cancelled.
    _ar_statement_line_uniq = models.UniqueIndex(
        "(ar_statement_line_id) WHERE state NOT IN ('canceled', 'rejected')"
        " AND ar_statement_line_id IS NOT NULL"
    )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def action_post(self):
        """Match payments that the bank brought with the lines of its statement."""
        brought = self.filtered(lambda p: p.ar_statement_line_id and p.state == "draft")
        result = super().action_post()
        brought._ar_match_statement_lines()
        return result

    def action_draft(self):
        """A payment that the bank brought is undone, not changed."""
        if posted := self._ar_receipts().filtered(lambda r: r.state == "posted"):
            raise UserError(
                self.env._(
                    "The bank brought this payment (%(receipt)s): it cannot be "
                    "changed. Undo it under Bank Receipts to decide anew.",
                    receipt=posted[0]._label(),
                )
            )
        return super().action_draft()

    def action_cancel(self):
        receipts = self._ar_receipts()
        result = super().action_cancel()
        receipts._note_undone("undone")
        return result

    def unlink(self):
        """A draft that goes gives its receipt back, to be decided anew."""
        receipts = self._ar_receipts()
        self.check_access("unlink")
        result = super().unlink()
        receipts._note_undone("proposed")
        return result

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_receipts(self):
        """The receipts that became these payments.

        ``sudo()``: what became of a payment counts, whoever may see its receipt.
        """
        return (
            self.env["ar.bank.receipt"]
            .sudo()
            .search(
                [
                    ("payment_id", "in", self.ids),
                    ("state", "in", ("accepted", "posted")),
                    ("is_return", "=", False),
                ]
            )
        )

    def _ar_match_statement_lines(self):
        """Match the money on the suspense account with what the bank brought there."""
        if not self:
            return
        plan = []
        for payment in self:
            waiting = payment._seek_for_lines()[0]
            plan.append(waiting | payment.ar_statement_line_id._ar_suspense_items())
        self.env["account.move.line"]._reconcile_plan(plan)
        # sudo(): nobody writes by hand what became of a receipt.
        self._ar_receipts().sudo().write({"state": "posted"})

    def _ar_undo_problems(self):
        """The bank's line is no reason against undoing what was made of it."""
        lines = self.reconciled_statement_line_ids
        if lines and lines == self.ar_statement_line_id:
            return
        yield from super()._ar_undo_problems()

    def _ar_undo_received(self):
        """Undo payments that the bank brought, and their settlements, in all companies;
        all of them or none."""
        self._ar_take_turns(self._ar_all_settlements())
        self._ar_undo_settled()
        self.filtered("ar_progress").sudo().write({"ar_progress": False})
