import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";

/**
 * Ask before something is done.
 *
 * @param {Object} dialog the service
 * @param {Object} texts title, body and the label of the answer that goes on
 * @returns {Promise<Boolean>} whether to go on
 */
export function ask(dialog, {title, body, confirmLabel}) {
    return new Promise((resolve) =>
        dialog.add(
            ConfirmationDialog,
            {
                title,
                body,
                confirmLabel,
                confirm: () => resolve(true),
                cancel: () => resolve(false),
            },
            {onClose: () => resolve(false)}
        )
    );
}
