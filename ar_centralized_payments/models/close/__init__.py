from . import ar_close_check, ar_close_template, ar_period_close  # isort: skip
from . import ar_period_close_task  # isort: skip (what follows extends both)
from . import (
    ar_period_close_checking,
    ar_period_close_lock,
    ar_period_close_locking,
    ar_period_close_page,
    ar_period_close_posting,
    ar_period_close_report,
    ar_period_close_task_bulk,
    ar_period_close_task_signing,
    ar_receivables_home,
)
