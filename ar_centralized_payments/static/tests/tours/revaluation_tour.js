import {registry} from "@web/core/registry";

const STATE = ".o_statusbar_status .o_arrow_button_current";
const TOTALS = ".o_ar_revaluation_totals";

/** The controller values two companies, looks at the items, posts, and undoes. */
registry.category("web_tour.tours").add("ar_revaluation", {
    steps: () => [
        {
            content: "A draft, computed: nothing is booked yet",
            trigger: "button[name=action_compute]",
            run: "click",
        },
        {trigger: `${TOTALS} tr:contains(Fabrikam East):contains(8.80)`},
        {trigger: `${TOTALS} tr:contains(Fabrikam Europe)`},
        {
            content: "The items, grouped by company and customer",
            trigger: "button[name=action_open_lines]",
            run: "click",
        },
        {trigger: ".o_list_view .o_group_header:contains(Fabrikam East)"},
        {trigger: ".o_switch_view.o_pivot", run: "click"},
        {trigger: ".o_pivot th:contains(Fabrikam East)"},
        {trigger: ".o_switch_view.o_graph", run: "click"},
        {trigger: ".o_graph_canvas_container canvas"},
        {trigger: ".o_back_button, .breadcrumb-item:first a", run: "click"},
        {
            content: "The company switcher is as it was",
            trigger: `.o_field_widget[name=company_ids]:contains(Fabrikam):not(:contains(East))`,
        },
        {
            content: "What was seen is posted",
            trigger: "button[name=action_post_shown]",
            run: "click",
        },
        {trigger: `${STATE}:contains(Posted)`},
        {trigger: "button[name=action_open_moves]:contains(4)"},
        {
            content: "And taken back, after a question",
            trigger: "button[name=action_undo]",
            run: "click",
        },
        {trigger: ".modal button.btn-primary", run: "click"},
        {trigger: "button[name=action_open_moves]:contains(8)"},
    ],
});
