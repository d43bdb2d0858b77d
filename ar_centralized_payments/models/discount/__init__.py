from . import account_payment_term, ar_cash_discount, discounted_document
