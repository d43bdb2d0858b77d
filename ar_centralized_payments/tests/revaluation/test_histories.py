"""Random histories, posted for real, against an independent auditor.

The auditor notes only who owed how much in euros and when it was paid. After every date
was run once more, the books of each company must say: receivable and adjustment
together are what was open then, each item at the rate of that date; and nothing stands
for what is closed.
"""

import os
import random
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from odoo.tests import tagged

from .revaluing import RevaluationCommon

HISTORIES = int(os.environ.get("AR_HISTORIES", "25"))
CENT = Decimal("0.01")
RATES = {
    "2026-03-01": "1.2063", "2026-03-20": "1.2277", "2026-03-31": "1.2151",
    "2026-04-10": "1.1937", "2026-04-30": "1.1901", "2026-05-12": "1.2489",
    "2026-05-31": "1.2613",
}  # fmt: skip
CLOSINGS = ("2026-03-31", "2026-04-30", "2026-05-31")
STEPS = 7


def cents(value):
    return Decimal(str(value)).quantize(CENT, ROUND_HALF_UP)


class Owed:
    """An item of one company: what it was, and when how much of it was taken."""

    def __init__(self, letter, date, amount):
        self.letter, self.date, self.amount = letter, date, amount
        self.taken = []

    def open_on(self, day):
        if day < self.date:
            return Decimal(0)
        return self.amount - sum(part for date, part in self.taken if date <= day)


