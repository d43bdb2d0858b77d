import {registry} from "@web/core/registry";

const TILE = "article[data-tile=overdue]";
const ROW = ".o_data_row";

/** A controller looks at what is late, settles it, and looks at a customer and a day. */
registry.category("web_tour.tours").add("ar_receivables", {
    steps: () => [
        {
            content: "The list is there, and then what it comes to",
            trigger: `${ROW}:contains(100.00)`,
        },
        {
            content: "A figure shows what it counts",
            trigger: `${TILE} button:contains(31 to 60 days):contains(100.00)`,
            run: "click",
        },
        {trigger: ".o_facet_values:contains(31 to 60 Days)"},
        {trigger: `.o_list_view:not(:has(${ROW}:contains(200.00)))`},
        {
            content: "The tiles fold away",
            trigger: "section.o_ar_home button[name=fold]",
            run: "click",
        },
        {trigger: "section.o_ar_home:not(:has(article))"},
        {trigger: "section.o_ar_home button[name=fold]", run: "click"},
        {trigger: TILE},
        {
            content: "Chosen rows are settled",
            trigger: `${ROW}:first .o_list_record_selector input`,
            run: "click",
        },
        {trigger: "button[name=action_settle_transactions]", run: "click"},
        {trigger: ".o_ar_settle_table tbody tr:contains(100.00)"},
        {trigger: ".breadcrumb-item a, .o_back_button", run: "click"},
        {
            content: "As of a day before anything was invoiced",
            trigger: "button:contains(As of)",
            run: "click",
        },
        {trigger: ".modal input[data-value=positions]", run: "click"},
        {trigger: ".modal [name=date] :is(button, input)", run: "click"},
        {trigger: ".modal [name=date] input", run: "edit 03/15/2026"},
        {trigger: ".modal button[name=action_show]", run: "click"},
        {
            content: "One customer, in the one company",
            trigger: ".o_breadcrumb:contains(as of)",
        },
        {trigger: `${ROW}:contains(Northwind)`},
        {trigger: `.o_list_view:not(:has(${ROW}:contains(200.00)))`},
        {trigger: `${ROW} td[name=party_id]`, run: "click"},
        {trigger: ".o_form_view h1:contains(Northwind)"},
        {trigger: ".o_field_widget[name=total_text]:contains(4 companies)"},
        {trigger: ".o_notebook .nav-link[name=records]", run: "click"},
        {trigger: ".o_field_widget[name=record_ids] .o_data_row:contains(Fabrikam)"},
        {
            content: "The accounting dashboard leads there, too",
            trigger: "[data-menu-xmlid='account.menu_board_journal_1']",
            run: "click",
        },
        {
            trigger: ".o_ar_receivables_card button[name=open_receivables]",
            run: "click",
        },
        {trigger: TILE},
    ],
});
