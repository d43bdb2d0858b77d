from . import ar_guarded_values  # isort: skip (models of this addon inherit it)
from . import ar_numbered  # isort: skip (models of this addon inherit it)
from . import ar_settlement_page  # isort: skip (ar_settlement inherits it)
from . import ar_payment_entry  # isort: skip (ar_payment_journal inherits it)
from . import discounted_document  # isort: skip (account_move inherits it)
from . import account_payment_line  # isort: skip (account_payment inherits it)
from . import account_payment_posting  # isort: skip (account_payment inherits it)
from . import ar_payment_journal_posting  # isort: skip (ar_payment_journal inherits it)
from . import (
    account_move,
    account_move_line,
    account_partial_reconcile,
    account_payment,
    account_payment_marks,
    account_payment_method_line,
    account_payment_slip,
    account_payment_term,
    ar_cash_discount,
    ar_deposit_slip,
    ar_intercompany_balance,
    ar_payment_entry_paste,
    ar_payment_journal,
    ar_payment_journal_slip,
    ar_settlement,
    ar_settlement_leg,
    ar_settlement_line,
    ar_settlement_screen,
    intercompany_accounting,
    ir_rule,
    party_record,
    res_company,
    res_config_settings,
    res_currency,
    res_partner,
)
