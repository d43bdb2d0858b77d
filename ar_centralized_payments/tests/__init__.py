from . import (
    test_access,
    test_access_matrix,
    test_accessibility,
    test_accessibility_demo,
    test_bounds,
    test_contract,
    test_contract_roads,
    test_demo,
    test_double_press,
    test_javascript,
    test_refused_values,
    test_rpc,
    test_web_session,
)
from .bill import (
    test_bill_currencies,
    test_bill_examples,
    test_bill_lives,
    test_bill_refusals,
    test_bill_ui,
)
from .close import (
    test_bills_in_close,
    test_bulk,
    test_checks,
    test_close,
    test_close_page,
    test_locks,
)
from .direct_debit import test_debit_files
from .discount import (
    test_cash_discount_terms,
    test_cash_discounts,
    test_discount_parts,
)
from .eu_sales_list import (
    test_eu_sales_list,
    test_eu_sales_list_access,
    test_eu_sales_list_filing,
    test_eu_sales_list_page,
)
from .home import (
    test_open_transactions,
    test_receivables_home,
)
from .home import (
    test_ui as test_receivables_ui,
)
from .intercompany import (
    test_intercompany_accounting,
    test_intercompany_balance,
    test_intercompany_choices,
    test_intercompany_differences,
    test_intercompany_payoff,
    test_payoff_centre,
)
from .on_behalf import test_on_behalf, test_on_behalf_ui
from .party import (
    test_as_of,
    test_customer_position,
    test_party,
    test_statement,
)
from .payment_journal import (
    test_advices,
    test_deposit_slips,
    test_payment_entry,
    test_payment_journal,
    test_payment_journal_page,
    test_payment_journal_performance,
    test_payment_proposal,
)
from .receipt import (
    test_bank_files,
    test_bank_receipts,
    test_bank_receipts_page,
    test_lockbox,
    test_payment_import,
)
from .reimbursement import (
    test_reimbursement,
)
from .revaluation import (
    test_examples as test_revaluation_examples,
)
from .revaluation import (
    test_histories,
    test_old_failures,
    test_releases,
    test_revaluation,
    test_settled_after,
    test_setup,
)
from .revaluation import (
    test_ui as test_revaluation_ui,
)
from .settlement import (
    test_auditor,
    test_batches,
    test_beside,
    test_company_switches,
    test_examples,
    test_lock_dates,
    test_marks_of_others,
    test_numbers,
    test_other_customers,
    test_outstanding_elsewhere,
    test_outstanding_widget,
    test_parts,
    test_payment_states,
    test_performance,
    test_refusals,
    test_settle_page,
    test_settlement,
    test_two_users,
    test_ui,
    test_undo,
)
