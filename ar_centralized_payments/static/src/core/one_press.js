import {patch} from "@web/core/utils/patch";
import {MultiRecordViewButton} from "@web/views/view_button/multi_record_view_button";

/** Buttons above a list ask which records are meant before they are turned off: what is
 * pressed again meanwhile is the same press. */
patch(MultiRecordViewButton.prototype, {
    async onClick(...args) {
        if (this.isPressed) {
            return;
        }
        this.isPressed = true;
        try {
            await super.onClick(...args);
        } finally {
            this.isPressed = false;
        }
    },
});
