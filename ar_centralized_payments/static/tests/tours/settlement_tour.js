import {registry} from "@web/core/registry";

const LINES = ".o_field_widget[name=line_ids] .o_data_row";
const INVOICE = `${LINES}:contains(INV/)`;
const PAYMENT = `${LINES}:contains(PBNK)`;
const STATE = ".o_statusbar_status .o_arrow_button_current";
const ROWS = ".o_ar_settle_table tbody tr";
const PREVIEW = ".o_ar_settle_preview .o_ar_entry";

const row = (company) => `${ROWS}:contains(${company}):contains(INV/)`;
const totals = (name, text) => `.o_ar_settle_totals td[name=${name}]:contains(${text})`;

/** From a payment of Fabrikam to the invoice of another company, as a clerk. */
registry.category("web_tour.tours").add("ar_settlement_clerk", {
    steps: () => [
        {
            content: "Settle from the payment",
            trigger: "button[name=action_settle_transactions]",
            run: "click",
        },
        {content: "The payment is on top", trigger: `${ROWS}:first:contains(PBNK)`},
        {trigger: `${row("Fabrikam East")} input[name=mark]`, run: "click"},
        {trigger: totals("paid", "600.00")},
        {
            content: "A click on the row marks, too",
            trigger: `${row("Fabrikam West")} td.o_ar_company`,
            run: "click",
        },
        {trigger: totals("paid", "800.00")},
        {trigger: totals("open", "100.00")},
        {
            content: "Type an amount",
            trigger: `${row("Fabrikam West")} input[name=amount]`,
            run: "edit 150",
        },
        {content: "Totals follow", trigger: totals("paid", "750.00")},
        {
            trigger: `${row("Fabrikam West")} input[name=amount]`,
            run: "press Enter",
        },
        {trigger: `${row("Fabrikam West")} td[name=left]:contains(150.00)`},
        {trigger: totals("left", "50.00")},
        {
            content: "The preview has every company",
            trigger: `${PREVIEW}:contains(Fabrikam East) tfoot:contains(600.00)`,
        },
        {trigger: `${PREVIEW}:contains(Fabrikam West) tfoot:contains(150.00)`},
        {trigger: `${PREVIEW} tfoot:contains(750.00)`},
        {
            content: "Post what it shows",
            trigger: "button[name=post]:enabled",
            run: "click",
        },
        {trigger: `${STATE}:contains(Posted)`},
        {
            content: "A clerk may not undo",
            trigger: "body:not(:has(button[name=action_undo_wizard]))",
        },
        {trigger: "a[name=legs]", run: "click"},
        {trigger: ".o_field_widget[name=leg_ids] .o_data_row:contains(Fabrikam East)"},
        {trigger: "a[name=entries]", run: "click"},
        {trigger: ".o_ar_entry:contains(Fabrikam East) tfoot:contains(600.00)"},
        {trigger: "a[name=transactions]", run: "click"},
        {
            content: "Open the invoice in the other company",
            trigger: `${LINES}:contains(Fabrikam East) button[name=action_open_document]`,
            run: "click",
        },
        {trigger: ".o_form_view .ribbon:contains(Paid)"},
        {trigger: "button[name=action_open_settlements]", run: "click"},
        {content: "And back", trigger: `${STATE}:contains(Posted)`},
        {trigger: "a[name=transactions]", run: "click"},
        {
            content: "The other invoice, of which a part is open",
            trigger: `${LINES}:contains(Fabrikam West) button[name=action_open_document]`,
            run: "click",
        },
        {
            content: "It names what is left of the payment",
            trigger:
                ".o_form_view tr:contains(50.00) .o_ar_elsewhere:contains(Fabrikam)",
        },
        {trigger: "button[name=settle_elsewhere]", run: "click"},
        {trigger: `${ROWS}:first:contains(INV/)`},
        {trigger: `${ROWS}:contains(PBNK)`},
    ],
});

/** A controller reads what an undo does, and undoes. */
registry.category("web_tour.tours").add("ar_settlement_controller", {
    steps: () => [
        {trigger: "button[name=action_undo_wizard]", run: "click"},
        {trigger: ".modal .o_ar_entries tr:contains(Fabrikam East)"},
        {trigger: ".modal button[name=action_undo]", run: "click"},
        {trigger: `${STATE}:contains(Undone)`},
        {trigger: "a[name=entries]", run: "click"},
        {trigger: ".o_ar_entry:contains(Fabrikam East) .badge:contains(Undoes)"},
    ],
});

/** A credit note of one company against an invoice of another, from the menu. */
registry.category("web_tour.tours").add("ar_settlement_menu", {
    steps: () => [
        {trigger: ".o_view_nocontent_smiling_face:contains(Choose a customer)"},
        {trigger: "#o_ar_customer", run: "edit 4050"},
        {trigger: ".o-autocomplete--dropdown-item:contains(Northwind)", run: "click"},
        {trigger: ".o_ar_settle_table input[name=mark_all]", run: "click"},
        {trigger: totals("paid", "25.00")},
        {trigger: "button[name=only_marked]:contains(2)", run: "click"},
        {trigger: `${ROWS}:contains(Credit Note)`},
        {
            content: "The credit note as primary payment",
            trigger: `${ROWS}:contains(Credit Note) button[name=primary]`,
            run: "click",
        },
        {trigger: `${ROWS}:contains(Credit Note) .fa-star`},
        {trigger: `${PREVIEW}:contains(Due to Fabrikam West)`},
        {trigger: "button[name=post]:enabled", run: "click"},
        {trigger: `${STATE}:contains(Posted)`},
    ],
});

/** Who holds what; one mark is taken off. */
registry.category("web_tour.tours").add("ar_settlement_marked", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(INV/) button[name=action_ask_unmark]",
            run: "click",
        },
        {trigger: ".o_list_view:not(:has(.o_data_row:contains(INV/)))"},
        {
            content: "To the page that settles the rest",
            trigger:
                ".o_data_row:contains(PBNK) button[name=action_settle_transactions]",
            run: "click",
        },
        {trigger: ".o_ar_settle_table tr.o_ar_marked:contains(PBNK)"},
    ],
});

/** The form of a draft: amounts, preview and page. */
registry.category("web_tour.tours").add("ar_settlement_draft", {
    steps: () => [
        {trigger: `${INVOICE} td[name=amount]`, run: "click"},
        {trigger: `${INVOICE} td[name=amount] input`, run: "edit 250 && press Tab"},
        {
            content: "What the payment gives follows before anything is saved",
            trigger: `${PAYMENT} td[name=amount]:contains(250.00)`,
        },
        {trigger: "a[name=preview]", run: "click"},
        {trigger: ".o_ar_entry:contains(Fabrikam East) tfoot:contains(250.00)"},
        {trigger: "a[name=transactions]", run: "click"},
        {
            content: "Have it determined again",
            trigger: `${INVOICE} button[name=action_automatic]`,
            run: "click",
        },
        {trigger: `${PAYMENT} td[name=amount]:contains(600.00)`},
        {trigger: "button[name=action_settle_transactions]", run: "click"},
        {trigger: totals("paid", "600.00")},
        {trigger: "button[name=open_settlement]", run: "click"},
        {trigger: "button[name=action_post_previewed]", run: "click"},
        {trigger: `${STATE}:contains(Posted)`},
    ],
});
