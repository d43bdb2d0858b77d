import {PaymentEntryAction} from "@ar_centralized_payments/payment_journal/payment_entry/payment_entry_action";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {click, edit, press, queryFirst} from "@odoo/hoot-dom";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {contains, getService, makeServerError} from "@web/../tests/web_test_helpers";
import {
    afterTyping,
    answer,
    appears,
    definePageModels,
    line,
    mountAction,
    of,
    row,
} from "../mock_pages";

describe.current.tags("desktop");
definePageModels();

const EAST = row(1, "EINV/1", 600);
const WEST = row(2, "WINV/2", 300, {company: "Fabrikam West"});
const OPEN = {1: 600, 2: 300};
const CUSTOMER = "#o_ar_entry_customer";
const NUMBER = "#o_ar_entry_number";
const AMOUNT = "#o_ar_entry_amount";
const MARK = "input[name=mark]";
const SAVE = "button[name=save]";

const HEAD = {
    journal: {id: 3, name: "PJ/3", company: "Fabrikam"},
    banks: [{id: 11, name: "Bank", currency_id: 1}],
    accounts: [],
    methods: {},
    means: [{id: "transfer", name: "Transfer"}],
    currencies: [{id: 1, name: "USD"}],
    defaults: {
        date: "2026-03-25",
        journal_id: 11,
        offset_account_id: false,
        currency_id: 1,
        ar_payment_type: "transfer",
        payment_method_line_id: false,
        use_deposit_slip: false,
    },
    count: 0,
    entered: "",
    last: [],
};

/** What the marks come to: all that is open of them, or what was typed. */
function totals(values, marks) {
    const lines = {};
    for (const [key, typed] of Object.entries(marks)) {
        lines[key] = line(OPEN[key], typed);
    }
    const wanted = Object.values(lines).reduce((sum, one) => sum + one.amount, 0);
    const amount = values.amount || 0;
    return {
        amount,
        wanted,
        marked: Math.min(amount, wanted),
        discount: 0,
        left: Math.max(amount - wanted, 0),
        open: Math.max(wanted - amount, 0),
        count: Object.keys(marks).length,
        is_different: amount !== wanted,
        lines,
        totals: [],
        problems: [],
    };
}

beforeEach(() => {
    answer("ar.payment.journal", "entry_open", () => HEAD);
    answer("ar.settlement", "page_rows", ({args: [place]}) => ({
        rows: place.partner_id ? [EAST, WEST] : [],
        total: place.partner_id ? 2 : 0,
        lines: {},
    }));
    answer("ar.payment.journal", "entry_totals", ({args: [, values, marks]}) =>
        totals(values, marks)
    );
    answer("ar.payment.journal", "entry_customers", () => [
        {id: 5, name: "Northwind Traders"},
        {id: 6, name: "Contoso"},
    ]);
    answer("ar.payment.journal", "entry_save", ({args: [, values, marks, choice]}) => ({
        step: `save ${values.amount} ${JSON.stringify(marks)} ${choice}`,
        result: {amount: values.amount || 600, count: 1, entered: "", last: []},
    }));
});

async function open() {
    const page = await mountAction(PaymentEntryAction, {journal_id: 3});
    await afterTyping();
    return page;
}

async function choose(name) {
    await contains(CUSTOMER).edit(name, {confirm: false});
    await afterTyping();
    await contains(`.o-autocomplete--dropdown-item:contains(${name})`).click();
    await afterTyping();
}

async function type(text) {
    await click(AMOUNT);
    await edit(text, {confirm: false});
    await afterTyping();
}

