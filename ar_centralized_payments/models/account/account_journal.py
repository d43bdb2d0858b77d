from odoo import models

#: Lock dates that other addons give a journal, and the group that they do not bind:
#: OCA ``account_journal_lock_date``.
JOURNAL_LOCKS = {
    "fiscalyear_lock_date": None,
    "period_lock_date": "account.group_account_manager",
}


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _ar_lock_problems(self, date):
        """The locks of these journals themselves that hold at a date, for the user.

        Odoo has none; with an addon that adds some, a posting there is refused, so the
        preview must say so.

        :param date: the accounting date (empty: no lock holds)
        :return: list of (label of the lock, lock date), in order of dates
        """
        if not date:
            return []
        names = [
            name
            for name, exempt in JOURNAL_LOCKS.items()
            if name in self._fields and not (exempt and self.env.user.has_group(exempt))
        ]
        locks = [
            (
                lock_date,
                f"{self._fields[name]._description_string(self.env)}, {journal.name}",
            )
            for journal in self.sudo()
            for name in names
            if (lock_date := journal[name]) and date <= lock_date
        ]
        return [(label, lock_date) for lock_date, label in sorted(locks)]
