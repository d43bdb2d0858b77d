import {Component, onMounted, onWillStart, useRef, useState} from "@odoo/owl";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {PaymentEntry} from "./payment_entry";

/** Which payment journal: one that is open, or a new one. */
export class ChoosePaymentJournal extends Component {
    static template = "ar_centralized_payments.ChoosePaymentJournal";
    static components = {Layout};
    static props = {found: Object, open: Function, make: Function};

    setup() {
        this.listRef = useRef("list");
        onMounted(() =>
            this.listRef.el.parentElement.querySelector("button, select").focus()
        );
        this.state = useState({bank: this.props.found.bank_id, description: ""});
    }

    day(date) {
        return formatDate(deserializeDate(date));
    }

    /** The arrows go between the journals. */
    onKeydown(event) {
        const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
        if (step) {
            const rows = [...this.listRef.el.querySelectorAll("button[name=journal]")];
            rows[rows.indexOf(event.target) + step]?.focus();
            event.preventDefault();
        }
    }

    make() {
        return this.props.make({
            journal_id: this.state.bank,
            description: this.state.description,
        });
    }
}

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
