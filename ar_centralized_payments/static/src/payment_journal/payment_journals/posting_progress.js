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

    /** How the state is called while the work goes on, and what tells how far it is. */
    static running = "posting";
    static method = "posting_progress";

    setup() {
        this.orm = useService("orm");
        this.state = useState({progress: 0, done: 0, total: 0});
        onMounted(() => this.ask());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    async ask() {
        const {record} = this.props;
        const {running, method} = this.constructor;
        if (record.resId && record.data.state === running) {
            const found = await this.orm.silent.call(record.resModel, method, [
                [record.resId],
            ]);
            Object.assign(this.state, found);
            if (found.state !== running) {
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