@tagged("post_install", "-at_install")
class TestHistories(RevaluationCommon):
    def setUp(self):
        super().setUp()
        companies = [self.companies[letter].id for letter in "FE"]
        self.env["res.currency.rate"].sudo().search(
            [("company_id", "in", companies)]
        ).unlink()
        for letter in "FE":
            for date, rate in RATES.items():
                self.set_rate(letter, "EUR", date, inverse=float(rate))

    def test_random_histories(self):
        seed = random.SystemRandom().randrange(10**6)
        booked = 0
        for number in range(HISTORIES):
            with self.subTest(seed=seed, number=number):
                savepoint = self.cr.savepoint()
                try:
                    booked += self.history(random.Random(f"{seed}-{number}"))
                finally:
                    savepoint.close(rollback=True)
                    self.env.invalidate_all()
        self.assertGreaterEqual(booked, HISTORIES)

    def history(self, rng):
        """Do things in any order; close each date; compare. Returns how many runs."""
        self.owed, self.settled, self.days = {}, [], {}
        self.setting = rng.choice(["next_day", "settlement"])
        self.reversal(self.setting)
        acts = [self.bill, self.settle_some, self.pay_natively, self.close, self.close,
                self.undo, self.undo_run]  # fmt: skip
        self.bill(rng)
        for _step in range(STEPS):
            self.analyze()
            rng.choice(acts)(rng)
        self.close(rng)
        dates = [*self.days]
        rng.shuffle(dates)
        for date in dates:
            self.revalue("FE", date)
        for date in dates:
            self.assertFalse(self.revalue("FE", date).move_ids, "a second run of it")
        for letter in "FE":
            for date in dates:
                self.audit(letter, date)
        self.audit_closed()
        return len(dates)

    # ------------------------------------------------------------
    # What people do
    # ------------------------------------------------------------
    def draw(self, rng):
        return rng.randint(1001, 90001) / 100

    def pick(self, rng, first="2026-03-02"):
        days = [
            d
            for d in (
                "2026-03-05",
                "2026-03-25",
                "2026-03-31",
                "2026-04-07",
                "2026-04-20",
                "2026-05-04",
                "2026-05-20",
            )
            if d >= first
        ]
        return rng.choice(days or [first])  # fmt: skip

    def bill(self, rng):
        date, amount = self.pick(rng), self.draw(rng)
        bill = self.invoice("E", amount, currency="EUR", date=date)
        self.owed[bill] = Owed("E", date, cents(amount))
        return bill

    def open_bill(self, rng):
        bills = [
            bill for bill, owed in self.owed.items()
            if getattr(bill, "_name", "") == "account.move" and owed.open_on("9999") > 1
        ]  # fmt: skip
        return rng.choice(bills) if bills else self.bill(rng)

    def pay(self, rng, letter, bill):
        """A payment of some of it, or of more."""
        date = self.pick(rng, self.owed[bill].date)
        left = self.owed[bill].open_on("9999")
        part = rng.choice([Decimal("0.4"), Decimal(1), Decimal("1.3")])
        amount = cents(left * part)
        payment = self.payment(letter, float(amount), currency="EUR", date=date)
        self.owed[payment] = Owed(letter, date, -amount)
        return payment, date, min(amount, left)

    def take(self, bill, payment, date, part):
        self.owed[bill].taken.append((date, part))
        self.owed[payment].taken.append((date, -part))

    def settle_some(self, rng):
        bill = self.open_bill(rng)
        payment, paid, part = self.pay(rng, rng.choice("FE"), bill)
        date = self.pick(rng, max(paid, self.owed[bill].date))
        settlement = self.settlement(payment, bill, date=date)
        preview = settlement.preview()
        settlement.action_post()
        self.assertPosted(settlement, preview)
        self.take(bill, payment, date, part)
        self.settled.append((settlement, bill, payment, date, part))

    def pay_natively(self, rng):
        bill = self.open_bill(rng)
        payment, paid, part = self.pay(rng, "E", bill)
        (self.receivable(payment) | self.receivable(bill)).sudo().reconcile()
        self.take(bill, payment, paid, part)

    def undo(self, rng):
        """On its own date it never was; on a later one, its lines were open meanwhile,
        beside what they had taken."""
        if not self.settled:
            return
        settlement, bill, payment, date, part = self.settled.pop()
        later = self.pick(rng, date) if rng.random() < 0.5 else date
        is_inside = self.owed[bill].letter == self.owed[payment].letter
        settlement.with_user(self.controller).action_undo(later)
        for one, sign in ((bill, 1), (payment, -1)):
            self.owed[one].taken.remove((date, sign * part))
            if not is_inside:
                key = (settlement, one)
                self.owed[key] = Owed(self.owed[one].letter, date, -sign * part)
                self.owed[key].taken.append((later, -sign * part))

    def close(self, rng):
        date = rng.choice(CLOSINGS)
        method = rng.choice(["standard", "standard", "minimum"])
        run = self.revalue("FE", date, method=method)
        self.days[date] = run

    def undo_run(self, rng):
        """The last one, if nothing stands on it."""
        runs = self.env["ar.revaluation"].with_user(self.controller)
        last = runs.search([("state", "=", "posted")], order="id desc", limit=1)
        if last:
            last.problems()
            if not last._elevated()._later_refusals():
                last.action_undo()

    # ------------------------------------------------------------
    # What the books must say then
    # ------------------------------------------------------------
    def balance(self, letter, account, date):
        lines = self.env["account.move.line"].sudo()._read_group(
            [
                ("account_id", "=", account.id),
                ("currency_id", "=", self.eur.id),
                ("date", "<=", date),
                ("parent_state", "=", "posted"),
                ("company_id", "=", self.companies[letter].id),
            ],
            aggregates=["balance:sum", "amount_currency:sum"],
        )  # fmt: skip
        return [cents(value or 0) for value in lines[0]]

    def audit(self, letter, date):
        """L1 and L2."""
        rate = Decimal(RATES[date])
        items = [owed for owed in self.owed.values() if owed.letter == letter]
        wanted = sum(cents(item.open_on(date) * rate) for item in items)
        account = self.data[letter]["default_account_receivable"]
        booked, amount = self.balance(letter, account, date)
        company = self.companies[letter].sudo()
        adjusted, _zero = self.balance(letter, company.ar_revaluation_account_id, date)
        self.assertEqual(amount, sum(item.open_on(date) for item in items))
        self.assertEqual(booked + adjusted, wanted, (letter, date, self.setting))
        lines = self.env["ar.revaluation.line"].sudo().search(
            [
                ("company_id", "=", company.id),
                ("is_booked", "=", True),
                ("date", "<=", date),
            ]
        )  # fmt: skip
        self.assertEqual(cents(sum(lines.mapped("amount"))), adjusted)

    def audit_closed(self):
        """Nothing stands for what is closed, nor for anything under *next day*."""
        stands = defaultdict(float)
        for line in (
            self.env["ar.revaluation.line"].sudo().search([("is_booked", "=", True)])
        ):
            stands[line.move_line_id] += line.amount
        for item, amount in stands.items():
            if item.reconciled or self.setting == "next_day":
                self.assertFalse(round(amount, 2), item.move_name)
