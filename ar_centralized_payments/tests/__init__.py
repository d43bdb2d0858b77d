from . import (
    test_contract,
    test_intercompany_accounting,
    test_party,
    test_rpc,
)
