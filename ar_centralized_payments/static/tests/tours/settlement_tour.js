import { registry } from "@web/core/registry";

const LINES = ".o_field_widget[name=line_ids] .o_data_row";
const INVOICE = `${LINES}:contains(INV/)`;
const PAYMENT = `${LINES}:contains(PBNK)`;
const STATE = ".o_statusbar_status .o_arrow_button_current";

/** From a payment of Fabrikam to the entries of all companies, as a clerk. */
registry.category("web_tour.tours").add("ar_settlement_clerk", {
    steps: () => [
        {
            content: "Settle from the payment",
            trigger: "button[name=action_settle_transactions]",
            run: "click",
        },
        {
            content: "The invoice of the other company is there",
            trigger: `${INVOICE}:contains(Fabrikam East)`,
        },
        {
            content: "Type an amount",
            trigger: `${INVOICE} td[name=amount]`,
            run: "click",
        },
        { trigger: `${INVOICE} td[name=amount] input`, run: "edit 250 && press Tab" },
        {
            content: "What the payment gives follows before anything is saved",
            trigger: `${PAYMENT} td[name=amount]:contains(250.00)`,
        },
        { trigger: "a[name=preview]", run: "click" },
        { trigger: ".o_ar_entry:contains(Fabrikam East) tfoot:contains(250.00)" },
        { trigger: "a[name=transactions]", run: "click" },
        {
            content: "Have it determined again",
            trigger: `${INVOICE} button[name=action_automatic]`,
            run: "click",
        },
        { trigger: `${PAYMENT} td[name=amount]:contains(600.00)` },
        { trigger: "a[name=preview]", run: "click" },
        { trigger: ".o_ar_entry:contains(Fabrikam East) tfoot:contains(600.00)" },
        {
            content: "Post what the preview shows",
            trigger: "button[name=action_post_previewed]",
            run: "click",
        },
        { trigger: `${STATE}:contains(Posted)` },
        { content: "A clerk may not undo", trigger: "body:not(:has(button[name=action_undo_wizard]))" },
        { trigger: "a[name=legs]", run: "click" },
        { trigger: ".o_field_widget[name=leg_ids] .o_data_row:contains(Fabrikam East)" },
        { trigger: "a[name=entries]", run: "click" },
        { trigger: ".o_ar_entry:contains(Fabrikam East) tfoot:contains(600.00)" },
        {
            content: "Open the entries of all companies, whatever is ticked",
            trigger: "button[name=action_open_moves]",
            run: "click",
        },
        {
            content: "Open the entry of the other company",
            trigger: ".o_list_view .o_data_row:contains(Fabrikam East) td[name=date]",
            run: "click",
        },
        { trigger: "button[name=action_open_settlements]", run: "click" },
        { content: "And back", trigger: `${STATE}:contains(Posted)` },
    ],
});

/** A controller reads what an undo does, and undoes. */
registry.category("web_tour.tours").add("ar_settlement_controller", {
    steps: () => [
        { trigger: "button[name=action_undo_wizard]", run: "click" },
        { trigger: ".modal .o_ar_entries tr:contains(Fabrikam East)" },
        { trigger: ".modal button[name=action_undo]", run: "click" },
        { trigger: `${STATE}:contains(Undone)` },
        { trigger: "a[name=entries]", run: "click" },
        { trigger: ".o_ar_entry:contains(Fabrikam East) .badge:contains(Undoes)" },
    ],
});

/** A settlement from the menu, with transactions chosen from the dialog. */
registry.category("web_tour.tours").add("ar_settlement_mark", {
    steps: () => [
        { trigger: "button[name=action_mark]", run: "click" },
        {
            trigger: ".modal .o_data_row:contains(INV/) td[name=is_chosen] input",
            run: "click",
        },
        { trigger: ".modal button[name=action_mark]", run: "click" },
        { trigger: INVOICE },
        { trigger: "button[name=action_mark]", run: "click" },
        { trigger: ".modal button[name=action_mark_all]", run: "click" },
        { trigger: PAYMENT },
        { trigger: "button[name=action_mark]", run: "click" },
        { content: "Nothing else is open", trigger: ".modal .alert-info" },
    ],
});
