"""Explain: why the lines of a bill's events are what they are."""

from odoo.tests import tagged

from ..explaining import Explaining
from .billing import BillCommon


@tagged("post_install", "-at_install")
class TestExplainBill(Explaining, BillCommon):
    def test_honored_at_another_rate(self):
        """Example 7: drawn at 1.2277, honored at 1.25."""
        bill = self.bill_eur()
        remittance = self.remittance(bill)
        self.assertExplained(
            remittance.event_ids.move_id,
            """
            F  bc  736.62
                Bill of exchange, at the value of its draw or at the rate of the day:
                736.62 USD · 600.00 EUR
            F  br  -736.62
                Bill of exchange, at the value of its draw or at the rate of the day:
                736.62 USD · 600.00 EUR
            """,
        )
        self.rate("2026-08-14", 1.25)
        self.event(bill, "honor", "2026-08-14")
        entry = bill.sudo().event_ids[-1].move_id
        self.assertExplained(
            entry,
            """
            F  bc  -736.62
                Bill of exchange, at the value of its draw or at the rate of the day:
                736.62 USD = 600.00 EUR × 1.2277 (as booked by Fabrikam)
            F  gain  -13.38
                Exchange difference of a bill, between its draw and the day: 736.62 USD
                = 600.00 EUR × 1.2277 (as booked by Fabrikam) · 750.00 USD = 600.00 EUR
                × 1.25 (rate of Fabrikam on 08/14/2026) · -13.38 USD = 736.62 USD −
                750.00 USD
            F  outstanding  750.00
                What the bank moves for the bills: 750.00 USD = 600.00 EUR × 1.25 (rate
                of Fabrikam on 08/14/2026)
            """,
        )
        self.assertTrue(entry.with_user(self.controller).ar_is_explained)

    def test_the_draw_and_its_undo(self):
        """Both are Odoo's own payments, at the rate of their day."""
        bill = self.bill_eur()
        draw = bill.sudo().payment_id.move_id
        self.assertTrue(draw.with_user(self.clerk).ar_is_explained)
        self.assertExplained(
            draw,
            """
            F  br  736.62
                Bill of exchange, at the value of its draw or at the rate of the day:
                736.62 USD = 600.00 EUR × 1.2277 (rate of Fabrikam on 06/01/2026)
            F  receivable  -736.62
                Bill of exchange, at the value of its draw or at the rate of the day:
                736.62 USD = 600.00 EUR × 1.2277 (rate of Fabrikam on 06/01/2026)
            """,
        )
        bill.with_user(self.controller).action_undo_last()
        outgoing = bill.sudo().event_ids[-1].move_id
        self.assertNotEqual(outgoing, draw)
        self.assertTrue(outgoing.ar_is_explained)
        self.assertFiguresMake(outgoing)

    def test_a_draw_in_the_own_currency(self):
        bill = self.bill("F", 100)
        self.assertExplained(
            bill.sudo().payment_id.move_id,
            """
            F  br  100.00
                Bill of exchange, at the value of its draw or at the rate of the day:
                100.00 USD
            F  receivable  -100.00
                Bill of exchange, at the value of its draw or at the rate of the day:
                100.00 USD
            """,
        )

    def test_an_undo(self):
        bill = self.bill_eur()
        remittance = self.remittance(bill)
        event = remittance.sudo().event_ids
        bill.with_user(self.controller).action_undo_last()
        negation = event.undone_by_id.move_id
        self.assertFiguresMake(negation)
        for item in negation.line_ids:
            self.assertTrue(self.told(item, self.controller).startswith("Taken back: "))
