from . import account_payment_register, ar_settlement_undo
