import {registry} from "@web/core/registry";

const LINES = ".o_field_widget[name=line_ids] .o_data_row";
const line = (customer) => `${LINES}:contains(${customer})`;

/** From the menu's page to draft payments of two companies, as a clerk. */
registry.category("web_tour.tours").add("ar_reimbursement", {
    steps: () => [
        {
            content: "What to do first is said",
            trigger: "[name=first_step]:contains(Propose)",
        },
        {
            content: "Companies are listed, ticked in the switcher or not",
            trigger:
                ".o_field_widget[name=company_ids] .o_data_row:contains(Fabrikam East):contains(Bank)",
        },
        {
            trigger: ".o_field_widget[name=minimum_amount] input",
            run: "edit 500000 && press Tab",
        },
        {trigger: "button[name=action_propose]:contains(Propose)", run: "click"},
        {
            content: "Nothing above that",
            trigger: "[name=nothing]:contains(lower the minimum)",
        },
        {
            trigger: ".o_field_widget[name=minimum_amount] input",
            run: "edit 10 && press Tab",
        },
        {trigger: "button[name=action_propose]:not(:contains(Again))", run: "click"},
        {trigger: `${line("Northwind")} [name=outcome]:contains(Fabrikam East, Bank)`},
        {trigger: ".o_field_widget[name=summary]:contains(170.00)"},
        {
            content: "Pay less",
            trigger: `${line("Northwind")} td[name=amount]`,
            run: "click",
        },
        {
            trigger: `${line("Northwind")} td[name=amount] input`,
            run: "edit 120 && press Tab",
        },
        {
            content: "The sum follows",
            trigger: ".o_field_widget[name=summary]:contains(140.00)",
        },
        {
            content: "Untick a customer",
            trigger: `${line("Contoso")} .o_field_boolean_toggle input`,
            run: "click",
        },
        {trigger: ".o_field_widget[name=summary]:contains(120.00)"},
        {trigger: "button[name=action_create_payments]", run: "click"},
        {
            content: "The draft payments of both companies",
            trigger:
                ".o_list_view .o_data_row:contains(Fabrikam East):contains(100.00):contains(Draft)",
        },
        {
            trigger:
                ".o_list_view .o_data_row:contains(20.00):contains(Draft) td[name=partner_id]",
            run: "click",
        },
        {
            content: "Each has its settlement",
            trigger: "button[name=action_open_settlements]",
            run: "click",
        },
        {trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(PBNK)"},
    ],
});

/** Centrally: the paying company and its journal are chosen, ticked or not. */
registry.category("web_tour.tours").add("ar_reimbursement_central", {
    steps: () => [
        {
            content: "A customer of a company that is not ticked",
            trigger: ".o_field_widget[name=partner_ids] input",
            run: "edit 4050",
        },
        {
            trigger:
                ".o-autocomplete--dropdown-item:contains(Northwind):contains(East)",
            run: "click",
        },
        {trigger: ".o_field_widget[name=partner_ids] input", run: "edit Litware"},
        {trigger: ".o-autocomplete--dropdown-item:contains(Litware)", run: "click"},
        {
            trigger: ".o_field_widget[name=method] input[data-value=central]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=central_company_id] input",
            run: "edit Fabrikam West",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Fabrikam West)",
            run: "click",
        },
        {trigger: "button[name=action_propose]", run: "click"},
        {trigger: `${line("Northwind")} [name=outcome]:contains(Fabrikam West, Bank)`},
        {trigger: ".o_field_widget[name=central_journal_id] input", run: "edit Cash"},
        {trigger: ".o-autocomplete--dropdown-item:contains(Cash)", run: "click"},
        {content: "The old proposal is gone", trigger: "[name=first_step]"},
        {trigger: "button[name=action_propose]:not(:contains(Again))", run: "click"},
        {trigger: `${line("Northwind")} [name=outcome]:contains(Fabrikam West, Cash)`},
        {
            content: "Who has no record there says so",
            trigger: `${line("Litware")} [name=outcome]:contains(no active record)`,
        },
        {trigger: "button[name=action_create_payments]", run: "click"},
        {
            content: "One payment for all",
            trigger: ".o_list_view .o_data_row:contains(Northwind):contains(150.00)",
        },
    ],
});
