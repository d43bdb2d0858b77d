import { Component, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Takes a remittance advice; what it does not mark is listed, with the reason. */
export class PasteDialog extends Component {
    static template = "ar_centralized_payments.PasteDialog";
    static components = { Dialog };
    static props = {
        close: Function,
        /** Marks what a text names, and returns what the server found. */
        read: Function,
        /** Marks one of several transactions that have a number. */
        mark: Function,
    };

    setup() {
        this.state = useState({ text: "", found: null, chosen: {} });
        this.textRef = useRef("text");
        useAutofocus({ refName: "text" });
    }

    async read() {
        this.state.found = await this.props.read(this.state.text);
        this.state.chosen = {};
        if (!this.state.found.rejected.length) {
            this.props.close();
        }
    }

    async readFile(event) {
        const [file] = event.target.files;
        if (file) {
            this.state.text = await file.text();
            this.textRef.el.focus();
        }
    }

    async choose(row, candidate) {
        await this.props.mark(candidate.item_id, candidate.amount);
        this.state.chosen[row.place] = candidate.item_id;
    }

    onKeydown(event) {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            this.read();
        }
    }
}
