import {askUnmark} from "@ar_centralized_payments/settlement/marked_transactions/ask_unmark";
import {describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-mock";
import {contains, getService, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {appears, definePageModels} from "../mock_pages";
import {Component, xml} from "@odoo/owl";

describe.current.tags("desktop");
definePageModels();

class Nothing extends Component {
    static template = xml`<div/>`;
    static props = {};
}

test("a colleague's marks go after the question only", async () => {
    await mountWithCleanup(Nothing);
    const env = {
        services: {
            action: {doAction: (action) => expect.step(action)},
            dialog: getService("dialog"),
            orm: {call: (_model, method, [ids]) => expect.step(`${method} ${ids}`)},
        },
    };
    const params = {ids: [4, 5], title: "Unmark?", body: "STL/4 is of Cleo."};
    askUnmark(env, {params});
    await appears(".modal");
    expect(".modal").toHaveText(/STL\/4 is of Cleo\./);
    await contains(".modal .btn-secondary").click();
    await animationFrame();
    expect.verifySteps([]);
    askUnmark(env, {params});
    await appears(".modal");
    await contains(".modal .btn-primary").click();
    await animationFrame();
    expect.verifySteps(["action_unmark 4,5", "soft_reload"]);
});
