"""The pages of bills of exchange in a real browser."""

from odoo.tests import tagged

from ..browser import BrowserCommon
from .billing import BillCommon


@tagged("post_install", "-at_install")
class TestBillTour(BrowserCommon, BillCommon):
    def tour(self, path, name):
        self.start_tour(f"/odoo/{path}", f"ar_bill_{name}", login=self.controller.login)
        self.env.invalidate_all()

    def test_the_life_of_bills(self):
        bill = self.bill_1(draw=False)
        self.tour(f"bills-of-exchange/{bill.id}", "draw")
        self.assertEqual(bill.state, "drawn")
        for invoice in self.invoices:
            self.assertOpen({invoice: "0"})
        other = self.bill("F", 250, due_date="2026-08-14")
        remittances = self.env["ar.bill.remittance"].with_user(self.controller)
        remittance = remittances.create(
            {"company_id": self.companies["F"].id, "journal_id": self.bank.id}
        )
        self.tour(f"bill-remittances/{remittance.id}", "remitted")
        self.assertEqual(set((bill | other).mapped("state")), {"remitted"})
        self.tour(f"bills-of-exchange/{bill.id}", "honor")
        self.assertEqual(bill.state, "closed")
        self.tour(f"bills-of-exchange/{other.id}", "protested")
        self.assertEqual(other.state, "redrawn")
        self.assertEqual(other.redraw_bill_id.amount, 260)
