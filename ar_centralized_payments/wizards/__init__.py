from . import (
    account_payment_register,
    ar_customer_proposal,
    ar_deposit_slip_cancel,
    ar_payment_proposal,
    ar_payment_proposal_item,
    ar_payment_proposal_line,
    ar_reimbursement,
    ar_reimbursement_line,
    ar_settlement_undo,
    intercompany_setup,
)
