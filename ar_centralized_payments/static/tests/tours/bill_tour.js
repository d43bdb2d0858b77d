import {registry} from "@web/core/registry";

const STATE = ".o_statusbar_status .o_arrow_button_current";
const inState = (label) => ({
    content: `It is ${label}`,
    trigger: `${STATE}:contains(${label})`,
});
const press = (name) => ({
    content: `Press ${name}`,
    trigger: `.o_form_view button[name=${name}]:enabled`,
    run: "click",
});
const type = (name, value) => ({
    content: `Type ${name}`,
    trigger: `.modal .o_field_widget[name=${name}] input`,
    run: `edit ${value}`,
});
const confirm = (entry) => [
    {
        content: "The entries are shown before",
        trigger: `.modal .o_ar_entries:contains(${entry})`,
    },
    {trigger: ".modal button[name=action_do]", run: "click"},
];

/** The life of bills: one drawn over two companies, remitted and honored; another is
 *  protested and redrawn. Each part starts on the page of what it is about. */
registry.category("web_tour.tours").add("ar_bill_draw", {
    steps: () => [
        {trigger: ".o_field_widget[name=is_marked]"},
        press("action_draw"),
        inState("Drawn"),
        {trigger: ".o_notebook a[name=life]", run: "click"},
        {trigger: ".o_list_renderer td:contains(Drawn)"},
    ],
});

/** A remittance with all drawn bills: sent, then posted. */
registry.category("web_tour.tours").add("ar_bill_remitted", {
    steps: () => [
        press("action_add_bills"),
        {trigger: ".o_field_widget[name=line_ids] .o_data_row:contains(1,000.00)"},
        press("action_send"),
        inState("Sent"),
        press("action_post"),
        inState("Posted"),
    ],
});

/** The bill is honored. */
registry.category("web_tour.tours").add("ar_bill_honor", {
    steps: () => [
        inState("Remitted"),
        press("action_ask_honor"),
        ...confirm("Bills for collection"),
        inState("Closed"),
    ],
});

/** Another is protested, and redrawn. */
registry.category("web_tour.tours").add("ar_bill_protested", {
    steps: () => [
        inState("Remitted"),
        press("action_ask_protest"),
        type("cause", "No funds"),
        ...confirm("Protested bills"),
        inState("Protested"),
        press("action_ask_redraw"),
        type("interest", "10"),
        type("due_date", "12/30/2027"),
        ...confirm("Interest income of bills"),
        inState("Redrawn"),
    ],
});
