import { PasteDialog } from "@ar_centralized_payments/payment_journal/payment_entry/paste_dialog";
import { ChoosePaymentJournal } from "@ar_centralized_payments/payment_journal/payment_entry/payment_entry_action";
import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { press, queryFirst, setInputFiles } from "@odoo/hoot-dom";
import { contains, getService, mountWithCleanup } from "@web/../tests/web_test_helpers";
import { getDefaultConfig } from "@web/views/view";
import { definePageModels } from "../mock_pages";
import { Component, xml } from "@odoo/owl";

describe.current.tags("desktop");
definePageModels();

class Nothing extends Component {
    static template = xml`<div/>`;
    static props = {};
}

describe("paste a remittance advice", () => {
    const TEXT = "textarea[name=advice]";
    const CANDIDATES = ".o_ar_rejected button[name=candidate]";
    let found;

    beforeEach(async () => {
        found = { found: 2, heading: "", rejected: [] };
        await mountWithCleanup(Nothing);
        getService("dialog").add(PasteDialog, {
            read: async (text) => {
                expect.step(`read ${text}`);
                return found;
            },
            mark: async (item, amount) => expect.step(`mark ${item} ${amount}`),
        });
        await animationFrame();
    });

    test("Ctrl and Enter reads; where all is marked, that is all", async () => {
        expect(TEXT).toBeFocused();
        expect(".modal button[name=read]").not.toBeEnabled();
        await contains(TEXT).edit("EINV/1;600", { confirm: false });
        expect(".modal button[name=read]").toBeEnabled();
        await press(["Control", "Enter"]);
        await animationFrame();
        expect.verifySteps(["read EINV/1;600"]);
        expect(".modal").toHaveCount(0);
    });

    test("what is not marked is listed, and one of several can be chosen", async () => {
        const candidates = [
            { item_id: 1, amount: 70, label: "INV/5, Fabrikam East" },
            { item_id: 2, amount: 70, label: "INV/5, Fabrikam West" },
        ];
        found.rejected = [
            { place: 2, text: "INV/5;70", reason: "Two have this number.", candidates },
            { place: 3, text: "XX", reason: "Nothing has this number.", candidates: [] },
        ];
        await contains(TEXT).edit("EINV/1\nINV/5;70\nXX", { confirm: false });
        await contains(".modal button[name=read]").click();
        expect.verifySteps(["read EINV/1\nINV/5;70\nXX"]);
        expect(".modal [name=result]").toHaveText(/2 marked.*2 not marked/);
        expect(".o_ar_rejected tbody tr").toHaveCount(2);
        expect(CANDIDATES).toHaveCount(2);
        await contains(`${CANDIDATES}:eq(1)`).click();
        await animationFrame();
        expect.verifySteps(["mark 2 70"]);
        expect(`${CANDIDATES}:eq(0)`).not.toBeEnabled();
        expect(`${CANDIDATES}:eq(1)`).toHaveClass("btn-success");
    });

    test("a file is read into the field, to be looked at", async () => {
        await contains(".modal input[type=file]", { visible: false }).click();
        await setInputFiles([new File(["EINV/1\t600"], "advice.csv", { type: "text/csv" })]);
        await animationFrame();
        await animationFrame();
        expect(TEXT).toHaveValue("EINV/1\t600");
        expect.verifySteps([]);
    });
});

describe("which payment journal", () => {
    const JOURNALS = "button[name=journal]";

    beforeEach(() =>
        mountWithCleanup(ChoosePaymentJournal, {
            componentEnv: { config: getDefaultConfig() },
            props: {
                found: {
                    company: "Fabrikam",
                    bank_id: 11,
                    banks: [{ id: 11, name: "Bank" }],
                    journals: [3, 4].map((id) => ({
                        id,
                        name: `PJ/${id}`,
                        bank: "Bank",
                        date: "2026-03-25",
                        count: id,
                        totals: "",
                    })),
                },
                open: (id) => expect.step(`open ${id}`),
                make: (values) => expect.step(JSON.stringify(values)),
            },
        })
    );

    test("keys: the first has the focus, the arrows go between them", async () => {
        expect(`${JOURNALS}:eq(0)`).toBeFocused();
        await press("ArrowDown");
        expect(`${JOURNALS}:eq(1)`).toBeFocused();
        await press("ArrowDown");
        expect(`${JOURNALS}:eq(1)`).toBeFocused();
        queryFirst(`${JOURNALS}:eq(1)`).click();
        expect.verifySteps(["open 4"]);
    });

    test("a new one, in the bank that is offered", async () => {
        await contains("#o_ar_new_description").edit("Monday", { confirm: false });
        await contains("button[name=make]").click();
        expect.verifySteps(['{"journal_id":11,"description":"Monday"}']);
    });
});
