from odoo import api, models

#: Open invoices of the customers who pay to the bank: number, customer, company,
#: amount, and options.
BILLED = (
    ("R1", "coho", "east", 500.00, {}),
    ("R2", "coho", "west", 265.00, {}),
    ("R3", "lucerne", "fabrikam", 1180.00, {}),
    ("R4", "lucerne", "west", 740.25, {}),
    ("R5", "wideworld", "east", 96.80, {}),
    ("R6", "wideworld", "west", 310.00, {}),
    ("R7", "wideworld", "west", 310.00, {}),
    ("R8", "lucerne", "east", 89.90, {}),
    ("R9", "lucerne", "east", 412.10, {}),
)
STATEMENT_DATE = "2026-04-20"
#: Lines of the bank statement: amount, payer, whose account, text; ``{R1}`` is the
#: number of an invoice.
STATEMENT = (
    (765.00, "Coho Winery", "coho", "{R1} {R2}"),
    (1180.00, "Lucerne Publ.", "lucerne", "Rechnung {R3}"),
    (502.00, "Lucerne Publ.", "lucerne", "Zahlung April"),
    (400.00, "Lucerne Publ.", "lucerne", "Teilzahlung {R4}"),
    (96.80, "WIDE WORLD IMPORTERS", None, "invoice {R5}"),
    (310.00, "WIDE WORLD IMPORTERS", None, "as agreed"),
    (42.50, "Unknown", None, "thank you"),
)


class CentralizedPaymentsDemo(models.AbstractModel):
    _inherit = "ar.centralized.payments.demo"

    @api.model
    def _load_bank_receipts(self):
        """Make a bank statement of Fabrikam's to work through, as the clerk finds it:
        what its lines mean is proposed, nothing is decided."""
        company = self._company("fabrikam")
        clerk = self._demo_record("user_clerk")
        demo = self.with_user(clerk).with_context(
            allowed_company_ids=clerk.company_ids.ids
        )
        bank = self.env["account.chart.template"].with_company(company).ref("bank")
        if bank.ar_receipts != "off":
            return
        bank.ar_receipts = "propose"
        numbers = {
            number: demo._post_document(
                f"Receipt {number}",
                "out_invoice",
                name,
                amount,
                {"customer": customer, "is_shared": True, **options},
            ).name
            for number, customer, name, amount, options in BILLED
        }
        lines = self.env["account.bank.statement.line"].create(
            [
                self._prepare_statement_line_vals(bank, numbers, *line)
                for line in STATEMENT
            ]
        )
        demo.env["account.bank.statement.line"].browse(lines.ids).ar_propose()

    def _prepare_statement_line_vals(self, bank, numbers, amount, name, account, text):
        accounts = self.env["res.partner.bank"]
        if account:
            accounts = self._demo_record(f"account_{account}")
        return {
            "journal_id": bank.id,
            "date": STATEMENT_DATE,
            "amount": amount,
            "partner_name": name,
            "account_number": accounts.acc_number,
            "payment_ref": text.format(**numbers),
        }
