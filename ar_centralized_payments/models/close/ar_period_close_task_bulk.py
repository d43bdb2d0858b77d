"""Posting what is behind a task, many at once, after a look at what would happen."""

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...books.access_groups import GROUP_SETTLE
from ...books.close_bulk import CloseBulk, row_of
from ...books.close_checks import CloseChecks
from ...books.given_values import Flag, checked, one


class ArPeriodCloseTask(models.Model):
    _inherit = "ar.period.close.task"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def bulk_preview(self, is_dated: Flag = False):
        """What would become of the documents behind a task: a dry run.

        Of more than a hundred it shows the first ones; while they are posted in the
        background it shows how far that is.

        :param bool is_dated: whether invoices without a date get the last day
        :return: dict: ``rows`` of documents with ``state`` and ``reason``, ``total``
            (documents behind the task), ``progress`` (``False``, or what
            :meth:`bulk_progress` says of a posting that is not done)
        :raises AccessError: unless the user may invoice, in the task's company
        """
        self._check_bulk()
        running = self.env["ar.period.close.posting"]._of_task(self)
        if running:
            return {"rows": [], "total": 0, "progress": running._progress()}
        return self._bulk(is_dated, is_dry=True)

    @checked
    def bulk_post(self, is_dated: Flag = False):
        """Post what can be posted, as the acting user; what is refused stops no other.

        More than a hundred are posted in the background, on behalf of the user.

        :return: as :meth:`bulk_preview`
        :raises UserError: while they are being posted already
        """
        self._check_bulk()
        postings = self.env["ar.period.close.posting"]
        running = postings._of_task(self)
        if running:
            raise UserError(
                self.env._(
                    "%(task)s: %(user)s is having them posted.",
                    task=self.name,
                    user=running.user_id.name,
                )
            )
        bulk = self._bulk_of(is_dated)
        if bulk.has_more:
            posting = postings._queue(self, bulk.documents.ids, is_dated)
            return {"rows": [], "total": 0, "progress": posting._progress()}
        answer = self._bulk(is_dated, is_dry=False)
        self._elevated()._check_now()
        return answer

    @checked
    def bulk_progress(self):
        """How far the last posting in the background is that the user asked for.

        :return: dict: ``progress`` (``False`` where there is none, or dict:
            ``is_done``, ``user``, ``done``, ``total``, ``posted``), ``rows`` of what
            was refused or left out
        """
        self._check_bulk()
        posting = self.env["ar.period.close.posting"]._last_of(self)
        if not posting:
            return {"progress": False, "rows": [], "total": 0}
        rows = posting._rows() if posting._is_mine() else []
        return {"progress": posting._progress(), "rows": rows, "total": 0}

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _check_bulk(self):
        """Whether the user may post what is behind one task."""
        one(self)
        self._check_signer(GROUP_SETTLE)
        if not self._elevated().check_id.bulk:
            raise UserError(
                self.env._("%(task)s: nothing can be posted here.", task=self.name)
            )

    def _bulk_of(self, is_dated, ids=None):
        """The documents behind a task, as the acting user may read them.

        :param ids: only of these
        """
        task = self._elevated()
        close, check = task.close_id, task.check_id
        domain = CloseChecks(close).domain(check, task.company_id or close._companies())
        if ids is not None:
            domain &= Domain("id", "in", ids)
        mine = self.env["res.company"]._ar_member_companies()
        env = self.with_context(allowed_company_ids=mine.ids).env
        return CloseBulk(env, check.bulk, domain, close.date_to, is_dated)

    def _bulk(self, is_dated, is_dry):
        bulk = self._bulk_of(is_dated)
        outcomes = bulk.run(is_dry)
        return {
            "rows": [row_of(one.document, one.state, one.reason) for one in outcomes],
            "total": len(bulk.documents),
            "progress": False,
        }
