from . import (
    centralized_payments_demo,
    drawn_bills_demo,
    eu_sales_demo,
    on_behalf_demo,
    receipt_demo,
)
