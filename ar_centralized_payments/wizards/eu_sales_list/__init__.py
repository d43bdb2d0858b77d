from . import ar_eu_sales_list_prepare, ar_eu_sales_list_reopen, ar_eu_vat_correction
