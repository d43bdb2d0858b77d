"""Explain: why the lines of a revaluation are what they are."""

from odoo.tests import tagged

from ..explaining import Explaining
from .revaluing import RevaluationCommon


@tagged("post_install", "-at_install")
class TestExplainRevaluation(Explaining, RevaluationCommon):
    def setUp(self):
        super().setUp()
        own = [("company_id", "=", self.companies["X"].id)]
        self.env["res.currency.rate"].sudo().search(own).unlink()
        for date, rate in (("2026-01-10", 0.8), ("2026-01-30", 0.75)):
            self.set_rate("X", "USD", date, inverse=rate)
        self.invoice("X", 1000.0, currency="USD", date="2026-01-10")

    def test_a_loss_and_the_day_after(self):
        """The rate's own date is told, not the one that it was looked up for."""
        run = self.revalue("X", "2026-01-31")
        self.assertExplained(
            run.sudo().move_ids.sorted("date"),
            """
            X  adj  -50.00
                Revaluation of what is open: its value at the rate less its booked
                value, and what stood before: 750.00 EUR = 1,000.00 USD × 0.75 (rate of
                Fabrikam Europe on 01/30/2026) · -50.00 EUR = 750.00 EUR − 800.00 EUR
            X  ul  50.00
                Revaluation of what is open: its value at the rate less its booked
                value, and what stood before: 750.00 EUR = 1,000.00 USD × 0.75 (rate of
                Fabrikam Europe on 01/30/2026) · -50.00 EUR = 750.00 EUR − 800.00 EUR
            X  adj  50.00
                Revaluation of what is open: its value at the rate less its booked
                value, and what stood before: 750.00 EUR = 1,000.00 USD × 0.75 (rate of
                Fabrikam Europe on 01/30/2026) · -50.00 EUR = 750.00 EUR − 800.00 EUR ·
                50.00 EUR = 0.00 EUR − -50.00 EUR
            X  ul  -50.00
                Revaluation of what is open: its value at the rate less its booked
                value, and what stood before: 750.00 EUR = 1,000.00 USD × 0.75 (rate of
                Fabrikam Europe on 01/30/2026) · -50.00 EUR = 750.00 EUR − 800.00 EUR ·
                50.00 EUR = 0.00 EUR − -50.00 EUR
            """,
        )
        entry = run.sudo().move_ids[:1].with_user(self.controller)
        self.assertTrue(entry.ar_is_explained)

    def test_an_undo(self):
        run = self.revalue("X", "2026-01-31")
        originals = run.sudo().move_ids
        run.action_undo()
        negations = run.sudo().move_ids - originals
        self.assertFiguresMake(negations)
        for item in negations.line_ids:
            self.assertTrue(self.told(item, self.controller).startswith("Taken back: "))
        self.assertEqual(len(negations.line_ids), len(originals.line_ids))
