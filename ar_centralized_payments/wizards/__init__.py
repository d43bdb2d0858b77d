from . import ar_reimbursement, ar_settlement_undo, intercompany_setup
