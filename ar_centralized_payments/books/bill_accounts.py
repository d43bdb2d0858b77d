"""The accounts on which a company books bills of exchange, and what they must be.

Rule: bills of exchange A2.
"""

from ..settlement.bill import Account

RECONCILED = ("held", "collection", "discounted", "liability")
#: Account -> (field of the company, type, reconcilable).
ACCOUNTS = {
    Account.HELD: ("ar_bill_held_account_id", "asset_current", True),
    Account.COLLECTION: ("ar_bill_collection_account_id", "asset_current", True),
    Account.DISCOUNTED: ("ar_bill_discounted_account_id", "asset_current", True),
    Account.LIABILITY: ("ar_bill_liability_account_id", "liability_current", True),
    Account.PROTESTED: ("ar_bill_protested_account_id", "asset_receivable", True),
    Account.CHARGES: ("ar_bill_charges_account_id", "expense", False),
    Account.DISCOUNT_INTEREST: (
        "ar_bill_discount_interest_account_id",
        "expense",
        False,
    ),
    Account.PROTEST_COST: ("ar_bill_protest_cost_account_id", "expense", False),
    Account.INTEREST_INCOME: ("ar_bill_interest_account_id", "income_other", False),
    Account.FEE_INCOME: ("ar_bill_fee_account_id", "income_other", False),
}
#: What an account of a type may be, too.
ALIKE = {
    "expense": ("expense", "expense_other", "expense_direct_cost"),
    "income_other": ("income", "income_other"),
}
GAIN, LOSS = (
    "income_currency_exchange_account_id",
    "expense_currency_exchange_account_id",
)
#: Those without which no bill can be drawn.
NEEDED = (
    Account.HELD,
    Account.COLLECTION,
    Account.DISCOUNTED,
    Account.LIABILITY,
    Account.PROTESTED,
)


def field_of(account):
    """The field of the company that names an account."""
    own = {Account.GAIN: GAIN, Account.LOSS: LOSS}
    return own.get(account) or ACCOUNTS[account][0]


def account_of(company, account):
    """The account of a company for a purpose, or none; ``sudo()`` is the caller's."""
    return company.root_id[field_of(account)]


def is_fit(record, account):
    """Whether an account is of the type that its purpose asks for."""
    _field, kind, reconciled = ACCOUNTS[account]
    if record.account_type not in ALIKE.get(kind, (kind,)):
        return False
    if account is Account.PROTESTED and record.non_trade:
        return False
    return not reconciled or record.reconcile
