"""What a line is for, as the explanation of it names it."""

from .because import Because, Figure, Rule
from .transfers import Cause, NoteUse, Transfer
from .values import Company, Leg, Role

#: What a settlement moves: between companies, and through the primary payment.
MOVED = {
    Role.DUE_TO: Rule.DUE_TO,
    Role.DUE_FROM: Rule.DUE_FROM,
}
THROUGH = {
    Role.DUE_TO: Rule.THROUGH_DUE_TO,
    Role.DUE_FROM: Rule.THROUGH_DUE_FROM,
}
#: By kind: what corrects the receivable, and what stands against it.
CORRECTED = {
    "exchange": (Rule.EXCHANGE_RECEIVABLE, Rule.EXCHANGE),
    "discount": (Rule.DISCOUNT_RECEIVABLE, Rule.DISCOUNT),
    "penny": (Rule.PENNY, Rule.PENNY),
    "over_under": (Rule.OVER_UNDER, Rule.OVER_UNDER),
}


def signed(figure: Figure | None) -> int:
    """A figure as it stands on a line; 0 where there is none."""
    return figure.signed if figure else 0


def because_of(
    kind: str,
    role: Role,
    amount: Figure | None,
    balance: Figure | None,
    cause: Cause,
    other: Company,
) -> Because:
    """Why a line is there: its rule, and how its amounts came about.

    :param kind: of the line; ``role`` is that of its account
    :param amount: in the line's currency; ``balance`` itself in the company's own
    """
    pair = bearer = None
    rule = _rule(kind, role, cause, signed(amount) or signed(balance))
    is_chosen = rule in (Rule.EXCHANGE, Rule.DISCOUNT)
    if is_chosen and isinstance(cause, Transfer) and cause.routing:
        pair = cause.payer.company.key, cause.target.company.key
        bearer = getattr(cause.routing, kind).value
    own = None if amount is balance else amount
    return Because(rule, balance, own, other.key, pair, bearer)


def _rule(kind: str, role: Role, cause: Cause, amount: int) -> Rule:
    if kind == "settle":
        return _settling(role, cause, amount)
    if role is Role.TAX:
        return Rule.DISCOUNT_TAX
    if isinstance(cause, NoteUse):
        return Rule.NOTE_DISCOUNT
    receivable, result = CORRECTED[kind]
    return receivable if role is Role.RECEIVABLE else result


def _settling(role: Role, cause: Cause, amount: int) -> Rule:
    """What moves an amount: a source's receivable is debited, a target's credited."""
    if isinstance(cause, Leg) and cause.via:
        receivable = Rule.THROUGH_TAKEN if amount > 0 else Rule.THROUGH_BROUGHT
        return THROUGH.get(role, receivable)
    if isinstance(cause, Leg) or not cause.routing:
        return Rule.INSIDE
    return MOVED.get(role, Rule.TAKEN if amount > 0 else Rule.SETTLED)
