"""How events of bills are booked: entries, matches, what the draw paid, and undo."""

from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from ...books.bill_book import BillBook
from ...books.lock_dates import LockDates, Place
from ...books.steps import to_steps
from ..settlement.ar_settlement_entries import AS_GIVEN, QUIET


class ArBill(models.Model):
    _inherit = "ar.bill"

    # ------------------------------------------------------------
    # Drawing
    # ------------------------------------------------------------
    def _draw_problems(self):
        """Reasons against drawing this bill; ``self`` with ``sudo()``."""
        return [*self.company_id._ar_bill_problems(), *self._own_draw_problems()]

    def _all_draw_problems(self):
        """Reasons against drawing these bills: each company is asked once."""
        companies = [p for c in self.company_id for p in c._ar_bill_problems()]
        locks = LockDates(self.env)
        return [
            *companies,
            *(text for bill in self for text in bill._own_draw_problems(locks)),
        ]

    def _own_draw_problems(self, locks=None):
        if self.event_ids:
            return [self.env._("%(bill)s was drawn before.", bill=self._text())]
        problems = []
        words = {"bill": self._text()}
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            problems.append(self.env._("%(bill)s has no amount. Type it.", **words))
        if not self.due_date:
            problems.append(self.env._("%(bill)s has no due date. Type it.", **words))
        elif self.due_date < self.date:
            problems.append(
                self.env._("%(bill)s: it cannot be due before it is drawn.", **words)
            )
        if self.kind == "accepted" and not self.acceptance_date:
            problems.append(
                self.env._(
                    "%(bill)s is to be accepted, but has no acceptance date. Type it "
                    "before it is drawn.",
                    **words,
                )
            )
        locks = locks or LockDates(self.env)
        problems += locks.against_payment(
            self.company_id, self.date, self.payment_id.journal_id
        )
        return problems

    def _number_for_draw(self):
        """Number bills that are about to be drawn; with ``sudo()``."""
        fresh = self.filtered(lambda bill: bill.name == "*")
        if not fresh:
            return
        names = self._next_names([bill.company_id for bill in fresh])
        for bill, name in zip(fresh, names, strict=True):
            prefix, number = name.rsplit("/", 1)
            bill.name = f"{prefix}/{bill.date.year}/{number}"
        for bill in fresh.filtered(lambda bill: not bill.drawer_reference):
            bill.drawer_reference = bill._default_reference()

    def _record_draws(self):
        """Keep the draws of bills whose payments have just been posted."""
        drawn = self.filtered(
            lambda bill: not bill.event_ids and bill.payment_id.move_id
        )
        if not drawn:
            return
        events = self.env["ar.bill.event"].create(
            [
                {
                    "bill_id": bill.id,
                    "kind": "draw",
                    "date": bill.payment_id.move_id.date,
                    "amount": bill.amount,
                    "value": abs(sum(bill._held_lines().mapped("balance"))),
                    "move_id": bill.payment_id.move_id.id,
                    "payment_id": bill.payment_id.id,
                }
                for bill in drawn
            ]
        )
        events._take_payment_lines()

    def _held_lines(self):
        """The item of the draw that is the bill itself."""
        account = self.payment_id.outstanding_account_id
        return self.payment_id.move_id.line_ids.filtered(
            lambda line: line.account_id == account and line.balance >= 0
        )

    def _receivable_line(self):
        """The item of the draw that paid: what is open again, where the debt moves back
        to what it paid."""
        held = self._held_lines()
        return (self.payment_id.move_id.line_ids - held)[:1]

    # ------------------------------------------------------------
    # Booking
    # ------------------------------------------------------------
    def _live_events_at(self, date=None):
        """The events that counted at the end of a day; no day: that count now."""
        if not date:
            return self._live_events()
        return self.event_ids.filtered(
            lambda event: (
                event.kind != "undo"
                and event.date <= date
                and (not event.undone_by_id or event.undone_by_id.date > date)
            )
        ).sorted("id")

    def _book(self, steps):
        """Book steps that were planned and checked: events, entries, matches.

        ``self`` is elevated and locked.

        :param steps: list of ``Step``
        :return: the events, in the order of the steps
        """
        book = BillBook(self)
        events = self.env["ar.bill.event"].create(
            [book.event_values(step) for step in steps]
        )
        by_step = {id(step): event for step, event in zip(steps, events, strict=True)}
        entries = book.entries(steps)
        moves = self._post_entries_of(entries, by_step)
        for entry, move in zip(entries, moves, strict=True):
            lines = move.line_ids.sorted("id")
            banks = entry.banks_of(lines)
            for step in entry.steps:
                event = by_step[id(step)]
                event.move_id = move
                event.bank_line_id = banks.get(id(step), False)
        self._match_events(events)
        return events

    def _post_entries_of(self, entries, by_step):
        values = []
        for entry in entries:
            rows = []
            for row, (step, _line) in zip(
                entry.values["line_ids"], entry.owners, strict=True
            ):
                event = by_step[id(step)].id if step else False
                rows.append((0, 0, {**row[2], "ar_bill_event_id": event}))
            values.append({**entry.values, "line_ids": rows})
        return self._post_values(values)

    def _post_values(self, values):
        """Create and post entries, in the order given."""
        moves = (
            self.env["account.move"].with_context(**QUIET, **AS_GIVEN).create(values)
        )
        moves._post(soft=False)
        return moves.with_env(self.env)

    def _match_events(self, events):
        """Match what leaves an account with what entered it, at booked values."""
        new = events.line_ids.filtered(lambda line: line.account_id.reconcile)
        if not new:
            return
        earlier = self.env["account.move.line"].search(
            [
                ("ar_bill_event_id.bill_id", "in", events.bill_id.ids),
                ("ar_bill_event_id.undone_by_id", "=", False),
                ("account_id", "in", new.account_id.ids),
                ("reconciled", "=", False),
                ("parent_state", "=", "posted"),
                ("id", "not in", new.ids),
            ],
            order="id",
        )
        open_items = defaultdict(list)
        for line in earlier:
            key = (line.ar_bill_event_id.bill_id, line.account_id, line.balance > 0)
            open_items[key].append(line)
        values = []
        for line in new:
            is_debit = line.balance > 0 or line.amount_currency > 0
            key = (line.ar_bill_event_id.bill_id, line.account_id, not is_debit)
            other = self._fitting(open_items[key], line)
            if other:
                values.append(self._match_values(line, other))
        self.env["ar.settlement"]._reconcile_exactly(values)

    @staticmethod
    def _fitting(candidates, line):
        """The open item that a new one closes, in part or whole."""
        amount = abs(line.amount_currency)
        exact = [c for c in candidates if abs(c.amount_residual_currency) == amount]
        fitting = exact or [
            c for c in candidates if abs(c.amount_residual_currency) >= amount
        ]
        return fitting[0] if fitting else None

    @staticmethod
    def _match_values(line, other, amount=None, value=None):
        amount = abs(line.amount_currency) if amount is None else amount
        value = abs(line.balance) if value is None else value
        is_debit = line.balance > 0 or line.amount_currency > 0
        debit, credit = (line, other) if is_debit else (other, line)
        return {
            "debit_move_id": debit.id,
            "credit_move_id": credit.id,
            "amount": value,
            "debit_amount_currency": amount,
            "credit_amount_currency": amount,
        }

    # ------------------------------------------------------------
    # What the draw paid
    # ------------------------------------------------------------
    def _reopen(self, date):
        """Open again what the draws of these bills paid, in all companies.

        As the acting user, who must be a member of each.

        :return: bill -> the settlements that were undone
        """
        undone = {}
        for bill in self:
            payment = bill._draw_as_user()
            settlements = payment._ar_check_settlement_members()
            posted = settlements.filtered(lambda s: s.state == "posted")
            payment._ar_drop_marks(settlements - posted)
            undone[bill] = posted
            self.env["ar.settlement"]._undo_for(posted, date)
            payment._ar_matches()._ar_unmatch(date)
        return undone

    def _reopen_problems(self, date):
        """Reasons against that; writes nothing.

        :raises AccessError: without the membership of a company, without a word
        """
        for bill in self:
            payment = bill._draw_as_user()
            settlements = payment._ar_check_settlement_members()
            yield from payment._ar_undo_date_problems(settlements, date)

    # ------------------------------------------------------------
    # Undoing
    # ------------------------------------------------------------
    def _undo_events(self, events, date):
        """Negate the own items of events, and match each with its negation.

        ``self`` is elevated, as the events are; reasons were asked for before.

        :return: the events that undo
        """
        undoing = self.env["ar.bill.event"].create(
            [
                {
                    "bill_id": event.bill_id.id,
                    "kind": "undo",
                    "date": date,
                    "amount": event.amount,
                    "bank_amount": -event.bank_amount,
                    "bank_value": -event.bank_value,
                    "remittance_id": event.remittance_id.id,
                }
                for event in events
            ]
        )
        for event, undo in zip(events, undoing, strict=True):
            event.undone_by_id = undo
        own = events.line_ids
        (own.matched_debit_ids | own.matched_credit_ids)._ar_unmatch(date)
        self._post_undo_entries(events, date)
        return undoing

    def _post_undo_entries(self, events, date):
        """One negating entry for each entry, with the parts of these bills alone."""
        groups = events.filtered("line_ids").grouped("move_id")
        pairs, values = [], []
        for move, members in groups.items():
            rows, sources = self._undo_rows(members)
            pairs.append(sources)
            values.append(
                {
                    "move_type": "entry",
                    "company_id": move.company_id.id,
                    "journal_id": move.journal_id.id,
                    "date": date,
                    "ref": self.env._("Reversal of: %s", move.name),
                    "line_ids": [(0, 0, row) for row in rows],
                }
            )
        moves = self._post_values(values)
        matches = []
        for sources, move in zip(pairs, moves, strict=True):
            for (line, undos), other in zip(
                sources, move.line_ids.sorted("id"), strict=True
            ):
                for undo in undos:
                    undo.move_id = move
                if line.account_id.reconcile:
                    matches.append(self._match_values(other, line))
        self.env["ar.settlement"]._reconcile_exactly(matches)

    def _undo_rows(self, events):
        """Values of negating items, and of each (the item it negates, the events)."""
        settlements = self.env["ar.settlement"]
        rows, sources = [], []
        for event in events:
            for line in event.line_ids.sorted("id"):
                rows.append(
                    {
                        **settlements._prepare_negation_vals(line),
                        **settlements._prepare_storno_vals(line),
                        "ar_bill_event_id": event.undone_by_id.id,
                    }
                )
                sources.append((line, event.undone_by_id))
        for line, members in events.grouped("bank_line_id").items():
            if line:
                values = settlements._prepare_negation_vals(line)
                # Of the bank's line perhaps a part alone, which is no longer that sum.
                values.pop("ar_because", None)
                rows.append(
                    {
                        **values,
                        **settlements._prepare_storno_vals(line),
                        "amount_currency": -sum(members.mapped("bank_amount")),
                        "balance": -sum(members.mapped("bank_value")),
                    }
                )
                sources.append((line, members.undone_by_id))
        return rows, sources

    def _undo_problems(self, event, date):
        """Reasons against undoing the last event of this bill on a date."""
        env, words = self.env, {"bill": self._text()}
        if date < event.date:
            yield env._(
                "%(bill)s: its last event cannot be undone before its own date.",
                **words,
            )
        root = self.company_id.root_id
        yield from LockDates(env).against_undoing(
            [Place(self.company_id, root.ar_bill_journal_id)], date
        )
        yield from self._undo_bank_problems(event, words)
        if event.kind in ("protest", "redraw"):
            yield from self._undo_debt_problems(event, words)

    def _undo_bank_problems(self, event, words):
        line = event.bank_line_id
        partials = line.matched_debit_ids | line.matched_credit_ids
        others = (partials.debit_move_id | partials.credit_move_id) - line
        for move in others.move_id.filtered("statement_line_id"):
            yield self.env._(
                "%(bill)s: its bank item is matched with the bank statement, "
                "%(entry)s. Undo that matching first, if it is wrong; where the bank "
                "took money back, it is a protest.",
                entry=move.name,
                **words,
            )
        left = abs(line.amount_residual_currency) if line else 0.0
        is_short = event.currency_id.compare_amounts(left, abs(event.bank_amount)) < 0
        if line and is_short and not others.move_id.statement_line_id:
            yield self.env._(
                "%(bill)s: its bank item is matched with something else. Unreconcile "
                "that first.",
                **words,
            )

    def _undo_debt_problems(self, event, words):
        account = self.company_id.root_id.ar_bill_protested_account_id
        debts = event.line_ids.filtered(
            lambda line: line.account_id == account and line.balance > 0
        )
        if debts.matched_credit_ids:
            yield self.env._(
                "%(bill)s: what was protested is paid, wholly or in part. Undo the "
                "settlement of it first.",
                **words,
            )

    def _settle_again(self, event, date):
        """Settle once more what a protest on the invoices had opened.

        What is undone is final: new settlements of the same transactions, with the same
        amounts, are posted.
        """
        for former in event.settlement_ids.with_env(self._user_env()):
            lines = []
            for line in former.line_ids:
                vals = {
                    "move_line_id": line.move_line_id.id,
                    "amount": line.amount_settled,
                    "is_primary": line.is_primary,
                }
                if line.discount_settled:
                    vals["discount"] = line.discount_settled
                if line.full_settlement:
                    vals["full_settlement"] = True
                lines.append((0, 0, vals))
            again = former.create(
                {
                    "partner_id": former.partner_id.id,
                    "date": max(date, former.date_effective),
                    "line_ids": lines,
                }
            )
            again.action_post()

    def _draw_as_user(self):
        """The draw, as the acting user sees it in all companies of theirs."""
        return self.payment_id.with_env(self._user_env())

    def _user_env(self):
        """The environment of the acting user, in all companies of theirs."""
        companies = self.env["res.company"]._ar_user_companies()
        return self.env(
            su=False,
            context={**self.env.context, "allowed_company_ids": companies.ids},
        )

    def _raise(self, problems):
        problems = list(dict.fromkeys(problems))
        if problems:
            raise UserError("\n".join(problems))

    def _steps(self, amount):
        return to_steps(amount or 0.0, self.currency_id)

    def _today(self):
        return fields.Date.context_today(self)
