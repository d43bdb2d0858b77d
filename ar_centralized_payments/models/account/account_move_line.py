from odoo import api, fields, models
from odoo.exceptions import UserError
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
    "name",
    "partner_id",
    "tax_ids",
    "tax_line_id",
    "tax_repartition_line_id",
    "tax_tag_ids",
}


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    #: The list of open transactions begins with the oldest due, of however many: of
    #: exactly those items that its query asks for (books/receivable_items.py).
    _ar_open_by_due_idx = models.Index(
        "(COALESCE(date_maturity, date), date, id)"
        " WHERE parent_state = 'posted' AND reconciled IS NOT TRUE"
        " AND (amount_residual <> 0 OR amount_residual_currency <> 0)"
    )
    #: In which foreign currencies something is open, for the rates that pairs need.
    _ar_open_foreign_idx = models.Index(
        "(company_id, currency_id, account_id)"
        " WHERE parent_state = 'posted' AND reconciled IS NOT TRUE"
        " AND (amount_residual <> 0 OR amount_residual_currency <> 0)"
        " AND currency_id <> company_currency_id"
    )

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
    def reconcile(self):
        """Nothing is left to do where one settlement settled all of these items.

        Who posts a payment and then matches it with its invoice (a payment order) may
        find that posting it has done so, by its draft settlement.
        """
        if self and all(item.reconciled for item in self) and self._ar_settled_as_one():
            return None
        return super().reconcile()

    def _ar_settled_as_one(self):
        """Whether a posted settlement has all of these items among its own.

        ``sudo()``: it counts, whoever may see the settlement.
        """
        lines = self.env["ar.settlement.line"].sudo()
        lines = lines.search(
            Domain("move_line_id", "in", self.ids)
            & Domain("settlement_id.state", "=", "posted")
        )
        return any(
            settled.move_line_id == self
            for settled in lines.grouped("settlement_id").values()
        )

    def _check_amls_exigibility_for_reconciliation(self, shadowed_aml_values=None):
        """Say which settlement stands in the way, where Odoo says that something does.

        Who finds an entry of a settlement by its number (a returned payment) learns
        what to take in its place.
        """
        try:
            return super()._check_amls_exigibility_for_reconciliation(
                shadowed_aml_values
            )
        except UserError as error:
            entries = self.filtered("reconciled").move_id._ar_entries()
            if not entries:
                raise
            raise UserError(
                self.env._(
                    "%(entry)s belongs to a settlement of several companies and is "
                    "settled: it is no payment and can be matched with nothing. Choose "
                    "the customer's payment itself, in the company that received it.",
                    entry=entries[0].name,
                )
            ) from error

    def _ar_is_open_receivable(self):
        """Whether the item is on a customer's trade receivable (accounting 4)."""
        account = self.account_id
        return (
            account.account_type == "asset_receivable"
            and not account.non_trade
            and account != self.company_id._ar_pos_receivable()
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

    # ------------------------------------------------------------
    # Business: cash discounts in Odoo's own registering of payments
    # ------------------------------------------------------------
    def _get_installments_data(
        self, payment_currency=None, payment_date=None, next_payment_date=None
    ):
        """Where the date of tier one is past, offer the tier whose date is met."""
        installments = super()._get_installments_data(
            payment_currency, payment_date, next_payment_date
        )
        date = payment_date or fields.Date.context_today(self)
        currency = payment_currency or self.currency_id[:1]
        tiers = self._ar_discount_tier_at(currency, date)
        for installment in installments:
            tier = tiers.get(installment["line"])
            if tier and not tier.is_first:
                installment.update(installment["line"]._ar_discount_installment(tier))
        return installments

    def _ar_discount_installment(self, tier):
        """What Odoo says of an installment with early discount, for another tier."""
        sign = 1 if self.balance > 0 else -1
        direction = -self.move_id.direction_sign
        discount, balance = tier.discount * sign, tier.balance * sign
        amount = self.currency_id.round(self.amount_currency - discount)
        value = self.company_currency_id.round(self.balance - balance)
        return {
            "amount_residual_currency": amount,
            "amount_residual": value,
            "amount_residual_currency_unsigned": direction * amount,
            "amount_residual_unsigned": direction * value,
            "discount_amount_currency": discount,
            "discount_amount": balance,
            "type": "early_payment_discount",
        }

    def _ar_first_offer(self):
        """What Odoo keeps of its early discount on the open item of a document."""
        return {
            "until": fields.Date.to_string(self.discount_date),
            "discount": self.currency_id.round(
                abs(self.amount_currency - self.discount_amount_currency)
            ),
            "balance": self.company_currency_id.round(
                abs(self.balance - self.discount_balance)
            ),
        }

    def _ar_discount_tier_at(self, currency, date):
        """The tier of cash discount that a payment of each item earns in full.

        As Odoo sees it: only the first payment, only in the document's currency.

        :param currency: of the payment
        :param date: of the payment
        :return: item -> :class:`DiscountTier`; items without any are not in it
        :rtype: dict
        """
        items = self.filtered(lambda item: item.display_type == "payment_term")
        result = {}
        for move, tiers in items.move_id._ar_discount_tiers(items).items():
            if move._is_eligible_for_early_payment_discount(currency, tiers[0].until):
                tier = next((tier for tier in tiers if date <= tier.until), None)
                if tier:
                    result |= dict.fromkeys(items & move.line_ids, tier)
        return result

    def _ar_discount_tier_covering(self, open_balance):
        """The first tier of the item's document whose whole discount is exactly this,
        in the company's currency, signed."""
        currency, sign = self.company_currency_id, 1 if self.balance > 0 else -1
        tiers = self.move_id._ar_discount_tiers(self).get(self.move_id, [])
        return next(
            (
                tier
                for tier in tiers
                if not currency.compare_amounts(tier.balance * sign, open_balance)
            ),
            None,
        )
