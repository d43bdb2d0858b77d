"""The page of a close: tasks as rows, companies as columns."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ...books.access_groups import GROUP_CLOSE, GROUP_CONFIGURE, GROUP_SETTLE
from ...books.given_values import MaybeId, checked
from ...closing.tasks import done_share
from .ar_close_check import AREAS

#: The group is a column of its own, with this key.
GROUP_COLUMN = 0
NO_TASKS = {"areas": [], "rows": [], "columns": []}
CELL_FIELDS = (
    *("check_state", "count", "amount", "state", "is_blocked", "severity", "due_date"),
    *("user_id", "reviewer_id", "signed_by_id", "signed_at", "is_sign_suspended"),
    *("reviewed_by_id", "waived_by_id", "waive_reason", "is_waiver_suspended"),
    *("overridden_by_id", "override_reason", "wants_signature", "wants_evidence"),
    *("key", "name", "area", "company_id", "check_id", "note"),
)


class ArPeriodClose(models.Model):
    _inherit = "ar.period.close"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @api.model
    @checked
    def page_open(self, close_id: MaybeId = None):
        """What the page shows of a close, checked at this moment.

        Tasks are those of the user's companies, and so are all totals.

        :param close_id: the close; the latest one of those that are open without
        :return: dict; ``close`` is ``False`` where there is none
        """
        self.check_access("read")
        closes = self.search(Domain.TRUE)
        close = self.browse(close_id) if close_id else self._latest(closes)
        if close:
            close.check_access("read")
            close.check()
        return {
            "closes": [{"id": one.id, "name": one.name} for one in closes],
            "close": close._page_head() if close else False,
            **(
                close._page_tasks()
                if close
                else {"areas": [], "rows": [], "columns": []}
            ),
            "may": self._page_rights(),
            "set_up": self._page_set_up(),
        }

    @checked
    def page_check(self):
        """The same, after *Check Again*."""
        return self.page_open(self[:1].id)

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @staticmethod
    def _latest(closes):
        return closes.filtered(lambda one: one.state == "open")[:1] or closes[:1]

    @api.model
    def _page_areas(self, tasks):
        labels = self.env["ar.period.close.task"]._fields["area"]
        names = dict(labels._description_selection(self.env))
        return [
            {
                "key": key,
                "name": names[key],
                "done": self._done_of(tasks.filtered(lambda t, k=key: t.area == k)),
            }
            for key, _label in AREAS
        ]

    @staticmethod
    def _done_of(tasks):
        """How much of these is done, in whole percent (period close 8.7)."""
        return done_share(tasks.mapped("state"))

    @api.model
    def _page_rights(self):
        user = self.env.user
        return {
            "sign": user.has_group(GROUP_SETTLE),
            "close": user.has_group(GROUP_CLOSE),
            "override": user.has_group(GROUP_CONFIGURE),
        }

    @api.model
    def _page_set_up(self):
        """The month that a new close would be of."""
        _first, last = self._default_period()
        return format_date(self.env, last, date_format="MMMM y")

    def _page_head(self):
        labels = dict(self._fields["lock_level"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "date_to": fields.Date.to_string(self.date_to),
            "until": format_date(self.env, self.date_to),
            "state": self.state,
            "lock_level": self.lock_level,
            "lock_label": labels.get(self.lock_level, ""),
            "is_mine": self._are_members(),
        }

    def _page_tasks(self):
        tasks = self._page_known()
        today = fields.Date.context_today(self)
        names = self._page_names(tasks)
        cells = [self._page_cell(task, names, today) for task in tasks]
        return {
            "areas": self._page_areas(tasks),
            "columns": self._page_columns(tasks, names),
            "rows": self._page_rows(tasks, cells),
            "tiles": self._page_tiles(cells),
            "people": self._page_people(cells),
            "today": fields.Date.to_string(today),
        }

    def _page_known(self):
        """The tasks that the user may see, with ``sudo()``: they name companies that
        are not ticked in the company switcher, and users."""
        tasks = self.env["ar.period.close.task"].search([("close_id", "=", self.id)])
        known = tasks.sudo()
        known.fetch(CELL_FIELDS)
        return known

    def _page_names(self, known):
        """Names of companies and users that these tasks name, once for all of them."""
        users = (
            known.user_id
            | known.reviewer_id
            | known.signed_by_id
            | known.reviewed_by_id
            | known.waived_by_id
            | known.overridden_by_id
        )
        return {
            "company": {company.id: company.name for company in known.company_id},
            "currency": {c.id: c.currency_id for c in known.company_id},
            "user": {user.id: user.name for user in users},
            "date": {
                due: format_date(self.env, due) for due in set(known.mapped("due_date"))
            },
        }

    def _page_columns(self, tasks, names):
        columns = [
            (name, key)
            for key, name in sorted(names["company"].items(), key=lambda one: one[1])
        ]
        groups = tasks.grouped(lambda task: task.company_id.id or GROUP_COLUMN)
        if GROUP_COLUMN in groups:
            columns.append((self.env._("Group"), GROUP_COLUMN))
        return [
            {"id": key, "name": name, "done": self._done_of(groups[key])}
            for name, key in columns
        ]

    def _page_rows(self, tasks, cells):
        rows = {}
        for task, cell in zip(tasks, cells, strict=True):
            check = task.check_id
            row = rows.setdefault(
                task.key,
                {
                    "key": task.key,
                    "area": task.area,
                    "name": check.name or task.name,
                    "help": check.description or "",
                    "severity": task.severity,
                    "bulk": bool(check.bulk),
                    "cells": {},
                },
            )
            row["cells"][task.company_id.id or GROUP_COLUMN] = cell
        return list(rows.values())

    def _page_cell(self, task, names, today):
        """A task as a cell: what is found, who has said what, and how it looks."""
        due = task.due_date
        is_open = task.state == "open"
        currency = names["currency"].get(task.company_id.id)
        return {
            "id": task.id,
            "state": task.state,
            "check": task.check_state or False,
            "count": task.count,
            "amount": currency.format(task.amount) if task.amount and currency else "",
            "is_blocked": task.is_blocked,
            "is_late": bool(is_open and due and due < today),
            "is_due": bool(is_open and due == today),
            "due": names["date"].get(due, ""),
            "severity": task.severity,
            "user_id": task.user_id.id,
            "user": names["user"].get(task.user_id.id, ""),
            "signed": names["user"].get(task.signed_by_id.id, ""),
            "signed_at": task.signed_at and format_date(self.env, task.signed_at),
            "is_suspended": task.is_sign_suspended or task.is_waiver_suspended,
            "reviewed": names["user"].get(task.reviewed_by_id.id, ""),
            "reviewer": names["user"].get(task.reviewer_id.id, ""),
            "waived": names["user"].get(task.waived_by_id.id, ""),
            "reason": task.waive_reason or task.override_reason or "",
            "overridden": names["user"].get(task.overridden_by_id.id, ""),
            "wants_signature": task.wants_signature or not task.check_id,
        }

    @staticmethod
    def _page_tiles(cells):
        to_do = [cell for cell in cells if cell["state"] == "open"]
        return {
            "late": sum(cell["is_late"] for cell in to_do),
            "today": sum(cell["is_due"] for cell in to_do),
            "blocked": sum(cell["is_blocked"] for cell in to_do),
            "left": len(to_do),
            "done": done_share(cell["state"] for cell in cells),
        }

    @staticmethod
    def _page_people(cells):
        people = defaultdict(int)
        for cell in cells:
            if cell["user_id"]:
                people[cell["user_id"], cell["user"]] += cell["state"] == "open"
        return [
            {"id": key, "name": name, "left": left}
            for (key, name), left in sorted(people.items(), key=lambda one: one[0][1])
        ]
