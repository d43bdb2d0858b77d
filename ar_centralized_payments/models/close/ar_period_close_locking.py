"""Locking the companies of a close, reopening, and exceptions for one user."""

from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import format_date

from ...books.access_groups import GROUP_CLOSE, GROUP_CONFIGURE
from ...books.given_values import Count, Day, Id, Ids, Text, checked, choice_of, one
from ...closing.locks import LEVELS, LOCKS, is_needed_for, put_back, raised
from ...closing.tasks import Severity

#: An override is read by auditors: it says more than "ok".
SHORTEST_REASON = 10
#: Checks that nobody overrides: key -> the levels that they stop.
NEVER_OVERRIDDEN = {
    "A1": frozenset(LEVELS),
    "D2": frozenset({"period", "final"}),
    "B7": frozenset({"final"}),
    "B8": frozenset({"final"}),
    "C1": frozenset({"final"}),
    "C2": frozenset({"final"}),
}
#: Which levels come after which: a later one is reached once.
ORDER = ("sales", "period", "final")
EXCEPTIONS = ("sale_lock_date", "fiscalyear_lock_date", "tax_lock_date")


class ArPeriodClose(models.Model):
    _inherit = "ar.period.close"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_lock(
        self,
        level: choice_of(*LEVELS),
        reason: Text = None,
        date: Day = None,
    ):
        """Lock all companies of the close at its last day, all of them or none.

        Every check is made anew before; what has to be done and is not refuses, unless
        it is overridden with a reason.

        :param str level: ``sales``, ``period``, ``tax`` or ``final``
        :param str reason: of the override; by accounting managers alone
        :param date: of ``final``: its date, typed again
        :return: ``True``
        :raises UserError: with every company and task that stands against it
        :raises AccessError: without the right to close, or to one of the companies
        """
        one(self)
        self._check_group(GROUP_CLOSE)
        self._check_members()
        if not level:
            raise UserError(self.env._("Choose what is to be locked."))
        reason = (reason or "").strip()
        self._check_level(level, reason, date)
        if reason:
            self._check_group(GROUP_CONFIGURE)
        self._elevated()._lock(level, reason)
        return True

    @checked
    def action_reopen(self, reason: Text):
        """Put the locks of all companies back to what they were before the close.

        A lock that was moved since stays, and so does a hard one; the message says so.

        :param str reason: why
        :return: ``True``
        :raises UserError: while a later period of one of the companies is closed
        :raises AccessError: without the right to close, or to one of the companies
        """
        one(self)
        self._check_group(GROUP_CLOSE)
        self._check_members()
        if len(reason.strip()) < SHORTEST_REASON:
            raise UserError(
                self.env._(
                    "Say why it is reopened, in %(count)s characters at least.",
                    count=SHORTEST_REASON,
                )
            )
        self._elevated()._reopen(reason.strip())
        return True

    @checked
    def action_grant_exception(
        self,
        user_id: Id,
        lock: choice_of(*EXCEPTIONS),
        hours: Count,
        reason: Text,
        company_ids: Ids = None,
    ):
        """Let one user book in the period for some hours, in companies of the close.

        :param user_id: for whom
        :param str lock: the lock that does not hold for that user
        :param int hours: for how long, from now on
        :param str reason: why
        :param company_ids: in which companies; none: all of the close
        :return: ``True``
        :raises AccessError: unless the user may configure, and is a member of all
        """
        one(self)
        self._check_group(GROUP_CONFIGURE)
        self._check_members()
        user = self.env["res.users"].browse(user_id)
        self._check_given([{"user_id": user_id}], self.env["ar.period.close.task"])
        self._check_exception(lock, hours, reason)
        companies = self._companies()
        if company_ids:
            companies = companies.filtered(lambda company: company.id in company_ids)
        self._grant(user, lock, hours, reason.strip(), companies)
        return True

    # ------------------------------------------------------------
    # Business: what stands against it
    # ------------------------------------------------------------
    def _check_level(self, level, reason, date):
        refusals = []
        if self.date_to >= fields.Date.context_today(self):
            refusals.append(self.env._("%(close)s is not over yet.", close=self.name))
        if reason and len(reason) < SHORTEST_REASON:
            refusals.append(
                self.env._(
                    "Say why it is overridden, in %(count)s characters at least.",
                    count=SHORTEST_REASON,
                )
            )
        if level == "final":
            refusals += self._against_final(reason, date)
        if refusals:
            raise UserError("\n".join(refusals))

    def _against_final(self, reason, date):
        if reason:
            yield self.env._("A final lock is never overridden.")
        if self.lock_level != "period":
            yield self.env._("Lock the period first: a final lock is for good.")
        if date != self.date_to:
            yield self.env._(
                "Type the last day of the period, %(date)s, once more.",
                date=format_date(self.env, self.date_to),
            )

    def _check_not_reached(self, level):
        locks = self.env["ar.period.close.lock"]
        labels = dict(locks._fields["level"]._description_selection(self.env))
        have = locks._levels(self)
        if level == "tax" and not have:
            raise UserError(self.env._("Lock the sales or the period first."))
        later = ORDER[ORDER.index(level) :] if level in ORDER else (level,)
        if have & set(later):
            raise UserError(
                self.env._(
                    "%(close)s is locked already: %(level)s.",
                    close=self.name,
                    level=labels[level],
                )
            )

    def _open_tasks(self, level):
        """What has to be done before a level, and is not."""
        return self.task_ids.filtered(
            lambda task: (
                task.state == "open"
                and task.severity == Severity.BLOCKING
                and is_needed_for(level, task.area, task.key)
            )
        )

    def _refuse_open(self, level, reason):
        """:return: the tasks that are overridden"""
        tasks = self._open_tasks(level)
        firm = tasks.filtered(lambda t: level in NEVER_OVERRIDDEN.get(t.key, ()))
        if not tasks or (reason and not firm):
            return tasks
        intro = (
            self.env._("This is never overridden; it has to be done first:")
            if reason
            else self.env._("Not done yet:")
        )
        raise UserError("\n".join([intro, *self._lines_of(firm if reason else tasks)]))

    def _lines_of(self, tasks):
        return [
            self.env._(
                "%(company)s: %(task)s (%(count)s)",
                company=task.company_id.name or self.env._("The group"),
                task=task.name,
                count=task.count or self.env._("not signed"),
            )
            for task in tasks
        ]

    # ------------------------------------------------------------
    # Business: locking
    # ------------------------------------------------------------
    def _lock(self, level, reason):
        """Steps 2 to 6 of period close 10: lock before looking."""
        self._lock_row()
        self._lock_companies()
        self.invalidate_recordset(["state", "lock_level"])
        self._check_not_reached(level)
        self._make_tasks()
        self._check_tasks()
        overridden = self._refuse_open(level, reason)
        reason = reason if overridden else ""
        companies = self._companies().with_env(self.env)
        old = {company: self._locks_of(company) for company in companies}
        self._write_locks(
            {
                company: raised(level, self.date_to, old[company])
                for company in companies
            }
        )
        new = {company: self._locks_of(company) for company in companies}
        self.env["ar.period.close.lock"]._take(self, level, old, new, reason)
        self._override(overridden, reason)
        reached = self.lock_level if level == "tax" else level
        self.write({"state": "closed", "lock_level": reached})
        self._settle_locked()
        locks = self.env["ar.period.close.lock"]
        labels = dict(locks._fields["level"]._description_selection(self.env))
        self._message_log(body=self._lock_message(labels[level], reason))

    def _lock_message(self, level, reason):
        """Of all companies at once: who sees the close may not know each of them."""
        if reason:
            return self.env._(
                "Locked: %(level)s. What was open was overridden: %(reason)s",
                level=level,
                reason=reason,
            )
        return self.env._("Locked: %(level)s.", level=level)

    def _settle_locked(self):
        """The checks of the locks, which have just changed."""
        own = self.task_ids.check_id.filtered(lambda check: check.area == "H")
        self._check_tasks(own)

    def _lock_companies(self):
        self.env.execute_query(
            SQL(
                "SELECT id FROM res_company WHERE id = ANY(%s)"
                " ORDER BY id FOR NO KEY UPDATE",
                self._companies().ids,
            )
        )
        self._companies().invalidate_recordset(LOCKS)

    @staticmethod
    def _locks_of(company):
        return {name: company[name] or None for name in LOCKS}

    def _write_locks(self, changes):
        """Write the locks of companies, those with equal values at once.

        ``sudo()``: Odoo lets administrators of settings write companies alone. The
        caller has checked the right to close and the membership of all companies.
        """
        groups = defaultdict(self.env["res.company"].sudo)
        for company, values in changes.items():
            if values:
                groups[tuple(sorted(values.items()))] |= company.sudo()
        for values, companies in groups.items():
            companies.write({name: value or False for name, value in values})

    def _override(self, tasks, reason):
        if tasks and reason:
            tasks.write(
                {
                    "overridden_by_id": self.env.uid,
                    "overridden_at": fields.Datetime.now(),
                    "override_reason": reason,
                }
            )

    # ------------------------------------------------------------
    # Business: reopening
    # ------------------------------------------------------------
    def _reopen(self, reason):
        self._lock_row()
        self._lock_companies()
        self.invalidate_recordset(["state", "lock_level"])
        self._check_may_reopen()
        companies = self._companies().with_env(self.env)
        locks = self.env["ar.period.close.lock"].search(
            [("close_id", "=", self.id), ("is_reopened", "=", False)], order="id"
        )
        changes, stay = {}, defaultdict(list)
        for company in companies:
            mine = locks.filtered(lambda lock, own=company: lock.company_id == own)
            back, kept = put_back(
                [(_dates(lock.old_locks), _dates(lock.new_locks)) for lock in mine],
                self._locks_of(company),
            )
            changes[company] = back
            for name in kept:
                stay[name].append(company)
        self._write_locks(changes)
        locks.write({"is_reopened": True})
        self._end_of_overrides()
        self.write({"state": "open", "lock_level": False})
        self._settle_locked()
        self._message_log(body=self._reopen_message(reason, stay))

    def _check_may_reopen(self):
        if self.state != "closed":
            raise UserError(self.env._("%(close)s is not closed.", close=self.name))
        later = self.search(
            [
                ("date_from", ">", self.date_to),
                ("state", "=", "closed"),
                ("company_ids", "in", self._companies().ids),
            ],
            order="date_from",
        )
        if later:
            raise UserError(
                self.env._(
                    "Reopen the later periods of these companies first: %(closes)s.",
                    closes=", ".join(later.mapped("name")),
                )
            )

    def _end_of_overrides(self):
        self.task_ids.filtered("overridden_by_id").write(
            {
                "overridden_by_id": False,
                "overridden_at": False,
                "override_reason": False,
            }
        )

    def _reopen_message(self, reason, stay):
        """What stays is told by lock and number of companies, not by their names."""
        text = self.env._("Reopened: %(reason)s", reason=reason)
        fields_of_company = self.env["res.company"]._fields
        for name, companies in stay.items():
            text += "\n" + self.env._(
                "%(lock)s was moved since, or is for good: it stays in %(count)s "
                "companies.",
                lock=fields_of_company[name]._description_string(self.env),
                count=len(companies),
            )
        return text

    # ------------------------------------------------------------
    # Business: exceptions
    # ------------------------------------------------------------
    def _check_exception(self, lock, hours, reason):
        refusals = []
        if not lock:
            refusals.append(self.env._("Choose the lock."))
        if not 0 < hours <= 24 * 31:
            refusals.append(self.env._("An exception is for a month at most."))
        if len(reason.strip()) < SHORTEST_REASON:
            refusals.append(
                self.env._(
                    "Say what the exception is for, in %(count)s characters at least.",
                    count=SHORTEST_REASON,
                )
            )
        if refusals:
            raise UserError("\n".join(refusals))

    def _grant(self, user, lock, hours, reason, companies):
        """As the acting user, who may make exceptions."""
        until = fields.Datetime.add(fields.Datetime.now(), hours=hours)
        lowered = fields.Date.subtract(self.date_from, days=1)
        self.env["account.lock_exception"].with_context(
            allowed_company_ids=companies.ids
        ).create(
            [
                {
                    "company_id": company.id,
                    "user_id": user.id,
                    lock: lowered,
                    "end_datetime": until,
                    "reason": reason,
                }
                for company in companies
                if company[lock] and company[lock] > lowered
            ]
        )


def _dates(locks):
    return {
        name: fields.Date.to_date(value) if value else None
        for name, value in (locks or {}).items()
    }
