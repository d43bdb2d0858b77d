from . import (
    ar_reimbursement,
    ar_reimbursement_company,
    ar_reimbursement_line,
    ar_reimbursement_payments,
)
