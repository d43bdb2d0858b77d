"""Bills of exchange on *Receivables* and in the position of a customer."""

from odoo.tests import freeze_time, tagged
from odoo.tools import formatLang

from ...books.home_figures import HomeFigures
from .billing import BillCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-09-01")
class TestBillsOnPages(BillCommon):
    def test_the_tile_of_receivables(self):
        self.assertEqual(self.tile(), [])
        self.bill("F", 5, draw=False)
        self.remittance(self.bill_1())
        self.remittance(self.bill("F", 70, due_date="2026-09-05"), "discount")
        self.assertEqual(
            self.tile(),
            [
                ("Outstanding", 2, self.dollars(1070)),
                ("To draw", 1, self.dollars(5)),
                ("To remit", 0, self.dollars(0)),
                ("Due within 7 days", 1, self.dollars(70)),
                ("Due at the bank", 1, self.dollars(1000)),
                ("Protested", 0, self.dollars(0)),
                ("Contingent liabilities", 1, self.dollars(70)),
            ],
        )

    def tile(self):
        home = self.env["ar.receivables.home"].with_user(self.clerk)
        home = home.with_company(self.companies["F"])
        rows = home._tile_bills(HomeFigures(home.env))["rows"]
        return [(row["label"], row["count"], row["amount"]) for row in rows]

    def dollars(self, amount):
        return formatLang(self.env, amount, currency_obj=self.usd)

    def test_the_position_of_a_customer_who_owes_by_bills_alone(self):
        self.remittance(self.bill_1(), "discount")
        self.bill("F", 50)
        [row] = self.positions()
        self.assertEqual(self.bills_of(row), (50, 1000, 1000, 0))
        self.assertEqual((row.amount_net, row.item_count), (-50, 1))

    def test_the_position_of_protested_bills(self):
        """What is protested is open, and is told of what is open."""
        bill = self.bill_1()
        self.remittance(bill)
        [row] = self.positions()
        self.assertEqual((row.amount_net, row.item_count), (0, 0))
        self.assertEqual(self.bills_of(row), (0, 1000, 0, 0))
        self.event(bill, "protest", "2026-08-20", cause="No funds")
        [row] = self.positions()
        self.assertEqual((row.amount_net, row.item_count), (1000, 1))
        self.assertEqual(self.bills_of(row), (0, 0, 0, 1000))
        [row] = self.positions(ar_as_of="2026-09-01")
        self.assertEqual(self.bills_of(row), (0, 0, 0, 0))

    def test_the_position_tells_nothing_of_other_companies_bills(self):
        self.bill_1()
        self.bill("E", 30)
        rows = self.positions(user=self.clerk_f)
        self.assertEqual(rows.company_id, self.companies["F"])
        self.assertEqual(sum(rows.mapped("amount_bills_held")), 1000)

    def test_what_is_printed(self):
        for kind, has, has_not in (
            ("accepted", "Against this bill of exchange pay", "we promise"),
            ("promissory_note", "we promise to pay to the order of", "Acceptance"),
        ):
            bill = self.bill("F", 5, draw=False, kind=kind)
            html, _format = (
                self.env["ir.actions.report"]
                .with_user(self.clerk)
                ._render_qweb_html("ar_centralized_payments.report_bill", bill.ids)
            )
            self.assertIn(has, html.decode())
            self.assertNotIn(has_not, html.decode())

    def positions(self, user=None, **context):
        rows = self.env["ar.customer.position"].with_user(user or self.clerk)
        rows = rows.with_context(**context)
        rows.invalidate_model()
        return rows.search([])

    def bills_of(self, row):
        return tuple(
            row[f"amount_bills_{name}"]
            for name in ("held", "at_bank", "contingent", "protested")
        )
