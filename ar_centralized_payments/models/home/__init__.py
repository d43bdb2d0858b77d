from . import ar_receivables_home  # isort: skip (ar_open_transaction inherits it)
from . import (
    ar_open_transaction,
    ar_open_transaction_figures,
    ar_receivables_links,
    ar_receivables_marks,
    ar_receivables_tiles,
)
