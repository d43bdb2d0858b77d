from . import (
    test_contract,
    test_intercompany_accounting,
    test_intercompany_balance,
    test_party,
)
