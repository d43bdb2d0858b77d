"""What the report of a close prints: as the user sees it (period close 8.11)."""

from odoo import models
from odoo.tools.misc import format_date

from ...books.given_values import checked, one


class ArPeriodClose(models.Model):
    _inherit = "ar.period.close"

    @checked
    def action_export(self):
        """Download the report as a spreadsheet: tasks, and locks before and after.

        :return: an action
        """
        one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/ar_centralized_payments/close/{self.id}.xlsx",
            "target": "download",
        }

    def _report_rows(self):
        """Each task of the user's companies, with who said what.

        ``sudo()``: names of companies that are not ticked, and of users; the tasks were
        found as the user.
        """
        tasks = self.env["ar.period.close.task"].search([("close_id", "in", self.ids)])
        known = tasks.sudo()
        files = self.env["ir.attachment"].sudo()._read_group(
            [("res_model", "=", tasks._name), ("res_id", "in", tasks.ids)],
            ["res_id"],
            ["__count"],
        )  # fmt: skip
        files = dict(files)
        labels = dict(tasks._fields["state"]._description_selection(self.env))
        return [
            {
                "task": task.check_id.name or task.name,
                "company": task.company_id.name or self.env._("Group"),
                "state": labels[task.state],
                "count": task.count or "",
                "amount": task.currency_id.format(task.amount) if task.amount else "",
                "total": task.amount or "",
                "currency": task.currency_id.name if task.amount else "",
                "who": task._said(),
                "reason": task.waive_reason or task.override_reason or "",
                "evidence": ", ".join(
                    part
                    for part in (
                        self.env._("%s files", files[task.id])
                        if task.id in files
                        else "",
                        task.evidence_url or "",
                    )
                    if part
                ),
            }
            for task in known
        ]

    def _report_locks(self):
        """``sudo()``: names of companies and users; locks were found as the user."""
        return [
            {
                "company": lock.company_id.name,
                "locks": lock.locks_text,
                "who": f"{format_date(self.env, lock.locked_at)}, "
                f"{lock.locked_by_id.name}"
                + (self.env._(" (reopened)") if lock.is_reopened else ""),
                "reason": lock.override_reason or "",
                "count": lock.entry_count,
                "sum": lock.currency_id.format(lock.entry_sum),
                "total": lock.entry_sum,
                "currency": lock.currency_id.name,
            }
            for lock in self.lock_ids.sudo()
        ]


class ArPeriodCloseTask(models.Model):
    _inherit = "ar.period.close.task"

    def _said(self):
        """Who signed, reviewed, waived or overrode a task, and when."""
        words = (
            (self.signed_by_id, self.signed_at, self.env._("signed")),
            (self.reviewed_by_id, self.reviewed_at, self.env._("reviewed")),
            (self.waived_by_id, self.waived_at, self.env._("waived")),
            (self.overridden_by_id, self.overridden_at, self.env._("overridden")),
        )
        suspended = self.is_sign_suspended or self.is_waiver_suspended
        text = "; ".join(
            f"{user.name}, {format_date(self.env, at)}: {what}"
            for user, at, what in words
            if user
        )
        if text and suspended:
            return self.env._("%(done)s (suspended)", done=text)
        return text
