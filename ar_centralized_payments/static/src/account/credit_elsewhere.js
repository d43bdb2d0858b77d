import {AccountPaymentField} from "@account/components/account_payment_field/account_payment_field";
import {patch} from "@web/core/utils/patch";

patch(AccountPaymentField.prototype, {
    /** What another company has is settled on a page of its own. */
    async settleElsewhere(moveId) {
        const {resModel} = this.props.record;
        const call = [resModel, "action_settle_transactions", [moveId]];
        return this.action.doAction(await this.orm.call(...call));
    },
});
