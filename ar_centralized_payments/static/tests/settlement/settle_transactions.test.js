import {SettleTransactionsAction} from "@ar_centralized_payments/settlement/settle_transactions/settle_transactions_action";
import {SettleTransactions} from "@ar_centralized_payments/settlement/settle_transactions/settle_transactions";
import {beforeEach, describe, destroy, expect, test} from "@odoo/hoot";
import {Deferred} from "@odoo/hoot-mock";
import {click, edit, press, queryAllTexts, queryFirst} from "@odoo/hoot-dom";
import {
    contains,
    defineParams,
    makeServerError,
    mockService,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {useServiceProtectMethodHandling} from "@web/core/utils/hooks";
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
const EAST = row(1, "EINV/1", 600);
const WEST = row(2, "WINV/2", 300, {
    company: "Fabrikam West",
    date_maturity: "2026-04-30",
});
const HELD = row(3, "EINV/3", 50, {refusal: "Marked in STL/000004", holder_id: 4});
const AMOUNT = "input[name=amount]";
const MARK = "input[name=mark]";
const POST = "button[name=post]";

/** What the server holds: the marks, key -> what was typed. */
let marks;
let fingerprint;
/** Whose draft it is, where it is a colleague's. */
let holder;

function standing() {
    const lines = {};
    for (const one of [PAYMENT, EAST, WEST, HELD]) {
        if (marks[one.key]) {
            lines[one.key] = line(one.open, marks[one.key]);
        }
    }
    return {
        settlement: Object.keys(marks).length
            ? {id: 7, name: "STL/000007", holder}
            : false,
        lines,
        totals: [],
        count: Object.keys(marks).length,
        entry_date: "2026-03-25",
    };
}

function step(text) {
    return {step: text, result: standing()};
}

beforeEach(() => {
    marks = {9: {}};
    fingerprint = "f0";
    holder = "";
    answer("ar.settlement", "page_open", () => ({
        place: {settlement_id: 7, payment_id: 9, item_ids: [], partner_id: 5},
        partner: {id: 5, name: "Northwind Traders"},
        starts: [PAYMENT],
        date: false,
        discount_reference_date: false,
        search_view_id: false,
        ...standing(),
    }));
    answer("ar.settlement", "page_rows", () => ({
        rows: [EAST, WEST, HELD],
        total: 3,
        lines: standing().lines,
    }));
    answer("ar.settlement", "page_totals", ({args}) =>
        step(`totals ${JSON.stringify(args[1])}`)
    );
    answer("ar.settlement", "page_preview", () => ({
        html: "<p>entries</p>",
        problems: [],
        fingerprint,
    }));
    answer("ar.settlement", "page_mark", ({args: [, items, , typed = {}]}) => {
        for (const item of items) {
            marks[item] = typed[item] || {};
        }
        return step(`mark ${items} ${JSON.stringify(typed)}`);
    });
    answer("ar.settlement", "page_unmark", ({args: [, items]}) => {
        items.forEach((item) => delete marks[item]);
        return step(`unmark ${items}`);
    });
    answer("ar.settlement", "page_change", ({args: [, key, values]}) => {
        marks[key] = {...marks[key], ...values};
        return step(`change ${key} ${JSON.stringify(values)}`);
    });
});

async function open(updateActionState) {
    await mountAction(SettleTransactionsAction, {payment_id: 9}, updateActionState);
    await afterTyping();
}

describe("marks", () => {
    test("a click on a row marks it, a click on a field of it does not", async () => {
        await open();
        await contains(of("EINV/1", "td.o_ar_company")).click();
        await afterTyping();
        expect.verifySteps(["mark 1 {}"]);
        expect(of("EINV/1", MARK)).toBeChecked();
        await contains(of("EINV/1", AMOUNT)).click();
        expect.verifySteps([]);
        await contains(of("EINV/1", "td.o_ar_company")).click();
        await afterTyping();
        expect.verifySteps(["unmark 1"]);
        expect(of("EINV/1", MARK)).not.toBeChecked();
    });

    test("what another settlement marks says where, and is not marked", async () => {
        await open();
        expect(of("EINV/3", "[name=refusal]")).toHaveText("Marked in STL/000004");
        expect(of("EINV/3", MARK)).not.toBeEnabled();
        await contains(of("EINV/3", "td.o_ar_company")).click();
        expect.verifySteps([]);
        await contains("input[name=mark_all]").click();
        await afterTyping();
        expect.verifySteps(["mark 1,2 {}"]);
        await contains("input[name=mark_all]").click();
        await afterTyping();
        expect.verifySteps(["unmark 1,2"]);
    });

    test("another customer is added: the draft keeps it, rows say whose they are", async () => {
        let others = [];
        const page = () => ({
            place: {
                settlement_id: 7,
                payment_id: 9,
                item_ids: [],
                partner_id: 5,
                other_partner_ids: others.map(({id}) => id),
            },
            partner: {id: 5, name: "Northwind Traders"},
            others,
            starts: [PAYMENT],
            date: false,
            discount_reference_date: false,
            search_view_id: false,
            ...standing(),
        });
        answer("ar.settlement", "page_open", page);
        answer("ar.settlement", "page_customers", () => [
            {id: 6, name: "Wingtip Toys"},
        ]);
        answer("ar.settlement", "page_change", ({args: [, key, values]}) => {
            others = values.other_partner_ids.map((id) => ({id, name: "Wingtip Toys"}));
            return step(`head ${key} ${JSON.stringify(values)}`);
        });
        await open();
        expect("[name=partner]").toHaveCount(0);
        await contains("button[name=add_customer]").click();
        await contains("#o_ar_other_customer").edit("Wing", {confirm: false});
        await afterTyping();
        await contains(".o-autocomplete--dropdown-item:contains(Wingtip)").click();
        await afterTyping();
        expect.verifySteps(['head false {"other_partner_ids":[6]}']);
        expect("[name=other_customer]").toHaveText("Wingtip Toys");
        expect("[name=partner]").toHaveCount(4);
        await contains("button[name=remove_customer]").click();
        await afterTyping();
        expect.verifySteps(['head false {"other_partner_ids":[]}']);
        expect("[name=other_customer]").toHaveCount(0);
    });

    test("the payment that the page started from stays marked", async () => {
        await open();
        expect(of("PAY/9", MARK)).toBeChecked();
        expect(of("PAY/9", MARK)).not.toBeEnabled();
        await contains(of("PAY/9", "td.o_ar_company")).click();
        expect.verifySteps([]);
    });

    test("a mark that is refused: the page shows how things stand then", async () => {
        expect.errors(1);
        await open();
        answer("ar.settlement", "page_mark", () => {
            marks = {9: {}, 2: {}};
            throw makeServerError({message: "EINV/1 is marked in STL/000008."});
        });
        await contains(of("EINV/1", MARK)).click();
        await afterTyping();
        expect.verifyErrors(["RPC_ERROR"]);
        expect(
            await appears(".modal:contains('EINV/1 is marked in STL/000008.')")
        ).toHaveCount(1);
        expect(of("EINV/1", MARK)).not.toBeChecked();
        expect(of("WINV/2", MARK)).toBeChecked();
    });

    test("keys: arrows go up and down, Enter marks, right to the amount", async () => {
        await open();
        queryFirst(of("EINV/1", MARK)).focus();
        await press("ArrowDown");
        expect(of("WINV/2", MARK)).toBeFocused();
        await press("ArrowDown");
        expect(of("WINV/2", MARK)).toBeFocused({
            message: "the last that may be marked",
        });
        await press("Enter");
        await afterTyping();
        expect.verifySteps(["mark 2 {}"]);
        await press("ArrowUp");
        expect(of("EINV/1", MARK)).toBeFocused();
        await press("ArrowRight");
        expect(of("EINV/1", AMOUNT)).toBeFocused();
    });

    test("keys: where pages read from right to left, the amount is to the left", async () => {
        defineParams({lang_parameters: {direction: "rtl"}});
        await open();
        queryFirst(of("EINV/1", MARK)).focus();
        await press("ArrowRight");
        expect(of("EINV/1", MARK)).toBeFocused();
        await press("ArrowLeft");
        expect(of("EINV/1", AMOUNT)).toBeFocused();
    });

    test("the star and the percent sign change the line", async () => {
        await open();
        await contains(of("PAY/9", "button[name=primary]")).click();
        await afterTyping();
        expect.verifySteps(['change 9 {"is_primary":true}']);
        expect(of("PAY/9", "button[name=primary] .fa-star")).toHaveCount(1);
        await contains(of("EINV/1", MARK)).click();
        await contains(of("EINV/1", "button[name=discount_use]")).click();
        await contains(
            ".o-dropdown--menu .dropdown-item:contains('Full settlement')"
        ).click();
        await afterTyping();
        expect.verifySteps(["mark 1 {}", 'change 1 {"full_settlement":true}']);
        expect(of("EINV/1", "button[name=discount_use] .text-warning")).toHaveCount(1);
    });
});

describe("amounts typed", () => {
    beforeEach(() => {
        marks = {9: {}, 1: {}};
    });

    test("totals follow while typing, leaving the field stores it", async () => {
        await open();
        expect(of("EINV/1", AMOUNT)).toHaveAttribute("placeholder", "600.00");
        await click(of("EINV/1", AMOUNT));
        await edit("250", {confirm: false});
        await afterTyping();
        expect.verifySteps(['totals {"1":{"amount":250}}']);
        await press("Tab");
        await afterTyping();
        expect.verifySteps(['change 1 {"amount":250}']);
        expect(of("EINV/1", AMOUNT)).toHaveValue("250.00");
        expect(of("EINV/1", AMOUNT)).toHaveClass("fw-bold");
        expect(of("EINV/1", "[name=left]")).toHaveText(/350\.00/);
    });

    test("an empty field is determined again", async () => {
        marks[1] = {amount: 250};
        await open();
        expect(of("EINV/1", AMOUNT)).toHaveValue("250.00");
        await click(of("EINV/1", AMOUNT));
        await edit("", {confirm: "tab"});
        await afterTyping();
        expect.verifySteps(['change 1 {"amount":false}', "totals {}"]);
        expect(of("EINV/1", AMOUNT)).toHaveValue("");
        expect(of("EINV/1", AMOUNT)).toHaveAttribute("placeholder", "600.00");
    });

    test("what is no amount is said, and is not sent", async () => {
        await open();
        await click(of("EINV/1", AMOUNT));
        await edit("12x", {confirm: "tab"});
        await afterTyping();
        expect.verifySteps(["totals {}"]);
        expect(
            await appears(".o_notification:contains('12x is not an amount.')")
        ).toHaveCount(1);
        expect(of("EINV/1", AMOUNT)).toHaveValue("");
    });

    test("a currency may stand beside an amount", async () => {
        await open();
        await click(of("EINV/1", AMOUNT));
        await edit("$ 1,250.50", {confirm: "tab"});
        await afterTyping();
        expect.verifySteps(['change 1 {"amount":1250.5}', "totals {}"]);
    });

    test("typing on a row that is not marked marks it", async () => {
        await open();
        await click(of("WINV/2", AMOUNT));
        await edit("100", {confirm: "tab"});
        await afterTyping();
        expect.verifySteps(['mark 2 {"2":{"amount":100}}']);
        expect(of("WINV/2", MARK)).toBeChecked();
        expect(of("WINV/2", AMOUNT)).toHaveValue("100.00");
    });

    test("a discount of 0 is a discount that is not given", async () => {
        marks[1] = {discount: 12};
        await open();
        await click(of("EINV/1", "input[name=discount]"));
        await edit("0", {confirm: "tab"});
        await afterTyping();
        expect.verifySteps(['change 1 {"discount":0}', "totals {}"]);
        expect(of("EINV/1", "input[name=discount]")).toHaveClass("fw-bold");
    });

    test("keys: Enter and the arrows go along the column, Escape takes back", async () => {
        await open();
        await click(of("EINV/1", AMOUNT));
        await press("Enter");
        expect(of("WINV/2", AMOUNT)).toBeFocused();
        await press("ArrowUp");
        await press("ArrowUp");
        expect(of("PAY/9", AMOUNT)).toBeFocused();
        await press("ArrowDown");
        expect(of("EINV/1", AMOUNT)).toBeFocused();
        await edit("250", {confirm: false});
        await press("Escape");
        expect(of("EINV/1", AMOUNT)).toHaveValue("");
        await afterTyping();
        expect.verifySteps(["totals {}"]);
    });
});

describe("posting", () => {
    test("only what the preview shows now can be posted", async () => {
        await open();
        expect(POST).toBeEnabled();
        const gate = new Deferred();
        onRpc("ar.settlement", "page_preview", async () => {
            await gate;
            return {html: "<p>others</p>", problems: [], fingerprint: "f1"};
        });
        await contains(of("EINV/1", MARK)).click();
        await afterTyping();
        expect(POST).not.toBeEnabled({message: "what is shown is not true any more"});
        gate.resolve();
        await afterTyping();
        expect(POST).toBeEnabled();
        expect(".o_ar_settle_preview_body").toHaveText("others");
        expect.verifySteps(["mark 1 {}"]);
    });

    test("rows can be marked before the preview is there", async () => {
        const gate = new Deferred();
        onRpc("ar.settlement", "page_preview", async () => {
            await gate;
            return {html: "<p>first</p>", problems: [], fingerprint: "f1"};
        });
        await open();
        expect(of("EINV/1", MARK)).toBeFocused();
        expect(POST).not.toBeEnabled();
        gate.resolve();
        await afterTyping();
        expect(POST).toBeEnabled();
    });

    test("problems stand there, and nothing can be posted", async () => {
        onRpc("ar.settlement", "page_preview", () => ({
            html: "",
            problems: ["Nothing is paid."],
            fingerprint: "f1",
        }));
        await open();
        expect(".o_ar_settle_preview .alert").toHaveText(/Nothing is paid\./);
        expect(POST).not.toBeEnabled();
    });

    test("a refusal is shown, and the page is as things stand then", async () => {
        expect.errors(1);
        answer("ar.settlement", "page_post", ({args}) => {
            expect.step(`post ${args[1]}`);
            marks = {9: {}};
            throw makeServerError({message: "EINV/1 is not open any more."});
        });
        marks = {9: {}, 1: {}};
        await open();
        await contains(POST).click();
        await afterTyping();
        expect.verifySteps(["post f0"]);
        expect.verifyErrors(["RPC_ERROR"]);
        expect(
            await appears(".modal:contains('EINV/1 is not open any more.')")
        ).toHaveCount(1);
        expect(of("EINV/1", MARK)).not.toBeChecked();
        expect(`${ROWS}.o_ar_marked`).toHaveCount(1);
    });

    test("pressed twice, posted once", async () => {
        expect.errors(1);
        const gate = new Deferred();
        answer("ar.settlement", "page_post", async () => {
            expect.step("post");
            await gate;
            throw makeServerError({message: "EINV/1 is not open any more."});
        });
        marks = {9: {}, 1: {}};
        await open();
        queryFirst(POST).click();
        queryFirst(POST).click();
        await afterTyping();
        expect(POST).not.toBeEnabled();
        gate.resolve();
        await afterTyping();
        expect.verifySteps(["post"]);
        expect.verifyErrors(["RPC_ERROR"]);
        expect(POST).toBeEnabled();
    });

    test("refused after the page was left: only the refusal is said", async () => {
        expect.errors(1);
        patchWithCleanup(useServiceProtectMethodHandling, {
            fn() {
                return this.original();
            },
        });
        const gate = new Deferred();
        answer("ar.settlement", "page_post", async () => {
            await gate;
            throw makeServerError({message: "EINV/1 is not open any more."});
        });
        marks = {9: {}, 1: {}};
        const page = await mountAction(SettleTransactionsAction, {payment_id: 9});
        await afterTyping();
        queryFirst(POST).click();
        await afterTyping();
        destroy(page);
        gate.resolve();
        await afterTyping();
        expect.verifyErrors(["RPC_ERROR"]);
    });
});

describe("where the page is", () => {
    test("the address keeps customer, payment and settlement", async () => {
        let state;
        await open((patch) => (state = patch));
        expect(state).toEqual({
            resId: 7,
            payment_id: 9,
            item_ids: undefined,
            partner_id: 5,
        });
    });

    test("an address gives them back, items as well", async () => {
        answer("ar.settlement", "page_open", ({args: [place]}) => {
            expect.step(JSON.stringify(place));
            return {
                place,
                partner: {id: 5, name: "Northwind Traders"},
                starts: [],
                date: false,
                discount_reference_date: false,
                search_view_id: false,
                ...standing(),
            };
        });
        await mountAction(SettleTransactionsAction, {item_ids: "1,2", partner_id: 5});
        expect.verifySteps([
            '{"settlement_id":false,"payment_id":false,"item_ids":[1,2],"partner_id":5}',
        ]);
    });

    test("a draft that was posted meanwhile is said once, then the page goes on", async () => {
        expect.errors(1);
        await open();
        marks = {9: {}};
        const refuse = () => {
            throw makeServerError({message: "STL/000007 is posted."});
        };
        answer("ar.settlement", "page_mark", refuse);
        answer("ar.settlement", "page_open", ({args: [place]}) => {
            if (place.settlement_id) {
                refuse();
            }
            marks = {};
            return {
                place,
                partner: {id: 5, name: "Northwind Traders"},
                starts: [],
                date: false,
                discount_reference_date: false,
                search_view_id: false,
                ...standing(),
            };
        });
        await contains(of("EINV/1", MARK)).click();
        await afterTyping();
        expect.verifyErrors(["RPC_ERROR"]);
        expect(".modal").toHaveCount(1);
        expect("button[name=open_settlement]").toHaveCount(0);
        expect(of("EINV/1", MARK)).toBeEnabled();
    });

    test("an amount typed and not left is stored when the page is loaded again", async () => {
        await open();
        await click(of("WINV/2", AMOUNT));
        await edit("100", {confirm: false});
        window.dispatchEvent(new Event("beforeunload"));
        const key = "ar_centralized_payments.settle.7,9,,5";
        expect(JSON.parse(sessionStorage.getItem(key))).toEqual({2: {amount: 100}});
        await press("Escape");
        await afterTyping();
        expect.verifySteps(["totals {}"]);
        await open();
        expect.verifySteps(['mark 2 {"2":{"amount":100}}']);
        expect(sessionStorage.getItem(key)).toBe(null);
    });
});

describe("what a colleague marked", () => {
    beforeEach(() => {
        marks = {9: {}, 1: {}};
        holder = "Cleo";
    });

    test("is unmarked after a question that names what goes", async () => {
        await open();
        expect("[name=holder]").toHaveText("of Cleo");
        await contains(of("EINV/1", MARK)).click();
        expect(await appears(".modal:contains('Unmark what Cleo marked?')")).toHaveText(
            /EINV\/1 \(.*600\.00\)/
        );
        await contains(".modal .btn-secondary").click();
        await afterTyping();
        expect.verifySteps([]);
        expect(of("EINV/1", MARK)).toBeChecked();
        await contains(of("EINV/1", MARK)).click();
        await contains(".modal .btn-primary").click();
        await afterTyping();
        expect.verifySteps(["unmark 1"]);
    });

    test("all of it: how many go is said", async () => {
        answer("ar.settlement", "page_discard", () => ({
            step: "discard",
            result: true,
        }));
        await open();
        await contains("button[name=discard]").click();
        expect(await appears(".modal")).toHaveText(/2 transactions/);
        await contains(".modal .btn-primary").click();
        await afterTyping();
        expect.verifySteps(["discard"]);
    });
});

describe("what is shown", () => {
    test("the pager counts the payment that is on top", async () => {
        await open();
        expect(".o_pager_value").toHaveText("1-4");
        expect(".o_pager_limit").toHaveText("4");
    });

    test("a discount that is taken is not struck through", async () => {
        marks = {9: {}, 1: {discount: 12}};
        const missed = {discount_until: "2026-03-10", discount: 12};
        onRpc("ar.settlement", "page_rows", () => ({
            rows: [
                {...EAST, ...missed},
                {...WEST, ...missed},
            ],
            total: 2,
            lines: standing().lines,
        }));
        await open();
        expect(of("EINV/1", ".text-decoration-line-through")).toHaveCount(0);
        expect(of("WINV/2", ".text-decoration-line-through")).toHaveCount(2);
    });

    test("nothing else is open, beside what is shown", async () => {
        onRpc("ar.settlement", "page_rows", () => ({rows: [], total: 0, lines: {}}));
        await open();
        expect("[name=nothing]").toHaveText(/^Nothing else is open/);
    });

    test("columns can be chosen, and stay chosen", async () => {
        EAST.salesperson = "Sandra";
        await open();
        expect("th.o_ar_salesperson").toHaveCount(0);
        await contains("button[name=columns]").click();
        await contains(".dropdown-item:contains('Salesperson')").click();
        expect(of("EINV/1", "td.o_ar_salesperson")).toHaveText("Sandra");
        const shown = localStorage.getItem(
            "ar_centralized_payments.open_transactions.columns"
        );
        expect(JSON.parse(shown)).toEqual(["reference", "salesperson"]);
    });

    test("all 300 are marked after the page's", async () => {
        onRpc("ar.settlement", "page_rows", () => ({
            rows: [EAST],
            total: 3,
            lines: standing().lines,
        }));
        answer("ar.settlement", "page_markable", () => [1, 2]);
        await open();
        await contains("input[name=mark_all]").click();
        await afterTyping();
        expect.verifySteps(["mark 1 {}"]);
        await contains("button[name=mark_found]").click();
        await afterTyping();
        expect.verifySteps(["mark 1,2 {}"]);
    });

    test("groups of companies", async () => {
        patchWithCleanup(SettleTransactions.prototype, {isGroupedBy: () => true});
        onRpc("ar.settlement", "page_rows", ({args}) => {
            expect.step(args[4]);
            return {rows: [EAST, WEST], total: 2, lines: standing().lines};
        });
        await open();
        expect.verifySteps(["company"]);
        expect(queryAllTexts("tr.o_ar_group")).toEqual([
            "Fabrikam East",
            "Fabrikam West",
        ]);
    });
});

describe("from a line of a payment journal", () => {
    const OK = "button[name=ok]";
    let kept;

    async function openFromLine(breadcrumbs = [{}, {}]) {
        const config = {breadcrumbs, historyBack: () => expect.step("back")};
        await mountAction(
            SettleTransactionsAction,
            {payment_id: 9, from_line: true},
            (place) => {
                kept = place;
            },
            config
        );
        await afterTyping();
    }

    test("OK in place of Post goes back; the address keeps where from", async () => {
        await openFromLine();
        expect(POST).toHaveCount(0);
        expect(kept.from_line).toBe(1);
        await contains(of("EINV/1", MARK)).click();
        await contains(OK).click();
        await afterTyping();
        expect.verifySteps(["mark 1 {}", "back"]);
    });

    test("opened by its address alone, it leads to all lines", async () => {
        mockService("action", {
            doAction: (action) => expect.step(String(action)),
        });
        await openFromLine([{}]);
        await contains(OK).click();
        expect.verifySteps(["ar_centralized_payments.action_payment_journal_lines"]);
    });

    test("Escape takes typing back first, then goes back", async () => {
        await openFromLine();
        await contains(of("EINV/1", MARK)).click();
        await contains(of("EINV/1", AMOUNT)).click();
        await edit("12", {confirm: false});
        await afterTyping();
        await press("Escape");
        await afterTyping();
        expect(of("EINV/1", AMOUNT)).toHaveValue("");
        expect.verifySteps(["mark 1 {}", 'totals {"1":{"amount":12}}', "totals {}"]);
        await press("Escape");
        await afterTyping();
        expect.verifySteps(["back"]);
    });

    test("elsewhere Escape goes nowhere, and there is no OK", async () => {
        await open();
        expect(OK).toHaveCount(0);
        expect(POST).toHaveCount(1);
        await press("Escape");
        expect.verifySteps([]);
    });
});

describe("focus", () => {
    test("is on the first that may be marked", async () => {
        await open();
        expect(of("EINV/1", MARK)).toBeFocused();
    });

    test("goes on where the button that had it is gone", async () => {
        marks = {9: {}, 1: {}};
        answer("ar.settlement", "page_discard", () => {
            marks = {};
            return {step: "discard", result: true};
        });
        await open();
        await press("alt+j");
        await afterTyping();
        expect.verifySteps(["discard"]);
        expect("button[name=discard]").toHaveCount(0);
        expect(of("EINV/1", MARK)).toBeFocused();
    });

    test("every button says its key to the Alt key", async () => {
        await open();
        for (const name of ["post", "discard", "only_marked", "toggle_preview"]) {
            expect(`button[name=${name}]`).toHaveAttribute("data-hotkey");
        }
        expect(".o_searchview_input").not.toHaveAttribute("accesskey");
    });
});
