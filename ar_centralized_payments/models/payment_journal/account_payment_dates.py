from odoo import api, fields, models
from odoo.exceptions import UserError

#: Field of a line -> field of the draft settlement that marks it.
DATES = {"ar_settlement_date": "date", "ar_discount_date": "discount_reference_date"}


class PaymentJournalLineDates(models.AbstractModel):
    """The dates of the settlement that waits with a line of a payment journal;
    ``account.payment`` inherits it, and nothing else."""

    _name = "ar.payment.journal.line.dates"
    _description = "Dates of a Line's Settlement"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    ar_settlement_date = fields.Date(
        string="Settlement Date",
        compute="_compute_ar_settlement_dates",
        inverse="_inverse_ar_settlement_date",
        help="The date of the entries that settle what is marked. Empty: the latest "
        "among the marked transactions.",
    )
    ar_discount_date = fields.Date(
        string="Discount Date",
        compute="_compute_ar_settlement_dates",
        inverse="_inverse_ar_discount_date",
        help="The date that decides on cash discounts. Empty: the date of the payment.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("state", "move_id")
    @api.depends_context("uid")
    def _compute_ar_settlement_dates(self):
        for payment in self:
            for name, own in DATES.items():
                payment[name] = payment.settlement_id[own]

    def _inverse_ar_settlement_date(self):
        self._ar_give_settlement("ar_settlement_date")

    def _inverse_ar_discount_date(self):
        self._ar_give_settlement("ar_discount_date")

    def _ar_give_settlement(self, name):
        """Give the draft settlements a date; the dates of all lines together."""
        unmarked = self.filtered(lambda p: p[name] and not p.settlement_id)
        if unmarked:
            raise UserError(
                self.env._(
                    "Mark what these payments settle before you give them the date of "
                    "a settlement: %(payments)s.",
                    payments=", ".join(p._ar_line_text() for p in unmarked[:10]),
                )
            )
        for date, some in self.grouped(name).items():
            some.settlement_id.write({DATES[name]: date})

    def _ar_discount_grace_days(self):
        """By how many days the payment's method extends the dates of discounts."""
        return self.payment_method_line_id.ar_discount_grace_days

    def _ar_discount_day(self):
        """The day that counts for discounts, where that is not the payment's date."""
        return False
