"""How soon a page of the demo shows what it is for, in a real browser.

From the address asked for to the page's own content on the screen: with nothing in the
browser's cache (cold), and with scripts and styles there (warm), as anybody has them
who opened Odoo before. A page of Odoo's own is there to compare with.
"""

import os
import statistics
import sys

from playwright.sync_api import sync_playwright

from toolbox.camera import (
    CHECKS,
    EVERY_COMPANY,
    INVOICES,
    POSITIONS,
    ROW,
    TRANSFERS,
    Camera,
)

COLD_ROUNDS, ROUNDS = 2, 5
#: Milliseconds, of a page whose scripts and styles the browser has.
MOST = 1000
ROWS = ".o_list_view .o_data_row"
#: What is opened, by whom, the presses that lead there, and what is to be seen then.
PAGES = (
    (
        "entry",
        "clerk",
        "payment-journals",
        (TRANSFERS, "button[name=action_enter_payments]"),
        "#o_ar_entry_customer",
    ),
    (
        "settle",
        "clerk",
        "settlements",
        (f"{ROW}*6", "button[name=action_settle_transactions]"),
        ".o_ar_settle_table tbody tr input[name=mark]",
    ),
    (
        "lines",
        "clerk",
        "payment-journals",
        (CHECKS, "button[name=action_open_lines] >> Lines"),
        ROWS,
    ),
    ("home", "controller", "receivables", (EVERY_COMPANY,), ROWS),
    (
        "home with its tiles",
        "controller",
        "receivables",
        (EVERY_COMPANY,),
        ".o_ar_home article",
    ),
    ("position", "controller", POSITIONS, (), ROWS),
    ("invoices of Odoo", "controller", INVOICES, (), ROWS),
)
#: Milliseconds since the address was asked for, once something is seen.
SEEN = """selector => document.querySelector(selector)?.getClientRects().length
    && performance.now()"""


def seen(page, address, selector):
    """Ask for an address; milliseconds until something is seen there."""
    page.goto(address, wait_until="commit")
    found = page.wait_for_function(SEEN, arg=selector, polling="raf", timeout=60_000)
    return found.json_value()


def cold(browser, state, address, selector):
    """The same in a browser that only knows who the user is."""
    context = browser.new_context(storage_state=state)
    try:
        return seen(context.new_page(), address, selector)
    finally:
        context.close()


def measure(browser, camera, login, path, presses, selector):
    """Milliseconds of each round, cold and warm."""
    page = camera.open(login, path, presses)
    page.wait_for_selector(selector)
    address, state = page.url, page.context.storage_state()
    colds = [cold(browser, state, address, selector) for _round in range(COLD_ROUNDS)]
    # The first one fills the cache of what the server sends.
    warms = [seen(page, address, selector) for _round in range(ROUNDS + 1)][1:]
    return colds, warms


def main():
    missed = 0
    print(f"{'':22}{'cold ms':>10}{'warm ms':>10}{'most ms':>10}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["AR_BROWSER"], args=["--no-sandbox"]
        )
        camera = Camera(browser, os.environ["AR_URL"], None)
        for title, *how in PAGES:
            colds, warms = measure(browser, camera, *how)
            figure = statistics.median(warms)
            missed += figure > MOST
            print(
                f"{title:22}{statistics.median(colds):>10.0f}{figure:>10.0f}"
                f"{max(warms):>10.0f}  {'holds' if figure <= MOST else 'MISSED'}",
                flush=True,
            )
        browser.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