describe("amounts typed", () => {
    test("the totals say how amount and marks agree", async () => {
        await open();
        await choose("Northwind");
        await contains(of("EINV/1", MARK)).click();
        await afterTyping();
        expect("[name=no_amount]").toHaveCount(1);
        await type("1,000");
        expect("[name=differs]").toHaveText("More paid than marked");
        expect(".o_ar_entry_totals [name=left]").toHaveText(/400\.00/);
        await press("Tab");
        await afterTyping();
        expect(AMOUNT).toHaveValue("1,000.00");
        await type("250");
        expect("[name=differs]").toHaveText("More marked than paid");
        expect(".o_ar_entry_totals [name=open]").toHaveText(/350\.00/);
        await type("600");
        expect("[name=agrees]").toHaveCount(1);
    });

    test("what is no amount is said", async () => {
        await open();
        await type("6oo");
        await press("Tab");
        await afterTyping();
        expect(
            await appears(".o_notification:contains('6oo is not an amount.')")
        ).toHaveCount(1);
        expect(AMOUNT).toHaveValue("6oo");
        expect(".o_ar_entry_totals [name=amount]").toHaveText(/^\$\s*0\.00$/);
    });

    test("an amount of a row stays with its mark, and clearing it determines it", async () => {
        await open();
        await choose("Northwind");
        await contains(of("WINV/2", "input[name=amount]")).edit("120", {
            confirm: "tab",
        });
        await afterTyping();
        expect(of("WINV/2", MARK)).toBeChecked();
        expect(".o_ar_entry_totals [name=wanted]").toHaveText(/120\.00/);
        expect(of("WINV/2", "[name=left]")).toHaveText(/180\.00/);
        await contains(of("WINV/2", "input[name=amount]")).edit("", {confirm: "tab"});
        await afterTyping();
        expect(of("WINV/2", MARK)).toBeChecked();
        expect(".o_ar_entry_totals [name=wanted]").toHaveText(/300\.00/);
    });
});

describe("marks", () => {
    test("another customer's marks are not kept, and the page says so", async () => {
        await open();
        await choose("Northwind");
        await contains(of("EINV/1", MARK)).click();
        await afterTyping();
        expect(".o_control_panel [name=only_marked]").toHaveText("Marked 1");
        await choose("Contoso");
        expect(".o_control_panel [name=only_marked]").toHaveText("Marked 0");
        expect(
            await appears(".o_notification:contains('another customer is unmarked')")
        ).toHaveCount(1);
    });

    test("by priority: what the server marks is shown", async () => {
        answer("ar.payment.journal", "entry_mark_by_priority", ({args: [, values]}) => {
            const marks = {1: {}, 2: {amount: 100}};
            return {marks, others: 1, ...totals(values, marks)};
        });
        await open();
        await choose("Northwind");
        await type("700");
        await press("alt+r");
        await afterTyping();
        expect(of("EINV/1", MARK)).toBeChecked();
        expect(of("WINV/2", "input[name=amount]")).toHaveValue("100.00");
        expect("[name=agrees]").toHaveCount(1);
        expect("[name=note]").toHaveText(/other currencies/);
    });
});

describe("keyboard", () => {
    test("Enter in the amount goes to the marks; to Save once something is marked", async () => {
        await open();
        expect(CUSTOMER).toBeFocused();
        await choose("Northwind");
        await type("600");
        await press("Enter");
        expect(of("EINV/1", MARK)).toBeFocused();
        await press("Enter");
        await afterTyping();
        expect(of("EINV/1", MARK)).toBeChecked();
        await click(AMOUNT);
        await press("Enter");
        expect(SAVE).toBeFocused();
        await press("alt+s");
        await afterTyping();
        expect.verifySteps(['save 600 {"1":{}} null']);
        expect(CUSTOMER).toBeFocused({message: "ready for the next one"});
        expect(CUSTOMER).toHaveValue("");
        expect(AMOUNT).toHaveValue("");
    });

    test("nothing marked is a prepayment, and is saved without a question", async () => {
        await open();
        await choose("Northwind");
        await type("75");
        expect("[name=prepayment]").toHaveCount(1);
        await press("alt+s");
        await afterTyping();
        expect.verifySteps(["save 75 {} null"]);
    });

    test("a name that was typed and not chosen is asked for", async () => {
        await open();
        await contains(CUSTOMER).edit("Fourth", {confirm: false});
        await press("alt+s");
        await afterTyping();
        expect.verifySteps([]);
        expect(
            await appears(
                ".o_notification:contains('Choose Fourth from what is found')"
            )
        ).toHaveCount(1);
    });

    test("what was typed is there again after looking at something else", async () => {
        await open();
        await choose("Northwind");
        await type("600");
        await contains(of("EINV/1", MARK)).click();
        queryFirst(CUSTOMER).ownerDocument.defaultView.dispatchEvent(
            new Event("beforeunload")
        );
        const kept = JSON.parse(
            sessionStorage.getItem("ar_centralized_payments.payment_entry.3")
        );
        expect(kept.values.amount).toBe(600);
        expect(kept.marks).toEqual({1: {}});
        expect(kept.partner.name).toBe("Northwind Traders");
        expect(getService("dialog")).not.toBe(undefined);
    });
});

