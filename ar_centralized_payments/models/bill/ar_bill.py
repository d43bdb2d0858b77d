from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...settlement.bill_files import reference, short_number

KINDS = [
    ("not_accepted", "Bill, Not Accepted"),
    ("accepted", "Accepted Bill"),
    ("promissory_note", "Promissory Note"),
]
#: What a new bill gives to its draw, the payment.
OF_PAYMENT = ("partner_id", "currency_id", "amount", "date", "company_id")
#: What stays as it is once the bill is drawn.
FROZEN = {
    *OF_PAYMENT,
    "kind",
    "due_date",
    "acceptance_date",
    "drawer_reference",
}  #: Told by the engine alone: the payment of a bill is gone, or going.
ALONE = "ar_bill_alone"


class ArBill(models.Model):
    """A customer's bill of exchange: its draw is a payment of the customer, and every
    later step of its life an event (bills of exchange A2 and A3)."""

    _name = "ar.bill"
    _inherit = [
        "ar.guarded.values",
        "ar.numbered",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Bill of Exchange"
    _order = "due_date desc, id desc"
    _check_company_auto = True
    _sequence_name = "ar_centralized_payments.sequence_bill"

    _engine_fields = frozenset(
        {
            *("name", "payment_id", "state", "event_ids", "remittance_id"),
            *("remittance_type", "origin_bill_ids", "redraw_bill_id", "risk_until"),
            *("amount_honored", "amount_protested", "amount_open", "amount_contingent"),
            *("amount_facility", "value_outstanding", "bank_journal_id"),
            *("remittance_line_ids",),
        }
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="Number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Given when the bill is drawn.",
    )
    payment_id = fields.Many2one(
        comodel_name="account.payment",
        string="Draw",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        copy=False,
        help="The payment that draws the bill: what it settles, in which companies.",
    )
    company_id = fields.Many2one(
        related="payment_id.company_id",
        store=True,
        readonly=False,
        index=True,
        help="The company that holds the bill.",
    )
    partner_id = fields.Many2one(
        related="payment_id.partner_id",
        string="Drawee",
        store=True,
        readonly=False,
        index=True,
        help="The customer who is to pay the bill.",
    )
    currency_id = fields.Many2one(
        related="payment_id.currency_id",
        store=True,
        readonly=False,
        help="The currency of the bill.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        related="payment_id.amount",
        string="Face Amount",
        store=True,
        readonly=False,
        tracking=True,
        help="What the customer is to pay when the bill is due.",
    )
    date = fields.Date(
        related="payment_id.date",
        string="Draw Date",
        store=True,
        readonly=False,
        help="The date of the draw: from then on the invoices are paid.",
    )
    kind = fields.Selection(
        selection=KINDS,
        default="not_accepted",
        required=True,
        tracking=True,
        help="Accepted: the customer signed the bill. Promissory note: the customer "
        "drew it.",
    )
    acceptance_date = fields.Date(
        copy=False,
        tracking=True,
        help="When the customer accepted the bill; an accepted bill needs it before it "
        "is drawn.",
    )
    due_date = fields.Date(
        tracking=True,
        index=True,
        help="When the customer is to pay. Empty: the latest due date of what is "
        "marked; nothing marked: the draw date and the customer's days of a bill.",
    )
    is_due_date_typed = fields.Boolean(
        readonly=True, copy=False, help="The due date stays as it was typed."
    )
    drawee_bank_id = fields.Many2one(
        comodel_name="res.partner.bank",
        string="Drawee's Bank Account",
        domain="[('partner_id', 'child_of', partner_id)]",
        help="Where the bill is to be paid.",
    )
    drawee_bank_name = fields.Char(
        compute="_compute_drawee_bank_name",
        store=True,
        readonly=False,
        string="Drawee's Bank",
        help="The name of the bank, on paper and in the bank's file.",
    )
    drawee_reference = fields.Char(help="What the drawee calls the bill.")
    drawer_reference = fields.Char(
        copy=False,
        help="Up to ten letters and digits, for the bank's file. Empty: of the number.",
    )
    place = fields.Char(string="Place of Issue", help="Where the bill was drawn.")

    is_marked = fields.Char(
        string="Settles",
        compute="_compute_is_marked",
        help="What the bill pays, as far as you may see it.",
    )

    _payment_unique = models.UniqueIndex(
        "(payment_id)", "This payment is the draw of another bill already."
    )
    _reference_unique = models.UniqueIndex(
        "(company_id, partner_id, drawer_reference) "
        "WHERE drawer_reference IS NOT NULL AND state NOT IN ('cancelled', 'draft')",
        "There is a bill of this customer with the same drawer reference already.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    def _refresh_due_dates(self):
        """What was typed stays; else see the field's help."""
        drafts = self.filtered(
            lambda bill: (
                bill.state in (False, "draft")
                and not bill.is_due_date_typed
                and bill.date
            )
        )
        marked = drafts._marked_due_dates()
        for bill in drafts:
            days = bill.partner_id.with_company(bill.company_id).ar_bill_days
            own = bill.date + timedelta(days=days or 0)
            bill.due_date = max(marked[bill], bill.date) if bill in marked else own

    def _marked_due_dates(self):
        """Bill -> the latest due date of what it marks.

        ``sudo()``: the date alone is used, of whatever is marked.
        """
        marks = self.env["ar.settlement.line"].sudo().search(
            [("payment_id", "in", self.payment_id.ids), ("is_marking", "=", True)]
        )  # fmt: skip
        bills = {bill.payment_id.id: bill for bill in self}
        latest = {}
        for mark in marks:
            others = mark.settlement_id.line_ids - mark
            dates = [date for date in others.mapped("date_maturity") if date]
            if dates:
                latest[bills[mark.payment_id.id]] = max(dates)
        return latest

    @api.depends("drawee_bank_id")
    def _compute_drawee_bank_name(self):
        for bill in self:
            bank = bill.drawee_bank_id.bank_id.name
            bill.drawee_bank_name = bank or bill.drawee_bank_name

    @api.depends("payment_id.ar_marked_amount", "state")
    @api.depends_context("uid")
    def _compute_is_marked(self):
        for bill in self:
            lines = bill.payment_id.settlement_ids.line_ids
            lines = lines.filtered(lambda line: line.side == "target")
            documents = [line.document for line in lines if line.document]
            bill.is_marked = ", ".join(documents)

    # ------------------------------------------------------------
    # Constrains
    # ------------------------------------------------------------
    @api.constrains("due_date", "date", "acceptance_date", "kind")
    def _check_dates(self):
        problems = [text for bill in self for text in bill._date_problems()]
        if problems:
            raise ValidationError("\n".join(problems))

    def _date_problems(self):
        words = {"bill": self._text()}
        if self.due_date and self.date and self.due_date < self.date:
            yield self.env._("%(bill)s: it cannot be due before it is drawn.", **words)
        if self.acceptance_date and self.kind != "accepted":
            yield self.env._(
                "%(bill)s: only an accepted bill has an acceptance date.", **words
            )
        if self.acceptance_date and self.acceptance_date > fields.Date.context_today(
            self
        ):
            yield self.env._(
                "%(bill)s: it cannot have been accepted in the future.", **words
            )
        if self.acceptance_date and self.date and self.acceptance_date < self.date:
            yield self.env._(
                "%(bill)s: it cannot have been accepted before it was drawn.", **words
            )

    @api.constrains("drawer_reference")
    def _check_drawer_reference(self):
        for bill in self.filtered("drawer_reference"):
            text = bill.drawer_reference
            if len(text) > 10 or reference(text) != text.upper():
                raise ValidationError(
                    self.env._(
                        "%(bill)s: the drawer reference has up to ten letters and "
                        "digits.",
                        bill=bill._text(),
                    )
                )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """A new bill is a new draft payment, which makes the bill.

        The engine gives the payment itself.
        """
        if self.env.su and all(vals.get("payment_id") for vals in vals_list):
            bills = super().create([{"name": "*", **vals} for vals in vals_list])
            bills._refresh_due_dates()
            return bills
        self._check_bounds(vals_list)
        self._check_given(vals_list)
        self._check_not_given(vals_list, *sorted(self._engine_fields))
        payments = self.env["account.payment"].create(
            [self._prepare_draw_vals(vals) for vals in vals_list]
        )
        bills = payments._ar_bills()
        for bill, vals in zip(bills, vals_list, strict=True):
            own = {name: vals[name] for name in vals if name not in OF_PAYMENT}
            bill.write(own)
        return bills

    @api.model
    def default_get(self, fields):
        """What a new bill starts with.

        The engine's is as its payment says: what users stored as defaults for
        themselves, maybe of companies that they left, is not written to the payment.
        """
        if self.env.su:
            return super().default_get([name for name in fields if name == "kind"])
        defaults = super().default_get(fields)
        own = {
            "company_id": self.env.company.id,
            "currency_id": self.env.company.currency_id.id,
            "date": self._today(),
        }
        return {**{n: v for n, v in own.items() if n in fields}, **defaults}

    @api.model
    def _prepare_draw_vals(self, vals):
        """What the payment of a new bill is given."""
        defaults = self.default_get([*OF_PAYMENT])
        given = {**defaults, **{n: vals[n] for n in OF_PAYMENT if vals.get(n)}}
        if not given.get("partner_id"):
            raise UserError(self.env._("Choose the customer of the bill."))
        return {
            **given,
            "payment_type": "inbound",
            "partner_type": "customer",
            "ar_payment_type": "bill",
        }

    def write(self, vals):
        self._check_bounds([vals])
        if not self.env.su and vals.keys() & FROZEN:
            self._check_state("draft")
        if "due_date" in vals and not self.env.su:
            vals = {**vals, "is_due_date_typed": bool(vals["due_date"])}
        result = super().write(vals)
        if vals.get("partner_id") or vals.get("date") or vals.get("due_date") is False:
            self.sudo()._refresh_due_dates()
        return result

    def unlink(self):
        """A draft bill goes with its draft payment; where that goes, the bill alone."""
        if self.env.su and self.env.context.get(ALONE):
            return super().unlink()
        self.check_access("unlink")
        self._check_never_drawn()
        self.payment_id.unlink()
        return super(ArBill, self.exists()).unlink()

    def _check_never_drawn(self):
        self._check_state("draft", "cancelled")
        drawn = self.filtered("event_ids")
        if drawn:
            raise UserError(
                self.env._(
                    "%(bills)s: a bill that was drawn stays as the record of it.",
                    bills=", ".join(drawn.mapped("name")),
                )
            )

    def _unlink_alone(self):
        """Delete bills whose payments go, or pay by something else.

        ``sudo()`` is the caller's, who may change the payment.
        """
        return self.with_context(**{ALONE: True}).unlink()

    @api.depends("name", "partner_id", "state")
    def _compute_display_name(self):
        for bill in self:
            bill.display_name = bill._text()

    def _text(self):
        """What a bill is recognised by."""
        if self.name and self.name != "*":
            return self.name
        return self.env._(
            "Draft bill of %(customer)s",
            customer=self.partner_id.display_name or self.env._("no customer"),
        )

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _default_reference(self):
        return self.drawer_reference or short_number(self.name, 10)

    @api.model
    def _domain_numbered(self, company):
        return [("company_id", "child_of", company.id), ("name", "!=", "*")]
