from . import test_open_transactions, test_receivables_home
