from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_payoff_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank for Intercompany Payments",
        check_company=True,
        domain="[('type', '=', 'bank')]",
        help="What this company owes other companies of the group is paid from it, and "
        "what they owe is received on it. Empty: its first bank journal.",
    )

    def _ar_payoff_account(self, direction):
        """The outstanding account that payments between companies wait on.

        To be called with ``sudo()``, on one company.

        :param str direction: ``inbound`` or ``outbound``
        :return: ``account.account``, empty where the bank has none
        """
        journals = self.env["account.journal"].with_company(self)
        journal = self.ar_payoff_journal_id or journals.search(
            [("company_id", "=", self.id), ("type", "=", "bank")], limit=1
        )
        methods = journal[f"{direction}_payment_method_line_ids"]
        account = methods.payment_account_id.filtered("active")[:1]
        if account or not journal:
            return account
        payment = self.env["account.payment"].new(
            {"company_id": self.id, "journal_id": journal.id}
        )
        return payment._ar_default_outstanding(direction)
