import {registry} from "@web/core/registry";

const ROW = ".o_list_view .o_selected_row";

/** Lines typed straight into the list: by an invoice's number, and one that lacks
 * something, which Validate lists and Post leaves. */
registry.category("web_tour.tours").add("ar_payment_journal_lines", {
    steps: () => [
        {trigger: "button[name=action_open_lines]:contains(Lines)", run: "click"},
        {trigger: ".o_list_button_add", run: "click"},
        {
            trigger: `${ROW} [name=ar_transaction_number] input`,
            run: "edit EINV/2026/00001 && press Tab",
        },
        {
            content: "The invoice's number tells the customer",
            trigger: `${ROW} [name=partner_id] input:value(Northwind Traders)`,
        },
        {trigger: `${ROW} [name=amount] input`, run: "edit 400 && press Tab"},
        {trigger: ".o_list_button_save", run: "click"},
        {
            content: "And it is marked",
            trigger:
                ".o_data_row:contains(Northwind) td[name=ar_marked_amount]:contains(400.00)",
        },
        {trigger: ".o_list_button_add", run: "click"},
        {trigger: `${ROW} [name=partner_id] input`, run: "edit Northwind"},
        {trigger: ".o-autocomplete--dropdown-item:contains(Northwind)", run: "click"},
        {trigger: `${ROW} [name=amount] input`, run: "edit 50 && press Tab"},
        {
            trigger: `${ROW} [name=ar_payment_type] input, ${ROW} [name=ar_payment_type] select`,
            run: "click",
        },
        {trigger: ".o_select_menu_item:contains(Check)", run: "click"},
        {trigger: ".o_list_button_save", run: "click"},
        {trigger: ".o_data_row:contains(Check):contains(50.00)"},
        {trigger: ".breadcrumb-item a:contains(CPJ), .o_back_button", run: "click"},
        {trigger: "button[name=action_validate]", run: "click"},
        {
            trigger:
                ".modal .o_ar_line_problem:contains(50.00):contains(no check number)",
        },
        {trigger: ".modal [name=summary]:contains(1 ready):contains(1 to mend)"},
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {trigger: "button[name=action_post]", run: "click"},
        {trigger: ".modal .btn-primary:contains(Post)", run: "click"},
        {trigger: ".o_arrow_button_current:contains(Posted in Part)"},
        {trigger: "button[name=action_open_refused]", run: "click"},
        {
            trigger:
                ".o_data_row:contains(50.00) td[name=ar_problem]:contains(no check number)",
        },
        {
            content: "Only that one",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(400.00)))",
        },
    ],
});
