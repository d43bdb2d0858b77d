"""One period on a country's own chart: taxes, boxes and file as they are there."""

from odoo.tests import Form, freeze_time

NUMBERS = {
    "nl": "NL123456789B13",
    "be": "BE0466158640",
    "de": "DE123456788",
    "se": "SE556677889901",
    "dk": "DK12345674",
}
SALES = (("goods", 120.40), ("services", 240.00), ("triangular", 75.50))


@freeze_time("2026-04-15")
class OnChart:
    """Invoices and a credit note of Fabrikam, through the form."""

    allow_inherited_tests_method = True
    country = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.companies["F"].sudo()
        company.partner_id.with_context(no_vat_validation=True).write(
            {
                "vat": NUMBERS[cls.country],
                "street": "Example street 1",
                "zip": "1000",
                "city": "Example",
                "phone": "021234567",
                "email": "vat@fabrikam.example",
            }
        )
        cls.customer = (
            cls.env["res.partner"]
            .with_context(no_vat_validation=True)
            .create(
                {
                    "name": "Alpha",
                    "is_company": True,
                    "country_id": cls.env.ref("base.es").id,
                    "vat": "ESB12345674",
                }
            )
        )
        # The books are in the country's own currency, as there.
        currency = company.account_fiscal_country_id.currency_id
        currency.sudo().active = True
        company.currency_id = currency

    def tax_of(self, kind):
        # Some charts bring a tax switched off, for who needs it.
        taxes = self.env["account.tax"].with_context(active_test=False)
        taxes = taxes.search(
            [
                ("company_id", "=", self.companies["F"].id),
                ("type_tax_use", "=", "sale"),
                ("eu_sales_kind", "=", kind),
                ("amount", "=", 0),
            ],
            order="active DESC, sequence, id",
        )
        self.assertTrue(taxes, f"no tax for {kind}")
        taxes[0].sudo().active = True
        return taxes[0]

    def sell(self, kind, amount, move_type="out_invoice"):
        moves = self.env["account.move"].with_user(self.clerk)
        moves = moves.with_company(self.companies["F"])
        form = Form(moves.with_context(default_move_type=move_type))
        form.partner_id = self.customer
        form.invoice_date = "2026-03-10"
        with form.invoice_line_ids.new() as line:
            line.name = "Sales"
            line.price_unit = amount
            line.tax_ids.clear()
            line.tax_ids.add(self.tax_of(kind))
        made = form.save()
        made.action_post()
        return made

    def test_a_period(self):
        company = self.companies["F"]
        for kind, amount in SALES:
            self.sell(kind, amount)
        self.sell("goods", 20, "out_refund")
        lists = self.env["ar.eu.sales.list"].with_user(self.clerk)
        made = lists.prepare(company.ids, "2026-03-31")
        self.assertFalse(made.blocking_count, made.problem_ids.mapped("code"))
        self.assertEqual(
            [(row.kind, row.amount) for row in made.row_ids],
            [("goods", 100.4), ("triangular", 75.5), ("services", 240)],
        )
        boxes = {
            row["kind"]: (row["amounts"]["box"], row["amounts"]["other"])
            for row in made.reconciliation
        }
        self.assertEqual(
            boxes,
            {"goods": (100.4, 0), "triangular": (75.5, 0), "services": (240, 0)},
        )
        made.registration_id.sudo().write(
            {
                "contact_name": "Anna Berg",
                "contact_phone": "021234567",
                "contact_email": "vat@fabrikam.example",
            }
        )
        made.with_user(self.controller).action_report()
        text = made.attachment_id.sudo().raw.decode()
        for part in self.in_file:
            self.assertIn(part, text)
