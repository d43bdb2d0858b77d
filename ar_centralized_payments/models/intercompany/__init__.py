from . import ar_intercompany_balance, intercompany_accounting
