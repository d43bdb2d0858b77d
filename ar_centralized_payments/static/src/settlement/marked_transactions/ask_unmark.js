import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ask} from "../../core/ask";

/** Asks before a colleague's marks go; then the list is shown again. */
export async function askUnmark(env, {params: {ids, title, body}}) {
    const {action, dialog, orm} = env.services;
    if (await ask(dialog, {title, body, confirmLabel: _t("Unmark")})) {
        await orm.call("ar.settlement.line", "action_unmark", [ids]);
        await action.doAction("soft_reload");
    }
}

registry.category("actions").add("ar_centralized_payments.ask_unmark", askUnmark);
