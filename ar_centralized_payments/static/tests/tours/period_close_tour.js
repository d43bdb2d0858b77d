import {registry} from "@web/core/registry";

const PAGE = ".o_ar_close";

/** The cell of a task in the column of so many companies. */
function cell(key, column) {
    return `${PAGE} tr[data-task="${key}"] td:eq(${column}) .o_ar_close_cell`;
}

/** The clerk finds the draft behind a red cell, posts it, and signs by the keyboard. */
registry.category("web_tour.tours").add("ar_period_close_clerk", {
    steps: () => [
        {
            content: "One invoice of East is a draft",
            trigger: `${cell("B8-all", 1)}.o_ar_close_open:contains(1)`,
            run: "click",
        },
        {trigger: ".o_list_view .o_data_row:contains(Northwind)"},
        {trigger: ".o_data_row:first td.o_data_cell:eq(1)", run: "click"},
        {trigger: "button[name=action_post]:enabled:visible", run: "click"},
        {trigger: ".o_arrow_button_current:contains(Posted)"},
        {trigger: ".o_back_button, .breadcrumb-item:last a", run: "click"},
        {trigger: ".o_list_view:not(:has(.o_data_row))"},
        {trigger: ".o_back_button, .breadcrumb-item:first a", run: "click"},
        {
            content: "Back on the page, nothing is found any more: it is to be signed",
            trigger: `${cell("B8-all", 1)}.o_ar_close_sign`,
            run: "click",
        },
        {
            trigger: `${cell("B8-all", 1)}:focus`,
            run: "press s",
        },
        {trigger: `${cell("B8-all", 1)}.o_ar_close_done`},
        {
            content: "To the left with the arrow, and sign there",
            trigger: `${cell("B8-all", 1)}`,
            run: "press ArrowLeft",
        },
        {trigger: `${cell("B8-all", 0)}:focus`, run: "press s"},
        {trigger: `${cell("B8-all", 0)}.o_ar_close_done`},
        {trigger: `${cell("B8-all", 2)}`, run: "click"},
        {trigger: `${PAGE} .o_ar_close_task button[name=sign]:enabled`, run: "click"},
        {trigger: `${cell("B8-all", 2)}.o_ar_close_done`},
        {
            content: "Who may not close has nothing to lock",
            trigger: `${PAGE}:not(:has(button[name=lock]))`,
        },
    ],
});

/** The controller waives what may stay, and locks three companies at once. */
registry.category("web_tour.tours").add("ar_period_close", {
    steps: () => [
        {
            content: "The draft entry of Fabrikam may stay",
            trigger: `${cell("C1", 0)}.o_ar_close_open:contains(1)`,
            run() {
                this.anchor.focus();
            },
        },
        {trigger: `${cell("C1", 0)}:focus`, run: "press w"},
        {
            trigger: ".modal textarea[name=reason]",
            run: "edit Belongs to April",
        },
        {trigger: ".modal button[name=confirm]:enabled", run: "click"},
        {trigger: `${cell("C1", 0)}.o_ar_close_waived`},
        {trigger: `${PAGE} .o_ar_close_task:contains(Belongs to April)`},
        {trigger: "button[name=lock]", run: "click"},
        {trigger: ".modal select[name=level]", run: "select period"},
        {trigger: ".modal button[name=confirm]:enabled", run: "click"},
        {trigger: ".o_control_panel .badge[name=locked]:contains(Period)"},
        {trigger: `${cell("H1", 2)}.o_ar_close_done`},
        {
            content: "Once more is refused, in words",
            trigger: "button[name=lock]",
            run: "click",
        },
        {trigger: ".modal select[name=level]", run: "select sales"},
        {trigger: ".modal button[name=confirm]:enabled", run: "click"},
        {trigger: ".modal .o_ar_close_refusals:contains(locked already)"},
        {trigger: ".modal button[name=back]", run: "click"},
        {trigger: "button[name=reopen]", run: "click"},
        {trigger: ".modal textarea[name=reason]", run: "edit An invoice came late"},
        {trigger: ".modal button[name=confirm]:enabled", run: "click"},
        {trigger: `body:not(:has(.modal)) ${PAGE}:not(:has(.badge[name=locked]))`},
        {trigger: "button[name=lock]", run: "click"},
        {trigger: ".modal select[name=level]", run: "select period"},
        {trigger: ".modal button[name=confirm]:enabled", run: "click"},
        {trigger: ".o_control_panel .badge[name=locked]:contains(Period)"},
    ],
});
