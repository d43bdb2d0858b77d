import { registry } from "@web/core/registry";
import { FormRenderer } from "@web/views/form/form_renderer";
import { formView } from "@web/views/form/form_view";

/**
 * Gives the settlement's tables the whole width: the chatter stands below the sheet,
 * also on wide screens.
 */
export class SettlementFormRenderer extends FormRenderer {
    mailLayout(hasAttachmentContainer) {
        const layout = super.mailLayout(hasAttachmentContainer);
        return layout === "SIDE_CHATTER" ? "COMBO" : layout;
    }
}

registry.category("views").add("ar_settlement_form", {
    ...formView,
    Renderer: SettlementFormRenderer,
});
