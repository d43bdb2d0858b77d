import {Component, onWillStart, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {RPCError} from "@web/core/network/rpc";
import {useAutofocus} from "@web/core/utils/hooks";

/** A dialog that asks, and stays with the words of the server where it is refused. */
class AskingDialog extends Component {
    setup() {
        useAutofocus({refName: "first"});
        this.state = useState({reason: "", isBusy: false, refusals: []});
    }

    async send(act) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            await act();
            this.props.close();
        } catch (error) {
            if (!(error instanceof RPCError)) {
                throw error;
            }
            this.state.refusals = (error.data?.message || error.message).split("\n");
        } finally {
            this.state.isBusy = false;
        }
    }

    confirm() {
        return this.send(() => this.props.confirm(this.state));
    }
}

/** Why something may stay open, or is opened again. */
export class ReasonDialog extends AskingDialog {
    static template = "ar_centralized_payments.CloseReasonDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        title: String,
        body: String,
        confirmLabel: String,
        confirm: Function,
    };
}

/** Which locks are set, and why in spite of what is open. */
export class LockDialog extends AskingDialog {
    static template = "ar_centralized_payments.CloseLockDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        head: Object,
        companies: Array,
        mayOverride: Boolean,
        confirm: Function,
    };

    setup() {
        super.setup();
        const reached = this.props.head.lock_level;
        this.state.level = {sales: "period", period: "final"}[reached] || "sales";
        this.state.date = "";
    }
}

/** For whom, and for how long, a lock does not hold. */
export class ExceptionDialog extends AskingDialog {
    static template = "ar_centralized_payments.CloseExceptionDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        users: Array,
        companies: Array,
        confirm: Function,
    };

    setup() {
        super.setup();
        Object.assign(this.state, {
            userId: this.props.users[0]?.id || 0,
            lock: "sale_lock_date",
            hours: 4,
            companyIds: this.props.companies.map((company) => company.id),
        });
    }

    toggleCompany(id) {
        const ids = this.state.companyIds;
        this.state.companyIds = ids.includes(id)
            ? ids.filter((other) => other !== id)
            : [...ids, id];
    }
}

/** What would become of the documents behind a task, and then what did. */
export class BulkDialog extends Component {
    static template = "ar_centralized_payments.CloseBulkDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        title: String,
        run: Function,
        openRow: Function,
    };

    setup() {
        this.state = useState({
            rows: [],
            hasMore: false,
            isDated: false,
            isBusy: false,
            isDone: false,
        });
        onWillStart(() => this.send("bulk_preview"));
    }

    get ready() {
        return this.state.rows.filter((row) => row.state === "ready").length;
    }

    get undated() {
        return this.state.rows.some((row) => !row.date);
    }

    async send(method) {
        this.state.isBusy = true;
        try {
            const {rows, has_more} = await this.props.run(method, this.state.isDated);
            Object.assign(this.state, {rows, hasMore: has_more});
        } finally {
            this.state.isBusy = false;
        }
    }

    toggleDated() {
        this.state.isDated = !this.state.isDated;
        return this.send("bulk_preview");
    }

    async post() {
        await this.send("bulk_post");
        this.state.isDone = true;
    }

    open(row) {
        this.props.close();
        return this.props.openRow(row);
    }
}
