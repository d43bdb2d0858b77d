from odoo import api, fields, models

from ...books.given_values import Kind, checked, one
from ...books.steps import from_steps


class ArSettlementLine(models.Model):
    """One marked transaction of a settlement: a receivable item or a draft payment.

    ``amount`` and ``discount`` are computed until the user writes them, and again
    after ``False`` was written. Both are in the transaction's currency; together they
    are what its open amount goes down by (accounting section 3.4).
    """

    _name = "ar.settlement.line"
    _inherit = ["ar.guarded.values"]
    _description = "Settlement Line"
    _order = "settlement_id, side desc, date, id"
    _rec_name = "document"

    _engine_fields = frozenset(
        {
            "is_marking",
            "company_id",
            "currency_id",
            "side",
            "document",
            "date",
            "date_maturity",
            "amount_settled",
            "discount_settled",
            "difference_settled",
        }
    )

    _kinds = {"cross_rate": Kind("cross_rate")}

    # ------------------------------------------------------------
    # Fields: what is marked
    # ------------------------------------------------------------
    settlement_id = fields.Many2one(
        comodel_name="ar.settlement",
        required=True,
        index=True,
        ondelete="cascade",
        help="The settlement that marks the transaction.",
    )
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Transaction",
        ondelete="set null",
        help="A posted receivable item: invoice, credit note, payment, opening entry.",
    )
    payment_id = fields.Many2one(
        comodel_name="account.payment",
        string="Draft Payment",
        ondelete="set null",
        help="A payment that is not posted yet; posting it posts the settlement.",
    )
    is_marking = fields.Boolean(
        string="Holds the Mark",
        compute="_compute_is_marking",
        store=True,
        help="While the settlement is a draft, no other one can mark the transaction.",
    )
    customer_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_customer_id",
        store=True,
        compute_sudo=True,
        index=True,
        help="The customer whose transaction it is.",
    )
    is_primary = fields.Boolean(
        string="Primary",
        help="The primary payment: everything else is routed through its company.",
    )

    # ------------------------------------------------------------
    # Fields: the transaction
    # ------------------------------------------------------------
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_transaction",
        store=True,
        compute_sudo=True,
        index=True,
        help="The company whose document it is.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_transaction",
        store=True,
        compute_sudo=True,
        help="The transaction currency.",
    )
    side = fields.Selection(
        selection=[("source", "Pays"), ("target", "Is Paid")],
        compute="_compute_transaction",
        store=True,
        compute_sudo=True,
        help="Whether the transaction decreases or increases what the customer owes.",
    )
    document = fields.Char(
        compute="_compute_transaction",
        store=True,
        compute_sudo=True,
        help="The number of the invoice, credit note, payment or entry.",
    )
    date = fields.Date(
        string="Accounting Date",
        compute="_compute_transaction",
        store=True,
        compute_sudo=True,
        help="The accounting date of the transaction: for a payment, when the "
        "customer paid.",
    )
    date_maturity = fields.Date(
        string="Due Date",
        compute="_compute_transaction",
        store=True,
        compute_sudo=True,
        help="When the transaction is due.",
    )
    amount_open = fields.Monetary(
        string="Open Amount",
        compute="_compute_amount_open",
        compute_sudo=True,
        help="What is open of the transaction now, in its own currency.",
    )

    # ------------------------------------------------------------
    # Fields: what is settled
    # ------------------------------------------------------------
    amount = fields.Monetary(
        string="Amount to Settle",
        compute="_compute_amounts",
        compute_sudo=True,
        readonly=False,
        help="What is paid or used, without discount. Determined automatically until "
        "you type it.",
    )
    discount = fields.Monetary(
        string="Cash Discount",
        compute="_compute_amounts",
        compute_sudo=True,
        readonly=False,
        help="The discount given on top of the amount. Determined automatically until "
        "you type it; 0 means none.",
    )
    amount_left = fields.Monetary(
        string="Stays Open",
        compute="_compute_amounts",
        compute_sudo=True,
        help="What stays open of the transaction after this settlement.",
    )
    amount_typed = fields.Monetary(
        string="Typed Amount",
        help="The amount as a user typed it.",
    )
    discount_typed = fields.Monetary(
        string="Typed Discount",
        help="The discount as a user typed it.",
    )
    amount_settled = fields.Monetary(
        string="Settled Amount",
        readonly=True,
        help="What the posted settlement paid or used.",
    )
    discount_settled = fields.Monetary(
        string="Settled Discount",
        readonly=True,
        help="The discount that the posted settlement gave.",
    )
    is_amount_manual = fields.Boolean(
        string="Amount Typed by a User",
        help="The amount is kept as typed; else it is determined again and again.",
    )
    is_discount_manual = fields.Boolean(
        string="Discount Typed by a User",
        help="The discount is kept as typed; else it is determined again and again.",
    )
    use_cash_discount = fields.Selection(
        selection=[("normal", "Normal"), ("always", "Always"), ("never", "Never")],
        default="normal",
        required=True,
        help="Normal: the tier whose date is met. Always: the first tier, as if its "
        "date were met. Never: none.",
    )
    full_settlement = fields.Boolean(
        help="What the payments leave open of the invoice is given as extra discount.",
    )
    difference = fields.Monetary(
        string="Written Off",
        compute="_compute_amounts",
        compute_sudo=True,
        help="A penny difference, over- or underpayment that the company writes off.",
    )
    difference_settled = fields.Monetary(
        string="Settled Difference",
        readonly=True,
        help="What the posted settlement wrote off.",
    )
    cross_rate = fields.Float(
        digits=(16, 9),
        help="Units of this transaction's currency for one unit of the payment's "
        "currency, in place of the rates of the day. With one payment only, and where "
        "this currency is neither the payment's nor the company's own.",
    )

    # ------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------
    _move_line_marked_once = models.UniqueIndex(
        "(move_line_id) WHERE is_marking",
        "A transaction is marked in another draft settlement already. Unmark it there "
        "first (Invoicing > Customers > Settlements).",
    )
    _payment_marked_once = models.UniqueIndex(
        "(payment_id) WHERE is_marking",
        "A draft payment is marked in another draft settlement already. Unmark it "
        "there first.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("settlement_id.state")
    def _compute_is_marking(self):
        for line in self:
            line.is_marking = line.settlement_id.state == "draft"

    @api.depends("move_line_id", "payment_id")
    def _compute_transaction(self):
        """Where the document is gone, what the line knew of it stays.

        Not a dependency: the date of a draft payment, which tells its marks itself
        (other changes drop them). Odoo would look for marks at every write of every
        payment.
        """
        for line in self:
            item, payment = line.move_line_id, line.payment_id
            subject = item or payment
            line.company_id = subject.company_id or line.company_id
            line.currency_id = subject.currency_id or line.currency_id
            line.date = subject.date or line.date
            line.date_maturity = item.date_maturity or line.date
            line.document = (
                item.move_name or payment.display_name or line.document
                if subject
                else line.document
            )
            if item:
                is_target = (item.balance or item.amount_currency) > 0
                line.side = "target" if is_target else "source"
            elif payment:
                is_target = payment.payment_type == "outbound"
                line.side = "target" if is_target else "source"
            else:
                line.side = line.side

    @api.depends("settlement_id.partner_id", "move_line_id", "payment_id")
    def _compute_customer_id(self):
        """The settlement's customer; of what is another customer's, that one."""
        for line in self:
            own = line.settlement_id.partner_id
            found = (line.move_line_id or line.payment_id).partner_id
            is_own = not found or found._ar_party_key() == own._ar_party_key()
            line.customer_id = own if is_own else found.commercial_partner_id

    @api.depends(
        "move_line_id.amount_residual",
        "move_line_id.amount_residual_currency",
        "payment_id.amount",
    )
    def _compute_amount_open(self):
        for line in self:
            item = line.move_line_id
            line.amount_open = abs(
                item.amount_residual_currency if item else line.payment_id.amount
            )

    @api.depends(
        "settlement_id.state",
        "settlement_id.date",
        "settlement_id.discount_reference_date",
        "settlement_id.line_ids.amount_typed",
        "settlement_id.line_ids.discount_typed",
        "settlement_id.line_ids.is_amount_manual",
        "settlement_id.line_ids.is_discount_manual",
        "settlement_id.line_ids.is_primary",
        "settlement_id.line_ids.cross_rate",
        "settlement_id.line_ids.use_cash_discount",
        "settlement_id.line_ids.full_settlement",
        "settlement_id.line_ids.amount_open",
    )
    def _compute_amounts(self):
        drafts = self.filtered(lambda line: line.settlement_id.state == "draft")
        for line in self - drafts:
            line.amount = line.amount_settled
            line.discount = line.discount_settled
            line.difference = line.difference_settled
            line.amount_left = 0.0
        planned = drafts.settlement_id._planned()
        for line in drafts:
            found = line._planned_amounts(planned[line.settlement_id].plan)
            line.amount = (
                line.amount_typed if line.is_amount_manual else found["amount"]
            )
            line.discount = (
                line.discount_typed if line.is_discount_manual else found["discount"]
            )
            line.difference = found["difference"]
            line.amount_left = found["left"]

    def _planned_amounts(self, plan):
        """What a plan settles of the transaction, in its currency (floats)."""
        currency, settled = self.currency_id, plan.settled.get(self._item_key())
        if not settled:
            found = dict.fromkeys(("amount", "discount", "difference"), 0.0)
        else:
            found = {
                name: from_steps(getattr(settled, name), currency)
                for name in ("amount", "discount", "difference")
            }
        return {**found, "left": currency.round(self.amount_open - sum(found.values()))}

    # ------------------------------------------------------------
    # Onchange
    # ------------------------------------------------------------
    @api.onchange("amount")
    def _onchange_amount(self):
        self._take_typed("amount")

    @api.onchange("discount")
    def _onchange_discount(self):
        self._take_typed("discount")

    def _take_typed(self, name):
        """Note that the user typed an amount, or cleared it to have it determined.

        Odoo also calls this where the amount was determined anew because something
        else changed; that is nothing typed.
        """
        typed, is_manual, kept = self[name], f"is_{name}_manual", f"{name}_typed"
        known = self[kept] if self[is_manual] else self._determined()[name]
        if not self.currency_id.compare_amounts(typed, known):
            return
        # In one step: after the first of them, ``amount`` would be determined anew.
        is_typed = name == "discount" or bool(typed)
        self.update({is_manual: is_typed, kept: typed})
        self[name] = typed if is_typed else self._determined()[name]

    def _determined(self):
        """Amounts as the plan has them now."""
        planned = self.settlement_id._planned()
        return self._planned_amounts(next(iter(planned.values())).plan)

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_bounds(vals_list)
        vals_list = [self._prepare_typed_vals(vals) for vals in vals_list]
        self._check_given(vals_list)  # before anything is told of what is marked
        self._check_not_marked(vals_list)
        self._check_drafts(
            self.env["ar.settlement"].browse(
                {s for vals in vals_list if (s := vals.get("settlement_id"))}
            )
        )
        lines = super().create(vals_list)
        lines.payment_id._ar_ensure_entry()
        self._forget_settlements()
        return lines

    def write(self, vals):
        self._check_bounds([vals])
        vals = self._prepare_typed_vals(vals)
        self._check_given([vals])
        self._check_not_marked([vals])
        self._check_drafts(self.settlement_id)
        if vals.get("settlement_id"):
            self._check_drafts(self.settlement_id.browse(vals["settlement_id"]))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        self._check_drafts(self.settlement_id)

    def unlink(self):
        self._forget_settlements()
        return super().unlink()

    @api.model
    def _forget_settlements(self):
        """Let documents look again for their settlements."""
        for model in ("account.move", "account.payment"):
            names = {
                *("settlement_ids", "settlement_id", "settlement_count"),
                *("ar_marked_amount", "ar_problem"),
            }
            self.env[model].invalidate_model(names & self.env[model]._fields.keys())

    @api.model
    def _prepare_typed_vals(self, vals):
        """Turn what is written to ``amount`` and ``discount`` into what was typed.

        ``False`` makes them automatic again; an explicit 0 is an amount of 0.
        """
        vals = dict(vals)
        for name in ("amount", "discount"):
            if name in vals:
                typed = vals.pop(name)
                is_typed = typed is not False and typed is not None
                vals[f"{name}_typed"] = typed if is_typed else 0.0
                vals[f"is_{name}_manual"] = is_typed
        return vals

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_automatic(self):
        """Forget what was typed: amount and discount are determined again."""
        self.write({"amount": False, "discount": False})
        return True

    @checked
    def action_settle_transactions(self):
        """Open the page that settles what this transaction is marked for."""
        return self.settlement_id.action_settle_transactions()

    @checked
    def action_open_document(self):
        """Open the marked document.

        ``sudo()`` for its id alone: its company may not be ticked yet.
        """
        one(self)
        self.settlement_id._check_members()
        move = self.sudo().move_line_id.move_id
        record = self.sudo().payment_id or move.origin_payment_id or move
        action = record._get_records_action(context={"create": False})
        return self.company_id._ar_open(action)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _take_items(self):
        """Put the item of a payment just posted in the place of the draft payment."""
        for line in self:
            item = line.payment_id._ar_receivable_lines()
            line.write({"move_line_id": item.id, "payment_id": False})

    def _item_key(self):
        """The key of the item in the planner."""
        self.ensure_one()
        if self.move_line_id:
            return self.move_line_id.id
        return ("payment", self.payment_id.id)

    def _document_text(self):
        """Company and document, as refusals name them."""
        return self.env._(
            "%(company)s, %(document)s",
            company=self.company_id.name,
            document=self.document,
        )
