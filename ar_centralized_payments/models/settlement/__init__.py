from . import ar_bounded_values  # isort: skip (ar_guarded_values inherits it)
from . import ar_guarded_values  # isort: skip (models of this addon inherit it)
from . import ar_numbered  # isort: skip (models of this addon inherit it)
from . import ar_of_companies  # isort: skip (models of this addon inherit it)
from . import ar_quick_rows  # isort: skip (models of this addon inherit it)
from . import ar_settlement_page  # isort: skip (ar_settlement inherits it)
from . import (
    account_move_explain,
    account_partial_unmatch,
    account_payment_left,
    account_payment_marks,
    ar_settlement,
    ar_settlement_entries,
    ar_settlement_guard,
    ar_settlement_leg,
    ar_settlement_line,
    ar_settlement_line_checks,
    ar_settlement_line_unmark,
    ar_settlement_page_rows,
    ar_settlement_page_search,
    ar_settlement_page_state,
    ar_settlement_posting,
    ar_settlement_screen,
    ar_settlement_undo,
    res_company,
)
