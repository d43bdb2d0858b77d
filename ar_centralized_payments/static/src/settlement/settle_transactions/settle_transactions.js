import {Component, markup, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {DateTimeInput} from "@web/core/datetime/datetime_input";
import {serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast, Mutex} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {SearchBar} from "@web/search/search_bar/search_bar";
import {useSearchBarToggler} from "@web/search/search_bar/search_bar_toggler";
import {WithSearch} from "@web/search/with_search/with_search";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {OpenTransactions, TYPING} from "../open_transactions/open_transactions";

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
        SearchBar,
    };
    static props = {
        domain: Array,
        page: Object,
        keepPlace: Function,
    };

    setup() {
        super.setup();
        this.searchBarToggler = useSearchBarToggler();
        // What the user does is sent in order.
        this.writing = new Mutex();
        this.latestPreview = new KeepLast();
        this.askPreview = useDebounced(() => this.loadPreview(), TYPING);
        this.state = useState({
            ...this.headState(this.props.page),
            ...this.listState,
            isPosting: false,
            isPreviewOpen: true,
            preview: {html: "", problems: [], fingerprint: false},
        });
        onWillStart(() => this.loadRows().then(() => this.loadPreview()));
        onWillUpdateProps((next) => {
            this.state.offset = 0;
            return this.loadRows(next.domain);
        });
    }

    // ------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------
    headState(page) {
        return {
            place: page.place,
            partner: page.partner,
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

    get isSearching() {
        return this.props.domain.length > 0;
    }

    get areUsesOffered() {
        return Boolean(this.state.settlement);
    }

    get canPost() {
        const {preview, settlement, isPosting} = this.state;
        return Boolean(
            settlement && preview.fingerprint && !preview.problems.length && !isPosting
        );
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

    async loadRows(domain = this.props.domain) {
        this.state.isLoading = true;
        const {offset, limit, order, onlyMarked} = this.state;
        const found = await this.latestRows.add(
            this.call("page_rows", domain, offset, limit, order, onlyMarked)
        );
        this.state.rows = found.rows;
        this.state.total = found.total;
        Object.assign(this.state.lines, found.lines);
        this.state.isLoading = false;
    }

    /** What is shown of the preview is out of date: nothing can be posted by it. */
    outdate() {
        this.version = (this.version || 0) + 1;
        this.state.preview.fingerprint = false;
    }

    async loadTotals() {
        if (this.state.isPosting) {
            return;
        }
        const found = await this.latestTotals.add(
            this.call("page_totals", this.state.typing, this.shown)
        );
        this.show(found);
        this.askPreview();
    }

    async loadPreview() {
        if (this.state.isPosting) {
            return;
        }
        const version = this.version;
        const preview = await this.latestPreview.add(
            this.call("page_preview", this.state.typing)
        );
        if (version === this.version) {
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
    write(method, ...args) {
        this.outdate();
        return this.writing.exec(async () => {
            try {
                this.show(await this.call(method, ...args));
            } catch (error) {
                await this.refresh();
                throw error;
            } finally {
                this.askPreview();
            }
        });
    }

    async refresh() {
        const page = await this.orm.silent.call("ar.settlement", "page_open", [
            this.state.place,
        ]);
        Object.assign(this.state, this.headState(page), {typing: {}, texts: {}});
        await this.loadRows();
    }

    // ------------------------------------------------------------
    // What the user does
    // ------------------------------------------------------------
    toggle(row) {
        if (row.refusal || this.isStart(row)) {
            return;
        }
        this.stopTyping(row, "amount");
        this.stopTyping(row, "discount");
        const method = this.lineOf(row) ? "page_unmark" : "page_mark";
        return this.write(method, [row.item_id], this.shown);
    }

    toggleAll() {
        const method = this.areAllMarked ? "page_unmark" : "page_mark";
        const items = this.markable.map((row) => row.item_id);
        return this.write(method, items, this.shown);
    }

    togglePrimary(row) {
        return this.change(row, {is_primary: !this.lineOf(row).is_primary});
    }

    change(row, values) {
        return this.write("page_change", row.key, values, this.shown);
    }

    async onAmountChange(row, name, event) {
        const input = event.target;
        const value = this.parse(input);
        const text = input.value;
        try {
            if (value === undefined) {
                this.notification.add(_t("%s is not an amount.", text), {
                    type: "danger",
                });
            } else if (this.lineOf(row)) {
                await this.write("page_change", row.key, {[name]: value}, this.shown);
            } else if (value !== false) {
                const typed = {[row.key]: {[name]: value}};
                await this.write("page_mark", [row.item_id], this.shown, typed);
            }
        } finally {
            if (input.value === text) {
                this.stopTyping(row, name);
                input.value = this.typed(row, name);
            }
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
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ar.settlement",
            res_id: this.state.settlement.id,
            views: [[false, "form"]],
        });
    }

    /** Nothing stays marked; the customer and what the page started from stay. */
    async discard() {
        await this.writing.exec(() => this.call("page_discard"));
        this.state.place.settlement_id = false;
        this.props.keepPlace(this.state.place);
        await this.refresh();
        await this.loadPreview();
    }

    async post() {
        this.state.isPosting = true;
        try {
            await this.writing.getUnlockedDef();
            const action = await this.orm.call("ar.settlement", "page_post", [
                this.state.place,
                this.state.preview.fingerprint,
            ]);
            const name = this.state.settlement.name;
            this.notification.add(_t("%s is posted in all its companies.", name), {
                type: "success",
            });
            await this.action.doAction(action, {stackPosition: "replaceCurrentAction"});
        } catch (error) {
            this.state.isPosting = false;
            await this.refresh();
            this.askPreview();
            throw error;
        }
    }
}

/** The action: opens the page at its place, and gives it the search. */
export class SettleTransactionsAction extends Component {
    static template = "ar_centralized_payments.SettleTransactionsAction";
    static components = {SettleTransactions, WithSearch};
    static props = {...standardActionServiceProps};
    static displayName = _t("Settle Transactions");
    static path = "settle-transactions";

    setup() {
        this.orm = useService("orm");
        this.place = this.props.state?.place || this.firstPlace;
        useSetupAction({getLocalState: () => ({place: this.place})});
        this.env.config.setDisplayName(_t("Settle Transactions"));
        onWillStart(async () => {
            this.page = await this.orm.call("ar.settlement", "page_open", [this.place]);
            this.keepPlace(this.page.place);
        });
    }

    get firstPlace() {
        const {params} = this.props.action;
        if (this.props.resId) {
            return {settlement_id: this.props.resId};
        }
        const names = ["settlement_id", "payment_id", "item_ids", "partner_id"];
        return Object.fromEntries(names.map((name) => [name, params?.[name] || false]));
    }

    get searchProps() {
        return {
            resModel: "account.move.line",
            searchViewId: this.page.search_view_id,
            searchMenuTypes: ["filter", "favorite"],
            loadIrFilters: true,
            context: {},
            globalState: this.props.globalState,
        };
    }

    keepPlace(place) {
        this.place = {...place};
        this.props.updateActionState?.({resId: place.settlement_id || false});
    }
}

registry
    .category("actions")
    .add("ar_centralized_payments.settle_transactions", SettleTransactionsAction);
