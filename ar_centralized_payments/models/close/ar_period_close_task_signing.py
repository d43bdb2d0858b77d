"""Signing and waiving tasks of a close, and the list behind each."""

from ast import literal_eval

from odoo import fields, models
from odoo.exceptions import UserError

from ...books.access_groups import GROUP_CLOSE, GROUP_SETTLE
from ...books.close_checks import CloseChecks, plain
from ...books.close_evidence import evidence_of
from ...books.given_values import Text, checked, one

#: The shortest reason that says something.
SHORTEST_REASON = 3
#: Marks the files that signing attaches: they are no evidence by somebody.
MADE_BY_CHECK = "ar.close.check"


class ArPeriodCloseTask(models.Model):
    _inherit = "ar.period.close.task"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_check(self):
        """Check these tasks anew.

        :return: ``True``
        """
        self.check_access("read")
        self._elevated()._check_now()
        return True

    @checked
    def action_sign(self):
        """Sign that these tasks are done; after somebody else has, as the reviewer.

        :return: ``True``
        :raises UserError: where a check does not hold, something comes before or
            evidence lacks; all of that at once, and nothing is signed
        :raises AccessError: unless the user may invoice, in the tasks' companies
        """
        self._check_signer(GROUP_SETTLE)
        tasks = self._elevated()
        tasks._check_now()
        tasks._refuse(tasks._against_signing)
        for task in tasks:
            task._sign()
        tasks._after_marks()
        return True

    @checked
    def action_waive(self, reason: Text):
        """Waive what is open: it may stay so, as long as it does not become more.

        :param str reason: why
        :return: ``True``
        :raises UserError: without a reason, or where something comes before
        :raises AccessError: without the right to close, in the tasks' companies
        """
        self._check_signer(GROUP_CLOSE)
        if len(reason.strip()) < SHORTEST_REASON:
            raise UserError(self.env._("Say why it may stay open."))
        tasks = self._elevated()
        tasks._check_now()
        tasks._refuse(tasks._against_waiving)
        for task in tasks:
            task._waive(reason.strip())
        tasks._after_marks()
        return True

    @checked
    def action_open(self):
        """Open what is behind a task, in its company; of the group, in all.

        :raises UserError: where the user may not read it, naming who may
        """
        one(self)
        self.check_access("read")
        return self._open(self._elevated().company_id)

    @checked
    def action_open_all(self):
        """Open what is behind a task, in all companies of the close that are the
        user's."""
        one(self)
        self.check_access("read")
        return self._open(self.env["res.company"])

    # ------------------------------------------------------------
    # Business: signing
    # ------------------------------------------------------------
    def _check_now(self):
        """Check these tasks anew, and what they wait for."""
        for close, tasks in self.grouped("close_id").items():
            before = tasks.filtered("is_blocked")._before()
            close._check_tasks((tasks | before).check_id)

    def _after_marks(self):
        for close in self.close_id:
            close._settle_states()

    def _refuse(self, against):
        """``against``: the reasons of all of these tasks, at once."""
        refusals = against()
        if refusals:
            raise UserError("\n".join(refusals))

    def _against_signing(self):
        refusals = self._against_marking()
        for task in self:
            if task.check_state == "failed":
                refusals.append(
                    self.env._(
                        "%(task)s: it could not be checked.", task=task.display_name
                    )
                )
            elif task.check_state == "open":
                refusals.append(
                    self.env._(
                        "%(task)s: %(count)s are still open. Have them done, or waive "
                        "them.",
                        task=task.display_name,
                        count=task.count,
                    )
                )
            elif task._is_signed() and not task.reviewer_id:
                refusals.append(
                    self.env._("%(task)s is signed already.", task=task.display_name)
                )
            elif task._lacks_evidence():
                refusals.append(
                    self.env._(
                        "%(task)s: attach a file or add a link first.",
                        task=task.display_name,
                    )
                )
        return refusals + self._against_reviewing()

    def _against_reviewing(self):
        return [
            self.env._(
                "%(task)s: %(reviewer)s reviews it, and somebody else signs.",
                task=task.display_name,
                reviewer=task.reviewer_id.name,
            )
            for task in self.filtered("reviewer_id")
            if task._is_signed() == (task.reviewer_id.id != self.env.uid)
            or (task._is_signed() and task.signed_by_id.id == self.env.uid)
        ]

    def _against_waiving(self):
        refusals = self._against_marking()
        for task in self:
            if task.state not in ("open", "information"):
                refusals.append(
                    self.env._("%(task)s is not open.", task=task.display_name)
                )
        return refusals

    def _against_marking(self):
        """What comes before these tasks, and is not done."""
        return [
            self.env._(
                "%(task)s has to wait: %(before)s comes before it.",
                task=task.display_name,
                before=", ".join(task._held_up_by()) or task.depends_on,
            )
            for task in self.filtered("is_blocked")
        ]

    def _held_up_by(self):
        """The names of what has to be done first, in this company or the group."""
        before = self._before().filtered(
            lambda task: (
                task.state == "open"
                and task.severity == "blocking"
                and (
                    not self.company_id
                    or task.company_id in (self.company_id, self.company_id.browse())
                )
            )
        )
        return list(dict.fromkeys(before.mapped("name")))

    def _before(self):
        """All tasks that come before these, in whichever company."""
        tasks, keys = self.close_id.task_ids, set()
        after = {task.key: (task.depends_on or "").split(",") for task in tasks}
        todo = [key for task in self for key in after.get(task.key, ())]
        while todo:
            key = todo.pop()
            if key and key not in keys:
                keys.add(key)
                todo += after.get(key, ())
        return tasks.filtered(lambda task: task.key in keys)

    def _is_signed(self):
        return bool(self.signed_by_id) and not self.is_sign_suspended

    def _lacks_evidence(self):
        if not self.wants_evidence or self.evidence_url:
            return False
        return not self.env["ir.attachment"].search_count(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("description", "!=", MADE_BY_CHECK),
            ],
            limit=1,
        )

    def _sign(self):
        now = fields.Datetime.now()
        if self._is_signed():
            self.write({"reviewed_by_id": self.env.uid, "reviewed_at": now})
            self._message_log(body=self.env._("Reviewed."))
            return
        self.write(
            {
                "signed_by_id": self.env.uid,
                "signed_at": now,
                "is_sign_suspended": False,
                "reviewed_by_id": False,
                "reviewed_at": False,
            }
        )
        self._keep_evidence()
        self._message_log(body=self.env._("Signed."))

    def _waive(self, reason):
        self.write(
            {
                "waived_by_id": self.env.uid,
                "waived_at": fields.Datetime.now(),
                "waive_reason": reason,
                "waived_count": self.count,
                "is_waiver_suspended": False,
            }
        )
        self._keep_evidence()
        self._message_log(body=self.env._("Waived: %s", reason))

    def _keep_evidence(self):
        """Attach what is behind the check at this moment, as its user may read it."""
        if not self.check_id:
            return
        content = evidence_of(self, CloseChecks(self.close_id))
        self.env["ir.attachment"].create(
            {
                "name": f"{self.key} {fields.Datetime.now():%Y-%m-%d %H%M%S}.csv",
                "raw": content.encode(),
                "mimetype": "text/csv",
                "res_model": self._name,
                "res_id": self.id,
                "description": MADE_BY_CHECK,
            }
        )

    # ------------------------------------------------------------
    # Business: what is behind a task
    # ------------------------------------------------------------
    def _open(self, companies):
        """Open the findings of some companies; of none given, of all of the close that
        are the user's. ``sudo()``: which they are, ticked or not."""
        task = self._elevated()
        mine = self.env["res.company"]._ar_member_companies().sudo()
        companies = (companies or task.close_id._companies()) & mine
        action = self._findings(task, companies.with_env(task.env))
        if action is None:
            return self._get_records_action()
        self._check_may_read(action["res_model"])
        branches = self.env["res.company"].sudo().search(
            [("id", "child_of", companies.ids)]
        )  # fmt: skip
        action = {"name": self.name, "context": {"create": False}, **action}
        action["domain"] = plain(action.get("domain", []))
        return (branches & mine).with_env(self.env)._ar_open(action)

    def _findings(self, task, companies):
        check, checks = task.check_id, CloseChecks(task.close_id)
        if not check or not check._is_applicable():
            return None
        if check.method:
            return check._method(checks).action(companies)
        return {
            "type": "ir.actions.act_window",
            "res_model": check.model_name,
            **self._views_of(check),
            "domain": checks.domain(check, companies),
        }

    def _views_of(self, check):
        """The views of the page that the check names, where that is installed."""
        action = self.env.ref(check.action_xmlid or "", raise_if_not_found=False)
        if not action or action._name != "ir.actions.act_window":
            return {"views": [(False, "list"), (False, "form")]}
        found = action._get_action_dict()
        kinds = [view for view in found["views"] if view[1] in ("list", "form")]
        return {
            "views": kinds or [(False, "list"), (False, "form")],
            "search_view_id": found.get("search_view_id"),
            "context": {**self._context_of(found), "create": False},
        }

    @staticmethod
    def _context_of(action):
        """The context of a page, without the filters that it starts with."""
        try:
            context = literal_eval(action.get("context") or "{}")
        except (SyntaxError, ValueError):
            return {}
        return {
            name: value
            for name, value in context.items()
            if not name.startswith("search_default_")
        }

    def _check_may_read(self, model):
        if not self.env[model].has_access("read"):
            raise UserError(
                self.env._(
                    "You may not open this list (%(kind)s). Ask somebody who works "
                    "with it, or an administrator.",
                    kind=self.env[model]._description,
                )
            )
