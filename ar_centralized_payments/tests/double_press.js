// What stands before this in the browser: the pages and the steps.
const {env, rpcBus, settled, isVisible, openPage, closeDialogs, report} = window.steps;
const MAIN =
    ".modal-footer button, .o_statusbar_buttons button, .o_ar_buttons button," +
    " .o_control_panel_main_buttons button, .o_list_buttons button";
/** Methods of the web client that only read. */
const READS = /^(get_|has_|web_read|web_search|read|search|name_search|onchange|page_)/;
const FALSE_READS = /^page_(mark|unmark|change|discard|post)/;

/** The texts of requests that change something, as they are made. */
let asked = [];
rpcBus.addEventListener("RPC:REQUEST", ({detail: {data, url}}) => {
    const {model, method, args} = data.params || {};
    const reads = READS.test(method) && !FALSE_READS.test(method);
    if (/call_(kw|button)/.test(url) && !reads) {
        asked.push(`${model}.${method}(${JSON.stringify(args)})`);
    }
});

const root = () => document.querySelector(".modal") || document.body;
const nameOf = (button) => button.getAttribute("name") || button.innerText.trim();
const buttons = () =>
    [...root().querySelectorAll(MAIN)].filter(
        (one) =>
            one.classList.contains("btn-primary") && isVisible(one) && !one.disabled
    );

/** Press a button twice at once, and once more while the answer is on its way. */
async function press(button) {
    asked = [];
    const before = document.querySelectorAll(".modal").length;
    button.click();
    button.click();
    await Promise.resolve();
    if (button.isConnected && !button.disabled) {
        button.click();
    }
    await settled();
    const name = nameOf(button);
    const twice = asked.filter((one, place) => asked.indexOf(one) !== place);
    const dialogs = [...document.querySelectorAll(".modal")].slice(before);
    const broken = dialogs.filter((one) => /technical details/i.test(one.innerText));
    return [
        ...twice.map((one) => `${name} asks twice for ${one}`),
        ...dialogs.slice(1).map(() => `${name} opens a second dialog`),
        ...broken.map((one) => `${name}: ${one.innerText.slice(0, 300)}`),
    ];
}

report(async (page) => {
    const problems = [];
    await openPage(page);
    const names = buttons().map(nameOf);
    for (const name of names) {
        const button = buttons().find((one) => nameOf(one) === name);
        if (button) {
            problems.push(...(await press(button)));
        }
        await closeDialogs();
        env.services.dialog.closeAll();
        if (name !== names.at(-1)) {
            await openPage(page);
        }
    }
    console.log(`${page.title}: ${names.join(", ") || "no button"}`);
    return problems;
});
