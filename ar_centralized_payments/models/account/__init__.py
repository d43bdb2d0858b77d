from . import (
    account_journal,
    account_move,
    account_move_line,
    account_move_outstanding,
    account_partial_reconcile,
    account_payment,
    account_payment_method_line,
    batched_posting,
    ir_rule,
    res_company,
    res_config_settings,
    res_currency,
)
