from . import (
    ar_deposit_slip_cancel,
    ar_payment_journal_undo,
    ar_payment_proposal,
    ar_payment_proposal_item,
    ar_payment_proposal_line,
)
