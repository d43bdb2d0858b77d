from . import ar_intercompany_balance  # isort: skip (ar_balance_confirmation adds to it)
from . import (
    ar_balance_confirmation,
    ar_intercompany_difference,
    ar_intercompany_payoff,
    ar_intercompany_payoff_item,
    ar_intercompany_payoff_posting,
    ar_intercompany_payoff_screen,
    ar_receivables_home,
    intercompany_accounting,
    intercompany_accounting_setup,
    intercompany_clearing,
    intercompany_readiness,
    intercompany_usage,
    res_company_payoff,
    res_company_rates,
)
