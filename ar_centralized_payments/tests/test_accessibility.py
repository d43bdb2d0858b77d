"""Every page of ours: a screen reader can name all that is there, and the Alt key shows
a key for every button."""

from odoo.tests import tagged

from .hearing import HearingCommon
from .pages import PagesCommon


@tagged("post_install", "-at_install")
class TestAccessibility(HearingCommon, PagesCommon):
    def test_every_page_can_be_heard_and_pressed(self):
        self.controller.group_ids += self.env.ref("account.group_account_user")
        self.assertHeard(self.pages(), self.controller.login)
