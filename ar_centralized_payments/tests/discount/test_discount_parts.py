"""What a cash discount corrects of base and tax, as they are booked, and the analytic
distributions of discounts and differences (accounting section 4): whole books, and
what stays open."""

from odoo import Command
from odoo.tests import tagged

from .test_cash_discounts import DiscountCommon


class PartsCommon(DiscountCommon):
    def included(self, percent, **options):
        return self.term(percent, mode="included", **options)

    def lines(self, letter, *rows):
        """Values of invoice lines: (price, taxes, analytic account) each."""
        account = self.data[letter]["default_account_revenue"]
        return [
            Command.create(
                {
                    "name": "Sales",
                    "account_id": account.id,
                    "price_unit": price,
                    "tax_ids": [Command.set(taxes.ids if taxes else [])],
                    "analytic_distribution": {str(analytic.id): 100}
                    if analytic
                    else False,
                }
            )
            for price, taxes, analytic in rows
        ]

    def analytics(self, *names, letter=None):
        """Analytic accounts of a company, or of all."""
        plan = self.env["account.analytic.plan"].sudo()
        plan = plan.create({"name": f"Regions of {letter}: {', '.join(names)}"})
        company = self.companies[letter].id if letter else False
        return [
            plan.account_ids.create(
                {"name": name, "plan_id": plan.id, "company_id": company}
            )
            for name in names
        ]

    def rounding(self, letter, step, strategy):
        account = self.data[letter]["default_account_expense"]
        company = self.companies[letter]
        accounts = {
            "profit_account_id": account.id,
            "loss_account_id": account.id,
        }
        return (
            self.env["account.cash.rounding"]
            .with_company(company)
            .sudo()
            .create(
                {
                    "name": f"To {step}",
                    "rounding": step,
                    "strategy": strategy,
                    "rounding_method": "HALF-UP",
                    **accounts,
                }
            )
        )

    def by_analytic(self, settlement, *words):
        """What lines of these roles carry: (company, role, names, balance), sorted."""
        names = self.env["account.analytic.account"].sudo()
        rows = []
        for line in settlement.sudo().move_ids.line_ids:
            row = self._row(line)
            if row.account in words:
                keys = ",".join(line.analytic_distribution or {})
                found = names.browse([int(key) for key in keys.split(",") if key])
                text = "+".join(found.mapped("name")) or "-"
                rows.append((row.company, row.account, text, line.balance))
        return sorted(rows)


