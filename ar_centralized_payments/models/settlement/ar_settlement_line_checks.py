"""What may be marked, typed and changed, and what may not."""

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
