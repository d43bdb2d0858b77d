from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    ar_creditor_identifier = fields.Char(
        related="company_id.ar_creditor_identifier",
        readonly=False,
    )
