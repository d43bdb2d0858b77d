import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {formatMonetary} from "@web/views/fields/formatters";
import {_t} from "@web/core/l10n/translation";
import {useAutofocus} from "@web/core/utils/hooks";

/** What a line of an advice was taken for: how it is said, and the badge's colour. */
const TAKEN_FOR = {
    read: {label: _t("Marked"), color: "success"},
    asks: {label: _t("Asks"), color: "warning"},
    refused: {label: _t("Not marked"), color: "danger"},
    total: {label: _t("Total"), color: "info"},
    header: {label: _t("Heading"), color: "secondary"},
    words: {label: _t("Words"), color: "light"},
};

/**
 * Takes a remittance advice, and shows line by line what it was taken for. Ctrl and
 * Enter presses the first button, as in any dialog.
 */
export class PasteDialog extends Component {
    static template = "ar_centralized_payments.PasteDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        /** Marks what a text names, and returns what the server found. */
        read: Function,
        /** Marks one of several transactions that have a number. */
        mark: Function,
    };

    setup() {
        this.state = useState({text: "", found: null, chosen: {}});
        this.textRef = useRef("text");
        this.closeRef = useRef("close");
        // What was read is looked at, then Enter goes on.
        useEffect(
            (found) => found && this.closeRef.el.focus(),
            () => [this.state.found]
        );
        useAutofocus({refName: "text"});
    }

    async read() {
        this.state.found = await this.props.read(this.state.text);
        this.state.chosen = {};
    }

    takenFor(row) {
        return TAKEN_FOR[row.taken_for];
    }

    /** The checks of the total lines that do not hold. */
    get differences() {
        return this.state.found.total_checks.filter((total) => total.differs);
    }

    get hasAmounts() {
        return this.state.found.rows.some((row) => row.amount !== false);
    }

    get hasDiscounts() {
        return this.state.found.rows.some((row) => row.discount !== false);
    }

    count(kind) {
        return this.state.found.rows.filter((row) => row.taken_for === kind).length;
    }

    money(amount) {
        const currencyId = this.state.found.currency_id;
        return amount === false ? "" : formatMonetary(amount, {currencyId});
    }

    async readFile(event) {
        const [file] = event.target.files;
        if (file) {
            this.state.text = await file.text();
            this.textRef.el.focus();
        }
    }

    isChosen(row, candidate) {
        const chosen = this.state.chosen[row.place];
        return (
            chosen?.item_id === candidate.item_id && chosen?.amount === candidate.amount
        );
    }

    async choose(row, candidate) {
        await this.props.mark(candidate.item_id, candidate.amount);
        this.state.chosen[row.place] = candidate;
    }
}
