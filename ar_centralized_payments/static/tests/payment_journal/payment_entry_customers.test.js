import {PaymentEntryAction} from "@ar_centralized_payments/payment_journal/payment_entry/payment_entry_action";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {contains} from "@web/../tests/web_test_helpers";
import {
    afterTyping,
    answer,
    definePageModels,
    line,
    mountAction,
    of,
    row,
} from "../mock_pages";

describe.current.tags("desktop");
definePageModels();

const NORTHWIND = {id: 5, name: "Northwind Traders"};
const CONTOSO = {id: 7, name: "Contoso"};
const WINGTIP = {id: 6, name: "Wingtip Toys"};
/** What is open, by whose it is. */
const OPEN = {
    5: row(1, "EINV/1", 600, {partner: NORTHWIND.name}),
    6: row(2, "WINV/2", 300, {partner: WINGTIP.name}),
};
const HEAD = {
    journal: {id: 3, name: "PJ/3", company: "Fabrikam"},
    banks: [{id: 11, name: "Bank", currency_id: 1}],
    accounts: [],
    methods: {},
    means: [{id: "transfer", name: "Transfer"}],
    currencies: [{id: 1, name: "USD"}],
    defaults: {date: "2026-03-25", journal_id: 11, currency_id: 1},
    count: 0,
    entered: "",
    last: [],
};

beforeEach(() => {
    answer("ar.payment.journal", "entry_open", () => HEAD);
    answer("ar.payment.journal", "entry_customers", () => [NORTHWIND, CONTOSO]);
    answer("ar.settlement", "page_customers", () => [WINGTIP]);
    answer("ar.settlement", "page_rows", ({args: [place]}) => {
        const ids = [place.partner_id, ...(place.other_partner_ids || [])];
        const rows = ids.filter((id) => OPEN[id]).map((id) => OPEN[id]);
        return {rows, total: rows.length, lines: {}};
    });
    answer("ar.settlement", "page_markable", ({args: [place, domain]}) => ({
        step: `markable ${JSON.stringify(domain)}`,
        result: place.other_partner_ids.length ? [1, 2] : [1],
    }));
    answer("ar.payment.journal", "entry_totals", ({args: [, values, marks]}) => {
        const amount = values.amount || 0;
        const open = {1: 600, 2: 300};
        const keys = Object.keys(marks);
        const wanted = keys.reduce((sum, key) => sum + open[key], 0);
        return {
            amount,
            wanted,
            marked: wanted,
            discount: 0,
            left: 0,
            open: 0,
            count: keys.length,
            is_different: false,
            lines: Object.fromEntries(keys.map((key) => [key, line(open[key])])),
            totals: [],
            problems: [],
        };
    });
    answer("ar.payment.journal", "entry_save", ({args: [, values, marks]}) => ({
        step: `save ${values.partner_id} ${values.other_partner_ids} ${Object.keys(marks)}`,
        result: {amount: 900, count: 1, entered: "", last: []},
    }));
});

/** The page with the customer chosen, and another one added. */
async function openForTwo() {
    await mountAction(PaymentEntryAction, {journal_id: 3});
    await afterTyping();
    await contains("#o_ar_entry_customer").edit("North", {confirm: false});
    await afterTyping();
    await contains(".o-autocomplete--dropdown-item:contains(Northwind)").click();
    await afterTyping();
    expect(of("WINV/2")).toHaveCount(0);
    await contains("button[name=add_customer]").click();
    await contains("#o_ar_other_customer").edit("Wing", {confirm: false});
    await afterTyping();
    await contains(".o-autocomplete--dropdown-item:contains(Wingtip)").click();
    await afterTyping();
}

test("one payment for several customers: theirs is listed, marked and saved", async () => {
    await openForTwo();
    expect("[name=other_customer]").toHaveText("Wingtip Toys");
    expect("[name=partner]").toHaveCount(2);
    await contains(of("EINV/1", "input[name=mark]")).click();
    await contains(of("WINV/2", "input[name=mark]")).click();
    await afterTyping();
    await contains("button[name=save]").click();
    await afterTyping();
    expect.verifySteps(["save 5 6 1,2"]);
    expect("[name=other_customer]").toHaveCount(0);
});

test("a customer who is taken away takes what was marked along", async () => {
    await openForTwo();
    await contains(of("EINV/1", "input[name=mark]")).click();
    await contains(of("WINV/2", "input[name=mark]")).click();
    await afterTyping();
    await contains("button[name=remove_customer]").click();
    await afterTyping();
    expect.verifySteps(['markable [["id","in",[1,2]]]']);
    expect(of("WINV/2")).toHaveCount(0);
    await contains("button[name=save]").click();
    await afterTyping();
    expect.verifySteps(["save 5  1"]);
});

test("another customer as the payer begins anew", async () => {
    await openForTwo();
    await contains("#o_ar_entry_customer").edit("Cont", {confirm: false});
    await afterTyping();
    await contains(".o-autocomplete--dropdown-item:contains(Contoso)").click();
    await afterTyping();
    expect("[name=other_customer]").toHaveCount(0);
    expect(of("WINV/2")).toHaveCount(0);
});
