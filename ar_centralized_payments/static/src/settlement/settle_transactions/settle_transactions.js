import {
    markup,
    onMounted,
    onWillStart,
    onWillUpdateProps,
    status,
    useState,
    useSubEnv,
} from "@odoo/owl";
import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {RPCError} from "@web/core/network/rpc";
import {Mutex} from "@web/core/utils/concurrency";
import {useDebounced} from "@web/core/utils/timing";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {SearchBar} from "@web/search/search_bar/search_bar";
import {useSearchBarToggler} from "@web/search/search_bar/search_bar_toggler";
import {ask} from "../../core/ask";
import {keep, takeKept} from "../../core/kept";
import {Latest} from "../../core/latest";
import {typedAmount} from "../../core/typed_amount";
import {OpenTransactions, TYPING} from "../open_transactions/open_transactions";
import {OtherCustomers} from "../other_customers/other_customers";
import {useWayBack} from "./way_back";

/**
 * The customer's open transactions of all companies: mark them, type amounts, read
 * what is booked, post. Every figure comes from the server; the page holds only what
 * it shows.
 */
export class SettleTransactions extends OpenTransactions {
    static template = "ar_centralized_payments.SettleTransactions";
    static components = {
        ...OpenTransactions.components,
        AutoComplete,
        DateTimeInput,
        Layout,
        OtherCustomers,
        SearchBar,
    };
    static props = {
        domain: Array,
        groupBy: {type: Array, optional: true},
        page: Object,
        keepPlace: Function,
        isFromLine: {type: Boolean, optional: true},
    };

    setup() {
        super.setup();
        this.searchBarToggler = useSearchBarToggler();
        useSubEnv({isAltQTaken: true});
        // Handlers in slots have a copy of the page: what they change is in an object.
        this.now = {version: 0, isPosting: false, agreedOn: false};
        // What the user does is sent in order.
        this.writing = new Mutex();
        this.latestPreview = new Latest();
        this.askPreview = useDebounced(() => this.loadPreview(), TYPING);
        this.state = useState({
            ...this.headState(this.props.page),
            ...this.listState,
            isPreviewOpen: !this.env.isSmall,
            preview: {html: "", problems: [], fingerprint: false},
        });
        useSetupAction({
            beforeLeave: () => this.storeUnleft(),
            beforeUnload: () => keep(this.keptAs, this.unleft),
        });
        onWillStart(() => this.loadRows());
        onMounted(() => {
            this.firstMark?.focus();
            // Rows can be marked before it is known what that would book.
            this.loadPreview();
            return this.storeTyped(takeKept(this.keptAs) || {});
        });
        this.goBack = useWayBack(this.busy, this.props.isFromLine);
        onWillUpdateProps((next) => {
            this.state.offset = 0;
            return this.loadRows(next);
        });
    }

    // ------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------
    headState(page) {
        return {
            place: page.place,
            partner: page.partner,
            others: page.others || [],
            starts: page.starts,
            date: page.date,
            discountDate: page.discount_reference_date,
            settlement: page.settlement,
            lines: page.lines,
            totals: page.totals,
            count: page.count,
            entryDate: page.entry_date,
        };
    }

    /** Under what the page keeps what is typed, while it is loaded again. */
    get keptAs() {
        const {settlement_id, payment_id, item_ids, partner_id} = this.state.place;
        return `settle.${[settlement_id, payment_id, item_ids, partner_id]}`;
    }

    /** Nothing is asked any more: it is being posted, or the user left. */
    get isOver() {
        return this.now.isPosting || status(this) === "destroyed";
    }

    get isSearching() {
        return this.props.domain.length > 0;
    }

    get areUsesOffered() {
        return Boolean(this.state.settlement);
    }

    get canPost() {
        const {preview, settlement} = this.state;
        const isShown = preview.fingerprint && !preview.problems.length;
        return Boolean(settlement && isShown && !this.busy.is);
    }

    get canChooseCustomer() {
        const {place} = this.state;
        return !(place.settlement_id || place.payment_id || place.item_ids.length);
    }

    get hasDifferences() {
        return this.state.totals.some((row) => row.difference);
    }

    get previewHtml() {
        return markup(this.state.preview.html || "");
    }

    // ------------------------------------------------------------
    // Asking the server
    // ------------------------------------------------------------
    call(method, ...args) {
        return this.orm.silent.call("ar.settlement", method, [
            this.state.place,
            ...args,
        ]);
    }

    /** The first column that rows are ordered by is the company, where it groups them. */
    orderOf({groupBy}) {
        return this.isGroupedBy(groupBy) ? "company" : this.state.order;
    }

    isGroupedBy(groupBy) {
        return (groupBy || []).some((name) => name === "company_id");
    }

    get isGrouped() {
        return this.isGroupedBy(this.props.groupBy);
    }

    async loadRows(search = this.props) {
        this.state.isLoading = true;
        const {offset, limit, onlyMarked} = this.state;
        const {domain} = search;
        const order = this.orderOf(search);
        const found = await this.latestRows.add(
            this.call("page_rows", domain, offset, limit, order, onlyMarked)
        );
        if (found) {
            this.state.rows = found.rows;
            this.state.total = found.total;
            Object.assign(this.state.lines, found.lines);
            this.state.isLoading = false;
        }
    }

