"""What the list says of an open transaction beyond its books: its cash discount, and
who marks it. Computed for the rows that are shown."""

from odoo import api, fields, models

from ...books.as_of import reference_date
from ...books.discount_book import DiscountBook


class ArOpenTransactionFigures(models.Model):
    _inherit = "ar.open.transaction"

    discount_until = fields.Date(
        compute="_compute_discount",
        help="The last day of the cash discount that can still be taken.",
    )
    amount_discount = fields.Monetary(
        string="Discount",
        compute="_compute_discount",
        help="The cash discount that can still be taken, in the transaction currency.",
    )
    marked_by = fields.Char(
        compute="_compute_marked_by",
        help="The draft settlement that marks it, and whose it is.",
    )

    @api.depends("move_line_id", "is_debit")
    @api.depends_context("ar_as_of")
    def _compute_discount(self):
        """``sudo()``: the payment terms tell, of whichever company they are; the rows
        are those that the user found."""
        today = reference_date(self.env)
        rows = self.filtered("is_debit")
        shown = DiscountBook(self.sudo().env).shown(
            rows.sudo().move_line_id, lambda _item: today
        )
        for row in self:
            offer = shown.get(row.id)
            is_met = offer and offer["met"] is not None
            tier = offer["tiers"][offer["met"]] if is_met else {}
            row.discount_until = tier.get("until", False)
            row.amount_discount = tier.get("discount", 0.0)

    @api.depends("move_line_id", "is_marked")
    @api.depends_context("uid")
    def _compute_marked_by(self):
        page = self.env["ar.settlement"]._page_env()
        marked = self.filtered("is_marked").move_line_id
        held = page._page_held(page.env["account.move.line"].browse(marked.ids))
        texts = {item.id: text for item, text in held.items()}
        for row in self:
            row.marked_by = texts.get(row.id, False)
