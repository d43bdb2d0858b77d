import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {ChoosePaymentJournal} from "./choose_payment_journal";
import {PaymentEntry} from "./payment_entry";

/** The action: a payment journal, then payments in it. */
export class PaymentEntryAction extends Component {
    static template = "ar_centralized_payments.PaymentEntryAction";
    static components = {ChoosePaymentJournal, PaymentEntry};
    static props = {...standardActionServiceProps};
    static displayName = _t("Enter Customer Payments");
    static path = "enter-customer-payments";

    setup() {
        this.orm = useService("orm");
        this.state = useState({head: null, found: null});
        // On the way back from elsewhere, the same journal.
        useSetupAction({
            getLocalState: () => ({journalId: this.state.head?.journal.id}),
        });
        this.env.config.setDisplayName(_t("Enter Customer Payments"));
        onWillStart(() => {
            const {action, resId, state} = this.props;
            const id = state?.journalId || resId || action.params?.journal_id;
            return id ? this.open(id) : this.choose();
        });
    }

    async open(id) {
        this.state.head = await this.orm.call("ar.payment.journal", "entry_open", [
            [id],
        ]);
        this.props.updateActionState?.({resId: id});
    }

    /** Back to the journals. */
    async choose() {
        this.state.found = await this.orm.call(
            "ar.payment.journal",
            "entry_journals",
            []
        );
        this.state.head = null;
        this.props.updateActionState?.({resId: false});
    }

    async make(values) {
        const [id] = await this.orm.create("ar.payment.journal", [values]);
        await this.open(id);
    }
}

registry
    .category("actions")
    .add("ar_centralized_payments.enter_payments", PaymentEntryAction);
