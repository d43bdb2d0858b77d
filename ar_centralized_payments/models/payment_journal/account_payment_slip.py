"""Payments on deposit slips (see :class:`ArDepositSlip`)."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ...books.given_values import checked, one
from ...books.lock_dates import LockDates, Place
from ...books.undo_book import UndoBook
from ..settlement.ar_settlement_entries import AS_GIVEN

#: Payments in these journals are taken to a bank.
DEPOSIT_JOURNALS = ("bank", "cash")
POSTED = ("in_process", "paid")
NOT_POSTED = ("draft", "canceled", "rejected")
#: Fields that only the engine writes.
SLIP_FIELDS = frozenset({"deposit_slip_id", "ar_bounce_payment_id"})
#: What a payment may not be given any more once it is on a slip.
FROZEN_ON_SLIP = frozenset(
    {
        *("amount", "ar_check_number", "ar_payment_type", "company_id"),
        *("currency_id", "date", "journal_id", "partner_id", "partner_type"),
        *("payment_reference", "payment_type", "use_deposit_slip"),
    }
)


class AccountPayment(models.Model):
    _inherit = "account.payment"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    deposit_slip_id = fields.Many2one(
        comodel_name="ar.deposit.slip",
        check_company=True,
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The deposit slip on which the payment is taken to the bank.",
    )
    ar_bounce_payment_id = fields.Many2one(
        comodel_name="account.payment",
        string="Cancelled By",
        check_company=True,
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The outgoing payment that closes this one, because the bank did not "
        "honour it.",
    )
    ar_bounced_payment_ids = fields.One2many(
        comodel_name="account.payment",
        inverse_name="ar_bounce_payment_id",
        string="Cancels",
        readonly=True,
        copy=False,
        help="The payment on a deposit slip that this outgoing payment closes.",
    )
    ar_slip_status = fields.Selection(
        selection=[
            ("deposited", "Deposited"),
            ("matched", "On the Bank Statement"),
            ("cancelled", "Cancelled"),
        ],
        string="Status on the Slip",
        compute="_compute_ar_slip_status",
        help="Whether the payment on the deposit slip was found on the bank statement, "
        "or cancelled because the bank did not honour it.",
    )
    is_slip_possible = fields.Boolean(
        string="Can Be on a Deposit Slip",
        compute="_compute_is_slip_possible",
        help="Whether it is a customer's payment in a bank or cash journal.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    @api.depends("deposit_slip_id", "ar_bounce_payment_id", "is_matched")
    def _compute_ar_slip_status(self):
        for payment in self:
            status = "matched" if payment.is_matched else "deposited"
            if payment.ar_bounce_payment_id:
                status = "cancelled"
            payment.ar_slip_status = payment.deposit_slip_id and status

    @api.depends("payment_type", "partner_type", "journal_id")
    def _compute_is_slip_possible(self):
        for payment in self:
            payment.is_slip_possible = (
                payment.payment_type == "inbound"
                and payment.partner_type == "customer"
                and payment.journal_id.type in DEPOSIT_JOURNALS
            )

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------
    def write(self, vals):
        """What is on a slip stays as it is there, and posted."""
        if vals.get("state") in NOT_POSTED:
            self._ar_check_not_on_slip()
        if vals.keys() & FROZEN_ON_SLIP and not self.env.su:
            self._ar_check_frozen()
        return super().write(vals)

    def unlink(self):
        self._ar_check_not_on_slip()
        return super().unlink()

    @api.model
    def _has_field_access(self, field, operation):
        """Nobody but the engine writes its fields."""
        if operation == "write" and field.name in SLIP_FIELDS:
            return self.env.su
        return super()._has_field_access(field, operation)

    def _ar_check_not_on_slip(self):
        """Refuse to take back payments that are on a slip, or that cancel one there.

        :raises UserError: naming each, and the way by its slip
        """
        reasons = [
            self.env._(
                "%(payment)s is on the deposit slip %(slip)s. It cannot be reset, "
                "cancelled or deleted by itself: cancel it on the slip.",
                payment=payment.display_name,
                slip=payment.deposit_slip_id.name,
            )
            for payment in self
            if payment.deposit_slip_id and not payment.ar_bounce_payment_id
        ]
        pairs = [(p, p.ar_bounce_payment_id) for p in self if p.ar_bounce_payment_id]
        pairs += [(b, p) for p in self for b in p.ar_bounced_payment_ids]
        reasons += [payment._ar_pair_refusal() for payment, _outgoing in pairs]
        if reasons:
            raise UserError("\n".join(dict.fromkeys(reasons)))

    def _ar_pair_refusal(self):
        """Why a cancelled payment and the one that cancels it stay as they are."""
        return self.env._(
            "%(payment)s was cancelled on the deposit slip %(slip)s by %(outgoing)s. "
            "Both stay as they are, matched with each other. If the money came after "
            "all, enter another payment.",
            payment=self.display_name,
            slip=self.deposit_slip_id.name,
            outgoing=self.ar_bounce_payment_id.display_name,
        )

    def _ar_check_has_slip(self):
        if not self.deposit_slip_id:
            raise UserError(self._ar_no_slip_refusal())

    def _ar_no_slip_refusal(self):
        return self.env._(
            "%(payment)s is not on a deposit slip.", payment=self.display_name
        )

    def _ar_check_frozen(self):
        for payment in self.filtered("deposit_slip_id"):
            raise UserError(
                self.env._(
                    "%(payment)s is on the deposit slip %(slip)s: what the slip says "
                    "of it stays as it is.",
                    payment=payment.display_name,
                    slip=payment.deposit_slip_id.name,
                )
            )

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_generate_deposit_slip(self):
        """Put posted payments on new deposit slips: one for each bank account.

        Payments of different companies or currencies are on slips of their own. Those
        with a ledger offset are on the slip of their bank journal.

        :return: an action that opens the slips
        :raises UserError: with every reason against each of the payments
        :raises AccessError: without the right to one of the payments
        """
        payments = self._ar_as_user()
        if not payments.has_access("write"):
            raise AccessError(
                self.env._(
                    "You may not put these payments on a deposit slip. It takes the "
                    "right to invoice in their companies."
                )
            )
        payments._ar_lock_for_slip()
        problems = [text for payment in payments for text in payment._ar_slip_reasons()]
        if problems or not payments:
            problems = problems or [self.env._("Choose the payments first.")]
            raise UserError("\n".join(problems))
        slips = self.env["ar.deposit.slip"]._make(payments)
        return slips._open()

    @checked
    def action_cancel_on_slip(self):
        """Ask for the date, and show what cancelling this payment of a slip does.

        :raises UserError: if it is not on a slip
        """
        one(self)
        self._ar_check_has_slip()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel %(payment)s", payment=self.display_name),
            "res_model": "ar.deposit.slip.cancel",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_payment_id": self.id},
        }

    @checked
    def action_open_deposit_slip(self):
        """Open the deposit slips of these payments."""
        return self.deposit_slip_id._open()

    # ------------------------------------------------------------
    # Business: slips
    # ------------------------------------------------------------
    def _ar_lock_for_slip(self):
        """Keep everybody else from putting them on another slip meanwhile."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is just now changing one of these payments. Try "
                    "again in a moment."
                )
            ) from error
        self.invalidate_recordset(["deposit_slip_id", "state"])

    def _ar_slip_reasons(self):
        """Reasons against putting the payment on a slip, each with its name."""
        for problem in self._ar_slip_problems():
            yield self.env._(
                "%(payment)s, %(line)s: %(problem)s",
                payment=self.display_name,
                line=self._ar_line_text(),
                problem=problem,
            )

    def _ar_slip_problems(self):
        """Reasons against putting the payment on a slip."""
        if self.deposit_slip_id:
            yield self.env._(
                "It is on the deposit slip %(slip)s already.",
                slip=self.deposit_slip_id.name,
            )
            return
        if self.payment_type != "inbound" or self.partner_type != "customer":
            yield self.env._("It is not a payment that a customer made.")
        elif self.journal_id.type not in DEPOSIT_JOURNALS:
            yield self.env._(
                "Its journal, %(journal)s, is not a bank or cash journal.",
                journal=self.journal_id.display_name,
            )
        if self.state not in POSTED:
            yield self.env._("It is not posted. Post it first.")
        if not self.use_deposit_slip:
            yield self.env._(
                "No deposit slip is wanted for it. Tick Use Deposit Slip on it."
            )
        if not (self.payment_reference or "").strip():
            yield self.env._("It has no payment reference. Type it on the payment.")

    @api.model
    def _ar_slip_domain(self):
        """Payments that wait to be put on a slip."""
        return (
            Domain("state", "in", POSTED)
            & Domain("payment_type", "=", "inbound")
            & Domain("partner_type", "=", "customer")
            & Domain("journal_id.type", "in", DEPOSIT_JOURNALS)
            & Domain("use_deposit_slip", "=", True)
            & Domain("payment_reference", "not in", (False, ""))
            & Domain("deposit_slip_id", "=", False)
        )

    def _ar_undo_problems(self):
        yield from super()._ar_undo_problems()
        if self.ar_bounce_payment_id:
            yield self._ar_pair_refusal()
        elif self.deposit_slip_id:
            yield self.env._(
                "It is on the deposit slip %(slip)s. Cancel it there.",
                slip=self.deposit_slip_id.name,
            )

    # ------------------------------------------------------------
    # Business: cancelling a payment of a slip
    # ------------------------------------------------------------
    def _ar_bounce_problems(self, date):
        """Every reason against cancelling this payment of a slip; writes nothing.

        :param date: of the outgoing payment and of the entries that undo
        :return: list of texts
        :raises AccessError: without the right to a company of its settlements
        """
        self.ensure_one()
        if not self.deposit_slip_id:
            return [self._ar_no_slip_refusal()]
        if self.ar_bounce_payment_id:
            return [self._ar_pair_refusal()]
        settlements = self._ar_check_settlement_members()
        return [
            *self._ar_matched_problems(),
            *self._ar_outgoing_problems(date),
            *self._ar_undo_date_problems(settlements, date),
        ]

    def _ar_check_settlement_members(self):
        """The settlements of this payment, if the user may undo all of them.

        :return: ``ar.settlement`` records, posted or draft, as the acting user
        :raises AccessError: without a word about what is in them
        """
        settlements = self._ar_all_settlements().filtered(lambda s: s.state != "undone")
        companies = settlements.with_context(active_test=False).company_ids
        members = self.env["res.company"]._ar_member_companies()
        if not self.env.su and companies - members:
            raise AccessError(
                self.env._(
                    "%(payment)s is settled together with documents of other "
                    "companies, which you may not open. Ask somebody who is a member "
                    "of all of them to cancel it.",
                    payment=self.display_name,
                )
            )
        settlements = settlements.with_env(self.env)
        settlements._check_members()
        return settlements

    def _ar_outstanding_items(self):
        """The items of its entry that are not the customer's."""
        receivable = self._ar_receivable_lines()
        return self.move_id.line_ids.filtered("account_id.reconcile") - receivable

    def _ar_matched_problems(self):
        """What the money is matched with already: the bank statement above all."""
        items = self._ar_outstanding_items()
        partials = items.matched_debit_ids | items.matched_credit_ids
        others = (partials.debit_move_id | partials.credit_move_id) - items
        for move in others.move_id:
            if move.statement_line_id:
                text = self.env._(
                    "%(payment)s is on the bank statement: %(entry)s of %(date)s is "
                    "matched with it, so the money came. Undo that matching first, if "
                    "it is wrong."
                )
            else:
                text = self.env._(
                    "%(payment)s: its money is matched with %(entry)s of %(date)s. "
                    "Unreconcile these first."
                )
            yield text % {
                "payment": self.display_name,
                "entry": move.name,
                "date": format_date(self.env, move.date),
            }

    def _ar_outgoing_problems(self, date):
        """Reasons against the outgoing payment."""
        journal = self.journal_id
        words = {"payment": self.display_name, "date": format_date(self.env, date)}
        if not self.move_id:
            yield self.env._(
                "%(payment)s has no journal entry: there is nothing to be matched.",
                **words,
            )
        if date < self.date:
            yield self.env._(
                "%(payment)s cannot be cancelled on %(date)s, before its own date, "
                "%(own)s.",
                own=format_date(self.env, self.date),
                **words,
            )
        if not self._ar_outgoing_method():
            yield self.env._(
                "%(journal)s has no payment method for outgoing payments. Add one "
                "there.",
                journal=journal.display_name,
            )

    def _ar_undo_date_problems(self, settlements, date):
        """Reasons against undoing all of it on this date: the settlements, what Odoo
        matched, and the payment itself."""
        posted = settlements.filtered(lambda s: s.state == "posted")
        book = UndoBook(posted._elevated())
        yield from book.refusals_but_locks(date)
        made = self._ar_matches()._ar_made_on_the_way()
        places = [*map(Place.of, [*self.move_id, *made]), *book.places()]
        yield from LockDates(self.env).against_undoing(places, date)

    def _ar_matches(self):
        """What is matched with the payment on the customer's account."""
        items = self._ar_receivable_lines()
        return items.matched_debit_ids | items.matched_credit_ids

    def _ar_bounce(self, date):
        """Undo what the payment settled, and close it by an outgoing payment.

        :return: the outgoing payment
        """
        settlements = self._ar_check_settlement_members()
        posted = settlements.filtered(lambda s: s.state == "posted")
        self._ar_drop_marks(settlements - posted)
        self.env["ar.settlement"]._undo_for(posted, date)
        self._ar_matches()._ar_unmatch(date)
        outgoing = self._ar_post_outgoing(date)
        pairs = zip(
            self.move_id.line_ids.sorted("id"),
            outgoing.move_id.line_ids.sorted("id"),
            strict=True,
        )
        self.env["account.move.line"]._reconcile_plan(
            [line | other for line, other in pairs if line.account_id.reconcile]
        )
        self.sudo().ar_bounce_payment_id = outgoing
        self._ar_note_outcome({})
        return outgoing

    def _ar_drop_marks(self, drafts):
        """Take this payment out of draft settlements; those without any other payment
        go."""
        own = drafts.line_ids.filtered(
            lambda line: line.move_line_id.move_id == self.move_id
        )
        sources = (drafts.line_ids - own).filtered(lambda line: line.side == "source")
        own.unlink()
        (drafts - sources.settlement_id).unlink()

    def _ar_outgoing_method(self):
        """The payment method of the outgoing payment: the manual one, if there is."""
        methods = self.journal_id._get_available_payment_method_lines("outbound")
        return (
            methods.filtered(lambda method: method.code == "manual")[:1] or methods[:1]
        )

    def _ar_post_outgoing(self, date):
        """Post the outgoing payment: every item of the payment's entry, negated.

        So it has the booked values of the payment, whatever the rate is by now, and
        its account for the money: no difference arises.
        """
        outgoing = (
            self.env["account.payment"]
            .with_context(**AS_GIVEN)
            .create(self._prepare_outgoing_vals(date))
        )
        outgoing.action_post()
        return outgoing.with_env(self.env)

    def _ar_outgoing_memo(self):
        return self.env._(
            "Cancelled: %(payment)s, %(reference)s, of %(slip)s",
            payment=self.name,
            reference=self.payment_reference,
            slip=self.deposit_slip_id.name,
        )

    def _prepare_outgoing_vals(self, date):
        memo = self._ar_outgoing_memo()
        settlements = self.env["ar.settlement"]
        return {
            "payment_type": "outbound",
            "partner_type": "customer",
            "company_id": self.company_id.id,
            "journal_id": self.journal_id.id,
            "payment_method_line_id": self._ar_outgoing_method().id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount": self.amount,
            "date": date,
            "memo": memo,
            "offset_account_id": self.offset_account_id.id,
            "outstanding_account_id": self.outstanding_account_id.id,
            "destination_account_id": self.destination_account_id.id,
            "line_ids": [
                Command.create(
                    {
                        **settlements._prepare_negation_vals(line),
                        "name": memo,
                        "date_maturity": date,
                    }
                )
                for line in self.move_id.line_ids.sorted("id")
            ],
        }
