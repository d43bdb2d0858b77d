import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

/**
 * Opens documents of several companies: ticks those of their companies that the
 * company switcher does not show yet, and then runs the action. The web client knows
 * no other way to show a record of a company that is not ticked.
 */
async function openInCompanies(env, action) {
    const {action: next, company_ids: wanted} = action.params;
    const active = user.activeCompanies.map((company) => company.id);
    const allowed = user.allowedCompanies.map((company) => company.id);
    const missing = wanted.filter((id) => allowed.includes(id) && !active.includes(id));
    if (missing.length) {
        await user.activateCompanies([...active, ...missing], {
            includeChildCompanies: false,
            reload: false,
        });
    }
    return next;
}

registry
    .category("actions")
    .add("ar_centralized_payments.open_in_companies", openInCompanies);
