"""Statements to many customers: each by mail, in the background."""

import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...books.as_of import AS_OF
from ...books.given_values import checked, one

_logger = logging.getLogger(__name__)

WORKER = "ar_centralized_payments.cron_statement_mailing"
#: How many customers one mailing may have.
MOST = 5000


class ArStatementMailing(models.Model):
    """Statements over all companies, to be sent to many customers at once.

    Of whoever made it: what the statements say is what that user may see.
    """

    _name = "ar.statement.mailing"
    _inherit = "ar.guarded.values"
    _description = "Mailing of Statements"
    _order = "id desc"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        required=True,
        default=lambda self: self.env._("Statements"),
        help="What the mailing is called.",
    )
    date = fields.Date(
        string="As of",
        required=True,
        default=fields.Date.context_today,
        help="The statements say what was open as of this date.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        string="Paid To",
        required=True,
        default=lambda self: self.env.company,
        help="The company whose bank account the statements name.",
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("sending", "Sending"), ("done", "Sent")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        help="How far the mailing is.",
    )
    line_ids = fields.One2many(
        comodel_name="ar.statement.mailing.line",
        inverse_name="mailing_id",
        string="Customers",
        help="To whom statements go.",
    )
    progress = fields.Float(
        digits=(16, 0),
        compute="_compute_progress",
        help="How many per cent of the statements are dealt with.",
    )
    problem_count = fields.Integer(
        string="Not Sent",
        compute="_compute_progress",
        help="How many statements could not be sent.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("line_ids.state")
    def _compute_progress(self):
        for mailing in self:
            lines = mailing.line_ids
            done = lines.filtered(lambda line: line.state in ("sent", "problem"))
            mailing.progress = 100 * len(done) / len(lines) if lines else 0.0
            mailing.problem_count = len(
                lines.filtered(lambda line: line.state == "problem")
            )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_send(self):
        """Send the statements, in the background; those with a problem again.

        :return: ``True``
        :raises UserError: if there is nobody to send one to
        """
        one(self)
        self.check_access("write")
        waiting = self.line_ids.filtered(lambda line: line.state != "sent")
        if not waiting:
            raise UserError(
                self.env._(
                    "%(mailing)s: nobody is there to send a statement to. Add some.",
                    mailing=self.name,
                )
            )
        self._queue(waiting)
        return True

    def _queue(self, waiting):
        """``sudo()``: fields of the engine, and the worker."""
        waiting.sudo().write({"state": "waiting", "problem": False})
        self.sudo().state = "sending"
        self.env.ref(WORKER).sudo()._trigger()

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    @api.model
    def _open_for(self, partners):
        """Send one customer its statement by Odoo's composer; many in the background.

        :param partners: customers; several records of a party are one
        """
        self.check_access("create")
        records = self.env["res.partner"]._ar_statement_records(partners)
        if not records:
            raise UserError(self.env._("Choose customers to send statements to."))
        if len(records) == 1:
            return records[0]._ar_compose_statement()
        if len(records) > MOST:
            raise UserError(
                self.env._(
                    "These are %(count)s customers; %(most)s are the most at once.",
                    count=len(records),
                    most=MOST,
                )
            )
        mailing = self.create(
            {"line_ids": [Command.create({"partner_id": r.id}) for r in records]}
        )
        return mailing._get_records_action(name=self.env._("Send Statements"))

    def _as_of_context(self, user):
        """The date as of which statements are, unless that is today."""
        today = fields.Date.context_today(self.with_user(user))
        return {AS_OF: str(self.date)} if self.date != today else {}

    @api.model
    def _cron_send(self):
        """Send what waits, each statement as the user who asked for it."""
        lines = self.env["ar.statement.mailing.line"]
        waiting = lines.search([("state", "=", "waiting")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for line in waiting:
            if not line.try_lock_for_update():
                continue
            line._send()
            left = self.env["ir.cron"]._commit_progress(1)
            if not left:
                break


class ArStatementMailingLine(models.Model):
    """One customer of a mailing."""

    _name = "ar.statement.mailing.line"
    _inherit = "ar.guarded.values"
    _description = "Statement of a Mailing"
    _order = "id"

    _engine_fields = frozenset({"problem"})

    mailing_id = fields.Many2one(
        comodel_name="ar.statement.mailing",
        required=True,
        index=True,
        ondelete="cascade",
        help="The mailing that it belongs to.",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        help="The record of the customer to whose address the statement goes.",
    )
    email = fields.Char(
        related="partner_id.email", help="Where the statement is sent to."
    )
    lang = fields.Selection(
        related="partner_id.lang", help="The language of the statement."
    )
    state = fields.Selection(
        selection=[
            ("draft", "Not sent"),
            ("waiting", "Waiting"),
            ("sent", "Sent"),
            ("problem", "Problem"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        help="How far the statement is.",
    )
    problem = fields.Char(
        readonly=True, copy=False, help="Why the statement was not sent."
    )

    def _send(self):
        """Send the statement as the user who made the mailing, whose rights are
        checked again; what stands in the way is kept on the line."""
        problem = False
        try:
            with self.env.cr.savepoint():
                self._send_as(self.mailing_id.create_uid)
        except (UserError, AccessError) as error:
            problem = str(error)
        except Exception:
            _logger.exception("The statement %s could not be sent", self.id)
            problem = self.env._(
                "It could not be sent, for a reason that nobody foresaw; the server's "
                "log has it."
            )
        self.write({"state": "problem" if problem else "sent", "problem": problem})
        if all(line.state in ("sent", "problem") for line in self.mailing_id.line_ids):
            self.mailing_id.state = "done"

    def _send_as(self, user):
        if not user.active:
            raise UserError(
                self.env._("The user who asked for it is no longer active. Send again.")
            )
        mailing = self.mailing_id
        if mailing.company_id not in user.company_ids:
            raise UserError(
                self.env._("The user who asked for it is no member of the company.")
            )
        mine = self.partner_id.with_user(user).with_company(mailing.company_id)
        mine = mine.with_context(
            allowed_company_ids=[
                mailing.company_id.id,
                *(user.company_ids - mailing.company_id).ids,
            ],
            **mailing._as_of_context(user),
        )
        mine.env["ar.open.transaction"].check_access("read")
        mine.check_access("read")
        if not mine.email:
            raise UserError(
                self.env._("%(customer)s has no email address.", customer=mine.name)
            )
        mine._ar_mail_statement()
