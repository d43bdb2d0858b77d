"""What a payment that is being entered comes to; nothing of it is stored.

Plain Python over unsaved records: a payment, and the draft settlement that would mark
transactions for it. All amounts come from its plan.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from odoo.exceptions import UserError
from odoo.fields import Command

from ..settlement.discount import Taking, tier_met
from ..settlement.values import Side, Use
from .discount_book import DiscountBook
from .given_values import Given
from .settlement_book import Booked, SettlementBook
from .steps import from_steps, to_steps

#: More than any payment comes to, in rounding steps: what is marked then takes all.
UNLIMITED = 10**15
#: Problems of a plan that a later change of the set-up mends: they do not stand
#: against keeping the marks.
CODES_OF_SET_UP = ("pair", "rate", "nothing")


@dataclass(frozen=True)
class Outcome:
    """The plan for one amount of the payment, in steps of its currency.

    ``used`` of the payment, ``left`` on it; ``spare`` of marked credits in the same
    currency; ``lefts``: what stays open of each marked item, by its key.
    """

    booked: Booked
    amount: int
    used: int
    left: int
    spare: int
    lefts: dict


class PaymentEntryBook:
    """Plans an unsaved payment with unsaved marks, for as many amounts as are asked.

    :param payment: unsaved ``account.payment``
    :param marks: id of an item -> values that were typed on it
    :param others: ids of the customers for whom the payment's pays as well
    :param env: an environment with all companies of the user, who was checked to be
        allowed to read every item
    """

    def __init__(self, env, payment, marks, others=()):
        self.env, self.payment, self.marks = env, payment, marks
        self.currency = payment.currency_id
        lines = env["ar.settlement.line"]
        self.settlement = env["ar.settlement"].new(
            {
                "state": "draft",
                "partner_id": payment.partner_id.id,
                "other_partner_ids": [Command.set(list(others))],
                "line_ids": [
                    Command.create({"payment_id": payment}),
                    *(
                        Command.create(
                            {"move_line_id": item, **lines._prepare_typed_vals(typed)}
                        )
                        for item, typed in marks.items()
                    ),
                ],
            }
        )
        #: amount in steps -> its outcome
        self._outcomes = {}
        self.line = self.settlement.line_ids.filtered("payment_id")
        self.key = self.line._item_key()

    @property
    def customers(self):
        """Whose transactions may be marked."""
        return self.payment.partner_id | self.settlement.other_partner_ids._origin

    @cached_property
    def book(self):
        """The door to the planner, with everything read once."""
        self.payment.amount = from_steps(UNLIMITED, self.currency)
        return SettlementBook(self.settlement._elevated())

    # ------------------------------------------------------------
    # Plans
    # ------------------------------------------------------------
    def at(self, amount):
        """The outcome for an amount of the payment, in steps; more than 0. The same
        amount is planned once."""
        if amount not in self._outcomes:
            self._outcomes[amount] = self._plan_at(amount)
        return self._outcomes[amount]

    def _plan_at(self, amount):
        book = self.book
        line = book.lines.filtered("payment_id")
        (settlement,) = book.requests
        self.payment.amount = from_steps(amount, self.currency)
        book.renew(line)
        booked = book.plan(settlement)
        settled = dict(booked.plan.settled)
        own = settled.pop(self.key, None)
        return Outcome(
            booked,
            amount,
            own.amount if own else 0,
            own.open_amount if own else amount,
            self._spare(booked, settled),
            {key: one.open_amount for key, one in settled.items()},
        )

    def _spare(self, booked, settled):
        """What marked credits in the payment's currency could still pay."""
        marks = {mark.item.key: mark for mark in self._marks()}
        spare = 0
        for key, one in settled.items():
            mark, item = marks[key], one.item
            if item.side is Side.SOURCE and item.currency.key == self.currency.id:
                rest = one.open_amount
                if mark.amount is not None:
                    rest = min(rest, mark.amount - one.amount)
                spare += max(rest, 0)
        return spare

    def _marks(self):
        (marks,) = self.book.requests.values()
        return marks

    @cached_property
    def whole(self):
        """The outcome where the payment is just as large as what is marked takes.

        Beside marked credits that come after the payment it need not pay what these
        pay.
        """
        most = self.at(UNLIMITED)
        for amount in (most.used - most.spare, most.used):
            if amount > 0:
                found = self.at(amount)
                if not found.left and self._is_as_closed(found, most):
                    return found
        return most

    def _is_as_closed(self, found, most):
        targets = [m.item.key for m in self._marks() if m.item.side is Side.TARGET]
        return all(found.lefts[key] == most.lefts[key] for key in targets)

    @property
    def wanted(self):
        """What the marked transactions take of the payment in full, in steps."""
        return self.whole.used

    def state(self, outcome, shown):
        """What the page shows of an outcome; see ``ar.settlement._page_state``.

        Without the payment's own row among the totals: it is the page's head.
        """
        self.payment.amount = from_steps(outcome.amount, self.currency)
        page = self.env["ar.settlement"]
        return {
            "lines": page._page_lines(outcome.booked, shown),
            "totals": page._page_totals(outcome.booked),
        }

    def is_different(self, amount):
        """Whether an amount is not what is marked: something stays open on the payment
        or on what is marked, beyond what the user typed."""
        if amount == self.wanted:
            return False
        found = self.at(amount)
        return bool(found.left) or found.lefts != self.whole.lefts

    # ------------------------------------------------------------
    # What stands against it
    # ------------------------------------------------------------
    def problems(self, outcome=None):
        """What stands against settling what is marked: of items that are not open any
        more, and of the plan."""
        booked = (outcome or self.whole).booked
        return self._against_marks(booked) + [
            self.book.texts.text(problem, booked.settlement)
            for problem in booked.plan.problems
            if problem.code != "excess" or booked is self.whole.booked
        ]

    def wrong_marks(self):
        """What must be mended before the marks can be kept."""
        booked = self.whole.booked
        return self._against_marks(booked) + [
            self.book.texts.text(problem, booked.settlement)
            for problem in booked.plan.problems
            if problem.code not in CODES_OF_SET_UP
        ]

    def _against_marks(self, booked):
        """What the book found against what is marked, once it has planned."""
        (settlement,) = self.book.settlements
        refusals = self.book.refusals[settlement]
        refusals = refusals + self.book.customers.refusals(booked.plan, settlement)
        return refusals + self._fine_amounts()

    def _fine_amounts(self):
        """What was typed on marks with more decimals than their currency has."""
        given, problems = Given(self.env), []
        for line in self.book.lines:
            typed = self.marks.get(line._item_key(), {})
            for name in ("amount", "discount"):
                try:
                    given.amount(typed.get(name), line.currency_id)
                except UserError as error:
                    problems.append(f"{line._document_text()}: {error}")
        return problems

    # ------------------------------------------------------------
    # Which transactions are marked
    # ------------------------------------------------------------
    def covered_marks(self, amount):
        """The same marks; amounts typed on them that the payment does not cover become
        what it covers, and those of which it covers nothing go."""
        settled = self.at(amount).booked.plan.settled
        marks = {}
        for mark in self._marks():
            key, typed = mark.item.key, self.marks.get(mark.item.key)
            if typed is None:
                continue
            if mark.amount is None or settled[key].amount >= mark.amount:
                marks[key] = typed
            elif settled[key].amount:
                covered = self._amount_of(mark.item, settled[key].amount)
                marks[key] = {**typed, "amount": covered}
        return marks

    def _amount_of(self, item, steps):
        return from_steps(steps, self.env["res.currency"].browse(item.currency.key))

    def spread(self, items, budget):
        """Marks for items in this order, each in full with the discount that the
        payment's date meets, until the budget is used: the last one partly.

        :param items: targets in the payment's currency
        :param budget: in steps
        :return: the marks, and what is left of the budget
        """
        elevated = items.sudo()
        discounts = DiscountBook(elevated.env).discounts(elevated)
        grace = self.payment.payment_method_line_id.ar_discount_grace_days
        on = self.payment.date - timedelta(days=grace)
        marks = {}
        for item in elevated:
            if not budget:
                break
            typed = self.marks.get(item.id, {})
            needs = self._needs(item, discounts.get(item), typed, on)
            if needs > budget:
                part = from_steps(budget, self.currency)
                marks[item.id] = {**typed, "amount": part}
            elif needs:
                marks[item.id] = typed
            budget -= min(needs, budget)
        return marks, budget

    def _needs(self, item, discount, typed, on):
        """What closes an item beside its discount, or what the user typed on it."""
        amounts = [
            to_steps(typed[name], self.currency)
            if typed.get(name) not in (None, False)
            else None
            for name in ("amount", "discount")
        ]
        open_amount = abs(to_steps(item.amount_residual_currency, self.currency))
        use = Use(typed.get("use_cash_discount") or "normal")
        taking = Taking(open_amount, discount, *amounts)
        return taking.capacity(tier_met(discount, use, on))
