import {useEnv} from "@odoo/owl";
import {useHotkey} from "@web/core/hotkeys/hotkey_hook";
import {useService} from "@web/core/utils/hooks";

/** Where lines of payment journals are, for a page that was opened by its address. */
const LINES = "ar_centralized_payments.action_payment_journal_lines";

/**
 * The way back to the lines of a payment journal, which Escape goes as well. The page
 * stores what is typed before it is left.
 *
 * @param {object} busy see ``useBusy``
 * @param {boolean} isFromLine whether the page was opened from such a line
 * @returns {Function} goes back
 */
export function useWayBack(busy, isFromLine) {
    const env = useEnv();
    const action = useService("action");
    const goBack = () =>
        busy.once(() => {
            const {breadcrumbs, historyBack} = env.config;
            return breadcrumbs?.length > 1
                ? historyBack()
                : action.doAction(LINES, {clearBreadcrumbs: true});
        });
    useHotkey("escape", goBack, {isAvailable: () => isFromLine});
    return goBack;
}
