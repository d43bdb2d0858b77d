from . import centralized_payments_demo, eu_sales_demo, receipt_demo
