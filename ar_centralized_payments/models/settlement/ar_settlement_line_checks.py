"""What may be marked and settled, and what may not: the reasons."""

from collections import Counter

from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class ArSettlementLineChecks(models.Model):
    _inherit = "ar.settlement.line"

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("move_line_id", "payment_id", "settlement_id")
    def _check_subject(self):
        for line in self.filtered("is_marking").sudo():
            if bool(line.move_line_id) == bool(line.payment_id):
                raise ValidationError(
                    self.env._(
                        "A line of a settlement marks one transaction: an open item, "
                        "or a draft payment."
                    )
                )
        for settlement in self.settlement_id.sudo():
            if len(settlement.line_ids.payment_id.filtered(
                lambda p: p.state == "draft"
            )) > 1:  # fmt: skip
                raise ValidationError(
                    self.env._(
                        "%(settlement)s waits for one draft payment already. Post that "
                        "one first, or settle the other by itself.",
                        settlement=settlement.name,
                    )
                )

    @api.constrains("amount_typed", "is_amount_manual")
    def _check_amount_typed(self):
        for line in self.filtered("is_amount_manual"):
            if line.currency_id.compare_amounts(line.amount_typed, 0.0) <= 0:
                raise ValidationError(
                    self.env._(
                        "%(document)s: the amount to settle must be positive. Clear it "
                        "to have it determined, or unmark the transaction.",
                        document=line.sudo()._document_text(),
                    )
                )

    @api.constrains("discount_typed", "is_discount_manual")
    def _check_discount_typed(self):
        for line in self.filtered("is_discount_manual"):
            if line.currency_id.compare_amounts(line.discount_typed, 0.0) < 0:
                raise ValidationError(
                    self.env._(
                        "%(document)s: a cash discount cannot be negative. Type 0 for "
                        "none, or clear it to have it determined.",
                        document=line.sudo()._document_text(),
                    )
                )

    # ------------------------------------------------------------
    # Business: what may be marked
    # ------------------------------------------------------------
    def _check_not_marked(self, vals_list):
        """Refuse what another draft settlement marks, before the unique index does.

        The engine itself marks only the items of payments just posted, which nobody
        else can have marked. ``sudo()``: the other settlement may not be the user's to
        see; then it is not named.
        """
        if self.env.su:
            return
        marks = Domain.FALSE
        for name in ("move_line_id", "payment_id"):
            ids = [vals[name] for vals in vals_list if vals.get(name)]
            marks |= Domain(name, "in", ids)
            for twice, count in Counter(ids).items():
                if count > 1:
                    self._refuse_twice(self.sudo()[name].browse(twice))
        if marks.is_false():
            return
        found = self.sudo().search(
            marks & Domain("is_marking", "=", True) & Domain("id", "not in", self.ids)
        )
        if found:
            raise UserError("\n".join(line._marked_text(self.env) for line in found))

    def _refuse_twice(self, subject):
        raise UserError(
            self.env._(
                "%(document)s is marked twice. Mark it once.",
                document=subject.display_name,
            )
        )

    def _marked_text(self, env):
        settlement = self.settlement_id.with_env(env)
        if not settlement.has_access("read"):
            return env._(
                "%(document)s is marked in another draft settlement. Ask for it to be "
                "unmarked there.",
                document=self._document_text(),
            )
        return env._(
            "%(document)s is marked in %(settlement)s already. Unmark it there first.",
            document=self._document_text(),
            settlement=settlement.name,
        )

    @api.model
    def _check_drafts(self, settlements):
        """What a posted settlement settled is a fact; it can only be undone. What
        waits with its payment for the background stays as it was asked for.

        ``sudo()``: the payment's company may not be ticked in the company switcher.
        """
        if self.env.su:
            return
        known = settlements._filtered_access("read").sudo()
        known.line_ids.payment_id.with_env(self.env)._ar_check_waiting()
        for settlement in settlements.filtered(lambda s: s.state != "draft"):
            raise UserError(
                self.env._(
                    "%(settlement)s is posted; its lines cannot be changed. Undo it, "
                    "and settle again.",
                    settlement=settlement.name,
                )
            )

    # ------------------------------------------------------------
    # Business: what is open to the settlement
    # ------------------------------------------------------------
    def _refusal(self):
        """Why the transaction is not open to this settlement, or an empty text.

        The last paragraph of accounting section 4.
        """
        item, payment = self.move_line_id, self.payment_id
        partner = item.partner_id or payment.partner_id
        words = {"document": self._document_text()}
        if not item and not payment:
            reason = self._refusal_gone()
        elif partner._ar_party_key() != self.settlement_id.partner_id._ar_party_key():
            reason = self._refusal_foreign(partner)
        elif item:
            reason = self._refusal_item(item)
        else:
            reason = self._refusal_payment(payment)
        return reason % words if reason else ""

    def _refusal_gone(self):
        return self.env._("%(document)s does not exist any more. Unmark it.")

    def _refusal_foreign(self, partner):
        if not partner:
            return self.env._("%(document)s has no customer. Set one, or unmark it.")
        return self.env._(
            "%(document)s belongs to another customer. Unmark it; or, if both are one "
            "customer, give both the same Address Book ID."
        )

    def _refusal_item(self, item):
        if item.parent_state != "posted":
            return self.env._("%(document)s is not posted. Post it, or unmark it.")
        if not item._ar_is_open_receivable():
            return self.env._(
                "%(document)s is not on a trade receivable account, so it is not an "
                "open transaction of the customer. Unmark it."
            )
        if item.reconciled or not (
            item.amount_residual or item.amount_residual_currency
        ):
            return self.env._("%(document)s is settled already. Unmark it.")
        if item._ar_carries_tax():
            return self.env._(
                "%(document)s is a payment whose own entry has tax; it cannot be "
                "settled across companies. Unmark it."
            )
        return ""

    def _refusal_payment(self, payment):
        account = payment.destination_account_id
        if payment.state != "draft" or payment.move_id.state == "posted":
            return self.env._("%(document)s is not a draft any more. Mark it again.")
        if payment.partner_type != "customer":
            return self.env._("%(document)s is not a customer's payment. Unmark it.")
        if account.account_type != "asset_receivable":
            return self.env._(
                "%(document)s is not booked on a receivable account. Unmark it."
            )
        if payment.currency_id.compare_amounts(payment.amount, 0.0) <= 0:
            return self.env._("%(document)s has no amount. Type one, or unmark it.")
        return ""

    # ------------------------------------------------------------
    # Business: taxes that are due on payment
    # ------------------------------------------------------------
    def _cash_basis_items(self):
        """The marked items whose documents have taxes that are due on payment."""
        items = self.move_line_id
        items = items.filtered(lambda item: item.company_id.root_id.tax_exigibility)
        return items.filtered(lambda item: item.move_id._ar_has_cash_basis())

    def _with_cash_basis_discount(self, plan):
        """Those with a discount that would correct a tax that is due on payment."""
        taxed = {leg.target.key for leg in plan.legs if leg.discount_taxed}
        taxed |= {leg.source.key for leg in plan.legs if leg.source_discount_taxed}
        return self.filtered(
            lambda line: (
                line.move_line_id.id in taxed
                and line.move_line_id.move_id._ar_has_cash_basis()
                and (
                    line.move_line_id.move_id.invoice_payment_term_id
                ).early_pay_discount_computation
                == "included"
            )
        )
