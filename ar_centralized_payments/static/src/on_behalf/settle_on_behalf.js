import {_t} from "@web/core/l10n/translation";
import {RPCError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useSetupAction} from "@web/search/action_hook";
import {WithSearch} from "@web/search/with_search/with_search";
import {serializeDate} from "@web/core/l10n/dates";
import {keep, takeKept} from "../core/kept";
import {SettleTransactions} from "../settlement/settle_transactions/settle_transactions";
import {SettleTransactionsAction} from "../settlement/settle_transactions/settle_transactions_action";

const MODEL = "ar.settle.on.behalf";

/** Under what this tab of the browser keeps the marks of a customer. */
const marksKeptAs = (partnerId) => `on_behalf_marks.${user.userId}.${partnerId}`;

/**
 * The page of a customer with what this tab keeps of it; where one of these marks is
 * refused by now that is said, and the page opens without them.
 */
async function openKept({orm, notification}, place) {
    const open = (where, marks) => orm.call(MODEL, "behalf_open", [where, marks]);
    const kept = takeKept(marksKeptAs(place.partner_id));
    if (kept) {
        try {
            const page = await open({...place, date: kept.date}, kept.marks);
            return {...page, marks: kept.marks};
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            notification.add(error.data?.message || error.message, {type: "warning"});
        }
    }
    return {...(await open(place, {})), marks: {}};
}

/**
 * What is open of a customer in the user's companies and in those for which they may
 * settle. The page itself holds what is marked, until it is posted, and this tab of the
 * browser while the user is elsewhere; every call brings the marks, and the server
 * checks each of them anew.
 */
export class SettleOnBehalf extends SettleTransactions {
    static template = "ar_centralized_payments.SettleOnBehalf";

    setup() {
        super.setup();
        useSetupAction({beforeUnload: () => this.keepMarks()});
    }

    /** ``marks``: id of the item -> amounts that are typed on it. */
    headState(page) {
        const place = {...page.place, settlement_id: false};
        const marks = page.marks || this.state.marks;
        return {...super.headState({...page, place}), marks, companies: page.companies};
    }

    get keptAs() {
        return `on_behalf.${this.state.place.partner_id}`;
    }

    get behalfPlace() {
        const {partner_id, date} = this.state.place;
        return {partner_id, date: date || false};
    }

    get canPost() {
        const {preview, count} = this.state;
        const isShown = preview.fingerprint && !preview.problems.length;
        return Boolean(count && isShown && !this.busy.is);
    }

    get canChooseCustomer() {
        return true;
    }

    get companyNames() {
        return this.state.companies.join(", ");
    }

    canOpen(row) {
        return row.kind !== "on_behalf";
    }

    canDiscount(row) {
        return this.canOpen(row) && super.canDiscount(row);
    }

    // ------------------------------------------------------------
    // What is marked, while the user is elsewhere
    // ------------------------------------------------------------
    /** Keep what is marked of this customer; nothing is kept of what is posted. */
    keepMarks() {
        const {marks, place, date} = this.state;
        const name = marksKeptAs(place.partner_id);
        takeKept(name);
        if (Object.keys(marks).length && !this.now.isPosting) {
            keep(name, {marks, date});
        }
    }

    async storeUnleft() {
        await super.storeUnleft();
        this.keepMarks();
    }

    // ------------------------------------------------------------
    // Asking the server
    // ------------------------------------------------------------
    call(method, ...args) {
        const {behalfPlace: place} = this;
        const {marks} = this.state;
        const calls = {
            page_rows: () => ["behalf_rows", place, marks, ...args],
            page_markable: () => ["behalf_markable", place, ...args],
            page_totals: (typed, shown) => [
                "behalf_state",
                place,
                this.marksWith(typed),
                shown,
            ],
            page_preview: (typed) => ["behalf_preview", place, this.marksWith(typed)],
        };
        const [name, ...given] = calls[method](...args);
        return this.orm.silent.call(MODEL, name, given);
    }

    /** The marks with what is just being typed; what was cleared is left out. */
    marksWith(typed) {
        const marks = {...this.state.marks};
        for (const [key, values] of Object.entries(typed)) {
            const rest = Object.entries({...marks[key], ...values});
            marks[key] = Object.fromEntries(
                rest.filter(([, value]) => value !== false)
            );
        }
        return marks;
    }

    /** What a call of the page would have stored: the marks are here. */
    marksAfter(method, [what, values, typed]) {
        const marks = {...this.state.marks};
        if (method === "page_mark") {
            const keys = what.map((item) => [String(item), {}]);
            return this.marksWith({...Object.fromEntries(keys), ...typed});
        }
        if (method === "page_unmark") {
            what.forEach((item) => delete marks[item]);
            return marks;
        }
        return what ? this.marksWith({[what]: values}) : marks;
    }

    async write(method, ...args) {
        if (this.isOver) {
            return undefined;
        }
        this.outdate();
        return this.writing.exec(async () => {
            const {marks} = this.state;
            this.state.marks = this.marksAfter(method, args);
            try {
                this.show(await this.call("page_totals", {}, this.shown));
            } catch (error) {
                this.state.marks = marks;
                await this.refreshAfter(error);
            } finally {
                this.askPreview();
            }
        });
    }

    /** The page with its marks; without them where one of them is refused by now. */
    async openPage() {
        const open = (marks) =>
            this.orm.silent.call(MODEL, "behalf_open", [this.behalfPlace, marks]);
        const {marks} = this.state;
        try {
            return await open(marks);
        } catch (error) {
            if (!(error instanceof RPCError) || !Object.keys(marks).length) {
                throw error;
            }
            return {...(await open({})), marks: {}};
        }
    }

    // ------------------------------------------------------------
    // What the user does
    // ------------------------------------------------------------
    async setDate(name, key, value) {
        this.state[name] = value ? serializeDate(value) : false;
        this.state.place[key] = this.state[name];
        await this.write("page_change", false, {});
        await this.loadRows();
    }

    /** Another customer: what is marked of this one is there when they come back. */
    async chooseCustomer(id) {
        await this.storeUnleft();
        const page = await openKept(this, {...this.behalfPlace, partner_id: id});
        Object.assign(this.state, {
            marks: page.marks,
            place: {...this.state.place, date: page.date},
        });
        return super.chooseCustomer(id);
    }

    discard() {
        return this.busy.once(async () => {
            this.state.marks = {};
            await this.refresh();
            await this.loadPreview();
        });
    }

    async book() {
        const {marks, preview} = this.state;
        return this.orm.call(MODEL, "behalf_post", [
            this.behalfPlace,
            marks,
            preview.fingerprint,
        ]);
    }
}

/** The action: opens the page at its customer, and gives it the search. */
export class SettleOnBehalfAction extends SettleTransactionsAction {
    static components = {SettleTransactions: SettleOnBehalf, WithSearch};
    static displayName = _t("Settle on Behalf");
    static path = "settle-on-behalf";

    get title() {
        return _t("Settle on Behalf");
    }

    openPage() {
        return openKept(this, this.place);
    }

    get firstPlace() {
        const params = this.props.action.params || {};
        return {partner_id: params.partner_id || false};
    }

    get searchProps() {
        return {...super.searchProps, searchMenuTypes: ["filter", "groupBy"]};
    }

    keepPlace({partner_id, date}) {
        this.place = {partner_id, date: date || false};
        this.props.updateActionState?.({partner_id: partner_id || undefined});
    }
}

registry
    .category("actions")
    .add("ar_centralized_payments.settle_on_behalf", SettleOnBehalfAction);
