from . import (
    eu_sales_list,
    intercompany,
    party,
    payment_journal,
    receipt,
    reimbursement,
    settlement,
)

from . import bill, revaluation  # isort: skip (inherit from the assistant)
