import {
    Component,
    onMounted,
    onWillStart,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {keyAsRead} from "../core/direction";
import {useBusy} from "../core/busy";
import {useOneDialog} from "../core/one_dialog";
import {lookOf, wordsOf} from "./cell_looks";
import {BulkDialog, ExceptionDialog, LockDialog, ReasonDialog} from "./close_dialogs";

const CLOSE = "ar.period.close";
const TASK = "ar.period.close.task";
const ARROWS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
};

/** Whether a key is not for something that is typed into, nor a shortcut. */
function isForPage({target, ctrlKey, altKey, metaKey}) {
    const isElsewhere = target.closest?.(".modal, input, select, textarea");
    return !(isElsewhere || ctrlKey || altKey || metaKey);
}

/**
 * A close as a table: tasks by area, and a column for each company of the user. Every
 * figure comes from the server, which checks the books when the page opens.
 */
export class PeriodClose extends Component {
    static template = "ar_centralized_payments.PeriodClose";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.openDialog = useOneDialog();
        this.notification = useService("notification");
        this.busy = useBusy();
        this.root = useRef("root");
        this.env.config.setDisplayName(_t("Period Close"));
        const kept = this.props.state || {};
        this.state = useState({
            page: null,
            area: kept.area || "",
            company: kept.company ?? "",
            person: kept.person || 0,
            only: kept.only || "",
            isAll: Boolean(kept.isAll),
            at: kept.at || null,
        });
        useSetupAction({
            getLocalState: () => {
                const {page, ...shown} = this.state;
                return {...shown, closeId: page.close?.id};
            },
        });
        useExternalListener(window, "keydown", (event) => this.onKeydown(event));
        // Who comes back goes on where they were.
        onMounted(() => this.refocus());
        const {action, resId} = this.props;
        onWillStart(() =>
            this.load(kept.closeId || resId || action.params?.close_id || false)
        );
    }

    // ------------------------------------------------------------
    // What is shown
    // ------------------------------------------------------------
    get page() {
        return this.state.page;
    }

    /** The companies that are shown: one, or all of them. */
    get columns() {
        const wanted = this.state.company;
        return this.page.columns.filter(
            (one) => wanted === "" || one.id === Number(wanted)
        );
    }

    get areas() {
        return this.page.areas
            .filter((area) => !this.state.area || area.key === this.state.area)
            .map((area) => ({
                ...area,
                rows: this.page.rows.filter(
                    (row) => row.area === area.key && this.isRowShown(row)
                ),
            }))
            .filter((area) => area.rows.length);
    }

    get shownRows() {
        return this.areas.flatMap((area) => area.rows);
    }

    /** What applies nowhere is in the way: it shows when it is asked for. */
    isRowShown(row) {
        return (
            (this.state.isAll || this.applies(row)) &&
            this.cellsOf(row).some((cell) => this.isShown(cell))
        );
    }

    applies(row) {
        return this.cellsOf(row).some((cell) => cell.state !== "na");
    }

    cellsOf(row) {
        return this.columns.map((one) => row.cells[one.id]).filter(Boolean);
    }

    get countHidden() {
        return this.page.rows.filter((row) => !this.applies(row)).length;
    }

    /** Whether a task is what the user wants to see. */
    isShown(cell) {
        const {only, person} = this.state;
        const wanted = {
            "": true,
            late: cell.is_late,
            today: cell.is_due,
            blocked: cell.is_blocked && cell.state === "open",
            left: cell.state === "open",
        }[only];
        return Boolean(wanted && (!person || cell.user_id === person));
    }

    look(cell) {
        return lookOf(cell);
    }

    words(row, column, cell) {
        return wordsOf(row, column.name, cell);
    }

    /** The task that has the focus, with its row. */
    get chosen() {
        const row = this.page.rows.find((one) => one.key === this.state.at?.key);
        const cell = row?.cells[this.state.at.column];
        const column = this.columns.find((one) => one.id === this.state.at?.column);
        return cell && column ? {row, cell, column} : null;
    }

    get canSign() {
        const {cell} = this.chosen || {};
        const isOpen = cell && cell.state === "open" && !cell.is_blocked;
        return Boolean(
            isOpen && this.page.may.sign && !["open", "failed"].includes(cell.check)
        );
    }

    get canWaive() {
        const {cell} = this.chosen || {};
        const isOpen = cell && cell.state === "open" && !cell.is_blocked;
        return Boolean(isOpen && this.page.may.close);
    }

    get canLock() {
        const {close, may} = this.page;
        return close && close.is_mine && may.close;
    }

    // ------------------------------------------------------------
    // Reading
    // ------------------------------------------------------------
    async load(closeId) {
        this.state.page = await this.orm.call(CLOSE, "page_open", [closeId || false]);
        this.props.updateActionState?.({resId: this.page.close?.id || false});
        if (!this.page.columns.some((one) => String(one.id) === this.state.company)) {
            this.state.company = "";
        }
        if (!this.chosen) {
            this.state.at = null;
        }
    }

    reload() {
        return this.busy.once(() => this.load(this.page.close.id));
    }

    chooseClose(event) {
        return this.busy.once(() => this.load(Number(event.target.value)));
    }

    toggleOnly(name) {
        this.state.only = this.state.only === name ? "" : name;
    }

    // ------------------------------------------------------------
    // The keyboard
    // ------------------------------------------------------------
    onKeydown(event) {
        const act = this.page.close && isForPage(event) && this.actOf(event);
        if (act) {
            act();
            event.preventDefault();
        }
    }

    /** What a key does, if it does anything where it is pressed. */
    actOf(event) {
        const {key, target} = event;
        const isOnCell = Boolean(target.closest?.(".o_ar_close_cell"));
        const step = ARROWS[keyAsRead(event)];
        if (step) {
            const isHere = isOnCell || target === document.body;
            return isHere && (() => this.move(...step));
        }
        const acts = {s: () => this.sign(), w: () => this.waive()};
        return isOnCell && acts[key.toLowerCase()];
    }

    /** To the next cell with a task in one direction. */
    move(down, right) {
        let [row, column] = this.place || [down > 0 ? -1 : 0, right > 0 ? -1 : 0];
        let next = null;
        do {
            row += down;
            column += right;
            next = this.cellAt(row, column);
        } while (next && !next.cell);
        if (next) {
            this.focus(next.key, next.column);
        }
    }

    /** A cell by its numbers, with or without a task; nothing beyond the last one. */
    cellAt(row, column) {
        const found = this.shownRows[row];
        const beside = this.columns[column];
        return (
            found &&
            beside && {key: found.key, column: beside.id, cell: found.cells[beside.id]}
        );
    }

    /** Where the focus is, as numbers of row and column. */
    get place() {
        const {at} = this.state;
        const row = this.shownRows.findIndex((one) => one.key === at?.key);
        const column = this.columns.findIndex((one) => one.id === at?.column);
        return row < 0 || column < 0 ? null : [row, column];
    }

    focus(key, column) {
        this.state.at = {key, column};
        const cell = `[data-key="${CSS.escape(key)}"][data-column="${column}"]`;
        this.root.el?.querySelector(cell)?.focus();
    }

    refocus() {
        if (this.chosen) {
            this.focus(this.state.at.key, this.state.at.column);
        }
    }

    /** A dialog, after which the keyboard is where it was. */
    ask(dialog, props) {
        this.openDialog(dialog, props, {onClose: () => this.refocus()});
    }

    isFirst(row, column) {
        const {at} = this.state;
        if (at && this.chosen) {
            return at.key === row.key && at.column === column.id;
        }
        const first = this.shownRows[0];
        const firstColumn = this.columns.find((one) => first?.cells[one.id]);
        return first === row && firstColumn === column;
    }

    // ------------------------------------------------------------
    // Doing
    // ------------------------------------------------------------
    /** What is found opens as a list; where nothing is, the task itself shows. */
    press(row, column) {
        const cell = row.cells[column.id];
        this.focus(row.key, column.id);
        return cell.count ? this.openCell(cell) : undefined;
    }

    openCell(cell) {
        return this.openTask(cell.id, "action_open");
    }

    openRow(row) {
        const cell = Object.values(row.cells)[0];
        return this.openTask(cell.id, "action_open_all");
    }

    openTask(id, method) {
        return this.busy.once(async () => {
            const action = await this.orm.call(TASK, method, [[id]]);
            await this.action.doAction(action);
        });
    }

    openRecord(model, id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openTasks() {
        return this.action.doAction(
            "ar_centralized_payments.action_ar_period_close_task",
            {additionalContext: {search_default_close_id: this.page.close.id}}
        );
    }

    newClose() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: CLOSE,
            views: [[false, "form"]],
        });
    }

    print() {
        const {id} = this.page.close;
        return this.busy.once(() =>
            this.action.doAction("ar_centralized_payments.action_report_period_close", {
                additionalContext: {active_ids: [id], active_id: id},
            })
        );
    }

    export() {
        return this.busy.once(async () => {
            const closes = [[this.page.close.id]];
            const action = await this.orm.call(CLOSE, "action_export", closes);
            await this.action.doAction(action);
        });
    }

    setUp() {
        return this.busy.once(async () => {
            const action = await this.orm.call(CLOSE, "action_set_up", []);
            await this.load(action.params.close_id);
        });
    }

    sign() {
        if (!this.canSign) {
            return undefined;
        }
        const {cell, row} = this.chosen;
        return this.busy.once(async () => {
            await this.orm.call(TASK, "action_sign", [[cell.id]]);
            await this.load(this.page.close.id);
            this.notification.add(_t("Signed: %s", row.name), {type: "success"});
        });
    }

    waive() {
        if (!this.canWaive) {
            return;
        }
        const {cell, row, column} = this.chosen;
        this.ask(ReasonDialog, {
            title: _t("Waive"),
            body: _t(
                "%(task)s, %(company)s: %(count)s may stay open. If it becomes more, the waiver is suspended.",
                {task: row.name, company: column.name, count: cell.count || _t("it")}
            ),
            confirmLabel: _t("Waive"),
            confirm: async ({reason}) => {
                await this.orm.call(TASK, "action_waive", [[cell.id], reason]);
                await this.load(this.page.close.id);
            },
        });
    }

    get canPost() {
        const {row, cell} = this.chosen || {};
        return Boolean(row?.bulk && cell.count && this.page.may.sign);
    }

    bulk() {
        const {row, cell, column} = this.chosen;
        this.openDialog(
            BulkDialog,
            {
                title: `${row.name}, ${column.name}`,
                run: (method, ...given) =>
                    this.orm.call(TASK, method, [[cell.id], ...given]),
                openRow: ({model, id}) => this.openRecord(model, id),
            },
            {onClose: () => this.load(this.page.close.id)}
        );
    }

    lock() {
        const {close, columns, may} = this.page;
        this.ask(LockDialog, {
            head: close,
            companies: columns.filter((one) => one.id).map((one) => one.name),
            mayOverride: may.override,
            confirm: async ({level, reason, date}) => {
                const given = [level, reason || false, date || false];
                await this.orm.call(CLOSE, "action_lock", [[close.id], ...given]);
                await this.load(close.id);
                this.notification.add(_t("All companies are locked."), {
                    type: "success",
                });
            },
        });
    }

    reopen() {
        const {close} = this.page;
        this.ask(ReasonDialog, {
            title: _t("Reopen"),
            body: _t("The locks of all companies go back to what they were before."),
            confirmLabel: _t("Reopen"),
            confirm: async ({reason}) => {
                await this.orm.call(CLOSE, "action_reopen", [[close.id], reason]);
                await this.load(close.id);
            },
        });
    }

    grant() {
        const {close, columns} = this.page;
        return this.busy.once(async () => {
            const users = await this.orm.searchRead(
                "res.users",
                [["share", "=", false]],
                ["display_name"]
            );
            this.ask(ExceptionDialog, {
                users,
                companies: columns.filter((one) => one.id),
                confirm: async ({userId, lock, hours, reason, companyIds}) => {
                    const given = [userId, lock, hours, reason, companyIds];
                    await this.orm.call(CLOSE, "action_grant_exception", [
                        [close.id],
                        ...given,
                    ]);
                    this.notification.add(_t("The exception is granted."), {
                        type: "success",
                    });
                },
            });
        });
    }
}

registry
    .category("lazy_components")
    .add("ar_centralized_payments.PeriodClose", PeriodClose);
