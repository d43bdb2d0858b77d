import {mailModels} from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {expect} from "@odoo/hoot";
import {waitFor} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {getDefaultConfig} from "@web/views/view";

const USD = 1;

/** The server decides all figures: tests say what it answers, and see what it is asked. */
class ArSettlement extends models.Model {
    _name = "ar.settlement";
}

class ArPaymentJournal extends models.Model {
    _name = "ar.payment.journal";
}

class ArSettleOnBehalf extends models.Model {
    _name = "ar.settle.on.behalf";
}

class AccountMoveLine extends models.Model {
    _name = "account.move.line";
    _views = {search: `<search/>`};
}

export function definePageModels() {
    defineModels({
        ...mailModels,
        ArSettlement,
        ArPaymentJournal,
        ArSettleOnBehalf,
        AccountMoveLine,
    });
}

/** An open transaction as the server lists it: by default an invoice in USD. */
export function row(id, document, open, values = {}) {
    return {
        key: String(id),
        item_id: id,
        company: "Fabrikam East",
        document,
        reference: "",
        kind: "invoice",
        side: "target",
        date: "2026-03-01",
        date_maturity: "2026-03-31",
        is_overdue: false,
        open,
        currency_id: USD,
        discount_until: false,
        is_discount_open: false,
        discount: 0,
        tiers: [],
        taken: 0,
        refusal: false,
        holder_id: false,
        salesperson: "",
        means: "",
        ...values,
    };
}

/** The line of a marked row: what was typed of it, the rest is determined. */
export function line(open, typed = {}) {
    const {amount = false, discount = false, ...others} = typed;
    const paid = amount === false ? open : amount;
    return {
        amount: paid,
        amount_typed: Number(amount),
        is_amount_manual: amount !== false,
        discount: Number(discount),
        discount_typed: Number(discount),
        is_discount_manual: discount !== false,
        left: open - paid - Number(discount),
        use_cash_discount: "normal",
        full_settlement: false,
        is_primary: false,
        ...others,
    };
}

/** Answer a method of a model; what is asked becomes a step of the test. */
export function answer(model, method, reply) {
    onRpc(model, method, async ({args, kwargs}) => {
        const said = await reply({args, kwargs});
        const {step, result} = said?.step === undefined ? {result: said} : said;
        if (step) {
            expect.step(step);
        }
        return result;
    });
}

/** Mount a client action as the action service does. */
export function mountAction(Action, params, updateActionState = () => {}, config = {}) {
    return mountWithCleanup(Action, {
        componentEnv: {config: {...getDefaultConfig(), ...config}},
        props: {
            action: {type: "ir.actions.client", params},
            actionId: 1,
            updateActionState,
        },
    });
}

/** Until the page has asked for what that comes to, and shows it. */
export async function afterTyping() {
    for (let times = 0; times < 3; times++) {
        await advanceTime(300);
        await animationFrame();
    }
}

/** What is shown before long, on a busy machine, too. */
export async function appears(selector) {
    await waitFor(selector, {timeout: 10000});
    return selector;
}

export const ROWS = ".o_ar_settle_table tbody tr";
/** A part of the row of a document. */
export const of = (document, part = "") =>
    `${ROWS}[data-document='${document}'] ${part}`;
