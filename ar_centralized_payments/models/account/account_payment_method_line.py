from odoo import fields, models


class AccountPaymentMethodLine(models.Model):
    _name = "account.payment.method.line"
    _inherit = ["account.payment.method.line", "ar.bounded.own.values"]

    ar_discount_grace_days = fields.Integer(
        string="Discount Grace Days",
        help="Customers' payments by this method take a cash discount until so many "
        "days after its date: the time that the money is on its way.",
    )

    _ar_discount_grace_days_bounded = models.Constraint(
        "CHECK (ar_discount_grace_days BETWEEN 0 AND 3660)",
        "The grace days of a cash discount cannot be negative, nor more than 3,660.",
    )
