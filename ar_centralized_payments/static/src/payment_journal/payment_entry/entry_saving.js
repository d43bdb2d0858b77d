import {_t} from "@web/core/l10n/translation";
import {ask} from "../../core/ask";
import {typedAmount} from "../../core/typed_amount";
import {DifferenceDialog} from "./difference_dialog";
import {EntryChoice} from "./entry_choice";

/** The part of the page that stores the payment, and asks before what is strange. */
export class EntrySaving extends EntryChoice {
    save() {
        return this.busy.once(async () => {
            if (this.sayNotReady()) {
                return;
            }
            const found = await this.currentTotals();
            if (found.questions?.length && !(await this.isRight(found.questions))) {
                this.focusAmount();
            } else if (found.count && found.is_different) {
                this.askDifference(found);
            } else {
                await this.store();
            }
        });
    }

    /** Say what was typed and is nothing: a name not chosen, or no amount. */
    sayNotReady() {
        const field = this.notChosen;
        const amount = this.rootRef.el.querySelector("#o_ar_entry_amount");
        if (field) {
            this.notification.add(
                _t("Choose %s from what is found, or clear it.", field.value),
                {type: "warning"}
            );
            field.focus();
        } else if (this.isAmountWrong) {
            this.sayNoAmount(this.state.amountText);
            amount.focus();
        }
        return Boolean(field) || this.isAmountWrong;
    }

    get isAmountWrong() {
        return typedAmount(this.state.amountText) === undefined;
    }

    isRight(questions) {
        return ask(this.dialog, {
            title: _t("Is That Right?"),
            body: questions.join("\n"),
            confirmLabel: _t("It Is Right"),
        });
    }

    askDifference(found) {
        const {amount} = this.state.values;
        this.dialog.add(
            DifferenceDialog,
            {
                amount: amount ? this.amountOf(amount) : "",
                wanted: this.amountOf(found.wanted),
                left: found.left ? this.amountOf(found.left) : "",
                open: found.open ? this.amountOf(found.open) : "",
                problems: found.problems,
                choose: (choice) => this.busy.once(() => this.store(choice)),
            },
            {onClose: () => this.focusAmount()}
        );
    }

    async store(onDifference = null) {
        const {values, partner} = this.state;
        const saved = await this.orm.call("ar.payment.journal", "entry_save", [
            [this.journalId],
            values,
            this.currentMarks,
            onDifference,
        ]);
        this.notification.add(
            _t("%(customer)s, %(amount)s is in the journal.", {
                customer: partner.name,
                amount: this.amountOf(saved.amount),
            }),
            {type: "success"}
        );
        this.state.entered = saved;
        await this.clear();
    }

    /** Ready for the next one: date, means and offset stay. */
    async clear() {
        Object.assign(this.state, this.emptyEntry, this.listState);
        Object.assign(this.state.values, this.emptyValues);
        await this.loadRows();
        this.focusFirst();
    }

    /** Begin this payment anew: the date, too, is that of the payment journal. */
    beginAnew() {
        return this.busy.once(async () => {
            this.state.values.date = this.props.head.defaults.date;
            await this.clear();
        });
    }
}
