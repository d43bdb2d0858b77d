"""What an event would book, line for line, in all companies."""

from odoo import fields, models
from odoo.exceptions import UserError

from ...books.bill_book import BillBook
from ...books.given_values import (
    Amount,
    Day,
    MaybeId,
    Text,
    checked,
    choice_of,
    mapping_of,
)
from .ar_bill_actions import CostMode, Debt

Event = choice_of(
    "draw", "honor", "protest", "revive", "recall", "close", "redraw", "undo"
)
Values = mapping_of(
    date=Day,
    due_date=Day,
    amount=Amount,
    fee=Amount,
    interest=Amount,
    cost=Amount,
    cost_mode=CostMode,
    debt=Debt,
    cause=Text,
    bank=MaybeId,
)


class ArBill(models.Model):
    _inherit = "ar.bill"

    @checked
    def preview(self, event: Event, values: Values = None):
        """Return the journal items that an event would book; writes nothing.

        :param str event: ``draw``, ``honor``, ``protest``, ``revive``, ``recall``,
            ``close``, ``redraw`` (what it charges; the new bill is drawn like any) or
            ``undo`` (of the last event)
        :param dict values: of the action of that event, by the names of its arguments
        :return: list of dicts: ``bill_ids``, ``company_id``, ``journal_id``,
            ``account_id``, ``partner_id``, ``currency_id``, ``amount_currency``,
            ``debit``, ``credit``, ``date``, ``name``
        :raises UserError: with every reason why it could not be booked
        """
        self.check_access("read")
        values = dict(values or {})
        date = values.pop("date", None)
        if values.get("bank"):
            values["bank"] = self._given_bank(values["bank"])
        bills = self._elevated()
        if event == "draw":
            return bills._preview_draw()
        if event == "undo":
            return bills._preview_undo(date)
        steps, problems = bills._planned_steps(event, date, values)
        bills._raise(problems)
        return bills._preview_steps(steps, date or self._today())

    def _preview_steps(self, steps, date):
        rows = self._rows_of_steps(steps)
        for bill in self.browse([step.bill.id for step in steps if step.reopens]):
            rows += bill._rows_of_reopening(date)
        return rows

    def _rows_of_steps(self, steps):
        return [
            self._preview_row(
                entry.company.id,
                entry.values["journal_id"],
                date=entry.date,
                values=row[2],
                bills=[step.bill.id] if step else [s.bill.id for s in line],
            )
            for entry in BillBook(self).entries(steps)
            for row, (step, line) in zip(
                entry.values["line_ids"], entry.owners, strict=True
            )
        ]

    def _rows_of_reopening(self, date):
        """What undoing the draw's settlements books, in every company."""
        settlements = self._draw_as_user()._ar_check_settlement_members()
        settlements = settlements.filtered(lambda s: s.state == "posted")
        moves = settlements._elevated().move_ids
        moves = moves.filtered(lambda move: move.state == "posted")
        return [
            self._preview_row(
                move.company_id.id,
                move.journal_id.id,
                date,
                settlements._prepare_negation_vals(line),
                self.ids,
            )
            for move in moves
            for line in move.line_ids.sorted("id")
        ]

    def _preview_draw(self):
        """The entries of the draws, and what they settle."""
        rows = []
        self._raise([text for bill in self for text in bill._draw_problems()])
        for bill in self:
            payment = bill.payment_id
            rows += [
                self._preview_row(
                    bill.company_id.id,
                    payment.journal_id.id,
                    bill.date,
                    {**values, "balance": values["debit"] - values["credit"]},
                    bill.ids,
                )
                for values in payment._prepare_move_line_default_vals()
            ]
            settlement = bill._draw_as_user()._ar_draft_settlements()
            settlement = settlement.filtered(lambda s: len(s.sudo().line_ids) > 1)
            rows += [
                {"bill_ids": bill.ids, **row}
                for row in (settlement.preview() if settlement else [])
            ]
        return rows

    def _preview_undo(self, date):
        lasts = {bill: bill._live_events()[-1:] for bill in self}
        dates = {bill: bill._undo_date(last, date) for bill, last in lasts.items()}
        self._raise(self._undo_last_problems(lasts, dates))
        rows = []
        for bill in self:
            on, last = dates[bill], lasts[bill]
            if last.kind == "draw":
                rows += bill._rows_of_reopening(on)
                lines = bill.payment_id.move_id.line_ids
                pairs = [(self._negated(line), line.move_id) for line in lines]
            else:
                members = last
                pairs = [(row, last.move_id) for row in bill._undo_rows(members)[0]]
            rows += [
                self._preview_row(
                    move.company_id.id, move.journal_id.id, on, values, bill.ids
                )
                for values, move in pairs
            ]
        return rows

    def _negated(self, line):
        """An item of a draw, as the outgoing payment has it."""
        values = self.env["ar.settlement"]._prepare_negation_vals(line)
        return {**values, "name": self.payment_id[:1]._ar_outgoing_memo()}

    def _preview_row(self, company, journal, date, values, bills):
        return {
            "bill_ids": list(bills),
            "company_id": company,
            "journal_id": journal,
            "account_id": values["account_id"],
            "partner_id": values["partner_id"],
            "currency_id": values["currency_id"],
            "amount_currency": values["amount_currency"],
            "debit": max(values["balance"], 0.0),
            "credit": max(-values["balance"], 0.0),
            "date": fields.Date.to_string(date),
            "name": values["name"],
        }

    def _problems_of(self, event, date, values):
        """What stands against an event, as one text; for wizards."""
        try:
            self.preview(event, {**values, "date": date})
        except UserError as error:
            return str(error)
        return ""
