"""What tests in a real browser have in common."""

import os

from odoo.tests import HttpCase


def patience():
    """How much longer than alone things take on this machine, from 2 on."""
    return max(2, 2 * os.getloadavg()[0] / (os.cpu_count() or 1))


class BrowserCommon(HttpCase):
    """The browser and its session live in the present, so this class comes first."""

    freeze_time = None
    allow_inherited_tests_method = True
    # Of a request that waits for another one: long enough for a busy machine.
    test_cursor_lock_timeout = 120

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

    def browser_js(self, *args, timeout=60, **options):
        timeout *= patience()
        return super().browser_js(*args, timeout=timeout, **options)
