from . import (
    intercompany_accounting,
    party_record,
    res_company,
    res_config_settings,
    res_currency,
    res_partner,
)
