import {registry} from "@web/core/registry";

const TILE = "article[data-tile=overdue]";
const ROW = ".o_data_row";

/** A controller looks at what is late, settles it, looks at a customer and a day, and
 * pays off what the companies owe each other. */
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
        {
            content: "What the companies owe each other is paid off through one of them",
            trigger:
                ".o_menu_sections [data-menu-xmlid='account.menu_finance_receivables']",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown--menu [data-menu-xmlid='ar_centralized_payments.menu_ar_intercompany_payoff']",
            run: "click",
        },
        {
            content: "Those that are ticked in the company switcher",
            trigger: ".o_breadcrumb:contains(Pay Intercompany Balances)",
        },
        {trigger: ".o_switch_company_menu button", run: "click"},
        ...["East", "West"].map((name) => ({
            trigger: `.o_switch_company_item:contains(Fabrikam ${name}) [role=menuitemcheckbox]`,
            run: "click",
        })),
        {
            trigger: ".o_switch_company_menu_buttons button:contains(Confirm)",
            run: "click",
            expectUnloadPage: true,
        },
        {trigger: ".o_list_button_add", run: "click"},
        {trigger: ".o_field_widget[name=company_ids]:contains(Fabrikam West)"},
        {
            trigger: ".o_field_widget[name=center_company_id] input",
            run: "edit Fabrikam East",
        },
        {trigger: ".o-autocomplete--dropdown-item a:contains(East)", run: "click"},
        {trigger: "button[name=action_propose]:visible", run: "click"},
        {
            content: "Who pays whom",
            trigger: ".o_ar_payments:contains(Payments through Fabrikam East: 2)",
        },
        {trigger: ".o_ar_payments tr:contains(Fabrikam East):contains(70.00)"},
        {trigger: ".o_notebook .nav-link[name=entries]", run: "click"},
        {trigger: ".o_ar_entry:contains(Fabrikam East in place of Fabrikam West)"},
        {trigger: "button[name=action_post]", run: "click"},
        {trigger: ".o_arrow_button_current:contains(Posted)"},
        {trigger: "button[name=action_undo]", run: "click"},
        {trigger: ".modal-footer .btn-primary", run: "click"},
        {trigger: ".o_arrow_button_current:contains(Undone)"},
        {trigger: ".o_ar_payments:contains(Payments through Fabrikam East: 2)"},
    ],
});
