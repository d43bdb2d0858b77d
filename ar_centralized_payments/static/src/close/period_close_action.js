import {Component, xml} from "@odoo/owl";
import {LazyComponent} from "@web/core/assets";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

/** The action: the page of closes is rarely opened, and comes when it is. */
export class PeriodCloseAction extends Component {
    static template = xml`<LazyComponent
        bundle="'ar_centralized_payments.assets_close'"
        Component="'ar_centralized_payments.PeriodClose'"
        props="props"
    />`;
    static components = {LazyComponent};
    static props = {...standardActionServiceProps};
    static displayName = _t("Period Close");
    static path = "period-close";
}

registry
    .category("actions")
    .add("ar_centralized_payments.period_close", PeriodCloseAction);
