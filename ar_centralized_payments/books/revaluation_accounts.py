"""The accounts of a legal entity that revaluations book on, and what they lack."""

from ..settlement.values import Role

#: The company's own account of a role; an empty one means the one behind it.
ACCOUNTS = {
    Role.ADJUSTMENT: ("ar_revaluation_account_id", None),
    Role.ADJUSTMENT_DUE: ("ar_revaluation_due_account_id", None),
    Role.UNREALIZED_GAIN: (
        "ar_unrealized_gain_account_id",
        "income_currency_exchange_account_id",
    ),
    Role.UNREALIZED_LOSS: (
        "ar_unrealized_loss_account_id",
        "expense_currency_exchange_account_id",
    ),
}


#: What every company with open items needs; the other one, where companies also
#: revalue what they owe each other.
ROLES = (Role.ADJUSTMENT, Role.UNREALIZED_GAIN, Role.UNREALIZED_LOSS)
ADJUSTMENTS = (Role.ADJUSTMENT, Role.ADJUSTMENT_DUE)


def role_account(company, role):
    """The account of a role in a legal entity (an empty record: none)."""
    own, fallback = ACCOUNTS[role]
    return company[own] or (company[fallback] if fallback else company[own])


def revalued_in(companies):
    """Those of some legal entities where a difference stands until it is settled: what
    is settled there releases it, and may have to be read."""
    return companies.filtered(lambda c: c.ar_revaluation_reversal == "settlement")
