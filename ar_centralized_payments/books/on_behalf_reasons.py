"""What stands against a settlement on behalf of a company, as far as it may be told.

Reasons against a plan name accounts, journals, locks and rates of every company. Who
settles for a company that is not theirs is told what they marked and typed, and what
their own companies say; of anything else, that there is something.
"""

#: Problems that are about the marks alone: documents, amounts and dates that are shown.
TOLD_CODES = frozenset(
    {
        *("twice", "no_source", "no_target", "date_too_early", "nothing", "pair"),
        *("amount_not_positive", "amount_too_large", "excess", "amounts_disagree"),
        *("discount_negative", "discount_on_source", "discount_unpaid"),
    }
)


class ReasonsOnBehalf:
    """Picks, of the reasons against one plan, those that the user may read.

    :param book: the :class:`SettlementBook` that planned it
    :param booked: the :class:`Booked` of the settlement
    :param members: the companies of which the user is a member
    """

    def __init__(self, book, booked, members):
        self.book, self.booked = book, booked
        self.members = set(members.ids)

    def told(self):
        """The reasons that may be told, in their order.

        A lock of an own company names the first date that is open in all of its
        companies, not in those of others.
        """
        locks = self._own_locks()
        known = {*self._of_marks(), *self._of_own_books(), *locks}
        reasons = [reason for reason in self.booked.refusals if reason in known]
        return list(dict.fromkeys([*reasons, *locks]))

    @property
    def is_all_told(self):
        """Whether nothing else stands against it."""
        return not {*self.booked.refusals} - {*self.told()}

    def _of_marks(self):
        """What is marked and typed, and which of it is not open any more."""
        booked, settlement = self.booked, self.booked.settlement
        yield from self.book.refusals[settlement]
        for problem in booked.plan.problems:
            if problem.code in TOLD_CODES:
                yield self.book.texts.text(problem, settlement)

    def _of_own_books(self):
        """What the user's own companies say of accounts and journals."""
        book, booked = self.book, self.booked
        for key in booked.used_pairs:
            if self._is_own(*key):
                yield from book.unready[book.pairs[key].id]
        for company, move in self._own_moves():
            yield from book.entry_check.against_entry(
                company, move, book.entries.accounts_of_pairs
            )

    def _own_moves(self):
        for branch, move in self.booked.moves.items():
            company = self.book.env["res.company"].browse(branch)
            if self._is_own(company.id, company.root_id.id):
                yield company, move

    def _own_locks(self):
        places = [
            place
            for place in self.book._places(self.booked)
            if self._is_own(place.company.id)
        ]
        return self.book.locks.against_posting(places, self.booked.plan.date)

    def _is_own(self, *companies):
        return not {*companies} - self.members
