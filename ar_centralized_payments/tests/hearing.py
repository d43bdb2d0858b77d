"""What tests of accessibility have in common: pages of ours, and axe, in a browser."""

import json
import os
from pathlib import Path

from .browser import BrowserCommon

MODULE = "ar_centralized_payments"
SCRIPT = Path(__file__).with_name("axe_pages.js")
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


def form(model, record, **context):
    """The action that opens the form of a record."""
    return {
        "type": "ir.actions.act_window",
        "res_model": model,
        "res_id": record.id,
        "views": [[False, "form"]],
        "context": context,
    }


class HearingCommon(BrowserCommon):
    def assertHeard(self, pages, login, start="settlements"):
        """A screen reader can name all that is on these pages, and Alt shows keys.

        :param pages: (title, action, what is pressed there, what is there then), some
        """
        names = ("title", "action", "presses", "ready")
        given = {
            "PAGES": [dict(zip(names, page, strict=True)) for page in pages],
            "RULES": RULES,
            "PASSED_OVER": PASSED_OVER,
        }
        constants = "".join(
            f"const {name} = {json.dumps(value, default=str)};\n"
            for name, value in given.items()
        )
        axe = Path(os.environ["AR_AXE"]).read_text()
        self.browser_js(
            f"/odoo/{start}",
            f"{axe}\n(() => {{\n{constants}{SCRIPT.read_text()}\n}})();",
            "odoo.isReady === true",
            login=login,
            timeout=240,
        )
