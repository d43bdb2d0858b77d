import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {TagsList} from "@web/core/tags_list/tags_list";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * Shows companies, given as [id, name], as tags: also those that are not ticked in the
 * company switcher, whose records could not be read.
 */
export class CompanyTagsField extends Component {
    static template = "ar_centralized_payments.CompanyTagsField";
    static components = {TagsList};
    static props = {...standardFieldProps};

    get tags() {
        const companies = this.props.record.data[this.props.name] || [];
        return companies.map(([id, name]) => ({
            id: String(id),
            text: name,
            colorIndex: id % 12,
        }));
    }
}

registry.category("fields").add("ar_company_tags", {
    component: CompanyTagsField,
    displayName: _t("Company tags"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
