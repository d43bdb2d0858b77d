"""A company of the group that reports to the EU, without any country's chart."""

from odoo import Command

from ..settling import SettlingCommon

SPAIN, ITALY, GREECE = "ESB12345674", "IT00743110157", "EL094259216"


class EuSalesBuilders:
    """Companies that report, with a tax for each kind, and customers abroad."""

    #: Company -> kind -> tax.
    kinds = {}

    @classmethod
    def country(cls, code):
        return cls.env["res.country"].search([("code", "=", code)])

    @classmethod
    def reporting(cls, letter, country, vat):
        """Let a company report in a country; return a tax for each kind."""
        company = cls.companies[letter].sudo()
        country = cls.country(country)
        company.account_fiscal_country_id = country
        company.partner_id.with_context(no_vat_validation=True).vat = vat
        return cls.taxes_of(letter, country)

    @classmethod
    def taxes_of(cls, letter, country):
        company = cls.companies[letter]
        group = (
            cls.env["account.tax.group"]
            .sudo()
            .create(
                {
                    "name": f"EU {country.code}",
                    "company_id": company.id,
                    "country_id": country.id,
                }
            )
        )
        taxes = cls.env["account.tax"].sudo().with_company(company)
        return {
            kind: taxes.create(
                {
                    "name": f"0 % EU {kind}",
                    "amount": 0,
                    "type_tax_use": "sale",
                    "company_id": company.id,
                    "country_id": country.id,
                    "tax_group_id": group.id,
                    "eu_sales_kind": kind,
                }
            )
            for kind in ("goods", "services", "triangular", "by_product", "none")
        }

    @classmethod
    def customer(cls, name, country, vat):
        return (
            cls.env["res.partner"]
            .with_context(no_vat_validation=True)
            .create(
                {
                    "name": name,
                    "is_company": True,
                    "country_id": cls.country(country).id,
                    "vat": vat,
                }
            )
        )

    def sales_list(self, letter="E", amount=100, partner=None):
        """A draft of a company that begins to report in Germany: an item, and a
        problem."""
        if letter not in self.kinds:
            taxes = self.reporting(letter, "DE", "DE123456788")
            self.kinds = {**self.kinds, letter: taxes}
        customers = (
            partner or self.customer("Hidden Abroad", "ES", SPAIN),
            self.customer("Hidden Numberless", "ES", "/"),
        )
        for customer in customers:
            self.invoice(
                letter, amount, partner=customer, tax=self.kinds[letter]["goods"]
            )
        lists = self.env["ar.eu.sales.list"].with_user(self.clerk)
        return lists.prepare(self.companies[letter].ids, "2026-03-31")


class EuSalesCommon(EuSalesBuilders, SettlingCommon):
    """Fabrikam Europe (X) keeps its books in EUR and reports in Germany."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds = {"X": cls.reporting("X", "DE", "DE123456788")}
        cls.customers = {
            name: cls.customer(name, country, vat)
            for name, country, vat in (
                ("Alpha", "ES", SPAIN),
                ("Alpha Warehouse", "ES", " es b-12345674"),
                ("Roma", "IT", ITALY),
                ("Athens", "GR", "094259216"),
            )
        }
        cls.env.flush_all()

    # Builders

    def sale(self, amount, customer="Alpha", kind="goods", date="2026-03-10", **values):
        """Post an invoice, or a credit note of a negative amount, of X."""
        letter = values.pop("letter", "X")
        partner = self.customers.get(customer, customer)
        options = {"partner": partner, "tax": self.kinds[letter][kind], **values}
        if amount < 0:
            return self.credit_note(letter, -amount, date=date, **options)
        return self.invoice(letter, amount, date=date, **options)

    def mixed_sale(self, lines, customer="Alpha", date="2026-03-10", **values):
        """An invoice with several lines: pairs of amount and kind."""
        partner = self.customers[customer]
        made = self.invoice("X", 1, partner=partner, date=date, post=False, **values)
        account = self.data["X"]["default_account_revenue"].id
        made.invoice_line_ids = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "name": "Sales",
                        "price_unit": amount,
                        "account_id": account,
                        "tax_ids": [Command.set(self.kinds["X"][kind].ids)],
                    }
                )
                for amount, kind in lines
            ),
        ]
        made.action_post()
        return made

    def prepare(self, date="2026-03-31", letters="X", user=None):
        companies = [self.companies[letter].id for letter in letters]
        lists = self.env["ar.eu.sales.list"].with_user(user or self.clerk)
        return lists.prepare(companies, date)

    def list_of(self, period="2026-03", kind="regular", letter="X"):
        return self.env["ar.eu.sales.list"].search(
            [
                ("company_id", "=", self.companies[letter].id),
                ("name", "=like", f"% {period}"),
                ("kind", "=", kind),
            ]
        )

    def report(self, lists):
        lists.with_user(self.controller).action_report()
        return lists

    # Asserts

    def rows(self, lists):
        """The rows of a list as words."""
        return [
            " ".join(
                [
                    row.number,
                    row.kind,
                    f"{row.amount:.2f}",
                    f"{row.amount_filed:g}",
                    *([f"{row.origin_from:%Y-%m}"] if row.origin_from else []),
                ]
            )
            for row in lists.row_ids
        ]

    def assertRows(self, lists, *expected):
        """The rows; their items make them up, each once."""
        self.assertEqual(self.rows(lists), [*expected])
        for row in lists.row_ids:
            self.assertAlmostEqual(sum(row.item_ids.mapped("amount")), row.amount)

    def problems(self, lists):
        return [
            (one.code, one.number or "", one.amount)
            for one in lists.problem_ids.sorted(
                lambda one: (one.code, one.number or "")
            )
        ]

    def file_of(self, lists):
        return lists.attachment_id.sudo().raw.decode()

    def contents(self, lists):
        """All that a run could change."""
        return [
            (
                record.id,
                record.write_date,
                record.row_ids.ids,
                record.item_ids.ids,
                record.problem_ids.mapped("write_date"),
                self.rows(record),
            )
            for record in lists
        ]
