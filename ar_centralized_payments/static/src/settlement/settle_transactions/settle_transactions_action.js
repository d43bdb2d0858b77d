import {Component, onWillStart} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {RPCError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {WithSearch} from "@web/search/with_search/with_search";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {SettleTransactions} from "./settle_transactions";

/** The action: opens the page at its place, and gives it the search. */
export class SettleTransactionsAction extends Component {
    static template = "ar_centralized_payments.SettleTransactionsAction";
    static components = {SettleTransactions, WithSearch};
    static props = {...standardActionServiceProps};
    static displayName = _t("Settle Transactions");
    static path = "settle-transactions";

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.place = this.props.state?.place || this.firstPlace;
        // A line of a payment journal is posted with its journal, not here.
        this.isFromLine = Boolean(this.props.action.params?.from_line);
        useSetupAction({getLocalState: () => ({place: this.place})});
        this.env.config.setDisplayName(this.title);
        onWillStart(async () => {
            this.page = await this.openPage();
            this.keepPlace(this.page.place);
        });
    }

    get title() {
        return _t("Settle Transactions");
    }

    /**
     * The page at its place. What an address names may be posted or gone by now: that
     * is said, and the page opens with what is left of the place.
     */
    async openPage() {
        try {
            return await this.orm.call("ar.settlement", "page_open", [this.place]);
        } catch (error) {
            if (!(error instanceof RPCError) || !this.isMoreThanDraft) {
                throw error;
            }
            this.notification.add(error.data?.message || error.message, {
                type: "warning",
            });
            this.place = {partner_id: this.place.partner_id};
            return this.orm.call("ar.settlement", "page_open", [this.place]);
        }
    }

    /** A draft settlement that is named beside its customer can be done without. */
    get isMoreThanDraft() {
        return Boolean(this.place.settlement_id && this.place.partner_id);
    }

    /** Where to start: what the action says, or what the address of the page keeps. */
    get firstPlace() {
        const params = this.props.action.params || {};
        const others = this.idsOf(params.other_partner_ids);
        return {
            settlement_id: this.props.resId || params.settlement_id || false,
            payment_id: params.payment_id || false,
            item_ids: this.idsOf(params.item_ids),
            partner_id: params.partner_id || false,
            ...(others.length ? {other_partner_ids: others} : {}),
        };
    }

    /** Ids as an action says them, or as the address of the page keeps them. */
    idsOf(given) {
        const ids = given || [];
        return Array.isArray(ids) ? ids : String(ids).split(",").map(Number);
    }

    /** The other way round; undefined leaves them out of the address. */
    joined(ids) {
        return ids?.join(",") || undefined;
    }

    get searchProps() {
        return {
            resModel: "account.move.line",
            searchViewId: this.page.search_view_id,
            searchMenuTypes: ["filter", "groupBy", "favorite"],
            hideCustomGroupBy: true, // Companies are all that the page groups by.
            loadIrFilters: true,
            context: {},
            globalState: this.props.globalState,
        };
    }

    /** The address keeps the place: it survives loading the page again, and sharing. */
    keepPlace(place) {
        this.place = {...place};
        const others = this.joined(place.other_partner_ids);
        this.props.updateActionState?.({
            resId: place.settlement_id || false,
            payment_id: place.payment_id || undefined,
            item_ids: this.joined(place.item_ids),
            partner_id: place.partner_id || undefined,
            ...(others ? {other_partner_ids: others} : {}),
            ...(this.isFromLine ? {from_line: 1} : {}),
        });
    }
}

registry
    .category("actions")
    .add("ar_centralized_payments.settle_transactions", SettleTransactionsAction);
