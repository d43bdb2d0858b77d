from . import (
    intercompany_accounting,
    res_company,
    res_config_settings,
    res_currency,
    res_partner,
)
