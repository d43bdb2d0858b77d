"""The unit tests of the pages, which the browser runs by itself."""

from odoo.tests import tagged

from .browser import BrowserCommon

#: What a page of Odoo's test runner is asked for: the tests of one addon alone.
SUITE = "@ar_centralized_payments"
SUCCEEDED = "[HOOT] Test suite succeeded"


def suite_id(name):
    """The number by which the test runner of the web client knows a suite."""
    number = 0
    for letter in name:
        number = ((number << 5) - number + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestJavaScript(BrowserCommon):
    def test_the_pages(self):
        """static/tests/**/*.test.js: amounts typed, marks, keys and dialogs."""
        options = "headless&loglevel=2&preset=desktop&timeout=30000"
        self.browser_js(
            f"/web/tests?{options}&id={suite_id(SUITE)}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal=SUCCEEDED,
            error_checker=lambda message: "[HOOT]" not in message,
        )
