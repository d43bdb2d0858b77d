import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** How often the page asks how far the work is, in ms. */
const ASKING = 2000;

/** A bar that fills while lines are done in the background. */
export class PostingProgress extends Component {
    static template = "ar_centralized_payments.PostingProgress";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({progress: 0, done: 0, total: 0});
        onMounted(() => this.ask());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    async ask() {
        const {record} = this.props;
        if (record.resId && record.data.state === "posting") {
            const found = await this.orm.silent.call(
                "ar.payment.journal",
                "posting_progress",
                [[record.resId]]
            );
            Object.assign(this.state, found);
            if (found.state !== "posting") {
                await record.load();
            }
        }
        this.timer = setTimeout(() => this.ask(), ASKING);
    }
}

registry.category("fields").add("ar_posting_progress", {
    component: PostingProgress,
    supportedTypes: ["float"],
    fieldDependencies: [{name: "state", type: "selection"}],
});
