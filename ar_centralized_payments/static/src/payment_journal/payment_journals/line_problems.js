import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** What stands against the lines of payment journals, each with the way to it. */
export class LineProblems extends Component {
    static template = "ar_centralized_payments.LineProblems";
    static components = {Dialog};
    static props = {
        close: Function,
        title: String,
        rows: Array,
        ready: Number,
        open: Function,
    };

    get refused() {
        return this.props.rows.filter((row) => row.problems.length);
    }

    get onHold() {
        return this.props.rows.filter((row) => !row.problems.length);
    }

    async openLine(row) {
        this.props.close();
        await this.props.open(row);
    }
}

/** Shows the answer of *Validate*. */
function showLineProblems(env, action) {
    const {title, rows, ready} = action.params;
    if (!rows.length) {
        env.services.notification.add(
            ready
                ? _t("Nothing stands against posting. Lines: %s.", ready)
                : _t("There is nothing to post."),
            {type: ready ? "success" : "info", title}
        );
        return;
    }
    env.services.dialog.add(LineProblems, {
        title,
        rows,
        ready,
        open: (row) =>
            env.services.action.doAction({
                type: "ir.actions.act_window",
                res_model: "account.payment",
                res_id: row.payment_id,
                views: [[false, "form"]],
            }),
    });
}

registry
    .category("actions")
    .add("ar_centralized_payments.line_problems", showLineProblems);
