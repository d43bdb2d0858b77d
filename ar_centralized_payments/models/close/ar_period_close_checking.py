"""Checking the tasks of a close, and what follows for their status."""

import json
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...books.close_checks import GROUP, CloseChecks
from ...books.given_values import checked
from ...closing.tasks import Check, Close, Mark, Severity, Task

_logger = logging.getLogger(__name__)

#: Column of a task -> its type, of what checking writes.
COLUMNS = {
    "id": "int",
    "check_state": "varchar",
    "count": "int",
    "amount": "numeric",
    "fingerprint": "varchar",
    "message": "varchar",
    "state": "varchar",
    "is_blocked": "boolean",
    "is_sign_suspended": "boolean",
    "is_waiver_suspended": "boolean",
    "done_on": "date",
    "days_after": "int",
}
KINDS = {
    "boolean": SQL("boolean"),
    "date": SQL("date"),
    "int": SQL("int"),
    "numeric": SQL("numeric"),
    "varchar": SQL("varchar"),
}
#: The status of what somebody, or the books themselves, have done.
DONE = ("done", "waived", "overridden")
#: For so many days after its end a closed period is still looked at every night.
DAYS_WATCHED = 60


class ArPeriodClose(models.Model):
    _inherit = "ar.period.close"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def check(self):
        """Check all tasks anew, in all companies of the close.

        :return: ``True``
        :raises AccessError: unless the user may see the close
        """
        self.check_access("read")
        for close in self._elevated():
            close._make_tasks()
            close._check_tasks()
        return True

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _lock_row(self):
        """Wait until nobody else works on this close; who waited is sent back by the
        database if something changed, and tries again as Odoo does."""
        self.env.execute_query(
            SQL(
                "SELECT id FROM ar_period_close WHERE id = ANY(%s)"
                " ORDER BY id FOR NO KEY UPDATE",
                self.ids,
            )
        )

    def _check_tasks(self, checks=None):
        """Look at the books, and store what follows.

        :param checks: only these ``ar.close.check``; all of them without
        """
        self._lock_row()
        found = CloseChecks(self)
        wanted = self.task_ids.check_id if checks is None else checks
        news = {check: found.found(check) for check in wanted}
        self._settle_states(news)
        self._stamp(wanted, fields.Datetime.now())

    def _stamp(self, wanted, now):
        """Note when these checks were made: once for all companies, on the close."""
        at = fields.Datetime.to_string(now)
        times = {**(self.check_times or {}), **{str(key): at for key in wanted.ids}}
        self.with_context(tracking_disable=True).write(
            {"checked_at": now, "check_times": times}
        )
        # What was read here is more than the user may see.
        self.invalidate_recordset(["task_ids", "lock_ids"], flush=False)

    def _settle_states(self, news=None):
        """Let the status of every task follow from the facts.

        :param news: check -> what it found, of those that were made just now
        """
        rows = [self._facts(task, news or {}) for task in self.task_ids]
        close = Close(fact for fact, _row in rows)
        self._store(
            [
                self._row(task, fact, row, close)
                for task, (fact, row) in zip(self.task_ids, rows, strict=True)
            ]
        )

    def _facts(self, task, news):
        """A task as the core knows it, and what its check found now."""
        row = {
            name: task[name]
            for name in ("check_state", "count", "amount", "fingerprint", "message")
        }
        if task.check_id in news:
            found = news[task.check_id].get(task.company_id.id or GROUP)
            row = {
                "check_state": str(found.check) if found else str(Check.NOT_APPLICABLE),
                "count": found.count if found else 0,
                "amount": found.amount if found and task.company_id else 0.0,
                "fingerprint": found.fingerprint if found else False,
                "message": (found and found.message) or False,
            }
        return self._core_task(task, row), row

    def _core_task(self, task, row):
        has_check = bool(task.check_id)
        state = row["check_state"] or (str(Check.OPEN) if has_check else None)
        return Task(
            key=task.key,
            company=task.company_id.id or None,
            severity=Severity(task.severity),
            check=Check(state) if has_check else None,
            count=row["count"],
            depends_on=tuple(filter(None, (task.depends_on or "").split(","))),
            wants_signature=task.wants_signature,
            wants_review=bool(task.reviewer_id),
            is_reviewed=bool(task.reviewed_by_id),
            signature=Mark(0, task.is_sign_suspended) if task.signed_by_id else None,
            waiver=Mark(task.waived_count, task.is_waiver_suspended)
            if task.waived_by_id
            else None,
            is_overridden=bool(task.overridden_by_id),
        )

    def _row(self, task, fact, found, close):
        """The columns of a task that checking writes."""
        status = str(fact.status)
        done_on = task.done_on
        if status not in DONE:
            done_on = False
        elif task.state not in DONE or not done_on:
            done_on = fields.Date.context_today(self)
        mark, waiver = fact.standing_signature, fact.standing_waiver
        return {
            "id": task.id,
            **found,
            "state": status,
            "is_blocked": close.is_blocked(fact),
            "is_sign_suspended": bool(mark and mark.is_suspended),
            "is_waiver_suspended": bool(waiver and waiver.is_suspended),
            "done_on": done_on,
            "days_after": (done_on - self.date_to).days if done_on else 0,
        }

    def _store(self, rows):
        """Write what changed, in one statement: a close has tasks by the thousand."""
        tasks = {task.id: task for task in self.task_ids}
        changed = [
            {name: self._plain(name, value) for name, value in row.items()}
            for row in rows
            if any(tasks[row["id"]][name] != row[name] for name in row if name != "id")
        ]
        if not changed:
            return
        self.task_ids.flush_recordset()
        names = [name for name in COLUMNS if name != "id"]
        places = map(SQL.identifier, names)
        kinds = [(SQL.identifier(name), KINDS[kind]) for name, kind in COLUMNS.items()]
        self.env.cr.execute(
            SQL(
                "UPDATE ar_period_close_task task SET %s"
                " FROM json_to_recordset(%s) AS row(%s) WHERE row.id = task.id",
                SQL(", ").join(SQL("%s = row.%s", place, place) for place in places),
                json.dumps(changed),
                SQL(", ").join(SQL("%s %s", *column) for column in kinds),
            )
        )
        self.task_ids.browse(row["id"] for row in changed).invalidate_recordset(
            names, flush=False
        )
        self.invalidate_recordset(["done_percent"], flush=False)

    @staticmethod
    def _plain(name, value):
        """A value as JSON has it: empty where it says nothing."""
        if hasattr(value, "isoformat"):
            return value.isoformat()
        return None if value is False and COLUMNS[name] != "boolean" else value

    # ------------------------------------------------------------
    # Every night
    # ------------------------------------------------------------
    @api.model
    def _cron_check(self):
        """Check the closes that are open, and those that were locked not long ago; and
        remind those who are late."""
        today = fields.Date.context_today(self)
        oldest = fields.Date.subtract(today, days=DAYS_WATCHED)
        domain = Domain("state", "=", "open") | Domain("date_to", ">=", oldest)
        closes = self.search(domain & Domain("date_to", "<=", today), order="date_to")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(closes))
        for close in closes:
            if close.try_lock_for_update():
                try:
                    with self.env.cr.savepoint():
                        close.check()
                        close._remind(today)
                except UserError as error:
                    _logger.info("%s was not checked: %s", close.name, error)
            cron._commit_progress(1)

    def _remind(self, today):
        """One activity for each person with something that is due, and none for those
        without; no mail is sent."""
        domain = Domain("close_id", "=", self.id) & Domain("state", "=", "open")
        domain &= Domain("due_date", "<=", today) & Domain("user_id", "!=", False)
        due = {
            user: (count, first)
            for user, count, first in self.env["ar.period.close.task"]._read_group(
                domain, ["user_id"], ["__count", "due_date:min"]
            )
        }
        mine = self.activity_ids.filtered("automated")
        mine.filtered(lambda activity: activity.user_id not in due).unlink()
        for user, (count, first) in due.items():
            self._remind_user(user, count, first, mine)

    def _remind_user(self, user, count, first, known):
        summary = self.env._("%(count)s tasks are due", count=count)
        activity = known.filtered(lambda one: one.user_id == user)[:1]
        if activity:
            activity.write({"summary": summary, "date_deadline": first})
        elif self.with_user(user).has_access("read"):
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=first,
                summary=summary,
                user_id=user.id,
                automated=True,
            )
