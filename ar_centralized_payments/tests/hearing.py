"""What tests of accessibility have in common: pages of ours, and axe, in a browser."""

import os
from pathlib import Path

from .browser import BrowserCommon
from .pages import script_of

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
    "button.oi-panel-right",
    ".o_progress",
)


class HearingCommon(BrowserCommon):
    def assertHeard(self, pages, login):
        """A screen reader can name all that is on these pages, and Alt shows keys.

        :param pages: (title, action, what is pressed there, what is there then), some
        """
        given = {"RULES": RULES, "PASSED_OVER": PASSED_OVER}
        script = script_of("axe_pages.js", pages, **given)
        self.browser_js(
            "/odoo/settlements",
            f"{Path(os.environ['AR_AXE']).read_text()}\n{script}",
            "odoo.isReady === true",
            login=login,
            timeout=240,
        )
