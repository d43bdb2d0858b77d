"""Posting what is behind a task, many at once, after a look at what would happen."""

from odoo import models
from odoo.exceptions import UserError

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

        :param bool is_dated: whether invoices without a date get the last day
        :return: dict: ``rows`` of documents with ``state`` and ``reason``, ``has_more``
        :raises AccessError: unless the user may invoice, in the task's company
        """
        return self._bulk(is_dated, is_dry=True)

    @checked
    def bulk_post(self, is_dated: Flag = False):
        """Post what can be posted, as the acting user; what is refused stops no other.

        :return: as :meth:`bulk_preview`
        """
        answer = self._bulk(is_dated, is_dry=False)
        self._elevated()._check_now()
        return answer

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _bulk(self, is_dated, is_dry):
        one(self)
        self._check_signer(GROUP_SETTLE)
        task = self._elevated()
        check = task.check_id
        if not check.bulk:
            raise UserError(
                self.env._("%(task)s: nothing can be posted here.", task=self.name)
            )
        roots = task.company_id or task.close_id._companies()
        domain = CloseChecks(task.close_id).domain(check, roots)
        mine = self.env["res.company"]._ar_member_companies()
        env = self.with_context(allowed_company_ids=mine.ids).env
        bulk = CloseBulk(env, check.bulk, domain, task.close_id.date_to, is_dated)
        outcomes = bulk.run(is_dry)
        return {
            "rows": [row_of(outcome) for outcome in outcomes],
            "has_more": bulk.has_more,
        }
