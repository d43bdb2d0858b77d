from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column

from ...books.batches import batch
from ...books.given_values import checked, one
from ..payment_journal.account_payment_line import BOUNDED_ON_LINES, ENGINE_FIELDS
from ..settlement.account_payment_marks import DROPPING, FOLLOWED


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = [
        "account.payment",
        "ar.bounded.own.values",
        "ar.payment.journal.line",
        "ar.payment.journal.line.dates",
        "ar.payment.journal.line.posting",
        "ar.payment.left",
        "ar.payment.marks",
        "ar.guarded.fields",
    ]

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

    ar_marked_amount = fields.Monetary(
        string="Settles",
        compute="_compute_ar_marked_amount",
        help="How much of the payment the marked transactions use; once it is posted, "
        "how much of it is settled, and used by what is marked since.",
    )
    ar_amount_left = fields.Monetary(
        string="Left",
        compute="_compute_ar_settled",
        help="How much of the posted payment is not settled yet, in its currency.",
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
                bool(payment.partner_id)
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
        documents = waiting.sudo()._ar_settled_documents()
        for payment in waiting.sudo():
            own = documents.get(payment.move_id, self.env["account.move"])
            invoices = own | payment.reconciled_invoice_ids
            invoices = invoices.filtered(lambda move: move.is_invoice(True))
            receivable = payment._seek_for_lines()[1]
            if (
                own
                and invoices
                and all(line.reconciled for line in receivable)
                and all(move.payment_state == "paid" for move in invoices)
            ):
                payment.state = "paid"

    def _ar_settled_documents(self):
        """What posted settlements paid with each of these payments, or paid them
        with: entry of the payment -> entries of documents. With ``sudo()``."""
        legs = self.env["ar.settlement.leg"]._posted_with(self.move_id.line_ids)
        documents = defaultdict(self.env["account.move"].browse)
        for entry, document in legs._sides():
            documents[entry] |= document
        return documents

    @api.depends("offset_account_id")
    def _compute_outstanding_account_id(self):
        """A ledger offset stands in the place of the outstanding account."""
        result = super()._compute_outstanding_account_id()
        for payment in self.filtered("offset_account_id"):
            payment.outstanding_account_id = payment.offset_account_id
        return result

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
    def _auto_init(self):
        """No payment of before is a line of a payment journal: nothing is computed for
        each of them."""
        if not column_exists(self.env.cr, "account_payment", "ar_line_state"):
            create_column(self.env.cr, "account_payment", "ar_line_state", "varchar")
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        """Lines start with what their payment journal says, and mark the invoice whose
        number is given."""
        self._ar_check_given(vals_list)
        filled = self._ar_prepare_lines_vals(vals_list)
        chosen = self._ar_take_chosen(filled)
        payments = super().create(filled)
        payments._ar_check_decimals(filled)
        payments._ar_mark_numbers(chosen)
        return payments

    def write(self, vals):
        self._ar_check_given([vals])
        self._check_bounds([vals])
        vals = dict(vals)
        chosen = self._ar_take_chosen([vals]) * len(self)
        if vals.keys() & BOUNDED_ON_LINES and (
            self.ar_payment_journal_id or vals.get("ar_payment_journal_id")
        ):
            self._ar_line_fields().check([vals])
        self._ar_check_changeable(vals)
        if vals.get("ar_payment_journal_id") and not self.env.su:
            journal = self.env["ar.payment.journal"].browse(
                vals["ar_payment_journal_id"]
            )
            journal._check_takes_lines()
        moved = self._ar_changed(vals, DROPPING)
        followed = self._ar_changed(vals, FOLLOWED) - moved
        result = super().write(vals)
        if "amount" in vals:
            self._ar_check_decimals([vals] * len(self))
        if vals.keys() & {"date", "journal_id", "company_id"}:
            self._ar_refresh_marks()
        moved._ar_leave_drafts(
            moved._ar_draft_settlements(),
            self.env._("unmarked, as it is of another customer or currency now."),
        )
        if not self.env.su:
            followed._ar_tell_followed()
        if vals.get("ar_transaction_number"):
            self._ar_mark_numbers(chosen)
        return result

    def unlink(self):
        """A line of a payment journal that goes takes its draft settlement along: what
        it marked is free."""
        self.check_access("unlink")
        drafts = self._ar_draft_settlements()
        lines = self.filtered("ar_payment_journal_id")
        lines._ar_check_waiting()
        kept = drafts._filtered_access("unlink") - lines._ar_draft_settlements()
        self._ar_leave_drafts(drafts - kept, self.env._("unmarked, as it was deleted."))
        return super().unlink()

    @api.model
    def _has_field_access(self, field, operation):
        """Nobody but the engine writes its fields."""
        if operation == "write" and field.name in ENGINE_FIELDS:
            return self.env.su
        return super()._has_field_access(field, operation)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    def action_post(self):
        """Post, and post the settlements that mark these payments: all or nothing.

        A payment whose draft settlement marks nothing beside it is a prepayment: the
        draft goes, and the payment is settled later. The draft settlements of payments
        that are to be posted unsettled stay.
        """
        if waiting := self._ar_draft_settlements():
            self._ar_take_turns(waiting)
        apart = self.filtered(lambda payment: payment.ar_progress == "unsettled")
        left = apart._ar_draft_settlements() if apart else apart.settlement_id
        settlements = self._ar_draft_settlements() - left
        alone = settlements.filtered(lambda s: len(s.sudo().line_ids) < 2)
        self._ar_leave_drafts(
            alone, self.env._("unmarked, as it was posted as a prepayment.")
        )
        settlements -= alone
        if settlements:
            settlements._check_members()
            settlements._elevated()._refuse_locked_payments()
        marked = (settlements | left).sudo().line_ids.payment_id
        together = self.filtered(lambda p: p.ar_payment_journal_id or p in marked)
        batch(together)
        result = super().action_post()
        batch(together.move_id)
        (settlements | left)._ar_take_items()
        settlements._post()
        # Nothing is no answer over XML-RPC.
        return True if result is None else result

    @checked
    def action_settle_transactions(self):
        """Open the page that settles this payment with what is open of its customer.

        Nothing is stored before the user marks something there. ``from_line`` tells
        the page that the payment is posted with its payment journal, not there.
        """
        one(self)
        self.check_access("write")
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer of the payment first."))
        if self.state == "draft":
            place = {"payment_id": self.id}
            if self.ar_payment_journal_id:
                place["from_line"] = True
            return self.env["ar.settlement"]._page_action(place)
        items = self._ar_receivable_lines().filtered(lambda line: not line.reconciled)
        if not items:
            raise UserError(
                self.env._(
                    "%(payment)s is settled in full. Nothing of it is open.",
                    payment=self.display_name,
                )
            )
        return self.env["ar.settlement"]._page_action({"item_ids": items.ids})

    @checked
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

    def _ar_refresh_documents(self):
        """Let what settlements paid with these payments find out, in every company,
        whether it is paid or still waits for the bank.

        ``sudo()``: the documents may be of companies that the user is no member of.
        """
        legs = self.env["ar.settlement.leg"].sudo()
        legs._posted_with(self.sudo().move_id.line_ids)._refresh_documents()

    def _ar_receivable_lines(self):
        """The receivable items of posted payments."""
        return self.move_id.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
