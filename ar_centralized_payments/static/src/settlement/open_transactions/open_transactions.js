import {Component, useRef} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {browser} from "@web/core/browser/browser";
import {formatCurrency, getCurrency} from "@web/core/currency";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {formatFloat} from "@web/core/utils/numbers";
import {useDebounced} from "@web/core/utils/timing";
import {usePager} from "@web/search/pager_hook";
import {keyAsRead} from "../../core/direction";
import {useBusy} from "../../core/busy";
import {useKeptFocus} from "../../core/kept_focus";
import {Latest} from "../../core/latest";
import {typedAmount} from "../../core/typed_amount";

export const PAGE = 80;
/** How long the page waits for more typing before it asks what that comes to, in ms. */
export const TYPING = 150;
const KINDS = {
    invoice: _t("Invoice"),
    credit_note: _t("Credit Note"),
    payment: _t("Payment"),
    draft_payment: _t("Draft Payment"),
    reimbursement: _t("Reimbursement"),
    entry: _t("Entry"),
    on_behalf: _t("On Behalf"),
};
const USES = {
    normal: _t("Use the cash discount whose date is met"),
    always: _t("Always: the first discount, as if its date were met"),
    never: _t("Never: no cash discount"),
};
const COLUMNS = [
    {name: "company", label: _t("Company")},
    {name: "document", label: _t("Document")},
    {name: "date", label: _t("Date")},
    {name: "date_maturity", label: _t("Due")},
    {name: "open", label: _t("Open"), isNumber: true},
    {name: "discount_until", label: _t("Discount Until")},
];
const LABELS = {
    amount: _t("To Settle"),
    discount: _t("Discount"),
    left: _t("Stays Open"),
};
/** Columns that each user shows or hides; the first one is shown at first. */
const OPTIONAL = [
    {name: "reference", label: _t("Reference")},
    {name: "salesperson", label: _t("Salesperson")},
    {name: "means", label: _t("Means")},
];
const SHOWN_COLUMNS = "ar_centralized_payments.open_transactions.columns";

/**
 * The list of a customer's open transactions of all companies, by the page: what each
 * is, its mark, and the amounts that are typed on it. Pages inherit from it, and say
 * what marking and typing do: ``state`` has ``rows``, ``starts``, ``lines`` (key of a
 * row -> amounts), ``typing`` and ``texts``; ``loadRows``, ``loadTotals``, ``toggle``,
 * ``toggleAll``, ``findMarkable``, ``markItems``, ``change`` and ``onAmountChange`` are
 * theirs.
 */
