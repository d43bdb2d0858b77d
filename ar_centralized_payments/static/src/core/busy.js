import {status, useComponent, useState} from "@odoo/owl";
import {RPCError} from "@web/core/network/rpc";

/**
 * One press, one answer. What a button does runs once, however often it is pressed
 * while the answer is on its way; buttons show that by ``is``. Where the user left the
 * page meanwhile, nothing more is made of the answer; only what the server refused is
 * still said.
 *
 * @returns {object} ``is`` (whether something runs) and ``once`` (to run something)
 */
export function useBusy() {
    const component = useComponent();
    const state = useState({isBusy: false});
    return {
        get is() {
            return state.isBusy;
        },
        /** Run what a button does, unless something runs; nothing comes of that. */
        async once(act) {
            if (state.isBusy || status(component) === "destroyed") {
                return undefined;
            }
            state.isBusy = true;
            try {
                return await act();
            } catch (error) {
                if (status(component) === "destroyed" && !(error instanceof RPCError)) {
                    return undefined;
                }
                throw error;
            } finally {
                state.isBusy = false;
            }
        },
    };
}
