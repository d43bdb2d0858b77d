import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";

/** Where what is ticked only for pages that were opened is kept, over a reload. */
const KEPT = "ar_companies_of_pages";

function activeIds() {
    return user.activeCompanies.map((company) => company.id);
}

function tick(ids) {
    return user.activateCompanies([...ids], {
        includeChildCompanies: false,
        reload: false,
    });
}

/** How many pages the breadcrumbs show, the current one included. */
function depthOf(env) {
    return env.services.action.currentController?.config.breadcrumbs.length || 0;
}

/**
 * Opens documents of several companies: ticks those of their companies that the
 * company switcher does not show yet, and then runs the action. The web client knows
 * no other way to show a record of a company that is not ticked. Who comes back, or
 * leaves for another menu, has the switcher as it was.
 */
async function openInCompanies(env, action) {
    const {action: next, company_ids: wanted} = action.params;
    const active = activeIds();
    const allowed = user.allowedCompanies.map((company) => company.id);
    const missing = wanted.filter((id) => allowed.includes(id) && !active.includes(id));
    if (missing.length) {
        const ticked = [...active, ...missing];
        await tick(ticked);
        env.services.ar_companies_of_pages.keep({
            depth: depthOf(env),
            former: active,
            ticked,
        });
    }
    return next;
}

/** Unticks what was ticked for a page, once that page is left. */
export const companiesOfPages = {
    dependencies: ["action", "ui"],

    start(env, {action, ui}) {
        let kept = JSON.parse(browser.sessionStorage.getItem(KEPT) || "[]");

        function remember(values) {
            kept = values;
            browser.sessionStorage.setItem(KEPT, JSON.stringify(kept));
        }

        env.bus.addEventListener("ACTION_MANAGER:UI-UPDATED", async ({detail}) => {
            const depth = depthOf(env);
            const left = kept.filter((page) => page.depth >= depth);
            if (detail === "new" || !left.length) {
                return;
            }
            remember(kept.filter((page) => page.depth < depth));
            // Whoever chose other companies meanwhile keeps them.
            const {ticked} = left.at(-1);
            if (ticked.join() === activeIds().join()) {
                // What is pressed on the page that goes would not be seen on the next.
                ui.block();
                try {
                    await tick(left[0].former);
                    await action.doAction("soft_reload");
                } finally {
                    ui.unblock();
                }
            }
        });

        return {keep: (page) => remember([...kept, page])};
    },
};

registry.category("services").add("ar_companies_of_pages", companiesOfPages);
registry
    .category("actions")
    .add("ar_centralized_payments.open_in_companies", openInCompanies);
