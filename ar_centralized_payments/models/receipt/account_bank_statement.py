from odoo import fields, models


class AccountBankStatement(models.Model):
    _inherit = "account.bank.statement"

    ar_file_checksum = fields.Char(
        string="Checksum of the File",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="By which a file that was imported already is recognised.",
    )
