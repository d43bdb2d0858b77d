from . import (
    test_access,
    test_access_matrix,
    test_contract,
    test_demo,
    test_rpc,
)
from .discount import (
    test_cash_discount_terms,
    test_cash_discounts,
)
from .intercompany import (
    test_intercompany_accounting,
    test_intercompany_balance,
)
from .party import (
    test_party,
)
from .payment_journal import (
    test_deposit_slips,
    test_payment_entry,
    test_payment_journal,
    test_payment_journal_performance,
    test_payment_proposal,
)
from .reimbursement import (
    test_reimbursement,
)
from .revaluation import test_revaluation
from .settlement import (
    test_auditor,
    test_examples,
    test_parts,
    test_performance,
    test_refusals,
    test_settle_page,
    test_settlement,
    test_two_users,
    test_ui,
    test_undo,
)
