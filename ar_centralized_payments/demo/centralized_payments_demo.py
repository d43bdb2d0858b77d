from odoo import api, models
from odoo.fields import Command

INVOICE_DATE = "2026-03-10"
PAYMENT_DATE = "2026-03-25"
MONTH_END = "2026-03-31"
COMPANIES = ("fabrikam", "east", "west", "europe")
#: What each example is made of: kind, company, amount (untaxed) and what is special.
#: ``post`` is False where the document waits as a draft.
EXAMPLES = {
    1: (
        ("out_invoice", "east", 600.00, {}),
        ("payment", "fabrikam", 600.00, {}),
    ),
    2: (
        ("out_invoice", "east", 600.00, {"term": "twenty"}),
        ("payment", "fabrikam", 580.00, {}),
    ),
    3: (
        ("out_invoice", "east", 600.00, {"currency": "EUR"}),
        ("payment", "fabrikam", 600.00, {"currency": "EUR"}),
    ),
    4: (
        (
            "out_invoice",
            "east",
            600.00,
            {"currency": "EUR", "term": "two_percent", "tax_percent": 6.37},
        ),
        ("payment", "fabrikam", 626.22, {"currency": "EUR"}),
    ),
    5: (
        ("out_invoice", "west", 100.00, {}),
        ("out_refund", "east", 25.00, {}),
        ("payment", "fabrikam", 75.00, {"is_primary": True}),
    ),
    6: (
        ("out_invoice", "west", 100.00, {}),
        ("out_refund", "east", 25.00, {}),
        ("payment", "fabrikam", 75.00, {"post": False}),
    ),
    7: (
        ("out_invoice", "europe", 600.00, {}),
        ("payment", "fabrikam", 600.00, {"currency": "EUR"}),
    ),
    8: (
        ("out_invoice", "europe", 600.00, {}),
        ("payment", "fabrikam", 736.62, {}),
    ),
}
#: Settlements that the visitor finds posted, and those that wait as drafts. The
#: documents of any other example wait without one.
POSTED = (1, 2, 3, 5)
DRAFT = (4, 6, 7)
#: Of the invoice with two tiers of cash discount.
DISCOUNTS_REFERENCE = "Two tiers"
#: What customers have to their credit: for Reimburse Customers to propose. Litware has
#: no record in Fabrikam, so Fabrikam cannot pay it.
CREDITS = {
    1: (
        ("out_refund", "east", 120.00, {"customer": "wingtip"}),
        ("payment", "fabrikam", 80.00, {"customer": "wingtip"}),
        ("out_invoice", "west", 45.00, {"customer": "wingtip"}),
    ),
    2: (("out_refund", "europe", 250.00, {"customer": "tailspin"}),),
    3: (("out_refund", "west", 60.00, {"customer": "litware"}),),
}
#: Open invoices of the customers who pay in journals: number, company, amount, due.
OPEN_INVOICES = (
    ("A1", "adatum", "east", 450.00, "2026-04-10"),
    ("A2", "adatum", "west", 300.00, "2026-04-24"),
    ("A3", "adatum", "europe", 210.00, "2026-05-08"),
    ("P1", "proseware", "west", 320.00, "2026-04-12"),
    ("P2", "proseware", "fabrikam", 95.50, "2026-05-02"),
    ("C1", "fourth_coffee", "east", 1250.00, "2026-04-15"),
    ("C2", "fourth_coffee", "east", 640.00, "2026-04-30"),
    ("C3", "fourth_coffee", "west", 88.00, "2026-05-15"),
)
#: Payment journals: description, date, means of payment, whether it is posted, and
#: its lines: customer, amount, the invoices it pays, and what is special.
PAYMENT_JOURNALS = (
    (
        "Checks of 20 April",
        "2026-04-20",
        "check",
        True,
        (
            ("adatum", 450.00, ("A1",), {"ar_check_number": "301"}),
            ("proseware", 320.00, ("P1",), {"ar_check_number": "302"}),
            ("fourth_coffee", 88.00, ("C3",), {}),
        ),
    ),
    (
        "Transfers of 21 April",
        "2026-04-21",
        "transfer",
        False,
        (
            ("adatum", 400.00, ("A2",), {"memo": "April"}),
            ("proseware", 95.50, ("P2",), {"memo": "April"}),
            ("fourth_coffee", 500.00, (), {"memo": "In advance"}),
        ),
    ),
)


