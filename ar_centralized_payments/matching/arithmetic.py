"""Which of the amounts of a line is what was paid, and which a discount.

Headings say so, or arithmetic does: gross less discount is net. Where neither does,
nothing is guessed.
"""

from dataclasses import dataclass
from decimal import Decimal

from .words import Role

#: Columns of amounts.
AMOUNT_ROLES = (Role.PAID, Role.AMOUNT, Role.GROSS, Role.DISCOUNT)
#: More amounts in a line are not tried against each other.
MOST_AMOUNTS = 8
TWO, THREE = 2, 3


@dataclass(frozen=True)
class Verdict:
    """What a line pays: signed as it is written; ``None``: it does not say.

    ``reason`` and ``detail``: why it cannot be told; ``options``: what it may be.
    ``is_proven``: it is what closes the document, or adds up with it.
    """

    amount: Decimal | None = None
    discount: Decimal | None = None
    reason: str = ""
    detail: str = ""
    options: tuple = ()
    is_proven: bool = False
    currency: str = ""


def judge(amounts, roles, document, is_foreign=False):
    """Which amount is paid.

    :param amounts: list of :class:`~.parts.Amount`, in their order
    :param roles: column -> :class:`Role`, where headings say it; or empty
    :param document: the one that the line names, or ``None``
    :param is_foreign: amounts are written the other way round than the reader does
    """
    told = Judge(document, is_foreign)
    if any(role in AMOUNT_ROLES for role in roles.values()):
        return told.by_headings(amounts, roles)
    return told.by_arithmetic(amounts)