    /** What is shown of the preview is out of date: nothing can be posted by it. */
    outdate() {
        this.now.version += 1;
        this.state.preview.fingerprint = false;
    }

    async loadTotals() {
        if (this.isOver) {
            return;
        }
        const found = await this.latestTotals.add(
            this.call("page_totals", this.state.typing, this.shown)
        );
        if (found) {
            this.show(found);
            this.askPreview();
        }
    }

    async loadPreview() {
        if (this.isOver) {
            return;
        }
        const {version} = this.now;
        const preview = await this.latestPreview.add(
            this.call("page_preview", this.state.typing)
        );
        if (preview && version === this.now.version) {
            this.state.preview = preview;
        }
    }

    show(found) {
        const {place} = this.state;
        this.state.settlement = found.settlement;
        this.state.lines = found.lines;
        this.state.totals = found.totals;
        this.state.count = found.count;
        this.state.entryDate = found.entry_date;
        const id = found.settlement ? found.settlement.id : false;
        if (place.settlement_id !== id) {
            place.settlement_id = id;
            this.props.keepPlace(place);
        }
    }

    /** Send what the user did; whatever comes of it, show how things stand then. */
    async write(method, ...args) {
        if (this.isOver) {
            return undefined;
        }
        this.outdate();
        return this.writing.exec(async () => {
            try {
                this.show(await this.call(method, ...args));
            } catch (error) {
                await this.refreshAfter(error);
            } finally {
                this.askPreview();
            }
        });
    }

    /** Show how things stand after a refusal, and say it; not where the user left. */
    async refreshAfter(error) {
        if (status(this) !== "destroyed") {
            await this.refresh();
        }
        throw error;
    }

    async refresh() {
        const page = await this.openPage();
        Object.assign(this.state, this.headState(page), {typing: {}, texts: {}});
        this.props.keepPlace(page.place);
        await this.loadRows();
    }

    /** The page at its place; without the draft where that is posted or gone. */
    async openPage() {
        const {place} = this.state;
        try {
            return await this.orm.silent.call("ar.settlement", "page_open", [place]);
        } catch (error) {
            if (!place.settlement_id || !(error instanceof RPCError)) {
                throw error;
            }
            const rest = {...place, settlement_id: false};
            return this.orm.silent.call("ar.settlement", "page_open", [rest]);
        }
    }

    // ------------------------------------------------------------
    // What is typed and not left
    // ------------------------------------------------------------
    /** On the way to another page: what is typed is stored, or refused. */
    async storeUnleft() {
        await this.writing.getUnlockedDef();
        if (!this.now.isPosting) {
            await this.storeTyped(this.unleft);
        }
    }

    /** Store amounts typed on rows: key -> amounts. Typing on a row marks it. */
    async storeTyped(typed) {
        for (const [key, values] of Object.entries(typed)) {
            if (this.state.lines[key]) {
                await this.write("page_change", key, values, this.shown);
            } else if (Object.values(values).some((value) => value !== false)) {
                const row = {[key]: values};
                await this.write("page_mark", [Number(key)], this.shown, row);
            }
        }
    }

    // ------------------------------------------------------------
    // What the user does
    // ------------------------------------------------------------
    async toggle(row) {
        if (!this.canToggle(row)) {
            return;
        }
        this.stopTyping(row, "amount");
        this.stopTyping(row, "discount");
        if (!this.lineOf(row)) {
            await this.write("page_mark", [row.item_id], this.shown);
        } else if (await this.mayUnmark([row])) {
            await this.write("page_unmark", [row.item_id], this.shown);
        }
    }

    findMarkable() {
        const {domain} = this.props;
        return this.call("page_markable", domain, this.orderOf(this.props));
    }

    markItems(items) {
        return this.write("page_mark", items, this.shown);
    }

    async toggleAll() {
        const items = this.markable.map((row) => row.item_id);
        if (!this.areAllMarked) {
            await this.write("page_mark", items, this.shown);
        } else if (await this.mayUnmark(this.markable)) {
            await this.write("page_unmark", items, this.shown);
        }
    }

    /** What a colleague marked is unmarked after a question; what goes is named. */
    async mayUnmark(rows) {
        const {settlement} = this.state;
        if (!settlement?.holder || this.now.agreedOn === settlement.id) {
            return true;
        }
        const isWanted = await ask(this.dialog, {
            title: _t("Unmark what %s marked?", settlement.holder),
            body: rows ? this.textOfRows(rows) : this.textOfAll,
            confirmLabel: _t("Unmark"),
        });
        if (isWanted && rows) {
            this.now.agreedOn = settlement.id;
        } else if (!isWanted) {
            this.state.lines = {...this.state.lines}; // The box shows the mark again.
        }
        return isWanted;
    }

