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
    {"width": 1024, "height": 720},
    {"width": 390, "height": 844},
)
PAYMENTS = "action-account.action_account_payments"
INVOICES = "action-account.action_move_out_invoice_type"
BALANCES = "intercompany-balances"
REVALUATIONS = "currency-revaluation"
ROW = ".o_data_row >> "
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
        "action-ar_centralized_payments.action_ar_customer_position_all",
        (),
    ),
    (
        "customer_position_form",
        "controller",
        "action-ar_centralized_payments.action_ar_customer_position_all",
        (f"{ROW}Northwind",),
    ),
    ("deposit_slip", "controller", "deposit-slips", (f"{ROW}DS/",)),
    (
        "deposit_slip_cancel",
        "controller",
        "deposit-slips",
        (f"{ROW}DS/", "button[name=action_cancel_on_slip]"),
    ),
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
    ("eu_sales_lists", "controller", "eu-sales-lists", (EVERY_COMPANY,)),
    (
        "eu_sales_list",
        "controller",
        "eu-sales-lists",
        ("button.o_list", f"{ROW}Problems"),
    ),
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
)


class Camera:
    def __init__(self, browser, url, directory):
        self.browser, self.url, self.directory = browser, url, directory
        self.pages = {}

    def take(self, name, login, path, presses):
        """Take one picture as a user, who is logged in at the first one."""
        page = self._open(login, path, presses)
        self._fit(page)
        page.screenshot(path=self.directory / f"{name}.png")

    def take_sizes(self, name, login, path, presses):
        """Take the page in every size, loaded anew where it has no dialog."""
        page = self._open(login, path, presses)
        for size in SIZES:
            page.set_viewport_size(size)
            if not page.locator(".modal, .o_popover").count():
                page.reload()
                page.wait_for_selector(".o_action_manager > .o_action")
            self._settle(page)
            page.screenshot(path=self.directory / f"{name}-{size['width']}.png")

    def _open(self, login, path, presses):
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
