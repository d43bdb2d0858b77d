import {browser} from "@web/core/browser/browser";
import {patch} from "@web/core/utils/patch";
import {FormController} from "@web/views/form/form_controller";

const BUTTONS = ".o_statusbar_buttons button, .modal-footer button";

/** Whether a dialog is over the form, which then has the keyboard. */
function isCovered(root) {
    const dialog = [...document.querySelectorAll(".o_dialog")].at(-1);
    return Boolean(dialog && !dialog.contains(root));
}

/**
 * The keyboard never loses its place in a form of ours: buttons are off while what they
 * do runs, and others may be there then. The same button has the focus again, or the
 * first one.
 */
patch(FormController.prototype, {
    async afterExecuteActionButton(clickParams) {
        await super.afterExecuteActionButton(clickParams);
        if (this.props.resModel.startsWith("ar.")) {
            // Once the buttons are on again and what they changed is there.
            const frame = (act) => browser.requestAnimationFrame(act);
            frame(() => frame(() => this.keepFocus(clickParams.name)));
        }
    },

    keepFocus(name) {
        const form = this.rootRef.el;
        if (!form || document.activeElement !== document.body || isCovered(form)) {
            return;
        }
        const place = form.closest(".o_dialog") || form;
        const buttons = [...place.querySelectorAll(BUTTONS)].filter(
            (one) => !one.disabled && one.getClientRects().length
        );
        (buttons.find((one) => one.name === name) || buttons[0])?.focus();
    },
});