    textOfRows(rows) {
        const {settlement} = this.state;
        return _t(
            "%(settlement)s is of %(user)s. This goes with what was typed on it: %(names)s.",
            {
                settlement: settlement.name,
                user: settlement.holder,
                names: rows.map((row) => this.nameOf(row)).join(", "),
            }
        );
    }

    get textOfAll() {
        const {settlement, count} = this.state;
        return _t(
            "%(settlement)s is of %(user)s. It goes with all that it marks: %(count)s transactions, and what was typed on them.",
            {settlement: settlement.name, user: settlement.holder, count}
        );
    }

    nameOf(row) {
        const line = this.lineOf(row);
        return `${row.document} (${this.money(line ? line.amount : row.open, row)})`;
    }

    primaryTitle(line) {
        return line.is_primary
            ? _t("Primary payment: everything else runs through its company")
            : _t("Make it the primary payment");
    }

    togglePrimary(row) {
        return this.change(row, {is_primary: !this.lineOf(row).is_primary});
    }

    change(row, values) {
        return this.write("page_change", row.key, values, this.shown);
    }

    async onAmountChange(row, name, event) {
        const input = event.target;
        const text = input.value;
        const place = `${row.key} ${name}`;
        this.storing.add(place);
        try {
            await this.storeAmount(row, name, typedAmount(text), text);
        } finally {
            this.storing.delete(place);
            if (input.value === text) {
                this.stopTyping(row, name);
                input.value = this.typed(row, name);
            }
        }
    }

    async storeAmount(row, name, value, text) {
        if (value === undefined) {
            this.sayNoAmount(text);
        } else if (this.lineOf(row)) {
            await this.write("page_change", row.key, {[name]: value}, this.shown);
        } else if (value !== false) {
            const typed = {[row.key]: {[name]: value}};
            await this.write("page_mark", [row.item_id], this.shown, typed);
        }
    }

    setDate(name, key, value) {
        this.state[name] = value ? serializeDate(value) : false;
        this.state.place[key] = this.state[name];
        if (this.state.settlement) {
            this.write(
                "page_change",
                false,
                {[key]: this.state[name]},
                this.shown
            ).then(() => this.loadRows());
        } else {
            this.loadRows();
        }
    }

    get customerSources() {
        return [
            {
                placeholder: _t("Loading..."),
                options: async (text) => {
                    const found = await this.orm.call(
                        "ar.settlement",
                        "page_customers",
                        [text]
                    );
                    return found.length
                        ? found.map(({id, name}) => ({
                              label: name,
                              onSelect: () => this.chooseCustomer(id),
                          }))
                        : [{label: _t("No customer found"), cssClass: "text-muted"}];
                },
            },
        ];
    }

    async chooseCustomer(id) {
        this.state.place = {...this.state.place, partner_id: id};
        this.props.keepPlace(this.state.place);
        this.state.offset = 0;
        await this.refresh();
        await this.loadPreview();
        this.firstMark?.focus();
    }

    /** The customers who are paid for as well: what is open of them is listed, too. */
    setOthers(others) {
        return this.busy.once(async () => {
            const ids = others.map(({id}) => id);
            this.state.place = {...this.state.place, other_partner_ids: ids};
            this.props.keepPlace(this.state.place);
            this.state.offset = 0;
            if (this.state.settlement) {
                const head = {other_partner_ids: ids};
                await this.write("page_change", false, head, this.shown);
            }
            await this.refresh();
            await this.loadPreview();
        });
    }

    /** Leave this place for the draft settlement that marks a row. */
    async goOn(settlementId) {
        this.state.place = {settlement_id: settlementId};
        this.state.offset = 0;
        await this.refresh();
        this.props.keepPlace(this.state.place);
        await this.loadPreview();
    }

    openSettlement() {
        return this.busy.once(() =>
            this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "ar.settlement",
                res_id: this.state.settlement.id,
                views: [[false, "form"]],
            })
        );
    }

    /** Nothing stays marked; the customer and what the page started from stay. */
    discard() {
        return this.busy.once(async () => {
            if (!(await this.mayUnmark())) {
                return;
            }
            await this.writing.exec(() => this.call("page_discard"));
            this.state.place.settlement_id = false;
            this.props.keepPlace(this.state.place);
            await this.refresh();
            await this.loadPreview();
        });
    }

    post() {
        return this.busy.once(() => this.postPreviewed());
    }

    /** Have it posted: the name of the settlement, and what opens then. */
    async book() {
        const {place, preview, settlement} = this.state;
        const args = [place, preview.fingerprint];
        const action = await this.orm.call("ar.settlement", "page_post", args);
        return {name: settlement.name, action};
    }

    async postPreviewed() {
        await this.writing.getUnlockedDef();
        if (!this.state.preview.fingerprint) {
            return;
        }
        this.now.isPosting = true;
        try {
            const {name, action} = await this.book();
            this.notification.add(_t("%s is posted in all its companies.", name), {
                type: "success",
            });
            await this.action.doAction(action, {stackPosition: "replaceCurrentAction"});
        } catch (error) {
            this.now.isPosting = false;
            this.askPreview();
            await this.refreshAfter(error);
        }
    }
}
