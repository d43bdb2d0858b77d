"""What is in an EU sales list: items, rows, problems, discounts, corrections."""

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import GREECE, ITALY, SPAIN, EuSalesCommon


@freeze_time("2026-04-15")
@tagged("post_install", "-at_install")
class TestEuSalesList(EuSalesCommon):
    def test_rows_of_one_number_over_partners_and_kinds(self):
        self.sale(1000.40)
        self.sale(200.50, kind="services")
        self.sale(500.35, "Alpha Warehouse")
        self.sale(750, "Roma", "triangular")
        self.sale(99, kind="none")
        lists = self.prepare()
        self.assertRows(
            lists,
            f"{SPAIN} goods 1500.75 1501",
            f"{SPAIN} services 200.50 201",
            f"{ITALY} triangular 750.00 750",
        )
        self.assertEqual(len(lists.item_ids), 4)
        self.assertEqual(lists.total, 2452)
        self.assertEqual(lists.name, "DE 2026-03")
        self.assertEqual(lists.state, "draft")

    def test_by_product(self):
        product = self.env["product.product"].create(
            {"name": "Advice", "type": "service"}
        )
        invoice = self.sale(100, kind="by_product", post=False)
        invoice.invoice_line_ids.product_id = product
        invoice.invoice_line_ids.tax_ids = self.kinds["X"]["by_product"]
        invoice.invoice_line_ids.price_unit = 100
        invoice.action_post()
        self.sale(70, kind="by_product")
        self.assertRows(
            self.prepare(),
            f"{SPAIN} goods 70.00 70",
            f"{SPAIN} services 100.00 100",
        )

    def test_entries_with_such_a_tax_are_listed(self):
        data, partner = self.data["X"], self.customers["Roma"]
        tax = {"tax_ids": self.kinds["X"]["goods"].ids}
        self.entry(
            "X",
            [
                (data["default_account_revenue"], partner, self.eur, -50, -50, tax),
                (data["default_account_receivable"], partner, self.eur, 50, 50, {}),
            ],
            date="2026-03-20",
        )
        self.assertRows(self.prepare(), f"{ITALY} goods 50.00 50")

    def test_a_second_run_changes_nothing(self):
        self.sale(100)
        self.sale(-30, "Roma")
        self.sale(10, self.customer("None", "FR", False))
        lists = self.prepare()
        before = self.contents(lists)
        again = self.prepare()
        self.assertEqual(again, lists)
        self.assertEqual(self.contents(again), before)

    def test_a_draft_follows_the_books(self):
        first = self.sale(100)
        lists = self.prepare()
        self.sale(50)
        lists.with_user(self.clerk).action_refresh()
        self.assertRows(lists, f"{SPAIN} goods 150.00 150")
        first.with_user(self.controller).button_draft()
        self.assertEqual(self.prepare(), lists)
        self.assertRows(lists, f"{SPAIN} goods 50.00 50")

    def test_a_draft_of_nothing_goes(self):
        invoice = self.sale(100)
        self.prepare()
        invoice.with_user(self.controller).button_draft()
        self.assertFalse(self.prepare())
        self.assertFalse(self.list_of())

    def test_net_of_nothing_is_a_row_of_zero(self):
        self.sale(50)
        self.sale(-50)
        self.assertRows(self.prepare(), f"{SPAIN} goods 0.00 0")

    # Numbers

    def test_the_number_is_kept_as_it_was_posted(self):
        invoice = self.sale(100)
        self.assertEqual(invoice.ar_eu_vat, SPAIN)
        self.customers["Alpha"].vat = ITALY
        lists = self.prepare()
        self.assertRows(lists, f"{SPAIN} goods 100.00 100")
        self.assertEqual(self.problems(lists), [("differs", SPAIN, 0)])
        self.assertFalse(lists.blocking_count)

    def test_numbers_are_written_in_one_way(self):
        self.sale(10, "Athens")
        self.sale(20, "Alpha Warehouse")
        self.assertRows(
            self.prepare(), f"{GREECE} goods 10.00 10", f"{SPAIN} goods 20.00 20"
        )

    def test_other_documents_keep_none(self):
        self.assertFalse(self.invoice("F", 100).ar_eu_vat)
        self.assertEqual(self.sale(1, self.customer("None", "FR", "/")).ar_eu_vat, "/")

    def test_documents_from_before_have_todays_number(self):
        invoice = self.sale(100)
        invoice.sudo().ar_eu_vat = False
        self.assertRows(self.prepare(), f"{SPAIN} goods 100.00 100")

    def test_correcting_a_number(self):
        invoice = self.sale(100, "Roma")
        invoice.with_user(self.controller).action_correct_eu_vat(
            "es b12345674", "It was sold to Alpha"
        )
        self.assertEqual(invoice.ar_eu_vat, SPAIN)
        self.assertIn("It was sold to Alpha", str(invoice.message_ids[:1].body))
        self.assertRows(self.prepare(), f"{SPAIN} goods 100.00 100")
        with self.assertRaisesRegex(UserError, "Say why"):
            invoice.with_user(self.controller).action_correct_eu_vat(SPAIN, " ")
        draft = self.sale(1, post=False)
        with self.assertRaisesRegex(UserError, "Correct it on the customer"):
            draft.with_user(self.controller).action_correct_eu_vat(SPAIN, "Wrong")

    # Problems

    def test_problems_are_listed_and_never_dropped(self):
        self.sale(100, self.customer("None", "FR", "/"))
        self.sale(100, self.customer("Short", "ES", "ES1234567"))
        self.sale(100, self.customer("Own", "DE", "DE136695976"))
        north = self.customer("North", "GB", "XI432525179")
        self.sale(100, north, "services")
        self.sale(100, north)
        self.sale(100, "Athens")
        self.sale(100, self.customer("Swiss", "CH", "CHE123456788"))
        lists = self.prepare()
        self.assertRows(
            lists, f"{GREECE} goods 100.00 100", "XI432525179 goods 100.00 100"
        )
        blocking = [one for one in self.problems(lists) if one[2]]
        self.assertEqual(
            blocking,
            [
                ("invalid", "ES1234567", 100),
                ("no_number", "", 100),
                ("northern_ireland", "XI432525179", 100),
                ("not_eu", "CHE123456788", 100),
                ("own_country", "DE136695976", 100),
            ],
        )
        self.assertEqual(lists.blocking_count, 5)
        return lists

    def test_an_accepted_number_is_in_the_rows(self):
        lists = self.test_problems_are_listed_and_never_dropped()
        with self.assertRaisesRegex(UserError, "has 5 open problems"):
            self.report(lists)
        for problem in lists.problem_ids.filtered("is_open"):
            problem.with_user(self.clerk).reason = "The customer has applied for one"
        self.assertFalse(lists.blocking_count)
        problem = lists.problem_ids.filtered("reason")[:1]
        self.assertEqual(problem.accepted_uid, self.clerk)
        self.prepare()
        self.assertRows(
            lists,
            f"{GREECE} goods 100.00 100",
            "ES1234567 goods 100.00 100",
            "XI432525179 goods 100.00 100",
        )
        (row,) = [r for r in lists.reconciliation if r["kind"] == "goods"]
        self.assertEqual(row["amounts"]["excluded_no_number"], -100)
        self.assertEqual(row["amounts"]["exact"], 300)
        self.report(lists)
        self.assertEqual(lists.state, "reported")
        with self.assertRaisesRegex(UserError, "Reported"):
            problem.with_user(self.clerk).reason = "Another"

    def test_mending_a_number(self):
        customer = self.customer("Short", "ES", "ES1234567")
        invoice = self.sale(100, customer)
        lists = self.prepare()
        action = lists.problem_ids.filtered("is_open").action_mend()
        self.assertEqual(action["res_model"], "ar.eu.vat.correction")
        customer.vat = SPAIN
        wizard = (
            self.env["ar.eu.vat.correction"]
            .with_user(self.controller)
            .with_context(**action["context"])
            .create({"reason": "Typed wrong"})
        )
        self.assertEqual(wizard.move_ids, invoice)
        self.assertEqual(wizard.number, SPAIN)
        wizard.action_correct()
        self.prepare()
        self.assertRows(lists, f"{SPAIN} goods 100.00 100")
        self.assertFalse(lists.problem_ids)

    def test_warnings(self):
        tax = self.kinds["X"]["goods"].sudo()
        tax.amount = 7
        customer = self.customer("Delivered", "ES", SPAIN)
        shipping = self.customer("Lager", "DE", False)
        self.sale(100, customer, partner_shipping_id=shipping.id)
        self.sale(100, customer, "none", date="2026-03-11")
        lists = self.prepare()
        self.assertEqual(
            [one.code for one in lists.problem_ids.sorted("code")],
            ["delivery", "no_kind", "rate"],
        )
        self.assertFalse(lists.blocking_count)

    # Currency

    def test_books_in_another_currency(self):
        taxes = self.reporting("E", "DE", "DE123456788")
        self.kinds = {**self.kinds, "E": taxes}
        invoice = self.sale(1227.70, letter="E", date="2026-03-26")
        self.sale(120.62, letter="E", date="2026-03-11")
        lists = self.prepare(letters="E")
        self.assertRows(lists, f"{SPAIN} goods 1100.00 1100")
        self.assertTrue(lists.is_converted)
        self.assertFalse(lists.reconciliation)
        early = self.sale(10, letter="E", date="2026-03-05")
        self.prepare(letters="E")
        self.assertEqual(self.problems(lists), [("no_rate", SPAIN, 0)])
        self.assertIn(invoice, lists.item_ids.move_id)
        self.assertNotIn(early, lists.item_ids.move_id)

    def test_documents_in_foreign_currency_are_rounded_once(self):
        self.set_rate("X", "USD", "2026-02-01", 1.2277)
        self.sale(1000, currency="USD", date="2026-02-05")
        self.sale(250, currency="USD", date="2026-02-05")
        self.assertRows(self.prepare("2026-02-10"), f"{SPAIN} goods 1018.16 1018")

    # Discounts

    def discounted(self):
        """An invoice of X is paid in F, 20.00 less."""
        invoice = self.mixed_sale(
            [(600, "goods"), (400, "services")],
            date="2026-01-31",
            invoice_payment_term_id=self.term(2, mode="excluded").id,
        )
        self.set_rate("F", "EUR", "2026-02-01", inverse=1.2)
        self.set_rate("X", "USD", "2026-02-01", 1.2)
        payment = self.payment(
            "F",
            980,
            currency="EUR",
            partner=self.customers["Alpha"],
            date="2026-02-10",
        )
        return self.settle(payment, invoice)

    def test_cash_discount_of_a_settlement(self):
        settlement = self.discounted()
        self.assertRows(
            self.prepare("2026-01-31"),
            f"{SPAIN} goods 600.00 600",
            f"{SPAIN} services 400.00 400",
        )
        self.prepare("2026-02-28")
        self.assertRows(
            self.list_of("2026-02"),
            f"{SPAIN} goods -12.00 -12",
            f"{SPAIN} services -8.00 -8",
        )
        settlement.with_user(self.controller).action_undo("2026-03-03")
        self.prepare("2026-03-31")
        self.assertRows(
            self.list_of("2026-02"),
            f"{SPAIN} goods -12.00 -12",
            f"{SPAIN} services -8.00 -8",
        )
        self.assertRows(
            self.list_of("2026-03"),
            f"{SPAIN} goods 12.00 12",
            f"{SPAIN} services 8.00 8",
        )

    def test_cash_discounts_that_are_not_reported(self):
        self.discounted()
        january = self.prepare("2026-01-31")
        january.sudo().registration_id.is_discount_reported = False
        self.prepare("2026-02-28")
        self.assertFalse(self.list_of("2026-02"))

    def test_a_discount_with_taxes_is_listed_by_its_entry(self):
        invoice = self.sale(
            1000,
            date="2026-01-31",
            invoice_payment_term_id=self.term(2, mode="included").id,
        )
        payment = self.payment(
            "X", 980, partner=self.customers["Alpha"], date="2026-02-10"
        )
        self.settle(payment, invoice)
        self.prepare("2026-02-28")
        february = self.list_of("2026-02")
        self.assertRows(february, f"{SPAIN} goods -20.00 -20")
        self.assertTrue(february.item_ids.source.startswith("line,"))

    # Frequency

    def test_quarterly_lists_and_their_limit(self):
        self.sale(1000, date="2026-01-10")
        january = self.prepare("2026-01-31")
        january.sudo().registration_id.frequency = "quarter"
        january.sudo().unlink()
        self.sale(30000, date="2026-02-10")
        quarter = self.prepare("2026-02-28")
        self.assertEqual(quarter.name, "DE 2026-Q1")
        self.assertFalse(quarter.limit_from)
        self.sale(31000, date="2026-03-10")
        self.prepare("2026-02-28")
        self.assertEqual(str(quarter.limit_from), "2026-03-01")
        quarter.with_user(self.controller).action_switch_to_monthly()
        self.assertFalse(quarter.exists())
        self.assertEqual(
            [self.rows(self.list_of(f"2026-0{month}")) for month in (1, 2, 3)],
            [
                [f"{SPAIN} goods 1000.00 1000"],
                [f"{SPAIN} goods 30000.00 30000"],
                [f"{SPAIN} goods 31000.00 31000"],
            ],
        )

    # Branches

    def test_branches_report_together(self):
        branch = self.branch("X", "Fabrikam Europe Branch", "B")
        branch.sudo().account_fiscal_country_id = self.country("DE")
        self.sale(100)
        self.kinds = {**self.kinds, "B": self.kinds["X"]}
        self.sale(50, letter="B")
        lists = self.prepare(letters="B")
        self.assertRows(lists, f"{SPAIN} goods 150.00 150")
        self.assertEqual(lists.company_id, self.companies["X"])
        self.assertEqual(lists.company_ids, self.companies["X"] | self.companies["B"])

    def test_queries_do_not_grow_with_the_sales(self):
        self.sale(100)
        self.prepare()
        before = self.queries(self.prepare)
        for number in range(10):
            self.sale(100 + number)
        self.prepare()
        self.assertLessEqual(self.queries(self.prepare), before)
