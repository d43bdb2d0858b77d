from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_other_customers = fields.Selection(
        selection=[
            ("allowed", "Allowed"),
            ("asked", "Asked"),
            ("refused", "Refused"),
        ],
        string="Payments for Other Customers",
        default="asked",
        required=True,
        help="Whether a customer's payment may settle documents of another customer. "
        "Allowed: whoever settles marks them. Asked: the other customer has to be "
        "added first. Refused: neither by a payment "
        "that this company received, nor for a document of this company.",
    )
