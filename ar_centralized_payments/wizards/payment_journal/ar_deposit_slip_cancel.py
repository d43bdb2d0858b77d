from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_amount, format_date

from ...books.given_values import checked, one


class ArDepositSlipCancel(models.TransientModel):
    """Asks for the date of cancelling a payment of a deposit slip, and says before what
    it does."""

    _name = "ar.deposit.slip.cancel"
    _inherit = "ar.guarded.values"
    _description = "Cancel Payment of a Deposit Slip"
    _rec_name = "payment_id"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    payment_id = fields.Many2one(
        comodel_name="account.payment",
        required=True,
        readonly=True,
        help="The payment that the bank did not honour.",
    )
    deposit_slip_id = fields.Many2one(related="payment_id.deposit_slip_id")
    date = fields.Date(
        string="Cancellation Date",
        required=True,
        default=fields.Date.context_today,
        help="The date of the outgoing payment, and of the entries that undo what the "
        "payment settled.",
    )
    problems = fields.Text(
        string="What Stands against It",
        compute="_compute_preview",
        help="Why the payment cannot be cancelled on this date.",
    )
    preview_html = fields.Html(
        string="What Will Happen",
        compute="_compute_preview",
        sanitize=False,
        help="The outgoing payment, and what is open again afterwards.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("payment_id", "date")
    def _compute_preview(self):
        for wizard in self:
            payment = wizard.payment_id._origin._ar_as_user()
            wizard.problems = wizard.preview_html = False
            if not payment or not wizard.date:
                continue
            try:
                problems = payment._ar_bounce_problems(wizard.date)
            except AccessError as error:
                problems = [str(error)]
            wizard.problems = "\n".join(problems)
            if not problems:
                wizard.preview_html = wizard._render_preview(payment)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_cancel_payment(self):
        """Cancel the payment on the chosen date."""
        one(self)
        payment = self.payment_id._ar_as_user()
        payment._ar_check_has_slip()
        payment.deposit_slip_id.action_cancel_payment(payment, self.date)
        return {"type": "ir.actions.act_window_close"}

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _render_preview(self, payment):
        settlements = payment._ar_check_settlement_members()
        posted = settlements.filtered(lambda s: s.state == "posted")
        return self.env["ir.qweb"]._render(
            "ar_centralized_payments.deposit_slip_cancel_preview",
            {
                "payment": payment.display_name,
                "slip": payment.deposit_slip_id.name,
                "customer": payment.partner_id.display_name,
                "journal": payment.journal_id.display_name,
                "date": format_date(self.env, self.date),
                "amount": format_amount(self.env, payment.amount, payment.currency_id),
                "settlements": ", ".join(posted.mapped("name")),
                "drafts": ", ".join((settlements - posted).mapped("name")),
                "rows": [
                    *self._settled_rows(payment, posted),
                    *self._matched_rows(payment, posted),
                ],
            },
        )

    def _settled_rows(self, payment, settlements):
        """What settlements gave back: every document that they marked, but the payment
        itself."""
        for line in settlements.line_ids:
            move = line.move_line_id.move_id
            if move == payment.move_id or not move.has_access("read"):
                continue
            amount = line.amount_settled + line.discount_settled
            amount += line.difference_settled
            yield self._prepare_row(move, amount, line.currency_id)

    def _matched_rows(self, payment, settlements):
        """What Odoo itself has matched with the payment, inside its company."""
        items = payment._ar_receivable_lines()
        partials = items.matched_debit_ids | items.matched_credit_ids
        partials -= settlements._elevated().leg_ids.direct_partial_id.with_env(self.env)
        ours = settlements._elevated().move_ids.with_env(self.env)
        ours |= partials.exchange_move_id
        for partial in partials:
            other = (partial.debit_move_id | partial.credit_move_id) - items
            if other.move_id in ours or not other.move_id.has_access("read"):
                continue
            is_debit = other == partial.debit_move_id
            amount = (
                partial.debit_amount_currency
                if is_debit
                else partial.credit_amount_currency
            )
            yield self._prepare_row(other.move_id, amount, other.currency_id)

    def _prepare_row(self, move, amount, currency):
        return {
            "company": move.company_id.name,
            "document": move.name,
            "customer": move.partner_id.display_name,
            "amount": format_amount(self.env, amount, currency),
        }
