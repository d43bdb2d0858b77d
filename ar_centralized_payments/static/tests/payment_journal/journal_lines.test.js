import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryFirst} from "@odoo/hoot-dom";
import {animationFrame, Deferred} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {definePageModels, row} from "../mock_pages";

describe.current.tags("desktop");
definePageModels();

/** The lines of a payment journal, as far as the page asks for them. */
class AccountPayment extends models.Model {
    _name = "account.payment";

    ar_transaction_number = fields.Char({string: "Invoice"});
    ar_chosen_item = fields.Integer();
    partner_id = fields.Many2one({string: "Customer", relation: "res.partner"});
    ar_problem = fields.Text();
    ar_line_state = fields.Selection({
        string: "Status",
        selection: [
            ["entered", "Entered"],
            ["refused", "Refused"],
            ["posted", "Posted"],
        ],
    });

    _records = [
        {id: 1, ar_line_state: "entered"},
        {id: 2, ar_line_state: "refused", ar_problem: "The year is locked."},
    ];
}

defineModels([AccountPayment]);

const ARCH = `
    <list js_class="ar_payment_journal_lines" editable="bottom">
        <field name="ar_transaction_number"/>
        <field name="ar_chosen_item" column_invisible="1"/>
        <field name="partner_id"/>
        <field name="ar_line_state" widget="ar_line_status"/>
    </list>`;
const POST = "button[name=post_journal]";

function mountLines(context = {}) {
    return mountView({
        type: "list",
        resModel: "account.payment",
        arch: ARCH,
        context: {create: true, default_ar_payment_journal_id: 5, ...context},
    });
}

test("a press on the status says why the line is refused", async () => {
    await mountLines();
    expect(queryAllTexts("button[name=reason]")).toEqual(["Refused"]);
    await contains("button[name=reason]").click();
    expect(".o_ar_line_reason").toHaveText("The year is locked.");
    expect(".o_selected_row").toHaveCount(0);
});

test("Validate and Post are for the payment journal, once for two presses", async () => {
    const posting = new Deferred();
    mockService("action", {
        doActionButton({name, resModel, resId}) {
            expect.step(`${name} ${resModel} ${resId}`);
            return posting;
        },
    });
    await mountLines();
    queryFirst("button[name=validate_journal]").click();
    queryFirst("button[name=validate_journal]").click();
    await animationFrame();
    await contains("button[name=validate_journal]").click();
    expect.verifySteps(["action_validate ar.payment.journal 5"]);
    posting.resolve();
    await animationFrame();
    await contains(POST).click();
    await contains(".modal .btn-primary").click();
    expect.verifySteps(["action_post ar.payment.journal 5"]);
});

test("Post asks once for two presses, and again after a No", async () => {
    await mountLines();
    queryFirst(POST).click();
    queryFirst(POST).click();
    await animationFrame();
    expect(".modal").toHaveCount(1);
    await contains(".modal .btn-secondary").click();
    expect(".modal").toHaveCount(0);
    await contains(POST).click();
    expect(".modal").toHaveCount(1);
});

test("the keyboard stays on the line that is saved", async () => {
    await mountLines();
    await contains(".o_data_row:eq(1) td[name=ar_transaction_number]").click();
    await contains(".o_selected_row [name=ar_transaction_number] input").edit("A", {
        confirm: false,
    });
    await press("alt+s");
    await animationFrame();
    await animationFrame();
    expect(".o_selected_row").toHaveCount(0);
    expect(".o_data_row:eq(1) td:focus").toHaveCount(1);
});

test("without a payment journal there is nothing to post", async () => {
    await mountLines({default_ar_payment_journal_id: false});
    expect(POST).toHaveCount(0);
    expect("button[name=validate_journal]").toHaveCount(0);
});

test("a number of several transactions opens a choice in place of a warning", async () => {
    const rows = [
        {...row(11, "PO 77", 600), customer: {id: 3, name: "Northwind"}},
        {
            ...row(12, "PO 77", 200, {company: "Fabrikam West"}),
            customer: {id: 4, name: "Contoso"},
        },
    ];
    onRpc("ar.settlement", "page_find", ({args}) => {
        expect.step(`find ${args[0]}`);
        return rows;
    });
    onRpc("account.payment", "onchange", ({args}) => {
        const {ar_transaction_number: number, ar_chosen_item: chosen} = args[1];
        if (number && !chosen) {
            return {
                value: {},
                warning: {title: number, message: "Several", type: "choice"},
            };
        }
        expect.step(`chosen ${chosen || false}`);
    });
    AccountPayment._onChanges = {ar_transaction_number() {}};
    await mountLines();
    await contains(".o_list_button_add").click();
    await contains(".o_selected_row [name=ar_transaction_number] input").edit("PO 77", {
        confirm: "tab",
    });
    await animationFrame();
    expect.verifySteps(["chosen false", "find PO 77"]);
    expect(queryAllTexts("button[name=choose] b")).toEqual(["PO 77", "PO 77"]);
    expect(".o_notification").toHaveCount(0);
    expect(queryFirst("button[name=choose]")).toBeFocused();
    await press("Tab");
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["chosen 12"]);
    expect(".modal").toHaveCount(0);
});
