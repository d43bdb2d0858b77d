"""Take pictures of a served demo: camera.py URL BROWSER DIRECTORY [--sizes] [NAME ...].

One row of ``SHOTS`` for each: its name, who is logged in (the password is the same),
the page, and what to press there, in this order. ``a >> b`` is a pick among rows: the
row with the text b is pressed in the list a. ``a << b`` types b into a. With
``--sizes`` every page is taken as it is on a small and a smaller screen and on a phone.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZE = {"width": 1280, "height": 800}
#: For the page that fills the window whatever its size.
WIDE = {"width": 1440, "height": 900}
#: In place of a press: every company of the user is ticked, and the page loaded anew.
EVERY_COMPANY = "every company"
TICK_COMPANIES = """() => {
    const { user } = odoo.loader.modules.get("@web/core/user");
    const ids = user.allowedCompanies.map((company) => company.id);
    document.cookie = `cids=${ids.join("-")}; path=/`;
}"""
#: What is taken with ``--sizes``: a small screen, a smaller one, a phone.
SIZES = (
    {"width": 1280, "height": 720},
    {"width": 1024, "height": 768},
    {"width": 390, "height": 844},
)
PAYMENTS = "action-account.action_account_payments"
INVOICES = "action-account.action_move_out_invoice_type"
BALANCES = "intercompany-balances"
REVALUATIONS = "currency-revaluation"
EU_LISTS = "eu-sales-lists"
BILLS = "bills-of-exchange"
BILL_REPORTS = "bills-report"
PAYOFFS = "intercompany-payments"
POSITIONS = "action-ar_centralized_payments.action_ar_customer_position_all"
ROW = ".o_data_row >> "
TAB = "a[name="
#: Takes the filter off that a page starts with.
ALL = ".o_facet_remove"
TRANSFERS = ".o_data_row td[name=description] >> Transfers of 21 April"
CHECKS = ".o_data_row td[name=description] >> Checks of 20 April"

SHOTS = (
    (
        "intercompany_setup",
        "controller",
        "action-ar_centralized_payments.action_intercompany_accounting",
        (
            "button[data-menu-xmlid='account.menu_finance_configuration']",
            "[data-menu-xmlid='ar_centralized_payments.menu_intercompany_setup']",
        ),
    ),
    (
        "intercompany_accounting",
        "controller",
        "action-ar_centralized_payments.action_intercompany_accounting",
        (),
    ),
    (
        "settings",
        "admin",
        "action-account.action_account_config",
        (
            ".o_switch_company_menu button",
            ".o_switch_company_item .log_into >> Fabrikam",
            ".o_searchview_input << Centralized Customer Payments",
        ),
    ),
    (
        "payment_term",
        "controller",
        "payment-terms",
        (f"{ROW}2 % within 5 days, 1 %",),
    ),
    ("invoice_discounts", "clerk", INVOICES, (f"{ROW}Contoso",)),
    ("party", "clerk", "action-ar_centralized_payments.action_party_record", ()),
    ("payment_settle", "clerk", PAYMENTS, (f"{ROW}736.62",)),
    (
        "settle_transactions",
        "clerk",
        "settlements",
        (f"{ROW}*6", "button[name=action_settle_transactions]"),
    ),
    (
        "settle_on_behalf",
        "service_centre",
        "settle-on-behalf",
        (
            "#o_ar_customer << Margie",
            ".o-autocomplete--dropdown-item >> Margie",
            ".o_ar_settle_table input[name=mark_all]",
        ),
    ),
    (
        "settle_transactions_discount",
        "clerk",
        "settlements",
        (f"{ROW}*4", "button[name=action_settle_transactions]"),
    ),
    ("marked_transactions", "clerk", "marked-transactions", ()),
    (
        "reimburse_customers",
        "clerk",
        "reimburse-customers",
        ("input[data-value=central]", "button[name=action_propose]:visible"),
    ),
    (
        "settlement_posted",
        "controller",
        "settlements",
        (ALL, f"{ROW}STL/000003", "a[name=entries]"),
    ),
    (
        "explain",
        "controller",
        "settlements",
        (
            ALL,
            f"{ROW}STL/000003",
            "button[name=action_open_move_lines]",
            ".o_group_header >> Fabrikam",
            "button[name=action_explain]",
        ),
    ),
    ("settlement_list", "clerk", "settlements", (ALL,)),
    (
        "settlement_undo",
        "controller",
        "settlements",
        (ALL, f"{ROW}STL/000003", "button[name=action_undo_wizard]"),
    ),
    ("payment_journals", "clerk", "payment-journals", ("button.o_kanban",)),
    ("payment_journal", "clerk", "payment-journals", (CHECKS,)),
    (
        "payment_journal_lines",
        "clerk",
        "payment-journals",
        (CHECKS, "button[name=action_open_lines] >> Lines"),
    ),
    (
        "payment_journal_validate",
        "clerk",
        "payment-journals",
        (CHECKS, "button[name=action_validate]"),
    ),
    (
        "enter_payments",
        "clerk",
        "payment-journals",
        (
            TRANSFERS,
            "button[name=action_enter_payments]",
            "#o_ar_entry_customer << Fourth",
            ".o-autocomplete--dropdown-item >> Fourth Coffee",
            "#o_ar_entry_amount << 1500",
            "button[name=priority]",
        ),
    ),
    (
        "payment_proposal",
        "clerk",
        "payment-journals",
        (
            TRANSFERS,
            "button[name=action_payment_proposal]",
            "button[name=action_propose]:visible",
        ),
    ),
    ("receivables", "controller", "receivables", (EVERY_COMPANY,)),
    (
        "customer_position",
        "controller",
        POSITIONS,
        (),
    ),
    (
        "customer_position_form",
        "controller",
        POSITIONS,
        (f"{ROW}Northwind",),
    ),
    ("deposit_slip", "controller", "deposit-slips", (f"{ROW}DS/",)),
    (
        "deposit_slip_cancel",
        "controller",
        "deposit-slips",
        (f"{ROW}DS/", "button[name=action_cancel_on_slip]"),
    ),
    (
        "payoff",
        "controller",
        PAYOFFS,
        (EVERY_COMPANY, "button.o_list_button_add", "button[name=action_propose]"),
    ),
    ("bills", "clerk", BILLS, ()),
    ("bill", "clerk", BILLS, (f"{ROW}Remitted",)),
    ("bank_receipts", "clerk", "bank-receipts", ()),
    ("revaluation", "controller", REVALUATIONS, (f"{ROW}REV/",)),
    (
        "revaluation_items",
        "controller",
        REVALUATIONS,
        (f"{ROW}REV/", "button[name=action_open_lines]"),
    ),
    (
        "revaluation_pivot",
        "controller",
        REVALUATIONS,
        (f"{ROW}REV/", "button[name=action_open_lines]", "button.o_pivot"),
    ),
    ("eu_sales_list", "controller", EU_LISTS, (EVERY_COMPANY, f"{ROW}DE 2026-03")),
    ("period_close", "controller", "period-close", ()),
    (
        "period_close_post",
        "clerk",
        "period-close",
        (
            "tr[data-task='B8-all'] .o_ar_close_open",
            ".breadcrumb-item a",
            "button[name=bulk]",
        ),
    ),
    ("intercompany_balances", "controller", BALANCES, ()),
    ("intercompany_balances_pivot", "clerk", BALANCES, ("button.o_pivot",)),
    ("intercompany_balances_graph", "clerk", BALANCES, ("button.o_graph",)),
    (
        "invoice_widget",
        "clerk",
        "settlements",
        (
            ALL,
            f"{ROW}STL/000003",
            ".o_data_row:has-text('INV/') button[name=action_open_document]",
            "[name=invoice_payments_widget] .fa-info-circle",
        ),
    ),
)

#: Pages that no document shows.
MORE_SHOTS = (
    ("settle_empty", "clerk", "settle-transactions", ()),
    ("period_close_lock", "controller", "period-close", ("button[name=lock]",)),
    (
        "period_close_history",
        "controller",
        "action-ar_centralized_payments.action_ar_period_close_task_history",
        (),
    ),
    (
        "settle_line",
        "clerk",
        "payment-journals",
        (
            CHECKS,
            "button[name=action_open_lines] >> Lines",
            "button[name=action_settle_transactions]",
        ),
    ),
    ("enter_which_journal", "clerk", "enter-customer-payments", ()),
    ("deposit_slips", "controller", "deposit-slips", ()),
    ("payments", "clerk", PAYMENTS, ()),
    ("payment_journal_list", "clerk", "payment-journals", ()),
    ("party_of_customer", "clerk", "contacts", ()),
    (
        "pair",
        "controller",
        "action-ar_centralized_payments.action_intercompany_accounting",
        (".o_data_row",),
    ),
    ("reimburse_options", "clerk", "reimburse-customers", ()),
    ("payoff_empty", "controller", PAYOFFS, ()),
    ("bill_kanban", "clerk", BILLS, ("button.o_kanban",)),
    ("bill_calendar", "clerk", BILLS, ("button.o_calendar",)),
    ("bill_pivot", "clerk", BILLS, ("button.o_pivot",)),
    ("bill_graph", "clerk", BILLS, ("button.o_graph",)),
    ("bill_draft", "clerk", BILLS, (f"{ROW}$ 1,000.00",)),
    ("bill_protested", "controller", BILLS, (f"{ROW}Protested",)),
    (
        "bill_honor",
        "clerk",
        BILLS,
        (f"{ROW}Remitted", "button[name=action_ask_honor]:visible"),
    ),
    (
        "bill_protest",
        "controller",
        BILLS,
        (f"{ROW}Remitted", "button[name=action_ask_protest]:visible"),
    ),
    ("bill_proposal", "clerk", BILLS, ("button[name=action_propose]",)),
    ("bill_remittances", "clerk", "bill-remittances", ()),
    ("bill_remittance", "clerk", "bill-remittances", (f"{ROW}Discount",)),
    ("bill_contingent", "controller", BILL_REPORTS, ()),
    ("bill_facility", "controller", BILL_REPORTS, ("label >> Use of Limits",)),
    ("bill_proof", "controller", BILL_REPORTS, ("label >> Proof of Accounts",)),
    ("bank_receipt", "clerk", "bank-receipts", (f"{ROW}Rechnung",)),
    ("bank_receipt_ask", "clerk", "bank-receipts", (f"{ROW}as agreed",)),
    ("bank_receipt_nobody", "clerk", "bank-receipts", (f"{ROW}thank you",)),
    ("bank_import", "clerk", "bank-receipts", ("button >> Import",)),
    ("known_payers", "controller", "known-payers", ()),
    (
        "customer_position_pivot",
        "controller",
        POSITIONS,
        ("button.o_pivot",),
    ),
    ("customer_position_graph", "controller", POSITIONS, ("button.o_graph",)),
    (
        "customer_position_bills",
        "controller",
        POSITIONS,
        (f"{ROW}Trey Research", "a[name=bills]"),
    ),
    ("receivables_pivot", "controller", "receivables", ("button.o_pivot",)),
    ("receivables_graph", "controller", "receivables", ("button.o_graph",)),
    ("position_as_of", "controller", POSITIONS, ("button >> As of",)),
    ("statements", "clerk", "customer-statements", ()),
    (
        "statement_mailing",
        "clerk",
        "customer-statements",
        ("button.o_list_button_add",),
    ),
    ("eu_sales_lists", "controller", EU_LISTS, (EVERY_COMPANY,)),
    (
        "eu_sales_list_problems",
        "controller",
        EU_LISTS,
        (EVERY_COMPANY, f"{ROW}DE 2026-03", "a[name=problems]"),
    ),
    (
        "eu_sales_list_boxes",
        "controller",
        EU_LISTS,
        (EVERY_COMPANY, f"{ROW}DE 2026-03", "a[name=boxes]"),
    ),
    (
        "eu_sales_list_kanban",
        "controller",
        EU_LISTS,
        (EVERY_COMPANY, "button.o_kanban"),
    ),
    ("eu_sales_list_prepare", "controller", EU_LISTS, ("button >> Prepare",)),
    ("eu_sales_list_settings", "controller", "eu-sales-list-settings", ()),
)


class Camera:
    def __init__(self, browser, url, directory):
        self.browser, self.url, self.directory = browser, url, directory
        self.pages = {}

    def take(self, name, login, path, presses):
        """Take one picture as a user, who is logged in at the first one."""
        page = self.open(login, path, presses)
        self._fit(page)
        page.screenshot(path=self.directory / f"{name}.png")

    def take_sizes(self, name, login, path, presses):
        """Take the page in every size, loaded anew where it has no dialog."""
        page = self.open(login, path, presses)
        for size in SIZES:
            page.set_viewport_size(size)
            if not page.locator(".modal, .o_popover").count():
                page.reload()
                page.wait_for_selector(".o_action_manager > .o_action")
                self._settle(page)
                self._press_tabs(page, presses)
            self._settle(page)
            page.screenshot(path=self.directory / f"{name}-{size['width']}.png")

    def _press_tabs(self, page, presses):
        """A page that is loaded anew opens on its first tab."""
        for press in presses:
            if press.startswith(TAB):
                self._press(page, press)

    def open(self, login, path, presses):
        if login not in self.pages:
            self.pages[login] = self._log_in(login)
        page = self.pages[login]
        page.set_viewport_size(SIZE)
        page.goto(f"{self.url}/odoo/{path}")
        page.wait_for_selector(".o_action_manager > .o_action")
        self._settle(page)
        for press in presses:
            self._press(page, press)
            self._settle(page)
        page.mouse.move(0, 0)
        return page

    @staticmethod
    def _press(page, press):
        if press == EVERY_COMPANY:
            page.evaluate(TICK_COMPANIES)
            page.reload()
            page.wait_for_selector(".o_action_manager > .o_action")
            return
        selector, typing, text = press.partition(" << ")
        if typing:
            page.fill(selector, text)
            return
        selector, _arrow, text = press.partition(" >> ")
        page.locator(selector, has_text=text or None).first.click()

    def _log_in(self, login):
        page = self.browser.new_context(viewport=SIZE).new_page()
        page.goto(f"{self.url}/web/login")
        page.fill("#login", login)
        page.fill("#password", login)
        page.click("button[type=submit].btn-primary")
        page.wait_for_selector(".o_main_navbar", timeout=120_000)
        return page

    @staticmethod
    def _settle(page):
        """Wait until nothing is loaded or moved any more.

        Not until the network is idle: it never is where Odoo has no websocket.
        """
        page.wait_for_timeout(800)
        page.wait_for_function(
            "() => !document.querySelector('.o_loading_indicator, .o_blockUI')"
        )
        page.wait_for_timeout(800)

    @staticmethod
    def _fit(page):
        """Make the window as high as what there is to see, within reason."""
        if page.locator(".o_ar_settle, .o_ar_entry").count():
            page.set_viewport_size(WIDE)
            page.wait_for_timeout(400)
            return
        height = page.evaluate(
            """() => Math.max(0, ...[...document.querySelectorAll(
                '.o_form_sheet, .o_list_table, .modal-content, .o_popover,'
                + ' .o_pivot table, .o_settings_container, .o_ar_close_table table'
            )].map((node) => node.getBoundingClientRect().bottom))"""
        )
        height = min(max(int(height) + 24, 480), 1400)
        page.set_viewport_size({**SIZE, "height": height})
        page.wait_for_timeout(400)


def main(url, browser, directory, *words):
    """Take all pictures, or those of these names; with ``--sizes`` in every size."""
    names = [word for word in words if word != "--sizes"]
    shots = [*SHOTS, *MORE_SHOTS] if "--sizes" in words else SHOTS
    unknown = {*names} - {shot[0] for shot in shots}
    if unknown:
        known = ", ".join(shot[0] for shot in shots)
        print(f"There is no picture {', '.join(sorted(unknown))}. There is: {known}.")
        return 1
    directory = Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox"]
        )
        camera = Camera(chromium, url, directory)
        take = camera.take_sizes if "--sizes" in words else camera.take
        for shot in shots:
            if not names or shot[0] in names:
                take(*shot)
                print(f"   {shot[0]}.png", flush=True)
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
