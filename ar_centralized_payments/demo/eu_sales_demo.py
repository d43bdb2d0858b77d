from odoo import api, models
from odoo.fields import Command

#: Sales of Fabrikam Europe: customer, kind, amount (less than 0: a credit note), date.
EU_SALES = (
    ("alpine", "goods", 1200.40, "2026-03-06"),
    ("consolidated", "services", 240.00, "2026-03-02"),
    ("margies", "triangular", 750.00, "2026-03-12"),
    ("alpine", "goods", -100.00, "2026-03-20"),
    ("lamna", "goods", 300.00, "2026-03-24"),
)
KINDS = {
    "goods": "0 % EU goods",
    "services": "0 % EU services",
    "triangular": "0 % EU triangular",
}
OWN_NUMBER = "DE123456788"
PREPARED = "2026-03-31"


class CentralizedPaymentsDemo(models.AbstractModel):
    _inherit = "ar.centralized.payments.demo"

    @api.model
    def _load_eu_sales(self):
        """Let Fabrikam Europe report in Germany, with sales of March, as the clerk, who
        has prepared the list: one number of it is wrong."""
        company = self._company("europe")
        clerk = self._demo_record("user_clerk")
        demo = self.with_user(clerk).with_context(allowed_company_ids=company.ids)
        if demo._documents("EU sale 1"):
            return
        taxes = self._eu_taxes(company)
        for place, sale in enumerate(EU_SALES, 1):
            demo._post_eu_sale(f"EU sale {place}", taxes, *sale)
        demo.env["ar.eu.sales.list"].prepare(company.ids, PREPARED)

    def _eu_taxes(self, company):
        """Kind -> a tax of it; the company reports in Germany from now on."""
        germany = self.env.ref("base.de")
        company.account_fiscal_country_id = germany
        company.partner_id.with_context(no_vat_validation=True).vat = OWN_NUMBER
        group = self.env["account.tax.group"].create(
            {"name": "EU", "company_id": company.id, "country_id": germany.id}
        )
        taxes = self.env["account.tax"].with_company(company)
        return {
            kind: taxes.create(
                {
                    "name": name,
                    "amount": 0,
                    "type_tax_use": "sale",
                    "company_id": company.id,
                    "country_id": germany.id,
                    "tax_group_id": group.id,
                    "eu_sales_kind": kind,
                }
            ).id
            for kind, name in KINDS.items()
        }

    def _post_eu_sale(self, reference, taxes, customer, kind, amount, date):
        company = self._company("europe").with_env(self.env)
        line = {
            "name": "Sales",
            "price_unit": abs(amount),
            "tax_ids": [Command.set([taxes[kind]])],
        }
        moves = self.env["account.move"].with_company(company)
        moves.create(
            {
                "move_type": "out_refund" if amount < 0 else "out_invoice",
                "company_id": company.id,
                "partner_id": self._demo_record(customer).id,
                "currency_id": company.currency_id.id,
                "invoice_date": date,
                "date": date,
                "ref": reference,
                "invoice_line_ids": [Command.create(line)],
            }
        ).action_post()
