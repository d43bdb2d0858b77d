"""Validating, posting and undoing the lines of payment journals.

A few lines are done at once, in the request. Many wait (``queued``, ``undoing``) for
several identical scheduled actions: each takes some that no other one works on, does
them as the user who asked, and commits. What a killed worker had begun is rolled back
and waits again.
"""

import logging
import time
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...books.access_groups import GROUP_SETTLE, GROUP_UNDO
from ...books.given_values import Day, checked, one
from ...books.plausible import Plausible
from ...books.worker_turns import WorkerTurn, working
from .account_payment_posting import CONCURRENCY_ERRORS

_logger = logging.getLogger(__name__)

#: So many lines are posted in the request; more wait for the background.
FOREGROUND_LINES = 100
#: How many lines are posted, and committed, at once in the background.
BATCH_LINES = 250
TRIES = 5
#: Of so many lines that were not done the reason is told at once.
TOLD_LINES = 5
#: The scheduled actions that share the work.
WORKERS = tuple(
    f"ar_centralized_payments.cron_payment_journals_{number}" for number in (1, 2, 3, 4)
)


class ArPaymentJournalPosting(models.AbstractModel):
    """The part of a payment journal that has its lines posted and undone."""

    _name = "ar.payment.journal.posting"
    _description = "Posting of a Payment Journal"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def problems(self):
        """What stands against posting the lines that are not posted; writes nothing.

        :return: list of dicts, in the order of lines: ``payment_id``, ``journal_id``,
            ``line`` (customer and amount, to recognise it), ``problems`` (texts),
            ``warnings`` (texts: what is unlikely, and stands against nothing), and
            ``is_on_hold`` for lines that are left out for now
        :raises AccessError: without the right to read the payment journal
        """
        self.check_access("read")
        lines = self._all_companies().payment_ids.filtered(
            lambda payment: payment.state == "draft"
        )
        today = fields.Date.context_today(self)
        rows = []
        found = lines._ar_check_lines(lines)
        plausible = Plausible(lines.env, lines.partner_id)
        for payment in lines.sorted(lambda p: (p.ar_payment_journal_id.id, p.id)):
            is_on_hold = payment._ar_is_on_hold(today)
            texts = found[payment].all
            warnings = plausible.questions(
                payment.partner_id,
                payment.amount,
                payment.currency_id,
                payment.date,
                payment.ar_payment_journal_id.date,
            )
            if texts or warnings or is_on_hold:
                rows.append(
                    {
                        "payment_id": payment.id,
                        "journal_id": payment.ar_payment_journal_id.id,
                        "line": payment._ar_line_text(),
                        "problems": texts,
                        "warnings": warnings,
                        "is_on_hold": is_on_hold,
                    }
                )
        return rows

    @checked
    def action_validate(self):
        """Show every problem of every line; nothing is written.

        :return: an action, with what :meth:`problems` returns in its parameters
        """
        rows = self.problems()
        left_out = [row for row in rows if row["problems"] or row["is_on_hold"]]
        ready = sum(journal.line_count for journal in self) - len(left_out)
        ready -= sum(j.posted_count + j.unsettled_count + j.undone_count for j in self)
        return {
            "type": "ir.actions.client",
            "tag": "ar_centralized_payments.line_problems",
            "params": {
                "title": self.env._("Validate %(journals)s", journals=self._names()),
                "rows": rows,
                "ready": ready,
            },
        }

    @checked
    def action_post(self):
        """Post the lines that are left; those that are refused stay, with the reason.

        Many lines are posted in the background, on behalf of the acting user. Lines on
        hold stay. Payments that were posted without their settlement are tried again.

        :return: an action that says what came of it; in its parameters ``counts``,
            the state of the lines -> how many they are
        :raises UserError: if nothing is left to post, or the work goes on already
        :raises AccessError: without the right to invoice
        """
        self._check_work(GROUP_SETTLE)
        today = fields.Date.context_today(self)
        left = self._all_companies().payment_ids.filtered(
            lambda payment: payment.ar_line_state in ("entered", "refused", "unsettled")
        )
        lines = left.filtered(lambda payment: not payment._ar_is_on_hold(today))
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing of %(journals)s is left to post. Lines on hold: "
                    "%(count)s.",
                    journals=self._names(),
                    count=len(left),
                )
            )
        if len(lines) > FOREGROUND_LINES:
            return self._queue(lines, "queued")
        lines._ar_post_lines()
        return self._outcome(lines)

    @checked
    def action_undo_wizard(self):
        """Ask for the date of the undo, and say what it does."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Undo Payment Journal"),
            "res_model": "ar.payment.journal.undo",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {**self.env.context, "default_journal_ids": self.ids},
        }

    @checked
    def action_undo(self, date: Day = None):
        """Undo the posted lines: first their settlements, in all companies, then the
        payments are cancelled.

        :param date: of the entries that negate the settlements (date or ISO text), not
            before any of them; empty: that of each settlement if it is open in all
            companies, else the first date open in all
        :return: an action that says what came of it, see :meth:`action_post`
        :raises UserError: if nothing is posted, or the work goes on already
        :raises AccessError: without the right to undo
        """
        self._check_work(GROUP_UNDO)
        lines = self._all_companies().payment_ids.filtered(
            lambda payment: payment.ar_line_state in ("posted", "unsettled")
        )
        if not lines:
            raise UserError(
                self.env._("Nothing of %(journals)s is posted.", journals=self._names())
            )
        return self._undo_lines(lines, date)

    def _undo_lines(self, lines, date=None):
        if len(lines) > FOREGROUND_LINES:
            return self._queue(lines, "undoing", date)
        lines._ar_undo_lines(date)
        return self._outcome(lines)

    def _names(self):
        return ", ".join(self.mapped("name"))

    def _check_work(self, group):
        """Who may, and not while the background is at it."""
        self.check_access("write")
        self.env["ar.settlement"]._check_group(group)
        busy = self.filtered(lambda journal: journal.state == "posting")
        if busy:
            raise UserError(
                self.env._(
                    "%(journals)s: its lines are being imported, posted or undone in "
                    "the background. Wait until that is done.",
                    journals=busy._names(),
                )
            )

    def _all_companies(self):
        """The same with all companies of the user, whatever the switcher shows: the
        current one first."""
        companies = self.env["res.company"]._ar_user_companies()
        return self.with_context(allowed_company_ids=companies.ids)

    def _outcome(self, lines):
        """A message that says what came of some lines, and the page shows them anew."""
        lines = lines.exists()
        counts = {
            state: len(some)
            for state, some in lines.grouped("ar_line_state").items()
            if state
        }
        problems = lines.filtered("ar_progress")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if problems else "success",
                "sticky": bool(problems),
                "title": self._names(),
                "message": self._outcome_text(counts, problems),
                "counts": counts,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _outcome_text(self, counts, problems):
        """How many lines are in which state, and why the first ones are not done."""
        reasons = [
            self.env._(
                "%(line)s: %(reason)s",
                line=line._ar_line_text(),
                reason=line.ar_problem,
            )
            for line in problems[:TOLD_LINES]
        ]
        rest = ["…"] if problems[TOLD_LINES:] else []
        return "\n".join([self._counts_text(counts), *reasons, *rest])

    @api.model
    def _counts_text(self, counts):
        field = self.env["account.payment"]._fields["ar_line_state"]
        labels = dict(field._description_selection(self.env))
        return ", ".join(
            self.env._("%(state)s: %(count)s", state=labels[state], count=counts[state])
            for state in labels
            if counts.get(state)
        )

    # ------------------------------------------------------------
    # In the background
    # ------------------------------------------------------------
    def _queue(self, lines, work, date=None):
        """Let lines wait for the scheduled actions, on behalf of the acting user.

        :param date: of undoing, if one was chosen
        """
        for journal, some in lines.grouped("ar_payment_journal_id").items():
            journal.sudo().write(
                {
                    "worker_user_id": self.env.uid,
                    "queued_total": len(some),
                    "undo_date": date,
                }
            )
        lines.sudo().write({"ar_progress": work, "ar_refusal": False})
        for name in WORKERS:
            self.env.ref(name).sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "title": self._names(),
                "message": self.env._(
                    "%(count)s lines are done in the background. You may leave this "
                    "page; you will be told when they are done.",
                    count=len(lines),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_work(self):
        """Do lines that wait, batch after batch, until none is left that no other
        worker holds.

        A batch takes the journals that it posts in, on a connection beside its own,
        *before* its transaction looks at anything. So what it sees is what was left
        before it, and no two workers wait for each other while holding something. What
        they share, see :class:`WorkerTurn`.
        """
        passed_over, time_left = set(), True
        while time_left and (batch := self._next_batch(passed_over)):
            journal, ids, own, shared = batch
            done = 0
            with self._working_on(own, shared) as turn:
                if turn:
                    # A new transaction, which sees what was done before the locks.
                    self.env["ir.cron"]._commit_progress()
                    self.env.invalidate_all()
                    done, remaining = self._work_with_retries(journal, ids, turn)
                    time_left = self.env["ir.cron"]._commit_progress(
                        done, remaining=remaining
                    )
                    self.env.invalidate_all()
            if done:  # meanwhile others may have finished with what they held
                passed_over.clear()
            else:
                passed_over.add(journal)
        if passed_over:
            self._look_again()

    @api.model
    def _look_again(self):
        """Come back in a minute for what others hold: they may be killed, or may have
        passed it over while this worker held a part of it."""
        at = fields.Datetime.now() + timedelta(minutes=1)
        self.env.ref(WORKERS[0]).sudo()._trigger(at)

    @api.model
    def _count_waiting(self):
        return self.env["account.payment"].search_count(self._waiting_domain())

    @api.model
    def _waiting_domain(self):
        return Domain("ar_progress", "in", ("queued", "undoing"))

    @api.model
    def _next_batch(self, passed_over):
        """Some lines that wait, of one payment journal, and where they are posted.

        :return: id of the payment journal, ids of lines, ids of the journals that a
            worker needs to itself, and ids of those that it shares; or nothing
        """
        payments = self.env["account.payment"]
        domain = self._waiting_domain() & Domain(
            "ar_payment_journal_id", "not in", sorted(passed_over)
        )
        first = payments.search(domain, order="ar_payment_journal_id, id", limit=1)
        if not first:
            return None
        journal = first.ar_payment_journal_id
        lines = payments.search(
            self._waiting_domain() & Domain("ar_payment_journal_id", "=", journal.id),
            order="id",
            limit=BATCH_LINES,
        )
        settlements = lines._ar_all_settlements()
        own, shared = settlements._worker_journals(lines.journal_id)
        return journal.id, lines.ids, own.ids, shared.ids

    @contextmanager
    def _working_on(self, own, shared):
        """Hold some journals: the turn of a worker, or ``None`` if another one has one
        of them."""
        with self.env.registry.cursor() as cr:
            turn = WorkerTurn(cr, own, shared)
            yield turn if turn.hold() else None

    def _work_with_retries(self, journal, ids, turn):
        """Do a batch; return how many lines were done, and how many wait."""
        for number in range(1, TRIES + 1):
            try:
                with working(self.env, turn):
                    done = self._work(journal, ids)
                    self.env.cr.flush()  # notes, too
                    remaining = self._count_waiting()
                    turn.give(self.env)
                return done, remaining
            except CONCURRENCY_ERRORS:
                self._start_again(turn)
                if number == TRIES:
                    _logger.info("Payment journal %s: busy, tried again later", journal)
                    break
                time.sleep(0.2 * 2**number)
            except Exception:
                self._start_again(turn)
                _logger.exception("Payment journal %s: lines %s failed", journal, ids)
                return self._refuse_batch(ids), self._count_waiting()
        return 0, self._count_waiting()

    def _start_again(self, turn):
        self.env.cr.rollback()
        self.env.invalidate_all()
        turn.forget()

    def _refuse_batch(self, ids):
        """Let nothing wait for ever that fails in a way that nobody foresaw."""
        lines = self.env["account.payment"].search(
            self._waiting_domain() & Domain("id", "in", ids)
        )
        lines._ar_note_outcome(dict.fromkeys(lines, lines._ar_unexpected_text()))
        journals = lines.ar_payment_journal_id
        self.env.flush_all()
        for journal in journals.filtered(lambda j: j.state != "posting"):
            journal._finish(journal._as_worker())
        return len(lines)

    def _work(self, journal, ids):
        """Do the lines of a batch that still wait, as the user who asked for it."""
        payments = self.env["account.payment"]
        domain = self._waiting_domain() & Domain("id", "in", ids)
        waiting = payments.search(domain)
        waiting._ar_take_turns(waiting._ar_all_settlements())
        lines = payments.search(domain, order="id").try_lock_for_update()
        if not lines:
            return 0
        lines._ar_wait_for_documents()
        record = self.browse(journal)
        as_user = record._as_worker()
        works = lines.grouped("ar_progress")
        lines.ar_progress = False  # They wait no more: the work may change them.
        for work, some in works.items():
            mine = some.with_env(as_user.env)
            if refusal := as_user._worker_refusal(work):
                some._ar_note_outcome(dict.fromkeys(some, refusal))
            elif work == "queued":
                mine._ar_post_lines()
            else:
                mine._ar_undo_lines(record.undo_date or None)
        self.env.flush_all()
        waiting = self._waiting_domain() & Domain("ar_payment_journal_id", "=", journal)
        if not self.env["account.payment"].search_count(waiting, limit=1):
            record._finish(as_user)
        return len(lines)

    def _worker_refusal(self, work):
        """Why the user who asked for the work may not do it any more, if so."""
        user = self.sudo().worker_user_id
        if not user or user._is_superuser():
            return self.env._(
                "The user who asked for it does not exist any more. Have somebody do "
                "it again."
            )
        group = GROUP_UNDO if work == "undoing" else GROUP_SETTLE
        is_member = self.sudo().company_id in user.company_ids
        if user.active and is_member and user.has_group(group):
            return ""
        return self.env._(
            "%(user)s, who asked for it, may not do it any more. Have somebody do it "
            "who may.",
            user=user.name,
        )

    def _as_worker(self):
        """This payment journal as the user who asked for the work, in all of their
        companies, as they are now."""
        user = self.sudo().worker_user_id
        companies = user.company_ids & self.sudo().company_id | user.company_ids
        return self.with_user(user).with_context(
            allowed_company_ids=companies.ids, lang=user.lang, tz=user.tz
        )

    def _finish(self, as_user):
        """Tell who asked for the work that it is done."""
        counts = self._count_lines().get(self.id, {})
        text = as_user._counts_text(counts)
        user = self.worker_user_id
        self.write({"worker_user_id": False, "queued_total": 0, "undo_date": False})
        self.message_post(body=text, author_id=user.partner_id.id)
        user._bus_send(
            "simple_notification",
            {
                "type": "warning" if counts.get("refused") else "success",
                "title": self.display_name,
                "message": text,
                "sticky": True,
            },
        )

    @checked
    def posting_progress(self):
        """How far the work in the background is, for the page that shows it.

        :return: dict: ``state``, ``progress`` (percent), ``done`` and ``total`` lines
        """
        one(self)
        self.check_access("read")
        waiting = self._count_lines().get(self.id, {}).get("queued", 0)
        total = max(self.queued_total, waiting)
        return {
            "state": self.state,
            "progress": 100.0 * (total - waiting) / total if total else 100.0,
            "done": total - waiting,
            "total": total,
        }
