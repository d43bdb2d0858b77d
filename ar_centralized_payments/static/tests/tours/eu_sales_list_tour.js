import {registry} from "@web/core/registry";

const STATE = ".o_statusbar_status .o_arrow_button_current";
const ROWS = ".o_field_widget[name=row_ids] .o_data_row";
const PROBLEMS = ".o_field_widget[name=problem_ids] .o_data_row";

/** A list is prepared, a number mended, and the list reported. */
registry.category("web_tour.tours").add("ar_eu_sales_list", {
    steps: () => [
        {trigger: ".o_control_panel button:contains(Prepare)", run: "click"},
        {trigger: ".modal [name=date] button", run: "click"},
        {trigger: ".modal [name=date] input", run: "edit 03/31/2026"},
        {trigger: ".modal button[name=action_prepare]", run: "click"},
        {trigger: ".o_data_row td[name=name]:contains(DE 2026-03)", run: "click"},
        {trigger: `${ROWS}:contains(ESB12345674)`},
        {trigger: ".nav-link:contains(Problems)", run: "click"},
        {
            content: "Mend the number that is not valid",
            trigger: `${PROBLEMS}:contains(ES1234567) button[name=action_mend]`,
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=number] input",
            run: "edit IT00743110157",
        },
        {trigger: ".modal .o_field_widget[name=reason] input", run: "edit Typed wrong"},
        {trigger: ".modal button[name=action_correct]", run: "click"},
        {trigger: "body:not(:has(.modal)) button[name=action_refresh]", run: "click"},
        {trigger: `.o_form_view:not(:has(${PROBLEMS}:contains(ES1234567)))`},
        {trigger: ".nav-link:contains(Rows)", run: "click"},
        {trigger: `${ROWS}:contains(IT00743110157)`},
        {trigger: "button[name=action_report]", run: "click"},
        {trigger: `${STATE}:contains(Reported)`},
        {trigger: ".o_field_widget[name=attachment_id]"},
    ],
});

/** In April the number of a reported invoice is corrected. */
registry.category("web_tour.tours").add("ar_eu_sales_list_correction", {
    steps: () => [
        {
            content: "The invoice's actions",
            trigger: ".o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {trigger: ".o-dropdown-item:contains(Correct VAT Number)", run: "click"},
        {
            trigger: ".modal .o_field_widget[name=number] input",
            run: "edit ATU12345675",
        },
        {trigger: ".modal .o_field_widget[name=reason] input", run: "edit Sold there"},
        {trigger: ".modal button[name=action_correct]", run: "click"},
        {trigger: "body:not(:has(.modal)) .o_form_view"},
    ],
});
