import {onMounted, onWillStart, useRef, useState} from "@odoo/owl";
import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {browser} from "@web/core/browser/browser";
import {formatCurrency} from "@web/core/currency";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {useSetupAction} from "@web/search/action_hook";
import {OpenTransactions} from "../../settlement/open_transactions/open_transactions";
import {DifferenceDialog} from "./difference_dialog";
import {PasteDialog} from "./paste_dialog";

const NO_TOTALS = {
    amount: 0,
    wanted: 0,
    marked: 0,
    discount: 0,
    left: 0,
    open: 0,
    count: 0,
    is_different: false,
    totals: [],
    problems: [],
};

/**
 * One payment at a time, made for the keyboard: who paid, how and how much, and which
 * transactions that pays. What is typed and marked lives here until it is saved; every
 * figure comes from the server.
 */
export class PaymentEntry extends OpenTransactions {
    static template = "ar_centralized_payments.PaymentEntry";
    static components = {
        ...OpenTransactions.components,
        AutoComplete,
        DateTimeInput,
        Layout,
    };
    static props = {
        head: Object,
        leave: Function,
    };

    setup() {
        super.setup();
        this.dialog = useService("dialog");
        this.rootRef = useRef("root");
        const {head} = this.props;
        this.state = useState({
            ...this.listState,
            ...this.emptyEntry,
            starts: [],
            values: {...head.defaults, ...this.emptyValues},
            entered: {count: head.count, entered: head.entered, last: head.last},
            isSaving: false,
            ...this.takeKept(),
        });
        useSetupAction({
            beforeLeave: () => this.keep(),
            beforeUnload: () => this.keep(),
        });
        onWillStart(() => this.loadRows());
        onMounted(() => this.focusFirst());
    }

    /** What of a payment is entered anew each time. */
    get emptyValues() {
        return {
            partner_id: false,
            amount: false,
            payment_reference: "",
            ar_check_number: "",
            memo: "",
        };
    }

    get emptyEntry() {
        return {
            partner: {id: false, name: ""},
            amountText: "",
            marks: {}, // key -> what was typed on it
            lines: {},
            totals: NO_TOTALS,
            problem: "", // why a customer cannot be taken
            note: "",
        };
    }

    // What was typed stays while another page, such as an invoice in its company, is
    // looked at: in this tab of the browser, until the payment is saved.

    get keptUnder() {
        return `ar_centralized_payments.payment_entry.${this.journalId}`;
    }

    keep() {
        const names = ["partner", "amountText", "marks", "values"];
        const kept = Object.fromEntries(names.map((name) => [name, this.state[name]]));
        browser.sessionStorage.setItem(this.keptUnder, JSON.stringify(kept));
    }

    takeKept() {
        const kept = browser.sessionStorage.getItem(this.keptUnder);
        browser.sessionStorage.removeItem(this.keptUnder);
        return JSON.parse(kept || "{}");
    }

    // ------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------
    get journalId() {
        return this.props.head.journal.id;
    }

    get currency() {
        return {currency_id: this.state.values.currency_id};
    }

    get methods() {
        return this.props.head.methods[this.state.values.journal_id] || [];
    }

    get offset() {
        const {journal_id, offset_account_id} = this.state.values;
        return offset_account_id
            ? `account ${offset_account_id}`
            : `bank ${journal_id}`;
    }

    /** How the marks and the amount agree: a colour for the running totals. */
    get agreement() {
        const {totals, values, marks} = this.state;
        if (!values.amount || !Object.keys(marks).length) {
            return "none";
        }
        return totals.is_different ? "differs" : "agrees";
    }

    /** The totals of other currencies than the payment's. */
    get otherTotals() {
        const own = this.state.values.currency_id;
        return this.state.totals.totals.filter((row) => row.currency_id !== own);
    }

    amountOf(value) {
        return formatCurrency(value, this.state.values.currency_id);
    }

    // ------------------------------------------------------------
    // Asking the server
    // ------------------------------------------------------------
    call(method, ...args) {
        return this.orm.silent.call("ar.payment.journal", method, [
            [this.journalId],
            ...args,
        ]);
    }

    /** The marks with what is just being typed on them. */
    get currentMarks() {
        const marks = {};
        for (const [key, typed] of Object.entries(this.state.marks)) {
            marks[key] = this.without(false, {...typed, ...this.state.typing[key]});
        }
        return marks;
    }

    /** Values without those that were cleared. */
    without(cleared, values) {
        return Object.fromEntries(
            Object.entries(values).filter(([_name, value]) => value !== cleared)
        );
    }

    /** One page of what is open, then what is marked of it comes to. */
    async loadRows() {
        const {offset, limit, order, onlyMarked, values, marks} = this.state;
        const place = {
            partner_id: values.partner_id,
            discount_reference_date: values.date,
        };
        this.state.isLoading = true;
        const found = await this.latestRows.add(
            this.orm.silent.call("ar.settlement", "page_rows", [place], {
                offset,
                limit,
                order,
                only_marked: onlyMarked,
                marked: Object.keys(marks).map(Number),
            })
        );
        this.state.rows = found.rows;
        this.state.total = found.total;
        this.state.isLoading = false;
        await this.loadTotals();
    }

