"""The rows of the page *Settle Transactions*: what a transaction is, what is open of
it, what discount it offers, and why it cannot be marked."""

from odoo import api, fields, models

from ...books.discount_book import DiscountBook

#: What a document is, by the type of its entry.
KINDS = {
    "out_invoice": "invoice",
    "out_receipt": "invoice",
    "out_refund": "credit_note",
}
NO_DISCOUNT = {
    "discount_until": False,
    "discount": 0.0,
    "is_discount_open": False,
    "tiers": [],
    "taken": 0.0,
}


class ArSettlementPageRows(models.AbstractModel):
    _inherit = "ar.settlement.page"

    # ------------------------------------------------------------
    # Business: rows
    # ------------------------------------------------------------
    @api.model
    def _page_items(self, items, settlement, place):
        """Rows of items: what they are, what is open, why one cannot be marked."""
        items.fetch(
            [
                "move_id", "move_name", "company_id", "date", "date_maturity",
                "balance", "currency_id", "amount_residual_currency", "discount_date",
                "amount_currency", "account_id", "ref", "partner_id",
            ]
        )  # fmt: skip
        today = fields.Date.context_today(self)
        discounts = self._page_discounts(items, settlement, place, today)
        holders = items._ar_marked_in()
        rows = []
        for item in items:
            holder = holders.get(item)
            if holder and holder.settlement_id == settlement:
                holder = None
            rows.append(
                {
                    **self._page_item_row(item, today),
                    **self._page_discount(discounts.get(item.id)),
                    "refusal": self._page_refusal(item, holder),
                    "holder_id": self._page_holder(holder).id,
                }
            )
        return rows

    @api.model
    def _page_item_row(self, item, today):
        move = item.move_id
        is_target = (item.balance or item.amount_currency) > 0
        payment = move.origin_payment_id
        kind = KINDS.get(move.move_type) or ("payment" if payment else "entry")
        reference = payment.memo or move.ref or move.payment_reference or ""
        due = item.date_maturity or item.date
        return {
            "key": str(item.id),
            "item_id": item.id,
            "company": item.company_id.name,
            "document": item.move_name,
            "reference": "" if reference == item.move_name else reference,
            "kind": "reimbursement" if payment and is_target else kind,
            "side": "target" if is_target else "source",
            "partner": item.partner_id.display_name or "",
            "date": fields.Date.to_string(item.date),
            "date_maturity": fields.Date.to_string(due),
            "is_overdue": is_target and due < today,
            "currency_id": item.currency_id.id,
            "open": item.amount_residual_currency,
            "salesperson": move.invoice_user_id.name or "",
            "means": self._page_means(payment),
        }

    @api.model
    def _page_payment_row(self, payment):
        """The row of a draft payment: what Odoo would book for it now."""
        is_target = payment.payment_type == "outbound"
        return {
            "key": f"payment_{payment.id}",
            "item_id": False,
            "company": payment.company_id.name,
            "document": payment.display_name,
            "reference": payment.memo or "",
            "kind": "draft_payment",
            "side": "target" if is_target else "source",
            "partner": payment.partner_id.display_name or "",
            "date": fields.Date.to_string(payment.date),
            "date_maturity": fields.Date.to_string(payment.date),
            "is_overdue": False,
            "currency_id": payment.currency_id.id,
            "open": payment.amount if is_target else -payment.amount,
            "salesperson": "",
            "means": self._page_means(payment),
            **NO_DISCOUNT,
            "refusal": "",
            "holder_id": False,
        }

    @api.model
    def _page_means(self, payment):
        """By what means a payment came, in words."""
        field = self.env["account.payment"]._fields["ar_payment_type"]
        return dict(field._description_selection(self.env)).get(
            payment.ar_payment_type, ""
        )

    # ------------------------------------------------------------
    # Business: discounts
    # ------------------------------------------------------------
    @api.model
    def _page_discounts(self, items, settlement, place, today):
        """What the terms offer, by ids of items: to a credit note at its own date, to
        an invoice at that of the payment, as far as it is known."""
        book = DiscountBook(self._elevated().env)
        chosen = settlement.discount_reference_date
        deciding = self._page_discount_date(settlement, place) or today
        return book.shown(
            items.with_env(book.env),
            lambda item: deciding if item.balance > 0 else chosen or item.date,
        )

    @api.model
    def _page_discount_date(self, settlement, place):
        """The date that decides on discounts, as far as it is known before marking."""
        starts = self.env["account.move.line"].browse(place.get("item_ids") or [])
        payment = self.env["account.payment"].browse(place.get("payment_id") or [])
        sources = starts.filtered(lambda item: item.balance < 0)
        return (
            settlement.discount_reference_date
            or fields.Date.to_date(place.get("discount_reference_date"))
            or payment.date
            or sources[:1].date
        )

    @api.model
    def _page_discount(self, shown):
        """What a row shows of its discount: the tier that the date meets, else the
        last one, as missed; and all of them."""
        if not shown:
            return NO_DISCOUNT
        tiers, met = shown["tiers"], shown["met"]
        tier = tiers[-1 if met is None else met]
        return {
            "discount_until": tier["until"],
            "discount": tier["discount"],
            "is_discount_open": met is not None,
            "tiers": tiers,
            "taken": shown["taken"],
        }

    # ------------------------------------------------------------
    # Business: who holds a row
    # ------------------------------------------------------------
    @api.model
    def _page_holder(self, holder):
        """The other draft settlement that marks a row, if the user may see it."""
        settlement = self.browse(holder and holder.settlement_id.id)
        return settlement.filtered(lambda s: s.has_access("read"))

    @api.model
    def _page_held(self, items):
        """Item -> which draft settlement holds it, in words; free ones are left out."""
        return {
            item: self._page_held_text(holder)
            for item, holder in items._ar_marked_in().items()
        }

    @api.model
    def _page_held_text(self, holder):
        settlement = self._page_holder(holder)
        if not settlement:
            return self.env._("held by another draft settlement")
        return self.env._(
            "held by %(settlement)s (%(user)s)",
            settlement=settlement.name,
            user=settlement.create_uid.name,
        )

    @api.model
    def _page_refusal(self, item, holder):
        """Why a row cannot be marked; empty where it can."""
        if holder:
            settlement = self._page_holder(holder)
            if settlement:
                return self.env._(
                    "Marked in %(settlement)s by %(user)s",
                    settlement=settlement.name,
                    user=settlement.create_uid.name,
                )
            return self.env._("Marked in another draft settlement")
        if item._ar_carries_tax():
            return self.env._("A payment whose own entry has tax cannot be settled")
        return ""
