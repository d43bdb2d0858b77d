import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {ListRenderer} from "@web/views/list/list_renderer";
import {listView} from "@web/views/list/list_view";

/** Whether the tiles are folded, kept in the browser. */
const FOLDED = "ar_receivables_folded";

/**
 * The tiles over the list of open transactions. They are asked for once the list is
 * there, so that they never keep anybody from working in it.
 */
export class ReceivablesBanner extends Component {
    static template = "ar_centralized_payments.ReceivablesBanner";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            home: null,
            isFolded: browser.localStorage.getItem(FOLDED) === "1",
        });
        this.isGone = false;
        onMounted(() => this.load());
        onWillUnmount(() => {
            this.isGone = true;
        });
    }

    async load() {
        if (this.state.isFolded) {
            return;
        }
        const home = await this.orm.call("ar.open.transaction", "retrieve_dashboard");
        if (!this.isGone) {
            this.state.home = home;
        }
    }

    async fold() {
        this.state.isFolded = !this.state.isFolded;
        browser.localStorage.setItem(FOLDED, this.state.isFolded ? "1" : "0");
        if (!this.state.home) {
            await this.load();
        }
    }

    canOpen(row) {
        return Boolean(row.action || row.filters.length);
    }

    labelOf(tile, row) {
        const parts = [tile.title, row.label, row.count, row.amount];
        return parts.filter((part) => part !== null && part !== false).join(", ");
    }

    toneOf(row) {
        return row.tone ? `text-bg-${row.tone}` : "text-bg-light";
    }

    async open(row) {
        if (row.action) {
            await this.action.doAction(row.action);
            return;
        }
        const {searchModel} = this.env;
        searchModel.clearQuery();
        const items = searchModel.getSearchItems(
            (item) => item.type === "filter" && row.filters.includes(item.name)
        );
        for (const item of items) {
            searchModel.toggleSearchItem(item.id);
        }
    }

    async follow(link) {
        await this.action.doAction(link.action);
    }
}

export class ReceivablesRenderer extends ListRenderer {
    static template = "ar_centralized_payments.ReceivablesRenderer";
    static components = {...ListRenderer.components, ReceivablesBanner};

    /** Lists of some transactions only, or as of a date, come without tiles. */
    get hasTiles() {
        const {context} = this.props.list;
        return !context.ar_list_only && !context.ar_as_of;
    }
}

export const receivablesView = {...listView, Renderer: ReceivablesRenderer};

registry.category("views").add("ar_receivables", receivablesView);
