"""Every page of the addon opens in a real browser, whatever is installed beside."""

import json

from odoo.tests import tagged

from ..browser import BrowserCommon
from ..settling import SettlingCommon

MODULE = "ar_centralized_payments"
OPEN = """
    (async () => {
        const actions = odoo.__WOWL_DEBUG__.root.env.services.action;
        for (const action of %s) {
            await actions.doAction(action, {clearBreadcrumbs: true});
            await new Promise((resolve) => setTimeout(resolve, 300));
            if (document.querySelector(".o_error_dialog")) {
                throw new Error(`${JSON.stringify(action)} does not open`);
            }
        }
        console.log("test successful");
    })();
"""


@tagged("post_install", "-at_install")
class TestPages(BrowserCommon, SettlingCommon):
    def test_pages_open(self):
        # The browser begins with the first company alone.
        invoice, payment = self.invoice("F", 50), self.payment("F", 600)
        settlement = self.settle(payment, self.invoice("E", 600))
        self.controller.group_ids += self.env.ref("account.group_account_user")
        data = self.env["ir.model.data"].sudo()
        own = data.search(
            [("module", "=", MODULE), ("model", "=", "ir.actions.act_window")]
        ).mapped("res_id")
        menus = self.env["ir.ui.menu"].sudo().search([("action", "!=", False)])
        windows = {
            menu.action.id
            for menu in menus
            if menu.action._name == "ir.actions.act_window"
        }
        pages = sorted(windows & {*own})
        self.assertGreater(len(pages), 5)
        forms = [
            {
                "type": "ir.actions.act_window",
                "res_model": record._name,
                "res_id": record.id,
                "views": [[False, "form"]],
            }
            for record in (invoice, payment, settlement, self.northwind["F"])
        ]
        self.browser_js(
            "/odoo",
            OPEN % json.dumps(pages + forms),
            "odoo.isReady === true",
            login=self.controller.login,
            timeout=120,
        )
