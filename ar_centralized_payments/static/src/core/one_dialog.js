import {useService} from "@web/core/utils/hooks";

/**
 * One dialog of a page at a time, however often what opens it is pressed.
 *
 * @returns {Function} opens a dialog as the service does, unless one is open
 */
export function useOneDialog() {
    const dialog = useService("dialog");
    let isOpen = false;
    return (Dialog, props, options = {}) => {
        if (isOpen) {
            return;
        }
        isOpen = true;
        const onClose = () => {
            isOpen = false;
            return options.onClose?.();
        };
        dialog.add(Dialog, props, {...options, onClose});
    };
}
