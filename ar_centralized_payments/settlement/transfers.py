"""What moves between two companies, as far as it is booked together: legs of one place
for one target, and the uses of a credit note."""

from dataclasses import dataclass, field
from datetime import date

from .because import Figure, LegFigures, minus, total, total_of
from .money import Currency
from .values import Company, Difference, Item, Key, Leg, LineRef, Routing


@dataclass(frozen=True)
class Place:
    """Where lines of one side go: the entry, and how its receivable is addressed."""

    branch: Key
    company: Company
    account: Key
    partner: Key
    analytic: Key

    @classmethod
    def of(cls, item: Item) -> "Place":
        """The place of an item's own receivable."""
        return cls(item.branch, item.company, item.account, item.partner, item.analytic)


@dataclass
class Transfer:
    """Legs that leave one place for one target in one currency: one pair of lines.

    Only a hub adds several up (section 3.3); ``incoming`` holds, by leg number, the
    receivable line in the hub that brought a routed leg in. ``routing`` is what the
    pair of companies has chosen (none inside one company).
    """

    payer: Place
    target: Item
    currency: Currency
    legs: list[Leg] = field(default_factory=list)
    incoming: dict[int, LineRef] = field(default_factory=dict)
    routing: Routing | None = None

    @property
    def item(self) -> Item:
        """The document whose discount it books."""
        return self.target

    @property
    def amount(self) -> Figure:
        """a, in the source's currency."""
        return total(leg.figures.amount_source for leg in self.legs)

    @property
    def value(self) -> Figure:
        """v, in the paying company's accounting currency."""
        return total(at_payer(leg.figures) for leg in self.legs)

    @property
    def amount_target(self) -> Figure:
        """a', in the target's currency."""
        return total(leg.figures.amount_target for leg in self.legs)

    @property
    def value_target(self) -> Figure:
        """w, in the target company's accounting currency."""
        return total(leg.figures.value_target for leg in self.legs)

    @property
    def exchange(self) -> Figure:
        """d, in the target company's accounting currency: w less c."""
        settled = total(leg.figures.value_settled for leg in self.legs)
        return minus(self.value_target, settled)

    @property
    def discount(self) -> Figure | None:
        """δ, in the target's currency."""
        return total_of(leg.figures.discount for leg in self.legs)

    @property
    def discount_value(self) -> Figure | None:
        """δ at booked value, in the target company's accounting currency."""
        return total_of(leg.figures.discount_value for leg in self.legs)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its legs."""
        return tuple(leg.number for leg in self.legs)

    @property
    def value_date(self) -> date:
        """When the customer paid (the last of them)."""
        return max(leg.date for leg in self.legs)


@dataclass
class NoteUse:
    """A credit note with a discount of its own, and the legs that use it."""

    note: Item
    legs: list[Leg] = field(default_factory=list)

    @property
    def item(self) -> Item:
        """The document whose discount it books."""
        return self.note

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its legs."""
        return tuple(leg.number for leg in self.legs)

    @property
    def value_date(self) -> date:
        """The note's date."""
        return self.note.date


#: What lines are booked for: it names the legs and the value date.
Cause = Leg | Transfer | NoteUse | Difference


def at_payer(figures: LegFigures) -> Figure:
    """v of the hop that reaches the target."""
    return figures.value_via or figures.value_source
