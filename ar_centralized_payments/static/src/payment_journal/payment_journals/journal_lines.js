import {Component, onPatched, useSubEnv} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {Dialog} from "@web/core/dialog/dialog";
import {formatCurrency} from "@web/core/currency";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useAutofocus} from "@web/core/utils/hooks";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";
import {useOneDialog} from "../../core/one_dialog";

/** Which of several open transactions a number means. */
export class NumberChoice extends Component {
    static template = "ar_centralized_payments.NumberChoice";
    static components = {Dialog};
    static props = {close: Function, title: String, rows: Array, choose: Function};

    setup() {
        useAutofocus({refName: "first"});
    }

    amount(row) {
        return formatCurrency(row.open, row.currency_id);
    }

    choose(row) {
        this.props.close();
        return this.props.choose(row);
    }
}

/** The lines of one payment journal: what is done with the journal is at hand. */
export class JournalLinesController extends ListController {
    static template = "ar_centralized_payments.JournalLines";

    setup() {
        super.setup();
        this.openDialog = useOneDialog();
        useSubEnv({isAltQTaken: true});
        this.savedLine = null;
        onPatched(() => this.focusSavedLine());
    }

    /** The keyboard stays on the line that was saved. */
    async onClickSave() {
        this.savedLine = this.editedRecord?.id;
        await super.onClickSave();
    }

    focusSavedLine() {
        const isLost = document.activeElement === document.body;
        if (this.savedLine && !this.editedRecord && isLost) {
            const row = `.o_data_row[data-id="${this.savedLine}"] td.o_data_cell`;
            this.rootRef.el?.querySelector(row)?.focus();
            this.savedLine = null;
        }
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onWillDisplayOnchangeWarning = (warning) =>
            warning.type === "choice" ? this.offerChoice(warning.title) : null;
        return params;
    }

    get journalId() {
        return this.props.context.default_ar_payment_journal_id || false;
    }

    /** Whether something may be left to post. */
    get isOpen() {
        const waiting = ["entered", "refused", "unsettled"];
        return Boolean(
            this.journalId &&
            (this.props.context.create ||
                this.model.root.records.some((one) =>
                    waiting.includes(one.data.ar_line_state)
                ))
        );
    }

    /** In place of the warning that a number fits several open transactions: a choice
     * of them. The warning itself, which waits for this, never shows. */
    async offerChoice(number) {
        const record = this.model.root.editedRecord;
        const customer = record.data.partner_id?.id || false;
        const rows = await this.model.orm.call("ar.settlement", "page_find", [
            number,
            customer,
        ]);
        this.dialogService.add(NumberChoice, {
            title: _t("Which %s does the customer pay?", number),
            rows,
            choose: (row) =>
                record.update({
                    ar_transaction_number: row.document,
                    ar_chosen_item: row.item_id,
                }),
        });
        return new Promise(() => {});
    }

    validateJournal() {
        return this.ofJournal("action_validate");
    }

    postJournal() {
        this.openDialog(ConfirmationDialog, {
            title: _t("Post"),
            body: _t(
                "Post the lines that are left? A line that cannot be posted stays, and says why."
            ),
            confirmLabel: _t("Post"),
            confirm: () => this.ofJournal("action_post"),
            cancel: () => {},
        });
    }

    /** Do something with the payment journal, once the line being typed is saved. */
    async ofJournal(name) {
        if (this.isBusy) {
            return;
        }
        this.isBusy = true;
        try {
            if (await this.model.root.leaveEditMode()) {
                await this.actionService.doActionButton({
                    type: "object",
                    name,
                    resModel: "ar.payment.journal",
                    resId: this.journalId,
                    context: {},
                });
            }
        } finally {
            this.isBusy = false;
        }
    }
}

registry.category("views").add("ar_payment_journal_lines", {
    ...listView,
    Controller: JournalLinesController,
});