export class OpenTransactions extends Component {
    static components = {Dropdown, DropdownItem};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.dialog = useService("dialog");
        this.busy = useBusy();
        this.tableRef = useRef("table");
        this.kinds = KINDS;
        this.uses = Object.entries(USES);
        this.columns = COLUMNS;
        this.labels = LABELS;
        this.optional = OPTIONAL;
        this.notAmount = _t("This is not an amount.");
        // Of what is only shown, the last answer counts.
        this.latestRows = new Latest();
        this.latestTotals = new Latest();
        this.askTotals = useDebounced(() => this.loadTotals(), TYPING);
        usePager(() => this.pager);
        useKeptFocus(() => this.rootElement);
        // Amounts that are being stored: they are not typed any more.
        this.storing = new Set();
    }

    /** The page, its buttons above among them; nothing until rows are shown. */
    get rootElement() {
        return this.tableRef.el?.closest(".o_action");
    }

    get firstMark() {
        return this.rootElement?.querySelector("input[name=mark]:not(:disabled)");
    }

    /** The rows that are on top of every page count, once. */
    get pager() {
        const {offset, limit, total} = this.state;
        const onTop = this.state.starts.length;
        const before = offset ? onTop : 0;
        const beside = onTop - before;
        return {
            offset: offset + before,
            limit: limit + beside,
            total: total + onTop,
            onUpdate: (page) => {
                this.state.offset = Math.max(page.offset - onTop, 0);
                this.state.limit = Math.max(page.limit - beside, 1);
                return this.loadRows();
            },
        };
    }

    /** What the list starts with. */
    get listState() {
        return {
            rows: [],
            total: 0,
            offset: 0,
            limit: PAGE,
            order: "date_maturity",
            onlyMarked: false,
            isLoading: true,
            optional: this.shownColumns,
            foundMarked: 0, // of so many that were found, all were marked at once
            typing: {}, // key -> amounts that are being typed
            texts: {}, // key and name -> the text in such a field
        };
    }

    // ------------------------------------------------------------
    // Optional columns
    // ------------------------------------------------------------
    get shownColumns() {
        const stored = browser.localStorage.getItem(SHOWN_COLUMNS);
        return stored === null ? [OPTIONAL[0].name] : JSON.parse(stored);
    }

    isColumnShown(name) {
        return this.state.optional.includes(name);
    }

    toggleColumn(name) {
        const {optional} = this.state;
        this.state.optional = optional.includes(name)
            ? optional.filter((one) => one !== name)
            : [...optional, name];
        const stored = JSON.stringify(this.state.optional);
        browser.localStorage.setItem(SHOWN_COLUMNS, stored);
    }

    /** The columns that are chosen beside the reference, which is with the document. */
    get moreColumns() {
        const more = OPTIONAL.slice(1);
        return more.filter(({name}) => this.isColumnShown(name));
    }

    get columnCount() {
        return 10 + (this.hasDiscounts ? 2 : 0) + this.moreColumns.length;
    }

    // ------------------------------------------------------------
    // Groups of companies
    // ------------------------------------------------------------
    get isGrouped() {
        return false;
    }

    /** The company above whose rows its name stands, where the list is grouped. */
    headingOf(row) {
        const {rows} = this.state;
        const place = rows.indexOf(row);
        const isFirst = place >= 0 && rows[place - 1]?.company !== row.company;
        return this.isGrouped && isFirst ? row.company : "";
    }

    // ------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------
    get allRows() {
        return [...this.state.starts, ...this.state.rows];
    }

    get shown() {
        return this.allRows.map((row) => row.key);
    }

    get isSearching() {
        return false;
    }

    /** Whether rows say whose they are: there are several customers. */
    get areCustomersNamed() {
        return this.state.others?.length > 0;
    }

    /** Whether it can be said how a row uses its cash discount. */
    get areUsesOffered() {
        return true;
    }

    get markable() {
        return this.state.rows.filter((row) => !row.refusal);
    }

    get areAllMarked() {
        return (
            this.markable.length > 0 && this.markable.every((row) => this.lineOf(row))
        );
    }

    /** More was found than the page shows, and all that it shows is marked. */
    get isMoreFound() {
        const {total, rows, onlyMarked, foundMarked} = this.state;
        const isMore = total > rows.length && total !== foundMarked;
        return !onlyMarked && isMore && this.areAllMarked;
    }

    /** A discount that is neither offered any more nor taken. */
    isDiscountGone(row) {
        return !row.is_discount_open && !this.lineOf(row)?.discount;
    }

    /** What was marked before another settlement took it can be unmarked. */
    canToggle(row) {
        return !this.isStart(row) && (!row.refusal || Boolean(this.lineOf(row)));
    }

    get hasDiscounts() {
        return this.allRows.some((row) => row.discount_until);
    }

    /** Invoices, and credit notes that may take a discount of their own. */
    canDiscount(row) {
        return row.side === "target" || row.kind === "credit_note";
    }

    isSpecial(line) {
        return line.use_cash_discount !== "normal" || line.full_settlement;
    }

    /** What the tooltip of a discount says: every tier, and what was taken. */
    tiersInfo(row) {
        return JSON.stringify({
            tiers: row.tiers.map((tier) => ({
                until: this.day(tier.until),
                percentage: formatFloat(tier.percentage, {trailingZeros: false}),
                discount: this.money(tier.discount, row),
                toPay: this.money(tier.to_pay, row),
            })),
            taken: row.taken ? this.money(row.taken, row) : "",
        });
    }

    /** How a column orders the rows, as screen readers say it; undefined: not. */
    sortOf(name) {
        const [column, way] = this.state.order.split(" ");
        return column === name ? {desc: "descending"}[way] || "ascending" : undefined;
    }

    labelOf(row, name) {
        return name === "amount"
            ? _t("%s: to settle", row.document)
            : _t("%s: discount", row.document);
    }

    lineOf(row) {
        return this.state.lines[row.key];
    }

    isStart(row) {
        return this.state.starts.includes(row);
    }

    rowClass(row) {
        return {
            "o_ar_marked table-active": this.lineOf(row),
            "o_ar_refused text-muted": row.refusal,
            o_ar_start: this.isStart(row),
        };
    }

    money(amount, row) {
        return formatCurrency(amount, row.currency_id);
    }

    day(date) {
        return date ? formatDate(deserializeDate(date)) : "";
    }

    /** An amount in a field: no symbol, the currency's digits. */
    figure(amount, row) {
        return formatFloat(amount, {digits: getCurrency(row.currency_id)?.digits});
    }

    /** What was typed; nothing where the amount is determined automatically. */
    typed(row, name) {
        const text = this.state.texts[`${row.key} ${name}`];
        if (text !== undefined) {
            return text;
        }
        const line = this.lineOf(row);
        return line?.[`is_${name}_manual`]
            ? this.figure(line[`${name}_typed`], row)
            : "";
    }

    /** What is determined automatically shows pale, where somebody may type. */
    automatic(row, name) {
        const line = this.lineOf(row);
        return line && !line[`is_${name}_manual`] ? this.figure(line[name], row) : "";
    }

    dateValue(date) {
        return date ? deserializeDate(date) : false;
    }

    // ------------------------------------------------------------
    // What the user does
    // ------------------------------------------------------------
    /** What was shown of the result is not true any more. */
    outdate() {}

    onRowClick(row, event) {
        if (!event.target.closest("input, button, a, .o_ar_no_toggle")) {
            this.toggle(row);
        }
    }

    /** What was typed on rows and not left yet: key -> amounts. */
    get unleft() {
        const found = {};
        for (const [place, text] of Object.entries(this.state.texts)) {
            const [key, name] = place.split(" ");
            const value = typedAmount(text);
            if (value !== undefined && !this.storing.has(place)) {
                found[key] = {...found[key], [name]: value};
            }
        }
        return found;
    }

    /** Whether what stands in a field is no amount. */
    isWrong(row, name) {
        const text = this.state.texts[`${row.key} ${name}`];
        return text !== undefined && typedAmount(text) === undefined;
    }

    sayNoAmount(text) {
        this.notification.add(_t("%s is not an amount.", text), {type: "danger"});
    }

    onAmountInput(row, name, event) {
        const value = typedAmount(event.target.value);
        this.state.texts[`${row.key} ${name}`] = event.target.value;
        if (value === undefined || !this.lineOf(row)) {
            return;
        }
        this.state.typing[row.key] = {...this.state.typing[row.key], [name]: value};
        this.outdate();
        this.askTotals();
    }

    stopTyping(row, name) {
        delete this.state.typing[row.key];
        delete this.state.texts[`${row.key} ${name}`];
    }

    /** Enter and the arrows go up and down the column, Escape takes typing back. */
    onAmountKeydown(row, name, event) {
        const step = {Enter: 1, ArrowDown: 1, ArrowUp: -1}[event.key];
        if (event.key === "Escape") {
            if (this.state.texts[`${row.key} ${name}`] === undefined) {
                return; // Nothing to take back: Escape is the page's.
            }
            event.stopPropagation();
            this.stopTyping(row, name);
            event.target.value = this.typed(row, name);
            this.askTotals();
        } else if (step) {
            const inputs = [
                ...this.tableRef.el.querySelectorAll(
                    `input[name=${name}]:not(:disabled)`
                ),
            ];
            const next = inputs[inputs.indexOf(event.target) + step];
            if (next) {
                next.focus();
                next.select();
            } else {
                event.target.blur();
            }
            event.preventDefault();
        }
    }

    /** The arrows go up and down the marks and to the amount, Enter marks as well. */
    onMarkKeydown(row, event) {
        const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
        if (event.key === "Enter") {
            this.toggle(row);
        } else if (keyAsRead(event) === "ArrowRight") {
            event.target.closest("tr").querySelector("input[name=amount]")?.select();
        } else if (step) {
            const marks = [
                ...this.tableRef.el.querySelectorAll("input[name=mark]:not(:disabled)"),
            ];
            marks[marks.indexOf(event.target) + step]?.focus();
        } else {
            return;
        }
        event.preventDefault();
    }

    sortBy(name) {
        this.state.order = this.state.order === name ? `${name} desc` : name;
        this.state.offset = 0;
        return this.loadRows();
    }

    /** Mark all that was found, also on other pages; ``markItems`` is the page's. */
    markFound() {
        return this.busy.once(async () => {
            const {total} = this.state;
            await this.markItems(await this.findMarkable());
            this.state.foundMarked = total;
        });
    }

    toggleOnlyMarked() {
        this.state.onlyMarked = !this.state.onlyMarked;
        this.state.offset = 0;
        return this.loadRows();
    }

    /** Whether the document of a row may be opened. */
    canOpen() {
        return true;
    }

    openDocument(row) {
        return this.busy.once(async () => {
            const keys = [row.key];
            const action = await this.orm.call("ar.settlement", "page_document", keys);
            return this.action.doAction(action);
        });
    }
}
