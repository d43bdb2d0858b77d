"""The page of closes in a real browser."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..browser import BrowserCommon
from .closing import ClosingCommon


@tagged("post_install", "-at_install")
class TestClosePage(BrowserCommon, ClosingCommon):
    browser_size = "1400x900"

    def test_three_companies(self):
        """The clerk signs, and the controller locks March in three companies."""
        template = self.env["ar.close.template"].browse(
            self.template("B8-all", "C1", "E2", "H1")
        )
        drafts = template.sudo().line_ids.filtered(lambda line: line.key == "B8-all")
        drafts.wants_signature = True
        self.invoice("E", 600, post=False)
        self.draft_entry("F")
        close = self.close("FEW", template_id=template.id)
        url = f"/odoo/period-close/{close.id}"
        self.start_tour(url, "ar_period_close_clerk", login=self.clerk.login)
        self.env.invalidate_all()
        self.assertEqual(self.states(close, "B8-all"), "F done, E done, W done")
        with mute_logger("odoo.http"):  # what is refused is a part of the tour
            self.start_tour(url, "ar_period_close", login=self.controller.login)
        self.env.invalidate_all()
        self.assertEqual(close.lock_level, "period")
        for letter in "FEW":
            company = self.companies[letter].sudo()
            self.assertEqual(str(company.fiscalyear_lock_date), "2026-03-31")
        self.assertEqual(len(close.sudo().lock_ids), 6)
        self.assertEqual(self.states(close, "C1"), "F waived, E done, W done")
