"""Every main button of every page of ours stands a press twice: what it does is asked
for once, and the page never breaks."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .browser import BrowserCommon
from .eu_sales_list.common import EuSalesBuilders
from .pages import MODULE, PagesCommon, form, script_of
from .samples import Samples

#: Documents of the other wings, and the menus that list what they have.
DOCUMENTS = (
    "ar.bill",
    "ar.bill.remittance",
    "ar.debit.file",
    "ar.revaluation",
    "ar.intercompany.payoff",
    "ar.eu.sales.list",
    "ar.bank.receipt",
)
LISTS = (
    "action_ar_bill",
    "action_ar_bill_remittance",
    "action_ar_debit_file",
    "action_ar_revaluation_all",
    "action_ar_intercompany_payoff",
    "action_ar_eu_sales_list",
    "action_ar_bank_receipt_all",
    "action_settle_on_behalf",
    "action_ar_settle_on_behalf",
    "action_ar_settle_right",
)
WIZARDS = (
    "ar.bill.proposal",
    "ar.bill.report",
    "ar.bank.import",
    "ar.payment.import",
    "ar.eu.sales.list.prepare",
)


@tagged("post_install", "-at_install")
class TestDoublePress(BrowserCommon, Samples, EuSalesBuilders, PagesCommon):
    def make_documents(self):
        """One of each wing: the samples of the walks, here of the user's companies."""
        east, west = self.northwind["E"], self.northwind["W"]
        self.strangers = {"E": east, "W": west}
        self.bill = self.invoice("E", 7319.37, partner=east)
        self.make_difference_of_others()
        self.make_payoff_of_others()
        self.make_revaluation_of_others()
        self.make_receipts_of_others()
        self.make_bills_of_others()
        check = self.payment("E", 303.17, partner=east, use_deposit_slip=True)
        self.make_debit_file_of_others(check)
        self.journal = self.payment_journal("E")
        self.make_imports_of_others(self.env(user=self.controller.id))
        self.make_sales_lists_of_others(self.env(user=self.controller.id))

    def pages_of_documents(self):
        found = []
        for model in DOCUMENTS:
            records = self.env[model].with_user(self.controller).search([], limit=3)
            self.assertTrue(records, model)
            found += [
                (f"{model} {record.id}", form(model, record), [], ".o_form_view")
                for record in records
            ]
        return found

    def pages_of_lists(self):
        return [
            (name, f"{MODULE}.{name}", [], ".o_action_manager .o_action")
            for name in LISTS
        ]

    def pages_of_wizards(self):
        return [
            (
                model,
                {
                    **form(model, self.env[model].search([], limit=1)),
                    "target": "new",
                },
                [],
                ".modal .o_form_view",
            )
            for model in WIZARDS
        ]

    @mute_logger("odoo.http")
    def test_twice_is_once(self):
        """What is refused is a press as well: the refusal is said once."""
        self.make_documents()
        pages = [
            *self.pages_of_lists(),
            *self.pages_of_documents(),
            *self.pages_of_wizards(),
            *self.pages(),
        ]
        self.controller.group_ids += self.env.ref("account.group_account_user")
        self.browser_js(
            "/odoo/settlements",
            script_of("double_press.js", pages),
            "odoo.isReady === true",
            login=self.controller.login,
            timeout=240,
        )
