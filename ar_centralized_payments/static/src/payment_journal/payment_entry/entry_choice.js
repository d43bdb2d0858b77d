import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {OpenTransactions} from "../../settlement/open_transactions/open_transactions";

/** The part of the page that asks who paid: a customer, or the number of a document. */
export class EntryChoice extends OpenTransactions {
    setup() {
        super.setup();
        // Handlers in slots have a copy of the page: what they change is in an object.
        this.number = {listed: "", isUnseen: false};
    }

    get customerSources() {
        return [
            {
                placeholder: _t("Loading..."),
                options: async (text) => {
                    const found = await this.call("entry_customers", text);
                    return found.length
                        ? found.map((row) => ({
                              label: row.problem || row.name,
                              cssClass: row.problem ? "text-muted small" : "",
                              onSelect: row.id
                                  ? () => this.chooseCustomer(row)
                                  : undefined,
                          }))
                        : [
                              {
                                  label: _t("No customer found"),
                                  cssClass: "text-muted",
                              },
                          ];
                },
            },
        ];
    }

    get transactionSources() {
        return [
            {
                placeholder: _t("Loading..."),
                optionSlot: "transaction",
                options: async (text) => {
                    const found = await this.findNumber(text);
                    this.number.listed = text;
                    return text && !found.length
                        ? [{label: this.noneHasNumber, cssClass: "text-muted"}]
                        : found.map((row) => this.numberOption(row, found, text));
                },
            },
        ];
    }

    async findNumber(text) {
        const {partner_id} = this.state.values;
        return text
            ? this.orm.silent.call("ar.settlement", "page_find", [text, partner_id])
            : [];
    }

    get noneHasNumber() {
        return this.state.values.partner_id
            ? _t("No open transaction of the customer has this number")
            : _t("No open transaction has this number");
    }

    numberOption(row, found, text) {
        const isOne = found.length === 1;
        return {
            label: row.document,
            data: {row},
            onSelect: () =>
                this.number.isUnseen && !isOne
                    ? this.offerAgain(text)
                    : this.chooseTransaction(row),
        };
    }

    /** Who leaves the field before the list is there has chosen none of several. */
    onNumberKeydown(event) {
        if (["Tab", "Enter"].includes(event.key)) {
            const typed = event.target.value.trim();
            this.number.isUnseen = this.number.listed !== typed;
        }
        this.onTab(event);
    }

    /** Several have the number that was typed: show them, to choose from. */
    offerAgain(text) {
        this.notification.add(_t("Several documents have this number. Choose one."), {
            type: "info",
        });
        browser.setTimeout(() => {
            const field = this.rootRef.el?.querySelector("#o_ar_entry_number");
            if (field) {
                field.focus();
                field.value = text;
                field.dispatchEvent(new Event("input", {bubbles: true}));
            }
        });
    }

    /** A field that was emptied names nobody. */
    async onCustomerBlur({inputValue}) {
        if (!inputValue.trim() && this.state.partner.id) {
            await this.setCustomer({id: false, name: ""});
        }
    }

    /** What was typed in the fields for customer and number, and chosen in none. */
    get notChosen() {
        const texts = [
            ["#o_ar_entry_customer", this.state.partner.name],
            ["#o_ar_entry_number", ""],
        ];
        const fields = texts.map(([id, chosen]) => [
            this.rootRef.el.querySelector(id),
            chosen,
        ]);
        return fields.find(([field, chosen]) => field.value.trim() !== chosen)?.[0];
    }

    async chooseCustomer({id, name}) {
        if (id !== this.state.values.partner_id) {
            await this.setCustomer({id, name});
        }
    }

    /** Another customer: what was marked is not his. */
    async setCustomer(partner) {
        if (Object.keys(this.state.marks).length) {
            this.notification.add(
                _t("What was marked of another customer is unmarked."),
                {type: "info"}
            );
        }
        Object.assign(this.state, {
            partner,
            others: [],
            marks: {},
            offset: 0,
            problem: "",
            note: "",
        });
        Object.assign(this.state, {typing: {}, texts: {}});
        this.state.values.partner_id = partner.id;
        this.state.values.other_partner_ids = [];
        await this.loadRows();
    }

    /** Customers for whom this one pays as well: what is open of them is listed. */
    async setOthers(others) {
        const isFewer = others.length < this.state.others.length;
        this.state.others = others;
        this.state.values.other_partner_ids = others.map(({id}) => id);
        this.state.offset = 0;
        if (isFewer && Object.keys(this.state.marks).length) {
            await this.unmarkOthers();
        }
        await this.loadRows();
    }

    /** What is marked of customers who are not paid for any more goes with them. */
    async unmarkOthers() {
        const keys = Object.keys(this.state.marks);
        const kept = await this.orm.silent.call("ar.settlement", "page_markable", [
            this.place,
            [["id", "in", keys.map(Number)]],
        ]);
        for (const key of keys.filter((one) => !kept.includes(Number(one)))) {
            delete this.state.marks[key];
            delete this.state.typing[key];
            delete this.state.texts[key];
        }
    }

    /** An invoice number tells the customer, and is marked. */
    async chooseTransaction(row, typed = {}) {
        if (row.refusal) {
            this.sayHeld(row.document, row.refusal);
            return this.focusFirst();
        }
        if (!this.state.values.partner_id) {
            const {customer, problem} = await this.call("entry_choose", row.item_id);
            this.state.problem = problem;
            if (!customer) {
                return this.focusFirst();
            }
            await this.setCustomer(customer);
        }
        this.state.marks[row.item_id] = {
            ...this.state.marks[row.item_id],
            ...typed,
        };
        this.state.offset = 0;
        await this.loadRows();
    }
}
