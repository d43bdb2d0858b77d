from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang


class ArSettlementLeg(models.Model):
    """One source meeting one target: the smallest piece of a posted settlement.

    Amounts are in the currencies of source and target, company amounts in the
    accounting currencies of their companies (v and w of accounting section 4).
    Links between companies live here, for members of all of them alone.
    """

    _name = "ar.settlement.leg"
    _inherit = ["ar.guarded.values", "ar.quick.rows"]
    _description = "Part of a Settlement"
    _order = "settlement_id, sequence, id"
    _rec_name = "settlement_id"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    settlement_id = fields.Many2one(
        comodel_name="ar.settlement",
        required=True,
        index=True,
        ondelete="cascade",
        help="The settlement that it is a part of.",
    )
    sequence = fields.Integer(
        help="The order in which they were made.",
    )
    source_id = fields.Many2one(
        comodel_name="ar.settlement.line",
        string="Paid by",
        required=True,
        ondelete="cascade",
        help="The payment or credit note that pays.",
    )
    target_id = fields.Many2one(
        comodel_name="ar.settlement.line",
        string="Pays",
        required=True,
        ondelete="cascade",
        help="The invoice, or the refund paid out, that is paid.",
    )
    via_id = fields.Many2one(
        comodel_name="ar.settlement.line",
        string="Through",
        ondelete="cascade",
        help="The primary payment, through whose company one pays the other.",
    )
    source_move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Paying Item",
        index="btree_not_null",
        ondelete="set null",
        help="The receivable item that pays.",
    )
    target_move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Paid Item",
        index="btree_not_null",
        ondelete="set null",
        help="The receivable item that is paid.",
    )
    source_company_id = fields.Many2one(
        comodel_name="res.company",
        string="Payment Company",
        help="The company of the payment or credit note.",
    )
    target_company_id = fields.Many2one(
        comodel_name="res.company",
        string="Invoice Company",
        help="The company of the invoice.",
    )
    value_date = fields.Date(
        help="When the customer paid: the date of the payment or credit note."
    )
    date = fields.Date(
        related="settlement_id.date_effective",
        string="Entry Date",
        help="The accounting date of the entries.",
    )

    # ------------------------------------------------------------
    # Fields: amounts
    # ------------------------------------------------------------
    # Given with the leg, once: that what was settled changes nothing in it spares Odoo
    # looking for the currency of each amount, and for legs at each change of a mark.
    source_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of the Payment",
        compute="_compute_currencies",
        store=True,
        help="The currency of the payment or credit note.",
    )
    target_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of the Invoice",
        compute="_compute_currencies",
        store=True,
        help="The currency of the invoice.",
    )
    source_company_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Payment Company's Currency",
        compute="_compute_currencies",
        store=True,
        help="The accounting currency of the payment company.",
    )
    target_company_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Invoice Company's Currency",
        compute="_compute_currencies",
        store=True,
        help="The accounting currency of the invoice company.",
    )
    amount_source = fields.Monetary(
        string="Amount Used",
        currency_field="source_currency_id",
        help="What is used of the payment or credit note, in its currency.",
    )
    amount_target = fields.Monetary(
        string="Amount Settled",
        currency_field="target_currency_id",
        help="What is paid on the invoice, in its currency, without discount.",
    )
    discount_target = fields.Monetary(
        string="Cash Discount",
        currency_field="target_currency_id",
        help="The discount given on the invoice, in its currency.",
    )
    discount_tier = fields.Integer(
        help="Which step of the invoice's cash discount was in time, the first "
        "one being 1; 0 is none of them.",
    )
    discount_source = fields.Monetary(
        string="Discount of the Credit Note",
        currency_field="source_currency_id",
        help="The discount that a credit note gives itself, in its currency.",
    )
    discount_source_tier = fields.Integer(
        help="Which step of the credit note's own cash discount was in time.",
    )
    company_amount_source = fields.Monetary(
        string="Value at the Payment Company",
        currency_field="source_company_currency_id",
        help="The booked value of what is used, in the payment company's "
        "accounting currency.",
    )
    company_amount_target = fields.Monetary(
        string="Value at the Invoice Company",
        currency_field="target_company_currency_id",
        help="What the invoice company receives, in its accounting currency at "
        "the value date.",
    )
    exchange_difference = fields.Monetary(
        currency_field="target_company_currency_id",
        help="Positive for a gain, in the invoice company's accounting currency, "
        "whichever company books it.",
    )

    # ------------------------------------------------------------
    # Fields: what it booked
    # ------------------------------------------------------------
    line_ids = fields.Many2many(
        comodel_name="account.move.line",
        relation="ar_settlement_leg_line_rel",
        column1="leg_id",
        column2="line_id",
        string="Journal Items",
        help="The journal items that were booked for it in all companies.",
    )
    mirror_ids = fields.Many2many(
        comodel_name="ar.settlement.mirror",
        relation="ar_settlement_leg_mirror_rel",
        column1="leg_id",
        column2="mirror_id",
        string="Due-to and Due-from Items",
        help="What one company owes the other for it, in the books of both.",
    )
    direct_partial_id = fields.Many2one(
        comodel_name="account.partial.reconcile",
        string="Direct Match",
        index="btree_not_null",
        ondelete="set null",
        help="Inside one company payment and invoice are matched without an entry.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    def _compute_currencies(self):
        """Of legs that were made before these fields; they depend on nothing."""
        for leg in self:
            leg.source_currency_id = leg.source_id.currency_id
            leg.target_currency_id = leg.target_id.currency_id
            leg.source_company_currency_id = leg.source_company_id.currency_id
            leg.target_company_currency_id = leg.target_company_id.currency_id

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _discount_takes(self):
        """What the leg took of both documents: item, place of the tier (or ``None``),
        amount without discount, and discount, in the item's currency."""
        for item, tier, amount, discount in (
            (
                self.target_move_line_id,
                self.discount_tier,
                self.amount_target,
                self.discount_target,
            ),
            (
                self.source_move_line_id,
                self.discount_source_tier,
                self.amount_source,
                self.discount_source,
            ),
        ):
            yield item, tier - 1 if tier else None, amount, discount

    @api.model
    def _posted_with(self, items):
        """The legs of posted settlements with some journal items, on either side."""
        receivable = items.filtered(
            lambda item: item.account_type == "asset_receivable"
        )
        return self.search(
            Domain("settlement_id.state", "=", "posted")
            & (
                Domain("source_move_line_id", "in", receivable.ids)
                | Domain("target_move_line_id", "in", receivable.ids)
            )
        )

    def _sides(self):
        """The entry of each source with that of its target, and the other way."""
        for leg in self:
            one, other = (
                leg.source_move_line_id.move_id,
                leg.target_move_line_id.move_id,
            )
            yield from ((one, other), (other, one))

    def _refresh_documents(self):
        """Let the documents of both sides that wait for the bank, where the database
        does, find out whether they still do; and then their payments."""
        moves = (self.source_move_line_id | self.target_move_line_id).move_id
        documents = moves.filtered(
            lambda move: (
                move.is_invoice(include_receipts=True)
                and move._get_invoice_in_payment_state() != "paid"
            )
        )
        if documents:
            payments = moves.origin_payment_id
            self.env.add_to_compute(documents._fields["payment_state"], documents)
            self.env.add_to_compute(payments._fields["state"], payments)

    # ------------------------------------------------------------
    # Business: the payment widget of a document
    # ------------------------------------------------------------
    def _widget_amount(self, item):
        """What the leg settles of a document's item, in its currency."""
        return (
            self.amount_target
            if self.target_move_line_id == item
            else self.amount_source
        )

    def _prepare_widget_row(self, row, item):
        """A row of the payment widget that names the document on the other side.

        Its readers may not be members of the other company: then no number is shown.
        """
        is_target = self.target_move_line_id == item
        other = self.source_move_line_id if is_target else self.target_move_line_id
        amount = self._widget_amount(item)
        company, own = other.company_id, item.company_currency_id
        value = self.company_amount_target if is_target else self.company_amount_source
        values = {
            **row,
            "amount": amount,
            "company_name": company.name if company != item.company_id else False,
            "date": self.value_date,
            "is_exchange": False,
            "amount_company_currency": formatLang(self.env, value, currency_obj=own),
            "amount_foreign_currency": item.currency_id != own
            and formatLang(self.env, amount, currency_obj=item.currency_id),
        }
        if company not in self.env.user.company_ids:
            hidden = self.env._("a document you may not open")
            return {
                **values,
                "ref": hidden,
                "name": hidden,
                "journal_name": self.env._("Payment"),
                "payment_method_name": False,
                "account_payment_id": False,
            }
        payment = other.move_id.origin_payment_id
        return {
            **values,
            "ref": other.move_id.name,
            "name": other.name,
            "journal_name": other.journal_id.name,
            "payment_method_name": payment.payment_method_line_id.name,
            "account_payment_id": payment.id,
            "move_id": other.move_id.id,
        }


class ArSettlementMirror(models.Model):
    """A due-to item of one company and the due-from item of the other: one debt."""

    _name = "ar.settlement.mirror"
    _inherit = ["ar.guarded.values", "ar.quick.rows"]
    _description = "Mirrored Due-to and Due-from Items"
    _order = "settlement_id, id"
    _rec_name = "settlement_id"

    settlement_id = fields.Many2one(
        comodel_name="ar.settlement",
        required=True,
        index=True,
        ondelete="cascade",
        help="The settlement that booked the pair.",
    )
    due_to_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Due-to Item",
        index="btree_not_null",
        ondelete="restrict",
        help="In the company that owes.",
    )
    due_from_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Due-from Item",
        index="btree_not_null",
        ondelete="restrict",
        help="In the company that is owed.",
    )
    leg_ids = fields.Many2many(
        comodel_name="ar.settlement.leg",
        relation="ar_settlement_leg_mirror_rel",
        column1="mirror_id",
        column2="leg_id",
        string="Who Paid What",
        help="What the pair was booked for.",
    )
