from . import (
    account_move,
    account_tax,
    ar_eu_sales_list,
    ar_eu_sales_list_boxes,
    ar_eu_sales_list_filing,
    ar_eu_sales_list_row,
    ar_eu_sales_registration,
    ar_receivables_home,
)
