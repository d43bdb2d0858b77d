"""Documents behind a task of a close, posted in the background."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...books.close_bulk import row_of
from ..payment_journal.account_payment_posting import CONCURRENCY_ERRORS

_logger = logging.getLogger(__name__)

WORKER = "ar_centralized_payments.cron_period_close_posting"
#: So many documents are posted, and committed, at once.
BATCH = 25
#: So many refusals are shown; the number of them is told anyway.
MOST_SHOWN = 500


class ArPeriodClosePosting(models.Model):
    """One press of *Post All…* on more documents than a request can post.

    The scheduled action posts them batch by batch, each document for itself, as the
    user who asked and whose rights are checked again. What a killed worker had begun is
    rolled back, and waits again. Rule: period close 8.12.
    """

    _name = "ar.period.close.posting"
    _inherit = "ar.guarded.values"
    _description = "Posting from a Period Close"
    _order = "id desc"

    _engine_fields = frozenset(
        {
            *("task_id", "user_id", "is_dated", "state", "waiting", "outcomes"),
            *("total", "posted"),
        }
    )

    task_id = fields.Many2one(
        comodel_name="ar.period.close.task",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Behind which task the documents are.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Posted for",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Who asked for it: they are posted with the rights of that user.",
    )
    is_dated = fields.Boolean(
        string="With Dates",
        readonly=True,
        help="Invoices without a date get the last day of the period.",
    )
    state = fields.Selection(
        selection=[("waiting", "Waiting"), ("done", "Done")],
        string="Status",
        required=True,
        readonly=True,
        index=True,
        help="Waiting: the scheduled action posts them.",
    )
    waiting = fields.Json(readonly=True, help="The documents that wait, by their ids.")
    outcomes = fields.Json(
        readonly=True, help="What was refused or left out: document, how, and why."
    )
    total = fields.Integer(readonly=True, help="How many documents there were.")
    posted = fields.Integer(readonly=True, help="How many of them are posted.")

    # ------------------------------------------------------------
    # Business: asked for
    # ------------------------------------------------------------
    @api.model
    def _of_task(self, task):
        """What runs for a task, whoever asked for it.

        ``sudo()``: it may be another user's; told is who, and how far it is. The caller
        has checked that the user may post what is behind the task.
        """
        domain = Domain("task_id", "=", task.id) & Domain("state", "=", "waiting")
        return self.sudo().search(domain, limit=1)

    @api.model
    def _last_of(self, task):
        """What runs for a task, or else the last one that the user asked for."""
        return self._of_task(task) or self.search(
            [("task_id", "=", task.id), ("user_id", "=", self.env.uid)], limit=1
        )

    @api.model
    def _queue(self, task, ids, is_dated):
        """Let documents wait for the scheduled action, on behalf of the user.

        ``sudo()``: nobody makes such records, and the scheduled action is Odoo's. The
        caller has checked that the user may post what is behind the task.
        """
        posting = self.sudo().create(
            {
                "task_id": task.id,
                "user_id": self.env.uid,
                "state": "waiting",
                "is_dated": is_dated,
                "waiting": ids,
                "outcomes": [],
                "total": len(ids),
            }
        )
        self.env.ref(WORKER).sudo()._trigger()
        return posting

    @property
    def _left(self):
        """The documents that wait; Odoo keeps an empty list as nothing."""
        return self.waiting or []

    @property
    def _open_still(self):
        """What was refused or left out so far."""
        return self.outcomes or []

    def _is_mine(self):
        return self.user_id.id == self.env.uid

    def _progress(self):
        """How far it is, for the page."""
        return {
            "is_done": self.state == "done",
            "user": self.user_id.name,
            "done": self.total - len(self._left),
            "total": self.total,
            "posted": self.posted,
        }

    def _rows(self):
        """What was refused or left out, as far as the user may read it now."""
        name = self.sudo().task_id.check_id.bulk
        outcomes = {
            key: (state, why) for key, state, why in self._open_still[:MOST_SHOWN]
        }
        mine = self.env["res.company"]._ar_member_companies()
        documents = self.env[name].with_context(allowed_company_ids=mine.ids)
        found = documents.search([("id", "in", list(outcomes))], order="id")
        return [row_of(document, *outcomes[document.id]) for document in found]

    # ------------------------------------------------------------
    # Business: done
    # ------------------------------------------------------------
    @api.model
    def _cron_post(self):
        """Post what waits, batch after batch, until the time of the action is over."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self._count_waiting())
        for posting in self.search([("state", "=", "waiting")], order="id"):
            while posting._take_turn():
                try:
                    done = posting._post_batch()
                except CONCURRENCY_ERRORS:
                    self.env.cr.rollback()
                    self.env.invalidate_all()
                    _logger.info("%s is tried again in a minute", posting)
                    at = fields.Datetime.now() + timedelta(minutes=1)
                    self.env.ref(WORKER)._trigger(at)
                    break
                if not cron._commit_progress(done, remaining=self._count_waiting()):
                    return

    def _take_turn(self):
        """Whether it waits still and nobody else works on it, as it is by now."""
        self.invalidate_recordset()
        return bool(self.try_lock_for_update()) and self.state == "waiting"

    @api.model
    def _count_waiting(self):
        waiting = self.search([("state", "=", "waiting")])
        return sum(len(posting._left) for posting in waiting)

    def _post_batch(self):
        """Post some of the documents; when none waits any more, say so.

        That is a step of its own: who looks at the close meanwhile costs no document.

        :return: how many are dealt with
        """
        if not self.waiting:
            self._finish()
            return 0
        batch, rest = self._left[:BATCH], self._left[BATCH:]
        try:
            outcomes = self._outcomes_of(batch)
        except (AccessError, UserError) as error:
            outcomes = [(key, "refused", str(error)) for key in batch]
        open_still = [row for row in outcomes if row[1] != "done"]
        self.write(
            {
                "waiting": rest,
                "outcomes": [*self._open_still, *open_still],
                "posted": self.posted + len(outcomes) - len(open_still),
            }
        )
        self.env.flush_all()
        return len(batch)

    def _outcomes_of(self, ids):
        """What becomes of documents that are behind the task still.

        :return: list of (id, ``done``, ``left`` or ``refused``, reason)
        """
        user = self.user_id
        if not user.active:
            raise UserError(
                self.env._(
                    "%(user)s, who asked for it, is no longer active. Have somebody "
                    "do it who is.",
                    user=user.name,
                )
            )
        task = self.task_id.with_user(user).with_context(lang=user.lang, tz=user.tz)
        task._check_bulk()
        bulk = task._bulk_of(self.is_dated, ids)
        return [(one.document.id, one.state, one.reason) for one in bulk.run(False)]

    def _finish(self):
        """Check the task anew, and tell who asked for it what became of it."""
        self.state = "done"
        task = self.task_id._elevated()
        task._check_now()
        user = self.user_id
        env = self.with_context(lang=user.lang).env
        left = sum(state == "left" for _key, state, _why in self._open_still)
        refused = len(self._open_still) - left
        text = env._(
            "Posted in the background: %(posted)s of %(total)s. Refused: %(refused)s. "
            "Left out: %(left)s.",
            posted=self.posted,
            total=self.total,
            refused=refused,
            left=left,
        )
        task._message_log(body=text, author_id=user.partner_id.id)
        user._bus_send(
            "simple_notification",
            {
                "type": "warning" if refused else "success",
                "title": task.display_name,
                "message": text,
                "sticky": True,
            },
        )
        self.env.flush_all()
