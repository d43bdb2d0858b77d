from . import (
    ar_customer_position,
    ar_customer_position_figures,
    ar_customer_statement,
    ar_statement_mailing,
    party_record,
    party_record_limits,
    party_record_open,
    res_partner,
    res_partner_statement,
)
