from . import (
    eu_sales_list,
    intercompany,
    party,
    payment_journal,
    receipt,
    reimbursement,
    settlement,
)

from . import revaluation  # isort: skip (inherits from the assistant)
