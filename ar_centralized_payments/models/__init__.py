# Wings in the order in which they build on each other: `account`, what Odoo's own
# documents get of each of them, is the last.
from . import settlement  # isort: skip (every other wing inherits its mixins)
from . import home  # isort: skip (other wings add their tiles to it)
from . import (
    close,
    direct_debit,
    discount,
    eu_sales_list,
    intercompany,
    on_behalf,
    party,
    payment_journal,
    receipt,
    revaluation,
)

from . import bill  # isort: skip (builds on payments, settlements and slips)
from . import account  # isort: skip (inherits from all of them)
