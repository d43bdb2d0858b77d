from odoo import api, models
from odoo.fields import Domain

#: What a journal item of a settlement says cannot be changed.
FROZEN = {
    "account_id",
    "amount_currency",
    "balance",
    "company_id",
    "credit",
    "currency_id",
    "date",
    "debit",
    "move_id",
    "partner_id",
    "tax_ids",
    "tax_line_id",
    "tax_repartition_line_id",
    "tax_tag_ids",
}


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        if vals.keys() & FROZEN:
            posted = self.filtered(lambda line: line.parent_state == "posted")
            posted.move_id._ar_check_no_entries()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settlement_entries(self):
        self.move_id._ar_check_no_entries()

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_is_open_receivable(self):
        """Whether the item is on a customer's trade receivable (accounting 4)."""
        account, company = self.account_id, self.company_id.root_id
        return (
            account.account_type == "asset_receivable"
            and not account.non_trade
            and account != company.account_default_pos_receivable_account_id
        )

    def _ar_carries_tax(self):
        """Whether the item pays, and its own entry has tax: a taxed prepayment."""
        move = self.move_id
        return (
            self.balance < 0
            and move.move_type == "entry"
            and any(line.tax_line_id or line.tax_ids for line in move.line_ids)
        )

    def _ar_marked_in(self):
        """The line of the draft settlement that marks each of these items, if any.

        ``sudo()``: a mark counts, whoever may see the settlement that holds it. The
        caller names it to those only who may read it.
        """
        lines = self.env["ar.settlement.line"].sudo()
        return {
            line.move_line_id: line
            for line in lines.search(
                Domain("move_line_id", "in", self.ids) & Domain("is_marking", "=", True)
            )
        }
