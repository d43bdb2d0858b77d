from odoo import models


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _create_payment_vals_from_wizard(self, batch_result):
        """Book the tier of the payment's date where it is not the first."""
        values = super()._create_payment_vals_from_wizard(batch_result)
        tiers = self._ar_later_tiers(batch_result["lines"], self.currency_id)
        is_discounted = (
            self.payment_difference_handling == "reconcile"
            and self.early_payment_discount_mode
        )
        if tiers and is_discounted:
            values["write_off_line_vals"] = self._ar_write_off_lines(
                tiers, self.currency_id, self.payment_difference, self.payment_type
            )
        return values

    def _create_payment_vals_from_batch(self, batch_result):
        """Book the tier of the payment's date where it is not the first."""
        values = super()._create_payment_vals_from_batch(batch_result)
        batch = self._get_wizard_values_from_batch(batch_result)
        currency = self.env["res.currency"].browse(batch["source_currency_id"])
        tiers = self._ar_later_tiers(batch_result["lines"], currency)
        if tiers:
            difference = batch["source_amount_currency"] - values["amount"]
            values["write_off_line_vals"] = self._ar_write_off_lines(
                tiers, currency, difference, batch["payment_type"]
            )
        return values

    def _ar_later_tiers(self, items, currency):
        """The tiers that a payment of these items earns at its date.

        :return: item -> tier; empty where all are the first, which Odoo books itself
        """
        tiers = items._ar_discount_tier_at(currency, self.payment_date)
        return {} if all(tier.is_first for tier in tiers.values()) else tiers

    def _ar_write_off_lines(self, tiers, currency, difference, payment_type):
        """The lines that cover what a payment leaves open, as Odoo makes them.

        :param dict tiers: item -> tier
        :param float difference: what the payment leaves, positive, in its currency
        """
        company = self.company_id
        balance = currency._convert(
            -difference if payment_type == "outbound" else difference,
            company.currency_id,
            company,
            self.payment_date,
        )
        lines = self.env[
            "account.move"
        ]._get_invoice_counterpart_amls_for_early_payment_discount(
            [{"aml": item, "tier": tier} for item, tier in tiers.items()], balance
        )
        return [values for rows in lines.values() for values in rows]
