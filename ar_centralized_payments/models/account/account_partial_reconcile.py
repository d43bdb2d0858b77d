from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    #: What is open as of a date asks for later matches.
    _ar_max_date_idx = models.Index("(max_date)")

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._ar_payments_at_bank()._ar_refresh_documents()
        return partials

    def write(self, vals):
        """A match remembers no item of a settlement's entry as what a payment paid.

        A returned payment (OCA ``account_payment_return``) keeps the items that it was
        matched with, to match them again if the return is cancelled. Those of an
        entry were negated with the settlement: the payment is open again, to be
        settled anew.
        """
        return super().write(self._ar_without_entries(vals))

    def _ar_without_entries(self, vals):
        """Values without items of settlements' entries among returned ones."""
        if "origin_returned_move_ids" not in vals:
            return vals
        field = self._fields["origin_returned_move_ids"]
        items = self.env["account.move.line"].browse(
            field.convert_to_cache(vals["origin_returned_move_ids"], self[:0])
        )
        kept = items.filtered(lambda item: not item.move_id.sudo().ar_settlement_ids)
        return {**vals, "origin_returned_move_ids": [Command.set(kept.ids)]}

    def unlink(self):
        """Unreconciling what a settlement matched undoes it, in all companies.

        The one door: every way to unreconcile ends here (facts, 1).
        """
        self._ar_check_payoff()
        settlements = self._ar_settlements()
        self._ar_check_negations(settlements)
        self.env["ar.settlement"]._undo_for(settlements)
        remaining = self.exists()
        remaining._ar_check_bounced()
        # Read for all at once what Odoo reads for one match after the other.
        lines = remaining.debit_move_id | remaining.credit_move_id
        lines.move_id.fetch(["matched_payment_ids"])
        payments = remaining._ar_payments_at_bank()
        result = super(AccountPartialReconcile, remaining).unlink()
        payments._ar_refresh_documents()
        return result

    def _ar_payments_at_bank(self):
        """The payments that these matches match with the bank."""
        lines = (self.debit_move_id | self.credit_move_id).filtered(
            lambda line: (
                line.account_type not in ("asset_receivable", "liability_payable")
            )
        )
        return lines.move_id.origin_payment_id

    def _ar_check_payoff(self):
        """What a payment between companies paid is open again by undoing it, on both
        sides; and so is what went over to its centre, which its own lines close.
        ``sudo()``: whoever may see it."""
        partials = self.sudo()
        lines = partials.debit_move_id | partials.credit_move_id
        within = partials.filtered(
            lambda partial: (
                partial.debit_move_id.move_id == partial.credit_move_id.move_id
            )
        )
        closing = lines.filtered(
            lambda line: (
                line.move_id.ar_payoff_id.state == "posted"
                and line.account_id
                in line.move_id.ar_payoff_id.item_ids.move_line_id.account_id
            )
        )
        closing |= within.debit_move_id.filtered(
            lambda line: line.move_id.ar_payoff_id.state == "posted"
        )
        if closing:
            closing[0].move_id.ar_payoff_id._refuse_change(closing[0].move_name)

    def _ar_settlements(self):
        """The settlements that made these matches.

        A match on a due-to or due-from account is not one of theirs. ``sudo()``: who
        may not see a settlement must not break it either.
        """
        if not self:
            return self.env["ar.settlement"].sudo()
        partials = self.sudo()
        lines = partials.debit_move_id | partials.credit_move_id
        lines = lines.filtered(lambda line: line.account_type == "asset_receivable")
        if not lines:
            return self.env["ar.settlement"].sudo()
        return (
            self.env["ar.settlement"]
            .sudo()
            .search(
                Domain("leg_ids.direct_partial_id", "in", self.ids)
                | Domain("move_ids", "in", lines.move_id.ids)
            )
        )

    def _ar_check_bounced(self):
        """Keep a payment that was cancelled on its deposit slip, and the one that
        cancels it, closed on the customer: neither pays anything."""
        lines = self.debit_move_id | self.credit_move_id
        payments = lines.move_id.origin_payment_id
        bounced = payments.filtered("ar_bounce_payment_id")
        for partial in self if bounced else self.browse():
            sides = partial.debit_move_id | partial.credit_move_id
            if sides.account_id.account_type != "asset_receivable":
                continue
            payment = sides.move_id.origin_payment_id & bounced
            if payment.ar_bounce_payment_id & sides.move_id.origin_payment_id:
                raise UserError(payment._ar_pair_refusal())

    def _ar_check_negations(self, settlements):
        """Keep an entry and its negation together: one alone would stand open."""
        undone = settlements.filtered(lambda s: s.state == "undone")
        partials = self.sudo() if undone else self.browse()
        lines = partials.debit_move_id | partials.credit_move_id
        if not lines.move_id.reversed_entry_id:
            return
        for partial in partials:
            one, other = partial.debit_move_id.move_id, partial.credit_move_id.move_id
            pair = one | other
            if pair.reversed_entry_id & pair and pair <= undone.move_ids:
                raise UserError(
                    self.env._(
                        "%(company)s: %(entry)s stays matched with %(negation)s, which "
                        "undid it.",
                        company=pair.company_id[:1].name,
                        entry=(pair.reversed_entry_id & pair)[:1].name,
                        negation=pair.filtered("reversed_entry_id")[:1].name,
                    )
                )
