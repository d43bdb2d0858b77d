from . import ar_reimbursement, ar_reimbursement_line
