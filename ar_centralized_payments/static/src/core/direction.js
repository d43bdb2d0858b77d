import {localization} from "@web/core/l10n/localization";

const OTHER_SIDE = {ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft"};

/** The key as a page that reads from left to right means it: arrows to the side change
 * places where the page reads from right to left. */
export function keyAsRead({key}) {
    return (localization.direction === "rtl" && OTHER_SIDE[key]) || key;
}
