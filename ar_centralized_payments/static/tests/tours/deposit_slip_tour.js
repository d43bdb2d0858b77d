import {registry} from "@web/core/registry";

const ROWS = ".o_field_widget[name=payment_ids] .o_data_row";
const STATE = ".o_statusbar_status .o_arrow_button_current";

const row = (reference) => `${ROWS}:contains(${reference})`;

/** From a payment journal to a deposit slip, and a check of it that bounced. */
registry.category("web_tour.tours").add("ar_deposit_slip", {
    steps: () => [
        {trigger: "button[name=action_generate_deposit_slip]", run: "click"},
        {content: "The slip opens", trigger: `${STATE}:contains(Deposited)`},
        {trigger: ".o_field_widget[name=total]:contains(650.00)"},
        {
            content: "The bank did not honour the first check",
            trigger: `${row("REF 1")} button[name=action_cancel_on_slip]`,
            run: "click",
        },
        {
            content: "The dialog names the invoice that is open again",
            trigger: ".modal tr:contains(Fabrikam East):contains(600.00)",
        },
        {trigger: ".modal button[name=action_cancel_payment]", run: "click"},
        {trigger: `${row("REF 1")} .badge:contains(Cancelled)`},
        {trigger: `${row("REF 2")} .badge:contains(Deposited)`},
        {trigger: ".o_field_widget[name=total]:contains(50.00)"},
        {trigger: ".o_field_widget[name=total_taken]:contains(650.00)"},
        {trigger: `${STATE}:contains(Cancelled in Part)`},
    ],
});
