import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";

/**
 * Ask before something is done: with a title, a body, and the label of the answer that
 * goes on. Resolves to whether that was given.
 */
export function ask(dialog, {title, body, confirmLabel}) {
    return new Promise((resolve) => {
        const texts = {title, body, confirmLabel};
        const answers = {confirm: () => resolve(true), cancel: () => resolve(false)};
        const options = {onClose: () => resolve(false)};
        dialog.add(ConfirmationDialog, {...texts, ...answers}, options);
    });
}
