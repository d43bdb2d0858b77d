"""Documents whose tax becomes due on payment."""

from odoo import Command

from ..settling import SettlingCommon


class TaxDueOnPaymentCommon(SettlingCommon):
    def tax_on_payment(self, letter="E", percent=10):
        """A tax of a company that becomes due on payment, over its account
        ``@252995``."""
        company = self.companies[letter].sudo()
        company.tax_exigibility = True
        accounts = self.env["account.account"].sudo().with_company(company)
        transition = accounts.create(
            {
                "code": "252995",
                "name": "Tax not due yet",
                "account_type": "liability_current",
                "reconcile": True,
                "company_ids": [Command.set(company.ids)],
            }
        )
        return self.tax(
            letter,
            percent,
            tax_exigibility="on_payment",
            cash_basis_transition_account_id=transition.id,
        )

    def tax_entries(self, invoice):
        """The entries in which the tax of a document became due, and back."""
        moves = self.env["account.move"].sudo()
        due = moves.search([("tax_cash_basis_origin_move_id", "=", invoice.id)])
        return due | moves.search([("reversed_entry_id", "in", due.ids)])

    def assertDates(self, moves, *dates):
        self.assertEqual(sorted({str(date) for date in moves.mapped("date")}), [*dates])

    def negations(self, settlement):
        return settlement.sudo().move_ids.filtered("reversed_entry_id")
