import {onPatched, useExternalListener} from "@odoo/owl";

const MARK = "input[name=mark]:not(:disabled)";

/** What the focus goes to where what had it is gone: the same in its row, the row's
 * mark, the first mark, the first button. */
function heir(root, {row, name}) {
    const line = `tr[data-document="${CSS.escape(row || "")}"]`;
    const same = `[name="${CSS.escape(name || "")}"]:not(:disabled)`;
    const next = [`${line} ${same}`, `${line} ${MARK}`, MARK, "button:not(:disabled)"];
    return next.map((one) => root.querySelector(one)).find(Boolean);
}

/**
 * The keyboard never loses its place: where a change of the page takes away, or turns
 * off for a moment, what has the focus, it comes back, or to what is next to it. A
 * press of the mouse elsewhere is no loss.
 *
 * @param {Function} rootOf the element of the page, once there is one
 */
export function useKeptFocus(rootOf) {
    let last = null;
    const remember = ({target}) => {
        if (rootOf()?.contains(target)) {
            const row = target.closest("tr[data-document]")?.dataset.document;
            last = {element: target, row, name: target.getAttribute("name")};
        } else {
            last = null;
        }
    };
    useExternalListener(document, "focusin", remember);
    useExternalListener(document, "pointerdown", () => {
        last = null;
    });
    onPatched(() => {
        const root = rootOf();
        if (!last || !root || document.activeElement !== document.body) {
            return;
        }
        const {element} = last;
        (element.isConnected ? element : heir(root, last))?.focus();
    });
}
