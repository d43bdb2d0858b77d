from . import (
    ar_intercompany_balance,
    ar_receivables_home,
    intercompany_accounting,
    intercompany_accounting_setup,
    intercompany_readiness,
    intercompany_usage,
)