@tagged("post_install", "-at_install")
class TestBookedTax(PartsCommon):
    """Mode *included*: rate x booked tax, rounded once; the base takes the rest."""

    def test_cash_rounding_on_the_biggest_tax(self):
        rounding = self.rounding("E", 0.05, "biggest_tax")
        bill = self.invoice(
            "E", 339.60, tax=8.1, term=self.included(2),
            invoice_cash_rounding_id=rounding.id,
        )  # fmt: skip
        self.assertEqual(bill.amount_total, 367.10)
        payment = self.payment("F", 359.75, date="2026-03-20")
        self.assertBooks(
            self.settle(payment, bill),
            """
            F   receivable   Northwind    359.75
            F   due_to       East        -359.75
            E   due_from     Fabrikam     359.75
            E   receivable   Northwind   -359.75
            E   discount     Northwind      6.80
            E   tax          Northwind      0.55
            E   receivable   Northwind     -7.35
            """,
        )
        self.assertOpen({bill: "0", payment: "0"})
        self.assertBalances("E", "tax Northwind -26.95")

    def test_cash_rounding_as_a_line_of_its_own(self):
        """Rounded to whole units: 0.11 less, of which 10 % are 0.01."""
        rounding = self.rounding("E", 1, "add_invoice_line")
        bill = self.invoice(
            "E", 339.60, tax=8.1, term=self.included(10),
            invoice_cash_rounding_id=rounding.id,
        )  # fmt: skip
        self.assertEqual(bill.amount_total, 367)
        payment = self.payment("F", 330, date="2026-03-20")
        settlement = self.settle(payment, bill)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind    330.00
            F   due_to       East        -330.00
            E   due_from     Fabrikam     330.00
            E   receivable   Northwind   -330.00
            E   discount     Northwind     34.26
            E   discount     Northwind     -0.01
            E   tax          Northwind      2.75
            E   receivable   Northwind    -37.00
            """,
        )
        lines = settlement.sudo().move_ids.line_ids
        self.assertEqual(sum(lines.filtered("tax_ids").mapped("balance")), 34.26)
        self.assertOpen({bill: "0", payment: "0"})

    def test_tax_typed_by_hand(self):
        bill = self.invoice("E", 1000, tax=19, term=self.included(2), post=False)
        tax_line = bill.line_ids.filtered("tax_line_id")
        bill.line_ids = [Command.update(tax_line.id, {"amount_currency": -190.50})]
        bill.action_post()
        self.assertEqual(bill.amount_total, 1190.50)
        payment = self.payment("F", 1166.69, date="2026-03-20")
        self.assertBooks(
            self.settle(payment, bill),
            """
            F   receivable   Northwind   1166.69
            F   due_to       East       -1166.69
            E   due_from     Fabrikam    1166.69
            E   receivable   Northwind  -1166.69
            E   discount     Northwind     20.00
            E   tax          Northwind      3.81
            E   receivable   Northwind    -23.81
            """,
        )
        self.assertOpen({bill: "0", payment: "0"})

    def test_not_what_a_recomputation_gives(self):
        for percent, price, is_inside, rate, paid, base, tax in (
            (21, 98.49, False, 1, 117.98, 0.98, 0.21),
            (19, 98.49, False, 1, 116.03, 0.98, 0.19),
            (21, 668.29, True, 10, 601.46, 55.23, 11.60),
        ):
            include = "tax_included" if is_inside else "tax_excluded"
            taxes = self.tax("E", percent, price_include_override=include)
            bill = self.invoice("E", price, tax=taxes, term=self.included(rate))
            payment = self.payment("F", paid, date="2026-03-20")
            with self.subTest(price=price, percent=percent):
                self.assertBooks(
                    self.settle(payment, bill),
                    f"""
                    F   receivable   Northwind   {paid}
                    F   due_to       East       -{paid}
                    E   due_from     Fabrikam    {paid}
                    E   receivable   Northwind  -{paid}
                    E   discount     Northwind   {base}
                    E   tax          Northwind   {tax}
                    E   receivable   Northwind  -{base + tax:.2f}
                    """,
                )
                self.assertOpen({bill: "0", payment: "0"})

    def test_several_payments_correct_as_one(self):
        """1,190.00 at 2 %, of it some paid in time but without discount."""
        for first in (1000, 1150, 1160, 1166):
            bill = self.invoice("E", 1000, tax=19, term=self.included(2))
            self.settle(self.payment("F", first, date="2026-03-19"), bill)
            self.assertOpen({bill: f"{1190 - first} USD {1190 - first}"})
            rest = 1166.20 - first
            with self.subTest(first=first):
                self.assertBooks(
                    self.settle(self.payment("F", rest, date="2026-03-20"), bill),
                    f"""
                    F   receivable   Northwind    {rest:.2f}
                    F   due_to       East        -{rest:.2f}
                    E   due_from     Fabrikam     {rest:.2f}
                    E   receivable   Northwind   -{rest:.2f}
                    E   discount     Northwind     20.00
                    E   tax          Northwind      3.80
                    E   receivable   Northwind    -23.80
                    """,
                )
                self.assertOpen({bill: "0"})

    def test_each_part_its_share_and_the_last_one_the_rest(self):
        """98.49 + 20.68 at 1 %, in three payments: tax 0.21 and base 0.98 in all."""
        self.options("E", partial=True)
        bill = self.invoice("E", 98.49, tax=21, term=self.included(1))
        for paid, discount, tax, left in (
            (39, 0.32, 0.07, "79.78"),
            (39, 0.32, 0.07, "40.39"),
            (39.98, 0.34, 0.07, "0"),
        ):
            given = discount + tax
            self.assertBooks(
                self.settle(self.payment("E", paid, date="2026-03-20"), bill),
                f"""
                E   discount     Northwind   {discount}
                E   tax          Northwind   {tax}
                E   receivable   Northwind  -{given:.2f}
                """,
            )
            self.assertOpen({bill: f"{left} USD {left}"})
        self.assertBalances("E", "tax Northwind -20.47")

    def test_an_overwritten_discount_corrects_no_more(self):
        for values in ({"discount": 30}, {"full_settlement": True}):
            bill = self.invoice("E", 1000, tax=10, term=self.included(2))
            payment = self.payment("F", 1070, date="2026-03-20")
            self.assertBooks(
                self.settle(payment, bill, typed={bill: values}),
                """
                F   receivable   Northwind   1070.00
                F   due_to       East       -1070.00
                E   due_from     Fabrikam    1070.00
                E   receivable   Northwind  -1070.00
                E   tax          Northwind      2.00
                E   discount     Northwind     20.00
                E   discount     Northwind      8.00
                E   receivable   Northwind    -30.00
                """,
            )
            self.assertOpen({bill: "0", payment: "0"})

    def test_at_booked_value_in_a_foreign_currency(self):
        """22.00 EUR booked at 1.2062 are 26.54 USD, of which 2.41 are tax."""
        bill = self.invoice(
            "E", 1000, currency="EUR", tax=10, term=self.included(2), date="2026-03-10"
        )
        payment = self.payment("F", 1078, currency="EUR", date="2026-03-20")
        self.assertBooks(
            self.settle(payment, bill),
            """
            F   receivable   Northwind   1078.00 EUR   1300.28
            F   due_to       East       -1078.00 EUR  -1300.28
            E   due_from     Fabrikam    1078.00 EUR   1300.28
            E   receivable   Northwind  -1078.00 EUR  -1300.28
            E   discount     Northwind     20.00 EUR     24.13
            E   tax          Northwind      2.00 EUR      2.41
            E   receivable   Northwind    -22.00 EUR    -26.54
            """,
        )
        self.assertOpen({bill: "0", payment: "0"})

    def tagged_tax(self):
        """A tax with tags, and on credit notes other tags and another account; and a
        tag that comes from no tax."""
        names = ("base", "tax", "base back", "tax back", "own")
        base, tag, base_back, tag_back, own = self.env["account.account.tag"].create(
            [{"name": name, "applicability": "taxes"} for name in names]
        )
        tax = self.tax("E", 10, name="Tagged")
        account = self.data["E"]["default_account_tax_sale"]
        back = account.copy({"name": "Tax back"})
        for lines, of_base, of_tax, to in (
            (tax.invoice_repartition_line_ids, base, tag, account),
            (tax.refund_repartition_line_ids, base_back, tag_back, back),
        ):
            lines.filtered(lambda x: x.repartition_type == "base").tag_ids = of_base
            tax_lines = lines.filtered(lambda x: x.repartition_type == "tax")
            tax_lines.write({"tag_ids": of_tax.ids, "account_id": to.id})
        return tax, own

    def tagged_rows(self, settlement):
        """Role (or name of the account), amount, tags, taxes, repartition."""
        rows = []
        for line in settlement.sudo().move_ids.line_ids.filtered("tax_tag_ids"):
            role = self._row(line).account
            rows.append(
                (
                    line.account_id.name if role.startswith("@") else role,
                    line.balance,
                    ", ".join(sorted(line.tax_tag_ids.mapped("name"))),
                    ", ".join(line.tax_ids.mapped("name")),
                    line.tax_repartition_line_id.document_type or "",
                )
            )
        return sorted(rows)

    def test_mirrored_repartition_tags_and_account(self):
        """A discount corrects an invoice as a credit note does, and a credit note as
        an invoice does; a tag of one's own stays."""
        tax, own = self.tagged_tax()
        self.options("E", notes=True)
        bill = self.invoice("E", 1000, tax=tax, term=self.included(2), post=False)
        bill.invoice_line_ids.tax_tag_ids |= own
        bill.action_post()
        note = self.credit_note("E", 100, tax=tax, term=self.included(2))
        settlement = self.settle(note, bill)
        self.assertEqual(
            self.tagged_rows(settlement),
            [
                ("Tax back", 0.20, "tax back", "", "refund"),
                ("discount", -2, "base", "Tagged", ""),
                ("discount", 2, "base back, own", "Tagged", ""),
                ("tax", -0.20, "tax", "", "invoice"),
            ],
        )
        self.assertOpen({note: "0", bill: "990 USD 990"})

    def test_tags_taken_off_by_hand_do_not_come_back(self):
        tax, own = self.tagged_tax()
        bill = self.invoice("E", 1000, tax=tax, term=self.included(2), post=False)
        bill.invoice_line_ids.tax_tag_ids = own
        bill.action_post()
        settlement = self.settle(self.payment("E", 1078, date="2026-03-20"), bill)
        self.assertEqual(
            self.tagged_rows(settlement),
            [
                ("Tax back", 2, "tax back", "", "refund"),
                ("discount", 20, "own", "Tagged", ""),
            ],
        )
        self.assertOpen({bill: "0"})

    def test_a_fixed_tax_is_none_of_the_price(self):
        both = self.tax("E", 10) | self.tax("E", 5, amount_type="fixed")
        bill = self.invoice("E", 1000, tax=both, term=self.included(2))
        payment = self.payment("F", 1082.90, date="2026-03-20")
        settlement = self.settle(payment, bill)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind   1082.90
            F   due_to       East       -1082.90
            E   due_from     Fabrikam    1082.90
            E   receivable   Northwind  -1082.90
            E   discount     Northwind     20.10
            E   tax          Northwind      2.00
            E   receivable   Northwind    -22.10
            """,
        )
        lines = settlement.sudo().move_ids.line_ids
        self.assertEqual(lines.tax_ids, self.tax("E", 10))
        self.assertOpen({bill: "0", payment: "0"})


@tagged("post_install", "-at_install")
class TestTaxedNotes(PartsCommon):
    """Credit notes whose terms reduce the tax."""

    def documents(self):
        term = self.included(2)
        note = self.credit_note("W", 100, tax=10, term=term, date="2026-03-12")
        return self.invoice("E", 300), note

    def test_used_as_it_is_where_notes_take_no_discount(self):
        bill, note = self.documents()
        settlement = self.settlement(note, bill)
        self.assertTrue(settlement.totals())
        settlement.unlink()
        self.assertBooks(
            self.settle(note, bill),
            """
            W   receivable   Northwind    110.00
            W   due_to       East        -110.00
            E   due_from     West         110.00
            E   receivable   Northwind   -110.00
            """,
        )
        self.assertOpen({bill: "190 USD 190", note: "0"})

    def test_seen_on_the_pages_and_paid_back(self):
        bill, note = self.documents()
        page = self.env["ar.settlement"].with_user(self.clerk)
        place = page.page_open({"partner_id": self.northwind["F"].id})["place"]
        names = [row["document"] for row in page.page_rows(place)["rows"]]
        self.assertLessEqual({bill.name, note.name}, {*names})
        journal = self.env["ar.payment.journal"].with_user(self.clerk)
        bank = self.data["F"]["default_journal_bank"]
        company = self.companies["F"]
        journal = journal.with_company(company).create(
            {"company_id": company.id, "journal_id": bank.id, "date": "2026-03-25"}
        )
        values = {
            "partner_id": self.northwind["F"].id,
            "amount": 190,
            "currency_id": self.usd.id,
            "date": "2026-03-25",
            "journal_id": bank.id,
            "ar_payment_type": "transfer",
        }
        marks = {str(self.receivable(one).id): {} for one in (note, bill)}
        self.assertTrue(journal.entry_totals(values, marks))
        pasted = journal.entry_paste(f"{note.name} -110\n{bill.name} 300", values, {})
        self.assertTrue(pasted)
        refund = self.payment("F", 110, direction="out")
        self.assertBooks(
            self.settle(note, refund),
            """
            W   receivable   Northwind    110.00
            W   due_to       Fabrikam    -110.00
            F   due_from     West         110.00
            F   receivable   Northwind   -110.00
            """,
        )
        self.assertOpen({note: "0", refund: "0"})

    def test_tax_is_corrected_where_notes_take_discounts(self):
        """107.80 and 2.20, of which 0.20 are tax."""
        self.options("W", notes=True)
        bill, note = self.documents()
        settlement = self.settle(note, bill)
        self.assertBooks(
            settlement,
            """
            W   receivable   Northwind    107.80
            W   due_to       East        -107.80
            W   receivable   Northwind      2.20
            W   discount     Northwind     -2.00
            W   tax          Northwind     -0.20
            E   due_from     West         107.80
            E   receivable   Northwind   -107.80
            """,
        )
        [tax] = settlement.sudo().move_ids.line_ids.filtered("tax_repartition_line_id")
        self.assertEqual(tax.tax_repartition_line_id.document_type, "invoice")
        self.assertOpen({bill: "192.20 USD 192.20", note: "0"})

    def test_always_takes_it_with_the_option_off(self):
        bill, note = self.documents()
        typed = {note: {"use_cash_discount": "always"}}
        settlement = self.settle(note, bill, typed=typed)
        rows = {row.account: row.balance for row in self.book_rows(settlement)}
        self.assertEqual((rows["tax"], rows["discount"]), ("-0.20", "-2.00"))
        self.assertOpen({bill: "192.20 USD 192.20", note: "0"})

    def test_tax_due_on_payment_does_not_stand_against_one_without(self):
        company = self.companies["W"].sudo()
        company.tax_exigibility = True
        waiting = self.data["W"]["default_account_tax_sale"].copy(
            {"name": "Not yet due", "reconcile": True}
        )
        tax = self.tax(
            "W", 10, tax_exigibility="on_payment",
            cash_basis_transition_account_id=waiting.id,
        )  # fmt: skip
        term = self.included(2)
        note = self.credit_note("W", 100, tax=tax, term=term, date="2026-03-12")
        bill = self.invoice("E", 300)
        self.settle(note, bill)
        self.assertOpen({bill: "190 USD 190", note: "0"})

    def test_tax_due_on_payment_with_a_discount(self):
        """Mode *excluded*: two halves make all of the tax due, once. *Included* is
        refused, and settles without a discount."""
        company = self.companies["E"].sudo()
        company.tax_exigibility = True
        waiting = self.data["E"]["default_account_tax_sale"].copy(
            {"name": "Not yet due", "reconcile": True}
        )
        tax = self.tax(
            "E", 10, tax_exigibility="on_payment",
            cash_basis_transition_account_id=waiting.id,
        )  # fmt: skip
        self.options("E", partial=True)
        bill = self.invoice("E", 1000, tax=tax, term=self.term(2))
        for left, due in (("550", 50), ("0", 100)):
            self.settle(self.payment("F", 540, date="2026-03-20"), bill)
            self.assertOpen({bill: f"{left} USD {left}"})
            moves = self.env["account.move"].sudo()
            moves = moves.search([("tax_cash_basis_origin_move_id", "=", bill.id)])
            lines = moves.line_ids.filtered("tax_repartition_line_id")
            self.assertEqual(-sum(lines.mapped("balance")), due)
        other = self.invoice("E", 1000, tax=tax, term=self.included(2))
        payment = self.payment("F", 1078, date="2026-03-20")
        before = self.trial_balance()
        with self.assertRefused("discount"), self.cr.savepoint():
            self.settle(payment, other)
        self.assertEqual(self.trial_balance(), before)
        self.settle(payment, other, typed={other: {"use_cash_discount": "never"}})
        self.assertOpen({other: "22 USD 22", payment: "0"})


@tagged("post_install", "-at_install")
class TestAnalytics(PartsCommon):
    """1,000.00 on A and 100.00 on B: each its share of what is booked."""

    def bill(self, letter, accounts, tax=None, **options):
        a, b = accounts
        lines = self.lines(letter, (1000, tax, a), (100, tax, b))
        return self.invoice(letter, 1, invoice_line_ids=lines, **options)

    def test_in_every_tax_mode(self):
        accounts, tax = self.analytics("A", "B", letter="E"), self.tax("E", 10)
        for mode, paid, of_tax in (
            ("excluded", 1188, []),
            ("mixed", 1185.80, []),
            ("included", 1185.80, [("E", "tax", "-", 2.20)]),
        ):
            bill = self.bill("E", accounts, tax, term=self.term(2, mode=mode))
            payment = self.payment("F", paid, date="2026-03-20")
            settlement = self.settle(payment, bill)
            with self.subTest(mode=mode):
                self.assertEqual(
                    self.by_analytic(settlement, "discount", "tax"),
                    [("E", "discount", "A", 20), ("E", "discount", "B", 2), *of_tax],
                )
                self.assertOpen({bill: "0", payment: "0"})

    def test_two_analytics_of_one_tax(self):
        """One repartition, two tax lines: each is corrected by its own share."""
        accounts = self.analytics("A", "B", letter="E")
        tax = self.tax("E", 10, analytic=True)
        bill = self.bill("E", accounts, tax, term=self.included(2))
        self.assertEqual(len(bill.line_ids.filtered("tax_line_id")), 2)
        payment = self.payment("F", 1185.80, date="2026-03-20")
        settlement = self.settle(payment, bill)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind   1185.80
            F   due_to       East       -1185.80
            E   due_from     Fabrikam    1185.80
            E   receivable   Northwind  -1185.80
            E   tax          Northwind      2.00
            E   tax          Northwind      0.20
            E   discount     Northwind     20.00
            E   discount     Northwind      2.00
            E   receivable   Northwind    -24.20
            """,
        )
        self.assertEqual(
            self.by_analytic(settlement, "discount", "tax"),
            [
                ("E", "discount", "A", 20), ("E", "discount", "B", 2),
                ("E", "tax", "A", 2), ("E", "tax", "B", 0.20),
            ],
        )  # fmt: skip
        self.assertOpen({bill: "0", payment: "0"})

    def test_in_parts_as_at_once(self):
        self.options("E", partial=True)
        bill = self.bill("E", self.analytics("A", "B"), term=self.term(2))
        sums = {"A": 0, "B": 0}
        for paid in (359.33, 359.33, 359.34):
            settlement = self.settle(self.payment("F", paid, date="2026-03-20"), bill)
            for _letter, _role, name, balance in self.by_analytic(
                settlement, "discount"
            ):
                sums[name] = round(sums[name] + balance, 2)
        self.assertEqual(sums, {"A": 20, "B": 2})
        self.assertOpen({bill: "0"})

    def test_borne_by_the_company_of_the_payment(self):
        """It has what every company may use, and nothing of the other company's."""
        self.route("F", "E", cash_discount_company="payment")
        [shared], [own] = self.analytics("A"), self.analytics("B", letter="E")
        bill = self.bill("E", (shared, own), term=self.term(2))
        payment = self.payment("F", 1078, date="2026-03-20")
        settlement = self.settle(payment, bill)
        self.assertBooks(
            settlement,
            """
            F   receivable   Northwind   1078.00
            F   due_to       East       -1078.00
            F   due_to       East         -22.00
            F   discount     Northwind     20.00
            F   discount     Northwind      2.00
            E   due_from     Fabrikam    1078.00
            E   receivable   Northwind  -1078.00
            E   due_from     Fabrikam      22.00
            E   receivable   Northwind    -22.00
            """,
        )
        self.assertEqual(
            self.by_analytic(settlement, "discount"),
            [("F", "discount", "-", 2), ("F", "discount", "A", 20)],
        )
        self.assertOpen({bill: "0", payment: "0"})

    def test_exchange_differences(self):
        """1,100.00 EUR gain 23.65: to the company of the invoice, then of the
        payment."""
        accounts = self.analytics("A", "B", letter="E")
        for bearer, rows in (
            ("invoice", [("E", "gain", "A", -21.50), ("E", "gain", "B", -2.15)]),
            ("payment", [("F", "gain", "-", -23.65)]),
        ):
            self.route("F", "E", exchange_company=bearer)
            bill = self.bill("E", accounts, currency="EUR")
            payment = self.payment("F", 1100, currency="EUR")
            settlement = self.settle(payment, bill)
            self.assertEqual(self.by_analytic(settlement, "gain"), rows)
            self.assertOpen({bill: "0", payment: "0"})

    def test_penny_differences_and_underpayments(self):
        self.options("E", over_under=5)
        bill = self.bill("E", self.analytics("A", "B", letter="E"))
        payment = self.payment("F", 1097.80)
        settlement = self.settle(payment, bill)
        self.assertEqual(
            self.by_analytic(settlement, "overunder"),
            [("E", "overunder", "A", 2), ("E", "overunder", "B", 0.20)],
        )
        self.assertOpen({bill: "0", payment: "0"})

    def test_typed_and_in_full(self):
        accounts = self.analytics("A", "B", letter="E")
        for values in ({"discount": 33}, {"full_settlement": True}):
            bill = self.bill("E", accounts)
            payment = self.payment("F", 1067)
            settlement = self.settle(payment, bill, typed={bill: values})
            self.assertEqual(
                self.by_analytic(settlement, "discount"),
                [("E", "discount", "A", 30), ("E", "discount", "B", 3)],
            )
            self.assertOpen({bill: "0", payment: "0"})

    def test_of_a_credit_note(self):
        self.options("W", notes=True)
        accounts = self.analytics("A", "B", letter="W")
        note = self.bill("W", accounts, term=self.term(2), move_type="out_refund")
        bill = self.invoice("E", 2000)
        settlement = self.settle(note, bill)
        self.assertEqual(
            self.by_analytic(settlement, "discount"),
            [("W", "discount", "A", -20), ("W", "discount", "B", -2)],
        )
        self.assertOpen({note: "0", bill: "922 USD 922"})

    def test_lines_without_have_what_the_models_say(self):
        """Of two lines one has none: its share takes the model's of the account."""
        [a, standard] = self.analytics("A", "Standard", letter="E")
        company = self.companies["E"].sudo()
        account = company.account_journal_early_pay_discount_loss_account_id
        self.env["account.analytic.distribution.model"].sudo().create(
            {
                "account_prefix": account.with_company(company).code,
                "company_id": company.id,
                "analytic_distribution": {str(standard.id): 100},
            }
        )
        bill = self.bill("E", (a, None), term=self.term(2))
        settlement = self.settle(self.payment("F", 1078, date="2026-03-20"), bill)
        self.assertEqual(
            self.by_analytic(settlement, "discount"),
            [("E", "discount", "A", 20), ("E", "discount", "Standard", 2)],
        )
        self.assertOpen({bill: "0"})
