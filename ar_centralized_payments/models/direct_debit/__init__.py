from . import (
    account_payment,
    ar_debit_file,
    ar_payment_journal,
    res_company,
    res_config_settings,
    res_partner_bank,
)
