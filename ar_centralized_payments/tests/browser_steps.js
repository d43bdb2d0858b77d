/* global PAGES */
// What scripts for the browser have in common. Before it stand the pages.
const WAIT = 20000;
// Longer than pages wait for more typing before they ask, in ms.
const QUIET = 180;
const {env} = odoo.__WOWL_DEBUG__.root;
const pause = (ms) =>
    new Promise((resolve) => {
        setTimeout(resolve, ms);
    });

async function until(selector) {
    const end = Date.now() + WAIT;
    while (Date.now() < end) {
        const found = document.querySelector(selector);
        if (found) {
            return found;
        }
        await pause(50);
    }
    throw new Error(`${selector} does not appear`);
}

// How many requests are on their way, and when one began or ended last.
const requests = {waiting: 0, latest: Date.now()};
const {rpcBus} = odoo.loader.modules.get("@web/core/network/rpc");
const count = (step) => () => {
    requests.waiting += step;
    requests.latest = Date.now();
};
rpcBus.addEventListener("RPC:REQUEST", count(1));
rpcBus.addEventListener("RPC:RESPONSE", count(-1));

const isAsking = () =>
    requests.waiting > 0 ||
    Date.now() - requests.latest < QUIET ||
    document.querySelector(".o_blockUI");

/** Until nothing is asked, nothing waits to be asked, and nothing moves any more. */
async function settled() {
    await pause(QUIET);
    while (isAsking()) {
        await pause(25);
    }
}

const isVisible = (element) => element.getClientRects().length > 0;

/** Open a page and press what leads to what is to be seen. */
async function openPage({action, context, presses, ready}) {
    await env.services.action.doAction(action, {
        additionalContext: context || {},
        clearBreadcrumbs: true,
    });
    for (const press of presses || []) {
        (await until(press)).click();
        await settled();
    }
    await until(ready);
    await settled();
}

async function closeDialogs() {
    for (const close of document.querySelectorAll(".modal .btn-close")) {
        close.click();
        await settled();
    }
}

/** Go through the pages, and say what was found on them, or that all is well. */
function report(visit) {
    const run = async () => {
        const problems = [];
        for (const page of PAGES) {
            const found = await visit(page);
            problems.push(...found.map((problem) => `${page.title}: ${problem}`));
        }
        return problems;
    };
    run().then(
        (problems) => {
            if (problems.length) {
                console.error(problems.join("\n"));
            } else {
                console.log("test successful");
            }
        },
        (error) => console.error(String(error))
    );
}

window.steps = {env, rpcBus, settled, isVisible, openPage, closeDialogs, report};
