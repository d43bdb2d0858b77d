import {PasteDialog} from "@ar_centralized_payments/payment_journal/payment_entry/paste_dialog";
import {ChoosePaymentJournal} from "@ar_centralized_payments/payment_journal/payment_entry/payment_entry_action";
import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {press, queryFirst, setInputFiles} from "@odoo/hoot-dom";
import {contains, getService, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {getDefaultConfig} from "@web/views/view";
import {definePageModels} from "../mock_pages";
import {Component, xml} from "@odoo/owl";

describe.current.tags("desktop");
definePageModels();

class Nothing extends Component {
    static template = xml`<div/>`;
    static props = {};
}

describe("paste a remittance advice", () => {
    const TEXT = "textarea[name=advice]";
    const CANDIDATES = ".o_ar_advice button[name=candidate]";
    /** A line as the server returns it. */
    const line = (place, text, taken_for, values = {}) => ({
        place,
        text,
        taken_for,
        number: "",
        amount: false,
        discount: false,
        reason: "",
        candidates: [],
        ...values,
    });
    let found;

    beforeEach(async () => {
        found = {
            found: 2,
            heading: "",
            currency_id: 1,
            rows: [],
            rejected: [],
            total_checks: [],
            is_cleaned: false,
        };
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

    test("Ctrl and Enter reads, every line says what it was taken for, Enter closes", async () => {
        found.rows = [
            line(1, "Invoice;Amount", "header"),
            line(2, "EINV/1;600", "read", {amount: 600, discount: 12}),
            line(3, "Regards", "words"),
        ];
        expect(TEXT).toBeFocused();
        expect(".modal button[name=read]").not.toBeEnabled();
        await contains(TEXT).edit("EINV/1;600", {confirm: false});
        expect(".modal button[name=read]").toBeEnabled();
        await press(["Control", "Enter"]);
        await animationFrame();
        expect.verifySteps(["read EINV/1;600"]);
        expect(".o_ar_advice tbody tr").toHaveCount(3);
        expect(".o_ar_advice tr[data-taken-for=read]").toHaveText(/Marked.*600.*12/s);
        expect(".o_ar_advice tr[data-taken-for=header]").toHaveText(/Heading/);
        expect(".o_ar_advice tr[data-taken-for=words]").toHaveText(/Words/);
        expect(".modal [name=total_differs]").toHaveCount(0);
        expect(".modal button[name=close]").toBeFocused();
        await press("Enter");
        await animationFrame();
        expect(".modal").toHaveCount(0);
    });

    test("a total that differs is said above the lines", async () => {
        found.rows = [line(4, "Total 800", "total", {amount: 800})];
        found.total_checks = [
            {place: 4, said: 800, found: 750, differs: true},
            {place: 9, said: 750, found: 750, differs: false},
        ];
        found.is_cleaned = true;
        await contains(TEXT).edit("Total 800", {confirm: false});
        await contains(".modal button[name=read]").click();
        expect.verifySteps(["read Total 800"]);
        expect(".modal [name=total_differs]").toHaveCount(1);
        expect(".modal [name=total_differs]").toHaveText(/Line 4.*800.*750/s);
        expect(".modal [name=result]").toHaveText(/no text were left out/);
    });

    test("what is not marked is listed, and one of several can be chosen", async () => {
        const candidates = [
            {item_id: 1, amount: 70, label: "INV/5, Fabrikam East"},
            {item_id: 2, amount: 70, label: "INV/5, Fabrikam West"},
        ];
        found.rows = [
            line(1, "EINV/1", "read"),
            line(2, "INV/5;70", "asks", {reason: "Two have this number.", candidates}),
            line(3, "XX", "refused", {reason: "Nothing has this number."}),
        ];
        await contains(TEXT).edit("EINV/1\nINV/5;70\nXX", {confirm: false});
        await contains(".modal button[name=read]").click();
        expect.verifySteps(["read EINV/1\nINV/5;70\nXX"]);
        expect(".modal [name=result]").toHaveText(
            /2 marked.*1 to answer.*1 not marked/s
        );
        expect(".o_ar_advice tbody tr").toHaveCount(3);
        expect(CANDIDATES).toHaveCount(2);
        await contains(`${CANDIDATES}:eq(1)`).click();
        await animationFrame();
        expect.verifySteps(["mark 2 70"]);
        expect(`${CANDIDATES}:eq(0)`).not.toBeEnabled();
        expect(`${CANDIDATES}:eq(1)`).toHaveClass("btn-success");
    });

    test("a file is read into the field, to be looked at", async () => {
        await contains(".modal input[type=file]", {visible: false}).click();
        await setInputFiles([
            new File(["EINV/1\t600"], "advice.csv", {type: "text/csv"}),
        ]);
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
            componentEnv: {config: getDefaultConfig()},
            props: {
                found: {
                    company: "Fabrikam",
                    bank_id: 11,
                    banks: [{id: 11, name: "Bank"}],
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
        await contains("#o_ar_new_description").edit("Monday", {confirm: false});
        await contains("button[name=make]").click();
        expect.verifySteps(['{"journal_id":11,"description":"Monday"}']);
    });
});
