/* global PAGES, RULES, PASSED_OVER, axe */
// What stands before this in the browser: the pages, and axe.
const WAIT = 20000;
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

/** Until nothing is asked and nothing moves any more. */
async function settled() {
    await pause(400);
    while (document.querySelector(".o_loading_indicator, .o_blockUI")) {
        await pause(50);
    }
    await pause(100);
}

/** What a screen reader cannot name. */
async function unnamed() {
    const context = {include: ["body"], exclude: PASSED_OVER};
    const rules = {type: "rule", values: RULES};
    const found = await axe.run(context, {runOnly: rules, resultTypes: ["violations"]});
    return found.violations.flatMap(({id, nodes}) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`)
    );
}

const isVisible = (element) => element.getClientRects().length > 0;

/** Buttons that the Alt key shows no key for, and keys that are shown twice. */
function keyless() {
    const root = document.querySelector(".modal") || document.body;
    const buttons = root.querySelectorAll(
        ".modal-footer button, .o_statusbar_buttons button, .o_ar_buttons button," +
            " .o_control_panel_main_buttons > button, .o_list_buttons > button"
    );
    const lacking = [...buttons]
        .filter((one) => isVisible(one) && !one.disabled && !one.dataset.hotkey)
        .map((one) => `no key: ${one.outerHTML.slice(0, 160)}`);
    const keys = [...root.querySelectorAll("[data-hotkey]:not(:disabled)")]
        .filter(isVisible)
        .map((one) => one.dataset.hotkey.toLowerCase());
    const twice = keys.filter((key, place) => keys.indexOf(key) !== place);
    return [...lacking, ...twice.map((key) => `the key ${key} is there twice`)];
}

/** Open a page, press what is to be pressed, and look at it. */
async function look({title, action, context, presses, ready}) {
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
    const problems = [...(await unnamed()), ...keyless()];
    for (const close of document.querySelectorAll(".modal .btn-close")) {
        close.click();
        await settled();
    }
    return problems.map((problem) => `${title}: ${problem}`);
}

/** Where a page does not open, the others are looked at all the same. */
async function run() {
    const problems = [];
    for (const page of PAGES) {
        try {
            problems.push(...(await look(page)));
        } catch (error) {
            problems.push(`${page.title}: ${error}`);
        }
    }
    return problems;
}

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
