"""Posting and undoing revaluations, at once or in the background."""

import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...books.access_groups import GROUP_CLOSE
from ...books.given_values import Text, checked, one
from ...books.journal_turns import take_turns
from ...books.lock_dates import LockDates, Place
from ...books.revaluation_book import RevaluationBook, items_by_group
from ...books.revaluation_rows import insert_lines, mark_booked
from ..payment_journal.account_payment_posting import CONCURRENCY_ERRORS
from ..settlement.ar_settlement_entries import AS_GIVEN, QUIET

_logger = logging.getLogger(__name__)

#: A run of more items than this is posted in the background.
FOREGROUND_ITEMS = 2000
WORKER = "ar_centralized_payments.cron_revaluation"


class ArRevaluation(models.Model):
    _inherit = "ar.revaluation"

    # ------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------
    @checked
    def action_post(self, fingerprint: Text = None):
        """Post: book the differences in every company, all of them or nothing.

        More than 2,000 items are posted in the background, on behalf of the user.

        :param str fingerprint: of the simulation that the user saw; where something
            else would be booked by now, nothing is (one run only)
        :return: ``True``
        :raises UserError: with every reason against it, before anything is written
        :raises AccessError: without the right to close, or to one of the companies
        """
        self._check_group(GROUP_CLOSE)
        self._check_members()
        self._check_state("draft")
        for run in self:
            run._elevated()._post(fingerprint)
        return True

    @checked
    def action_post_shown(self):
        """Post from the form: what is booked is what it shows.

        Where that has changed, the new simulation is shown instead.
        """
        one(self)
        self._check_group(GROUP_CLOSE)
        self._check_members()
        self._check_state("draft")
        run = self._elevated()
        if not run.fingerprint:
            raise UserError(
                self.env._(
                    "%(run)s: press Compute first, and look at what would be booked.",
                    run=self.name,
                )
            )
        if run.fingerprint != RevaluationBook(run).booked().fingerprint:
            return self._show_computed_anew()
        if run._post_in_background():
            return self._queue()
        return self.action_post(run.fingerprint)

    def _show_computed_anew(self):
        self.action_compute()
        return self._notification(
            "warning",
            self.env._(
                "What would be booked has changed since it was computed. Nothing was "
                "booked: look at the new figures, and post again."
            ),
        )

    @checked
    def action_undo(self):
        """Undo: every entry is negated by a new one, in all companies.

        :return: ``True``
        :raises UserError: if a date is locked, or something later stands on its items
        :raises AccessError: without the right to close, or to one of the companies
        """
        self._check_group(GROUP_CLOSE)
        self._check_members()
        self._check_state("posted")
        for run in self._elevated():
            run._undo()
        return True

    def _notification(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "title": self.name,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------
    # In the background
    # ------------------------------------------------------------
    def _post_in_background(self):
        return len(self.line_ids) > FOREGROUND_ITEMS

    def _queue(self):
        self.sudo().write(
            {"state": "posting", "worker_user_id": self.env.uid, "refusal": False}
        )
        self.env.ref(WORKER).sudo()._trigger()
        return self._notification(
            "info",
            self.env._(
                "It is posted in the background. You may leave this page; its status "
                "says when it is done."
            ),
        )

    @api.model
    def _cron_post(self):
        """Post the runs that wait, each in one transaction, as the user who asked."""
        for run in self.search([("state", "=", "posting")], order="id"):
            if not run.try_lock_for_update():
                continue
            user = run.worker_user_id
            try:
                with self.env.cr.savepoint():
                    run._post_as(user)
            except CONCURRENCY_ERRORS:
                _logger.info("%s: its journals are busy, tried again later", run.name)
                self.env.cr.rollback()
                self.env.ref(WORKER)._trigger()
                return
            except UserError as error:
                run._back_to_draft(str(error))
            except Exception:
                _logger.exception("%s could not be posted", run.name)
                run._back_to_draft(
                    self.env._(
                        "It could not be posted, for a reason that nobody foresaw; the "
                        "server's log has it."
                    )
                )
            run._tell(user)
            self.env["ir.cron"]._commit_progress(1)

    def _post_as(self, user):
        """Post on behalf of a user, whose rights are checked again."""
        if not user or not user.active or user.id == self.env.uid:
            raise UserError(
                self.env._("The user who pressed Post is no longer active. Post again.")
            )
        mine = self.with_user(user)
        mine._check_group(GROUP_CLOSE)
        mine._check_members()
        seen = self.fingerprint
        self.state = "draft"
        mine._elevated()._post(seen)

    def _back_to_draft(self, refusal):
        self.invalidate_recordset()
        self.write({"state": "draft", "refusal": refusal})

    def _tell(self, user):
        user.partner_id._bus_send(
            "simple_notification",
            {
                "title": self.name,
                "message": self.refusal or self.env._("The revaluation is posted."),
                "type": "danger" if self.refusal else "success",
            },
        )

    # ------------------------------------------------------------
    # Business: posting
    # ------------------------------------------------------------
    def _post(self, seen=None):
        """Plan again under lock, and write exactly that plan."""
        self._lock()
        self._check_state("draft")
        book = RevaluationBook(self)
        booked = book.booked()
        self._refuse(booked)
        if seen and booked.fingerprint != seen:
            raise UserError(
                self.env._(
                    "%(run)s: what would be booked has changed since it was computed. "
                    "Nothing was booked; compute it again, and look.",
                    run=self.name,
                )
            )
        self._store_rates(book)
        moves = self._post_moves(list(booked.moves.values()))
        moves = dict(zip(booked.moves, moves, strict=True))
        self._store_lines(book, booked, moves)
        self.with_context(**QUIET).write(
            {
                "state": "posted",
                "refusal": False,
                "fingerprint": booked.fingerprint,
                "computed_at": fields.Datetime.now(),
            }
        )
        self._message_log(body=self.env._("Posted."))

    def _lock(self):
        """Wait for the journals in one order, then for the runs, before anything is
        read (period close 4.14)."""
        while take_turns(
            self.env, self._companies().mapped(lambda c: c._ar_revaluation_journal())
        ):
            pass
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state", "fingerprint"])

    def _post_moves(self, values):
        """Create and post entries of all companies at once, in the order given."""
        order = sorted(range(len(values)), key=lambda n: values[n]["journal_id"])
        moves = (
            self.env["account.move"]
            .with_context(**QUIET, **AS_GIVEN)
            .create([{**values[n], "ar_revaluation_id": self.id} for n in order])
        )
        moves._post(soft=False)
        moves = moves.with_env(self.env)
        places = dict(zip(order, moves, strict=True))
        return [places[n] for n in range(len(values))]

    def _store_lines(self, book, booked, moves):
        """The sub-ledger, each line with the journal item that books it.

        Lines of the simulation that say the same as the plan stay, and are booked.
        """
        plan = booked.plan
        groups = self._items_by_group(plan, moves)
        known = self._lines_of_simulation(booked)
        rows, places = [], {}
        for row, group in book.line_values(plan):
            found = groups.get((row["company_id"], row["date"]), {}).get(group)
            row |= {"is_booked": True, "journal_item_id": found and found.id}
            if row["kind"] == "valuation" and row["move_line_id"] in known:
                places[known[row["move_line_id"]]] = row["journal_item_id"]
            else:
                rows.append(row)
        mark_booked(self.env, places)
        insert_lines(self.env, rows)

    @staticmethod
    def _items_by_group(plan, moves):
        """(branch id, date) -> the adjustment item of each pair of lines."""
        return {
            (entry.branch, on): items_by_group(moves[entry.branch, on], entry)
            for on, entries in (
                (plan.date, plan.entries),
                (plan.date_after, plan.entries_after),
            )
            for entry in entries
        }

    def _lines_of_simulation(self, booked):
        """Item -> its line of the simulation; if that was another one, none stays."""
        if self.fingerprint != booked.fingerprint:
            self.line_ids.unlink()
            return {}
        lines = self.env["ar.revaluation.line"].search_fetch(
            [("revaluation_id", "=", self.id)], ["move_line_id"]
        )
        return {line.move_line_id.id: line.id for line in lines}

    # ------------------------------------------------------------
    # Business: undoing
    # ------------------------------------------------------------
    def _undo(self):
        """Negate the entries at their own dates, and the sub-ledger, too (4.12)."""
        self._lock()
        self._check_state("posted")
        refusals = [*self._later_refusals(), *self._undo_date_refusals()]
        if refusals:
            raise UserError("\n".join(refusals))
        originals = self.move_ids.filtered(lambda move: not move.reversed_entry_id)
        originals = originals.sorted(lambda move: (move.journal_id.id, move.id))
        negations = self._post_moves(
            [self._negation_values(move) for move in originals]
        )
        items = {}
        for original, negation in zip(originals, negations, strict=True):
            pairs = zip(
                original.line_ids.sorted("id"),
                negation.line_ids.sorted("id"),
                strict=True,
            )
            items.update(pairs)
        self.env["ar.revaluation.line"].create(
            [self._undo_line_values(line, items) for line in self.line_ids]
        )
        self.with_context(**QUIET).write({"state": "undone"})
        self._message_log(body=self.env._("Undone."))

    def _later_refusals(self):
        """Something later on one of its items stands on what this run booked.

        Not where the run has taken all back itself, as under *next day*.
        """
        stands = defaultdict(float)
        for line in self.line_ids.filtered("move_line_id"):
            stands[line.move_line_id] += line.amount
        items = [
            item.id
            for item, amount in stands.items()
            if not item.company_currency_id.is_zero(amount)
        ]
        later = self._later_lines(items) if items else self.env["ar.revaluation.line"]
        names = {*later.revaluation_id.mapped("name")}
        names |= {*later.settlement_id.mapped("name")}
        if not names:
            return []
        return [
            self.env._(
                "%(run)s cannot be undone: later ones stand on its items: %(names)s. "
                "To take back what stands, make a revaluation by the method Invoice "
                "Date.",
                run=self.name,
                names=", ".join(sorted(names)),
            )
        ]

    def _later_lines(self, items):
        """Lines of others that count, of a later date or booked after it on the same
        one. A settlement that was undone on another date than its own counts: in
        between, what it released stands beside what this run booked."""
        is_later = Domain("date", ">", self.date) | (
            Domain("date", "=", self.date)
            & Domain("id", ">", max(self.line_ids.ids, default=0))
        )
        lines = self.env["ar.revaluation.line"].search(
            Domain("move_line_id", "in", items)
            & Domain("is_booked", "=", True)
            & Domain("revaluation_id", "!=", self.id)
            & is_later
        )
        sums = defaultdict(float)
        for line in lines:
            sums[line.move_line_id, line.date] += line.amount
        return lines.filtered(
            lambda line: (
                line.revaluation_id.state == "posted"
                or not line.company_currency_id.is_zero(
                    sums[line.move_line_id, line.date]
                )
            )
        )

    def _undo_date_refusals(self):
        locks = LockDates(self.env)
        return [
            text
            for date, moves in self.move_ids.grouped("date").items()
            for text in locks.against_undoing(map(Place.of, moves), date)
        ]

    def _negation_values(self, move):
        return {
            "move_type": "entry",
            "company_id": move.company_id.id,
            "journal_id": move.journal_id.id,
            "date": move.date,
            "ref": self.env._("Reversal of: %s", move.name),
            "reversed_entry_id": move.id,
            "line_ids": [
                (0, 0, self.env["ar.settlement"]._prepare_negation_vals(line))
                for line in move.line_ids.sorted("id")
            ],
        }

    def _undo_line_values(self, line, items):
        return {
            "revaluation_id": self.id,
            "kind": "undo",
            "is_booked": True,
            "date": line.date,
            "move_line_id": line.move_line_id.id,
            "company_id": line.company_id.id,
            "partner_id": line.partner_id.id,
            "currency_id": line.currency_id.id,
            "standing_before": line.standing_after,
            "standing_after": line.standing_before,
            "amount": -line.amount,
            "journal_item_id": items[line.journal_item_id].id
            if line.journal_item_id
            else False,
        }
