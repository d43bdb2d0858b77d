from . import (
    ar_intercompany_balance,
    intercompany_accounting,
    intercompany_accounting_setup,
    intercompany_readiness,
    intercompany_usage,
)
