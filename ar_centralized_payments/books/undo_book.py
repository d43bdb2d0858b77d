"""What undoing some settlements takes back, and on which dates that can be."""

from collections import defaultdict

from odoo.exceptions import UserError
from odoo.tools import format_date

from .lock_dates import LockDates, Place


class UndoBook:
    """Finds the dates of undoing; reads for all settlements at once, writes nothing.

    :param settlements: posted ``ar.settlement`` records with ``sudo()``; that the user
        is a member of every company involved is for the caller to check, before
    """

    def __init__(self, settlements):
        self.settlements = settlements
        self.env = settlements.env
        self.locks = LockDates(self.env)
        self._prefetch()
        self.partials = {
            settlement: settlement._matches() for settlement in settlements
        }
        self._places = self._find_places()

    def dates(self, chosen):
        """The one date of undoing each settlement (accounting 4, *Undo*).

        :param chosen: the date that the user picks (empty: that of each settlement, if
            it is open in all of its companies, else the first date open in all)
        :return: settlement -> date
        :raises UserError: with every reason against it
        """
        refusals = self.refusals(chosen)
        if refusals:
            raise UserError("\n".join(refusals))
        return {
            settlement: chosen
            or self.locks.first_open(self.places(settlement), settlement.date_effective)
            for settlement in self.settlements
        }

    def refusals(self, chosen):
        """Every reason against undoing on a date (see :meth:`dates`): list of texts."""
        return self._named(
            lambda settlement: [
                *self._against(settlement, chosen),
                *self.locks.against_undoing(self.places(settlement), chosen),
            ]
        )

    def refusals_but_locks(self, chosen):
        """The same for a caller that asks about the locks at all of its places."""
        return self._named(lambda settlement: self._against(settlement, chosen))

    def _named(self, reasons_of):
        return [
            self.env._(
                "%(settlement)s cannot be undone: %(reason)s",
                settlement=settlement.name,
                reason=reason,
            )
            for settlement in self.settlements
            for reason in reasons_of(settlement)
        ]

    def places(self, *settlements):
        """Where entries are to be that take settlements back (none given: all of them):
        list of :class:`Place`."""
        chosen = settlements or self.settlements
        return [place for settlement in chosen for place in self._places[settlement]]

    def _prefetch(self):
        """Read for all settlements at once what is asked for each of them."""
        moves = self.settlements.move_ids
        moves.fetch(["state", "company_id", "journal_id"])
        lines = moves.line_ids | moves.invoice_line_ids
        lines.fetch(["account_id", "tax_ids", "tax_line_id", "tax_tag_ids"])
        self.settlements._matches()

    def _find_places(self):
        """Those of its entries, and of what Odoo made on the way and reverses with it:
        tax that became due on payment, exchange differences of it."""
        partials = self.env["account.partial.reconcile"].union(*self.partials.values())
        owners = {
            partial: settlement
            for settlement, some in self.partials.items()
            for partial in some
        }
        places = defaultdict(list)
        for settlement in self.settlements:
            entries = settlement.move_ids.filtered(lambda move: move.state == "posted")
            places[settlement] += map(Place.of, entries)
        for move, partial in partials._ar_made_on_the_way().items():
            places[owners[partial]].append(Place.of(move))
        return places

    def _against(self, settlement, chosen):
        env, own = self.env, settlement.date_effective
        if chosen and chosen < own:
            yield env._(
                "%(date)s is before its date, %(own)s.",
                date=format_date(env, chosen),
                own=format_date(env, own),
            )
        for company in settlement.move_ids.company_id or settlement.company_ids:
            if not company.active:
                yield env._(
                    "%(company)s is archived, and nothing can be booked there. "
                    "Unarchive it first.",
                    company=company.name,
                )
        yield from self._against_archived(settlement)

    def _against_archived(self, settlement):
        """Accounts and journals of its entries on which nothing can be booked now."""
        moves = settlement.move_ids.filtered(lambda move: move.state == "posted")
        for company, some in moves.sorted("id").grouped("company_id").items():
            accounts = some.line_ids.account_id.with_company(company.root_id)
            for record in [*accounts.sorted("id"), *some.journal_id.sorted("id")]:
                if not record.active:
                    yield self.env._(
                        "%(name)s of %(company)s, which its entry is booked on, is "
                        "archived. Unarchive it first.",
                        name=record.display_name,
                        company=company.name,
                    )
