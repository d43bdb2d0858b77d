"""Long files, and many receipts at once: done in the background."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...books.access_groups import GROUP_SETTLE
from ...books.given_values import checked, one
from ..payment_journal.account_payment_posting import CONCURRENCY_ERRORS
from .ar_receipt_work_steps import STEPS

_logger = logging.getLogger(__name__)

WORKER = "ar_centralized_payments.cron_receipt_work"
#: A file of more rows than this is imported in the background.
FOREGROUND_ROWS = 250
#: Of these nothing is taken back: each line stands for itself.
KEPT = ("lines", "accept")
#: How often a step is tried that kills its worker, before the file is refused.
TRIES = 5


class ArReceiptWork(models.Model):
    """One file with money that came: a bank statement, or a list of payments; or many
    receipts that are found or accepted at once.

    A file of few rows is imported in the request. The scheduled action does the rest
    step by step, as the user who asked for it and whose rights are checked again; each
    step is committed, so a killed worker goes on where it was. A file is imported whole
    or not at all: where a step is refused, what the earlier ones made is taken back.
    """

    _name = "ar.receipt.work"
    _inherit = ["ar.receipt.work.steps", "ar.guarded.values"]
    _description = "Import of a File"
    _order = "id desc"
    _check_company_auto = True

    _engine_fields = frozenset(
        {
            *("name", "kind", "company_id", "journal_id", "payment_journal_id"),
            *("user_id", "state", "step", "total", "done", "checksum", "content"),
            *("plan", "made", "tries", "refusal", "outcome"),
        }
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="File", required=True, readonly=True, help="What the file is called."
    )
    kind = fields.Selection(
        selection=[
            ("statement", "Bank Statement"),
            ("payments", "List of Payments"),
            ("lines", "Lines of a Bank"),
            ("accept", "What Is Sure"),
        ],
        required=True,
        readonly=True,
        help="What the file has; or that lines of a bank are looked at which came some "
        "other way, or what is sure of them is accepted.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        help="The company that received the money.",
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        help="The journal that the money came to.",
    )
    payment_journal_id = fields.Many2one(
        comodel_name="ar.payment.journal",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="The payment journal in which a list of payments becomes lines.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Imported by",
        required=True,
        readonly=True,
        help="Who uploaded it: it is imported with the rights of that user.",
    )
    state = fields.Selection(
        selection=[
            ("waiting", "In Progress"),
            ("done", "Imported"),
            ("refused", "Refused"),
        ],
        string="Status",
        required=True,
        readonly=True,
        index=True,
        help="In progress: it is imported in the background. Refused: nothing of it is "
        "imported.",
    )
    step = fields.Selection(
        selection=[("make", "Making Lines"), ("match", "Looking for Documents")],
        readonly=True,
        help="What is being done.",
    )
    total = fields.Integer(string="Rows", readonly=True, help="How many rows it has.")
    done = fields.Integer(
        string="Rows Done",
        readonly=True,
        help="How many of its rows are done.",
    )
    progress = fields.Float(
        compute="_compute_progress", help="How much of the rows is done, in percent."
    )
    refusal = fields.Text(
        string="Why It Is Refused", readonly=True, help="What stands against the file."
    )
    outcome = fields.Text(readonly=True, help="What became of it.")
    checksum = fields.Char(
        readonly=True,
        groups="base.group_system",
        help="By which a file that was imported already is recognised.",
    )
    content = fields.Binary(
        readonly=True,
        attachment=False,
        groups="base.group_system",
        help="The file, until it is imported.",
    )
    plan = fields.Json(
        readonly=True,
        prefetch=False,
        groups="base.group_system",
        help="What its rows become, until it is imported.",
    )
    made = fields.Json(
        readonly=True,
        prefetch=False,
        groups="base.group_system",
        help="The lines that are made, by their ids, until it is imported.",
    )
    tries = fields.Integer(
        readonly=True,
        groups="base.group_system",
        help="How often the current step has been started.",
    )

    _payments_once = models.UniqueIndex(
        "(company_id, checksum) WHERE kind = 'payments' AND state != 'refused'",
        "This file was imported already, or is being imported just now. It is not "
        "imported twice.",
    )

    @api.depends("total", "done")
    def _compute_progress(self):
        for work in self:
            work.progress = 100.0 * work.done / work.total if work.total else 0.0

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def work_progress(self):
        """How far the import is, for the page that shows it.

        :return: dict: ``state``, ``progress`` (percent), ``done`` and ``total`` rows
        """
        one(self)
        self.check_access("read")
        return {
            "state": self.state,
            "progress": self.progress,
            "done": self.done,
            "total": self.total,
        }

    @api.model
    @checked
    def running(self):
        """What goes on for the banks, for the page of bank receipts.

        :return: list of dicts: ``id``, ``text``, ``progress`` (percent)
        """
        domain = Domain("state", "=", "waiting") & Domain("kind", "!=", "payments")
        works = self.search(domain & Domain("company_id", "in", self.env.companies.ids))
        return [
            {"id": work.id, "text": work._running_text(), "progress": work.progress}
            for work in works
        ]

    def _running_text(self):
        words = {"name": self.name, "done": self.done, "total": self.total}
        if self.step == "match":
            return self.env._(
                "%(name)s: what its %(total)s lines pay is being found.", **words
            )
        return self.env._("%(name)s: %(done)s of %(total)s lines are done.", **words)

    @checked
    def action_open_result(self):
        """Open what was imported: the bank's receipts, or the lines."""
        one(self)
        self.check_access("read")
        if self.kind != "payments":
            return self.journal_id.action_ar_receipts()
        return self.payment_journal_id.action_open_lines()

    # ------------------------------------------------------------
    # Business: taken
    # ------------------------------------------------------------
    @api.model
    def _is_busy(self, journal):
        """What is being imported to a bank in the background.

        ``sudo()``: it may be another user's; that it goes on is all that is told.
        """
        domain = Domain("journal_id", "=", journal.id) & Domain("state", "=", "waiting")
        return self.sudo().search(domain & Domain("kind", "=", "statement"), limit=1)

    @api.model
    def _is_running(self, company, checksum):
        """Whether a list of payments is being imported just now.

        ``sudo()``: whoever imports it; that it goes on is all that is told.
        """
        domain = Domain("company_id", "=", company.id) & Domain("state", "=", "waiting")
        domain &= Domain("kind", "=", "payments") & Domain("checksum", "=", checksum)
        return bool(self.sudo().search_count(domain, limit=1))

    @api.model
    def _is_long(self, rows):
        """Whether so many rows are imported in the background."""
        return rows > FOREGROUND_ROWS

    @api.model
    def _unfinished(self, journals):
        """The lines that imports to banks have made so far, by their ids.

        ``sudo()``: whoever imports them; their ids alone.
        """
        works = self.sudo().search(
            Domain("journal_id", "in", journals.ids)
            & Domain("kind", "=", "statement")
            & Domain("state", "=", "waiting")
        )
        return [key for work in works for key in work.made or []]

    @api.model
    def _take(self, values, rows):
        """Import a file that was read: at once, or in the background where it is long.

        ``sudo()``: nobody makes such records; the caller has checked that the user may
        import into the journal.

        :param values: ``name``, ``kind``, ``checksum``, the journals, what it becomes
        :param rows: how many rows it has
        :return: the import; it is done, or waits
        """
        if self._is_long(rows):
            return self._queue({**values, "total": rows})
        work = self.sudo().create(self._prepare_vals({**values, "total": rows}, "done"))
        while work.step:
            work._do_step(self.env)
        return work.with_env(self.env)

    @api.model
    def _queue(self, values):
        """Let something wait for the scheduled action, on behalf of the user.

        ``sudo()``: as :meth:`_take`.
        """
        work = self.sudo().create(self._prepare_vals(values, "waiting"))
        self.env.ref(WORKER).sudo()._trigger()
        return work.with_env(self.env)

    @api.model
    def _prepare_vals(self, values, state):
        first_step = STEPS[values["kind"]][0]
        return {
            "user_id": self.env.uid,
            "state": state,
            "step": first_step,
            "made": [],
            **values,
        }

    @api.model
    def _queue_receipts(self, kind, journal, records):
        """Let lines of a bank be looked at, or receipts of it be accepted.

        ``sudo()``: whether that is asked for already, whoever did.
        """
        domain = Domain("journal_id", "=", journal.id) & Domain("state", "=", "waiting")
        running = self.sudo().search(domain & Domain("kind", "=", kind), limit=1)
        if running:
            return running.with_env(self.env)
        rows = {"plan": {"rows": records.ids}} if kind == "accept" else {}
        return self._queue(
            {
                "name": journal.name,
                "kind": kind,
                "company_id": journal.company_id.id,
                "journal_id": journal.id,
                "total": len(records),
                "made": records.ids if kind == "lines" else [],
                **rows,
            }
        )

    def _shown(self):
        """The page that shows how far it is."""
        return self._get_records_action(name=self.env._("Import"))

    # ------------------------------------------------------------
    # Business: in the background
    # ------------------------------------------------------------
    @api.model
    def _cron_work(self):
        """Import what waits, step by step, until the time of the action is over."""
        cron = self.env["ir.cron"]
        for work in self.search([("state", "=", "waiting")], order="id"):
            while work._take_turn():
                # Kept, whatever becomes of the worker.
                work.tries += 1
                cron._commit_progress()
                if not work._take_turn():
                    break
                try:
                    work.with_context(lang=work.user_id.lang)._try_step()
                except CONCURRENCY_ERRORS:
                    self.env.cr.rollback()
                    self.env.invalidate_all()
                    _logger.info("%s is tried again in a minute", work)
                    at = fields.Datetime.now() + timedelta(minutes=1)
                    self.env.ref(WORKER)._trigger(at)
                    break
                waiting = self.search_count([("state", "=", "waiting")])
                if not cron._commit_progress(1, remaining=waiting):
                    return

    def _take_turn(self):
        """Whether it waits still and nobody else works on it, as it is by now."""
        self.invalidate_recordset()
        return bool(self.try_lock_for_update()) and self.state == "waiting"

    def _try_step(self):
        """Do a step, or keep why it cannot be done."""
        try:
            with self.env.cr.savepoint():
                if not self.refusal:
                    self._check_worker()
                self._do_step(self._worker_env())
        except CONCURRENCY_ERRORS:
            raise
        except (AccessError, UserError) as error:
            self._note_refusal(str(error))
        except Exception:
            _logger.exception("%s could not be imported", self.name)
            self._note_refusal(
                self.env._(
                    "It could not be imported, for a reason that nobody foresaw; the "
                    "server's log has it."
                )
            )
        self.tries = 0

    def _check_worker(self):
        """Refuse where the user may not any more, or a step never comes to its end."""
        user = self.user_id
        is_member = self.company_id in user.company_ids
        if not (user.active and is_member and user.has_group(GROUP_SETTLE)):
            raise UserError(
                self.env._(
                    "%(user)s, who asked for it, may not do it any more. Have somebody "
                    "do it who may.",
                    user=user.name,
                )
            )
        if self.tries > TRIES:
            raise UserError(
                self.env._(
                    "It was begun %(count)s times, and never came to its end. Give the "
                    "server more time for scheduled actions, or import smaller files.",
                    count=TRIES,
                )
            )

    def _worker_env(self):
        """That of the user who uploaded it, in all of their companies as they are now,
        that of the file first."""
        user = self.user_id
        companies = user.company_ids & self.company_id | user.company_ids
        return (
            self.with_user(user)
            .with_context(allowed_company_ids=companies.ids, lang=user.lang, tz=user.tz)
            .env
        )

    def _note_refusal(self, text):
        """Keep why, and take back from the next step on what was made."""
        self.invalidate_recordset()
        if self.refusal:  # It was being taken back, and that is refused.
            text = "\n".join((self.refusal, text))
            self.write({"refusal": text, "made": []})
        else:
            self.write({"refusal": text})
        if not self.made or self.kind in KEPT:
            self._end("refused", text)

    def _end(self, state, text):
        """It is over: nothing of the file is kept here, and who uploaded it is told."""
        was_waiting = self.state == "waiting"
        self.write(
            {
                "state": state,
                "step": False,
                "outcome": text if state == "done" else False,
                **dict.fromkeys(("content", "plan", "made"), False),
            }
        )
        if not was_waiting:
            return
        user = self.user_id
        if self.payment_journal_id:
            title = self.env._("%(file)s: %(outcome)s", file=self.name, outcome=text)
            self.payment_journal_id.message_post(
                body=title, author_id=user.partner_id.id
            )
        user._bus_send(
            "simple_notification",
            {
                "type": "success" if state == "done" else "danger",
                "title": self.name,
                "message": text,
                "sticky": True,
            },
        )
        self.env.flush_all()
