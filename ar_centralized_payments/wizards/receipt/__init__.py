from . import ar_bank_import, ar_payment_import
