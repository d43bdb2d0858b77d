"""Every page of ours: a screen reader can name all that is there, and the Alt key shows
a key for every button."""

import os
from pathlib import Path

from odoo.tests import tagged

from .browser import BrowserCommon
from .pages import PagesCommon, script_of

#: Rules of axe: everything has a name, and says of itself only what is so.
RULES = (
    "aria-allowed-attr",
    "aria-command-name",
    "aria-input-field-name",
    "aria-required-attr",
    "aria-roles",
    "aria-toggle-field-name",
    "aria-valid-attr",
    "aria-valid-attr-value",
    "button-name",
    "image-alt",
    "input-button-name",
    "label",
    "link-name",
    "role-img-alt",
    "select-name",
    "svg-img-alt",
)
#: What Odoo makes itself, on its own pages as well.
PASSED_OVER = (
    ".o_main_navbar",
    ".o-mail-Form-chatter",
    ".o_cp_searchview",
    ".o_data_row .o_field_widget",
    ".o-dropdown-item",
    ".o_field_many2many_tags",
    ".o_field_selection",
    ".o_list_record_selector",
    ".o-mail-ActivityButton",
    ".o_optional_columns_dropdown",
    ".o_statusbar_status",
    "img[src*='/avatar_128']",
)


@tagged("post_install", "-at_install")
class TestAccessibility(BrowserCommon, PagesCommon):
    def test_every_page_can_be_heard_and_pressed(self):
        given = {"RULES": RULES, "PASSED_OVER": PASSED_OVER}
        script = script_of("axe_pages.js", self.pages(), **given)
        self.controller.group_ids += self.env.ref("account.group_account_user")
        self.browser_js(
            "/odoo/settlements",
            f"{Path(os.environ['AR_AXE']).read_text()}\n{script}",
            "odoo.isReady === true",
            login=self.controller.login,
            timeout=240,
        )
