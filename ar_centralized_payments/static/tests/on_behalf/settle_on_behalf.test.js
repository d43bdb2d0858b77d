import {SettleOnBehalfAction} from "@ar_centralized_payments/on_behalf/settle_on_behalf";
import {beforeEach, describe, destroy, expect, test} from "@odoo/hoot";
import {click, edit, press} from "@odoo/hoot-dom";
import {contains, makeServerError} from "@web/../tests/web_test_helpers";
import {
    afterTyping,
    answer,
    appears,
    definePageModels,
    line,
    mountAction,
    of,
    row,
    ROWS,
} from "../mock_pages";

describe.current.tags("desktop");
definePageModels();

const PAYMENT = row(9, "PAY/9", 800, {
    kind: "payment",
    side: "source",
    company: "Fabrikam",
});
const EAST = row(1, "EINV/1", 600, {kind: "on_behalf", discount: 12, tiers: []});
const ITEMS = [PAYMENT, EAST];
const CUSTOMERS = {5: "Northwind Traders", 6: "Wingtip Toys"};
const AMOUNT = "input[name=amount]";
const MARK = "input[name=mark]";
const POST = "button[name=post]";

/** The state of the page that these marks come to: the server holds none. */
function standing(marks) {
    const lines = {};
    for (const one of ITEMS) {
        if (marks[one.key]) {
            lines[one.key] = line(one.open, marks[one.key]);
        }
    }
    return {
        settlement: false,
        lines,
        totals: [],
        count: Object.keys(marks).length,
        entry_date: "2026-03-25",
    };
}

function opened(place, marks) {
    return {
        place,
        partner: {id: place.partner_id, name: CUSTOMERS[place.partner_id]},
        others: [],
        starts: [],
        companies: ["Fabrikam East"],
        date: place.date,
        discount_reference_date: false,
        search_view_id: false,
        ...standing(marks),
    };
}

beforeEach(() => {
    answer("ar.settle.on.behalf", "behalf_open", ({args: [place, marks]}) =>
        opened(place, marks)
    );
    answer("ar.settle.on.behalf", "behalf_rows", ({args: [place, marks]}) => ({
        rows: place.partner_id === 5 ? ITEMS : [],
        total: 2,
        lines: standing(marks).lines,
    }));
    answer("ar.settle.on.behalf", "behalf_state", ({args: [, marks]}) => ({
        step: `state ${JSON.stringify(marks)}`,
        result: standing(marks),
    }));
    answer("ar.settle.on.behalf", "behalf_preview", ({args: [, marks]}) => ({
        html: `<p>${Object.keys(marks)}</p>`,
        problems: [],
        fingerprint: `f${Object.keys(marks)}`,
    }));
    answer("ar.settlement", "page_customers", () => [{id: 6, name: "Wingtip Toys"}]);
});

async function open() {
    const page = await mountAction(SettleOnBehalfAction, {partner_id: 5});
    await afterTyping();
    return page;
}

async function markEast() {
    await contains(of("EINV/1", MARK)).click();
    await afterTyping();
}

/** What the web client does before another page is shown, or this one loaded anew. */
function leave(page) {
    window.dispatchEvent(new Event("beforeunload"));
    destroy(page);
}

test("a row of a company of others: nothing to open, no discount to type", async () => {
    await open();
    expect(of("EINV/1", "button[name=open_document]")).toHaveCount(0);
    expect(of("PAY/9", "button[name=open_document]")).toHaveCount(1);
    expect(of("EINV/1", "input[name=discount]")).toHaveCount(0);
    expect(of("EINV/1", AMOUNT)).toHaveCount(1);
    await markEast();
    expect(of("EINV/1", "input[name=discount]")).toHaveCount(0);
    expect("button[name=primary]").toHaveCount(0);
    expect.verifySteps(['state {"1":{}}']);
});

test("what is marked and typed goes with each call, and is posted as it is shown", async () => {
    expect.errors(1);
    answer("ar.settle.on.behalf", "behalf_post", ({args: [, marks, fingerprint]}) => {
        expect.step(`post ${JSON.stringify(marks)} ${fingerprint}`);
        throw makeServerError({message: "Something that is marked is not open."});
    });
    await open();
    await markEast();
    await click(of("EINV/1", AMOUNT));
    await edit("250", {confirm: "tab"});
    await afterTyping();
    await contains(POST).click();
    await afterTyping();
    expect.verifySteps([
        'state {"1":{}}',
        'state {"1":{"amount":250}}',
        'state {"1":{"amount":250}}',
        'post {"1":{"amount":250}} f1',
    ]);
    expect.verifyErrors(["RPC_ERROR"]);
    expect(await appears(".modal:contains('is not open.')")).toHaveCount(1);
    expect(of("EINV/1", MARK)).toBeChecked();
});

test("who comes back finds what was marked, once, with its date", async () => {
    const page = await open();
    await markEast();
    await contains("#o_ar_date").edit("03/28/2026");
    await press("Enter");
    await afterTyping();
    leave(page);
    expect.verifySteps(['state {"1":{}}', 'state {"1":{}}']);
    const back = await open();
    expect(of("EINV/1", MARK)).toBeChecked();
    expect("#o_ar_date").toHaveValue("03/28/2026");
    expect(POST).toBeEnabled();
    await contains("button[name=discard]").click();
    await afterTyping();
    expect(`${ROWS}.o_ar_marked`).toHaveCount(0);
    leave(back);
    await open();
    expect(`${ROWS}.o_ar_marked`).toHaveCount(0);
});

test("an amount typed and not left is there again, too", async () => {
    const page = await open();
    await markEast();
    await click(of("EINV/1", AMOUNT));
    await edit("250", {confirm: false});
    leave(page);
    await open();
    expect(of("EINV/1", AMOUNT)).toHaveValue("250.00");
    expect.verifySteps(['state {"1":{}}', 'state {"1":{"amount":250}}']);
});

test("another customer: what was marked of the first is there when they come back", async () => {
    await open();
    await markEast();
    await contains("#o_ar_customer").edit("Wing", {confirm: false});
    await afterTyping();
    await contains(".o-autocomplete--dropdown-item:contains(Wingtip)").click();
    await afterTyping();
    expect(`${ROWS}.o_ar_marked`).toHaveCount(0);
    answer("ar.settlement", "page_customers", () => [
        {id: 5, name: "Northwind Traders"},
    ]);
    await contains("#o_ar_customer").edit("North", {confirm: false});
    await afterTyping();
    await contains(".o-autocomplete--dropdown-item:contains(Northwind)").click();
    await afterTyping();
    expect(of("EINV/1", MARK)).toBeChecked();
    expect.verifySteps(['state {"1":{}}']);
});

test("what is refused by now is said, and the page opens without it", async () => {
    const page = await open();
    await markEast();
    leave(page);
    answer("ar.settle.on.behalf", "behalf_open", ({args: [place, marks]}) => {
        if (Object.keys(marks).length) {
            throw makeServerError({message: "Something that is marked is gone."});
        }
        return opened(place, marks);
    });
    await open();
    expect(
        await appears(".o_notification:contains('Something that is marked is gone.')")
    ).toHaveCount(1);
    expect(`${ROWS}.o_ar_marked`).toHaveCount(0);
    expect(ROWS).toHaveCount(2);
    expect.verifySteps(['state {"1":{}}']);
});
