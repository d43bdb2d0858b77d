"""Builders of bank statements and their receipts, on top of settling."""

from ..settling import SettlingCommon

ACCOUNT = "NL91 ABNA 0417 1643 00"


class ReceivingCommon(SettlingCommon):
    """Fabrikam's bank proposes receipts; Northwind pays from an account of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.data["F"]["default_journal_bank"]
        cls.bank.with_user(cls.controller).ar_receipts = "propose"
        cls.suspense = cls.bank.suspense_account_id
        cls.env["res.partner.bank"].sudo().create(
            {"acc_number": ACCOUNT, "partner_id": cls.northwind["F"].id}
        )

    def line(self, amount, text="", date="2026-04-20", account=ACCOUNT, **values):
        """A line of Fabrikam's bank statement, as an import makes it."""
        lines = self.env["account.bank.statement.line"].sudo()
        line = lines.create(
            {
                "journal_id": self.bank.id,
                "date": date,
                "amount": amount,
                "payment_ref": text,
                "account_number": account,
                **values,
            }
        )
        return self.as_clerk(line)

    def as_clerk(self, records, user=None):
        user = user or self.clerk
        return records.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    def receipt(self, line):
        """The receipt of a line, proposed if it is not yet."""
        line.ar_propose()
        return line.ar_receipt_ids

    def accept_and_post(self, line):
        """Accept what a line means, and post it."""
        line.ar_accept()
        receipt = line.ar_receipt_ids
        if receipt.state == "accepted":
            self.analyze()
            receipt.action_post()
        return receipt

    def role_of(self, letter, account, partner):
        if account == self.suspense and letter == "F":
            return "suspense"
        return super().role_of(letter, account, partner)

    def assertMatched(self, line, is_matched=True):
        """Nothing is left of the line on the suspense account, or all of it."""
        line.invalidate_recordset()
        self.assertEqual(line.is_reconciled, is_matched)
        left = line.sudo()._seek_for_lines()[1].amount_residual
        self.assertEqual(line.currency_id.is_zero(left), is_matched, left)
