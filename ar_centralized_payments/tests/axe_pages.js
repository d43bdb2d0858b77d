/* global RULES, PASSED_OVER, axe */
// What stands before this in the browser: the pages, the steps, and axe.
const {openPage, closeDialogs, isVisible, report} = window.steps;

/** What a screen reader cannot name. */
async function unnamed() {
    const context = {include: ["body"], exclude: PASSED_OVER};
    const rules = {type: "rule", values: RULES};
    const found = await axe.run(context, {runOnly: rules, resultTypes: ["violations"]});
    return found.violations.flatMap(({id, nodes}) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`)
    );
}

/** Buttons that the Alt key shows no key for, and keys that are shown twice. */
function keyless() {
    const root = document.querySelector(".modal") || document.body;
    const buttons = root.querySelectorAll(
        ".modal-footer button, .o_statusbar_buttons button, .o_ar_buttons button," +
            " .o_control_panel_main_buttons > button, .o_list_buttons > button"
    );
    const lacking = [...buttons]
        .filter((one) => isVisible(one) && !one.disabled)
        .filter((one) => !one.dataset.hotkey && !one.accessKey)
        .map((one) => `no key: ${one.outerHTML.slice(0, 160)}`);
    const keys = [...root.querySelectorAll("[data-hotkey]:not(:disabled)")]
        .filter(isVisible)
        .map((one) => one.dataset.hotkey.toLowerCase());
    const twice = keys.filter((key, place) => keys.indexOf(key) !== place);
    return [...lacking, ...twice.map((key) => `the key ${key} is there twice`)];
}

/** Where a page does not open, the others are looked at all the same. */
report(async (page) => {
    try {
        await openPage(page);
    } catch (error) {
        return [String(error)];
    }
    const problems = [...(await unnamed()), ...keyless()];
    await closeDialogs();
    return problems;
});