describe("where amount and marks differ", () => {
    const ANSWERS = ".o_ar_difference button";

    async function differ(amount) {
        await open();
        await choose("Northwind");
        await contains(of("EINV/1", MARK)).click();
        if (amount) {
            await type(amount);
        }
        await press("alt+s");
        await afterTyping();
    }

    test("Enter out of habit decides nothing", async () => {
        await differ("250");
        expect(".modal button[name=back]").toBeFocused();
        await press("Enter");
        await afterTyping();
        expect(".modal").toHaveCount(0);
        expect.verifySteps([]);
        expect(AMOUNT).toBeFocused();
    });

    test("a digit chooses", async () => {
        await differ("250");
        expect(`${ANSWERS}:eq(1)`).toHaveText(/350\.00 open on the invoices/);
        await press("2");
        await afterTyping();
        expect(".modal").toHaveCount(0);
        expect.verifySteps(['save 250 {"1":{}} leave_open']);
    });

    test("the arrows go between the answers", async () => {
        await differ("1000");
        expect(`${ANSWERS}:eq(1)`).toHaveText(/400\.00 open on the payment/);
        queryFirst(`${ANSWERS}:eq(0)`).focus();
        await press("ArrowDown");
        await press("ArrowDown");
        expect(`${ANSWERS}:eq(2)`).toBeFocused();
        await press("ArrowUp");
        expect(`${ANSWERS}:eq(1)`).toBeFocused();
        await press("3");
        await afterTyping();
        expect.verifySteps(['save 1000 {"1":{}} oldest_first']);
    });

    test("without an amount there is one answer", async () => {
        await differ("");
        expect(ANSWERS).toHaveCount(1);
        await press("2");
        await afterTyping();
        expect.verifySteps([]);
        await press("1");
        await afterTyping();
        expect.verifySteps(['save false {"1":{}} change_amount']);
    });
});

describe("one press, one answer", () => {
    test("saved once, however often it is pressed", async () => {
        const gate = new Deferred();
        answer("ar.payment.journal", "entry_save", async () => {
            expect.step("save");
            await gate;
            return {amount: 75, count: 1, entered: "", last: []};
        });
        await open();
        await choose("Northwind");
        await type("75");
        queryFirst(SAVE).click();
        queryFirst(SAVE).click();
        await afterTyping();
        expect(SAVE).not.toBeEnabled();
        await press("alt+s");
        gate.resolve();
        await afterTyping();
        expect.verifySteps(["save"]);
        expect(SAVE).toBeEnabled();
    });

    test("a refusal makes the buttons work again", async () => {
        expect.errors(1);
        answer("ar.payment.journal", "entry_save", () => {
            throw makeServerError({message: "The payment has no date."});
        });
        await open();
        await choose("Northwind");
        await type("75");
        await press("alt+s");
        await afterTyping();
        expect.verifyErrors(["RPC_ERROR"]);
        expect(SAVE).toBeEnabled();
    });
});

describe("what another settlement holds", () => {
    const TEXT = "held by STL/4 (Cleo)";

    test("chosen by its number: it says so, and is not marked", async () => {
        answer("ar.settlement", "page_find", () => [
            {...EAST, refusal: TEXT, customer: {id: 5, name: "Northwind Traders"}},
        ]);
        await open();
        await contains(NUMBER).edit("EINV/1", {confirm: false});
        await afterTyping();
        expect(".o-autocomplete--dropdown-item [name=held]").toHaveText(TEXT);
        await contains(".o-autocomplete--dropdown-item").click();
        await afterTyping();
        expect(await appears(`.o_notification:contains('${TEXT}')`)).toHaveCount(1);
        expect(".o_control_panel [name=only_marked]").toHaveText("Marked 0");
    });

    test("taken meanwhile: it is unmarked, and that is said", async () => {
        let held = {};
        answer("ar.payment.journal", "entry_totals", ({args: [, values, marks]}) => ({
            ...totals(values, marks),
            held,
        }));
        await open();
        await choose("Northwind");
        await contains(of("EINV/1", MARK)).click();
        await afterTyping();
        held = {1: {document: "EINV/1", text: TEXT}};
        await type("600");
        await afterTyping();
        expect(await appears(`.o_notification:contains('${TEXT}')`)).toHaveCount(1);
        expect(of("EINV/1", MARK)).not.toBeChecked();
        expect("[name=agrees]").toHaveCount(0);
    });
});

