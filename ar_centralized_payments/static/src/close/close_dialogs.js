import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {RPCError} from "@web/core/network/rpc";
import {useAutofocus} from "@web/core/utils/hooks";

/** How often the work in the background is looked at. */
const FOLLOW_MS = 2000;

/** A dialog that asks, and stays with the words of the server where it is refused. */
class AskingDialog extends Component {
    static components = {Dialog};
    static props = {close: Function, confirm: Function};

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
    static props = {
        ...AskingDialog.props,
        title: String,
        body: String,
        confirmLabel: String,
    };
}

/** Which locks are set, and why in spite of what is open. */
export class LockDialog extends AskingDialog {
    static template = "ar_centralized_payments.CloseLockDialog";
    static props = {
        ...AskingDialog.props,
        head: Object,
        companies: Array,
        mayOverride: Boolean,
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
    static props = {...AskingDialog.props, users: Array, companies: Array};

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
            total: 0,
            progress: false,
            isDated: false,
            isBusy: false,
            isDone: false,
        });
        onWillStart(() => this.preview());
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    get ready() {
        return this.state.rows.filter((row) => row.state === "ready").length;
    }

    /** Whether there are more than are shown: these are posted in the background. */
    get isMore() {
        return !this.state.isDone && this.state.total > this.state.rows.length;
    }

    get moreText() {
        const {rows, total} = this.state;
        return _t(
            "These are the first %(shown)s of %(total)s. All of them are posted in the background, each for itself.",
            {shown: rows.length, total}
        );
    }

    /** How many one press posts, or tries to. */
    get offered() {
        return this.isMore ? this.state.total : this.ready;
    }

    get undated() {
        return this.state.rows.some((row) => !row.date);
    }

    get isRunning() {
        return Boolean(this.state.progress && !this.state.progress.is_done);
    }

    get progressText() {
        const {user, done, total, posted} = this.state.progress;
        if (!this.isRunning) {
            return _t("%(posted)s of %(total)s are posted.", {posted, total});
        }
        return _t(
            "%(user)s has them posted in the background: %(done)s of %(total)s. You may close this; %(user)s is told when it is done.",
            {user, done, total}
        );
    }

    get percent() {
        const {done, total} = this.state.progress;
        return total ? Math.floor((100 * done) / total) : 100;
    }

    async ask(method, ...given) {
        this.state.isBusy = true;
        try {
            Object.assign(this.state, await this.props.run(method, ...given));
        } finally {
            this.state.isBusy = false;
        }
        if (this.isRunning) {
            this.timer = browser.setTimeout(() => this.follow(), FOLLOW_MS);
        }
    }

    preview() {
        return this.ask("bulk_preview", this.state.isDated);
    }

    /** Until the work in the background is done, which the dialog need not wait for. */
    async follow() {
        await this.ask("bulk_progress");
        this.state.isDone = !this.isRunning;
    }

    toggleDated() {
        this.state.isDated = !this.state.isDated;
        return this.preview();
    }

    async post() {
        if (this.state.isBusy) {
            return;
        }
        await this.ask("bulk_post", this.state.isDated);
        this.state.isDone = !this.isRunning;
    }

    open(row) {
        this.props.close();
        return this.props.openRow(row);
    }
}
