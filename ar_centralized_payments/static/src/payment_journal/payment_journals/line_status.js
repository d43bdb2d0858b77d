import {Component} from "@odoo/owl";
import {usePopover} from "@web/core/popover/popover_hook";
import {registry} from "@web/core/registry";
import {BadgeField, badgeField} from "@web/views/fields/badge/badge_field";

/** Why a line could not be posted, in full. */
export class LineReason extends Component {
    static template = "ar_centralized_payments.LineReason";
    static props = {reason: String, close: {type: Function, optional: true}};
}

/** How far a line is; where something stands against it, a press says what. */
export class LineStatus extends BadgeField {
    static template = "ar_centralized_payments.LineStatus";

    setup() {
        super.setup();
        this.popover = usePopover(LineReason);
    }

    get reason() {
        return this.props.record.data.ar_problem || "";
    }

    openReason(event) {
        this.popover.open(event.currentTarget, {reason: this.reason});
    }
}

registry.category("fields").add("ar_line_status", {
    ...badgeField,
    component: LineStatus,
    fieldDependencies: [{name: "ar_problem", type: "text"}],
});
