from odoo import api, fields, models

from ...books.bill_book import BillBook

KINDS = [
    ("draw", "Drawn"),
    ("remit", "Remitted"),
    ("honor", "Honored"),
    ("protest", "Protested"),
    ("revive", "Debt Back on Invoices"),
    ("redraw", "Redrawn"),
    ("recall", "Recalled"),
    ("close", "Closed"),
    ("undo", "Undone"),
]


class ArBillEvent(models.Model):
    """One step in the life of a bill, with what it booked; only the engine makes it."""

    _name = "ar.bill.event"
    _inherit = ["ar.guarded.values"]
    _description = "Event of a Bill of Exchange"
    _order = "id"
    _rec_name = "kind"

    _engine_fields = frozenset(
        {
            *("bill_id", "kind", "date", "amount", "value", "liability", "place"),
            *("bank_amount", "bank_value", "fee", "interest", "cost", "difference"),
            *("is_closing", "was_honored", "is_on_invoices", "cause", "new_bill_id"),
            *("move_id", "line_ids", "bank_line_id", "remittance_id", "undone_by_id"),
            *("settlement_ids", "payment_id"),
        }
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    bill_id = fields.Many2one(
        comodel_name="ar.bill",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="The bill that it happened to.",
    )
    company_id = fields.Many2one(related="bill_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="bill_id.currency_id")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    kind = fields.Selection(
        selection=KINDS,
        string="Event",
        required=True,
        readonly=True,
        help="What happened.",
    )
    date = fields.Date(
        required=True, readonly=True, index=True, help="The date of its entry."
    )
    amount = fields.Monetary(readonly=True, help="The part of the bill it was about.")
    value = fields.Monetary(
        string="Booked Value",
        readonly=True,
        currency_field="company_currency_id",
        help="What this part was worth when the bill was drawn.",
    )
    liability = fields.Monetary(
        string="Liability to the Bank",
        readonly=True,
        currency_field="company_currency_id",
        help="What it moved of what the bank may claim back.",
    )
    place = fields.Char(
        string="Where the Bill Went",
        readonly=True,
        help="With which kind of remittance.",
    )
    bank_amount = fields.Monetary(
        readonly=True, help="What the bank credits, or debits (negative)."
    )
    bank_value = fields.Monetary(
        readonly=True,
        currency_field="company_currency_id",
        help="What the bank credits, or debits (negative), in the company's currency.",
    )
    fee = fields.Monetary(readonly=True, help="What the bank took as fee.")
    interest = fields.Monetary(
        readonly=True, help="Interest of a discount, a recall or a redraw."
    )
    cost = fields.Monetary(readonly=True, help="Cost of a protest.")
    difference = fields.Monetary(
        string="Exchange Difference",
        readonly=True,
        currency_field="company_currency_id",
        help="Realized; a loss is positive, as it is debited.",
    )
    is_closing = fields.Boolean(
        string="Final", readonly=True, help="The bank can no longer come back."
    )
    was_honored = fields.Boolean(
        readonly=True, help="The bill had been honored before its protest."
    )
    is_on_invoices = fields.Boolean(
        string="On the Invoices",
        readonly=True,
        help="The customer owes the invoices again, not the bill.",
    )
    cause = fields.Char(readonly=True, help="Why the drawee did not pay.")
    new_bill_id = fields.Many2one(
        comodel_name="ar.bill",
        readonly=True,
        index="btree_not_null",
        help="The bill that pays the protested one.",
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Where it was booked; several bills may share it.",
    )
    line_ids = fields.One2many(
        comodel_name="account.move.line",
        inverse_name="ar_bill_event_id",
        string="Journal Items",
        readonly=True,
        help="The journal items of this bill.",
    )
    bank_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Bank Item",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The item that waits for the bank statement; several bills may share it.",
    )
    payment_id = fields.Many2one(
        comodel_name="account.payment",
        readonly=True,
        index="btree_not_null",
        help="The payment that drew the bill, or took the draw back.",
    )
    settlement_ids = fields.Many2many(
        comodel_name="ar.settlement",
        relation="ar_bill_event_settlement_rel",
        string="Undone Settlements",
        readonly=True,
        help="What the draw had paid, and this event opened again.",
    )
    remittance_id = fields.Many2one(
        comodel_name="ar.bill.remittance",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The remittance of the bill.",
    )
    undone_by_id = fields.Many2one(
        comodel_name="ar.bill.event",
        readonly=True,
        index="btree_not_null",
        help="The event that took it back.",
    )
    is_undone = fields.Boolean(
        string="Undone",
        compute="_compute_is_undone",
        help="It counts no more, or took something back.",
    )

    @api.depends("undone_by_id", "kind")
    def _compute_is_undone(self):
        for event in self:
            event.is_undone = bool(event.undone_by_id) or event.kind == "undo"

    def _take_payment_lines(self):
        """Keep whose the items of the payments are that drew a bill, or took its draw
        back, and why they are what they are.

        To be called with ``sudo()``. Nothing that Odoo checks of a posted item changes.
        """
        book = BillBook(self.env["ar.bill"])
        items = self.payment_id.move_id.line_ids
        link, why = (items._fields[n] for n in ("ar_bill_event_id", "ar_because"))
        items.modified([link.name], before=True)
        for event in self:
            lines = event.payment_id.move_id.line_ids
            link.write(lines, event.id)
            for line in lines:
                why.write(line, book.payment_because(event.bill_id, line))
        items.modified([link.name, why.name])

    def _label_with_amount(self):
        """The event in words, for the log."""
        return f"{self._label()}: {self.currency_id.format(self.amount)}"

    def _label(self):
        """The event in words, for journal items."""
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
