import {Component, onMounted, useRef, useState} from "@odoo/owl";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {Layout} from "@web/search/layout";
import {useBusy} from "../../core/busy";

/** Which payment journal: one that is open, or a new one. */
export class ChoosePaymentJournal extends Component {
    static template = "ar_centralized_payments.ChoosePaymentJournal";
    static components = {Layout};
    static props = {found: Object, open: Function, make: Function};

    setup() {
        this.busy = useBusy();
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

    open(id) {
        return this.busy.once(() => this.props.open(id));
    }

    make() {
        return this.busy.once(() =>
            this.props.make({
                journal_id: this.state.bank,
                description: this.state.description,
            })
        );
    }
}