class CentralizedPaymentsDemo(models.AbstractModel):
    """Makes what the demo's XML files cannot say: charts, pairs, posted documents.

    Called by demo/demo_examples.xml alone. What is there already is left as it is.
    """

    _name = "ar.centralized.payments.demo"
    _description = "Demo Data of Centralized Payments"

    # ------------------------------------------------------------
    # Business: companies
    # ------------------------------------------------------------
    @api.model
    def _load_companies(self):
        """Give the demo's companies a chart of accounts, and set up all pairs."""
        companies = self.env["res.company"].union(
            *(self._company(name) for name in COMPANIES)
        )
        for company in companies.filtered(lambda c: not c.chart_template):
            self._load_chart(company)
        controller = self._demo_record("user_controller")
        self.env["intercompany.accounting"].with_user(controller).with_context(
            allowed_company_ids=companies.ids
        ).setup_companies(companies.ids)

    def _load_chart(self, company):
        """Load Odoo's generic chart, and outstanding accounts for payments.

        Not by ``try_loading``: that warns while modules are being loaded, unless it
        also makes invoices of its own in the company. The chart is in US dollars, and
        makes its company so: the company's own currency is given back.
        """
        template, currency = self.env["account.chart.template"], company.currency_id
        template._load("generic_coa", company, install_demo=False)
        company.currency_id = currency
        template = template.with_company(company)
        journal = template.ref("bank")
        for way, lines in (
            ("debit", journal.inbound_payment_method_line_ids),
            ("credit", journal.outbound_payment_method_line_ids),
        ):
            account = template.ref(f"account_journal_payment_{way}_account_id")
            lines.payment_account_id = account

    # ------------------------------------------------------------
    # Business: examples
    # ------------------------------------------------------------
    @api.model
    def _load_examples(self):
        """Make the documents of all examples, and settle some, as the clerk."""
        companies = [self._company(name).id for name in COMPANIES]
        clerk = self._demo_record("user_clerk")
        demo = self.with_user(clerk).with_context(allowed_company_ids=companies)
        for number in EXAMPLES:
            if not demo._documents(self._reference(number)):
                demo._load_example(number)
        for number, documents in CREDITS.items():
            reference = f"Credit {number}"
            if not demo._documents(reference):
                for document in documents:
                    demo._post_document(reference, *document)

    @api.model
    def _load_discounts(self):
        """Make an invoice with two tiers of cash discount, as the clerk."""
        companies = [self._company(name).id for name in COMPANIES]
        clerk = self._demo_record("user_clerk")
        demo = self.with_user(clerk).with_context(allowed_company_ids=companies)
        if not demo._documents(DISCOUNTS_REFERENCE):
            options = {"term": "two_tiers", "customer": "contoso"}
            demo._post_document(
                DISCOUNTS_REFERENCE, "out_invoice", "fabrikam", 1000.00, options
            )

    @api.model
    def _load_payment_journals(self):
        """Make a journal of checks that is posted but for one line, with a deposit
        slip, and one of bank transfers that is open, as the clerk."""
        companies = [self._company(name).id for name in COMPANIES]
        clerk = self._demo_record("user_clerk")
        demo = self.with_user(clerk).with_context(allowed_company_ids=companies)
        if demo._documents("Invoice A1"):
            return
        invoices = {
            number: demo._post_document(
                f"Invoice {number}",
                "out_invoice",
                company,
                amount,
                {"customer": customer, "is_shared": True, "date": due},
            )
            for number, customer, company, amount, due in OPEN_INVOICES
        }
        for description, date, means, is_posted, lines in PAYMENT_JOURNALS:
            journal = demo._load_payment_journal(description, date, means)
            for line in lines:
                demo._load_line(journal, invoices, *line)
            if is_posted:
                journal.action_post()
                journal.action_generate_deposit_slip()

    @api.model
    def _load_revaluation(self):
        """Make a revaluation of the end of March as a draft, as the controller."""
        companies = self.env["res.company"].union(
            *(self._company(name) for name in COMPANIES)
        )
        companies.sudo()._ar_make_revaluation_accounts()
        controller = self._demo_record("user_controller")
        runs = self.env["ar.revaluation"].with_user(controller)
        runs = runs.with_context(allowed_company_ids=companies.ids)
        if not runs.search_count([], limit=1):
            values = {"date": MONTH_END, "company_ids": [Command.set(companies.ids)]}
            runs.create(values).action_compute()

    @api.model
    def _load_closes(self):
        """Close February in two companies, and begin March in all: with a draft of an
        invoice, tasks of the clerk and the controller, and one that is waived."""
        companies = {name: self._company(name) for name in COMPANIES}
        ids = [company.id for company in companies.values()]
        controller, clerk = map(self._demo_record, ("user_controller", "user_clerk"))
        closes = self.env["ar.period.close"].with_user(controller)
        closes = closes.with_context(allowed_company_ids=ids)
        if closes.search_count([], limit=1):
            return
        old = closes.create(
            {
                "date_from": "2026-02-01",
                "date_to": "2026-02-28",
                "company_ids": [
                    Command.set((companies["west"] | companies["europe"]).ids)
                ],
            }
        )
        old.check()
        for task in old.task_ids.filtered("wants_signature").with_user(clerk):
            task.action_sign()
        old.action_lock("period", "The first month with this addon")
        march = closes.create(
            {
                "date_from": "2026-03-01",
                "date_to": MONTH_END,
                "company_ids": [Command.set(ids)],
            }
        )
        for task in march.task_ids.sudo():
            task.user_id = clerk if task.area in "ABC" else controller
        demo = self.with_user(clerk).with_context(allowed_company_ids=ids)
        for company in ("east", "west"):
            demo._post_document("March", "out_invoice", company, 180.0, {"post": False})
        march.check()
        self._waive_draft(march, companies["west"])

    def _waive_draft(self, close, company):
        drafts = close.task_ids.filtered(
            lambda task: task.key.startswith("B8") and task.check_state == "open"
        )
        waived = drafts.filtered(
            lambda task: task.company_id == company and not task.is_blocked
        )
        waived.action_waive("Ordered for April: it is posted then")

    def _load_payment_journal(self, description, date, means):
        company = self._company("fabrikam").with_env(self.env)
        template = self.env["account.chart.template"].with_company(company)
        return self.env["ar.payment.journal"].create(
            {
                "company_id": company.id,
                "description": description,
                "date": date,
                "means_of_payment": means,
                "use_deposit_slip": means == "check",
                "journal_id": template.ref("bank").id,
            }
        )

    def _load_line(self, journal, invoices, customer, amount, numbers, values):
        payment = self.env["account.payment"].create(
            {
                "ar_payment_journal_id": journal.id,
                "partner_id": self._demo_record(customer).id,
                "amount": amount,
                "payment_reference": values.get("ar_check_number", False),
                **values,
            }
        )
        documents = [payment, *(invoices[number] for number in numbers)]
        if numbers:
            self.env["ar.settlement"].create(
                {
                    "partner_id": payment.partner_id.id,
                    "line_ids": [
                        Command.create(self._prepare_mark_vals(document, {}))
                        for document in documents
                    ],
                }
            )

    def _documents(self, reference):
        return self.env["account.move"].search(
            [
                ("ref", "=", reference),
                ("company_id", "in", self.env.companies.ids),
            ],
            limit=1,
        )

    def _load_example(self, number):
        documents = [
            (self._post_document(self._reference(number), *document), document[-1])
            for document in EXAMPLES[number]
        ]
        if number not in POSTED + DRAFT:
            return
        settlement = self.env["ar.settlement"].create(
            {
                "partner_id": self._demo_record("northwind_fabrikam").id,
                "line_ids": [
                    Command.create(self._prepare_mark_vals(document, options))
                    for document, options in documents
                ],
            }
        )
        if number in POSTED:
            settlement.action_post()

    def _prepare_mark_vals(self, document, options):
        """Mark a payment not posted yet as such, and anything else by its item."""
        is_primary = options.get("is_primary", False)
        if document._name == "account.payment":
            if document.state == "draft":
                return {"payment_id": document.id, "is_primary": is_primary}
            document = document.move_id
        item = document.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        return {"move_line_id": item.id, "is_primary": is_primary}

    def _post_document(self, reference, kind, company_name, amount, options):
        company = self._company(company_name).with_env(self.env)
        customer = options.get("customer", "northwind")
        if not options.get("is_shared"):
            customer = f"{customer}_{company_name}"
        vals = {
            "company_id": company.id,
            "partner_id": self._demo_record(customer).id,
            "currency_id": self._currency(company, options).id,
        }
        if kind == "payment":
            vals |= self._prepare_payment_vals(reference, company, amount, options)
            model = "account.payment"
        else:
            vals |= self._prepare_invoice_vals(reference, company, amount, options)
            vals["move_type"] = kind
            model = "account.move"
        document = self.env[model].with_company(company).create(vals)
        if options.get("post", True):
            document.action_post()
        return self.env[model].browse(document.id)

    def _prepare_payment_vals(self, reference, company, amount, options):
        template = self.env["account.chart.template"].with_company(company)
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "journal_id": template.ref("bank").id,
            "amount": amount,
            "date": options.get("payment_date", PAYMENT_DATE),
            "memo": reference,
        }

    def _prepare_invoice_vals(self, reference, company, amount, options):
        percent = options.get("tax_percent")
        tax = self._tax(company, percent) if percent else self.env["account.tax"]
        term = options.get("term")
        term_id = self._demo_record(f"term_{term}").id if term else False
        return {
            "invoice_date": INVOICE_DATE,
            "date": INVOICE_DATE,
            "invoice_payment_term_id": term_id,
            "invoice_date_due": False if term else options.get("date", INVOICE_DATE),
            "ref": reference,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": "Sales",
                        "price_unit": amount,
                        "tax_ids": [Command.set(tax.ids)],
                    }
                )
            ],
        }

    def _tax(self, company, percent):
        """A sales tax like that of the chart, but of another percentage."""
        tax = company.sudo().account_sale_tax_id
        return tax.copy({"name": f"{percent} %", "amount": percent})

    # ------------------------------------------------------------
    # Names
    # ------------------------------------------------------------
    @api.model
    def _reference(self, number):
        return f"Example {number}"

    @api.model
    def _demo_record(self, name):
        return self.env.ref(f"ar_centralized_payments.demo_{name}")

    @api.model
    def _company(self, name):
        return self._demo_record(f"company_{name}")

    def _currency(self, company, options):
        if options.get("currency"):
            return self.env.ref(f"base.{options['currency']}")
        return company.currency_id
