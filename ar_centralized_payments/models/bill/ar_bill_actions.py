"""What people do with bills: the events, each checked before anything is written."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...books.access_groups import GROUP_SETTLE, GROUP_UNDO
from ...books.bill_plans import BillPlans
from ...books.given_values import (
    Amount,
    Day,
    MaybeId,
    Text,
    checked,
    choice_of,
)
from ...books.lock_dates import LockDates, Place

Debt = choice_of("bill", "invoices")
CostMode = choice_of("charge", "expense")


class ArBill(models.Model):
    _inherit = "ar.bill"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_accept(self, date: Day = None):
        """Note that the customer accepted these draft bills.

        :param date: of the acceptance; empty: today
        :return: ``True``
        """
        self._check_bill_group(GROUP_SETTLE)
        self._check_state("draft")
        on = date or fields.Date.context_today(self)
        self.write({"kind": "accepted", "acceptance_date": on})
        return True

    @checked
    def action_draw(self):
        """Draw: post the payments, and the settlements that mark them, everywhere.

        :return: ``True``
        :raises UserError: with every reason against it, before anything is written
        """
        self._check_bill_group(GROUP_SETTLE)
        self._check_state("draft")
        self.payment_id._ar_as_user().action_post()
        return True

    @checked
    def action_honor(self, date: Day = None, amount: Amount = None, fee: Amount = 0):
        """The drawees paid, all of the bills or, of one, a part.

        :param date: of the entry; empty: today
        :param float amount: the part, in the bill's currency; empty: what is open
        :param float fee: what the bank keeps, for all of the bills together
        :return: ``True``
        """
        self._check_bill_group(GROUP_SETTLE)
        return self._run("honor", date, {"amount": amount, "fee": fee})

    @checked
    def action_protest(
        self,
        date: Day = None,
        cause: Text = None,
        amount: Amount = None,
        debt: Debt = None,
        cost: Amount = 0,
        cost_mode: CostMode = None,
        bank: MaybeId = None,
    ):
        """The drawees did not pay: the customers owe it again.

        :param date: of the entry; empty: today
        :param str cause: why it was not paid
        :param float amount: the part of one bill; empty: what is open, or was honored
        :param str debt: ``bill`` or ``invoices``; empty: as the company has it
        :param float cost: what the bank asks, for all of the bills together
        :param str cost_mode: ``charge`` or ``expense``; empty: as the company has it
        :param bank: id of the bank journal that asks for the cost of a bill that no
            bank has
        :return: ``True``
        """
        self._check_bill_group(GROUP_UNDO)
        values = {
            "cause": cause,
            "amount": amount,
            "debt": debt,
            "cost": cost,
            "cost_mode": cost_mode,
            "bank": self._given_bank(bank),
        }
        return self._run("protest", date, values)

    @checked
    def action_revive(self, date: Day = None):
        """Move the debt of protested bills back to what their draws paid.

        :param date: of the entries in all companies; empty: today
        :return: ``True``
        """
        self._check_bill_group(GROUP_UNDO)
        return self._run("revive", date, {})

    @checked
    def action_recall(self, date: Day = None, interest: Amount = 0):
        """Take bills back from the bank before they are due.

        :param date: of the entry; empty: today
        :param float interest: what the bank gives back, for all of them together
        :return: ``True``
        """
        self._check_bill_group(GROUP_UNDO)
        return self._run("recall", date, {"interest": interest})

    @checked
    def action_close(self, date: Day = None):
        """Close honored bills: the bank can no longer come back.

        :param date: not before the bank's risk days are over; empty: today
        :return: ``True``
        """
        self._check_bill_group(GROUP_SETTLE)
        return self._run("close", date, {})

    @checked
    def action_undo_last(self, date: Day = None):
        """Undo the last event of each of these bills.

        :param date: of the negating entries; empty: that of the event, or the first
            date after it that is open
        :return: ``True``
        :raises UserError: with every reason against it, before anything is written
        """
        self._check_bill_group(GROUP_UNDO)
        bills = self._elevated()
        bills._lock_bills()
        bills._undo_last(date)
        self.invalidate_recordset()
        return True

    # ------------------------------------------------------------
    # Business
    # ------------------------------------------------------------
    def _given_bank(self, bank):
        """A bank journal that was given by its id, if the user may read it."""
        journals = self.env["account.journal"].browse(bank or [])
        if not journals:
            return journals
        self.env["ar.guarded.values"]._check_given(
            [{"journal_id": journals.id}], self.env["account.payment"]
        )
        return journals.sudo()

    def _run(self, kind, date, values):
        """Plan, refuse with all reasons, book exactly that plan."""
        bills = self._elevated()
        bills._lock_bills()
        steps, problems = bills._planned_steps(kind, date, values)
        bills._raise(problems)
        bills._book_steps(steps, date or self._today())
        self.invalidate_recordset()
        return True

    def _planned_steps(self, kind, date, values):
        """The steps of an event, and what stands against them; ``self`` elevated."""
        date = date or self._today()
        plans = BillPlans(self, date)
        if not self:
            return [], [self.env._("Choose the bills first.")]
        steps = plans.steps(kind, values)
        problems = list(plans.problems)
        if not problems:
            reopened = self.browse([s.bill.id for s in steps if s.reopens])
            problems += reopened._reopen_problems(date)
        return steps, problems

    def _book_steps(self, steps, date):
        reopened = self.browse([step.bill.id for step in steps if step.reopens])
        undone = reopened._reopen(date)
        for step in steps:
            if step.reopens:
                step.values["settlement_ids"] = [(6, 0, undone[step.bill].ids)]
        events = self._book(steps)
        self._leave_remittances(events)
        self._log_events(events)
        return events

    def _leave_remittances(self, events):
        """What was recalled is on no remittance any more."""
        recalled = events.filtered(lambda event: event.kind == "recall").bill_id
        lines = recalled.remittance_line_ids.filtered("is_active")
        lines.is_active = False

    def _log_events(self, events):
        self._message_log_batch(
            bodies={event.bill_id.id: event._label_with_amount() for event in events}
        )

    # ------------------------------------------------------------
    # Business: undoing
    # ------------------------------------------------------------
    def _undo_last(self, date=None):
        """Undo the last event of each bill; ``self`` is elevated and locked."""
        lasts = {bill: bill._live_events()[-1:] for bill in self}
        dates = {bill: bill._undo_date(last, date) for bill, last in lasts.items()}
        self._raise(self._undo_last_problems(lasts, dates))
        draws = self.filtered(lambda bill: lasts[bill].kind == "draw")
        for bill in draws:
            bill._undo_draw(lasts[bill], dates[bill])
        for on, bills in (self - draws).grouped(dates.get).items():
            events = self.env["ar.bill.event"].union(*(lasts[bill] for bill in bills))
            bills._undo_events(events, on)
            bills._follow_undone(events, on)

    def _undo_date(self, event, date):
        """The date of undoing: as given, else the event's, or the first open after."""
        if date or not event:
            return date or self._today()
        journal = self.company_id.root_id.ar_bill_journal_id
        return LockDates(self.env).first_open(
            [Place(self.company_id, journal)], event.date
        )

    def _undo_last_problems(self, lasts, dates):
        for bill, last in lasts.items():
            if not last:
                yield self.env._(
                    "%(bill)s: nothing happened to it that could be undone.",
                    bill=bill._text(),
                )
                continue
            yield from bill._undo_problems(last, dates[bill])
            if last.kind == "draw":
                yield from bill._undo_draw_problems(dates[bill])

    def _undo_draw_problems(self, date):
        """Reasons against taking the draw back; the user is a member of all companies,
        or refused without a word."""
        payment = self._draw_as_user()
        settlements = payment._ar_check_settlement_members()
        return [
            *payment._ar_matched_problems(),
            *payment._ar_outgoing_problems(date),
            *payment._ar_undo_date_problems(settlements, date),
        ]

    def _undo_draw(self, event, date):
        """Undo what the draw settled, and close it by an outgoing payment."""
        undo = self.env["ar.bill.event"].create(
            {
                "bill_id": self.id,
                "kind": "undo",
                "date": date,
                "amount": event.amount,
            }
        )
        event.undone_by_id = undo
        outgoing = self._draw_as_user()._ar_bounce(date).sudo()
        undo.payment_id, undo.move_id = outgoing, outgoing.move_id
        undo._take_payment_lines()

    def _follow_undone(self, events, date):
        """What goes with undoing: remittances, and what a protest had opened."""
        for event in events:
            lines = event.bill_id.remittance_line_ids.filtered(
                lambda line, event=event: line.remittance_id == event.remittance_id
            )
            if event.kind == "remit":
                lines.is_active = False
                event.remittance_id._follow_lines()
            elif event.kind == "recall":
                lines[-1:].is_active = True
            if event.settlement_ids:
                event.bill_id._settle_again(event, date)

    # ------------------------------------------------------------
    # Proposals that need nothing but a date
    # ------------------------------------------------------------
    @api.model
    def _matured(self, date):
        """Remitted bills whose money is there by a date: due, and for discounted ones
        the bank's risk days over."""
        bills = self.search([("state", "=", "remitted"), ("due_date", "<=", date)])
        return bills.filtered(
            lambda bill: (
                bill.remittance_type == "collection"
                or not bill.risk_until
                or bill.risk_until <= date
            )
        )

    @api.model
    def _closable(self, date):
        """Honored bills for which the bank can no longer come back."""
        return self.search([("state", "=", "honored"), ("risk_until", "<=", date)])

    @api.model
    def _cron_close(self):
        """Close what can be closed, in every company."""
        today = fields.Date.context_today(self)
        for bill in self._closable(today):
            if not bill.try_lock_for_update():
                continue
            try:
                with self.env.cr.savepoint():
                    bill.action_close(today)
            except UserError as error:
                bill._message_log(body=str(error))
            self.env["ir.cron"]._commit_progress(1)
