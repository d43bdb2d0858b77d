from . import ar_payment_entry  # isort: skip (ar_payment_journal inherits it)
from . import account_payment_line  # isort: skip (account.payment inherits it)
from . import account_payment_dates  # isort: skip (account.payment inherits it)
from . import account_payment_posting  # isort: skip (account.payment inherits it)
from . import ar_payment_journal_posting  # isort: skip (ar_payment_journal inherits it)
from . import ar_payment_journal_ways  # isort: skip (ar_payment_journal inherits it)
from . import (
    account_payment_slip,
    ar_deposit_slip,
    ar_payment_entry_amounts,
    ar_payment_entry_paste,
    ar_payment_entry_saving,
    ar_payment_journal,
    ar_payment_journal_slip,
    ar_receivables_home,
)
