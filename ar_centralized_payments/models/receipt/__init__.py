# Money on the bank: what it means, and the payments that it becomes.
from . import ar_payer  # isort: skip (receipts teach it)
from . import ar_bank_receipt_deciding  # isort: skip (the receipt inherits it)
from . import ar_receipt_work_steps  # isort: skip (the import inherits it)
from . import (
    account_bank_statement,
    account_bank_statement_line,
    account_journal,
    account_partial_reconcile,
    account_payment,
    ar_bank_receipt,
    ar_payment_journal,
    ar_receipt_work,
    ar_receivables_home,
)
