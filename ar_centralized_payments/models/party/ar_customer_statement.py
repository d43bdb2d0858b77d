"""The statement over all companies, as its printed page asks for it."""

from odoo import api, models


class CustomerStatement(models.AbstractModel):
    """Gives the report the customers, in all companies of the user."""

    _name = "report.ar_centralized_payments.report_customer_statement"
    _description = "Statement over all Companies"

    @api.model
    def _get_report_values(self, docids, data=None):
        self.env["ar.open.transaction"].check_access("read")
        companies = self.env["res.company"]._ar_user_companies()
        partners = self.env["res.partner"].with_context(
            allowed_company_ids=companies.ids
        )
        customers = partners.browse(docids)
        customers.check_access("read")
        return {
            "doc_ids": docids,
            "doc_model": "res.partner",
            "docs": customers,
            "company": self.env.company,
        }
