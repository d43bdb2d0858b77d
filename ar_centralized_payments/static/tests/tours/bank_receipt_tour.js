import {registry} from "@web/core/registry";

const LIST = ".o_list_view";
const row = (text) => `${LIST} .o_data_row:contains(${text})`;

/** Where the test keeps the bank's file. */
const FILE = "/ar_bank_receipt_tour/statement.xml";

/** Put the bank's file into the dialog, as a person does who chooses it. */
async function chooseFile() {
    const response = await fetch(FILE);
    const file = new File([await response.blob()], "statement.xml", {
        type: "text/xml",
    });
    const files = new DataTransfer();
    files.items.add(file);
    const input = document.querySelector(".modal input[type=file]");
    input.files = files.files;
    input.dispatchEvent(new Event("change", {bubbles: true}));
}

/** The clerk's morning: the file, everything sure at once, two by hand, posted. */
registry.category("web_tour.tours").add("ar_bank_receipt", {
    steps: () => [
        {
            content: "The bank's file",
            trigger: ".o_control_panel button:contains(Import)",
            run: "click",
        },
        {trigger: ".modal .o_select_file_button", run: chooseFile},
        {
            content: "It is chosen",
            trigger: ".modal .o_field_binary :value(statement.xml)",
        },
        {trigger: ".modal button[name=action_import]", run: "click"},
        {
            content: "What the bank brought, by how sure it is",
            trigger: ".o_ar_bank_receipt_banner button[name=sure]:contains(2)",
        },
        {trigger: ".o_ar_bank_receipt_banner button[name=ask]:contains(1)"},
        {
            content: "All that is sure, at once",
            trigger: "button[name=action_accept_all_sure]",
            run: "click",
        },
        {trigger: ".o_ar_bank_receipt_banner button[name=sure]:contains(0)"},
        {
            content: "One that is likely, from its row",
            trigger: `${row("thank you")} button[name=action_accept]`,
            run: "click",
        },
        {trigger: `${LIST}:not(:has(.o_data_row:contains(thank you)))`},
        {
            content: "One that asks: its page says why, and whose it is is chosen",
            trigger: `${row("as agreed")} .o_data_cell[name=text]`,
            run: "click",
        },
        {trigger: ".o_form_view .o_field_widget[name=why]"},
        {
            trigger: ".o_form_view .o_field_widget[name=partner_id] input",
            run: "edit Northwind",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Northwind)",
            run: "click",
        },
        {trigger: "button[name=action_accept]", run: "click"},
        {
            content: "And all is posted",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Accepted)",
        },
        {trigger: "button[name=action_post]", run: "click"},
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)",
        },
    ],
});
