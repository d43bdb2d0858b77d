"""Posting: the entries of all companies, and who paid what, as the plan says."""

from odoo import api, models
from odoo.fields import Command

from ...books.access_groups import GROUP_SETTLE
from ...books.given_values import Text, checked, one
from ...books.quick_rows import QUICK
from ...books.settlement_book import SettlementBook
from ...books.steps import from_steps
from ...settlement.values import LineRef
from .ar_settlement_entries import AS_GIVEN, QUIET


class ArSettlementPosting(models.Model):
    _inherit = "ar.settlement"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_post(self, fingerprint: Text = None):
        """Post: book the plan in every company, all of it or nothing.

        A draft payment that a settlement waits for is posted with it.

        :param str fingerprint: of the preview that the user saw; where the plan is no
            longer that one, nothing is booked (one settlement only)
        :return: ``True``
        :raises UserError: with every reason against it, before anything is written
        :raises AccessError: without the right to invoice, or to one of the companies
        """
        self._check_group(GROUP_SETTLE)
        self._check_members()
        self._check_state("draft")
        payments = self._elevated().line_ids.payment_id
        payments = payments.filtered(lambda p: p.state == "draft").with_env(self.env)
        if payments:
            booked = self._booked()
            self._refuse(booked)
            self._refuse_if_changed(booked, fingerprint)
            payments._ar_as_user().action_post()
        waiting = self.filtered(lambda s: s.state == "draft")
        waiting._post(fingerprint=fingerprint if not payments else None)
        return True

    @checked
    def action_post_previewed(self):
        """Post from the form, with the preview that it shows.

        Where something else would be booked by now, the form shows that instead.
        """
        one(self)
        shown = self.env.context.get("preview_fingerprint")
        if shown and self.state == "draft" and shown != self.preview_fingerprint:
            return self._show_new_preview()
        return self.action_post(shown)

    # ------------------------------------------------------------
    # Business: posting
    # ------------------------------------------------------------
    def _post(self, fingerprint=None):
        """Plan again under lock, and write exactly that plan, in batches."""
        if not self:
            return
        self._check_members()
        settlements = self._elevated()
        settlements._lock()
        settlements._check_state("draft")
        booked = SettlementBook(settlements).booked()
        self._refuse(booked)
        self._refuse_if_changed(booked, fingerprint)
        settlements._take_numbers()
        moves = settlements._post_moves(booked)
        directs = settlements._post_matches(booked, moves)
        settlements._post_legs(booked, moves, directs)
        settlements._post_results(booked)
        self.invalidate_recordset()

    def _take_numbers(self):
        """Number what is about to be posted; what has a number from before keeps it."""
        fresh = self.filtered(lambda s: s.name.startswith(self._unnumbered))
        names = self._next_names([s._numbering_company() for s in fresh])
        for settlement, name in zip(fresh, names, strict=True):
            settlement.name = name

    def _numbering_company(self):
        """The company that is paid: of the primary payment, else of the first payment,
        else of the first credit note."""
        sources = self.line_ids.filtered(lambda line: line.side == "source")
        return sources.sorted(
            lambda line: (
                not line.is_primary,
                line.move_line_id.move_id.move_type == "out_refund",
                line.date,
                line.id,
            )
        )[:1].company_id

    @api.model
    def _domain_numbered(self, company):
        return [("company_ids", "child_of", company.id)]

    def _post_moves(self, booked):
        """Create and post all entries of all companies at once.

        :return: (settlement, branch id) -> its journal items, in the plan's order
        """
        places, values = [], []
        for settlement, result in booked.items():
            for branch, move in result.moves.items():
                places.append((settlement, branch))
                values.append(
                    {
                        **move,
                        "ref": settlement.name,
                        "ar_settlement_ids": [Command.link(settlement.id)],
                    }
                )
        order = sorted(range(len(values)), key=lambda n: values[n]["journal_id"])
        moves = (
            self.env["account.move"]
            .with_context(**QUIET, **AS_GIVEN)
            .create([values[n] for n in order])
        )
        moves._post(soft=False)
        moves = moves.with_env(self.env)
        return {
            places[n]: move.line_ids.sorted("id")
            for n, move in zip(order, moves, strict=True)
        }

    def _post_matches(self, booked, moves):
        """Match items and entries exactly as planned, all companies at once.

        The plan says how much each pair settles, so the matches are created as they
        are: Odoo's own arithmetic takes the rate of a whole line, and can be a step
        off on partly settled items in foreign currency.

        :return: (settlement, leg number) -> the match of a leg without an entry
        """
        values, keys = [], []
        self.line_ids.move_line_id.fetch(["company_currency_id", "currency_id"])
        for settlement, result in booked.items():
            for match in result.plan.matches:
                debit = self._matched_line(settlement, match.debit, moves)
                credit = self._matched_line(settlement, match.credit, moves)
                values.append(
                    {
                        "debit_move_id": debit.id,
                        "credit_move_id": credit.id,
                        "amount": from_steps(match.value, debit.company_currency_id),
                        "debit_amount_currency": from_steps(
                            match.debit_amount, debit.currency_id
                        ),
                        "credit_amount_currency": from_steps(
                            match.credit_amount, credit.currency_id
                        ),
                    }
                )
                keys.append((settlement, match.leg))
        dates = [booked[settlement].plan.date for settlement, _leg in keys]
        partials = self._reconcile_exactly(values, dates)
        self._check_settled(booked)
        return {
            key: partial
            for key, partial in zip(keys, partials, strict=True)
            if key[1] is not None
        }

    def _matched_line(self, settlement, reference, moves):
        if isinstance(reference, LineRef):
            return moves[settlement, reference.branch][reference.place]
        return self.env["account.move.line"].browse(reference)

    def _check_settled(self, booked):
        """Compare what the books say is open with what the plan says, to the step."""
        for result in booked.values():
            for key, settled in result.plan.settled.items():
                item = self.env["account.move.line"].browse(key)
                open_amount = from_steps(settled.open_amount, item.currency_id)
                open_value = from_steps(settled.open_value, item.company_currency_id)
                if item.currency_id.compare_amounts(
                    abs(item.amount_residual_currency), open_amount
                ) or item.company_currency_id.compare_amounts(
                    abs(item.amount_residual), open_value
                ):
                    raise AssertionError(
                        f"{item.move_name}: {item.amount_residual_currency}/"
                        f"{item.amount_residual} open, not {open_amount}/{open_value}"
                    )

    # ------------------------------------------------------------
    # Business: who paid what
    # ------------------------------------------------------------
    def _post_legs(self, booked, moves, directs):
        """Store the legs, and the mirrored pairs of due-to and due-from items."""
        lines_of_leg, mirrors = self._collect_lines(booked, moves)
        keys = list(mirrors)
        quick = self.env["ar.settlement.mirror"].with_context(**{QUICK: True})
        records = quick.create(
            [
                {
                    "settlement_id": settlement.id,
                    "due_to_line_id": mirrors[settlement, number].get("due_to"),
                    "due_from_line_id": mirrors[settlement, number].get("due_from"),
                }
                for settlement, number in keys
            ]
        )
        mirrors_of_leg = {}
        for key, record in zip(keys, records, strict=True):
            for leg in mirrors[key]["legs"]:
                mirrors_of_leg.setdefault((key[0], leg), []).append(record.id)
        values = []
        for settlement, result in booked.items():
            lines = {line._item_key(): line for line in settlement.line_ids}
            for leg in result.plan.legs:
                key = (settlement, leg.number)
                values.append(
                    {
                        **self._prepare_leg_vals(settlement, leg, lines),
                        "line_ids": [Command.set(lines_of_leg.get(key, []))],
                        "mirror_ids": [Command.set(mirrors_of_leg.get(key, []))],
                        "direct_partial_id": directs[key].id
                        if key in directs
                        else False,
                    }
                )
        self.env["ar.settlement.leg"].with_context(**{QUICK: True}).create(values)

    @staticmethod
    def _collect_lines(booked, moves):
        """The journal items of each leg, and those of each mirrored pair."""
        lines_of_leg, mirrors = {}, {}
        for settlement, result in booked.items():
            for entry in result.plan.entries:
                items = moves[settlement, entry.branch]
                for line, item in zip(entry.lines, items, strict=True):
                    for leg in line.legs:
                        lines_of_leg.setdefault((settlement, leg), []).append(item.id)
                    if line.mirror is not None:
                        pair = mirrors.setdefault(
                            (settlement, line.mirror), {"legs": line.legs}
                        )
                        pair[line.account.role.value] = item.id
        return lines_of_leg, mirrors

    def _prepare_leg_vals(self, settlement, leg, lines):
        source, target = lines[leg.source.key], lines[leg.target.key]
        own_source = source.company_id.currency_id
        own_target = target.company_id.currency_id
        return {
            "settlement_id": settlement.id,
            "sequence": leg.number + 1,
            "source_id": source.id,
            "target_id": target.id,
            "via_id": lines[leg.via.key].id if leg.via else False,
            "source_company_id": source.company_id.id,
            "target_company_id": target.company_id.id,
            "source_move_line_id": leg.source.key,
            "target_move_line_id": leg.target.key,
            "value_date": leg.date,
            "source_currency_id": source.currency_id.id,
            "target_currency_id": target.currency_id.id,
            "source_company_currency_id": own_source.id,
            "target_company_currency_id": own_target.id,
            "amount_source": from_steps(leg.amount_source, source.currency_id),
            "amount_target": from_steps(leg.amount_target, target.currency_id),
            "discount_target": from_steps(leg.discount, target.currency_id),
            "discount_tier": self._tier_number(leg.tier),
            "discount_source": from_steps(leg.source_discount, source.currency_id),
            "discount_source_tier": self._tier_number(leg.source_tier),
            "company_amount_source": from_steps(leg.value_source, own_source),
            "company_amount_target": from_steps(leg.value_target, own_target),
            "exchange_difference": from_steps(leg.exchange, own_target),
        }

    @staticmethod
    def _tier_number(place):
        """Tiers count from 1 in the books; 0 is outside every tier."""
        return 0 if place is None else place + 1

    # ------------------------------------------------------------
    # Business: the documents
    # ------------------------------------------------------------
    def _post_results(self, booked):
        """Say on the documents what happened: lines, state, chatter, payments."""
        for settlement, result in booked.items():
            for line in settlement.line_ids:
                settled = result.plan.settled[line._item_key()]
                amounts = {
                    "amount_settled": settled.amount,
                    "discount_settled": settled.discount,
                    "difference_settled": settled.difference,
                }
                line.write(
                    {
                        name: from_steps(amount, line.currency_id)
                        for name, amount in amounts.items()
                    }
                )
        self.with_context(**QUIET).write({"state": "posted", "refusal": False})
        self._refresh_payments()
        self._note_settled()
        self._log(
            self.env._("Posted: entries in %(companies)s."),
            lambda s: s.move_ids.company_id,
        )

    def _ar_take_items(self):
        """Put the items of payments just posted in the place of the draft payments."""
        self._elevated().line_ids.filtered("payment_id")._take_items()

    def _note_settled(self):
        """Lines of payment journals that were posted without it are settled now."""
        payments = self.line_ids.move_line_id.move_id.origin_payment_id
        waited = payments.filtered(lambda p: p.ar_progress == "unsettled")
        if waited:
            waited.ar_progress = False
