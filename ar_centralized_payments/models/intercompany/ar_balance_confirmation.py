"""The confirmation of balances, for two companies to sign."""

from odoo import api, fields, models
from odoo.tools import format_date

from ...books.as_of import AS_OF, as_of
from ...books.confirmation_book import ConfirmationBook
from ...books.given_values import Given, checked


class BalanceConfirmation(models.AbstractModel):
    """Gives the report the pairs that were chosen, as of the date of the page."""

    _name = "report.ar_centralized_payments.report_balance_confirmation"
    _description = "Confirmation of Balances"

    @api.model
    def _get_report_values(self, docids, data=None):
        given, data = Given(self.env), data or {}
        date = given.day(data.get("as_of")) or as_of(self.env)
        rows = self.env["ar.intercompany.balance"].with_context(
            **{AS_OF: date and str(date)}
        )
        rows = rows.browse(given.ids(docids or data.get("ids") or []))
        rows.check_access("read")
        shown = format_date(self.env, date or fields.Date.context_today(self))
        pages = ConfirmationBook(rows, date).pages()
        return {
            "doc_ids": rows.ids,
            "doc_model": rows._name,
            "docs": rows,
            "pages": [{**pair, "title": self._title(pair, shown)} for pair in pages],
        }

    @api.model
    def _title(self, pair, date):
        return self.env._(
            "What %(debtor)s owes %(creditor)s as of %(date)s",
            debtor=pair["payment_company"],
            creditor=pair["invoice_company"],
            date=date,
        )


class ArIntercompanyBalance(models.Model):
    _inherit = "ar.intercompany.balance"

    @checked
    def action_confirm(self):
        """Print these balances for both companies to sign, as of the page's date."""
        self.check_access("read")
        date = as_of(self.env)
        return self.env.ref(
            "ar_centralized_payments.action_report_balance_confirmation"
        ).report_action(
            None, data={"ids": self.ids, "as_of": date and str(date)}, config=False
        )
