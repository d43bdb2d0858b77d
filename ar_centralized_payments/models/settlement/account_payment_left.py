from odoo import api, fields, models
from odoo.fields import Domain

#: In these states a payment is posted.
POSTED = ("in_process", "paid")


class PaymentLeft(models.AbstractModel):
    """How much of customers' payments is left to be settled; ``account.payment``
    inherits it, and nothing else."""

    _name = "ar.payment.left"
    _description = "What Is Left of a Payment"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_settled = fields.Selection(
        selection=[
            ("none", "Not Settled"),
            ("part", "In Part"),
            ("full", "In Full"),
        ],
        string="Settled",
        compute="_compute_ar_settled",
        search="_search_ar_settled",
        help="Whether the posted payment of the customer is settled with invoices.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends(
        "partner_type",
        "state",
        "move_id.line_ids.amount_residual_currency",
        "move_id.line_ids.reconciled",
    )
    def _compute_ar_settled(self):
        for payment in self:
            is_posted = payment.partner_type == "customer" and payment.state in POSTED
            items = (payment if is_posted else self.browse())._ar_receivable_lines()
            payment.ar_settled = items and payment._ar_settled_of(items)
            payment.ar_amount_left = abs(sum(items.mapped("amount_residual_currency")))

    def _ar_settled_of(self, items):
        if all(items.mapped("reconciled")):
            return "full"
        is_touched = any(
            item.reconciled or item.amount_residual_currency != item.amount_currency
            for item in items
        )
        return "part" if is_touched else "none"

    def _search_ar_settled(self, operator, value):
        """By the receivable items, as the database has them."""
        if operator != "in":
            return NotImplemented
        items = Domain("account_id.account_type", "=", "asset_receivable")
        is_open = self._ar_with_item(items & Domain("reconciled", "=", False))
        is_touched = self._ar_with_item(
            items
            & (
                Domain("matched_debit_ids", "!=", False)
                | Domain("matched_credit_ids", "!=", False)
            )
        )
        posted = Domain("partner_type", "=", "customer") & Domain("state", "in", POSTED)
        posted &= self._ar_with_item(items)
        found = {
            "none": posted & is_open & ~is_touched,
            "part": posted & is_open & is_touched,
            "full": posted & ~is_open,
            False: ~posted,
        }
        return Domain.OR(found[one] for one in value if one in found)

    def _ar_with_item(self, domain):
        return Domain("move_id.line_ids", "any", domain)
