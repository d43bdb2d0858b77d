import {
    Component,
    onWillStart,
    onWillUnmount,
    onWillUpdateProps,
    useState,
} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {ListRenderer} from "@web/views/list/list_renderer";
import {listView} from "@web/views/list/list_view";
import {useBusy} from "../../core/busy";

/** What a key does with the receipt on which the keyboard stands. */
const KEYS = {enter: "action_accept", s: "action_settle", x: "action_leave"};
/** In which states each of them does something. */
const STATES = {
    action_accept: ["proposed"],
    action_settle: ["proposed", "accepted", "posted"],
    action_leave: ["proposed", "undone"],
};

/** How often the page asks how far imports are, in ms. */
const ASKING = 2000;

/** How many receipts wait in each class, and what they come to. */
export class BankReceiptBanner extends Component {
    static template = "ar_centralized_payments.BankReceiptBanner";
    static props = {list: Object};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({tiles: [], imports: []});
        onWillStart(() => Promise.all([this.load(), this.ask()]));
        onWillUpdateProps(() => this.load());
        onWillUnmount(() => {
            this.isGone = true;
            clearTimeout(this.timer);
        });
    }

    async load() {
        this.state.tiles = await this.orm.call("ar.bank.receipt", "totals", []);
    }

    /** Ask how far files are that are imported; when one is done, its lines are shown. */
    async ask() {
        const before = this.state.imports.length;
        this.state.imports = await this.orm.silent.call(
            "ar.receipt.work",
            "running",
            []
        );
        if (this.isGone) {
            return;
        }
        if (this.state.imports.length < before) {
            await this.props.list.load();
        }
        if (this.state.imports.length) {
            this.timer = setTimeout(() => this.ask(), ASKING);
        }
    }

    openImport(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ar.receipt.work",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** Show the receipts of one class alone. */
    show(confidence) {
        const model = this.env.searchModel;
        const item = Object.values(model.searchItems).find(
            (one) => one.type === "filter" && one.name === confidence
        );
        if (item) {
            model.toggleSearchItem(item.id);
        }
    }
}

/** Enter accepts, S settles, X leaves; the arrows move. */
export class BankReceiptRenderer extends ListRenderer {
    static template = "ar_centralized_payments.BankReceiptRenderer";
    static components = {...ListRenderer.components, BankReceiptBanner};

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
        this.busy = useBusy();
    }

    onCellKeydownReadOnlyMode(hotkey, cell, group, record) {
        const method = record && KEYS[hotkey];
        const isFree = method && !cell.querySelector("button:focus");
        if (isFree && STATES[method].includes(record.data.state)) {
            this.decide(record, method);
            return true;
        }
        return super.onCellKeydownReadOnlyMode(hotkey, cell, group, record);
    }

    decide(record, method) {
        return this.busy.once(async () => {
            const ids = [record.resId];
            const answer = await this.orm.call("ar.bank.receipt", method, [ids]);
            if (answer && answer !== true) {
                return this.action.doAction(answer);
            }
            return this.props.list.load();
        });
    }
}

registry.category("views").add("ar_bank_receipt_list", {
    ...listView,
    Renderer: BankReceiptRenderer,
});
