"""The lines of entries while they are written, and what matches what."""

from .because import Figure, part_of
from .money import Currency
from .parts import by_analytic, in_proportion, portions_in
from .reasons import because_of, signed
from .transfers import Cause, Place
from .values import (
    Account,
    Company,
    Entry,
    Item,
    Key,
    Line,
    LineRef,
    Match,
    Portion,
    Role,
)


class Ledger:
    """Lines by branch and company, and their matches; what they mean, others say."""

    def __init__(self) -> None:
        self.lines: dict[tuple[Key, Company], list[Line]] = {}
        self.matches: list[Match] = []
        self.mirrors = 0

    def entries(self) -> tuple[Entry, ...]:
        """One entry for each company or branch that has lines."""
        entries = []
        for (branch, company), lines in self.lines.items():
            assert not sum(line.balance for line in lines), (branch, lines)
            entries.append(Entry(branch, company, tuple(lines)))
        return tuple(entries)

    def _next_mirror(self) -> int:
        self.mirrors += 1
        return self.mirrors

    def _add(
        self,
        place: Place,
        account: Account,
        partner: Key,
        currency: Currency,
        amount: Figure | None,
        balance: Figure | None,
        leg: Cause,
        kind: str,
        other: Company,
        **extra: object,
    ) -> LineRef | None:
        """Append a line, unless both amounts are zero.

        On a line in the company's own currency both amounts are the balance.
        """
        if currency == place.company.currency:
            amount = balance
        units, value = signed(amount), signed(balance)
        if not units and not value:
            return None
        lines = self.lines.setdefault((place.branch, place.company), [])
        lines.append(
            Line(
                account, partner, currency, units, value, leg.numbers, kind,
                other.key, leg.value_date, **{"analytic": place.analytic, **extra},
                because=because_of(kind, account.role, amount, balance, leg, other),
            )
        )  # fmt: skip
        return LineRef(place.branch, len(lines) - 1)

    def _receivable(
        self,
        place: Place,
        currency: Currency,
        amount: Figure | None,
        balance: Figure | None,
        leg: Cause,
        kind: str,
        other: Company,
    ) -> LineRef | None:
        account = Account(Role.RECEIVABLE, place.company.key, place.account)
        return self._add(
            place, account, place.partner, currency, amount, balance, leg, kind, other
        )

    def _due(
        self,
        role: Role,
        place: Place,
        currency: Currency,
        amount: Figure | None,
        balance: Figure | None,
        leg: Cause,
        kind: str,
        other: Company,
        mirror: int,
        part: Key = None,
    ) -> None:
        account = Account(role, place.company.key, other.key)
        self._add(
            place, account, ("company", other.key), currency, amount, balance, leg,
            kind, other, mirror=mirror, part=part,
        )  # fmt: skip

    def _result(
        self,
        place: Place,
        account: Account,
        partner: Key,
        currency: Currency,
        amount: Figure | None,
        balance: Figure | None,
        leg: Cause,
        kind: str,
        other: Company,
        item: Item,
        portions: tuple[Portion, ...],
        before: int = 0,
        part: Key = None,
    ) -> None:
        """Lines of profit and loss for a document: one for each analytic distribution
        of its base lines, as far as the place's company may use it."""
        weights = portions_in(portions, place.company == item.company)
        split = by_analytic(weights, signed(amount), signed(balance), before)
        counted = in_proportion([*weights.values()])
        for weight, (analytic, *parts) in zip(counted, split, strict=True):
            share = weight, sum(counted)
            figures = [
                whole and part_of(whole, whole.sign * part, unit, *share)
                for whole, part, unit in zip(
                    (amount, balance), parts, (currency, place.company.currency),
                    strict=True,
                )
            ]  # fmt: skip
            self._add(
                place, account, partner, currency, *figures, leg, kind, other,
                part=part, analytic=analytic,
            )  # fmt: skip

    def _match(
        self,
        debit: LineRef | Key,
        credit: LineRef | Key,
        value: int,
        amount: int,
        currency: Currency,
        company: Company,
        leg: int | None = None,
    ) -> None:
        """Let two of one account meet; in the own currency amount and value agree."""
        if currency == company.currency:
            amount = value
        if value or amount:
            self.matches.append(Match(debit, credit, value, amount, amount, leg))
