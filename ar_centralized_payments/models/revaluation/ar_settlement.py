"""What settlements release of revaluations: the sub-ledger (period close 4.8)."""

from odoo import models

from ...books.revaluation_accounts import revalued_in
from ...books.standings import NOTHING, read_standings
from ...books.steps import from_steps


class ArSettlement(models.Model):
    _inherit = "ar.settlement"

    def _other_journals(self):
        """Where settlements release, they take turns with revaluations."""
        journals = super()._other_journals()
        for company in revalued_in(self.company_ids.root_id):
            journals |= company._ar_revaluation_journal()
        return journals

    def _post_legs(self, booked, moves, directs):
        result = super()._post_legs(booked, moves, directs)
        rows = [
            self._prepare_release_vals(settlement, one.plan.date, released, moves)
            for settlement, one in booked.items()
            for released in one.plan.releases
        ]
        if rows:
            self.env["ar.revaluation.line"].create(rows)
        return result

    def _prepare_release_vals(self, settlement, date, released, moves):
        item, place = released.item, released.line
        company = self.env["res.company"].browse(item.company.key)
        return {
            "settlement_id": settlement.id,
            "kind": "release",
            "is_booked": True,
            "date": date,
            "move_line_id": item.key,
            "company_id": item.branch,
            "partner_id": item.partner,
            "currency_id": item.currency.key,
            "standing_before": from_steps(item.standing, company.currency_id),
            "standing_after": from_steps(
                item.standing - released.amount, company.currency_id
            ),
            "amount": -from_steps(released.amount, company.currency_id),
            "journal_item_id": moves[settlement, place.branch][place.place].id,
        }

    def _post_negations(self, moves, dates):
        """With its entries, what a settlement released is taken back."""
        negations = super()._post_negations(moves, dates)
        if any(self._ar_may_release(line) for line in moves.line_ids):
            self._undo_releases(negations)
        return negations

    @staticmethod
    def _ar_may_release(line):
        """Whether a line may be one of the revaluation account: it tells without a
        query whether releases are to be looked for."""
        account = line.account_id
        return account.account_type == "asset_current" and not account.reconcile

    def _undo_releases(self, negations):
        lines = self.env["ar.revaluation.line"].search(
            [("settlement_id", "in", self.ids), ("kind", "=", "release")]
        )
        items = {}
        for negation in negations:
            originals = negation.reversed_entry_id.line_ids.sorted("id")
            pairs = zip(originals, negation.line_ids.sorted("id"), strict=True)
            items.update(pairs)
        standings = read_standings(lines.move_line_id)
        lines.create(self._prepare_undone_vals(lines, items, standings))

    def _prepare_undone_vals(self, lines, items, standings):
        rows, stands = [], {}
        for line in lines:
            key, own = line.move_line_id, line.company_currency_id
            found = standings.get(key.id, NOTHING).amount
            before = stands.get(key, from_steps(found, own))
            stands[key] = own.round(before - line.amount)
            negated = items[line.journal_item_id]
            rows.append(
                {
                    "settlement_id": line.settlement_id.id,
                    "kind": "undo",
                    "is_booked": True,
                    "date": negated.date,
                    "move_line_id": key.id,
                    "company_id": line.company_id.id,
                    "partner_id": line.partner_id.id,
                    "currency_id": line.currency_id.id,
                    "standing_before": before,
                    "standing_after": stands[key],
                    "amount": -line.amount,
                    "journal_item_id": negated.id,
                }
            )
        return rows
