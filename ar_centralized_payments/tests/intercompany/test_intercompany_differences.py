"""Balances between companies as of a date, why they differ, and their confirmation."""

import random
from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .test_intercompany_balance import BalanceCommon

REPORT = "ar_centralized_payments.report_balance_confirmation"
#: How many dates the law is asked for.
DATES = 8


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestIntercompanyDifferences(BalanceCommon):
    def differences(self, user=None, **context):
        rows = self.env["ar.intercompany.difference"].with_user(user or self.clerk)
        rows.invalidate_model()
        return rows.with_context(**context).search([])

    def by_hand(self, letter, counterpart, amount, day):
        """An entry on what the company owes, by nobody's settlement."""
        pair = self.pair(letter, counterpart).sudo()
        company = self.companies[letter]
        partner = self.companies[counterpart].partner_id
        income = self.data[letter]["default_account_revenue"]
        return self.entry(
            letter,
            [
                (
                    pair.due_to_account_id,
                    partner,
                    company.currency_id,
                    -amount,
                    -amount,
                    {},
                ),
                (income, partner, company.currency_id, amount, amount, {}),
            ],
            date=day,
        )

    def test_as_of(self):
        """Settled on 25 March and on 5 April, the latter undone on 10 April."""
        self.settle(self.payment("F", 600, date="2026-03-25"), self.invoice("E", 600))
        later = self.settle(
            self.payment("F", 50, date="2026-04-05"), self.invoice("E", 50)
        )
        later.with_user(self.controller).action_undo("2026-04-10")
        for day, owed in (
            ("2026-03-24", []),
            ("2026-03-25", ["600.00"]),
            ("2026-04-05", ["650.00"]),
            ("2026-04-10", ["600.00"]),
        ):
            rows = self.rows(domain=[("amount_due_to", "!=", 0)], ar_as_of=day)
            self.assertRowTexts(
                [f"F>E USD {x} {x} 0.00 {x} USD {x} USD 0.00" for x in owed], rows
            )

    def assertRowTexts(self, texts, rows):
        self.assertEqual([self.text(row) for row in rows], texts)

    def test_by_hand(self):
        self.settle(self.payment("F", 600), self.invoice("E", 600))
        entry = self.by_hand("F", "E", 12.5, "2026-04-01")
        rows = self.differences()
        self.assertEqual(rows.mapped("document"), [entry.name])
        self.assertEqual((rows.reason, rows.amount, rows.value), ("manual", 12.5, 12.5))
        self.assertFalse(self.differences(ar_as_of="2026-03-31"))
        balance = self.rows(domain=[("amount_difference", "!=", 0)])
        self.assertEqual(balance.amount_difference, 12.5)
        self.assertEqual(rows.balance_id, balance)
        action = balance.action_explain()
        self.assertEqual(self.differences().search(action["domain"]), rows)

    def test_of_others_nothing(self):
        self.by_hand("F", "E", 12.5, "2026-04-01")
        row = self.differences()
        self.assertFalse(self.differences(user=self.clerk_f))
        with self.assertRaises(AccessError):
            row.with_user(self.clerk_f).read(["amount"])

    def test_law(self):
        """On any date what is shown line by line adds up to the difference, and each
        balance is what the journal items say; what settlements booked is even."""
        chance = random.Random(7)
        for _number in range(3):
            bill = self.invoice(
                chance.choice("EW"), chance.randrange(100, 900), date="2026-03-10"
            )
            day = str(date(2026, 3, 25) + timedelta(days=chance.randrange(10)))
            self.settle(self.payment("F", chance.randrange(50, 900), date=day), bill)
        for _number in range(10):
            day = str(date(2026, 3, 20) + timedelta(days=chance.randrange(25)))
            balances = self.rows(ar_as_of=day)
            self.assertFalse(any(balances.mapped("amount_difference")), day)
        self.by_hand("F", "W", 33.0, "2026-03-28")
        self.by_hand("W", "F", 21.0, "2026-04-02")
        for _number in range(DATES):
            day = str(date(2026, 3, 20) + timedelta(days=chance.randrange(25)))
            with self.subTest(day=day):
                self.check_law(day)

    def check_law(self, day):
        explained = {}
        for row in self.differences(ar_as_of=day):
            key = row.balance_id.id
            explained[key] = round(explained.get(key, 0.0) + row.amount, 2)
        balances = self.rows(ar_as_of=day)
        self.assertEqual(
            {key: amount for key, amount in explained.items() if amount},
            {
                row.id: round(row.amount_difference, 2)
                for row in balances
                if row.amount_difference
            },
        )
        for row in balances.filtered("pair_id"):
            pair = row.pair_id.sudo()
            for account, amount, sign in (
                (pair.due_to_account_id, row.amount_due_to, -1),
                (pair.due_from_account_id, row.amount_due_from, 1),
            ):
                items = (
                    self.env["account.move.line"]
                    .sudo()
                    .search(
                        [
                            ("account_id", "=", account.id),
                            ("parent_state", "=", "posted"),
                            ("currency_id", "=", row.currency_id.id),
                            ("date", "<=", day),
                        ]
                    )
                )
                booked = sign * sum(items.mapped("amount_currency"))
                self.assertAlmostEqual(amount, booked, 2)

    def test_confirmation(self):
        settled = self.settle(self.payment("F", 600), self.invoice("E", 600))
        row = self.rows(domain=[("amount_due_to", "!=", 0)], ar_as_of="2026-03-31")
        action = row.action_confirm()
        self.assertEqual(action["data"], {"ids": row.ids, "as_of": "2026-03-31"})
        page = self.printed(action["data"])
        for text in ("Fabrikam East", "03/31/2026", "$ 600.00", "signature"):
            self.assertIn(text, page)
        for move in settled.sudo().move_ids:
            self.assertIn(move.name, page)
        self.assertNotIn("Difference", page)
        with self.assertRaises(AccessError):
            self.printed(action["data"], user=self.clerk_f)

    def printed(self, data, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.clerk)
        page, _kind = reports._render_qweb_html(REPORT, None, data=data)
        return " ".join(page.decode().replace("\N{NO-BREAK SPACE}", " ").split())

    def test_asked_for(self):
        for page, model in (
            ("intercompany", "ar.intercompany.balance"),
            ("positions", "ar.customer.position"),
            ("transactions", "ar.open.transaction"),
        ):
            wizard = self.env["ar.balances.as.of"].with_user(self.reader)
            wizard = wizard.create({"date": "2026-03-31", "page": page})
            action = wizard.action_show()
            self.assertEqual(action["res_model"], model)
            self.assertEqual(action["context"]["ar_as_of"], "2026-03-31")
            self.assertIn("03/31/2026", action["name"])

    def test_no_date(self):
        for data in ({"as_of": "soon"}, {"ids": "all"}):
            with self.subTest(data=data), self.assertRaises(UserError):
                self.printed(data)
