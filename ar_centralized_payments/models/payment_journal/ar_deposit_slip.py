from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command

from ...books.access_groups import GROUP_UNDO
from ...books.given_values import Day, Id, checked, one


class ArDepositSlip(models.Model):
    """Posted payments of customers that are taken to one bank account together.

    Made from payments (``account.payment.action_generate_deposit_slip``), one for each
    company, bank journal and currency. What is on it stays: a payment that the bank
    did not honour is cancelled, by an outgoing payment that closes it.
    """

    _name = "ar.deposit.slip"
    _inherit = [
        "ar.guarded.values",
        "ar.numbered",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Deposit Slip"
    _order = "id desc"
    _check_company_auto = True
    _sequence_name = "ar_centralized_payments.sequence_deposit_slip"

    _engine_fields = frozenset(
        {"name", "company_id", "journal_id", "currency_id", "payment_ids"}
    )

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    name = fields.Char(
        string="Number",
        required=True,
        readonly=True,
        copy=False,
        index="trigram",
        help="Given when the deposit slip is made; its payments carry it.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        help="The company that received the payments.",
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank Journal",
        required=True,
        readonly=True,
        check_company=True,
        help="The journal of the payments: the bank account they are taken to.",
    )
    bank_account_id = fields.Many2one(
        related="journal_id.bank_account_id",
        string="Bank Account",
        help="The account of the bank journal.",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        readonly=True,
        help="The currency of all payments on the slip.",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The day on which the payments are taken to the bank.",
    )
    payment_ids = fields.One2many(
        comodel_name="account.payment",
        inverse_name="deposit_slip_id",
        string="Payments",
        readonly=True,
        help="The payments on the slip, those cancelled since included.",
    )
    state = fields.Selection(
        selection=[
            ("deposited", "Deposited"),
            ("partial", "Cancelled in Part"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        compute="_compute_totals",
        store=True,
        compute_sudo=True,
        tracking=True,
        help="Deposited: none of the payments was cancelled. Cancelled: all of them.",
    )
    payment_count = fields.Integer(
        string="Payments in the Total",
        compute="_compute_totals",
        store=True,
        compute_sudo=True,
        help="How many payments the bank honoured, as far as it is known.",
    )
    cancelled_count = fields.Integer(
        string="Cancelled Payments",
        compute="_compute_totals",
        store=True,
        compute_sudo=True,
        help="How many payments were cancelled since.",
    )
    total = fields.Monetary(
        compute="_compute_totals",
        store=True,
        compute_sudo=True,
        help="The sum of the payments without those cancelled.",
    )
    total_cancelled = fields.Monetary(
        compute="_compute_totals",
        store=True,
        compute_sudo=True,
        help="The sum of the payments that were cancelled since.",
    )
    total_taken = fields.Monetary(
        string="Total Taken to the Bank",
        compute="_compute_totals",
        store=True,
        compute_sudo=True,
        help="The sum of all payments, as they were taken to the bank.",
    )

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "There is a deposit slip with this number already."
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("payment_ids.amount", "payment_ids.ar_bounce_payment_id")
    def _compute_totals(self):
        for slip in self:
            cancelled = slip.payment_ids.filtered("ar_bounce_payment_id")
            rest = slip.payment_ids - cancelled
            slip.payment_count, slip.cancelled_count = len(rest), len(cancelled)
            slip.total = sum(rest.mapped("amount"))
            slip.total_cancelled = sum(cancelled.mapped("amount"))
            slip.total_taken = slip.total + slip.total_cancelled
            slip.state = "cancelled" if cancelled else "deposited"
            if cancelled and rest:
                slip.state = "partial"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_cancel_payment(self, payment: Id, date: Day = None):
        """Cancel one payment of the slip, such as a check that bounced.

        Its settlements are undone, in all companies, and whatever else it paid is open
        again. An outgoing payment of the same booked values is posted and matched with
        it. The payment stays on the slip, as cancelled.

        :param payment: id or record of the payment
        :param date: of the outgoing payment and of the entries that undo the
            settlements (date or ISO text); empty: today
        :return: ``True``
        :raises UserError: with every reason against it, before anything is written
        :raises AccessError: without the right to undo, or to a company of a settlement
        """
        one(self)
        self.check_access("write")
        self.env["ar.settlement"]._check_group(GROUP_UNDO)
        payment = self._given_payment(payment)
        date = date or fields.Date.context_today(self)
        payment._ar_take_turns(payment._ar_all_settlements())
        self._lock()
        payment.invalidate_recordset(["ar_bounce_payment_id"])
        problems = payment._ar_bounce_problems(date)
        if problems:
            raise UserError("\n".join(problems))
        outgoing = payment._ar_bounce(date)
        self._log_cancelled(payment, outgoing)
        return True

    def _open(self):
        """An action that opens these slips, ticked or not in the company switcher."""
        action = self._get_records_action(
            name=self.env._("Deposit Slips"), context={"create": False}
        )
        companies = self.env["res.company"]._ar_user_companies()
        slips = self.with_context(allowed_company_ids=companies.ids)
        return slips.company_id.with_env(self.env)._ar_open(action)

    # ------------------------------------------------------------
    # Business: making
    # ------------------------------------------------------------
    @api.model
    def _make(self, payments):
        """Make the slips of some payments, and write their numbers to them.

        ``sudo()``: nobody else makes a slip or puts payments on it; the caller has
        checked every payment, and that the user may write it.

        :param payments: ``account.payment`` records that may all be on a slip
        :return: the slips, as the acting user: one for each company, bank journal and
            currency
        """
        groups = payments.sorted("id").grouped(
            lambda payment: (
                payment.company_id,
                payment.journal_id,
                payment.currency_id,
            )
        )
        names = self._next_names([company for company, _journal, _currency in groups])
        values = [
            {
                "name": name,
                "company_id": company.id,
                "journal_id": journal.id,
                "currency_id": currency.id,
                "payment_ids": [Command.set(some.ids)],
            }
            for name, ((company, journal, currency), some) in zip(
                names, groups.items(), strict=True
            )
        ]
        return self.sudo().create(values).with_env(self.env)

    # ------------------------------------------------------------
    # Business: cancelling
    # ------------------------------------------------------------
    def _given_payment(self, payment):
        """The payment that was given by its id, in all companies of the user.

        :raises UserError: if it is not on this slip; nothing is told of it
        """
        payment = self.env["account.payment"].browse(payment)
        if not payment <= self.payment_ids:
            raise UserError(
                self.env._(
                    "This payment is not on %(slip)s. Choose one of its payments.",
                    slip=self.name,
                )
            )
        return payment.with_env(self.env)._ar_as_user()

    def _lock(self):
        """Keep everybody else from cancelling at the same moment."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is just now cancelling a payment of %(slip)s. Try "
                    "again in a moment.",
                    slip=self.name,
                )
            ) from error

    def _log_cancelled(self, payment, outgoing):
        """Say on the slip and on the payment what happened."""
        text = self.env._("Cancelled: %(payment)s, by %(outgoing)s.")
        links = {
            "payment": payment._get_html_link(),
            "outgoing": outgoing._get_html_link(),
        }
        body = Markup("%s") % (Markup(text) % links)
        self._message_log(body=body)
        payment._message_log(body=body)
