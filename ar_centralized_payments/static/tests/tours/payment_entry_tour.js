import {registry} from "@web/core/registry";

const ROWS = ".o_ar_settle_table tbody tr";
const STATE = ".o_statusbar_status .o_arrow_button_current";
const OPTION = ".o-autocomplete--dropdown-item .ui-state-active";
const CUSTOMER = "#o_ar_entry_customer";
const NUMBER = "#o_ar_entry_number";
const AMOUNT = "#o_ar_entry_amount";

const focused = (selector) => `${selector}:focus`;
const total = (name, text) => `.o_ar_entry_totals [name=${name}]:contains(${text})`;
const entered = (count, text) => [
    {trigger: `.o_ar_entry_last [name=count]:contains(${count} entered)`},
    {trigger: `.o_ar_entry_last tr:first:contains(${text})`},
    {content: "Ready for the next one", trigger: focused(CUSTOMER)},
];

/** From the first field to the amount, by Tab alone. */
const toAmount = [
    {trigger: focused("#o_ar_entry_reference"), run: "press Tab"},
    {trigger: focused("#o_ar_entry_date"), run: "press Tab"},
    {trigger: focused("#o_ar_entry_means"), run: "press Tab"},
    {trigger: focused(AMOUNT)},
];

/** Three payments without a mouse; then the journal is posted, and read. */
registry.category("web_tour.tours").add("ar_payment_entry_keyboard", {
    steps: () => [
        {
            trigger: ".o_form_view button[name=action_enter_payments]",
            run: "press alt+e",
        },
        {
            content: "One by customer, two invoices marked with the space bar",
            trigger: focused(CUSTOMER),
            run: "edit 4050",
        },
        {trigger: `${OPTION}:contains(Northwind)`},
        {trigger: focused(CUSTOMER), run: "press Tab"},
        {trigger: `${ROWS}:contains(EINV/)`},
        {trigger: focused(NUMBER), run: "press Tab"},
        {trigger: focused("#o_ar_entry_reference"), run: "edit TRF-1"},
        ...toAmount,
        {trigger: focused(AMOUNT), run: "edit 800 && press Enter"},
        {trigger: total("amount", "800.00")},
        {
            trigger: focused(`${ROWS}:contains(EINV/2026/00001) input[name=mark]`),
            run: "press Space",
        },
        {trigger: total("wanted", "600.00")},
        {trigger: focused(`${ROWS} input[name=mark]`), run: "press ArrowDown"},
        {
            trigger: focused(`${ROWS}:contains(WINV/2026/00001) input[name=mark]`),
            run: "press Enter",
        },
        {trigger: ".o_ar_entry_totals [name=agrees]"},
        {trigger: focused(`${ROWS} input[name=mark]`), run: "press alt+s"},
        ...entered(1, "marked"),
        {
            content: "One by invoice number, with more marked than paid",
            trigger: focused(CUSTOMER),
            run: "press Tab",
        },
        {trigger: focused(NUMBER), run: "edit WINV/2026/00002"},
        {trigger: `${OPTION}:contains(Fabrikam West)`},
        {trigger: focused(NUMBER), run: "press Enter"},
        {trigger: `${ROWS}:contains(WINV/2026/00002).o_ar_marked`},
        {trigger: total("wanted", "300.00")},
        {trigger: focused(NUMBER), run: "press Tab"},
        ...toAmount,
        {trigger: focused(AMOUNT), run: "edit 250 && press Enter"},
        {trigger: total("open", "50.00")},
        {
            content: "Enter comes to Save",
            trigger: focused("button[name=save]"),
            run: "press Enter",
        },
        {
            content: "The page asks",
            trigger:
                ".modal .o_ar_difference:contains(Leave $ 50.00 open on the invoices)",
            run: "press 2",
        },
        ...entered(2, "250.00"),
        {
            content: "A prepayment",
            trigger: focused(CUSTOMER),
            run: "edit Northwind",
        },
        {trigger: `${OPTION}:contains(Northwind)`},
        {trigger: focused(CUSTOMER), run: "press Tab"},
        {trigger: focused(NUMBER), run: "press Tab"},
        ...toAmount,
        {trigger: focused(AMOUNT), run: "edit 75"},
        {trigger: ".o_ar_entry_totals [name=prepayment]"},
        {trigger: focused(AMOUNT), run: "press alt+s"},
        ...entered(3, "prepayment"),
        {trigger: ".o_ar_entry_last [name=entered]:contains(1,125.00)"},
        {
            content: "Back to the journal",
            trigger: focused(CUSTOMER),
            run: "press alt+e",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=totals]:contains(1,125.00)",
            run: "press alt+q",
        },
        {trigger: ".modal .btn-primary:focus", run: "press Enter"},
        {trigger: `${STATE}:contains(Posted)`},
        {trigger: ".o_form_view button[name=action_open_lines]", run: "press alt+l"},
        {
            trigger:
                ".o_data_row:contains(800.00) td[name=ar_line_state]:contains(Posted)",
        },
        {
            trigger:
                ".o_data_row:contains(250.00) td[name=ar_line_state]:contains(Posted)",
        },
        {
            trigger:
                ".o_data_row:contains(75.00) td[name=ar_line_state]:contains(Posted)",
        },
    ],
});