describe("a number of several documents", () => {
    const found = ["Fabrikam East", "Fabrikam West"].map((company, place) => ({
        ...row(place + 1, "INV/7", 100, {company}),
        customer: {id: 5, name: "Northwind Traders"},
    }));

    test("Tab before the list is there chooses none: all are offered", async () => {
        answer("ar.settlement", "page_find", () => found);
        answer("ar.payment.journal", "entry_choose", ({args: [, item]}) => ({
            step: `choose ${item}`,
            result: {customer: {id: 5, name: "Northwind Traders"}, problem: ""},
        }));
        await open();
        await contains(NUMBER).edit("INV/7", {confirm: false});
        await press("Tab");
        await afterTyping();
        await afterTyping();
        expect.verifySteps([]);
        expect(NUMBER).toBeFocused();
        expect(".o-autocomplete--dropdown-item").toHaveCount(2);
        await press("ArrowDown");
        await animationFrame();
        expect(".o-autocomplete--dropdown-item:eq(1) .ui-state-active").toHaveCount(1);
        await press("Enter");
        await afterTyping();
        expect.verifySteps(["choose 2"]);
    });
});

describe("what is unlikely", () => {
    const QUESTION = "The payment is dated 32 months ahead: is that right?";

    beforeEach(() =>
        answer("ar.payment.journal", "entry_totals", ({args: [, values, marks]}) => ({
            ...totals(values, marks),
            questions: [QUESTION],
        }))
    );

    test("is asked before it is saved", async () => {
        await open();
        await choose("Northwind");
        await type("75");
        expect("[name=questions]").toHaveText(QUESTION);
        await press("alt+s");
        await afterTyping();
        expect(".modal").toHaveText(/32 months ahead/);
        await contains(".modal .btn-secondary").click();
        await afterTyping();
        expect.verifySteps([]);
        await press("alt+s");
        await afterTyping();
        await contains(".modal .btn-primary").click();
        await afterTyping();
        expect.verifySteps(["save 75 {} null"]);
    });
});

describe("typed and not saved", () => {
    test("what is no amount stays, is said, and is not saved", async () => {
        await open();
        await choose("Northwind");
        await type("abc");
        expect(AMOUNT).toHaveClass("o_ar_wrong");
        expect("[name=no_number]").toHaveText("abc is not an amount.");
        await press("alt+s");
        await afterTyping();
        expect.verifySteps([]);
        expect(AMOUNT).toBeFocused();
        await type("75");
        expect(AMOUNT).not.toHaveClass("o_ar_wrong");
        expect("[name=no_number]").toHaveCount(0);
    });

    test("an amount typed on a row and not left is kept", async () => {
        await open();
        await choose("Northwind");
        await click(of("WINV/2", "input[name=amount]"));
        await edit("120", {confirm: false});
        queryFirst(CUSTOMER).ownerDocument.defaultView.dispatchEvent(
            new Event("beforeunload")
        );
        const kept = JSON.parse(
            sessionStorage.getItem("ar_centralized_payments.payment_entry.3")
        );
        expect(kept.marks).toEqual({2: {amount: 120}});
    });

    test("Clear takes the date of the payment journal again", async () => {
        await open();
        await contains("#o_ar_entry_date").edit("03/25/2099");
        await afterTyping();
        expect("#o_ar_entry_date").toHaveValue(/2099/);
        await contains("button[name=clear]").click();
        await afterTyping();
        expect("#o_ar_entry_date").toHaveValue(/2026/);
    });

    test("Agrees only what the server has added up", async () => {
        await open();
        await choose("Northwind");
        await contains(of("EINV/1", MARK)).click();
        await click(AMOUNT);
        await edit("250", {confirm: false});
        await animationFrame();
        expect("[name=agrees]").toHaveCount(0);
        await afterTyping();
        expect("[name=differs]").toHaveCount(1);
    });
});

describe("more than a page", () => {
    test("all that was found is marked by one press", async () => {
        answer("ar.settlement", "page_rows", ({args: [place]}) => ({
            rows: place.partner_id ? [EAST] : [],
            total: place.partner_id ? 2 : 0,
            lines: {},
        }));
        answer("ar.settlement", "page_markable", () => [1, 2]);
        await open();
        await choose("Northwind");
        expect("button[name=mark_found]").toHaveCount(0);
        await contains("input[name=mark_all]").click();
        await afterTyping();
        await contains("button[name=mark_found]").click();
        await afterTyping();
        expect(".o_control_panel [name=only_marked]").toHaveText("Marked 2");
        expect("button[name=mark_found]").toHaveCount(0);
    });
});
