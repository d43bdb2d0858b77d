from . import ar_balances_as_of, intercompany_setup
