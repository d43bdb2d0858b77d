from . import (
    test_access_matrix,
    test_contract,
    test_intercompany_accounting,
    test_party,
    test_rpc,
)
