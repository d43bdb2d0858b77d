from odoo import api, fields, models
from odoo.exceptions import AccessError

#: What the engine alone writes.
DEBIT_FIELDS = frozenset(
    {"ar_debit_file_id", "ar_debit_account_id", "ar_debit_mandate", "ar_debit_sequence"}
)


class AccountPayment(models.Model):
    _inherit = "account.payment"

    ar_debit_file_id = fields.Many2one(
        comodel_name="ar.debit.file",
        string="Direct Debit File",
        check_company=True,
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The file by which the bank collects the payment.",
    )
    ar_debit_account_id = fields.Many2one(
        comodel_name="res.partner.bank",
        string="Debited Account",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The customer's account that the file debits.",
    )
    ar_debit_mandate = fields.Char(
        string="Mandate Used",
        readonly=True,
        copy=False,
        help="The mandate under which the file collects.",
    )
    ar_debit_sequence = fields.Selection(
        selection=[
            ("FRST", "First"),
            ("RCUR", "Next"),
            ("FNAL", "Last"),
            ("OOFF", "Only One"),
        ],
        string="Sequence Type",
        readonly=True,
        copy=False,
        help="Which collection under the mandate it is.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._ar_check_debit_fields(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._ar_check_debit_fields(vals)
        return super().write(vals)

    def _ar_check_debit_fields(self, vals):
        """Refuse what only a file of direct debits says of its payments."""
        if not self.env.su and any(
            vals.get(name) for name in DEBIT_FIELDS & vals.keys()
        ):
            raise AccessError(
                self.env._(
                    "The file of a direct debit cannot be typed: make the file, or "
                    "note that the bank refused it."
                )
            )
