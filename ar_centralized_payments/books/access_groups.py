"""Who may do what (design, *Groups*): the groups that the engine asks for."""

GROUP_SETTLE = "account.group_account_invoice"
GROUP_UNDO = "ar_centralized_payments.group_settlement_undo"
GROUP_CONFIGURE = "account.group_account_manager"
GROUP_CLOSE = "ar_centralized_payments.group_close_receivable"
