"""What tests in a real browser have in common."""

from odoo.tests import HttpCase


class BrowserCommon(HttpCase):
    """The browser and its session live in the present, so this class comes first."""

    freeze_time = None
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Some packages of Odoo come without this library of the video calls.
        cls.env["ir.asset"].sudo().create(
            {
                "name": "No video calls in tests",
                "bundle": "web.assets_backend",
                "directive": "remove",
                "path": "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
            }
        )
