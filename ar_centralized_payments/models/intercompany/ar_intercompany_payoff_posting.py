"""Posting and undoing payments between companies; who may."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...books.access_groups import GROUP_CLOSE
from ...books.given_values import Day, checked
from ...books.journal_turns import take_turns
from ...books.lock_dates import LockDates, Place
from ...books.payoff_book import PayoffBook
from ..settlement.ar_settlement_entries import AS_GIVEN, QUIET


class ArIntercompanyPayoff(models.Model):
    _inherit = "ar.intercompany.payoff"

    # ------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------
    move_count = fields.Integer(
        string="Entry Count",
        compute="_compute_move_count",
        help="How many entries it has in all companies.",
    )

    # ------------------------------------------------------------
    # Compute
    # ------------------------------------------------------------
    def _compute_move_count(self):
        """``sudo()``: who sees it is a member of all its companies."""
        for payoff in self:
            payoff.move_count = len(payoff.sudo().move_ids)

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_post(self):
        """Post: pay off what is chosen, in every company or in none.

        :return: ``True``
        :raises UserError: with every reason against it, before anything is written
        :raises AccessError: without the right to close, or to one of the companies
        """
        self._check_group(GROUP_CLOSE)
        self._check_members()
        self._check_state("draft")
        for payoff in self._elevated():
            payoff._post()
        return True

    @checked
    def action_undo(self, date: Day = None):
        """Undo: every entry is negated by a new one, and what it paid is open again.

        :param date: of the negating entries, not before the payment's (date or ISO
            text); empty: that of the payment
        :return: ``True``
        :raises UserError: if the date is locked, or a bank statement has the money
        :raises AccessError: without the right to close, or to one of the companies
        """
        self._check_group(GROUP_CLOSE)
        self._check_members()
        self._check_state("posted")
        for payoff in self._elevated():
            payoff._undo(date or payoff.date)
        return True

    # ------------------------------------------------------------
    # Business: posting
    # ------------------------------------------------------------
    def _lock(self):
        """Wait for the journals in one order, then for the documents."""
        while take_turns(self.env, self._companies().ar_intercompany_journal_id):
            pass
        self.lock_for_update(allow_referencing=True)
        self.item_ids.move_line_id.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state"])
        self.item_ids.move_line_id.invalidate_recordset(
            ["amount_residual", "amount_residual_currency"]
        )

    def _post(self):
        """Plan again under lock, and write exactly that plan."""
        self._lock()
        self._check_state("draft")
        booked = PayoffBook(self).booked()
        self._refuse(booked)
        moves = self._create_moves(list(booked.moves.values()))
        values = []
        for entry, move in zip(booked.plan.entries, moves, strict=True):
            values += self._matches(entry, move)
        self.env["ar.settlement"]._reconcile_exactly(values)
        self.with_context(**QUIET).write({"state": "posted"})
        self._message_log(body=self.env._("Posted."))

    def _create_moves(self, values):
        """Create and post entries of all companies at once, in the order given."""
        order = sorted(range(len(values)), key=lambda n: values[n]["journal_id"])
        moves = (
            self.env["account.move"]
            .with_context(**QUIET, **AS_GIVEN)
            .create([{**values[n], "ar_payoff_id": self.id} for n in order])
        )
        moves._post(soft=False)
        places = dict(zip(order, moves.with_env(self.env), strict=True))
        return [places[n] for n in range(len(values))]

    def _matches(self, entry, move):
        """Each item with the line that closes it, whole; and so is what goes over to
        the centre with what pays it."""
        lines = list(zip(entry.lines, move.line_ids.sorted("id"), strict=True))
        items = {item.move_line_id.id: item.move_line_id for item in self.item_ids}
        items |= {planned.key: line for planned, line in lines if planned.third}
        return [
            self._match(items[key], line)
            for planned, line in lines
            for key in planned.closes
        ]

    @staticmethod
    def _match(item, line):
        """Close an item whole by a line."""
        is_debit = (item.amount_residual or item.amount_residual_currency) > 0
        debit, credit = (item, line) if is_debit else (line, item)
        amount = abs(item.amount_residual_currency)
        return {
            "debit_move_id": debit.id,
            "credit_move_id": credit.id,
            "amount": abs(item.amount_residual),
            "debit_amount_currency": amount,
            "credit_amount_currency": amount,
        }

    # ------------------------------------------------------------
    # Business: undoing
    # ------------------------------------------------------------
    def _undo(self, date):
        """Open again what it paid, and negate its entries."""
        self._lock()
        self._check_state("posted")
        originals = self.move_ids.filtered(lambda move: not move.reversed_entry_id)
        originals = originals.sorted(lambda move: (move.journal_id.id, move.id))
        refusals = [*self._at_bank(originals), *self._against_undoing(originals, date)]
        if refusals:
            raise UserError("\n".join(refusals))
        self.with_context(**QUIET).write({"state": "undone"})
        items = originals.line_ids
        (items.matched_debit_ids | items.matched_credit_ids).unlink()
        negations = self._create_moves(
            [self._negation_values(move, date) for move in originals]
        )
        values = []
        for original, negation in zip(originals, negations, strict=True):
            lines = original.line_ids.sorted("id"), negation.line_ids.sorted("id")
            values += [
                self._match(line, other)
                for line, other in zip(*lines, strict=True)
                if line.account_id.reconcile
                and (line.amount_residual or line.amount_residual_currency)
            ]
        self.env["ar.settlement"]._reconcile_exactly(values)
        self._message_log(body=self.env._("Undone."))

    def _against_undoing(self, originals, date):
        if date < self.date:
            yield self.env._(
                "%(payment)s cannot be undone on a date before its own.",
                payment=self.name,
            )
        yield from LockDates(self.env).against_undoing(map(Place.of, originals), date)

    def _at_bank(self, originals):
        """Lines that a bank statement is matched with: undo that first."""
        own = originals.line_ids
        known = own | self.item_ids.move_line_id
        banked = own.filtered(
            lambda line: (
                (
                    line.matched_debit_ids.debit_move_id
                    | line.matched_credit_ids.credit_move_id
                )
                - known
            )
        )
        return [
            self.env._(
                "%(company)s: %(entry)s is matched with the bank already. Undo that "
                "first, then the payment.",
                company=line.company_id.name,
                entry=line.move_name,
            )
            for line in banked
        ]

    def _negation_values(self, move, date):
        settlement = self.env["ar.settlement"]
        return {
            "move_type": "entry",
            "company_id": move.company_id.id,
            "journal_id": move.journal_id.id,
            "date": date,
            "ref": self.env._("Reversal of: %s", move.name),
            "reversed_entry_id": move.id,
            "line_ids": [
                (
                    0,
                    0,
                    {
                        **settlement._prepare_negation_vals(line),
                        **settlement._prepare_storno_vals(line),
                    },
                )
                for line in move.line_ids.sorted("id")
            ],
        }

    # ------------------------------------------------------------
    # Business: who may, and when
    # ------------------------------------------------------------
    def _check_group(self, group):
        if self.env.su or self.env.user.has_group(group):
            return
        raise AccessError(
            self.env._(
                "You may not pay off what companies owe each other. It takes the right "
                "to close accounts receivable."
            )
            if group == GROUP_CLOSE
            else self.env._(
                "It takes the right to invoice to propose what companies pay each "
                "other."
            )
        )

    def _refuse_change(self, entry):
        """Refuse to change one of its entries, or what it is matched with."""
        raise UserError(
            self.env._(
                "%(entry)s belongs to the intercompany payment %(payment)s. It cannot "
                "be changed by itself: undo the payment.",
                entry=entry,
                payment=self.name,
            )
        )

    def _refuse(self, booked):
        if booked.refusals:
            raise UserError("\n".join(booked.refusals))
