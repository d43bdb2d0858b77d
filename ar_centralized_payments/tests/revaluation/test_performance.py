"""Queries of a revaluation, counted: seconds belong to the benchmark."""

from odoo.tests import freeze_time, tagged

from .revaluing import RevaluationCommon

FEW, MANY = 3, 25


@tagged("post_install", "-at_install")
@freeze_time("2026-06-30")
class TestRevaluationPerformance(RevaluationCommon):
    def posting(self, date, count):
        """Queries of posting a run, after some more customers have open items."""
        names = [{"name": f"Customer {number}"} for number in range(count)]
        for customer in self.env["res.partner"].create(names):
            self.invoice("E", 100.0, currency="EUR", partner=customer)
        run = self.revaluation("EF", date)
        return self.queries(run.action_post)

    def test_posting_is_constant(self):
        """Neither an item, nor a line of an entry, asks anything of its own: lines are
        written by the hundred."""
        self.posting("2026-03-31", FEW)
        few = self.posting("2026-04-30", FEW)
        self.assertLessEqual(self.posting("2026-05-31", MANY) - few, 2)
