"""The tiles of Receivables: what they count, who sees them, and what they cost."""

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import ReceivablesCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-04-15")
class TestReceivablesHome(ReceivablesCommon):
    def home(self, user=None, letters="FEWX"):
        ids = [self.companies[letter].id for letter in letters]
        rows = self.env["ar.open.transaction"].with_user(user or self.controller)
        return rows.with_context(allowed_company_ids=ids).retrieve_dashboard()

    def tiles(self, **options):
        return {
            tile["name"]: [
                (row["label"], row["count"], row["amount"]) for row in tile["rows"]
            ]
            for tile in self.home(**options)["tiles"]
        }

    def test_overdue(self):
        self.invoice("F", 100, date="2026-03-10")
        self.invoice("E", 200, date="2026-03-25")
        self.invoice("W", 70, date="2026-01-10")
        self.invoice("F", 1000, date="2026-04-10", term=self.term(2))
        self.assertEqual(
            self.tiles()["overdue"],
            [
                ("Due today", 0, "$\N{NO-BREAK SPACE}0.00"),
                ("Not due", 1, "$\N{NO-BREAK SPACE}1,000.00"),
                ("1 to 30 days", 1, "$\N{NO-BREAK SPACE}200.00"),
                ("31 to 60 days", 1, "$\N{NO-BREAK SPACE}100.00"),
                ("61 to 90 days", 0, "$\N{NO-BREAK SPACE}0.00"),
                ("Over 90 days", 1, "$\N{NO-BREAK SPACE}70.00"),
            ],
        )
        bar = next(t for t in self.home()["tiles"] if t["name"] == "overdue")["bar"]
        self.assertEqual(
            [row["label"] for row in bar],
            ["Fabrikam", "Fabrikam East", "Fabrikam West"],
        )
        self.assertAlmostEqual(sum(p["share"] for p in bar[0]["parts"]), 100)

    def test_to_be_used(self):
        self.payment("F", 55, date="2026-04-10")
        self.credit_note("W", 30, date="2026-02-10")
        money = "$\N{NO-BREAK SPACE}"
        self.assertEqual(
            self.tiles()["unapplied"],
            [
                ("Payments", 1, f"{money}55.00"),
                ("Credit notes", 1, f"{money}30.00"),
                ("Older than 30 days", 1, f"{money}30.00"),
            ],
        )

    def test_discounts(self):
        self.invoice("F", 1000, date="2026-04-01", term=self.term(2))
        self.invoice("E", 500, date="2026-04-06", term=self.term(2))
        paid = self.invoice("E", 700, date="2026-04-06", term=self.term(2))
        self.settle(self.payment("F", 100, date="2026-04-14"), paid)
        money = "$\N{NO-BREAK SPACE}"
        self.assertEqual(
            self.tiles()["discounts"],
            [("Today", 1, f"{money}20.00"), ("Within 7 days", 2, f"{money}30.00")],
        )

    def test_days(self):
        """Open 300.00 of sales of 900.00: 30 days. Paid 600.00 after 15 days."""
        self.invoice("F", 300, date="2026-04-01")
        bill = self.invoice("E", 600, date="2026-03-10")
        self.settle(self.payment("F", 600, date="2026-03-25"), bill)
        tile = next(t for t in self.home()["tiles"] if t["name"] == "days")
        self.assertEqual(
            [(row["label"], row["count"]) for row in tile["rows"]],
            [("Days of sales outstanding", "30"), ("Average days to pay", "15")],
        )
        self.assertIn("divided by", tile["note"])

    def test_credit_limits_are_of_the_party(self):
        for letter, limit in (("F", 100), ("E", 150)):
            company = self.companies[letter]
            company.account_use_credit_limit = True
            self.northwind[letter].with_company(company).credit_limit = limit
        self.invoice("W", 240)
        self.assertIn(("Over their credit limit", 0, None), self.tiles()["customers"])
        self.invoice("W", 20)
        self.assertIn(("Over their credit limit", 1, None), self.tiles()["customers"])

    def test_ticked_companies_decide(self):
        self.invoice("F", 100, date="2026-03-25")
        self.invoice("E", 200, date="2026-03-25")
        rows = self.tiles(letters="E")["overdue"]
        self.assertIn(("1 to 30 days", 1, "$\N{NO-BREAK SPACE}200.00"), rows)
        self.assertEqual(self.home(letters="E")["scope"], "1 of your 4 companies")

    def test_who_sees_what(self):
        self.invoice("F", 100)
        clerk = set(self.tiles(user=self.clerk))
        self.assertIn("unapplied", clerk)
        self.assertFalse(clerk & {"overdue", "customers", "days", "intercompany"})
        controller = set(self.tiles(user=self.controller))
        self.assertLessEqual({"overdue", "customers", "intercompany"}, controller)
        nobody = self.new_user("nobody", "base.group_user")
        with self.assertRaises(AccessError):
            self.home(user=nobody)

    def test_of_others_nothing(self):
        self.invoice("E", 1313.13)
        self.invoice("F", 100)
        user = self.new_user("manager_f", "account.group_account_manager", "F")
        told = str(self.home(user=user, letters="F"))
        for secret in ("1,313.13", "Fabrikam East"):
            self.assertNotIn(secret, told)

    def test_card(self):
        self.invoice("F", 100, date="2026-03-25")
        self.invoice("E", 200, date="2026-04-15")
        self.payment("E", 30)
        rows = self.env["ar.open.transaction"].with_user(self.clerk)
        card = rows.retrieve_card()
        money = "$\N{NO-BREAK SPACE}"
        self.assertEqual(
            [(row["label"], row["count"], row["amount"]) for row in card["rows"]],
            [
                ("Open invoices", 2, f"{money}300.00"),
                ("Overdue", 1, f"{money}100.00"),
                ("To be used", 1, f"{money}30.00"),
            ],
        )

    def test_revaluations(self):
        runs = self.env["ar.revaluation"].with_user(self.controller)
        runs.create({"date": "2026-03-31"})
        self.assertIn(("Drafts", 1, None), self.tiles()["revaluation"])

    def test_close(self):
        """Tasks of a close that nobody has checked yet, one of them late."""
        closes = self.env["ar.period.close"].with_user(self.controller)
        close = closes.create(
            {
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "company_ids": [(6, 0, self.companies["F"].ids)],
            }
        )
        tasks = close.sudo().task_ids
        tasks.write({"due_date": "2026-05-01"})
        tasks[0].due_date = "2026-04-14"
        todo = len(tasks.filtered(lambda task: task.state == "open"))
        self.assertEqual(
            self.tiles()["close"],
            [(f"{close.name}: left to do", todo, None), ("Past due", 1, None)],
        )

    def test_links(self):
        names = {link["name"]: link for link in self.home()["links"]}
        self.assertTrue(names["Sales invoices"]["action"])
        self.assertEqual(names["Reminders"]["brings"], "account_credit_control")
        clerk = self.home(user=self.clerk)["links"]
        self.assertTrue(all("action" in link for link in clerk))
        self.assertIn("Sales invoices", [link["name"] for link in clerk])

    def test_queries_do_not_grow(self):
        def count():
            return self.queries(self.home)

        self.invoice("F", 1)
        count()
        few = count()
        for letter in "FEWX":
            self.invoice(letter, 2, term=self.term(2))
            self.payment(letter, 3)
        self.assertLessEqual(count(), few + 6)
