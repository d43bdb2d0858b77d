from odoo import models
from odoo.exceptions import UserError


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def unlink(self):
        """What a bank receipt matched goes with the receipt: alone, the payment would
        stand in the books and the bank's line be open."""
        self._ar_check_receipts()
        return super().unlink()

    def _ar_check_receipts(self):
        """Refuse to take apart what posted receipts matched.

        ``sudo()``: a receipt counts, whoever may see it.
        """
        moves = (self.debit_move_id | self.credit_move_id).sudo().move_id
        receipts = self.env["ar.bank.receipt"].sudo()
        if not self or not (moves.statement_line_id or moves.origin_payment_id):
            return
        for receipt in receipts.search(
            [
                ("state", "=", "posted"),
                ("is_return", "=", False),
                ("statement_line_id", "in", moves.statement_line_id.ids),
            ]
        ):
            partner = receipt.bridge_move_id or receipt.payment_id.move_id
            is_going = receipt.payment_id.state in ("canceled", "rejected")
            pair = partner | receipt.statement_line_id.move_id
            if not is_going and any(
                (partial.debit_move_id | partial.credit_move_id).move_id == pair
                for partial in self.sudo()
            ):
                raise UserError(
                    self.env._(
                        "%(receipt)s is matched by its bank receipt. Undo it under "
                        "Bank Receipts, or undo the reconciliation of the line.",
                        receipt=receipt._label(),
                    )
                )
