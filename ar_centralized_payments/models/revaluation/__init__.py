from . import (
    account_move_line,
    ar_receivables_home,
    ar_revaluation,
    ar_revaluation_guard,
    ar_revaluation_line,
    ar_revaluation_posting,
    ar_revaluation_rate,
    ar_revaluation_screen,
    ar_settlement,
    res_company,
)
