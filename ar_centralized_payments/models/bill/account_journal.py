from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountJournal(models.Model):
    """What a bank asks for bills of exchange, and how far it buys them."""

    _inherit = "account.journal"

    ar_bill_format = fields.Selection(
        selection=[("cfonb_lcr", "CFONB LCR"), ("csv", "CSV")],
        string="File of Bills",
        default="csv",
        help="What the bank is given for a remittance of bills.",
    )
    ar_bill_issuer_number = fields.Char(
        string="Issuer Number", help="The company's number with the bank, in the file."
    )
    ar_bill_convention = fields.Char(
        string="Type of Convention",
        help="What the bank has agreed on, up to six characters in the file.",
    )
    ar_bill_risk_days = fields.Integer(
        string="Risk Days of Bills",
        help="For how many days after its due date the bank may send a bill back.",
    )
    ar_bill_bank_days = fields.Integer(
        string="Bank Days of Bills",
        help="How many days the bank adds when it counts interest.",
    )
    ar_bill_discount_rate = fields.Float(
        string="Discount Rate of Bills (%)",
        digits=(16, 4),
        help="What the bank asks a year for buying bills before they are due.",
    )
    ar_bill_day_basis = fields.Selection(
        selection=[("360", "360 Days"), ("365", "365 Days")],
        string="Days of a Year",
        default="360",
        help="By how many days the bank divides a year's interest.",
    )
    ar_bill_fee = fields.Float(
        string="Fee of a Bill",
        digits=(16, 3),
        help="What the bank takes for each bill, in the bill's currency.",
    )
    ar_bill_facility_limit = fields.Monetary(
        string="Limit of Discounted Bills",
        currency_field="ar_bill_facility_currency_id",
        help="Up to how much the bank buys bills. 0: no limit.",
    )
    ar_bill_facility_currency_id = fields.Many2one(
        comodel_name="res.currency",
        string="Currency of the Limit",
        help="Empty: the company's.",
    )
    ar_bill_limit_check = fields.Selection(
        selection=[("off", "Off"), ("warn", "Warn"), ("refuse", "Refuse")],
        string="Check of the Limit",
        default="refuse",
        help="What happens where a remittance exceeds the limit.",
    )
    ar_bill_line_each = fields.Boolean(
        string="One Bank Line for Each Bill",
        help="Where the bank credits each bill by itself, and not one sum.",
    )

    @api.constrains(
        "ar_bill_risk_days", "ar_bill_bank_days", "ar_bill_discount_rate", "ar_bill_fee"
    )
    def _check_ar_bill(self):
        for journal in self:
            figures = (
                journal.ar_bill_risk_days,
                journal.ar_bill_bank_days,
                journal.ar_bill_discount_rate,
                journal.ar_bill_fee,
            )
            if min(figures) < 0 or max(figures[:2]) > 999 or figures[2] > 100:
                raise ValidationError(
                    self.env._(
                        "%(journal)s: days, rate and fee of bills cannot be negative; "
                        "days go up to 999, the rate up to 100.",
                        journal=journal.display_name,
                    )
                )

    def _ar_bank_account_for(self, direction):
        """The account on which money waits for this bank's statement; none: none.

        :param direction: ``inbound`` or ``outbound``
        """
        methods = self[f"{direction}_payment_method_line_ids"]
        account = methods.payment_account_id.filtered("active")[:1]
        if account:
            return account
        side = "debit" if direction == "inbound" else "credit"
        template = self.env["account.chart.template"].with_company(
            self.company_id.root_id
        )
        return (
            template.ref(
                f"account_journal_payment_{side}_account_id", raise_if_not_found=False
            )
            or self.env["account.account"]
        )
