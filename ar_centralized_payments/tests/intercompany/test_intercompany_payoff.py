"""Paying off what companies owe each other: whole books, what stays open, refusals."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .paying_off import PayingOff


@tagged("post_install", "-at_install")
class TestIntercompanyPayoff(PayingOff):
    # ------------------------------------------------------------
    # Books
    # ------------------------------------------------------------
    def test_bilateral(self):
        """F owes E 1,180.00 and W 100.00, E owes F 25.00."""
        settled = self.owe("F", "E", 1180)
        self.owe("E", "F", 25)
        self.owe("F", "W", 100)
        made = self.post()
        self.assertBooks(
            made,
            """
            F   due_to        East        1180.00
            F   due_from      East         -25.00
            F   outstanding   East       -1155.00
            F   due_to        West         100.00
            F   outstanding   West        -100.00
            E   due_from      Fabrikam   -1180.00
            E   due_to        Fabrikam      25.00
            E   outstanding   Fabrikam    1155.00
            W   due_from      Fabrikam    -100.00
            W   outstanding   Fabrikam     100.00
            """,
        )
        self.assertEqual(self.owed(), {})
        items = made.item_ids.sudo().move_line_id
        self.assertEqual(len(items), 6)
        self.assertEqual(set(items.mapped("reconciled")), {True})
        self.assertEqual(settled.state, "posted")
        # As of a day before, it was owed.
        self.assertEqual(self.owed("2026-04-09")["F", "E"], (1180, 1180))

    def test_in_foreign_currency(self):
        """600.00 EUR booked at 723.72, paid at 1.2500: realized on both sides."""
        self.owe("F", "E", 600, currency="EUR", date="2026-03-10")
        for letter in "FE":
            self.set_rate(letter, "EUR", "2026-04-10", inverse=1.25)
        made = self.post("FE", date_until="2026-04-05")
        self.assertBooks(
            made,
            """
            F   due_to        East        600.00 EUR    723.72
            F   outstanding   East       -600.00 EUR   -750.00
            F   loss          East          0.00 EUR     26.28
            E   due_from      Fabrikam   -600.00 EUR   -723.72
            E   outstanding   Fabrikam    600.00 EUR    750.00
            E   gain          Fabrikam      0.00 EUR    -26.28
            """,
        )
        self.assertEqual(self.owed(), {})

    def test_some_items_and_days(self):
        """What is left out, of a later day or in another currency stays."""
        self.owe("F", "E", 100)
        left = self.owe("F", "E", 30)
        self.owe("F", "E", 7, date="2026-04-20")
        self.owe("F", "E", 8, currency="EUR")
        made = self.payoff("FE", currency_id=self.env.ref("base.USD").id)
        self.assertEqual(
            sorted(made.item_ids.mapped("amount_open")), [-100, -30, 30, 100]
        )
        chosen = made.item_ids.filtered(
            lambda item: item.sudo().move_line_id.move_id in left.sudo().move_ids
        )
        chosen.is_chosen = False
        made.action_propose()
        self.assertEqual(
            sorted(made.item_ids.mapped("is_chosen")), [False] * 2 + [True] * 2
        )
        made.action_post()
        owed = self.owed()
        self.assertEqual(sum(pair[0] for pair in owed.values()), 30 + 7 + 8)
        self.assertTrue(all(to == back for to, back in owed.values()))

    # ------------------------------------------------------------
    # Undoing
    # ------------------------------------------------------------
    def test_undo_restores(self):
        self.owe("F", "E", 600, currency="EUR")
        self.owe("E", "F", 25)
        before = self.owed()
        balance = self.trial_balance()
        made = self.post("FE")
        made.action_undo()
        self.assertEqual(made.state, "undone")
        self.assertEqual(self.owed(), before)
        self.assertEqual(self.trial_balance(), balance)
        items = made.item_ids.sudo().move_line_id
        self.assertEqual(
            {item.amount_residual_currency for item in items} - {0},
            {-600, 600, -25, 25},
        )
        self.post("FE")
        self.assertEqual(self.owed(), {})

    def test_a_settlement_below_is_undone(self):
        """What was paid off stays paid: the negations are open, on both sides."""
        settlement = self.owe("F", "E", 600)
        made = self.post("FE")
        settlement.with_user(self.controller).action_undo()
        self.assertEqual(made.state, "posted")
        self.assertEqual(self.owed(), {("F", "E"): (-600, -600)})

    # ------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------
    def test_uneven(self):
        """An entry of one side alone is named; without it the rest is paid."""
        self.owe("F", "E", 600)
        pair = self.pair("F", "E").sudo()
        own = self.companies["F"].currency_id
        partner = self.companies["E"].partner_id
        income = self.data["F"]["default_account_revenue"]
        single = self.entry(
            "F",
            [
                (pair.due_to_account_id, partner, own, -5, -5, {}),
                (income, partner, own, 5, 5, {}),
            ],
        )
        made = self.payoff("FE")
        (problem,) = made.problems()
        self.assertIn("are not even", problem)
        self.assertIn("605.00", problem)
        with self.assertRefused("are not even"):
            made.action_post()
        self.assertFalse(made.sudo().move_ids)
        made.item_ids.filtered(
            lambda item: item.sudo().move_line_id.move_id == single
        ).is_chosen = False
        made.action_post()
        self.assertEqual(self.owed(), {("F", "E"): (5, 0)})

    def test_locked(self):
        self.owe("F", "E", 600)
        made = self.payoff("FE")
        self.companies["E"].sudo().fiscalyear_lock_date = "2026-04-30"
        with self.assertRefused("Fabrikam East", "05/01/2026"):
            made.action_post()
        self.assertEqual(self.owed(), {("F", "E"): (600, 600)})

    def test_changed_since(self):
        settlement = self.owe("F", "E", 600)
        made = self.payoff("FE")
        settlement.with_user(self.controller).action_undo()
        with self.assertRefused("is open by another amount than when it was proposed"):
            made.action_post()

    def test_nothing(self):
        made = self.payoff("FE")
        with self.assertRefused("Nothing is chosen."):
            made.action_post()

    def test_no_bank(self):
        self.owe("F", "E", 600)
        journals = self.env["account.journal"].sudo()
        journals.search(
            [("company_id", "=", self.companies["E"].id), ("type", "=", "bank")]
        ).active = False
        with self.assertRefused("Fabrikam East has no bank journal"):
            self.payoff("FE").action_post()

    def test_at_the_bank(self):
        """What a bank statement has is not undone."""
        self.owe("F", "E", 600)
        made = self.post("FE")
        line = made.sudo().move_ids.line_ids.filtered(
            lambda line: line.company_id == self.companies["F"] and line.credit
        )
        bank = self.data["F"]["default_journal_bank"].default_account_id
        own = self.companies["F"].currency_id
        paid = self.entry(
            "F",
            [
                (bank, self.companies["E"].partner_id, own, -600, -600, {}),
                (line.account_id, self.companies["E"].partner_id, own, 600, 600, {}),
            ],
        )
        (line | paid.line_ids.filtered("debit")).reconcile()
        with self.assertRefused("is matched with the bank already"):
            made.action_undo()

    def test_entries_alone(self):
        """One side alone is never possible."""
        self.owe("F", "E", 600)
        made = self.post("FE")
        entry = made.sudo().move_ids[:1].with_user(self.controller)
        for change in (
            entry.button_draft,
            entry._reverse_moves,
            entry.unlink,
            entry.line_ids.remove_move_reconcile,
        ):
            with self.assertRefused(made.name, "undo the payment"), self.cr.savepoint():
                change()

    def test_dates_and_companies(self):
        for values, text in (
            ({"date_until": "2026-04-11"}, "dated after the payment"),
            ({"center_company_id": self.companies["X"].id}, "one of its companies"),
            ({"company_ids": [Command.set(self.companies["F"].ids)]}, "two companies"),
        ):
            with self.assertRefused(text), self.cr.savepoint():
                self.payoff("FE", **values)
        self.owe("F", "E", 600)
        made = self.post("FE")
        with self.assertRefused("before its own"):
            made.action_undo("2026-04-09")
        with self.assertRefused("is Posted; it would have to be Draft."):
            made.date = date(2026, 4, 11)
        with self.assertRefused("was posted"):
            made.unlink()

    # ------------------------------------------------------------
    # Access
    # ------------------------------------------------------------
    def test_who_may(self):
        self.owe("F", "E", 600)
        made = self.payoff("FE", user=self.clerk)
        with self.assertRaises(AccessError):
            made.action_post()
        with self.assertRaises(AccessError):
            self.payoff("FE", user=self.clerk_f)
        alone = made.with_user(self.clerk_f)
        self.assertFalse(alone.search([]))
        self.assertFalse(alone.env["ar.intercompany.payoff.item"].search([]))
        with self.assertRaises(AccessError):
            alone.action_propose()
        with self.assertRaises(UserError):
            made.item_ids.with_user(self.clerk).unlink()
        ticked = made.with_user(self.controller).with_context(
            allowed_company_ids=self.companies["F"].ids
        )
        ticked.action_post()
        self.assertEqual(self.owed(), {})

    def test_new_where_some_companies_are_ticked(self):
        """A form of many companies shows what is ticked: it cannot read the others."""
        spec = {"company_ids": {"fields": {"display_name": {}}}}
        for model in ("ar.intercompany.payoff", "ar.period.close", "ar.revaluation"):
            for letters in ("F", "FE"):
                ids = [self.companies[letter].id for letter in letters]
                new = self.env[model].with_user(self.controller)
                new = new.with_context(allowed_company_ids=ids)
                with self.subTest(model=model, letters=letters):
                    shown = new.onchange({}, [], spec)["value"]["company_ids"]
                    self.assertEqual([command[1] for command in shown], ids)
        given = new.onchange({"company_ids": [Command.set(ids[:1])]}, [], spec)
        self.assertEqual([c[1] for c in given["value"]["company_ids"]], ids[:1])
        # Who asks for a document without naming companies has all of them.
        self.assertEqual(len(new.default_get(["company_ids"])["company_ids"][0][2]), 4)
