import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/**
 * The customers for whom this one pays as well: their names, a way to add one, and one
 * to take each away. Whom the page lists is the page's.
 */
export class OtherCustomers extends Component {
    static template = "ar_centralized_payments.OtherCustomers";
    static components = {AutoComplete};
    static props = {
        others: {
            type: Array,
            element: {type: Object, shape: {id: Number, name: String}},
        },
        set: Function,
        isDisabled: {type: Boolean, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({isAdding: false});
    }

    get sources() {
        return [
            {
                placeholder: _t("Loading..."),
                options: async (text) => {
                    const found = await this.orm.silent.call(
                        "ar.settlement",
                        "page_customers",
                        [text]
                    );
                    return found.length
                        ? found.map((row) => ({
                              label: row.name,
                              onSelect: () => this.add(row),
                          }))
                        : [{label: _t("No customer found"), cssClass: "text-muted"}];
                },
            },
        ];
    }

    add(row) {
        this.state.isAdding = false;
        const rest = this.props.others.filter(({id}) => id !== row.id);
        return this.props.set([...rest, row]);
    }

    remove(row) {
        return this.props.set(this.props.others.filter(({id}) => id !== row.id));
    }
}
