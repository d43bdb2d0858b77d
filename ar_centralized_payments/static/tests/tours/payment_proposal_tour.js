import {registry} from "@web/core/registry";

const LINES = ".o_field_widget[name=line_ids] .o_data_row";
const line = (customer) => `${LINES}:contains(${customer})`;

/** From a payment journal to the lines that its proposal makes, as a clerk. */
registry.category("web_tour.tours").add("ar_payment_proposal", {
    steps: () => [
        {trigger: "button[name=action_payment_proposal]", run: "click"},
        {
            content: "What to do first is said",
            trigger: "[name=first_step]:contains(Propose)",
        },
        {
            content: "Companies are listed, ticked in the switcher or not",
            trigger:
                ".o_field_widget[name=company_ids] .o_data_row:contains(Fabrikam East)",
        },
        {trigger: "button[name=action_propose]:contains(Propose)", run: "click"},
        {
            trigger:
                ".o_field_widget[name=summary]:contains(840.00):contains(payments: 2)",
        },
        {
            content: "Untick a customer",
            trigger: `${line("Contoso")} .o_field_boolean_toggle input`,
            run: "click",
        },
        {
            content: "The sum follows",
            trigger:
                ".o_field_widget[name=summary]:contains(800.00):contains(payments: 1)",
        },
        {
            content: "Look at why",
            trigger: `${line("Northwind")} td[name=name]`,
            run: "click",
        },
        {
            content: "Untick an invoice",
            trigger:
                ".modal [name=item_ids] .o_data_row:contains(Fabrikam West):contains(Due) .o_field_boolean_toggle input",
            run: "click",
        },
        {
            content: "The amount follows",
            trigger: ".modal .o_field_widget[name=amount]:contains(600.00)",
        },
        {trigger: ".modal .o_form_button_save", run: "click"},
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=summary]:contains(600.00)",
        },
        {trigger: "button[name=action_create_lines]", run: "click"},
        {
            content: "The lines of the payment journal",
            trigger:
                ".o_list_view .o_data_row:contains(Northwind):contains(600.00):contains(Direct Debit):contains(Entered)",
        },
    ],
});
