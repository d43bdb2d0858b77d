from . import ar_intercompany_balance  # isort: skip (ar_balance_confirmation adds to it)
from . import (
    ar_balance_confirmation,
    ar_intercompany_difference,
    ar_receivables_home,
    intercompany_accounting,
    intercompany_accounting_setup,
    intercompany_readiness,
    intercompany_usage,
)
