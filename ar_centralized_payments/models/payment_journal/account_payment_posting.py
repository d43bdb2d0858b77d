"""How lines of payment journals are posted and undone: each for itself, in batches."""

import logging

from psycopg2 import errors

from odoo import models
from odoo.exceptions import AccessError, ConcurrencyError, LockError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...books.access_groups import GROUP_UNDO
from ...books.given_values import Day, checked
from ...books.line_check import Found, LineCheck

_logger = logging.getLogger(__name__)

#: Somebody else was quicker: the same once more, from what is there by then.
CONCURRENCY_ERRORS = (
    ConcurrencyError,
    errors.SerializationFailure,
    errors.DeadlockDetected,
    errors.LockNotAvailable,
)


class PaymentJournalLinePosting(models.AbstractModel):
    """The part of a line of a payment journal that posts and undoes it.

    ``account.payment`` inherits it, and nothing else.
    """

    _name = "ar.payment.journal.line.posting"
    _description = "Posting of the Lines of a Payment Journal"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_undo_lines(self, date: Day = None):
        """Undo these lines of payment journals: first their settlements, in all
        companies, then the payments are cancelled.

        :param date: of the entries that negate the settlements, see the settlement's
            ``action_undo``
        :raises UserError: if one of them is not posted in a payment journal
        :raises AccessError: without the right to undo
        """
        journals = self.ar_payment_journal_id
        journals._check_work(GROUP_UNDO)
        posted = self.filtered(lambda p: p.ar_line_state in ("posted", "unsettled"))
        if self - posted or not self:
            raise UserError(
                self.env._(
                    "Only posted lines of payment journals can be undone. Not posted: "
                    "%(lines)s.",
                    lines=", ".join(p._ar_line_text() for p in (self - posted)[:10]),
                )
            )
        companies = self.env["res.company"]._ar_user_companies()
        return journals._undo_lines(
            self.with_context(allowed_company_ids=companies.ids), date
        )

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _ar_is_on_hold(self, today):
        return self.state == "draft" and bool(
            self.ar_hold_until and self.ar_hold_until > today
        )

    def _ar_line_text(self):
        """What a line is recognised by."""
        return self.env._(
            "%(customer)s, %(amount)s",
            customer=self.partner_id.display_name or self.env._("no customer"),
            amount=self.currency_id.format(self.amount),
        )

    def _ar_default_outstanding(self, direction="inbound"):
        """The account that Odoo would take where the payment method has none."""
        try:
            return self._get_outstanding_account(direction)
        except UserError:
            return self.env["account.account"]

    def _ar_post_lines(self):
        """Post lines of payment journals; one that is refused never stops the others.

        What stands against a line is found for all of them first. Where Odoo, or
        another addon, refuses something more, the batch is halved until the line is
        found that it is about.
        """
        self._ar_take_turns(self._ar_all_settlements())
        posted = self.filtered(lambda payment: payment.state != "draft")
        drafts = self - posted
        found = self._ar_check_lines(drafts)
        refused = {p: "\n".join(f.all) for p, f in found.items() if f.all}
        apart = [
            payment
            for payment, reasons in found.items()
            if reasons.settlement
            and not reasons.own
            and payment.ar_payment_journal_id.is_posted_unsettled
        ]
        apart = self.browse([payment.id for payment in apart])
        ready = drafts - self.browse([payment.id for payment in refused])
        refused |= self._isolated(ready, "action_post")
        refused |= self._isolated(apart, "_ar_post_unsettled")
        refused |= self._isolated(posted, "_ar_settle_again")
        self._ar_note_outcome(refused)

    def _ar_post_unsettled(self):
        """Post these payments alone: their draft settlements then mark what was
        posted, and can be posted later."""
        self.sudo().ar_progress = "unsettled"
        self.action_post()

    def _ar_settle_again(self):
        """Post the settlements that wait for these posted payments."""
        settlements = self.env["ar.settlement.line"].search(
            Domain("move_line_id.move_id", "in", self.move_id.ids)
            & Domain("is_marking", "=", True)
        )
        settlements.settlement_id.action_post()

    def _ar_check_lines(self, drafts):
        """What stands against each of some lines; writes nothing.

        Where that fails for a reason that nobody foresaw, they are halved until the
        line is found that it is about.
        """
        try:
            with self.env.cr.savepoint():
                return LineCheck(drafts).found()
        except CONCURRENCY_ERRORS:
            raise
        except Exception:
            if len(drafts) == 1:
                _logger.exception("Payment %s could not be checked", drafts.id)
                return {drafts: Found(drafts, own=[self._ar_unexpected_text()])}
        half = len(drafts) // 2
        return self._ar_check_lines(drafts[:half]) | self._ar_check_lines(drafts[half:])

    def _ar_unexpected_text(self):
        return self.env._(
            "Something unexpected went wrong. The log of the server says more."
        )

    def _ar_undo_lines(self, date=None):
        """Undo posted lines; one that is refused never stops the others.

        :param date: of the entries that negate their settlements; empty: as each has it
        """
        self._ar_take_turns(self._ar_all_settlements())
        refused = {
            payment: "\n".join(reasons)
            for payment in self
            if (reasons := list(payment._ar_undo_problems()))
        }
        rest = self - self.browse([payment.id for payment in refused])
        refused |= self._isolated(rest, "_ar_undo_settled", date)
        self._ar_note_outcome(refused)

    def _ar_undo_problems(self):
        """Reasons against undoing a posted line."""
        if self.reconciled_statement_line_ids:
            yield self.env._(
                "The bank statement is matched with it. Undo that first, then the line."
            )

    def _ar_undo_settled(self, date=None):
        """Undo the settlements of posted payments, in all companies, then cancel."""
        settlements = self._ar_all_settlements()
        posted = settlements.filtered(lambda s: s.state == "posted")
        drafts = settlements.filtered(lambda s: s.state == "draft")
        self.env["ar.settlement"]._undo_for(posted, date)
        self._ar_leave_drafts(
            drafts.with_env(self.env),
            self.env._("unmarked, as the payment was undone."),
        )
        self.action_cancel()

    def _ar_take_turns(self, settlements):
        """Hold the journals of these payments, and those their settlements book in.

        ``sudo()``: journals are only held, whoever may read them; nothing is told.
        Before any savepoint, where somebody else's posting can be waited for.
        """
        settlements._elevated()._lock_journals(self.sudo().journal_id)

    def _ar_wait_for_documents(self):
        """Hold what the settlements of these payments mark, in one order, waiting for
        those who settle or change it just now: other workers, above all.

        What they have changed is not there for this transaction: it fails, and is done
        again as a whole. ``sudo()``: documents are only held; nothing is told.
        """
        marked = self._ar_all_settlements().line_ids.move_line_id
        for records, mode in ((marked.move_id, "NO KEY UPDATE"), (marked, "UPDATE")):
            self.env.cr.execute(
                SQL(
                    "SELECT id FROM %s WHERE id = ANY(%s) ORDER BY id FOR %s",
                    SQL.identifier(records._table),
                    records.ids,
                    SQL(mode),
                ),
                log_exceptions=False,
            )

    def _ar_all_settlements(self):
        """Every settlement of these payments, posted or not, whoever may see it.

        ``sudo()``: what stands in the way is undone or refused, never passed over.
        """
        marks = Domain("payment_id", "in", self.ids)
        if self.move_id:
            marks |= Domain("move_line_id.move_id", "in", self.move_id.ids)
        return self.env["ar.settlement.line"].sudo().search(marks).settlement_id

    def _ar_note_outcome(self, refused):
        """Say on the lines what came of them."""
        done = self - self.browse([payment.id for payment in refused])
        done.filtered("ar_progress").sudo().write({"ar_progress": False})
        done.sudo().filtered("ar_refusal").write({"ar_refusal": False})
        for payment, reason in refused.items():
            payment._ar_note_refusal(reason)

    def _ar_note_refusal(self, reason):
        """Keep why a line was refused, where only those may read it who could know.

        What concerns a settlement may name documents of several companies: it stands
        on the settlement, which only members of all of them see.
        """
        payment, settlements = self.sudo(), self._ar_all_settlements()
        settlements.write({"refusal": reason})
        is_unsettled = payment.state != "draft" and any(
            settlement.state == "draft" for settlement in settlements
        )
        payment.write(
            {
                "ar_progress": "unsettled" if is_unsettled else "refused",
                "ar_refusal": False if settlements else reason,
            }
        )

    def _isolated(self, payments, method, *arguments):
        """Call a method on payments, each alone if need be.

        :return: payment -> the reason why it was refused
        """
        if not payments:
            return {}
        try:
            with self.env.cr.savepoint():
                getattr(payments, method)(*arguments)
            return {}
        except CONCURRENCY_ERRORS:
            raise
        except LockError as error:
            reason = str(error)
        except (UserError, AccessError) as error:
            reason = str(error)
        except Exception:
            _logger.exception("Payments %s: %s failed", payments.ids, method)
            reason = self._ar_unexpected_text()
        if len(payments) == 1:
            return {payments: reason}
        half = len(payments) // 2
        return self._isolated(payments[:half], method, *arguments) | self._isolated(
            payments[half:], method, *arguments
        )
