"""What was open as of a date: equal to what the journal items say, for any date."""

import random
from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..home.common import ReceivablesCommon

#: How many random histories are posted for real, and how many dates are asked.
HISTORIES, DATES = 2, 8
FIRST = date(2026, 1, 5)


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestAsOf(ReceivablesCommon):
    def sums(self, day):
        """(company, currency) -> booked amount and value of receivable items."""
        items = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.all_partners.ids),
                    ("account_id.account_type", "=", "asset_receivable"),
                    ("parent_state", "=", "posted"),
                    ("date", "<=", day),
                ]
            )
        )
        return {
            (self.letter_of(company), currency.name): (
                round(sum(found.mapped("amount_currency")), 2),
                round(sum(found.mapped("balance")), 2),
            )
            for (company, currency), found in items.grouped(
                lambda item: (item.company_id, item.currency_id)
            ).items()
        }

    @property
    def all_partners(self):
        return self.env["res.partner"].union(*self.northwind.values())

    def found_sums(self, rows, amount, value):
        found = {}
        for row in rows.sudo():
            key = (self.letter_of(row.company_id), row.currency_id.name)
            one, two = found.get(key, (0.0, 0.0))
            found[key] = (round(one + row[amount], 2), round(two + row[value], 2))
        return found

    def without_zeros(self, sums):
        return {key: pair for key, pair in sums.items() if pair != (0.0, 0.0)}

    def history(self, seed):
        """Invoices, payments, settlements and undos on random days."""
        chance = random.Random(seed)

        def day():
            return str(FIRST + timedelta(days=chance.randrange(95)))

        for _number in range(3):
            letter = chance.choice("FEW")
            currency = chance.choice(("USD", "EUR"))
            bill = self.invoice(
                letter, chance.randrange(100, 900), date=day(), currency=currency
            )
            pay = self.payment(
                chance.choice("FEW"),
                chance.randrange(50, 1000),
                date=day(),
                currency=currency,
            )
            settlement = self.settle(pay, bill)
            if chance.random() < 0.4:
                settlement.with_user(self.controller).action_undo("2026-04-12")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for letter in "FEW":
            cls.set_rate(letter, "EUR", "2026-01-01", inverse=1.1)

    def test_law(self):
        for seed in range(HISTORIES):
            self.history(seed)
            chance = random.Random(seed)
            for _number in range(DATES):
                day = FIRST + timedelta(days=chance.randrange(110))
                with self.subTest(seed=seed, day=day):
                    self.check_law(day)
        self.check_law(None)

    def check_law(self, day):
        context = {"ar_as_of": str(day)} if day else {}
        booked = self.without_zeros(self.sums(day or date(2100, 1, 1)))
        mine = [("partner_id", "in", self.all_partners.ids)]
        for found in (
            self.found_sums(
                self.transactions(domain=mine, **context), "amount_open", "value_open"
            ),
            self.found_sums(
                self.positions(
                    domain=[("party_id", "in", self.all_partners.ids)], **context
                ),
                "amount_net",
                "value_net",
            ),
        ):
            self.assertEqual(self.without_zeros(found), booked)

    def test_a_match_counts_from_its_last_entry_on(self):
        """Settled on 2026-03-25: open until the day before, with what it was then."""
        bill = self.invoice("E", 600, date="2026-03-10", term=self.term(2))
        self.settle(self.payment("F", 450, date="2026-03-25"), bill)
        for day, left in (("2026-03-09", []), ("2026-03-24", [600.0])):
            rows = self.transactions(ar_as_of=day)
            self.assertEqual(rows.mapped("amount_open"), left, day)
        for day, left in (("2026-03-25", [150.0]), ("2026-04-30", [150.0])):
            rows = self.transactions(ar_as_of=day)
            self.assertEqual(rows.mapped("amount_open"), left, day)

    def test_age_is_that_of_the_date(self):
        self.invoice("E", 600, date="2026-03-10")
        today = self.transactions()
        then = self.transactions(ar_as_of="2026-03-15")
        self.assertEqual((today.days_overdue, today.bucket), (36, "31_60"))
        self.assertEqual((then.days_overdue, then.bucket), (5, "1_30"))
        # One record, two dates: neither takes the other's values from the cache.
        self.assertEqual((today.days_overdue, then.days_overdue), (36, 5))

    def test_no_date(self):
        for value in ("soon", 5, "1800-01-01", ["2026-01-01"]):
            with self.subTest(value=value), self.assertRaises(UserError):
                self.transactions(ar_as_of=value)
