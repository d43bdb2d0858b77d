from . import centralized_payments_demo
