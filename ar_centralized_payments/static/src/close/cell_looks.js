import {_t} from "@web/core/l10n/translation";

/** What a cell shows beside its colour: a sign, and words for those who hear it. */
const SIGNS = {
    done: {icon: "fa-check", look: "done"},
    waived: {icon: "fa-hand-paper-o", look: "waived"},
    overridden: {icon: "fa-bolt", look: "waived"},
    na: {text: "–", look: "na"},
    information: {look: "na"},
};

/** Of an open task: why it is. */
function openSign(cell) {
    if (cell.check === "failed") {
        return {icon: "fa-exclamation-triangle", look: "open"};
    }
    if (cell.check === "open") {
        return {look: cell.severity === "blocking" ? "open" : "warning"};
    }
    return {icon: "fa-pencil", look: "sign"};
}

/** A task as a cell of the page. */
export function lookOf(cell) {
    const sign = SIGNS[cell.state] || openSign(cell);
    const isCounted = cell.count && !["done", "na"].includes(cell.state);
    return {
        ...sign,
        text: isCounted ? String(cell.count) : sign.text || "",
        isBlocked: cell.is_blocked && cell.state === "open",
        isLate: cell.is_late,
    };
}

const STATES = {
    open: _t("open"),
    done: _t("done"),
    waived: _t("waived"),
    overridden: _t("overridden"),
    na: _t("does not apply"),
    information: _t("for information"),
};

/** The same in words: the name of the cell's button. */
export function wordsOf(row, company, cell) {
    const words = [row.name, company, STATES[cell.state]];
    if (cell.count) {
        words.push(cell.amount ? `${cell.count} (${cell.amount})` : cell.count);
    }
    if (cell.check === "failed") {
        words.push(_t("the check failed"));
    }
    if (cell.state === "open" && cell.is_blocked) {
        words.push(_t("waits for what comes before"));
    }
    if (cell.is_late) {
        words.push(_t("past due"));
    }
    if (cell.is_suspended) {
        words.push(_t("suspended"));
    }
    return words.join(", ");
}
