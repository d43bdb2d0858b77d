from odoo import api, models

#: What the service centre finds: money that came to Fabrikam for invoices of East.
DOCUMENTS = (
    ("out_invoice", "east", 480.00, {}),
    ("out_invoice", "east", 150.00, {}),
    ("payment", "fabrikam", 600.00, {"payment_date": "2026-04-16"}),
)
REFERENCE = "On behalf"


class CentralizedPaymentsDemo(models.AbstractModel):
    _inherit = "ar.centralized.payments.demo"

    @api.model
    def _load_on_behalf(self):
        """Make what the service centre settles on behalf of East, as the clerk."""
        clerk = self._demo_record("user_clerk")
        demo = self.with_user(clerk).with_context(
            allowed_company_ids=clerk.company_ids.ids
        )
        if demo._documents(REFERENCE):
            return
        customer = {"customer": "margie", "is_shared": True}
        for kind, company, amount, options in DOCUMENTS:
            demo._post_document(
                REFERENCE, kind, company, amount, {**customer, **options}
            )
