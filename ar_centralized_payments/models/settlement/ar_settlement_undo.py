"""Undoing: every entry of every company is negated, and gives back what it took."""

from odoo import api, models
from odoo.exceptions import AccessError, LockError
from odoo.fields import Command

from ...books.access_groups import GROUP_UNDO
from ...books.batches import batch
from ...books.given_values import Day, checked
from ...books.settlement_entries import plain_line
from ...books.undo_book import UndoBook
from ...settlement.because import pack, unpack
from .ar_settlement_entries import AS_GIVEN, QUIET


class ArSettlementUndo(models.Model):
    _inherit = "ar.settlement"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_undo(self, date: Day = None):
        """Undo whole: every entry of every company is negated by a new one.

        :param date: the date of the negating entries (date or ISO text), not before
            the settlement's; empty: that of each settlement if it is open in all
            companies, else the first date open in all
        :return: ``True``
        :raises UserError: if the date is locked, or the settlement is not posted
        :raises AccessError: without the right to undo, or to one of the companies
        """
        self._check_group(GROUP_UNDO)
        self._check_members()
        self._check_state("posted")
        self._undo(date)
        return True

    # ------------------------------------------------------------
    # Business: undoing
    # ------------------------------------------------------------
    @api.model
    def _undo_for(self, settlements, date=None):
        """Undo what stands in the way of a change of a document.

        Where the user may not undo all of it, the refusal says nothing of the other
        companies' documents.
        """
        posted = settlements.sudo().filtered(lambda s: s.state == "posted")
        if not posted:
            return self.env["account.move"]
        posted = posted.with_env(self.env)
        companies = posted.sudo().with_context(active_test=False).company_ids
        members = self.env["res.company"]._ar_member_companies()
        if not self.env.su and companies - members:
            raise AccessError(
                self.env._(
                    "This document is settled together with documents of other "
                    "companies, which you may not open. Ask somebody who is a member "
                    "of all of them to undo the settlement first."
                )
            )
        return posted._undo(date)

    def _undo(self, date=None):
        """Negate every entry of these settlements; return the negating entries.

        They are undone first in name: whatever is unreconciled after that asks for
        nothing more.
        """
        self._check_group(GROUP_UNDO)
        self._check_members()
        settlements = self._elevated()
        settlements._lock_journals(self.env["account.journal"])
        try:
            settlements.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise LockError(
                self.env._(
                    "Somebody else is just now undoing %(settlements)s. Try again in a "
                    "moment.",
                    settlements=", ".join(settlements.mapped("name")),
                )
            ) from error
        settlements.invalidate_recordset(["state"])
        settlements._check_state("posted")
        dates = UndoBook(settlements).dates(date)
        settlements.with_context(**QUIET).write({"state": "undone"})
        originals = settlements.move_ids.filtered(lambda move: move.state == "posted")
        settlements._undo_matches(dates)
        negations = settlements._post_negations(originals, dates)
        settlements._match_negations(originals, negations)
        settlements._refresh_payments()
        settlements._log(
            self.env._("Undone: entries negated in %(companies)s."),
            lambda s: s.move_ids.company_id,
        )
        self.invalidate_recordset()
        return negations

    def _matches(self):
        """What is matched by these settlements: with their entries, or directly."""
        items = self.move_ids.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        return (
            items.matched_debit_ids
            | items.matched_credit_ids
            | self.leg_ids.direct_partial_id
        )

    def _undo_matches(self, dates):
        """Give the documents back exactly what these settlements took; what Odoo
        reverses on the way has the same date."""
        batch(self.leg_ids.source_move_line_id.move_id)
        batch(self.leg_ids.target_move_line_id.move_id)
        for date, some in self.grouped(dates.get).items():
            some._matches()._ar_unmatch(date)

    def _post_negations(self, moves, dates):
        """Create and post the negation of each entry, in one batch.

        Odoo's own reversal copies and reconciles one entry after the other.
        """
        settlements = {
            move: settlement for settlement in self for move in settlement.move_ids
        }
        ordered = moves.sorted(lambda move: (move.journal_id.id, move.id))
        moves.line_ids.partner_id.fetch(["commercial_partner_id", "customer_rank"])
        moves.line_ids.fetch(["ar_because"])
        negations = (
            self.env["account.move"]
            .with_context(**QUIET, **AS_GIVEN)
            .create(
                [
                    {
                        "move_type": "entry",
                        "company_id": move.company_id.id,
                        "journal_id": move.journal_id.id,
                        "date": dates[settlements[move]],
                        "ref": self.env._("Reversal of: %s", move.name),
                        "reversed_entry_id": move.id,
                        "ar_settlement_ids": [Command.link(settlements[move].id)],
                        "line_ids": [
                            Command.create(
                                {
                                    **self._prepare_negation_vals(line),
                                    **self._prepare_storno_vals(line),
                                }
                            )
                            for line in move.line_ids.sorted("id")
                        ],
                    }
                    for move in ordered
                ]
            )
        )
        negations._post(soft=False)
        return negations.with_env(self.env)

    @staticmethod
    def _prepare_negation_vals(line):
        """``sudo()``: what an item keeps is nobody's to read, and is given on as it
        is."""
        because = line.sudo().ar_because
        values = {
            "name": line.name,
            "account_id": line.account_id.id,
            "partner_id": line.partner_id.id,
            "currency_id": line.currency_id.id,
            "amount_currency": -line.amount_currency,
            "balance": -line.balance,
            "date_maturity": line.date_maturity,
            "analytic_distribution": line.analytic_distribution,
            "tax_ids": [Command.set(line.tax_ids.ids)],
            "tax_tag_ids": [Command.set(line.tax_tag_ids.ids)],
            "tax_repartition_line_id": line.tax_repartition_line_id.id,
            "group_tax_id": line.group_tax_id.id,
        }
        if not (line.tax_ids or line.tax_repartition_line_id):
            values |= plain_line(values["amount_currency"])
        if because:
            values["ar_because"] = pack(unpack(because).undone())
        return values

    @staticmethod
    def _prepare_storno_vals(line):
        """In a company with storno accounting, a negation is negative on the same side,
        as Odoo's own reversal is."""
        if not line.company_id.account_storno:
            return {}
        return {"is_storno": not line.is_storno}

    def _match_negations(self, originals, negations):
        """Match each item with its negation, as far as nothing else settled it: then
        the rest of the negation stays open."""
        values = []
        for negation in negations:
            lines = negation.reversed_entry_id.line_ids.sorted("id")
            for line, other in zip(lines, negation.line_ids.sorted("id"), strict=True):
                amount = abs(line.amount_residual_currency)
                value = abs(line.amount_residual)
                if not line.account_id.reconcile or not (amount or value):
                    continue
                is_debit = (line.balance or line.amount_currency) > 0
                debit, credit = (line, other) if is_debit else (other, line)
                values.append(
                    {
                        "debit_move_id": debit.id,
                        "credit_move_id": credit.id,
                        "amount": value,
                        "debit_amount_currency": amount,
                        "credit_amount_currency": amount,
                    }
                )
        self._reconcile_exactly(values)
