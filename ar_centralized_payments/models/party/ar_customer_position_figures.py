"""What the position tells beyond open items. Computed for the rows that are shown."""

from odoo import api, fields, models

from ...books.as_of import as_of, reference_date
from ...books.discount_book import DiscountBook
from ...books.position_figures import PositionFigures


class ArCustomerPosition(models.Model):
    _inherit = "ar.customer.position"

    amount_discount = fields.Monetary(
        string="Discount Available",
        compute="_compute_amount_discount",
        help="The cash discounts that can still be taken of the open invoices.",
    )
    amount_draft_payments = fields.Monetary(
        string="Draft Payments",
        compute="_compute_amount_draft_payments",
        help="Payments that are entered and not posted, less those paid back.",
    )
    date_last_payment = fields.Date(
        string="Last Payment On",
        compute="_compute_last_payment",
        help="When the customer last paid this company in this currency.",
    )
    amount_last_payment = fields.Monetary(
        string="Last Payment",
        compute="_compute_last_payment",
        help="What the customer last paid this company in this currency.",
    )
    days_to_pay = fields.Float(
        string="Average Days to Pay",
        digits=(16, 1),
        compute="_compute_days_to_pay",
        help="From invoice to payment, of what was paid in the last 12 months, "
        "weighted by amounts.",
    )
    amount_sales = fields.Monetary(
        string="Sales of 12 Months",
        compute="_compute_amount_sales",
        help="What was invoiced in the last 12 months, without tax, less credit notes.",
    )
    position_ids = fields.Many2many(
        comodel_name="ar.customer.position",
        string="All Companies",
        compute="_compute_position_ids",
        help="The customer's positions in all your companies.",
    )
    record_ids = fields.Many2many(
        comodel_name="ar.party.record",
        string="Customer Records",
        compute="_compute_record_ids",
        help="The customer's records in all your companies.",
    )
    total_text = fields.Char(
        string="Net, all Companies",
        compute="_compute_total_text",
        help="All that is open of the customer, at today's rate, in the currency of "
        "the current company, and over how many companies.",
    )

    def _figures(self):
        """Figures for these rows, which the user may read: he is a member of their
        companies. ``sudo()``: they may not be ticked in the company switcher."""
        self.check_access("read")
        own = self._origin.sudo()
        return PositionFigures(
            self.env, own.party_id.ids, own.company_id.ids, reference_date(self.env)
        )

    def _key(self):
        self.ensure_one()
        return (self.party_id.id, self.company_id.id, self.currency_id.id)

    @api.depends("party_id", "company_id", "currency_id")
    @api.depends_context("ar_as_of", "uid")
    def _compute_amount_discount(self):
        """``sudo()``: the rows are the user's; their payment terms may not be."""
        today = reference_date(self.env)
        items = (
            self.env["ar.open.transaction"]
            .sudo()
            .search(
                [
                    ("party_id", "in", self.party_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("kind", "=", "invoice"),
                ]
            )
        )
        shown = DiscountBook(items.env).shown(items.move_line_id, lambda _item: today)
        sums = {}
        for item in items:
            offer = shown.get(item.id)
            if offer and offer["met"] is not None:
                key = (item.party_id.id, item.company_id.id, item.currency_id.id)
                discount = offer["tiers"][offer["met"]]["discount"]
                sums[key] = sums.get(key, 0.0) + discount
        for row in self:
            row.amount_discount = sums.get(row._key(), 0.0)

    @api.depends("party_id", "company_id", "currency_id")
    @api.depends_context("ar_as_of", "uid")
    def _compute_amount_draft_payments(self):
        drafts = {} if as_of(self.env) else self._figures().draft_payments()
        for row in self:
            row.amount_draft_payments = drafts.get(row._key(), (0.0,))[0]

    @api.depends("party_id", "company_id", "currency_id")
    @api.depends_context("ar_as_of", "uid")
    def _compute_last_payment(self):
        payments = self._figures().last_payments()
        for row in self:
            date, amount = payments.get(row._key(), (False, 0.0))
            row.date_last_payment, row.amount_last_payment = date, amount

    @api.depends("party_id", "company_id", "currency_id")
    @api.depends_context("ar_as_of", "uid")
    def _compute_days_to_pay(self):
        days = self._figures().days_to_pay()
        for row in self:
            row.days_to_pay = days.get(row._key(), (0.0,))[0] or 0.0

    @api.depends("party_id", "company_id", "currency_id")
    @api.depends_context("ar_as_of", "uid")
    def _compute_amount_sales(self):
        sales = self._figures().sales()
        for row in self:
            row.amount_sales = sales.get(row._key(), (0.0,))[0]

    @api.depends("party_id")
    @api.depends_context("ar_as_of", "uid")
    def _compute_position_ids(self):
        rows = self.search([("party_id", "in", self.party_id.ids)])
        by_party = rows.grouped("party_id")
        for row in self:
            row.position_ids = by_party.get(row.party_id, self.browse())

    @api.depends("party_id")
    @api.depends_context("uid")
    def _compute_record_ids(self):
        known = self.party_id._ar_party_partners()
        records = self.env["ar.party.record"]
        for row in self:
            party = known.get(row.party_id, row.party_id.browse())
            own = party._ar_commercial_records()
            row.record_ids = records.browse(own.ids)._filtered_access("read")

    @api.depends("party_id", "position_ids")
    @api.depends_context("ar_as_of", "uid", "company")
    def _compute_total_text(self):
        currency, mine = self.env.company.currency_id, self.env.user.company_ids
        for row in self:
            amount = sum(row.position_ids.mapped("amount_current"))
            row.total_text = self.env._(
                "%(amount)s, over the %(count)s companies of which you are a member",
                amount=currency.format(amount),
                count=len(mine),
            )
