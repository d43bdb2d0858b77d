import {registry} from "@web/core/registry";

const ROWS = ".o_ar_settle_table tbody tr";
const PREVIEW = ".o_ar_settle_preview";
const row = (company) => `${ROWS}:contains(${company})`;
const totals = (name, text) => `.o_ar_settle_totals td[name=${name}]:contains(${text})`;

/** Money of the own company, an invoice of East whose books the user may not read. */
registry.category("web_tour.tours").add("ar_settle_on_behalf", {
    steps: () => [
        {trigger: ".o_view_nocontent_smiling_face:contains(Choose a customer)"},
        {trigger: "div[name=companies]:contains(Fabrikam East)"},
        {trigger: "#o_ar_customer", run: "edit 4050"},
        {trigger: ".o-autocomplete--dropdown-item:contains(Northwind)"},
        {
            content: "Chosen by the keyboard",
            trigger: "#o_ar_customer",
            run: "press Enter",
        },
        {
            content: "No way into the books of East",
            trigger: `${row("Fabrikam East")}:not(:has(button[name=open_document]))`,
        },
        {trigger: `${row("PBNK")} input[name=mark]`, run: "click"},
        {
            content: "Typing an amount marks, too",
            trigger: `${row("Fabrikam East")} input[name=amount]`,
            run: "edit 500",
        },
        {
            trigger: `${row("Fabrikam East")} input[name=amount]`,
            run: "press Enter",
        },
        {trigger: totals("paid", "500.00")},
        {trigger: totals("left", "100.00")},
        {
            content: "Of East what is settled there, and no entry",
            trigger: `${PREVIEW} .o_ar_on_behalf:contains(Fabrikam East) td:contains(500.00)`,
        },
        {
            content: "Look at the payment",
            trigger: `${row("PBNK")} button[name=open_document]`,
            run: "click",
        },
        {trigger: ".o_form_view:contains(PBNK)"},
        {
            content: "And come back",
            trigger: ".breadcrumb-item a:contains(Settle on Behalf)",
            run: "click",
        },
        {
            content: "It is marked still",
            trigger: `${ROWS}.o_ar_marked:contains(Fabrikam East) input[name=amount]:value(500.00)`,
        },
        {trigger: totals("paid", "500.00")},
        {trigger: "button[name=post]:enabled", run: "click"},
        {
            content: "What was settled on behalf",
            trigger:
                ".o_list_view .o_data_row:contains(Fabrikam East):contains(500.00)",
        },
    ],
});

/** Who answers for the books of East sees it, and opens the document. */
registry.category("web_tour.tours").add("ar_settled_on_behalf", {
    steps: () => [
        {
            trigger:
                ".o_data_row:contains(Fabrikam East):contains(500.00) button[name=action_open_document]",
            run: "click",
        },
        {trigger: ".o_form_view:contains(INV/)"},
    ],
});
