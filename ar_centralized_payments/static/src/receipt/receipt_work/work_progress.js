import {PostingProgress} from "../../payment_journal/payment_journals/posting_progress";
import {registry} from "@web/core/registry";

/** A bar that fills while a file is imported in the background. */
export class WorkProgress extends PostingProgress {
    static running = "waiting";
    static method = "work_progress";
}

registry.category("fields").add("ar_work_progress", {
    component: WorkProgress,
    supportedTypes: ["float"],
    fieldDependencies: [{name: "state", type: "selection"}],
});
