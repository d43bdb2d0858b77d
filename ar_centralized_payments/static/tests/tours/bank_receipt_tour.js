import {registry} from "@web/core/registry";

const LIST = ".o_list_view";
const row = (text) => `${LIST} .o_data_row:contains(${text})`;

/** The clerk's morning: everything sure at once, two by hand, posted. */
registry.category("web_tour.tours").add("ar_bank_receipt", {
    steps: () => [
        {
            content: "What the bank brought, by how sure it is",
            trigger: ".o_ar_bank_receipt_banner button[name=sure]:contains(2)",
        },
        {trigger: ".o_ar_bank_receipt_banner button[name=ask]:contains(1)"},
        {
            content: "All that is sure, at once",
            trigger: "button[name=action_accept_all_sure]",
            run: "click",
        },
        {trigger: ".o_ar_bank_receipt_banner button[name=sure]:contains(0)"},
        {
            content: "One that is likely, from its row",
            trigger: `${row("part of")} button[name=action_accept]`,
            run: "click",
        },
        {trigger: `${LIST}:not(:has(.o_data_row:contains(part of)))`},
        {
            content: "One that asks: its page says why, and whose it is is chosen",
            trigger: `${row("as agreed")} .o_data_cell[name=text]`,
            run: "click",
        },
        {trigger: ".o_form_view .o_field_widget[name=why]"},
        {
            trigger: ".o_form_view .o_field_widget[name=partner_id] input",
            run: "edit Northwind",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Northwind)",
            run: "click",
        },
        {trigger: "button[name=action_accept]", run: "click"},
        {
            content: "And all is posted",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Accepted)",
        },
        {trigger: "button[name=action_post]", run: "click"},
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)",
        },
    ],
});
