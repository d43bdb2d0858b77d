"""The life of a bill as it is kept, for the pure rules."""

from ..settlement.bill import Happened, Place
from .steps import to_steps


def read_events(bills):
    """Read the events of these bills, of all at once: those of one bill, asked for by
    themselves, would be read by themselves.

    :return: ``ar.bill.event`` records
    """
    events = bills.event_ids
    for name in ("kind", "currency_id", "company_currency_id"):
        events.mapped(name)
    return events


def pure_kind(event):
    """The order of events: as they were kept."""
    return event.id


def life_of(events):
    """Events that are not undone, as :class:`Happened`, first to last."""
    return tuple(map(happened, events))


def happened(event):
    currency, own = event.currency_id, event.company_currency_id
    return Happened(
        event.kind,
        to_steps(event.amount, currency),
        to_steps(event.value, own),
        to_steps(event.liability, own),
        Place(event.place or "nowhere"),
        event.is_closing,
        event.was_honored,
    )
