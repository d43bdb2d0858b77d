import {registry} from "@web/core/registry";

const ROWS = ".o_ar_settle_table tbody tr";
const LINE = ".o_list_view .o_selected_row";
const OPTION = ".o-autocomplete--dropdown-item .ui-state-active";
const CUSTOMER = "#o_ar_entry_customer";
const NUMBER = "#o_ar_entry_number";
const AMOUNT = "#o_ar_entry_amount";
const focused = (selector) => `${selector}:focus`;
const saved = (count) => `.o_ar_entry_last [name=count]:contains(${count} entered)`;

/** What a person may need for all of it. */
const MOST_CLICKS = 25;
const MOST_KEYS = 120;

/** Clicks and keys of one step: a letter is a key, Alt and a letter are one. */
function effortOf({run}) {
    const effort = {clicks: 0, keys: 0};
    for (const action of (run || "").split("&&")) {
        const [word, ...rest] = action.trim().split(" ");
        if (word === "click") {
            effort.clicks += 1;
        } else if (word === "press") {
            effort.keys += 1;
        } else if (word === "edit") {
            effort.keys += rest.join(" ").length;
        }
    }
    return effort;
}

/** The steps, and at their end what they took: said, and held to. */
function counted(steps) {
    const efforts = steps.map(effortOf);
    const sum = (name) => efforts.reduce((total, one) => total + one[name], 0);
    return [
        ...steps,
        {
            content: "No more than this takes a person",
            trigger: "body",
            run() {
                const [clicks, keys] = [sum("clicks"), sum("keys")];
                console.log(`A clerk's day: ${clicks} clicks, ${keys} keys`);
                if (clicks > MOST_CLICKS || keys > MOST_KEYS) {
                    throw new Error(`${clicks} clicks and ${keys} keys are too many`);
                }
            },
        },
    ];
}

/**
 * A new journal; a payment by customer, one by invoice with a partial amount, a
 * prepayment; the lines; one is edited, one is new by its invoice; the prepayment is
 * settled; everything is posted.
 */
registry.category("web_tour.tours").add("ar_clerk_day", {
    steps: () =>
        counted([
            {trigger: ".o_ar_new_journal button[name=make]", run: "click"},
            {
                content: "One by customer, marked by priority",
                trigger: focused(CUSTOMER),
                run: "edit 4050",
            },
            {trigger: `${OPTION}:contains(Northwind)`},
            {trigger: focused(CUSTOMER), run: "press Tab"},
            {trigger: `${ROWS}:contains(EINV/2026/00001)`},
            {trigger: AMOUNT, run: "click"},
            {trigger: focused(AMOUNT), run: "edit 700"},
            {trigger: focused(AMOUNT), run: "press alt+r"},
            {trigger: ".o_ar_entry_totals [name=agrees]"},
            {trigger: "button[name=save]:enabled", run: "click"},
            {trigger: saved(1)},
            {
                content: "One by the number of an invoice, a part of it",
                trigger: focused(CUSTOMER),
                run: "press Tab",
            },
            {trigger: focused(NUMBER), run: "edit WINV/2026/00002"},
            {trigger: `${OPTION}:contains(Fabrikam West)`},
            {trigger: focused(NUMBER), run: "press Enter"},
            {trigger: `${ROWS}:contains(WINV/2026/00002).o_ar_marked`},
            {
                trigger: `${ROWS}:contains(WINV/2026/00002) input[name=amount]`,
                run: "click",
            },
            {
                trigger: focused(
                    `${ROWS}:contains(WINV/2026/00002) input[name=amount]`
                ),
                run: "edit 120 && press Enter",
            },
            {
                trigger: `${ROWS}:contains(WINV/2026/00002) td[name=left]:contains(180.00)`,
            },
            {trigger: AMOUNT, run: "click"},
            {trigger: focused(AMOUNT), run: "edit 120"},
            {trigger: ".o_ar_entry_totals [name=agrees]"},
            {trigger: focused(AMOUNT), run: "press alt+s"},
            {trigger: saved(2)},
            {content: "A prepayment", trigger: focused(CUSTOMER), run: "edit 4050"},
            {trigger: `${OPTION}:contains(Northwind)`},
            {trigger: focused(CUSTOMER), run: "press Tab"},
            {trigger: AMOUNT, run: "click"},
            {trigger: focused(AMOUNT), run: "edit 75"},
            {trigger: ".o_ar_entry_totals [name=prepayment]"},
            {trigger: focused(AMOUNT), run: "press alt+s"},
            {trigger: saved(3)},
            {content: "The lines", trigger: focused(CUSTOMER), run: "press alt+l"},
            {
                content: "One is edited: its reference",
                trigger: ".o_data_row:contains(120.00) td[name=payment_reference]",
                run: "click",
            },
            {
                trigger: `${LINE} [name=payment_reference] input`,
                run: "edit TRF-1 && press alt+s",
            },
            {trigger: ".o_data_row:contains(TRF-1)"},
            {
                content: "A new one, by the number of its invoice",
                trigger: ".o_list_button_add",
                run: "press alt+c",
            },
            {
                trigger: `${LINE} [name=ar_transaction_number] input`,
                run: "click",
            },
            {
                trigger: `${LINE} [name=ar_transaction_number] input`,
                run: "edit EINV/2026/00002 && press Tab",
            },
            {
                trigger: `${LINE} [name=partner_id] input:value(Northwind Traders)`,
            },
            {trigger: `${LINE} [name=amount] input`, run: "click"},
            {
                trigger: `${LINE} [name=amount] input`,
                run: "edit 60 && press alt+s",
            },
            {
                trigger:
                    ".o_data_row:contains(60.00) td[name=ar_marked_amount]:contains(60.00)",
            },
            {
                content: "The prepayment is settled with what is left",
                trigger:
                    ".o_data_row:contains(75.00) button[name=action_settle_transactions]",
                run: "click",
            },
            {
                content: "The first that may be marked has the focus",
                trigger: focused(`${ROWS}:contains(EINV/2026/00003) input[name=mark]`),
                run: "press Enter",
            },
            {trigger: ".o_ar_settle_totals td[name=paid]:contains(75.00)"},
            {
                content: "Nothing is posted from here",
                trigger: ".o_ar_settle_action:not(:has(button[name=post]))",
            },
            {trigger: "button[name=ok]:enabled", run: "press Escape"},
            {
                trigger:
                    ".o_data_row:contains(75.00) td[name=ar_marked_amount]:contains(75.00)",
            },
            {content: "Posted from the lines", trigger: "body", run: "press alt+q"},
            {trigger: ".modal .btn-primary:focus", run: "press Enter"},
            {trigger: ".o_list_view:not(:has(.o_data_row:not(:contains(Posted))))"},
        ]),
});
