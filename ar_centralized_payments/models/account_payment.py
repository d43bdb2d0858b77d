from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AccountPayment(models.Model):
    _inherit = "account.payment"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    settlement_ids = fields.Many2many(
        comodel_name="ar.settlement",
        compute="_compute_settlements",
        search="_search_settlement_ids",
        help="The settlements of this payment that you may see.",
    )
    settlement_id = fields.Many2one(
        comodel_name="ar.settlement",
        string="Draft Settlement",
        compute="_compute_settlements",
        help="The draft settlement that marks this payment.",
    )
    settlement_count = fields.Integer(
        compute="_compute_settlements",
        help="How many settlements of this payment you may see.",
    )

    is_settleable = fields.Boolean(
        string="Can Be Settled",
        compute="_compute_is_settleable",
        help="Whether this customer's payment has something open to settle.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("partner_id", "partner_type", "state", "move_id.line_ids.reconciled")
    def _compute_is_settleable(self):
        for payment in self:
            is_open = payment.state == "draft" or any(
                not line.reconciled for line in payment._ar_receivable_lines()
            )
            payment.is_settleable = (
                bool(payment.id and payment.partner_id)
                and payment.partner_type == "customer"
                and payment.state in ("draft", "in_process", "paid")
                and is_open
            )

    @api.depends("state", "move_id")
    @api.depends_context("uid")
    def _compute_settlements(self):
        lines = self.env["ar.settlement.line"].search(
            Domain("payment_id", "in", self.ids)
            | Domain("move_line_id.move_id", "in", self.sudo().move_id.ids)
        )
        of_payment = lines.grouped("payment_id")
        of_move = lines.grouped(lambda line: line.sudo().move_line_id.move_id)
        none, settlements = lines.browse(), lines.settlement_id
        # Of all at once: Odoo checks again what is written below, each by itself.
        settlements.check_access("read")
        drafts = settlements.filtered(lambda s: s.state == "draft")
        for payment in self:
            own, move = none, payment.sudo().move_id
            if payment.id:
                own |= of_payment.get(payment, none)
            if payment.id and move:
                own |= of_move.get(move, none)
            payment.settlement_ids = own.settlement_id
            payment.settlement_count = len(own.settlement_id)
            payment.settlement_id = (own.settlement_id & drafts)[:1]

    def _search_settlement_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        lines = self.env["ar.settlement.line"].search(
            [("settlement_id", operator, value)]
        )
        payments = (
            lines.payment_id | lines.sudo().move_line_id.move_id.origin_payment_id
        )
        return [("id", "in", payments.ids)]

    def _compute_state(self):
        """A payment whose settled invoices are paid is paid, also by way of other
        companies: exactly when Odoo makes it so inside one (design)."""
        super()._compute_state()
        waiting = self.filtered(lambda payment: payment.state == "in_process")
        if not waiting.move_id:
            return
        legs = (
            self.env["ar.settlement.leg"]
            .sudo()
            .search(
                [
                    ("source_move_line_id.move_id", "in", waiting.sudo().move_id.ids),
                    ("settlement_id.state", "=", "posted"),
                ]
            )
        )
        targets = legs.grouped(lambda leg: leg.source_move_line_id.move_id)
        for payment in waiting.sudo():
            own = targets.get(payment.move_id, legs.browse())
            invoices = own.target_move_line_id.move_id | payment.reconciled_invoice_ids
            receivable = payment._seek_for_lines()[1]
            if (
                own
                and all(line.reconciled for line in receivable)
                and all(
                    move.payment_state == "paid"
                    for move in invoices
                    if move.is_invoice(include_receipts=True)
                )
            ):
                payment.state = "paid"

    # ------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------
    @api.onchange("partner_id", "currency_id")
    def _onchange_marked(self):
        """Say what saving another customer or currency would drop."""
        settlement = self._origin.settlement_id
        if not settlement or (
            self.partner_id == self._origin.partner_id
            and self.currency_id == self._origin.currency_id
        ):
            return None
        return {
            "warning": {
                "title": self.env._("Marked transactions"),
                "message": self.env._(
                    "%(count)s transactions are marked for this payment in "
                    "%(settlement)s. If you save it with another customer or currency, "
                    "they are unmarked. Discard the change to keep them.",
                    count=len(settlement.line_ids) - 1,
                    settlement=settlement.name,
                ),
            }
        }

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        dropped = self.env["ar.settlement"]
        if vals.keys() & {"partner_id", "currency_id", "partner_type", "payment_type"}:
            dropped = self._ar_changed_drafts(vals)
        result = super().write(vals)
        if vals.keys() & {"date", "journal_id", "company_id"}:
            self._ar_refresh_marks()
        dropped.exists().unlink()
        return result

    def _ar_changed_drafts(self, vals):
        """Draft settlements of draft payments whose customer, currency or direction
        changes: their marks are dropped."""
        changed = self.filtered(
            lambda payment: payment.state == "draft"
            and any(
                payment[name] != payment._fields[name].convert_to_record(
                    payment._fields[name].convert_to_cache(value, payment), payment
                )
                for name, value in vals.items()
                if name in ("partner_id", "currency_id", "partner_type", "payment_type")
            )
        )  # fmt: skip
        return changed._ar_draft_settlements() if changed else changed.settlement_id

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def action_post(self):
        """Post, and post the settlements that mark these payments: all or nothing.

        A payment whose draft settlement marks nothing beside it is a prepayment: the
        draft goes, and the payment is settled later.
        """
        settlements = self._ar_draft_settlements()
        alone = settlements.filtered(lambda s: len(s.sudo().line_ids) < 2)
        alone.sudo().unlink()
        settlements -= alone
        if settlements:
            settlements._check_members()
            elevated = settlements._elevated()
            elevated._lock_journals(self.journal_id.sudo())
            elevated._refuse_locked_payments()
        result = super().action_post()
        if settlements:
            settlements._ar_take_items()
            settlements._post()
        # Nothing is no answer over XML-RPC.
        return True if result is None else result

    def _ar_post_unsettled(self):
        """Post these payments alone: their draft settlements then mark what was
        posted, and can be posted later."""
        settlements = self._ar_draft_settlements()
        super().action_post()
        settlements._ar_take_items()

    def _ar_settle_again(self):
        """Post the settlements that wait for these posted payments."""
        settlements = self.env["ar.settlement.line"].search(
            Domain("move_line_id.move_id", "in", self.move_id.ids)
            & Domain("is_marking", "=", True)
        )
        settlements.settlement_id.action_post()

    def action_settle_transactions(self):
        """Open the page that settles this payment with what is open of its customer.

        Nothing is stored before the user marks something there.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer of the payment first."))
        if self.state == "draft":
            return self.env["ar.settlement"]._page_action({"payment_id": self.id})
        items = self._ar_receivable_lines().filtered(lambda line: not line.reconciled)
        if not items:
            raise UserError(
                self.env._(
                    "%(payment)s is settled in full. Nothing of it is open.",
                    payment=self.display_name,
                )
            )
        return self.env["ar.settlement"]._page_action({"item_ids": items.ids})

    def action_open_settlements(self):
        """Open the settlements of these payments."""
        return self.settlement_ids._get_records_action(
            name=self.env._("Settlements"), context={"create": False}
        )

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_as_user(self):
        """These payments in all companies of the user."""
        companies = self.env["res.company"]._ar_user_companies()
        return self.with_context(
            allowed_company_ids=companies.ids or self.env.companies.ids
        )

    def _ar_ensure_entry(self):
        """Give marked payments an outstanding account, without which Odoo Enterprise
        makes no entry: then there would be nothing to settle."""
        for payment in self.filtered(lambda p: not p.outstanding_account_id):
            payment.outstanding_account_id = payment._get_outstanding_account(
                payment.payment_type
            )

    def _ar_draft_settlements(self):
        """The draft settlements that wait for these payments.

        ``sudo()``: a settlement of companies that the user may not see is not left
        behind, it refuses the posting.
        """
        lines = (
            self.env["ar.settlement.line"]
            .sudo()
            .search([("payment_id", "in", self.ids), ("is_marking", "=", True)])
        )
        return lines.settlement_id.with_env(self.env)

    def _ar_refresh_marks(self):
        """Tell the marks of draft payments that these have another date or journal."""
        marks = self._ar_draft_settlements().sudo().line_ids.filtered("payment_id")
        for name in ("company_id", "date", "date_maturity"):
            self.env.add_to_compute(marks._fields[name], marks)

    def _ar_receivable_lines(self):
        """The receivable items of posted payments."""
        return self.move_id.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