/** A clerk's morning: a new journal, three payments, the lines, settle, post. */
registry.category("web_tour.tours").add("ar_payment_entry_walkthrough", {
    steps: () => [
        {trigger: ".o_ar_new_journal #o_ar_new_description", run: "edit Monday's post"},
        {trigger: ".o_ar_new_journal button[name=make]", run: "click"},
        {
            content: "One by customer, marked by priority",
            trigger: CUSTOMER,
            run: "edit Northwind",
        },
        {trigger: ".o-autocomplete--dropdown-item:contains(Northwind)", run: "click"},
        {trigger: `${ROWS}:contains(EINV/2026/00001)`},
        {trigger: AMOUNT, run: "edit 700"},
        {trigger: "button[name=priority]:enabled", run: "click"},
        {trigger: `${ROWS}:contains(EINV/2026/00001).o_ar_marked`},
        {
            content: "The last one partly",
            trigger: `${ROWS}:contains(WINV/2026/00001) td[name=left]:contains(100.00)`,
        },
        {trigger: ".o_ar_entry_totals [name=agrees]"},
        {trigger: "button[name=save]:enabled", run: "click"},
        ...entered(1, "700.00"),
        {
            content: "One by invoice number, partly",
            trigger: NUMBER,
            run: "edit WINV/2026/00002",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Fabrikam West)",
            run: "click",
        },
        {
            trigger: `${ROWS}:contains(WINV/2026/00002).o_ar_marked input[name=amount]`,
            run: "edit 120 && press Enter",
        },
        {trigger: `${ROWS}:contains(WINV/2026/00002) td[name=left]:contains(180.00)`},
        {
            content: "The amount is not filled in",
            trigger: ".o_ar_entry_totals [name=no_amount]",
        },
        {trigger: AMOUNT, run: "edit 120"},
        {trigger: ".o_ar_entry_totals [name=agrees]"},
        {trigger: "button[name=save]:enabled", run: "click"},
        ...entered(2, "120.00"),
        {
            content: "What is missing is said at once",
            trigger: "button[name=save]:enabled",
            run: "click",
        },
        {
            trigger:
                ".modal:contains(Choose the customer):contains(has no amount) .btn-primary",
            run: "click",
        },
        {content: "A prepayment", trigger: CUSTOMER, run: "edit Northwind"},
        {trigger: ".o-autocomplete--dropdown-item:contains(Northwind)", run: "click"},
        {trigger: AMOUNT, run: "edit 75"},
        {trigger: ".o_ar_entry_totals [name=prepayment]"},
        {trigger: "button[name=save]:enabled", run: "click"},
        ...entered(3, "75.00"),
        {content: "The lines", trigger: "button[name=lines]", run: "click"},
        {
            trigger:
                ".o_data_row:contains(700.00) td[name=ar_marked_amount]:contains(700.00)",
        },
        {
            content: "Settle the prepayment with what is left",
            trigger:
                ".o_data_row:contains(75.00) button[name=action_settle_transactions]",
            run: "click",
        },
        {trigger: `${ROWS}:contains(EINV/2026/00002) input[name=mark]`, run: "click"},
        {trigger: ".o_ar_settle_totals td[name=paid]:contains(75.00)"},
        {trigger: ".breadcrumb a:contains(Lines), .o_back_button", run: "click"},
        {
            trigger:
                ".o_data_row:contains(75.00) td[name=ar_marked_amount]:contains(75.00)",
        },
        {
            trigger: ".breadcrumb a:contains(Enter Customer Payments), .o_back_button",
            run: "click",
        },
        {trigger: "button[name=open_journal]", run: "click"},
        {trigger: "button[name=action_post]", run: "click"},
        {trigger: ".modal .btn-primary", run: "click"},
        {trigger: `${STATE}:contains(Posted)`},
        {trigger: "button[name=action_open_lines]:first", run: "click"},
        {trigger: ".o_list_view:not(:has(.o_data_row:not(:contains(Posted))))"},
    ],
});
