"""Settling on behalf in a real browser: who settles, and who answers for the books."""

from odoo.tests import tagged

from ..browser import BrowserCommon
from .settling_on_behalf import OnBehalfCommon


@tagged("post_install", "-at_install")
class TestOnBehalfBrowser(BrowserCommon, OnBehalfCommon):
    def test_from_the_menu_to_what_the_controller_sees(self):
        """The settler marks, types, looks at a document, comes back and posts; the
        controller of East opens what was settled."""
        bill, payment = self.invoice("E", 600), self.payment("F", 600)
        self.start_tour(
            "/odoo/settle-on-behalf", "ar_settle_on_behalf", login=self.settler.login
        )
        self.assertOpen({bill: "100 USD 100", payment: "-100 USD -100"})
        self.start_tour(
            "/odoo/settled-on-behalf",
            "ar_settled_on_behalf",
            login=self.controller_e.login,
        )