    async loadTotals() {
        this.askTotals.cancel();
        const found = await this.latestTotals.add(
            this.call("entry_totals", this.state.values, this.currentMarks, this.shown)
        );
        this.showTotals(found);
        return found;
    }

    /** The totals as they are now, whatever else is being asked. */
    async currentTotals() {
        this.askTotals.cancel();
        const {values} = this.state;
        const found = await this.call(
            "entry_totals",
            values,
            this.currentMarks,
            this.shown
        );
        this.showTotals(found);
        return found;
    }

    showTotals(found) {
        this.state.lines = found.lines;
        this.state.totals = found;
    }

    /** What came back with other marks: rows and amounts follow. */
    async showMarks(found) {
        this.state.marks = found.marks;
        Object.assign(this.state, {typing: {}, texts: {}, offset: 0});
        await this.loadRows();
    }

    // ------------------------------------------------------------
    // Who paid
    // ------------------------------------------------------------
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
                        : [{label: _t("No customer found"), cssClass: "text-muted"}];
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
                    const {partner_id} = this.state.values;
                    const found = text
                        ? await this.orm.silent.call("ar.settlement", "page_find", [
                              text,
                              partner_id,
                          ])
                        : [];
                    if (text && !found.length) {
                        const label = partner_id
                            ? _t("No open transaction of the customer has this number")
                            : _t("No open transaction has this number");
                        return [{label, cssClass: "text-muted"}];
                    }
                    return found.map((row) => ({
                        label: row.document,
                        data: {row},
                        onSelect: () => this.chooseTransaction(row),
                    }));
                },
            },
        ];
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
                {
                    type: "info",
                }
            );
        }
        Object.assign(this.state, {
            partner,
            marks: {},
            offset: 0,
            problem: "",
            note: "",
        });
        Object.assign(this.state, {typing: {}, texts: {}});
        this.state.values.partner_id = partner.id;
        await this.loadRows();
    }

    /** An invoice number tells the customer, and is marked. */
    async chooseTransaction(row, typed = {}) {
        if (!this.state.values.partner_id) {
            const {customer, problem} = await this.call("entry_choose", row.item_id);
            this.state.problem = problem;
            if (!customer) {
                return this.focusFirst();
            }
            await this.setCustomer(customer);
        }
        this.state.marks[row.item_id] = {...this.state.marks[row.item_id], ...typed};
        this.state.offset = 0;
        await this.loadRows();
    }

    // ------------------------------------------------------------
    // The payment
    // ------------------------------------------------------------
    async setValue(name, value) {
        this.state.values[name] = value;
        await this.loadTotals();
    }

    async setDate(value) {
        this.state.values.date = value ? serializeDate(value) : false;
        await this.loadRows();
    }

    async setOffset(event) {
        const [kind, id] = event.target.value.split(" ");
        const {values} = this.state;
        const {banks, defaults} = this.props.head;
        if (kind === "account") {
            Object.assign(values, {
                offset_account_id: Number(id),
                journal_id: defaults.journal_id,
            });
        } else {
            const bank = banks.find((one) => one.id === Number(id));
            Object.assign(values, {
                offset_account_id: false,
                journal_id: bank.id,
                currency_id: bank.currency_id,
            });
        }
        values.payment_method_line_id = false;
        await this.loadTotals();
    }

    onAmountTyped(event) {
        this.state.amountText = event.target.value;
        const value = this.parse(event.target);
        this.state.values.amount = value || false;
        this.askTotals();
    }

    onAmountTypedChange(event) {
        const value = this.parse(event.target);
        if (value === undefined) {
            this.notification.add(_t("%s is not an amount.", event.target.value), {
                type: "danger",
            });
        } else if (value !== false) {
            this.state.amountText = this.figure(value, this.currency);
        }
    }

    /** Enter after the amount: to the rows, or to Save where they are marked. */
    onAmountTypedKeydown(event) {
        if (event.key === "Enter") {
            event.preventDefault();
            event.target.blur();
            const mark = this.firstMark;
            const isMarked = Object.keys(this.state.marks).length > 0;
            const save = this.rootElement.querySelector("button[name=save]");
            (isMarked || !mark ? save : mark).focus();
        } else if (event.key === "ArrowDown") {
            event.preventDefault();
            this.firstMark?.focus();
        }
    }

    // ------------------------------------------------------------
    // The marks
    // ------------------------------------------------------------
    async toggle(row) {
        if (row.refusal) {
            return;
        }
        this.stopTyping(row, "amount");
        this.stopTyping(row, "discount");
        if (this.state.marks[row.key]) {
            delete this.state.marks[row.key];
        } else {
            this.state.marks[row.key] = {};
        }
        await this.loadTotals();
    }

    async toggleAll() {
        const areAllMarked = this.areAllMarked;
        for (const {key} of this.markable) {
            if (areAllMarked) {
                delete this.state.marks[key];
            } else {
                this.state.marks[key] = this.state.marks[key] || {};
            }
        }
        await this.loadTotals();
    }

    async change(row, values) {
        Object.assign(this.state.marks[row.key], values);
        await this.loadTotals();
    }

    async onAmountChange(row, name, event) {
        const value = this.parse(event.target);
        this.stopTyping(row, name);
        if (value === undefined) {
            this.notification.add(_t("%s is not an amount.", event.target.value), {
                type: "danger",
            });
        } else if (value !== false) {
            this.state.marks[row.key] = {...this.state.marks[row.key], [name]: value};
        } else if (this.state.marks[row.key]) {
            delete this.state.marks[row.key][name];
        }
        await this.loadTotals();
        event.target.value = this.typed(row, name);
    }

    async markByPriority() {
        const {values} = this.state;
        const found = await this.call(
            "entry_mark_by_priority",
            values,
            this.currentMarks
        );
        this.state.note = found.others
            ? _t(
                  "Open transactions in other currencies than the payment's: %s. They are left to you.",
                  found.others
              )
            : "";
        await this.showMarks(found);
    }

    paste() {
        this.dialog.add(
            PasteDialog,
            {
                read: async (text) => {
                    const {values} = this.state;
                    const found = await this.call(
                        "entry_paste",
                        text,
                        values,
                        this.currentMarks
                    );
                    if (found.customer && found.customer.id !== values.partner_id) {
                        await this.setCustomer(found.customer);
                    }
                    await this.showMarks(found);
                    return found;
                },
                mark: (item, amount) =>
                    this.chooseTransaction({item_id: item}, amount ? {amount} : {}),
            },
            {onClose: () => this.focusAmount()}
        );
    }

    /** Leave for the draft settlement that marks a row. */
    goOn(settlementId) {
        return this.action.doAction({
            type: "ir.actions.client",
            tag: "ar_centralized_payments.settle_transactions",
            params: {settlement_id: settlementId},
        });
    }

    // ------------------------------------------------------------
    // Saving
    // ------------------------------------------------------------
    async save() {
        if (this.state.isSaving) {
            return;
        }
        const field = this.notChosen;
        if (field) {
            this.notification.add(
                _t("Choose %s from what is found, or clear it.", field.value),
                {type: "warning"}
            );
            field.focus();
            return;
        }
        this.state.isSaving = true;
        try {
            const isMarked = Object.keys(this.state.marks).length > 0;
            const found = isMarked && (await this.currentTotals());
            if (found?.is_different) {
                this.ask(found);
            } else {
                await this.store();
            }
        } finally {
            this.state.isSaving = false;
        }
    }

    ask(found) {
        const {amount} = this.state.values;
        this.dialog.add(
            DifferenceDialog,
            {
                amount: amount ? this.amountOf(amount) : "",
                wanted: this.amountOf(found.wanted),
                left: found.left ? this.amountOf(found.left) : "",
                open: found.open ? this.amountOf(found.open) : "",
                problems: found.problems,
                choose: (choice) => this.store(choice),
            },
            {onClose: () => this.focusAmount()}
        );
    }

    async store(onDifference = null) {
        const {values, partner} = this.state;
        const saved = await this.orm.call("ar.payment.journal", "entry_save", [
            [this.journalId],
            values,
            this.currentMarks,
            onDifference,
        ]);
        this.notification.add(
            _t("%(customer)s, %(amount)s is in the journal.", {
                customer: partner.name,
                amount: this.amountOf(saved.amount),
            }),
            {type: "success"}
        );
        this.state.entered = saved;
        await this.clear();
    }

    /** Ready for the next one: date, means and offset stay. */
    async clear() {
        Object.assign(this.state, this.emptyEntry, this.listState);
        Object.assign(this.state.values, this.emptyValues);
        await this.loadRows();
        this.focusFirst();
    }

    // ------------------------------------------------------------
    // The keyboard
    // ------------------------------------------------------------
    get rootElement() {
        return this.rootRef.el.closest(".o_ar_entry_action");
    }

    get firstMark() {
        return this.rootElement.querySelector("input[name=mark]:not(:disabled)");
    }

    /** Tab leaves a list of suggestions for the next field, not for the suggestions. */
    onTab(event) {
        if (event.key === "Tab") {
            for (const link of event.currentTarget.querySelectorAll("a")) {
                link.tabIndex = -1;
            }
        }
    }

    focusFirst() {
        this.rootRef.el?.querySelector("#o_ar_entry_customer")?.focus();
    }

    focusAmount() {
        const amount = this.rootRef.el?.querySelector("#o_ar_entry_amount");
        (this.state.values.partner_id ? amount : null)?.focus();
    }

    // ------------------------------------------------------------
    // Away
    // ------------------------------------------------------------
    async openLines() {
        const action = await this.orm.call("ar.payment.journal", "action_open_lines", [
            [this.journalId],
        ]);
        return this.action.doAction(action);
    }

    openJournal() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ar.payment.journal",
            res_id: this.journalId,
            views: [[false, "form"]],
        });
    }
}
