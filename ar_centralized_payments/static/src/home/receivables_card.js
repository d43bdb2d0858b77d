import {Component, onWillStart, useState} from "@odoo/owl";
import {DashboardKanbanRenderer} from "@account/views/account_dashboard_kanban/account_dashboard_kanban_renderer";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";

const GROUPS = ["account.group_account_invoice", "account.group_account_readonly"];

/** A card among the journals of the accounting dashboard, that leads to Receivables. */
export class ReceivablesCard extends Component {
    static template = "ar_centralized_payments.ReceivablesCard";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({card: null});
        onWillStart(async () => {
            const isOf = await Promise.all(GROUPS.map((group) => user.hasGroup(group)));
            if (isOf.some(Boolean)) {
                this.load();
            }
        });
    }

    /** Not waited for: the journals come first. */
    async load() {
        this.state.card = await this.orm.call("ar.open.transaction", "retrieve_card");
    }

    async open() {
        await this.action.doAction("ar_centralized_payments.action_receivables_home");
    }
}

DashboardKanbanRenderer.components = {
    ...DashboardKanbanRenderer.components,
    ReceivablesCard,
};
