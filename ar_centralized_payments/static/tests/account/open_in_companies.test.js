import {describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";
import {cookie} from "@web/core/browser/cookie";
import {user} from "@web/core/user";
import {WebClient} from "@web/webclient/webclient";
import {definePageModels} from "../mock_pages";

describe.current.tags("desktop");
definePageModels();

class Document extends models.Model {
    _name = "document";
    name = fields.Char();
    _records = [{id: 1, name: "EINV/1"}];
    _views = {
        form: `<form><field name="name"/></form>`,
        list: `<list><field name="name"/></list>`,
    };
}

defineModels([Document]);

const FORM = {
    type: "ir.actions.act_window",
    name: "The Document",
    res_model: "document",
    res_id: 1,
    views: [[false, "form"]],
};

function active() {
    return user.activeCompanies.map((company) => company.id);
}

/** A list, and from there a document of another company. */
async function openFromList() {
    cookie.set("cids", "1");
    serverState.companies = [
        {id: 1, name: "Fabrikam", sequence: 1, parent_id: false, child_ids: []},
        {id: 2, name: "Fabrikam East", sequence: 2, parent_id: false, child_ids: []},
        {id: 3, name: "Fabrikam West", sequence: 3, parent_id: false, child_ids: []},
    ];
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        name: "Documents",
        res_model: "document",
        views: [[false, "list"]],
    });
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "ar_centralized_payments.open_in_companies",
        params: {action: FORM, company_ids: [2]},
    });
    await animationFrame();
}

test("a company is ticked for the page alone: coming back restores the switcher", async () => {
    await openFromList();
    expect(".o_form_view").toHaveCount(1);
    expect(active()).toEqual([1, 2]);
    await contains(".o_breadcrumb .o_back_button, .breadcrumb-item a").click();
    await animationFrame();
    await animationFrame();
    expect(".o_list_view").toHaveCount(1);
    expect(active()).toEqual([1]);
});

test("who chose other companies meanwhile keeps them", async () => {
    await openFromList();
    await user.activateCompanies([1, 2, 3], {
        includeChildCompanies: false,
        reload: false,
    });
    await contains(".o_breadcrumb .o_back_button, .breadcrumb-item a").click();
    await animationFrame();
    expect(active()).toEqual([1, 2, 3]);
});
