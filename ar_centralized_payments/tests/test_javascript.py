"""The unit tests of the pages, which the browser runs by itself."""

from odoo.tests import tagged

from .browser import BrowserCommon

ADDON = "ar_centralized_payments"
BUNDLE = "web.assets_unit_tests"
SUCCEEDED = "[HOOT] Test suite succeeded"


def suite_id(name):
    """The number by which the test runner of the web client knows a suite."""
    number = 0
    for letter in name:
        number = ((number << 5) - number + ord(letter)) & 0xFFFFFFFF
    return f"{number:08x}"


@tagged("post_install", "-at_install")
class TestJavaScript(BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Odoo's own tests, thousands of them, need not be loaded to be left out.
        assets = cls.env["ir.asset"].sudo()
        paths = {path for path, *_rest in assets._get_asset_paths(BUNDLE, {})}
        cls.paths = {path.lstrip("/") for path in paths if path.endswith(".test.js")}
        assets.create(
            [
                {
                    "name": "Tests of other addons",
                    "bundle": BUNDLE,
                    "directive": "remove",
                    "path": f"{addon}/static/tests/**/*.test.js",
                }
                for addon in {path.split("/")[0] for path in cls.paths} - {ADDON}
            ]
        )

    def test_the_pages(self):
        """static/tests/**/*.test.js: amounts typed, marks, keys and dialogs."""
        self.assertTrue(any(path.startswith(ADDON) for path in self.paths))
        options = "headless&loglevel=2&preset=desktop&timeout=30000"
        self.browser_js(
            f"/web/tests?{options}&id={suite_id(f'@{ADDON}')}",
            "",
            "",
            login="admin",
            timeout=300,
            success_signal=SUCCEEDED,
            error_checker=lambda message: "[HOOT]" not in message,
        )
