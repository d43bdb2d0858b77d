from . import ar_bounded_values  # isort: skip (ar_guarded_values inherits it)
from . import ar_guarded_values  # isort: skip (models of this addon inherit it)
from . import ar_numbered  # isort: skip (models of this addon inherit it)
from . import ar_settlement_page  # isort: skip (ar_settlement inherits it)
from . import (
    account_payment_marks,
    ar_settlement,
    ar_settlement_leg,
    ar_settlement_line,
    ar_settlement_screen,
)
