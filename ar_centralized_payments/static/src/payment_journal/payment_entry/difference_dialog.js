import {Component, useExternalListener} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {useAutofocus} from "@web/core/utils/hooks";

/** Asks what is to be done where the amount is not what is marked. */
export class DifferenceDialog extends Component {
    static template = "ar_centralized_payments.DifferenceDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        amount: String, // empty: none was typed
        wanted: String,
        left: String, // what would stay open of the payment, if anything
        open: String, // what would stay open of what is marked, if anything
        problems: Array,
        choose: Function,
    };

    setup() {
        // Enter out of habit decides nothing.
        useAutofocus({refName: "back"});
        useExternalListener(window, "keydown", (event) => this.onKeydown(event), true);
    }

    get choices() {
        return this.props.amount
            ? ["change_amount", "leave_open", "oldest_first"]
            : ["change_amount"];
    }

    /** A digit chooses, as it stands before each answer; the arrows go between them. */
    onKeydown(event) {
        const choice = this.choices[Number(event.key) - 1];
        const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
        if (choice && !event.altKey && !event.ctrlKey && !event.metaKey) {
            this.choose(choice);
        } else if (step) {
            const answers = [...document.querySelectorAll(".o_ar_difference button")];
            answers[answers.indexOf(document.activeElement) + step]?.focus();
        } else {
            return;
        }
        event.preventDefault();
        event.stopPropagation();
    }

    choose(choice) {
        this.props.close();
        this.props.choose(choice);
    }
}
