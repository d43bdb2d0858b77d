"""Whether a date is open to be booked on: the one room that is asked.

Posting, undoing, cancelling a payment of a slip, draft payments and readiness ask
here (accounting 4): the fiscal-year, sale, purchase, tax and hard locks of a company
and of its parents, with the lock exceptions of the acting user.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from odoo.tools import format_date


@dataclass(frozen=True)
class Place:
    """Where an entry is to be: what decides which locks hold for it.

    ``journal``: a sale or purchase journal has a lock of its own (empty: general).
    ``has_tax``: the entry carries tax, by a tax, a line of tax or a tag.
    """

    company: object
    journal: object
    has_tax: bool = False

    @classmethod
    def of(cls, move):
        """The place of an entry that is there, as Odoo itself would ask for it."""
        return cls(move.company_id, move.journal_id, move._affect_tax_report())

    @classmethod
    def of_tax_due_on_payment(cls, company):
        """Where Odoo books the tax that becomes due on payment."""
        return cls(company, company.tax_cash_basis_journal_id, True)


@dataclass(frozen=True)
class Lock:
    """A lock that holds: of which company, its label, and its last locked date."""

    company: object
    label: str
    until: object


class LockDates:
    """Asks for the locks at places, each found once.

    :param env: of the acting user, whose lock exceptions count (with ``sudo()``, too)
    """

    def __init__(self, env):
        self.env = env
        self._known = {}

    def at(self, places, date):
        """The locks that hold at a date, each once.

        :param places: iterable of :class:`Place`
        :param date: the accounting date of the entries (empty: no lock holds)
        :return: list of :class:`Lock`, company by company, in order of dates
        """
        found = {lock: None for place in places for lock in self._at(place, date)}
        return list(found)

    def first_open(self, places, date):
        """The first date, not before ``date``, that is open at all of the places.

        A lock moves the date to the day after it; that day may be locked elsewhere,
        or, with a lock exception, later again: so it looks until nothing holds.
        """
        places = tuple(places)
        while locks := self.at(places, date):
            date = max(lock.until for lock in locks) + timedelta(days=1)
        return date

    def _at(self, place, date):
        key = (replace(place, journal=place.journal.id), date)
        if key not in self._known:
            self._known[key] = self._read(place, date)
        return self._known[key]

    def _read(self, place, date):
        """``sudo()``: a company that is involved may not be ticked in the company
        switcher, nor its journal be the user's to read. Odoo still takes the lock
        exceptions of the acting user."""
        company, journal = place.company.sudo(), place.journal.sudo()
        locks = company._get_violated_lock_dates(date, place.has_tax, journal)
        own = [
            Lock(place.company, label, until)
            for label, until in journal._ar_lock_problems(date)
        ]
        if not locks:
            return own
        labels = company.fields_get([field for _until, field in locks], ["string"])
        found = [
            Lock(place.company, labels[field]["string"], until)
            for until, field in locks
        ]
        return sorted([*found, *own], key=lambda lock: lock.until)

    # ------------------------------------------------------------
    # Refusals: which company, which lock, and the way out
    # ------------------------------------------------------------
    def against_posting(self, places, date):
        """Reasons against the entries of a settlement on a date."""
        text = self.env._(
            "%(company)s: %(date)s is locked by its %(lock)s (%(until)s). The first "
            "date that is open in all companies is %(first)s: choose it as the "
            "settlement date, or have the lock changed."
        )
        return self._against(places, date, text)

    def against_undoing(self, places, date):
        """Reasons against taking something back on a date that was chosen."""
        text = self.env._(
            "%(company)s: %(date)s is locked by its %(lock)s (%(until)s). The first "
            "date that is open in all companies is %(first)s: choose it, or have the "
            "lock changed."
        )
        return self._against(places, date, text)

    def against_payment(self, company, date, journal):
        """Reasons against the date of a payment that is to be posted."""
        text = self.env._(
            "%(company)s: %(date)s, the date of the payment, is locked by its %(lock)s "
            "(%(until)s). Choose a later payment date, or have the lock changed."
        )
        return self._against([Place(company, journal)], date, text)

    def _against(self, places, date, text):
        """One text for each lock, with the first date that is open at all places."""
        places = tuple(places)
        locks = self.at(places, date)
        first = self.first_open(places, date) if locks else date
        return [
            text
            % {
                "company": lock.company.name,
                "lock": lock.label,
                "date": format_date(self.env, date),
                "until": format_date(self.env, lock.until),
                "first": format_date(self.env, first),
            }
            for lock in locks
        ]
