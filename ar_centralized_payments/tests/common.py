"""The group that all tests share, builders (money first) and whole-book asserts."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from . import books, kept_group

NAMES = {
    "F": "Fabrikam",
    "E": "Fabrikam East",
    "W": "Fabrikam West",
    "X": "Fabrikam Europe",
}
CUSTOMER_ACCOUNTS = {"F": "4000", "E": "4000", "W": "10000", "X": "20000"}


@freeze_time("2026-04-15")
class CentralizedPaymentsCommon(AccountTestInvoicingCommon):
    """Fabrikam (F), East (E) and West (W) in USD, Europe (X) in EUR.

    Northwind Traders is a customer of all four: one partner record in each, held
    together by Address Book ID 4050. 1 EUR = 1.2062 USD from 2026-03-10 and
    1.2277 USD from 2026-03-25, as rates of each company's own. Documents are made
    by ``clerk``, who may only invoice; ``clerk_f`` is a member of F alone.
    """

    # ------------------------------------------------------------
    # Set-up
    # ------------------------------------------------------------
    @classmethod
    def setup_independent_company(cls, **kwargs):
        kept_group.make_room(cls.env, NAMES.values())
        cls.usd = cls._enable_currency("USD")
        cls.eur = cls._enable_currency("EUR")
        cls.env["res.currency.rate"].sudo().search([]).unlink()
        return cls._create_company(name=NAMES["F"], currency_id=cls.usd.id, **kwargs)

    @classmethod
    def setUpClass(cls):
        if not kept_group.restore(cls):
            super().setUpClass()
            cls._make_group()

    @classmethod
    def _make_group(cls):
        cls.data = {"F": cls.company_data}
        for letter in "EWX":
            currency = cls.eur if letter == "X" else cls.usd
            cls.data[letter] = cls.setup_other_company(
                name=NAMES[letter], currency_id=currency.id
            )
        cls.companies = {key: data["company"] for key, data in cls.data.items()}
        cls.all_companies = cls.env["res.company"].union(*cls.companies.values())
        cls._setup_payment_accounts()
        cls._setup_users()
        cls._setup_rates()
        cls._setup_northwind()
        cls.pairs_report = (
            cls.env["intercompany.accounting"]
            .with_user(cls.controller)
            .setup_companies(cls.all_companies.ids)
        )
        cls._taxes = {}
        cls._terms = {}
        cls.env.flush_all()

    @classmethod
    def _setup_payment_accounts(cls):
        cls.outstanding = {}
        for letter, data in cls.data.items():
            template = cls.env["account.chart.template"].with_company(data["company"])
            journal = data["default_journal_bank"]
            accounts = cls.env["account.account"]
            for way, lines in (
                ("debit", journal.inbound_payment_method_line_ids),
                ("credit", journal.outbound_payment_method_line_ids),
            ):
                account = template.ref(f"account_journal_payment_{way}_account_id")
                lines.payment_account_id = account
                accounts |= account
            cls.outstanding[letter] = accounts

    @classmethod
    def _setup_users(cls):
        cls.clerk = cls.new_user("clerk", "account.group_account_invoice")
        cls.clerk_f = cls.new_user("clerk_f", "account.group_account_invoice", "F")
        cls.reader = cls.new_user("reader", "account.group_account_readonly")
        cls.controller = cls.new_user("controller", "account.group_account_manager")

    @classmethod
    def new_user(cls, login, groups, letters="FEWX"):
        """Create a user of some companies, the first one being the default."""
        companies = [cls.companies[letter].id for letter in letters]
        return new_test_user(
            cls.env,
            login=f"centralized_{login}",
            groups=f"base.group_user,{groups}",
            company_id=companies[0],
            company_ids=[Command.set(companies)],
        )

    @classmethod
    def _setup_rates(cls):
        for date, usd_per_eur in (("2026-03-10", 1.2062), ("2026-03-25", 1.2277)):
            for letter in "FEW":
                cls.set_rate(letter, "EUR", date, inverse=usd_per_eur)
            cls.set_rate("X", "USD", date, usd_per_eur)

    @classmethod
    def _setup_northwind(cls):
        cls.northwind = {}
        for letter, company in cls.companies.items():
            partner = cls.env["res.partner"].create(
                {
                    "name": "Northwind Traders",
                    "is_company": True,
                    "company_id": company.id,
                    "address_book_id": "4050",
                }
            )
            partner.customer_account = CUSTOMER_ACCOUNTS[letter]
            cls.northwind[letter] = partner

    def setUp(self):
        """Forget after each test what it added to the tables of the class."""
        super().setUp()
        self._roles = {}
        for table in (
            self.companies,
            self.data,
            self.outstanding,
            self.northwind,
            self._taxes,
            self._terms,
        ):
            self.startPatcher(patch.dict(table))

    @classmethod
    def analyze(cls):
        """Let the database know what it holds, as it would outside a test.

        Within one transaction it plans for empty tables: Odoo's search for the
        invoices of payments, which joins by ``OR``, then takes minutes.
        """
        cls.env.flush_all()
        cls.env.cr.execute(
            "ANALYZE account_move, account_move_line, account_payment,"
            " account_partial_reconcile"
        )

    def queries(self, work):
        """How many queries the work asks from an empty cache, writing included."""
        self.analyze()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    @classmethod
    def branch(cls, letter, name, code):
        """Create a branch of a company and give it a letter code of its own."""
        company = cls.env["res.company"].create(
            {"name": name, "parent_id": cls.companies[letter].id}
        )
        cls.env.cr.precommit.run()
        users = cls.clerk | cls.reader | cls.controller | cls.env.user
        users.sudo().company_ids = [Command.link(company.id)]
        cls.companies[code] = company
        cls.data[code] = {**cls.data[letter], "company": company}
        cls.outstanding[code] = cls.outstanding.get(letter)
        cls.northwind[code] = cls.northwind.get(letter)
        return company

    # ------------------------------------------------------------
    # Builders
    # ------------------------------------------------------------
    @classmethod
    def currency_named(cls, name):
        currency = (
            cls.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", name)])
        )
        if not currency.active:
            currency.sudo().active = True
        return currency

    @classmethod
    def set_rate(cls, letter, currency, date, units=None, *, inverse=None):
        """Give a company a rate of its own (``letter=None``: a shared one).

        :param float units: units of the currency for 1 unit of the company's
        :param float inverse: or the other way round, units of the company's for 1
        """
        company = cls.companies[letter] if letter else cls.env["res.company"]
        return (
            cls.env["res.currency.rate"]
            .sudo()
            .create(
                {
                    "name": date,
                    "rate": units or 1 / inverse,
                    "currency_id": cls.currency_named(currency).id,
                    "company_id": company.id,
                }
            )
        )

    @classmethod
    def tax(cls, letter, percent, **values):
        """A sales tax of a company; the same one when asked again."""
        key = (letter, percent, *sorted(values.items()))
        if key not in cls._taxes or not cls._taxes[key].exists():
            cls._taxes[key] = cls.data[letter]["default_tax_sale"].copy(
                {"name": f"{percent} % {len(cls._taxes)}", "amount": percent, **values}
            )
        return cls._taxes[key]

    @classmethod
    def term(cls, percent, days=14, mode="excluded", due=30, tiers=()):
        """A payment term with Odoo's own early discount in one of its tax modes, and
        further ``tiers`` of (percent, days)."""
        key = (percent, days, mode, due, *tiers)
        if key not in cls._terms or not cls._terms[key].exists():
            cls._terms[key] = cls.env["account.payment.term"].create(
                {
                    "name": f"{percent} % {days} days, {due} net, {mode} {tiers}",
                    "company_id": False,
                    "early_discount": True,
                    "discount_percentage": percent,
                    "discount_days": days,
                    "early_pay_discount_computation": mode,
                    "cash_discount_ids": [
                        Command.create(
                            {"discount_percentage": rate, "discount_days": until}
                        )
                        for rate, until in tiers
                    ],
                    "line_ids": [
                        Command.create(
                            {"value": "percent", "value_amount": 100, "nb_days": due}
                        )
                    ],
                }
            )
        return cls._terms[key]

    def invoice(self, letter, amount, **options):
        """Post a customer invoice and return it, as the clerk.

        ``amount`` is untaxed. Options: ``currency="EUR"``, ``date="2026-03-10"``,
        ``partner``, ``tax`` (a percentage or taxes), ``term``, ``account``,
        ``post=True``, ``move_type``, ``user``; any other one is a value of the move.
        """
        user, post = options.pop("user", self.clerk), options.pop("post", True)
        values = self._prepare_document_vals(letter, amount, **options)
        company = self.companies[letter]
        moves = self.env["account.move"].with_user(user)
        move = moves.with_company(company).create(values)
        if post:
            move.action_post()
        return moves.browse(move.id)

    def credit_note(self, letter, amount, **options):
        """Post a credit note of a customer and return it; see :meth:`invoice`."""
        return self.invoice(letter, amount, move_type="out_refund", **options)

    def _prepare_document_vals(self, letter, amount, **options):
        company, data = self.companies[letter], self.data[letter]
        tax = options.pop("tax", None)
        if isinstance(tax, int | float):
            tax = self.tax(letter, tax)
        account = options.pop("account", None) or data["default_account_revenue"]
        term, date = options.pop("term", None), options.pop("date", "2026-03-10")
        partner = options.pop("partner", None) or self.northwind[letter]
        currency = options.pop("currency", None) or company.currency_id.name
        line = {
            "name": "Sales",
            "price_unit": amount,
            "account_id": account.id,
            "tax_ids": [Command.set(tax.ids if tax else [])],
        }
        return {
            "move_type": options.pop("move_type", "out_invoice"),
            "company_id": company.id,
            "journal_id": data["default_journal_sale"].id,
            "partner_id": partner.id,
            "currency_id": self.currency_named(currency).id,
            "invoice_date": date,
            "date": date,
            "invoice_payment_term_id": term.id if term else False,
            "invoice_line_ids": [Command.create(line)],
            **options,
        }

    def payment(self, letter, amount, **options):
        """Post a customer's payment (``direction="out"``: a refund); return it.

        Options: ``currency``, ``date="2026-03-25"``, ``partner``, ``post=True``,
        ``direction="in"``, ``journal``, ``user``; any other one is a value.
        """
        company = self.companies[letter]
        user, post = options.pop("user", self.clerk), options.pop("post", True)
        partner = options.pop("partner", None) or self.northwind[letter]
        currency = options.pop("currency", None) or company.currency_id.name
        journal = options.pop("journal", None)
        payments = self.env["account.payment"].with_user(user)
        payment = payments.with_company(company).create(
            {
                "payment_type": f"{options.pop('direction', 'in')}bound",
                "partner_type": "customer",
                "company_id": company.id,
                "journal_id": (journal or self.data[letter]["default_journal_bank"]).id,
                "partner_id": partner.id,
                "currency_id": self.currency_named(currency).id,
                "amount": amount,
                "date": options.pop("date", "2026-03-25"),
                **options,
            }
        )
        if post:
            payment.action_post()
        return payments.browse(payment.id)

    @staticmethod
    def receivable(document):
        """The receivable lines of an invoice, a credit note, a payment or an entry."""
        move = document.move_id if document._name == "account.payment" else document
        return move.line_ids.filtered_domain(
            [("account_id.account_type", "=", "asset_receivable")]
        )

    @classmethod
    def pair(cls, payment_letter, invoice_letter):
        """The intercompany accounting of two companies."""
        return (
            cls.env["intercompany.accounting"]
            .sudo()
            .search(
                [
                    ("payment_company_id", "=", cls.companies[payment_letter].id),
                    ("invoice_company_id", "=", cls.companies[invoice_letter].id),
                ]
            )
        )

    # ------------------------------------------------------------
    # Words for accounts and partners
    # ------------------------------------------------------------
    @classmethod
    def letter_of(cls, company):
        return next(k for k, known in cls.companies.items() if known == company)

    @classmethod
    def short_name(cls, company):
        """``Fabrikam East`` is ``East``, ``Fabrikam`` itself stays."""
        return company.name.split()[-1]

    def role_of(self, letter, account, partner):
        """The word for an account in a company, as the tables use it.

        A due-to or due-from account has its word only on lines with the partner of
        the very company that its pair names; else the table says whose it is.
        """
        root = self.companies[letter].root_id
        if root not in self._roles:
            self._roles[root] = self._due_roles(root) | self._own_roles(letter)
        word = self._roles[root].get(account.id)
        if not word:
            return f"@{account.with_company(root).code}"
        if isinstance(word, tuple):
            word, counterpart = word
            return word if partner == counterpart else f"{word}({counterpart.name})"
        return word

    def _due_roles(self, root):
        roles = {}
        for pair in self.env["intercompany.accounting"].sudo().search([]):
            if pair.payment_company_id == root:
                counterpart = pair.invoice_company_id.partner_id
                roles[pair.due_to_account_id.id] = ("due_to", counterpart)
            if pair.invoice_company_id == root:
                counterpart = pair.payment_company_id.partner_id
                roles[pair.due_from_account_id.id] = ("due_from", counterpart)
        return roles

    def _own_roles(self, letter):
        company, data = self.companies[letter].root_id.sudo(), self.data[letter]
        accounts = {
            "receivable": data["default_account_receivable"],
            "gain": company.income_currency_exchange_account_id,
            "loss": company.expense_currency_exchange_account_id,
            "discount": company.account_journal_early_pay_discount_loss_account_id,
            "tax": data["default_account_tax_sale"],
            "sales": data["default_account_revenue"],
            "bank": data["default_journal_bank"].default_account_id,
            "outstanding": self.outstanding[letter],
        }
        for word, name in (
            ("penny", "ar_penny_difference_account_id"),
            ("overunder", "ar_overunder_payment_account_id"),
        ):
            if name in company._fields:
                accounts[word] = company[name]
        return {account.id: word for word, some in accounts.items() for account in some}

    def partner_word(self, partner):
        if not partner:
            return ""
        for company in self.all_companies:
            if partner == company.sudo().partner_id:
                return self.short_name(company)
        return (partner.commercial_partner_id.name or partner.name).split()[0]

    # ------------------------------------------------------------
    # Whole books
    # ------------------------------------------------------------
    def _own_currencies(self):
        return {k: company.currency_id.name for k, company in self.companies.items()}

    @staticmethod
    def _digits():
        return {"JPY": 0, "KWD": 3, "BHD": 3, "TND": 3, "ISK": 0, "KRW": 0}

    def parse_books(self, table):
        return books.parse(table, self._own_currencies(), self._digits())

    def _row(self, line):
        letter = self.letter_of(line.company_id)
        own = line.company_id.currency_id
        return books.Row(
            letter,
            self.role_of(letter, line.account_id, line.partner_id),
            self.partner_word(line.partner_id),
            books.money(line.amount_currency, line.currency_id.decimal_places),
            line.currency_id.name,
            books.money(line.balance, own.decimal_places),
            str(line.date),
        )

    def book_rows(self, records):
        """All journal items of settlements, payments or moves, as rows."""
        moves = records.sudo()
        if records._name != "account.move":
            is_payment = records._name == "account.payment"
            moves = moves.move_id if is_payment else moves.move_ids
        texts = ("line_section", "line_subsection", "line_note")
        lines = moves.line_ids.filtered(lambda line: line.display_type not in texts)
        order = list(self.companies)
        rows = [self._row(line) for line in lines.sorted("id")]
        return sorted(rows, key=lambda row: order.index(row.company))

    def assertBooks(self, records, table):
        """Assert *all* lines of settlements (or payments, or moves), in any order."""
        self.env.flush_all()
        problem = books.difference(self.parse_books(table), self.book_rows(records))
        if problem:
            self.fail(problem)

    def assertTable(self, rows, table):
        """Assert all rows, texts with one space between cells, in their order."""
        self.assertEqual("\n".join(rows), "\n".join(books.rows_of(table)))

    def assertOpen(self, expected):
        """Assert what stays open on documents.

        :param dict expected: document (invoice, credit note, payment, entry, or
            receivable lines) -> ``"amount [currency] balance"``, signed, or ``"0"``
        """
        problems = []
        for document, text in expected.items():
            wanted, found = self._open_amounts(document.sudo(), str(text))
            if wanted != found:
                problems.append(
                    f"{document.display_name}: {' '.join(found)} is open, "
                    f"not {' '.join(wanted)}"
                )
        if problems:
            self.fail("\n".join(problems))

    def _open_amounts(self, document, text):
        is_line = document._name == "account.move.line"
        lines = document if is_line else self.receivable(document)
        own, currency = lines.company_id.currency_id, lines.currency_id
        if text == "0":
            text = f"0 {currency.name} 0"
        wanted = books.parse_amounts(text.split(), own.name, self._digits())
        found = (
            books.money(
                sum(lines.mapped("amount_residual_currency")), currency.decimal_places
            ),
            currency.name,
            books.money(sum(lines.mapped("amount_residual")), own.decimal_places),
        )
        return wanted, found

    def assertBalances(self, letter, table):
        """Assert the balances of some accounts of a company.

        Rows lack the company letter. For each account word named, *all* partners
        and currencies are compared; what is zero in both amounts may be left out.
        """
        lines = table.strip().splitlines()
        wanted = self.parse_books("\n".join(f"{letter} {line}" for line in lines))
        words = {row.account for row in wanted}
        found = [row for row in self.balance_rows(letter) if row.account in words]
        wanted = [row for row in wanted if float(row.amount) or float(row.balance)]
        problem = books.difference(wanted, found)
        if problem:
            self.fail(problem)

    def balance_rows(self, *letters):
        """The posted balances per account, partner and currency, without zeros."""
        self.env.flush_all()
        companies = [self.companies[letter] for letter in letters or self.companies]
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "in", [company.id for company in companies]),
                    ("parent_state", "=", "posted"),
                ],
                ["company_id", "account_id", "partner_id", "currency_id"],
                ["amount_currency:sum", "balance:sum"],
                order="company_id, account_id, partner_id, currency_id",
            )
        )
        rows = []
        for company, account, partner, currency, amount, balance in groups:
            own = company.currency_id
            if currency.is_zero(amount) and own.is_zero(balance):
                continue
            letter = self.letter_of(company)
            rows.append(
                books.Row(
                    letter,
                    self.role_of(letter, account, partner),
                    self.partner_word(partner),
                    books.money(amount, currency.decimal_places),
                    currency.name,
                    books.money(balance, own.decimal_places),
                )
            )
        return rows

    def trial_balance(self):
        """Every balance of every account of every company, as a text to compare."""
        return books.render(self.balance_rows())

    @contextmanager
    def assertRefused(self, *texts):
        """Assert that a ``UserError`` is raised whose text has all of these in it."""
        with self.assertRaises(UserError) as caught:
            yield caught
        message = str(caught.exception)
        for text in texts:
            self.assertIn(text, message)

    @staticmethod
    def day(text):
        return fields.Date.to_date(text)