class Judge:
    """Decides for one document, or for none."""

    def __init__(self, document, is_foreign):
        self.document, self.is_foreign = document, is_foreign

    # ------------------------------------------------------------
    # By headings
    # ------------------------------------------------------------
    def by_headings(self, amounts, roles):
        """The amounts as the headings above them say."""
        some = {role: [] for role in AMOUNT_ROLES}
        for one in amounts:
            if roles.get(one.column) in some:
                some[roles[one.column]].append(one)
        paid = some[Role.PAID] or some[Role.AMOUNT]
        gross, discount = some[Role.GROSS][-1:], some[Role.DISCOUNT][-1:]
        if len(paid) > 1:
            return self.by_arithmetic(paid)
        used = [*paid, *gross, *discount]
        unclear = next(filter(None, map(self._unclear, used)), None)
        if unclear or not (paid or gross):
            return unclear or Verdict()
        values = [some and self.value(some[0]) for some in (gross, discount, paid)]
        currency = _currency(paid or gross)
        if discount and not some[Role.PAID] and not gross:
            return self._amount_and_discount(*values[1:], currency)
        return self._told(*(None if v == [] else v for v in values), currency)

    def _told(self, gross, discount, paid, currency):
        """Gross, discount and what is paid, those that are told."""
        if paid is None:
            paid = _less(gross, discount or Decimal(0))
        elif None not in (gross, discount) and not is_net(gross, discount, paid):
            texts = [f"{abs(one):f}" for one in (gross, discount, paid)]
            options = dict.fromkeys((abs(paid), abs(_less(gross, discount))))
            return Verdict(
                reason="sum", detail=" / ".join(texts), options=tuple(options)
            )
        return self._verdict(paid, discount, currency)

    def _amount_and_discount(self, discount, amount, currency):
        """An amount with or without the discount beside it: the document decides."""
        net = _less(amount, discount)
        if not discount or self._closes(amount, self.net):
            return self._verdict(amount, discount, currency)
        if self._closes(net, self.net) or self._closes(amount, self.open):
            return self._verdict(net, discount, currency)
        return Verdict(reason="amounts", options=(abs(amount), abs(net)))

    # ------------------------------------------------------------
    # By arithmetic
    # ------------------------------------------------------------
    def by_arithmetic(self, amounts):
        """The last amount is paid; one before it is the discount or what was due."""
        strong = [one for one in amounts if one.figure.is_strong]
        amounts = strong or [one for one in amounts if one.behind or not self.document]
        if not amounts:
            return Verdict()
        unclear = next(filter(None, map(self._unclear, amounts)), None)
        if unclear:
            return unclear
        values, currency = [self.value(one) for one in amounts], _currency(amounts)
        if len(values) == 1:
            return self._verdict(values[0], None, currency)
        if len(values) == TWO:
            return self._of_two(*values, currency)
        return self._of_many(values[-MOST_AMOUNTS:], currency)

    def _of_two(self, first, last, currency):
        sizes = abs(first), abs(last)
        if not self.document or sizes[0] == sizes[1]:
            return self._verdict(last, None, currency)
        if sum(sizes) == self.open:
            paid, discount = (last, first) if sizes[1] > sizes[0] else (first, last)
            return self._verdict(paid, discount, currency, is_proven=True)
        if self._is_due(first) and self.document.discount == sizes[1]:
            return self._verdict(_less(first, last), last, currency, is_proven=True)
        if self._is_due(first) and sizes[0] > sizes[1] >= sizes[0] / 2:
            return self._verdict(last, None, currency, is_proven=True)
        if self._closes(last, self.net) or self._closes(last, self.open):
            return self._verdict(last, None, currency)
        return Verdict(reason="amounts", options=sizes)

    def _of_many(self, values, currency):
        *before, last = values
        for place, gross in enumerate(before):
            for discount in before[place + 1 :]:
                if is_net(gross, discount, last):
                    is_proven = self._is_due(gross)
                    return self._verdict(last, discount, currency, is_proven)
        if self.document and self.document.is_closed_by(last):
            return self._verdict(last, None, currency)
        if not self.document:
            return Verdict(last, currency=currency)
        return Verdict(reason="amounts", options=tuple(dict.fromkeys(map(abs, values))))

    # ------------------------------------------------------------
    # Of the document
    # ------------------------------------------------------------
    @property
    def open(self):
        return self.document.open if self.document else None

    @property
    def net(self):
        return self.document.net if self.document else None

    def _closes(self, amount, wanted):
        return wanted is not None and abs(amount) == wanted

    def _is_due(self, amount):
        return self.document is not None and abs(amount) in (
            self.document.open,
            self.document.total,
        )

    def _verdict(self, paid, discount, currency, is_proven=False):
        is_proven = is_proven or bool(
            self.document and self.document.is_closed_by(paid)
        )
        size = None if discount is None else abs(discount)
        return Verdict(paid, size, is_proven=is_proven, currency=currency)

    # ------------------------------------------------------------
    # What a figure means
    # ------------------------------------------------------------
    def value(self, one):
        """The one amount that a figure means, or ``None``.

        Where both readings are amounts of the currency, the document decides.
        """
        sure = one.meaning.sure(self.is_foreign)
        if sure is None and self.document and one.meaning.own is not None:
            fits = [
                option
                for option in one.meaning.options
                if self.document.is_closed_by(option)
            ]
            if len(fits) == 1 and not one.meaning.is_finer:
                return fits[0]
        return sure

    def _unclear(self, one):
        if self.value(one) is not None:
            return None
        options = tuple(abs(option) for option in one.meaning.options)
        reason = "readings" if options else "decimals"
        return Verdict(reason=reason, detail=one.text, options=options)


def is_net(gross, discount, net):
    """Whether gross less discount is net, whichever sign a discount is written with.

    >>> is_net(-100, 2, -98), is_net(100, -2, 98), is_net(100, 21, 121)
    (True, True, False)
    """
    return net in (gross - discount, gross + discount) and abs(net) <= abs(gross)


def _less(gross, discount):
    """Gross less discount, towards nothing."""
    return gross - abs(discount) if gross >= 0 else gross + abs(discount)


def _currency(amounts):
    return next((one.figure.currency for one in amounts if one.figure.currency), "")
