"""Paying off through a netting centre: whole books, what stays open, refusals."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .paying_off import PayingOff


@tagged("post_install", "-at_install")
class TestPayoffThroughCentre(PayingOff):
    def owe_around(self):
        """F owes E 1,180.00 and W 100.00, E owes F 25.00 and W 40.00."""
        self.owe("F", "E", 1180)
        self.owe("E", "F", 25)
        self.owe("F", "W", 100)
        self.owe("E", "W", 40)

    def through(self, letter, *arguments, **values):
        """Preview and post through a company."""
        centre = self.companies[letter].id
        return self.post(*arguments, center_company_id=centre, **values)

    def due_lines(self, made):
        """Lines of its entries on due-to and due-from accounts."""
        pairs = self.env["intercompany.accounting"].sudo().search([])
        accounts = pairs.due_to_account_id | pairs.due_from_account_id
        return made.sudo().move_ids.line_ids.filtered(
            lambda line: line.account_id in accounts
        )

    def assertPaidOff(self, made):
        """Nothing is open, both sides say the same on any day, and the pairs with the
        centre are mirrors, line by line."""
        lines = self.due_lines(made)
        self.assertEqual(set(lines.mapped("reconciled")), {True})
        self.assertFalse(any(lines.mapped("amount_residual_currency")))
        self.assertFalse(any(lines.mapped("amount_residual")))
        items = made.item_ids.sudo().move_line_id
        self.assertEqual(set(items.mapped("reconciled")), {True})
        self.assertEqual(self.owed(), {})
        for day in ("2026-03-24", "2026-03-25", "2026-04-09", "2026-04-10"):
            owed = self.owed(day)
            self.assertTrue(all(to == back for to, back in owed.values()), day)
            differences = self.env["ar.intercompany.difference"].with_context(
                ar_as_of=day
            )
            self.assertFalse(differences.with_user(self.controller).search([]), day)
        centre = made.sudo().center_company_id.partner_id
        booked = [
            (
                line.company_id.partner_id,
                line.partner_id,
                line.currency_id,
                line.amount_currency,
            )
            for line in lines
            if centre in (line.company_id.partner_id, line.partner_id)
        ]
        mirrored = [(b, a, currency, -amount) for a, b, currency, amount in booked]
        self.assertCountEqual(booked, mirrored)

    # ------------------------------------------------------------
    # Books
    # ------------------------------------------------------------
    def test_through_one_of_them(self):
        self.owe_around()
        made = self.through("E")
        self.assertBooks(
            made,
            """
            F   due_to        East        1180.00
            F   due_from      East         -25.00
            F   due_to        West         100.00
            F   due_to        East        -100.00   # in place of West
            F   due_to        East         100.00
            F   outstanding   East       -1255.00
            E   due_from      Fabrikam   -1180.00
            E   due_to        Fabrikam      25.00
            E   due_to        West          40.00
            E   due_from      Fabrikam     100.00   # in place of West
            E   due_to        West        -100.00   # in place of Fabrikam
            E   due_from      Fabrikam    -100.00
            E   due_to        West         100.00
            E   outstanding   Fabrikam    1255.00
            E   outstanding   West        -140.00
            W   due_from      Fabrikam    -100.00
            W   due_from      East         -40.00
            W   due_from      East         100.00   # in place of Fabrikam
            W   due_from      East        -100.00
            W   outstanding   East         140.00
            """,
        )
        self.assertPaidOff(made)
        names = {
            line.name
            for line in self.due_lines(made)
            if line.company_id == self.companies["W"]
        }
        self.assertEqual(
            names,
            {
                f"{made.name}, Fabrikam",
                f"{made.name}, Fabrikam East",
                f"{made.name}, Fabrikam East in place of Fabrikam",
            },
        )

    def owe_in_two_currencies(self):
        """F owes E 600.00 EUR, booked at 723.72; E owes W 100.00 USD. On the day of
        payment 1 EUR is 1.25 USD everywhere."""
        self.owe("F", "E", 600, currency="EUR", date="2026-03-10")
        self.owe("E", "W", 100)
        for letter in "FEW":
            self.set_rate(letter, "EUR", "2026-04-10", inverse=1.25)
        self.set_rate("X", "USD", "2026-04-10", 1.25)

    def test_through_a_company_that_owes_nothing(self):
        """Europe keeps its books in EUR; it takes over and pays at the rate of the day,
        and realizes nothing. The others realize what they would without it."""
        self.owe_in_two_currencies()
        made = self.through("X", "FEWX", date_until="2026-04-05")
        self.assertBooks(
            made,
            """
            F   due_to        East        600.00 EUR    723.72
            F   due_to        Europe     -600.00 EUR   -723.72
            F   due_to        Europe      600.00 EUR    723.72
            F   outstanding   Europe     -600.00 EUR   -750.00
            F   loss          East          0.00 EUR     26.28
            E   due_from      Fabrikam   -600.00 EUR   -723.72
            E   due_to        West        100.00
            E   due_from      Europe      600.00 EUR    723.72
            E   due_to        Europe     -100.00
            E   due_from      Europe     -600.00 EUR   -723.72
            E   due_to        Europe      100.00
            E   outstanding   Europe      600.00 EUR    750.00
            E   outstanding   Europe     -100.00
            E   gain          Fabrikam      0.00 EUR    -26.28
            W   due_from      East       -100.00
            W   due_from      Europe      100.00
            W   due_from      Europe     -100.00
            W   outstanding   Europe      100.00
            X   due_from      Fabrikam    600.00
            X   due_to        East       -600.00
            X   due_from      East        100.00 USD     80.00
            X   due_to        West       -100.00 USD    -80.00
            X   due_from      Fabrikam   -600.00
            X   due_to        East        600.00
            X   due_from      East       -100.00 USD    -80.00
            X   due_to        West        100.00 USD     80.00
            X   outstanding   Fabrikam    600.00
            X   outstanding   East       -600.00
            X   outstanding   East        100.00 USD     80.00
            X   outstanding   West       -100.00 USD    -80.00
            """,
        )
        self.assertPaidOff(made)

    def test_who_pays_whom(self):
        """Before and after posting; through a centre there are fewer payments."""
        self.owe_around()
        made = self.payoff()
        self.assertPayments(
            made,
            "Payments, each pair by itself: 3.",
            "Fabrikam Fabrikam East USD $ 1,155.00",
            "Fabrikam Fabrikam West USD $ 100.00",
            "Fabrikam East Fabrikam West USD $ 40.00",
        )
        made.center_company_id = self.companies["E"]
        shown = (
            "Payments through Fabrikam East: 2. Each pair by itself: 3.",
            "Fabrikam Fabrikam East USD $ 1,255.00",
            "Fabrikam East Fabrikam West USD $ 140.00",
        )
        self.assertPayments(made, *shown)
        made.action_post()
        self.assertPayments(made, *shown)
        made.action_undo()
        self.assertPayments(made, *shown)
        even = self.payoff("FE")
        even.item_ids.filtered(lambda item: item.amount_open < 0).is_chosen = False
        even.invalidate_recordset()
        self.assertFalse(even.payments_html)

    def assertPayments(self, made, sentence, *rows):
        made.invalidate_recordset()
        found = made.payments_html.replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn(sentence, found)
        for row in rows:
            self.assertIn(row, " ".join(self.text_of(found).split()))
        self.assertEqual(found.count("<tr"), len(rows) + 1)

    @staticmethod
    def text_of(html):
        return " ".join(part.rpartition(">")[2] for part in html.split("<"))

    # ------------------------------------------------------------
    # Undoing
    # ------------------------------------------------------------
    def test_undo_restores(self):
        self.owe_in_two_currencies()
        before, balance = self.owed(), self.trial_balance()
        made = self.through("X", "FEWX")
        made.action_undo("2026-04-12")
        self.assertEqual(self.owed(), before)
        self.assertEqual(self.trial_balance(), balance)
        self.assertEqual(set(self.due_lines(made).mapped("reconciled")), {True})
        for day in ("2026-04-10", "2026-04-11", "2026-04-12"):
            owed = self.owed(day)
            self.assertTrue(all(to == back for to, back in owed.values()), day)
        self.assertEqual(self.owed("2026-04-11"), {})
        self.assertPaidOff(self.through("X", "FEWX"))

    def test_the_lines_of_the_centre_alone(self):
        """What went over stays closed: by undoing alone, in all companies."""
        self.owe_around()
        made = self.through("E")
        for line in self.due_lines(made):
            with self.assertRefused(made.name, "undo the payment"), self.cr.savepoint():
                line.with_user(self.controller).remove_move_reconcile()
        made.action_undo()
        self.assertEqual(made.state, "undone")

    # ------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------
    def test_pairs_that_are_not_set_up(self):
        """All of them at once, with what else stands against it; nothing is booked."""
        self.owe_in_two_currencies()
        self.pair("F", "X").active = False
        self.pair("E", "X").sudo().due_from_account_id.active = False
        self.pair("W", "X").active = False
        self.companies["W"].sudo().fiscalyear_lock_date = "2026-04-30"
        made = self.payoff("FEWX", center_company_id=self.companies["X"].id)
        before = self.owed()
        with self.assertRefused(
            "no active intercompany accounting of what Fabrikam owes Fabrikam Europe",
            "Set Up Intercompany Accounting",
            "Fabrikam East → Fabrikam Europe: Due-from Account",
            "Unarchive it",
            "05/01/2026",
        ) as caught:
            made.action_post()
        # West is owed alone: of what it owes Europe nothing is asked.
        self.assertNotIn("Fabrikam West owes", str(caught.exception))
        self.assertEqual(made.problems_text, str(caught.exception))
        self.assertFalse(made.sudo().move_ids)
        self.assertEqual(self.owed(), before)
        # Without the centre none of these accounts is asked.
        made.center_company_id = False
        (locked,) = made.problems()
        self.assertIn("05/01/2026", locked)

    def test_a_rate_that_is_not_there(self):
        """The centre never had EUR: Odoo would take 1.0."""
        self.owe("F", "E", 600, currency="EUR")
        rates = self.env["res.currency.rate"].sudo()
        rates.search([("company_id", "=", self.companies["W"].id)]).unlink()
        made = self.payoff(center_company_id=self.companies["W"].id)
        with self.assertRefused("Fabrikam West has no rate for EUR on or before"):
            made.action_post()
        made.center_company_id = False
        made.action_post()

    def test_who_may(self):
        """Who is no member of the centre can neither see it nor pay through it."""
        self.owe_around()
        made = self.payoff("FEWX", center_company_id=self.companies["X"].id)
        groups = "account.group_account_manager"
        some = self.new_user("payer", groups, "FEW")
        with self.assertRaises(AccessError):
            self.payoff("FEWX", user=some, center_company_id=self.companies["X"].id)
        alone = made.with_user(some)
        self.assertFalse(alone.search([]))
        for action in (alone.action_post, alone.preview, alone.problems):
            with self.assertRaises(AccessError):
                action()
        made.with_user(self.controller).action_post()
        with self.assertRaises(AccessError):
            alone.action_undo()
