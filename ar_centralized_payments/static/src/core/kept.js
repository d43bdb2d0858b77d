import {browser} from "@web/core/browser/browser";

const ADDON = "ar_centralized_payments";

/** Keep something in this tab of the browser, until it is taken. */
export function keep(name, value) {
    browser.sessionStorage.setItem(`${ADDON}.${name}`, JSON.stringify(value));
}

/** What was kept, once; nothing if there is nothing. */
export function takeKept(name) {
    const kept = browser.sessionStorage.getItem(`${ADDON}.${name}`);
    browser.sessionStorage.removeItem(`${ADDON}.${name}`);
    return kept ? JSON.parse(kept) : undefined;
}
