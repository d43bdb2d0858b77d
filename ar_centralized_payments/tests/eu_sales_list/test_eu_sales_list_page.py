"""EU sales lists in a real browser."""

from odoo.tests import tagged

from ..browser import BrowserCommon
from .common import SPAIN, EuSalesCommon


@tagged("post_install", "-at_install")
class TestEuSalesListPage(BrowserCommon, EuSalesCommon):
    def test_prepare_mend_report_and_correct(self):
        """A controller prepares March, mends a number, reports, corrects in April."""
        first = self.sale(120.40)
        self.sale(300, self.customer("Short", "ES", "ES1234567"))
        self.controller.company_id = self.companies["X"]
        self.start_tour(
            "/odoo/eu-sales-lists", "ar_eu_sales_list", login=self.controller.login
        )
        march = self.list_of()
        self.assertEqual(march.state, "reported")
        self.assertEqual(
            self.file_of(march).splitlines()[2:],
            [f"{SPAIN},120,L", "IT00743110157,300,L"],
        )
        self.start_tour(
            f"/odoo/customer-invoices/{first.id}",
            "ar_eu_sales_list_correction",
            login=self.controller.login,
        )
        correction = self.prepare("2026-04-30")
        self.assertRows(
            correction,
            "ATU12345675 goods 120.40 120 2026-03",
            f"{SPAIN} goods -120.40 0 2026-03",
        )
