import {onMounted, onWillStart, useRef, useState} from "@odoo/owl";
import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {formatCurrency} from "@web/core/currency";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {Layout} from "@web/search/layout";
import {useSetupAction} from "@web/search/action_hook";
import {keep, takeKept} from "../../core/kept";
import {useOneDialog} from "../../core/one_dialog";
import {typedAmount} from "../../core/typed_amount";
import {OpenTransactions} from "../../settlement/open_transactions/open_transactions";
import {OtherCustomers} from "../../settlement/other_customers/other_customers";
import {EntrySaving} from "./entry_saving";
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
export class PaymentEntry extends EntrySaving {
    static template = "ar_centralized_payments.PaymentEntry";
    static components = {
        ...OpenTransactions.components,
        AutoComplete,
        DateTimeInput,
        Layout,
        OtherCustomers,
    };
    static props = {
        head: Object,
        leave: Function,
    };

    setup() {
        super.setup();
        this.rootRef = useRef("root");
        this.openDialog = useOneDialog();
        const {head} = this.props;
        this.state = useState({
            ...this.listState,
            ...this.emptyEntry,
            starts: [],
            values: {...head.defaults, ...this.emptyValues},
            entered: {count: head.count, entered: head.entered, last: head.last},
            ...takeKept(this.keptAs),
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
            other_partner_ids: [],
        };
    }

    get emptyEntry() {
        return {
            partner: {id: false, name: ""},
            others: [], // customers who are paid for as well
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

    get keptAs() {
        return `payment_entry.${this.journalId}`;
    }

    keep() {
        const {partner, others, amountText, marks, values} = this.state;
        const all = {...marks};
        for (const [key, typed] of Object.entries(this.unleft)) {
            all[key] = this.without(false, {...all[key], ...typed});
        }
        keep(this.keptAs, {partner, others, amountText, marks: all, values});
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
        const {totals} = this.state;
        if (!totals.amount || !totals.count) {
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

    get place() {
        const {partner_id, other_partner_ids, date} = this.state.values;
        return {partner_id, other_partner_ids, discount_reference_date: date};
    }

    /** One page of what is open, then what is marked of it comes to. */
    async loadRows() {
        const {offset, limit, order, onlyMarked, marks} = this.state;
        this.state.isLoading = true;
        const found = await this.latestRows.add(
            this.orm.silent.call("ar.settlement", "page_rows", [this.place], {
                offset,
                limit,
                order,
                only_marked: onlyMarked,
                marked: Object.keys(marks).map(Number),
            })
        );
        if (found) {
            this.state.rows = found.rows;
            this.state.total = found.total;
            this.state.isLoading = false;
            await this.loadTotals();
        }
    }

    async loadTotals() {
        this.askTotals.cancel();
        const found = await this.latestTotals.add(
            this.call("entry_totals", this.state.values, this.currentMarks, this.shown)
        );
        if (found) {
            this.showTotals(found);
        }
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
        this.unmarkHeld(found.held || {});
    }

    /** What another settlement holds meanwhile is not marked here. */
    unmarkHeld(held) {
        const keys = Object.keys(held).filter((key) => this.state.marks[key]);
        for (const key of keys) {
            delete this.state.marks[key];
            this.sayHeld(held[key].document, held[key].text);
        }
        if (keys.length) {
            this.loadRows();
        }
    }

    sayHeld(document, text) {
        this.notification.add(
            _t("%(document)s is not marked: %(text)s", {document, text}),
            {type: "warning"}
        );
    }

    /** What came back with other marks: rows and amounts follow. */
    async showMarks(found) {
        this.state.marks = found.marks;
        Object.assign(this.state, {typing: {}, texts: {}, offset: 0});
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
        this.state.values.amount = typedAmount(event.target.value) || false;
        this.askTotals();
    }

    onAmountTypedChange(event) {
        const value = typedAmount(event.target.value);
        if (value === undefined) {
            this.sayNoAmount(event.target.value);
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
        if (!this.canToggle(row)) {
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

    findMarkable() {
        const {order} = this.state;
        return this.orm.silent.call("ar.settlement", "page_markable", [
            this.place,
            [],
            order,
        ]);
    }

    async markItems(items) {
        for (const key of items) {
            this.state.marks[key] = this.state.marks[key] || {};
        }
        await this.loadTotals();
    }

    async change(row, values) {
        Object.assign(this.state.marks[row.key], values);
        await this.loadTotals();
    }

    async onAmountChange(row, name, event) {
        const value = typedAmount(event.target.value);
        this.stopTyping(row, name);
        if (value === undefined) {
            this.sayNoAmount(event.target.value);
        } else if (value !== false) {
            this.state.marks[row.key] = {...this.state.marks[row.key], [name]: value};
        } else if (this.state.marks[row.key]) {
            delete this.state.marks[row.key][name];
        }
        await this.loadTotals();
        event.target.value = this.typed(row, name);
    }

    markByPriority() {
        return this.busy.once(async () => {
            const found = await this.call(
                "entry_mark_by_priority",
                this.state.values,
                this.currentMarks
            );
            this.state.note = found.others
                ? _t(
                      "Open transactions in other currencies than the payment's: %s. They are left to you.",
                      found.others
                  )
                : "";
            await this.showMarks(found);
        });
    }

    paste() {
        this.openDialog(
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
    // The keyboard
    // ------------------------------------------------------------
    get rootElement() {
        return this.rootRef.el?.closest(".o_ar_entry_action");
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
    openLines() {
        return this.busy.once(async () => {
            const ids = [this.journalId];
            const action = await this.orm.call(
                "ar.payment.journal",
                "action_open_lines",
                [ids]
            );
            return this.action.doAction(action);
        });
    }

    /** Back to the payment journal where the user came from it, else forth. */
    openJournal() {
        return this.busy.once(() => {
            const {name} = this.props.head.journal;
            const crumbs = (this.env.config.breadcrumbs || []).slice(0, -1);
            const from = crumbs.findLast((crumb) => crumb.name === name);
            return from ? from.onSelected() : this.showJournal();
        });
    }

    showJournal() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ar.payment.journal",
            res_id: this.journalId,
            views: [[false, "form"]],
        });
    }
}
