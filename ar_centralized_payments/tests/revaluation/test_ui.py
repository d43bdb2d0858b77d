"""The pages of revaluations: the form as the server sees it, then a real browser."""

from odoo.tests import Form, tagged

from ..browser import BrowserCommon
from .revaluing import RevaluationCommon


@tagged("post_install", "-at_install")
class TestRevaluationForm(RevaluationCommon):
    def test_what_it_depends_on_makes_it_to_be_computed_anew(self):
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        self.invoice("E", 1000.0, currency="EUR")
        run = self.revaluation("FE", "2026-03-31")
        self.assertEqual(run.item_count, 1)
        for text in ("Fabrikam East", "1,215.00", "8.80"):
            self.assertIn(text, run.totals_html)
        with Form(run) as form:
            form.method = "minimum"
        self.assertFalse(run.computed_at or run.line_ids)

    def test_an_old_rate_is_worth_a_warning(self):
        self.invoice("E", 1000.0, currency="EUR")
        run = self.revaluation("E", "2026-04-02")
        self.assertIn("more than a week before", run.warnings_text)
        self.assertFalse(run.problems_text)

    def test_companies_that_are_not_ticked(self):
        """What a form reads of the companies is what is ticked; what is computed, is
        of all of them."""
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        self.invoice("E", 1000.0, currency="EUR")
        run = self.revaluation("FE", "2026-04-02")
        run.action_post()
        invoice = self.invoice("E", 10.0, currency="EUR")
        self.env.invalidate_all()
        ticked = run.with_context(allowed_company_ids=self.companies["F"].ids)
        [read] = ticked.web_read(
            {
                "company_ids": {"fields": {"display_name": {}}},
                "company_names": {},
                "is_out_of_date": {},
            }
        )
        self.assertEqual(
            [c["id"] for c in read["company_ids"]], self.companies["F"].ids
        )
        self.assertEqual(read["company_names"], "Fabrikam, Fabrikam East")
        self.assertTrue(read["is_out_of_date"], invoice.name)

    def test_the_report_is_the_same_later(self):
        self.set_rate("E", "EUR", "2026-03-31", inverse=1.2150)
        self.invoice("E", 1000.0, currency="EUR")
        run = self.revaluation("E", "2026-03-31")
        report = self.env["ir.actions.report"].with_user(self.controller)

        def printed():
            html = report._render_qweb_html(
                "ar_centralized_payments.report_ar_revaluation", run.ids
            )[0].decode()
            return html.split("<h4>Items</h4>")[1]

        before = printed()
        self.assertIn("1,215.00", before)
        run.action_post()
        self.invoice("E", 77.0, currency="EUR")
        self.assertEqual(printed(), before)


@tagged("post_install", "-at_install")
class TestRevaluationPage(BrowserCommon, RevaluationCommon):
    browser_size = "1280x800"

    def test_controller(self):
        for letter in "FE":
            self.set_rate(letter, "EUR", "2026-03-31", inverse=1.2150)
        self.set_rate("X", "USD", "2026-03-31", 1.2150)
        self.invoice("E", 1000.0, currency="EUR")
        self.invoice("X", 1000.0, currency="USD")
        companies = [self.companies[letter].id for letter in "FEX"]
        run = (
            self.env["ar.revaluation"]
            .with_user(self.controller)
            .create({"date": "2026-03-31", "company_ids": [(6, 0, companies)]})
        )
        self.start_tour(
            f"/odoo/currency-revaluation/{run.id}",
            "ar_revaluation",
            login=self.controller.login,
        )
        self.env.invalidate_all()
        self.assertEqual(run.state, "undone")
        self.assertEqual(len(run.sudo().move_ids), 8)
